"""SUPPORTS: who gives, hosts, organises or takes part, for a project, a place, a body or a person.

Must stay true: a gift has a giver and a taker that are named; an amount is kept as written.
"""

import re
from collections.abc import Iterator

from nlp.context import Context
from nlp.reading import Fact, Item, Line, Ref, clauses

_GIVE = re.compile("资助|捐助|捐赠|捐资|赠送给|赠送|赠款|捐款|捐建|出资|投资|援建|援助")
_HOST = [
    ("host", re.compile("主办|举办|举行|开幕")),
    ("organiser", re.compile("承办|组织|协办")),
    ("participant", re.compile("参加|出席|参与|派员参加|参展|亮相")),
]
_AMOUNT = re.compile(
    r"(?:约|近|逾|共)?\d[\d,，.]*(?:余|多)?(?:万|亿|千)?(?:元|美元|日元|欧元|万元|名|台|件|套|株|棵|册|辆|批|吨|尊|人次)(?:人民币)?|一批[^，。；]{2,16}"
)
_MEANS = re.compile(r"通过|到|在|向|给|为")


def find(line: Line, context: Context) -> Iterator[Fact]:
    for start, stop in clauses(line.skeleton):
        yield from _gifts(line, context, start, stop)
        yield from _events(line, context, start, stop)


def _fact(line: Line, head: Ref, tail: Ref, role: str, span: tuple[int, int], amount: str = "") -> Fact:
    attributes = tuple(sorted((("role", role), *((("amount", amount),) if amount else ()))))
    return Fact("SUPPORTS", head, tail, f"supports.{role}", *span, "", attributes, line.date_at(span[0]))


def _gifts(line: Line, context: Context, start: int, stop: int) -> Iterator[Fact]:
    for match in _GIVE.finditer(line.skeleton, start, stop):
        donors = _donors(line, context, start, match.start())
        taker = _taker(line, context, match, stop, donors)
        if not donors or taker is None:
            continue
        span = (line.offset(match.start()), line.offset(match.end()))
        amount = _AMOUNT.search(line.text, span[0], min(line.offset(stop), span[1] + 50))
        for donor in donors:
            if donor != taker:
                yield _fact(line, donor, taker, "donor", span, amount.group() if amount else "")
        return


def _donors(line: Line, context: Context, start: int, stop: int) -> list[Ref]:
    """The last person, body or place before the verb that is not introduced by 向, 在 or 为; home gives nothing here."""
    for item in reversed(line.between(start, stop, "NOP")):
        before = line.text[max(0, item.start - 2) : item.start]
        if re.search("[向在给为于到]$|通过$|经$", before) or line.text[item.end : item.end + 1] == "”":
            continue
        return [item.ref]
    return []


def _taker(line: Line, context: Context, match: re.Match[str], stop: int, donors: list[Ref]) -> Ref | None:
    """Who or what is given to: a project named as the means, else what follows the verb, or stands before it after 向/给."""
    means = [
        item
        for item in line.between(max(0, match.start() - 30), match.start(), "J")
        if "通过" in line.text[max(0, item.start - 4) : item.start]
    ]
    behind = line.between(match.end(), min(stop, match.end() + 40), "JPOSN")
    before = [
        item
        for item in line.between(max(0, match.start() - 30), match.start(), "PSO")
        if re.search("[向给为]$", line.text[: item.start][-2:].rstrip())
    ]
    projects = [item for item in behind if item.kind == "Project"]
    for item in [*means, *projects, *before[-1:], *behind]:
        ref = context.resolve(line, item)
        if ref and ref not in donors:
            return ref
    return None


def _events(line: Line, context: Context, start: int, stop: int) -> Iterator[Fact]:
    for project in line.between(start, stop, "J"):
        mark = line.index_of(project)
        before = line.skeleton[max(start, mark - 24) : mark]
        role, verb_end = _role(before)
        if not role:
            continue
        verb_at = max(start, mark - 24) + verb_end
        span = (line.offset(verb_at), project.end)
        for actor in _actors(line, context, start, verb_at, role):
            yield _fact(line, actor, project.ref, role, span)


def _role(before: str) -> tuple[str, int]:
    """(role, where its verb begins) of the last verb in these words."""
    found = [(match.start(), role) for role, pattern in _HOST for match in pattern.finditer(before)]
    return (max(found)[1], max(found)[0]) if found else ("", 0)


def _actors(line: Line, context: Context, start: int, stop: int, role: str) -> list[Ref]:
    """The persons before the verb; without any the bodies or places."""
    items = [item for item in line.between(start, stop, "NOPS") if not _place_of(line, item) or role == "host"]
    persons = [item for item in items if item.kind == "Person"]
    chosen: list[Item] = persons or items[-2:]
    refs = [context.resolve(line, item) for item in chosen]
    return list(dict.fromkeys(ref for ref in refs if ref))


def _place_of(line: Line, item: Item) -> bool:
    return item.kind == "Place" and line.text[max(0, item.start - 1) : item.start] in {"在", "赴", "到", "抵", "来"}
