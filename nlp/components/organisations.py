"""Bodies: the end by a suffix (协会, 公司 …), the beginning by walking left; newspapers; what the tagger names.

Must stay true: 市政府, 有关部门, 代表团 and other generic words are no names; a body's name holds a name.
"""

import re
from collections.abc import Iterator

from nlp.boundaries import CLOSED_TAGS, left_edge, proper
from nlp.components import register
from nlp.sentence import Found, Sentence
from nlp.vocabulary import alternation, leading_country, word_set, words
from nlp.words import Word

NAME = "tieline_organisations"
LONGEST = 32
_MINISTRY = f"{alternation('ministry_stems')}部(?![长门分位])|{alternation('ministry_stems_east')}省"
_SUFFIX = re.compile(f"(?=({alternation('body_suffixes')}|{_MINISTRY}))")
"""Looks ahead, so that suffixes which overlap (侨联, 联合会) are all found."""
_KNOWN = re.compile(f"{_MINISTRY}|{alternation('abbreviated_bodies')}|全国(?:友协|侨联|人大|政协)")
_QUOTED = re.compile(r"《([^《》]{2,20})》")
_LEAD = re.compile(
    r"^(?:各|有关|部分|其他|等|以及|和|与|同|及|该|本|我|由|在|对|向|为|是|系|赴|抵|到|来自|加入|一[所家个]|两[所家个]|如)"
)
_LEVELS = re.compile(r"^[市省县区国州]")
_GROUP = re.compile("(?:代表|考察|访问|访华)团")
_GROUP_END = re.compile(r"(?:团|团组|代表|同胞|人士|领导)$")
_CONTINUES = re.compile(r"议(?![会员长])|[晤谈面见场员]|议员会")
_ALLOWED = re.compile(r"\d{2}世纪$|对[华外]|驻")
_ORDINAL = re.compile(r"第.|[一二三四五六七八九十两几数0-9]+[个所家名位批人次项]|\d{4}年|首次|当[年日晚]|\d+[余多]?人")
_DISTINCT = re.compile("大学|中学|小学|公司|集团")
_COUNT = re.compile(r"[余多]人|人次|^[A-Za-z0-9]+$")
_SHORTEST = 4
_DOUBLE = re.compile("(省省|市市|县县|区区)委$")
"""A place with its bare committee: the committee has no name of its own."""
_NUMBERED = re.compile("第|[一二三四五六七八九十]+中|实验|职业|师范|外国语|中心|市|人民")
_MEETS = re.compile("(?:代表团|访问团|考察团|一行)?(?:拜会|会见|会晤|拜访|走访|接待)")
_BARE_LEVEL = re.compile("[市省县区乡镇村](?!委)")
_PLAIN_END = re.compile("[厂场园店]$|疗养院$")
_COUNTRY_PLAIN = frozenset(
    {"政府", "大学", "中学", "学院", "企业", "公司", "集团", "学校", "银行", "医院", "商会", "协会"}
)
_PART_OF_WORLD = re.compile("(?:[东西南北中]非|[东西南北中]欧|[东西南]亚|[南北拉中]美)$")
"""What belongs to the name of a body right behind it: 东非某国侨民会."""
_JOINING = frozenset("与和及")


def _stop(word: Word, text: str) -> bool:
    if _ALLOWED.match(text):
        return False
    if _ORDINAL.match(text):
        return True
    if text in word_set("body_stops") or text in word_set("title_heads") or text in word_set("group_words"):
        return True
    if word.tag in {"v", "vd"}:
        return text not in word_set("body_verbs") and not text.endswith(words("body_suffixes"))
    return word.tag in CLOSED_TAGS


def find(sentence: Sentence) -> Iterator[Found]:
    edges = {item.end for item in sentence.of("Title")}
    titles = sentence.of("Title")
    for match in _SUFFIX.finditer(sentence.text):
        begin, end = match.span(1)
        if any(title.start < end < title.end for title in titles):
            continue
        if match.group(1).endswith("会") and _CONTINUES.match(sentence.text, end):
            continue
        item = _suffixed(sentence, begin, end, edges)
        if item:
            yield item
    for match in _KNOWN.finditer(sentence.text):
        yield Found(match.start(), match.end(), "Organisation", "organisation.known")
    yield from _tagged(sentence)
    yield from _media(sentence)


