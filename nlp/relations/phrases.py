"""Clauses of a sentence and who acts in them: the subject of a verb, also where it stands clauses before.

Must stay true: a name that a preposition or another verb governs is no subject; what stands in brackets is none either.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache, cached_property
from typing import NamedTuple

from nlp.context import Context
from nlp.reading import LETTERS, Item, Line, Ref
from nlp.vocabulary import alternation, words

_BRACKET = re.compile("（[^（）]*）?")
_CLAUSE = re.compile("[，；：。！？|]")
_JOINED = re.compile(
    "(?:先生|女士|博士|教授|夫妇)?(?:(?:[、和与同及暨跟兼]|以及|兼任|并任)[\u4e00-\u9fff]{0,2}|副|总)?"
)
_SHORT_VERB = re.compile(
    r"(?:^|[^\u4e00-\u9fff])(?:[\d年月日]*)[宿登观讲乘住入离进找约带看用买购查写读学教绕过渡驶转留逛拍听品尝喜]$"
)
"""A short word between the beginning of a clause and a name that can only be a verb: 宿[孔府]."""
_BIOGRAPHY = re.compile(
    r"[\W\d_]*(?:[CPOT的籍]|[\u4e00-\u9fff]{0,2}侨[胞领商])*(?P<who>N)(?:先生|女士|博士|教授)?[ ，]"
)
"""A sentence that begins with nothing but a person: the clauses after it tell of that person."""
_JOINT = re.compile("[、和与同及暨跟兼]|以及|兼任|并任")
_GOVERNOR = re.compile(
    "在(?!校|职|京|华|任|外|地)|于(?!是)|向|给|予|对(?!外|方|口|岸|接)|赴|抵|往(?!来|届)|从|自(?=$)|与|與|同(?![年日时月期胞乡业学盟])|"
    "据(?!此|悉)|(?<!已)(?<!曾)经(?![济理贸过营历销])|通过|(?<!供)(?<!相)应|受(?!益|援)|被|把|将|以(?![来及后前上下内外])|为(?!首)|到(?!场|会)|"
    "(?<!年)(?<!以)(?<!近)(?<!历)来(?![自宾信函])|返|谒|游|访|率|偕|携|见|" + alternation("governors")
)
"""Words after which a name is an object or a place, not the subject."""
_RELATIVE = re.compile("来自|由|旅居|侨居|定居|祖籍|原籍|出生|现居|受|以")
_HOME = re.compile(
    "我们(?!的)|我方|(?:我|本)(?:会|局|团|队|办|馆|所|部|委|处|司|社|厂|台|行|组|中心|公司|集团|协会|商会|学会|基金会|企业|院|校|港|站|园|方|单位)(?!长)"
)
_HOME_BARE = re.compile(
    r"(?:(?<=[，。；：、 \u3000])|^)(?:全年|年内|当年|其后|随后|后|又|\d{1,2}月(?:\d{1,2}日)?，?)?"
    r"(?P<self>公司|集团|中心|协会|商会|学校|学院|基金会|联合会|校方|院方)"
    "(?=[共已还又与和向为在于、将参出组选派承主协举捐资赞援\u3000])"
)
_PERSONAL = re.compile(
    "(?<![\u4e00-\u9fff])(?:他|她|其人|先生)(?!们|国|方|人|地|乡|父|母|的)|(?<=[后年月日，、又])(?:他|她)(?!们|国|方|人|地|乡)"
)
_SECOND = re.compile("贵(?:市|县|区|省|州|校|会|社|团|方|公司|院|馆)")
_PERSONS = frozenset({"Person"})


@cache
def _simplified() -> dict[int, str]:
    """The traditional characters of the words that rules look for, with their simplified form."""
    return {ord(pair[0]): pair[1] for pair in words("traditional")}


class Clause(NamedTuple):
    """Skeleton offsets; `stop` is where its mark stands."""

    start: int
    stop: int


class Scene:
    """A line with its clauses, and the words for us, him and her as items too."""

    def __init__(self, line: Line, context: Context) -> None:
        self.line = replace(line, items=_widened(line))
        self.context = context

    @cached_property
    def text(self) -> str:
        """The skeleton with what stands in brackets blanked out."""
        plain = self.line.skeleton.translate(_simplified())
        return _BRACKET.sub(lambda match: " " * len(match.group()), plain)

    @cached_property
    def _marks(self) -> list[tuple[int, Item]]:
        marks = [(self.line.index_of(item), item) for item in self.line.items]
        return [(mark, item) for mark, item in marks if self.text[mark] != " "]

    @cached_property
    def clauses(self) -> list[Clause]:
        ends = [match.start() for match in _CLAUSE.finditer(self.text)] + [len(self.text)]
        return [Clause(start, stop) for start, stop in zip([0, *(end + 1 for end in ends)], ends, strict=False)]

    def clause(self, at: int) -> Clause:
        return next(clause for clause in self.clauses if at <= clause.stop)

    def sentence_start(self, at: int) -> int:
        """Where the part between full stops and semicolons begins."""
        return max(self.text.rfind(mark, 0, at) for mark in "。；！？|") + 1

    def items(self, start: int, stop: int, kinds: str) -> list[Item]:
        return [item for mark, item in self._marks if start <= mark < stop and LETTERS[item.kind] in kinds]

    def span(self, start: int, stop: int) -> tuple[int, int]:
        """Text offsets of skeleton offsets."""
        return self.line.offset(start), self.line.offset(stop)

    def subject(self, at: int) -> list[Item]:
        """Who acts in the verb that stands at this offset: in its clause, else in the nearest one before."""
        first = self.sentence_start(at)
        start, stop = self.clause(at).start, at
        while True:
            found = self.leading(start, stop)
            if found and stop < at and (person := self._told_of(first)):
                return [person]
            if found or start <= first:
                return found or self._row_head(first)
            stop = start - 1
            start = max(first, max(self.text.rfind(mark, 0, stop) for mark in "，：") + 1)

    def _row_head(self, start: int) -> list[Item]:
        """Whom the row of a table is about: the first cell that names a body or person."""
        cells = [clause for clause in self.clauses if clause.stop < start] if "|" in self.text else []
        return next((found for cell in cells if (found := self.items(*cell, "NO"))), [])

    def _told_of(self, start: int) -> Item | None:
        """The person that the sentence tells of: 某某，某会会长，……"""
        match = _BIOGRAPHY.match(self.text, start)
        return self.items(match.start("who"), match.end("who"), "N")[0] if match else None

    def leading(self, start: int, stop: int) -> list[Item]:
        """The names at the head of a clause: those that nothing governs."""
        found: list[Item] = []
        free, relative, end = True, bool(_RELATIVE.search(self.text, start, min(stop, start + 24))), start
        for mark, item in self._marks:
            if not start <= mark < stop:
                continue
            gap = self.text[end:mark]
            if end == start or not _JOINED.fullmatch(gap) or (_GOVERNOR.search(gap) and not _JOINT.fullmatch(gap)):
                last = gap.rsplit("的", 1)[-1]
                free = not _GOVERNOR.search(last) and (not found or free or (relative and "的" in gap))
                free = free and (end > start or item.kind == "Title" or not _SHORT_VERB.search(gap))
                if not free and found and not relative:
                    break
            if free and item.kind != "Title":
                found.append(item)
            end = mark + 1
        return found

    def listed_before(self, at: int, start: int = 0) -> list[Item]:
        """The coordination that ends right before this offset (adverbs between): 由A、B联合[主办]."""
        marks = [(mark, item) for mark, item in self._marks if max(start, self.sentence_start(at)) <= mark < at]
        found: list[Item] = []
        end = at
        for mark, item in reversed(marks):
            gap = self.text[mark + 1 : end]
            allowed = _BEFORE_VERB if not found else _BETWEEN
            gap = gap.replace(" ", "")
            governed = found and _GOVERNOR.search(gap) and not _JOINT.search(gap)
            if governed or not allowed.fullmatch(gap):
                break
            found.append(item)
            end = mark
        return [item for item in reversed(found) if item.kind != "Title"]

    def actors_before(self, at: int) -> list[Item]:
        """The coordination right before a verb, if no preposition or other verb governs it; 由 marks who acts."""
        found = self.listed_before(at, self.clause(at).start)
        if not found:
            return []
        mark = self.line.index_of(found[0])
        start = self.clause(at).start
        gap = re.split("[A-Z]", self.text[start:mark])[-1].rsplit("的", 1)[-1]
        gap = "" if _PARALLEL.search(gap) else gap
        if _GOVERNOR.search(re.sub("[是系有]$", "", gap)) or _SHORT_VERB.search(gap):
            return []
        return [*self._list_alone(start), *found]

    def _list_alone(self, start: int) -> list[Item]:
        """The names of the clause before, if it is nothing but a list: A国B市、C市，D市[参加]."""
        if not start or self.text[start - 1] != "，":
            return []
        first = max(self.sentence_start(start - 1), max(self.text.rfind(mark, 0, start - 1) for mark in "，：") + 1)
        return self.items(first, start - 1, "PON") if _LIST_ALONE.search(self.text[first : start - 1]) else []

    def heads(self, items: Sequence[Item], persons: bool = True) -> list[Item]:
        """Of these names those that are meant, not those that only say where or of whom the next one is."""
        chosen = [item for item in items if not self._modifies(item, items)]
        named = [item for item in chosen if item.kind in _PERSONS]
        return named if named and persons else chosen

    def _modifies(self, item: Item, among: Sequence[Item]) -> bool:
        """Whether a name leads to the next one of those, or to a title and its holder: 某市市长某某."""
        index = self.line.items.index(item) + 1
        if index >= len(self.line.items):
            return False
        following = self.line.items[index]
        gap = self.line.gap(item, following)
        if following.kind == "Title" and item.kind in ("Country", "Place", "Organisation", "Self", "Pronoun"):
            return bool(_OFFICE.fullmatch(gap)) and self._holder_follows(index)
        if following not in among or _GOVERNOR.search(gap):
            return False
        if item.kind in ("Country", "Place"):
            return following.kind in ("Place", "Organisation", "Person", "Country") and bool(_INSIDE.fullmatch(gap))
        return item.kind == "Organisation" and following.kind == "Person" and bool(_OF_BODY.fullmatch(gap))

    def _holder_follows(self, index: int) -> bool:
        """Whether titles, with further bodies among them, lead to a person: 甲会会长兼乙会主席某某."""
        for at in range(index + 1, len(self.line.items)):
            item = self.line.items[at]
            if item.kind == "Person":
                return bool(_OFFICE.fullmatch(self.line.gap(self.line.items[at - 1], item)))
            if not _NEXT_OFFICE.fullmatch(self.line.gap(self.line.items[at - 1], item)):
                return False
        return False

    def refs(self, items: Sequence[Item]) -> list[Ref]:
        return list(dict.fromkeys(ref for item in items for ref in self.units(item)))

    def units(self, item: Item) -> list[Ref]:
        """The units that an item stands for; a group stands for who is on the journey."""
        if item.kind == "Group":
            return self.travellers()
        if item.kind == "Pronoun" and item.rule == "personal":
            return [self.context.story.topic] if self.context.story.topic else []
        if item.kind == "Pronoun" and item.rule == "second":
            return [self.context.story.addressee] if self.context.story.addressee else []
        return self.context.all_of(self.line, item)

    def travellers(self) -> list[Ref]:
        trip = self.context.trip
        return [traveller.ref for traveller in trip.travellers] if trip else []


_PARALLEL = re.compile("(?:主办|举办|承办|协办|支持|赞助)、$")
"""A verb of the same kind that ends in front of a name: 由A主办、[B承办]."""
_LIST_ALONE = re.compile(
    r"(?:^| )(?:C?[PO]、)*C?[PO]$|^[^A-Z]{0,8}[CPOT、]*T?N(?:先生|女士|一行|-行|等)*[\d一二三四五六七八九十余多]*人?$"
)
_BEFORE_VERB = re.compile(
    r"(?:等|等单位|应邀|受邀|也|均|都|还|曾|已|又|首次|再次|专程|一同|亲自|一行|先生|女士|夫妇|教授|博士|本人|派人|派员|派队|组团|率团|带队|到场|到会|一起|共同|联合|合作|分别|先后|轮流|具体|负责|无偿|独资|独家|全额|各|每年|[两三四五六七八九十\d]+[家方地市])*(?:共同|联合)?"
)
_BETWEEN = re.compile(
    r"(?:(?!主办|举办|承办|协办)[\u4e00-\u9fff]{0,3}(?:[、和与同及暨跟與]|以及)(?:[\u4e00-\u9fff]{0,4}))|[\u4e00-\u9fff]{0,2}|[籍的][\u4e00-\u9fff]{0,4}"
)
_OFFICE = re.compile("的?[\u4e00-\u9fff]{0,5}")
_NEXT_OFFICE = re.compile("(?:[兼、暨及和]|兼任|并任)?[\u4e00-\u9fff]{0,4}")
_INSIDE = re.compile(
    "(?:的|籍|友城|友好城市|旅居|[\u4e00-\u9fff]{0,5}籍|[\u4e00-\u9fff])?[\u4e00-\u9fff]{0,7}[《“]?(?<![、和与同及以向在])"
)
_OF_BODY = re.compile("的?[\u4e00-\u9fff]{0,6}(?<![、和与同及以向在])")


def _widened(line: Line) -> list[Item]:
    """The items of a line and the words for us (本会), him and her, and you (贵市), where no item stands."""
    taken = {index for item in line.items for index in range(item.start, item.end)}
    added = [item for item in _words(line.text) if taken.isdisjoint(range(item.start, item.end))]
    return sorted([*line.items, *added], key=lambda item: item.start) if added else line.items


def _words(text: str) -> Iterator[Item]:
    for match in _HOME.finditer(text):
        yield Item("Self", match.start(), match.end(), match.group())
    for match in _HOME_BARE.finditer(text):
        yield Item("Self", *match.span("self"), match["self"])
    for pattern, rule in ((_PERSONAL, "personal"), (_SECOND, "second")):
        for match in pattern.finditer(text):
            yield Item("Pronoun", match.start(), match.end(), match.group(), rule)
