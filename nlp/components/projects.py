"""Projects, programmes, forums, festivals and exhibitions with a name of their own.

Must stay true: a quoted word counts only with a word for such a thing in it or right behind it.
"""

import re
from collections.abc import Iterator

from nlp.boundaries import CLOSED_TAGS, NAME_TAGS, left_edge, proper
from nlp.components import register
from nlp.sentence import Found, Sentence
from nlp.vocabulary import alternation, word_set, words
from nlp.words import Word

NAME = "tieline_projects"
LONGEST = 24
_QUOTED = re.compile(
    r"((?:首届|第[一二三四五六七八九十0-9]{1,3}届|[12][0-9]{3}年?|中国)?)“([^“”]{2,30})”(项目|计划|工程|活动|大会|论坛|系列活动)?"
)
_WORD = re.compile(alternation("project_words"))
_ENDS = (
    "大会|节|展|论坛|会议|周|赛|博览会|交易会|运动会|洽谈会|研讨会|艺术展|双年展|"
    "夏令营|冬令营|马拉松|年会|峰会|推介会|音乐会|交流会"
)
_ORDINAL = re.compile(
    r"(?:中国|全国|世界|国际|亚洲)?(?:首届|第[一二三四五六七八九十0-9]{1,3}届)"
    rf"[\u4e00-\u9fffA-Za-z0-9—·-]{{0,16}}?(?:{_ENDS})(?!览|期|会|目)"
)
_LEAD = re.compile(r"^(?:的|了|在|于|由|和|与|举办|举行|参加|出席|等|现场|当年|该|本|各|我市|全市|一[个场次项])")
_WIDE = re.compile(
    "(?:[12][0-9]{3}年?)?(?:中国|国际|世界|全国|中外|中[日韩美俄德法英澳意泰非欧]|友城|友好城市|亚洲|欧亚)"
)
_PLAIN = re.compile(r"(?:项目|计划|工程)(?![经部负组目书总进])")
"""What ends the name of a project that is not quoted: 某郡职业技能培训项目."""
_YEAR = re.compile("[12][0-9]{3}年?$")
_HELD = re.compile("(?:组织|举办|主办|承办|召开|举行)的?$")
_NOT_QUOTED = re.compile(r"代表团|访问团|考察团|称号|先进|单位|机关|奖|政策|问题|作用|到位")


def _stop(word: Word, text: str) -> bool:
    if text.endswith(words("body_suffixes")) and not text.endswith(words("project_suffixes")):
        return True
    return word.tag in CLOSED_TAGS or (word.tag == "v" and text not in word_set("body_verbs"))


def find(sentence: Sentence) -> Iterator[Found]:
    yield from _quoted(sentence)
    for match in _ORDINAL.finditer(sentence.text):
        start = match.start()
        while lead := _LEAD.match(sentence.text[start : match.end()]):
            start += lead.end()
        yield Found(start, match.end(), "Project", "project.ordinal")
    for match in _WORD.finditer(sentence.text):
        start = left_edge(sentence, match.start(), _stop, (), LONGEST)
        while lead := _LEAD.match(sentence.text[start : match.end()]):
            start += lead.end()
        named = (
            _WIDE.match(sentence.text, start, match.end())
            or proper(sentence, start, match.end())
            or _HELD.search(sentence.text, max(0, start - 6), start)
        )
        if match.end() - start > len(match.group()) + 1 and named:
            yield Found(start, match.end(), "Project", "project.word")
    yield from _named(sentence)


def _named(sentence: Sentence) -> Iterator[Found]:
    """Nouns from a proper name on: 某江助学项目, of which the rule alone does not know that it is a name."""
    for match in _PLAIN.finditer(sentence.text):
        start = left_edge(sentence, match.start(), _stop, (), LONGEST)
        while lead := _LEAD.match(sentence.text[start : match.end()]):
            start += lead.end()
        start = _from_sound(sentence, start)
        if match.start() - start > 3 and proper(sentence, start, start + 1):
            yield Found(start, match.end(), "Project", "project.named")


def _from_sound(sentence: Sentence, start: int) -> int:
    """The start of a foreign name whose last syllable the tagger took for a verb of its own: 马库伦|加."""
    if start < 2 or sentence.text[start - 1] not in word_set("transliteration"):
        return start
    word, before = sentence.word_of[start - 1], sentence.word_of[start - 2]
    split = word.start == start - 1 and before.tag in NAME_TAGS and before.end - before.start > 1
    return before.start if split else start


def _quoted(sentence: Sentence) -> Iterator[Found]:
    for match in _QUOTED.finditer(sentence.text):
        if _NOT_QUOTED.match(sentence.text, match.end()):
            continue
        if match.group(3) or match.group(2).endswith(words("project_suffixes")):
            yield Found(match.start(2), match.end(2), "Project", "project.quoted")


register(NAME, find)
