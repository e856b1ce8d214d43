"""The command `tieline`: all its commands in one table, and how each of them fails.

Must stay true: an expected failure is one line in the user's language; nobody sees a stack trace who did not ask for
one; a pipe that closes early is no failure of ours; this module and the command files load fast (`--help`, `version`).
"""

import io
import sys
import traceback
from importlib.metadata import version as version_of
from typing import Annotated

import typer

from cli import (
    account,
    audit,
    care,
    department,
    doctor,
    documents,
    exchange,
    explain,
    extract,
    faults,
    ingest,
    interrupts,
    look,
    sample,
    serve,
    session,
)
from cli.exits import ExitCode, exit_code
from cli.options import Json
from cli.output import emit, language, note, out, say
from graph.ontology.errors import TielineError, of_system

EPILOG = "Exit codes: " + "; ".join(f"{code.value} {code.meaning}" for code in ExitCode) + "."

READ, LOOK, MOVE, CARE = "Read reports / 读入", "Look / 查看", "Move data / 导出导入", "Care / 维护"
OFFICE = "Office / 账户与审计"

app = typer.Typer(
    name="tieline",
    help=(
        "Tieline: the external relations of a city, read from its reports; every fact with its sentence.\n\n"
        "城市对外交往知识图谱：从工作报告中读出友城、协议、来访出访等事实，每条都有原文依据。"
    ),
    epilog=EPILOG,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def root(
    context: typer.Context,
    debug: Annotated[bool, typer.Option("--debug", help="Show the whole trace when Tieline itself fails.")] = False,
) -> None:
    """What holds for every command."""
    faults.debug(debug)
    session.called(context.invoked_subcommand or "")


def version(json: Json = False) -> None:
    """Say which Tieline this is. / 版本号"""
    found = {"tieline": version_of("tieline"), "python": sys.version.split()[0]}
    if json:
        emit(found)
    else:
        out(f"tieline {found['tieline']}")


app.command(rich_help_panel=LOOK)(serve.serve)
app.command(rich_help_panel=LOOK)(look.search)
app.command(rich_help_panel=LOOK)(look.show)
app.command(rich_help_panel=LOOK)(look.paths)
app.command(rich_help_panel=LOOK)(look.stats)
app.command(rich_help_panel=READ)(ingest.ingest)
app.command(rich_help_panel=READ)(extract.extract)
app.command(rich_help_panel=READ)(explain.explain)
app.add_typer(documents.app, name="documents", rich_help_panel=READ)
app.add_typer(sample.app, name="sample", rich_help_panel=READ)
app.command(rich_help_panel=MOVE)(exchange.export)
app.command("import", rich_help_panel=MOVE)(exchange.import_)
app.command(rich_help_panel=MOVE)(exchange.backup)
app.command(rich_help_panel=MOVE)(exchange.restore)
app.add_typer(account.app, name="account", rich_help_panel=OFFICE)
app.add_typer(account.keys, name="key", rich_help_panel=OFFICE)
app.add_typer(department.app, name="department", rich_help_panel=OFFICE)
app.add_typer(audit.app, name="audit", rich_help_panel=OFFICE)
app.command(rich_help_panel=CARE)(doctor.doctor)
app.command(rich_help_panel=CARE)(care.rebuild)
app.command(rich_help_panel=CARE)(version)


def main() -> None:
    """Run the command that the arguments name, and end with its exit code."""
    _speak_utf8()
    interrupts.listen()
    sys.exit(_run())


def _run() -> int:
    code = _done()
    if code == ExitCode.INTERRUPTED or interrupts.heard():  # whatever the interrupted work made of it
        note(say("已中断。再次运行即可完成其余部分，已完成的不会重复。",
                 "Interrupted. Run it again to complete the rest; what is done is not repeated."))  # fmt: skip
        return ExitCode.INTERRUPTED
    return code


def _done() -> int:
    try:
        app()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else ExitCode.OK
    except TielineError as error:
        note(error.message(say("zh", "en")))
        _trace_if_asked()
        return exit_code(error)
    except OSError as error:
        return _file_trouble(error) if error.filename else _fault(error)
    except Exception as error:
        return _fault(error)
    return ExitCode.OK


def _file_trouble(error: OSError) -> int:
    """The file system does not give or take a file."""
    name, why = error.filename, of_system(error).said(language())
    note(say(f"无法使用 {name}：{why}。请检查路径、权限和磁盘空间。",
             f"{name} cannot be used: {why}. Check the path, the rights and the room on the disk."))  # fmt: skip
    _trace_if_asked()
    return ExitCode.FAILED


def _fault(error: Exception) -> int:
    """A fault of ours: one line, and where the trace is."""
    kind, where = type(error).__name__, _keep_trace(error)
    note(say(f"程序出错（{kind}）。{where}", f"Tieline failed ({kind}). {where}"))
    _trace_if_asked()
    return ExitCode.FAILED


def _trace_if_asked() -> None:
    if faults.debugging():
        traceback.print_exc()


def _keep_trace(error: Exception) -> str:
    frames = "".join(traceback.format_tb(error.__traceback__))
    return faults.keep([f"{frames}{type(error).__name__}"])


def _speak_utf8() -> None:
    """Answer in UTF-8 with plain line ends on every platform; a name that is no text shows escaped."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


if __name__ == "__main__":
    main()
