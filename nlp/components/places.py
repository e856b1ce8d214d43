"""Places below a country, by their suffix and by the tagger; the country in front is cut off.

Must stay true: 城市, 我市, 有关地区 and the like are no names; a place never holds the country in front of it.
"""

import re
from collections.abc import Iterator

from nlp.boundaries import CLOSED_TAGS, NAME_TAGS, left_edge
from nlp.components import register
from nlp.sentence import Found, Sentence
from nlp.vocabulary import alternation, word_set, words
from nlp.words import Word

NAME = "tieline_places"
_SHORT = "place.division-short"
LONGEST = 14
_SUFFIX = re.compile(alternation("place_suffixes"))
_CONTINUES = {
    "市": re.compile("[场民容值价盈]"),
    "区": re.compile("[域别块间]"),
    "道": re.compile("[路德理歉具教观士]"),
    "港": re.compile("[口务湾澳币商资股元台区]"),
    "府": re.compile("[邸第绸]"),
    "镇": re.compile("[静压定]"),
    "乡": re.compile("[村亲土情镇会]"),
    "旗": re.compile("[帜下袍舰]"),
    "州": re.compile("[际]"),
    "省": re.compile("[略去钱力]"),
}
_LEAD = re.compile(
    r"(?:国际|老)?(?:友好城市|友城|姐妹城市|姊妹城市|友好省州|友好港|港口城市|首都|城市|本国|该国|省会|的)"
)
_LEAD_WORDS = frozenset(
    {
        "原",
        "新",
        "是",
        "系",
        "为",
        "和",
        "与",
        "同",
        "在",
        "赴",
        "抵",
        "对",
        "即",
        "来",
        "到",
        "从",
        "向",
        "由",
        "及",
        "各",
        "老",
    }
)
_CHAIN = re.compile(r"[^省市县州郡]{1,9}[省市县州郡]{1,2}")
_EXTENDING = re.compile("开发区|高新区|新区|港|乡|镇|街道|区|县|郡|地区")
_PAREN = re.compile(r"[\u4e00-\u9fff·]{2,10}（[\u4e00-\u9fff·]{2,8}）[市省州县郡]")
_TWO_STATES = re.compile("[一二两三四五六七八九十]+[国市省县地]$|[中日韩美俄德法英朝苏印泰越]{2}$")
_BUSINESS = re.compile("贸易|投资|经济|文化|合作|友好|访问|考察")
_VISITED = re.compile(r"(?:顺访|访问|走访|出访|抵达|前往|途经|赴)了?([\u4e00-\u9fff]{2,4})(?=[、和])")
_BY_SOUND = re.compile(f"(?:因(?=..))?[{''.join(sorted(word_set('transliteration')))}]{{1,8}}?([市州省县郡町])")
_HYPHEN = re.compile(f"[{''.join(sorted(word_set('transliteration')))}]{{2,8}}[-－—–‐]$")
"""The first half of a foreign name with a hyphen in it: 卡拉-贝洛市."""
_GOVERNMENT = re.compile("(?:联邦|中央)政府")
"""What may stand between a country and its place: 某国联邦政府某市."""
_CELL = re.compile(rf"(?:^|\|)\s*({_BY_SOUND.pattern})(?=\s*(?:\||$))")
_PLAIN = re.compile(r"^[\u4e00-\u9fff·（）A-Za-z-]+$")


def _stop(word: Word, text: str) -> bool:
    if word.tag in NAME_TAGS:
        return False
    return word.tag in CLOSED_TAGS or word.tag in {"m", "v", "vd", "f", "q"} or text in word_set("title_heads")


def find(sentence: Sentence) -> Iterator[Found]:
    known = sentence.of("Country", "Place", "Title")
    edges = {item.end for item in known}
    for match in _SUFFIX.finditer(sentence.text):
        yield from _suffixed(sentence, match, edges)
    for match in _PAREN.finditer(sentence.text):
        if all(sentence.word_of[index].tag in NAME_TAGS for index in (match.start(), match.start() + 1)):
            start = max((edge for edge in edges if match.start() < edge < match.end()), default=match.start())
            yield Found(start, match.end(), "Place", "place.paren")
    yield from _by_sound(sentence)
    yield from _tagged(sentence, edges)
    yield from _special(sentence)
    yield from _listed(sentence)


def _suffixed(sentence: Sentence, match: re.Match[str], edges: set[int]) -> Iterator[Found]:
    follows = _CONTINUES.get(match.group())
    if follows and follows.match(sentence.text, match.end()):
        return
    if sentence.text.startswith("长", match.end()) and sentence.word_of[match.start() - 1].tag == "PER":
        return
    short = next((item for item in sentence.found if item.end == match.start() and item.rule == _SHORT), None)
    if short and _EXTENDING.search(match.group()):
        yield Found(short.start, match.end(), "Place", "place.extended")
        return
    start = left_edge(sentence, match.start(), _stop, edges, LONGEST)
    start = _with_direction(sentence, _without_lead(sentence, start, match.start()))
    start = _with_first_half(sentence, start)
    for part in _parts(sentence.text, start, match.end()):
        if _plausible(sentence, part, match):
            after_country = _after(sentence, part[0], "Country", ("", "的"))
            yield Found(*part, "Place", "place.country-suffix" if after_country else "place.suffix")


