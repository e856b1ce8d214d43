"""`tieline documents`: what has been read, and how to take it out again.

Must stay true: nothing is removed without a yes.
"""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from cli import session
from cli.options import Department, Json, Limit
from cli.output import aligned, emit, note, out, say
from graph.ontology.errors import InvalidInput

if TYPE_CHECKING:
    from graph.read.models import DocumentRef

app = typer.Typer(help="The documents in the graph: list them, remove them. / 文件", no_args_is_help=True)

Cursor = Annotated[str, typer.Option("--cursor", help="Where the list goes on: the `cursor` of the page before.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]


@app.command("list")
def list_(department: Department = "", limit: Limit = 50, cursor: Cursor = "", json: Json = False) -> None:
    """List the documents, the last added first. / 文件列表"""
    with session.opened() as found:
        from graph.read.documents import documents

        page = documents(found.db, found.viewer, limit=limit, cursor=cursor, department=department)
    if json:
        emit(page)
        return
    rows = [
        (row.document.id, row.document.date or "-", row.document.department, row.document.title + _mark(row.document))
        for row in page.items
    ]
    for line in aligned(rows, indent=""):
        out(line)
    if page.cursor:
        note(say(f"还有更多，加上 --cursor {page.cursor}", f"There are more: --cursor {page.cursor}"))


def _mark(document: "DocumentRef") -> str:
    return say("（虚构）", " (invented)") if document.invented else ""


@app.command()
def remove(
    documents: Annotated[list[str], typer.Argument(metavar="ID...", help="Ids as `documents list` shows them.")],
    yes: Yes = False,
    json: Json = False,
) -> None:
    """Remove documents with all that was read from them. / 移除文件及其全部内容"""
    if not yes:
        _ask(len(documents))
    with session.operating("documents remove", " ".join(documents)) as found:
        from ingest.removal import remove as take_out

        take_out(found.db, found.settings, found.viewer, documents)
    if json:
        emit({"removed": len(documents)})
    else:
        out(say(f"已移除 {len(documents)} 份文件。", f"{len(documents)} documents removed."))


def _ask(count: int) -> None:
    if not sys.stdin.isatty():
        raise InvalidInput(why=say("移除文件须加 --yes", "removing needs --yes where nobody can be asked"))
    typer.confirm(
        say(f"移除 {count} 份文件及其全部内容？", f"Remove {count} documents and all that they say?"), abort=True
    )
