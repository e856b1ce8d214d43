"""`tieline audit`: the audit log, and whether it is whole.

Must stay true: nothing here changes the log; looking at it is in it.
"""

import time
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from cli import session
from cli.exits import ExitCode
from cli.options import Json, Limit, date
from cli.output import aligned, emit, note, out, say

if TYPE_CHECKING:
    from graph.office.audit import Entry

app = typer.Typer(help="The audit log: look at it, verify it. / 审计日志", no_args_is_help=True)

Since = Annotated[str, typer.Option("--since", callback=date, help="From this day, month or year on.")]
Until = Annotated[str, typer.Option("--until", callback=date, help="Up to this day, month or year, itself included.")]
Cursor = Annotated[str, typer.Option("--cursor", help="Where the list goes on: the `cursor` of the page before.")]

WHY = {
    "changed": ("内容被改动", "its content was changed"),
    "missing": ("缺失", "missing"),
    "unlinked": ("与前一条不衔接", "does not go on from the one before"),
}


@app.command()
def show(
    who: Annotated[str, typer.Option("--who", help="Only what this login did.")] = "",
    act: Annotated[str, typer.Option("--act", help="Only this act, such as read.")] = "",
    object: Annotated[str, typer.Option("--object", help="Only what was done to this.")] = "",
    since: Since = "",
    until: Until = "",
    limit: Limit = 50,
    cursor: Cursor = "",
    json: Json = False,
) -> None:
    """Show the audit log, the newest entry first. / 查看审计日志"""
    span = _span(since, until)
    with session.operating("audit show") as found:
        from graph.office import audit

        page = audit.page(found.db, cursor, who=who, act=act, object=object, limit=limit, **span)
    if json:
        emit(page)
        return
    for line in aligned(map(_cells, page.items), indent="") if page.items else ():
        out(line)
    if page.cursor:
        note(say(f"还有更多，加上 --cursor {page.cursor}", f"There are more: --cursor {page.cursor}"))


@app.command()
def verify(json: Json = False) -> None:
    """Tell whether the audit log is whole. / 校验审计日志

    The last line holds the newest entry's number and hash: kept in another place, they show later that the log up to
    there was not written anew as a whole.
    """
    with session.operating("audit verify") as found:
        from graph.office import audit

        breaks = audit.verify(found.db)
        newest = audit.latest(found.db)
    if json:
        emit({"whole": not breaks, "breaks": breaks, "newest": newest})
    else:
        for place in breaks:
            note(f"{place.process} #{place.sequence}: {say(*WHY[place.why])}")
        out(
            say("审计日志不完整。", "The audit log is not whole.")
            if breaks
            else say("审计日志完整。", "The audit log is whole.")
        )
        out(f"{newest.process} #{newest.length} {newest.hash}" if newest.length else say("（空）", "(empty)"))
    if breaks:
        raise typer.Exit(ExitCode.FAILED)


def _cells(entry: "Entry") -> tuple[str, ...]:
    at = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(entry.at / 1000))
    return at, entry.who, entry.via, entry.act, entry.object or "-", entry.outcome, entry.purpose


def _span(since: str, until: str) -> dict[str, int]:
    """The instants between which these partial dates lie, as this machine's clock has them. Raises BadParameter."""
    try:
        bounds = {"since": since and _start(since), "until": until and _end(until)}
        return {name: int(at.timestamp() * 1000) for name, at in bounds.items() if at}
    except (ValueError, OverflowError) as error:
        raise typer.BadParameter("there is no such day") from error


def _start(partial: str) -> datetime:
    return datetime.fromisoformat(partial + "-01-01"[len(partial) - 4 :])


def _end(partial: str) -> datetime:
    """When this year, month or day is over."""
    first = _start(partial)
    if len(partial) == len("2024-05-31"):
        return first + timedelta(days=1)
    months = 12 if len(partial) == len("2024") else 1
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return first.replace(year=year, month=month + 1)
