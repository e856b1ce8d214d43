"""Words that stand for something named elsewhere, and groups that travel: helpers of the relation rules.

Must stay true: none of these is an entity.
"""

import re
from collections.abc import Iterator

from nlp.components import register
from nlp.sentence import Found, Sentence
from nlp.vocabulary import alternation

NAME = "tieline_groups"
_SELF = re.compile("我[市省县区州校院港镇旗]|我们(?=结|缔|建)|本[市省县区州校](?!级)")
_PRONOUN = re.compile(
    "该[市县省州郡区国校港会院]|该(?:公司|集团|协会|大学|学院|中心|商会|机构|地区)|[两双三四][市县省州地港校国方](?!面)|双方|宾主|对方|各方"
)
_GROUP = re.compile("(?<![社财集军剧乐兵党])" + alternation("group_words") + "(?![结体员长组聚圆])")


_HOME_BODY = re.compile("[市省县区](?:委市)?(?:人民)?(?:政府|领导)")

_HOME_GROUP = re.compile(
    "[市省县区](?=(?:党政|友好|经贸|经济|政府|人大|政协|文化|教育|农业|旅游|卫生|科技|工商|企业家|青年){0,3}(?:代表|考察|访问|招商)团)"
)


def find(sentence: Sentence) -> Iterator[Found]:
    for pattern, kind in ((_SELF, "Self"), (_PRONOUN, "Pronoun"), (_GROUP, "Group")):
        for match in pattern.finditer(sentence.text):
            yield Found(match.start(), match.end(), kind, "helper")
    for match in [*_HOME_BODY.finditer(sentence.text), *_HOME_GROUP.finditer(sentence.text)]:
        if sentence.word_of[match.start()].start == match.start():
            yield Found(match.start(), match.end(), "Self", "helper")


register(NAME, find)
