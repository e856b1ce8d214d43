"""Persons: what the tagger calls one, foreign names with a middle dot, and the words right behind a title.

Must stay true: a title is never part of a name; a surname with a title alone (马校长) is none.
"""

import re
from collections.abc import Iterator

from nlp.components import register
from nlp.sentence import Found, Sentence
from nlp.vocabulary import alternation, word_set, words

NAME = "tieline_people"
LONGEST = 16
_PART = "[\u4e00-\u9fff]"
_DOTTED = re.compile(rf"(?:{_PART}{{1,6}}[-·]){{1,4}}{_PART}{{1,8}}")
_STOP = re.compile(alternation("name_stops") + rf"|[^\u4e00-\u9fff·-]|{alternation('title_heads', 'group_titles')}")
_LEADER = re.compile(r"以[^以，。；、]{2,40}?(为(?:首|团长|副团长|顾问|领队|组长|队长|代表))")
_NAME = re.compile(r"^[\u4e00-\u9fff·-]+$")
_BODY_ENDS = ("协会", "友协", "侨联", "委员会", "公司", "集团", "大学", "中学", "小学", "外办", "办公室", "代表团")
_NOT_A_NAME = re.compile("领导|政府|负责|代表|主席|同志|人员|干部")
_NEXT = re.compile(r"[、和与及]")
_COURTESY = re.compile(rf"([{''.join(sorted(word_set('surnames')))}][\u4e00-\u9fff]{{1,2}})(?:先生|女士|夫妇|小姐)")
_DESCRIBED = re.compile(
    "(?:友人|侨胞|同胞|华人|华侨|侨领|人士|校友|游客|专家|学者|志愿者|代表|家|选手|青年|女孩|老人|及|和|、|为)$"
)
_COUNTED = re.compile("等?一行|夫妇|先生|女士|及夫人|率|等[0-9一二三四五六七八九十]*人")
_LEADS = re.compile("率(?=[^，。；]{0,12}团)")
_STRONG = re.compile(
    "率团|率领|率队|先生|女士|夫妇|夫人|小姐|阁下|博士|教授|同志|一行|代表|分别|先后|相继|出席|参加|来访|到访|访问|会见|会晤|拜会|致函|签署|签订|主持|捐赠|出资|资助|本人|及其|亲自|专程"
)


def find(sentence: Sentence) -> list[Found]:
    titles = sentence.of("Title")
    behind = [_behind(sentence, title.end) for title in titles]
    persons = [
        *filter(None, behind),
        *_courteous(sentence),
        *_dotted(sentence, titles),
        *_leaders(sentence),
        *_tagged(sentence, titles),
    ]
    every = [*persons, *_listed(sentence, [item for item in persons if item.rule != "person.leader"])]
    return [item for item in every if not _body_like(sentence.surface(item))]


def _body_like(name: str) -> bool:
    return name in word_set("generic_bodies") or (len(name) < 7 and name.endswith(_BODY_ENDS))


def _tagged(sentence: Sentence, titles: list[Found]) -> Iterator[Found]:
    for word in sentence.words:
        if word.tag == "PER":
            start, end = _outside(word.start, word.end, titles)
            strong = _STRONG.search(sentence.text, start + 1, end)
            end = strong.start() if strong else end
            named = sentence.text[start] in word_set("surnames") and end - start < 4
            if not named and not _beside_title(start, end, titles) and not _introduced(sentence.text, start, end):
                continue
            if end - start > 1 and "·" not in sentence.text[start : end + 1] and not _place_like(sentence, start, end):
                yield Found(start, end, "Person", "person.tagged")


def _beside_title(start: int, end: int, titles: list[Found]) -> bool:
    return any(title.end == start or title.start == end for title in titles)


def _introduced(text: str, start: int, end: int) -> bool:
    """Whether a word for a person stands beside: 友人…, …一行."""
    return bool(_DESCRIBED.search(text, max(0, start - 6), start) or _COUNTED.match(text, end))


def _outside(start: int, end: int, titles: list[Found]) -> tuple[int, int]:
    """The stretch without the titles that reach into it."""
    for title in titles:
        if title.start <= start < title.end:
            start = title.end
        if start < title.start < end:
            end = title.start
    return start, end


def _place_like(sentence: Sentence, start: int, end: int) -> bool:
    if sentence.text[end - 1] in "山路寺湖村" and not any(title.end == start for title in sentence.of("Title")):
        return True
    return sentence.text[start:end].endswith(words("place_suffixes")) and sentence.text[end - 1 : end] in "市省县州郡"


def _dotted(sentence: Sentence, titles: list[Found]) -> Iterator[Found]:
    for match in _DOTTED.finditer(sentence.text):
        dot = match.start() + match.group().find("·")
        behind = max((title.end for title in titles if match.start() < title.end < dot), default=match.start())
        start, end = _outside(behind, match.end(), titles)
        glue = max(sentence.text.rfind(mark, start, sentence.text.find("·", start)) for mark in "的有是由和与及为")
        start = glue + 1 if glue >= start else start
        countries = [item.end for item in sentence.of("Country", "Place") if start < item.end < end]
        start = max(countries, default=start)
        first = start + sentence.text[start:end].find("·")
        title_end = any(title.end == start for title in titles)
        while (
            not title_end
            and start < first
            and sentence.word_of[start].tag in {"v", "p", "u", "d", "c", "w"}
            and first - start > 3
        ):
            start = sentence.word_of[start].end
        last = sentence.text.rfind("·", start, end)
        stop = _STOP.search(sentence.text, last + 2, end)
        end = stop.start() if stop else _word_end(sentence, last + 1, end)
        if "·" in sentence.text[start:end] and end - start > 2 and not _plain_words(sentence, start, end):
            yield Found(start, end, "Person", "person.dotted")


