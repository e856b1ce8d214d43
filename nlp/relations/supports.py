"""SUPPORTS: who gives, hosts, organises or takes part, for a project, a place, a body or a person.

Must stay true: a fact has two ends that are named or pointed at; every reading of a line leaves word of whom it told.
"""

from collections.abc import Iterator

from nlp.context import Context
from nlp.reading import Fact, Line
from nlp.relations import events, gift_lists, gifts
from nlp.relations.phrases import Scene


def find(line: Line, context: Context) -> Iterator[Fact]:
    scene = Scene(line, context)
    gifts.remember(scene)
    yield from events.find(scene)
    yield from gift_lists.find(scene)
    if not gift_lists.is_role_row(scene):
        yield from gifts.find(scene)