def _by_sound(sentence: Sentence) -> Iterator[Found]:
    """A name written by its sound right behind a country or alone in a table cell, whatever words the tagger saw."""
    for country in sentence.of("Country"):
        between = _GOVERNMENT.match(sentence.text, country.end)
        match = _BY_SOUND.match(sentence.text, between.end() if between else country.end)
        follows = _CONTINUES.get(match.group(1)) if match else None
        if match and not (follows and follows.match(sentence.text, match.end())):
            yield Found(match.start(), match.end(), "Place", "place.country-suffix")
    for match in _CELL.finditer(sentence.text):
        yield Found(match.start(1), match.end(1), "Place", "place.cell")


def _with_direction(sentence: Sentence, start: int) -> int:
    """北 or 南 right before a foreign name belongs to it, if nothing else stands before."""
    if start < 1 or sentence.text[start - 1] not in "北南东西新" or sentence.word_of[start - 1].start != start - 1:
        return start
    free = start == 1 or sentence.word_of[start - 2].tag in CLOSED_TAGS
    return start - 1 if free or any(item.end == start - 1 for item in sentence.of("Country")) else start


def _with_first_half(sentence: Sentence, start: int) -> int:
    """Where a name begins whose second half behind a hyphen begins here."""
    edge = max((item.end for item in sentence.of("Country") if item.end < start), default=0)
    first = _HYPHEN.search(sentence.text[edge:start])
    return edge + first.start() if first else start


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A chain of places (A州B地区) in its links."""
    while (link := _CHAIN.match(text, start, end)) and end - link.end() > 2 and link.end() - start > 2:
        yield start, link.end()
        start = link.end()
    yield start, end


def _plausible(sentence: Sentence, part: tuple[int, int], match: re.Match[str]) -> bool:
    start, end = part
    tail = match.group() if end == match.end() else sentence.text[end - 1]
    name = sentence.text[start : end - len(tail)]
    if (
        not name
        or not _PLAIN.match(name)
        or name in word_set("generic_before_suffix")
        or name[-1] in "省市县郡政副两铁"
    ):
        return False
    if (name.endswith("州") and tail == "州") or (name.endswith("城") and tail == "市" and len(name) > 2):
        return False
    after_country = _after(sentence, start, "Country", ("", "的"))
    tags = [sentence.word_of[index].tag in NAME_TAGS for index in range(start, end - len(tail))]
    listed = tags[-1] and _after(sentence, start, "Place", ("、", "和", "与"))
    if not (
        (tags[0] and tags[-1]) or listed or (after_country and len(name) < 9 and tail not in word_set("weak_suffixes"))
    ):
        return False
    return tail not in word_set("short_suffixes") or len(name) > 1 or after_country


def _after(sentence: Sentence, start: int, kind: str, gaps: tuple[str, ...]) -> bool:
    """Whether something of this type ends right before, or with one of these words between."""
    return any(
        item.type == kind and item.end <= start and sentence.text[item.end : start] in gaps for item in sentence.found
    )


def _without_lead(sentence: Sentence, start: int, end: int) -> int:
    while True:
        word = sentence.word_of[start] if start < end else None
        lead = _LEAD.match(sentence.text, start, end)
        if lead and lead.end() < end:
            start = lead.end()
        elif word and word.start == start and word.end < end and sentence.text[start : word.end] in _LEAD_WORDS:
            start = word.end
        else:
            return start


_FACILITY = re.compile("卫生[室院]|[小中]学|学校|医院|敬老院|福利院|图书室")
"""What makes a place in front of it a part of its own name."""


def _tagged(sentence: Sentence, edges: set[int]) -> Iterator[Found]:
    """What the tagger calls a place, without the country or division in front."""
    for word in sentence.words:
        if word.tag != "LOC":
            continue
        cuts = [point for point in edges if word.start < point <= word.end]
        start = _without_lead(sentence, max(cuts, default=word.start), word.end)
        name = sentence.text[start : word.end]
        if 1 < len(name) <= LONGEST and _PLAIN.match(name) and not _not_a_place(name):
            suffixed = name.endswith(words("place_suffixes"))
            if not suffixed and _FACILITY.match(sentence.text, word.end):
                continue
            yield Found(start, word.end, "Place", "place.tagged-suffix" if suffixed else "place.tagged")


def _not_a_place(name: str) -> bool:
    if name in word_set("not_places") or _TWO_STATES.match(name) or _BUSINESS.search(name) or name.endswith("两"):
        return True
    if name.endswith(words("facility_endings")):
        return True
    tails = [tail for tail in words("place_suffixes") if name.endswith(tail)]
    return any(name[: -len(tail)] in word_set("generic_before_suffix") or name[-2:-1] in "省市县郡" for tail in tails)


def _listed(sentence: Sentence) -> Iterator[Found]:
    """The first of a list of places behind a verb of travel: 顺访X、A市."""
    starts = {item.start for item in sentence.of("Place")}
    for match in _VISITED.finditer(sentence.text):
        if match.end() + 1 in starts and match.start(1) not in starts and match.group(1) not in word_set("not_places"):
            yield Found(match.start(1), match.end(1), "Place", "place.listed")


def _special(sentence: Sentence) -> Iterator[Found]:
    for match in re.finditer("香港|澳门|台湾", sentence.text):
        yield Found(match.start(), match.end(), "Place", "place.division")


register(NAME, find)