def _plain_words(sentence: Sentence, start: int, end: int) -> bool:
    """Whether a stretch holds several ordinary words: a title with a dot in it, not a name."""
    inside = [word for word in dict.fromkeys(sentence.word_of[start:end]) if word.end - word.start > 1]
    return sum(word.tag in {"n", "vn", "v"} for word in inside) > 1


def _word_end(sentence: Sentence, start: int, end: int) -> int:
    word = sentence.word_of[start]
    return min(end, max(word.end, start + 2)) if word.tag in {"PER", "LOC", "ORG", "nz"} else end


def _behind(sentence: Sentence, start: int) -> Found | None:
    """The name that follows a title directly, up to the first word that cannot be part of one."""
    end = _name_end(sentence, start)
    if not end:
        return None
    leads = _LEADS.search(sentence.text, start + 2)
    end = min(end, leads.start()) if leads else end
    return Found(start, end, "Person", "person.title") if 2 <= end - start <= LONGEST else None


def _name_end(sentence: Sentence, start: int) -> int:
    """Where a name that begins at `start` ends, or 0 if none does."""
    text = sentence.text
    if start >= len(text) or not "\u4e00" <= text[start] <= "\u9fff":
        return 0
    end = next((stop.start() for stop in _STOP.finditer(text, start, start + LONGEST) if _stops(sentence, start, stop)),
               min(len(text), start + LONGEST))  # fmt: skip
    word = sentence.word_of[start]
    if word.tag == "PER" and word.start <= start:
        strong = _STRONG.search(text, start + 1, word.end)
        tagged = strong.start() if strong else word.end
        single = all(inner.end - inner.start == 1 for inner in sentence.word_of[tagged:end])
        return tagged if end < tagged or (end - tagged > 2 and not (single and end - start < 6)) else end
    return end if _name_like(sentence, start, end) else 0


def _stops(sentence: Sentence, start: int, stop: re.Match[str]) -> bool:
    """A stop of one character counts only where the tagger begins a word of its own; 为 and 和 are in names too."""
    if len(stop.group()) > 1 or not "\u4e00" <= stop.group() <= "\u9fff":
        return stop.start() > start + 1 or _STRONG.match(stop.group()) is not None
    word = sentence.word_of[stop.start()]
    return word.start == stop.start() and word.tag != "PER" and stop.start() > start + 1


def _name_like(sentence: Sentence, start: int, end: int) -> bool:
    """Whether untagged characters behind a title may be a name: a Chinese surname with one or two characters more, or
    words that are not plain vocabulary."""
    size = end - start
    if not 2 <= size <= 6:
        return False
    spanned = list(dict.fromkeys(sentence.word_of[start:end]))
    tags = {word.tag for word in spanned}
    if spanned[0].tag in {"u", "p", "c", "w", "f", "d", "m"} or sentence.text[end - 1] in "市县省州郡园":
        return False
    if tags & {"PER", "LOC", "ORG", "nz", "nr"}:
        return True
    if len(spanned) > 2 and not tags & {"p", "u", "c", "w", "d", "m", "TIME"}:
        return True
    common = len(spanned[0].tag) < 3 and spanned[0].end - spanned[0].start > 1
    return size <= 4 and sentence.text[start] in word_set("surnames") and not common and not tags & {"p", "u", "c"}


def _leaders(sentence: Sentence) -> Iterator[Found]:
    """以…为团长: what stands between the last title (or 以) and 为."""
    titles = {item.end for item in sentence.of("Title")}
    for match in _LEADER.finditer(sentence.text):
        start = max((end for end in titles if match.start() < end < match.start(1)), default=match.start() + 1)
        name = sentence.text[start : match.start(1)]
        if 2 <= len(name) <= LONGEST and _NAME.match(name) and not _NOT_A_NAME.search(name):
            yield Found(start, match.start(1), "Person", "person.leader")


def _courteous(sentence: Sentence) -> Iterator[Found]:
    """A full Chinese name before 先生 or 女士, whatever the tagger made of it."""
    for match in _COURTESY.finditer(sentence.text):
        start = match.start(1)
        if sentence.word_of[start].start == start and sentence.word_of[start].tag not in {"p", "v", "c", "u", "r"}:
            yield Found(start, match.end(1), "Person", "person.courtesy")


def _listed(sentence: Sentence, persons: list[Found]) -> Iterator[Found]:
    """Names that go on a list which a person began: N1、N2和N3."""
    ends = [item.end for item in persons]
    starts = {item.start for item in persons if item.rule != "person.tagged"}
    while ends:
        end = ends.pop()
        mark = _NEXT.match(sentence.text, end)
        if (
            mark
            and mark.end() not in starts
            and "的" not in sentence.text[mark.end() : mark.end() + 2]
            and not _known_at(sentence, mark.end())
        ):
            stop = _name_end(sentence, mark.end())
            tags = {word.tag for word in sentence.word_of[mark.end() : stop]}
            if 2 <= stop - mark.end() <= 6 and tags != {"LOC"}:
                starts.add(mark.end())
                ends.append(stop)
                yield Found(mark.end(), stop, "Person", "person.listed")


def _known_at(sentence: Sentence, start: int) -> bool:
    return any(item.start <= start < item.end for item in sentence.of("Country", "Place", "Organisation", "Title"))


register(NAME, find)