def _suffixed(sentence: Sentence, begin: int, end: int, edges: set[int]) -> Found | None:
    """The body whose suffix stands at these offsets."""
    start = left_edge(sentence, begin, _stop, edges, LONGEST)
    start = _across_and(sentence, start, edges)
    if sentence.text[start - 1 : start + 1] in ("对外", "对华"):
        start = left_edge(sentence, start - 1, _stop, edges, LONGEST)
    start = _trim(sentence, start, end)
    part = _PART_OF_WORLD.search(sentence.text, max(0, start - 2), start)
    start = part.start() if part else start
    name = sentence.text[start:end]
    if (
        len(name) < _SHORTEST
        or _DOUBLE.search(name)
        or _generic(name)
        or not proper(sentence, start, end)
        or name.endswith("地方联盟")
    ):
        return None
    return Found(start, end, "Organisation", "organisation.suffix")


def _across_and(sentence: Sentence, start: int, edges: set[int]) -> int:
    """A 和/与 inside a name is crossed only where a country stands before it with plain words between."""
    if start == 0 or sentence.text[start - 1] not in _JOINING:
        return start
    further = left_edge(sentence, start - 1, _stop, edges, 12)
    country = next((item for item in sentence.of("Country") if item.start == further), None)
    between = sentence.text[country.end : start - 1] if country else ""
    plain = 1 < len(between) <= 4 and not between.endswith((*words("place_suffixes"), *words("body_suffixes")))
    return further if plain else start


def _trim(sentence: Sentence, start: int, end: int) -> int:
    """Cut off a place and a joining word in front (A市同B集团), and words that lead to the name."""
    text = sentence.text
    for item in sentence.of("Place"):
        if start <= item.start and item.end < end - 2 and text[item.end] in "与和同及向":
            start = item.end + 1
    for body in _SUFFIX.finditer(text, start, max(start, end - 3)):
        after = body.end(1)
        if start < after < end - 3 and text[after] in "与和同及" and text[after : after + 2] not in ("和平", "和谐"):
            start = after + 1
    for meets in _MEETS.finditer(text, start, max(start, end - 3)):
        start = meets.end()
    while lead := _LEAD.match(text[start:end]):
        start += lead.end()
    crossed = next((item.start for item in sentence.of("Country") if item.start < start < item.end), start)
    if text[crossed - 1 : crossed + 1] == "对外":
        crossed -= 1
    return _apart(sentence, crossed, end)


def _apart(sentence: Sentence, start: int, end: int) -> int:
    """A place in front of a name that is distinctive alone stands apart, and so does the country in front of it."""
    head = next((item for item in sentence.of("Place", "Country") if item.start == start and item.end < end), None)
    if head is None:
        return start
    after = next((item for item in sentence.of("Place") if item.start == head.end and item.end < end - 2), None)
    if head.type == "Country" and after and _DISTINCT.search(sentence.text, after.end, end):
        return _apart(sentence, after.start, end)
    town = sentence.text[head.end - 1] in "市县镇乡" or any(item.end == head.start for item in sentence.of("Country"))
    distinct = _DISTINCT.search(sentence.text, head.end + 2, end)
    own = town and distinct and distinct.end() == end and distinct.start() - head.end < 5 and head.type == "Place"
    own = own and not _NUMBERED.match(sentence.text, head.end)
    return head.end if own and proper(sentence, head.end, head.end + 2) else start


def _generic(name: str) -> bool:
    if _BARE_LEVEL.match(name) or name[0].isdigit() or name.startswith(("驻", "两", "各")):
        return True
    if name.removeprefix(leading_country(name)) in _COUNTRY_PLAIN:
        return True
    bare = _LEVELS.sub("", name)
    if name.startswith(("中外", "国内外", "海内外")) and name.endswith(words("generic_bodies")):
        return True
    return len(name) < 3 or name in word_set("generic_bodies") or bare in word_set("generic_bodies")


def _tagged(sentence: Sentence) -> Iterator[Found]:
    for start, end in _tagged_runs(sentence):
        start = _trim(sentence, start, end)
        while end > start and sentence.text[end - 1] in "与同和及":
            end -= 1
        name = sentence.text[start:end]
        if (
            name.endswith("地方联盟")
            or _PLAIN_END.search(name)
            or _DOUBLE.search(name)
            or _GROUP.match(sentence.text, end)
        ):
            continue
        if len(name) > 3 and not _generic(name) and not _GROUP_END.search(name) and not _COUNT.search(name):
            yield Found(start, end, "Organisation", "organisation.tagged")


def _tagged_runs(sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Stretches of neighbouring words that the tagger calls bodies."""
    start = end = -1
    for word in sentence.words:
        if word.tag == "ORG" and word.start == end:
            end = word.end
        elif word.tag == "ORG":
            if end > start:
                yield start, end
            start, end = word.start, word.end
    if end > start:
        yield start, end


def _media(sentence: Sentence) -> Iterator[Found]:
    for match in _QUOTED.finditer(sentence.text):
        if match.group(1).endswith(words("media_endings")):
            yield Found(match.start(1), match.end(1), "Organisation", "organisation.newspaper")


register(NAME, find)
