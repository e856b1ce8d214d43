"""`tieline sample`: the invented sample, in and out.

Must stay true: what it brings is marked as invented, and taking it out leaves the office's own documents alone.
"""

import typer

from cli import session
from cli.exits import ExitCode
from cli.ingest import tell
from cli.options import Json
from cli.output import emit, out, say

app = typer.Typer(help="The invented sample: load it, remove it. / 虚构示例", no_args_is_help=True)


@app.command()
def load(json: Json = False) -> None:
    """Read the invented documents into the graph. / 载入虚构示例"""
    with session.operating("sample load") as found:
        from ingest import invented

        report = invented.load(found.db, found.settings)
    tell(report, json=json)
    if report.failures:
        raise typer.Exit(ExitCode.FAILED)


@app.command()
def remove(json: Json = False) -> None:
    """Take all invented documents out again. / 移除虚构示例"""
    with session.operating("sample remove") as found:
        from ingest import invented

        removed = invented.unload(found.db, found.settings, found.viewer)
    if json:
        emit({"removed": removed})
    else:
        out(say(f"已移除 {removed} 份虚构文件。", f"{removed} invented documents removed."))
