"""`tieline search`, `show`, `paths` and `stats`: the graph on a terminal.

Must stay true: a name that fits several things is answered with all of them, never with a guess.
"""

from typing import TYPE_CHECKING, Annotated

import typer

from cli import session
from cli.exits import ExitCode
from cli.options import EntityType, Json, Limit
from cli.output import emit, note, out, say

if TYPE_CHECKING:
    from graph.read.models import EntityPage, Evidence

SENTENCES = 3
"""Sentences that `show --evidence` prints of each fact at the most."""


def search(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="A name or a part of one.")],
    type: EntityType = "",
    limit: Limit = 20,
    json: Json = False,
) -> None:
    """Find entities by name. / 按名称查找"""
    with session.opened() as found:
        from cli.finding import lines_of
        from graph.read.search import search as find

        page = find(found.db, found.viewer, text, types=[type] if type else [], limit=limit)
    if json:
        emit(page)
    else:
        for line in lines_of(page.items):
            out(line)
        if page.cursor:
            note(say("还有更多，可加大 --limit。", "There are more: raise --limit."))
    if not page.items:
        note(say(f"没有名称包含“{text}”的对象。", f"Nothing has “{text}” in its name."))
        raise typer.Exit(ExitCode.NOT_FOUND)


def show(
    name: Annotated[str, typer.Argument(metavar="NAME|ID", help="A name, or an id as search shows it.")],
    type: EntityType = "",
    evidence: Annotated[bool, typer.Option("--evidence", help="Show the sentences behind each fact.")] = False,
    limit: Limit = 50,
    json: Json = False,
) -> None:
    """Show all that is known of one entity. / 查看一个对象"""
    with session.opened() as found:
        from cli.describe import page_lines
        from cli.finding import entity_named
        from graph.read.entities import entity

        wanted = entity_named(found, name, type)
        page = entity(found.db, found.viewer, wanted.id, facts_each=limit)
        sentences = _sentences(found, page) if evidence else {}
    if json:
        emit({"page": page, "evidence": sentences} if evidence else {"page": page})
        return
    for line in page_lines(page, sentences):
        out(line)


def _sentences(found: session.Session, page: "EntityPage") -> "dict[str, tuple[Evidence, ...]]":
    from graph.read.entities import evidence

    facts = [fact.id for group in page.facts.values() for fact in group]
    wanted = [*(attribute.id for attribute in page.attributes), *facts]
    return {fact: evidence(found.db, found.viewer, fact, limit=SENTENCES).items for fact in wanted}


def paths(
    start: Annotated[str, typer.Argument(metavar="A", help="Name or id.")],
    end: Annotated[str, typer.Argument(metavar="B", help="Name or id.")],
    max_steps: Annotated[int, typer.Option(min=1, max=6, help="Longest path, in relations.")] = 4,
    limit: Annotated[int, typer.Option(min=1, max=50, help="The most paths.")] = 5,
    through_hubs: Annotated[bool, typer.Option("--through-hubs", help="Also walk through countries.")] = False,
    json: Json = False,
) -> None:
    """Show how two entities are connected. / 两个对象之间的联系"""
    with session.opened() as found:
        from cli.describe import path_lines
        from cli.finding import entity_named
        from graph.read.paths import paths as connect

        ends = entity_named(found, start).id, entity_named(found, end).id
        ways = connect(found.db, found.viewer, *ends, max_steps=max_steps, limit=limit, through_hubs=through_hubs)
    if json:
        emit({"paths": ways})
    else:
        for line in (line for way in ways for line in path_lines(way)):
            out(line)
    if not ways:
        note(say(f"{max_steps} 步之内没有联系。", f"No connection within {max_steps} steps."))
        raise typer.Exit(ExitCode.NOT_FOUND)


def stats(json: Json = False) -> None:
    """Count what is in the graph. / 统计"""
    with session.opened() as found:
        from cli.describe import statistics_lines
        from graph.read.statistics import statistics

        counts = statistics(found.db, found.viewer)
    if json:
        emit(counts)
        return
    for line in statistics_lines(counts):
        out(line)
