"""What holds for all commands: help, exit codes, errors, speed of start."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from cli import faults, main, output
from cli.exits import ExitCode, exit_code
from graph.database_errors import DatabaseRefused, DatabaseUnavailable, SchemaMismatch, WriterBusy
from graph.office.errors import KeyNeeded
from graph.ontology.errors import InvalidInput, NotFound, TielineError
from graph.settings import SettingsInvalid
from tests.cli.conftest import Run


def commands(command: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    yield name, command
    for inner, found in getattr(command, "commands", {}).items():
        yield from commands(found, f"{name} {inner}".strip())


COMMANDS = dict(commands(typer.main.get_command(main.app)))


def test_every_command_of_the_main_job_is_there() -> None:
    wanted = "serve ingest extract search show paths export import rebuild sample stats doctor backup restore version"
    assert set(wanted.split()) <= COMMANDS.keys()
    assert {f"account {name}" for name in ("create", "list", "password", "role", "deactivate")} <= COMMANDS.keys()
    assert {"department add", "department list", "department move", "audit show", "audit verify"} <= COMMANDS.keys()
    assert {"key create", "key list", "key revoke"} <= COMMANDS.keys()
    assert {"sample load", "sample remove", "documents list", "documents remove"} <= COMMANDS.keys()


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name: str) -> None:
    shown = CliRunner().invoke(main.app, [*name.split(), "--help"])
    assert shown.exit_code == 0
    assert "Usage:" in shown.output
    assert COMMANDS[name].help


@pytest.mark.parametrize("name", [name for name in COMMANDS if name])
def test_every_option_is_explained(name: str) -> None:
    unexplained = [option.name for option in COMMANDS[name].params if not getattr(option, "help", None)]
    assert unexplained == []


def test_exit_codes_never_change() -> None:
    codes = {code.name: int(code) for code in ExitCode}
    assert codes == {
        "OK": 0, "FAILED": 1, "USAGE": 2, "DATABASE": 3, "NOT_FOUND": 4, "BUSY": 5, "REFUSED": 6, "INTERRUPTED": 130,
    }  # fmt: skip
    assert all(f"{int(code)} {code.meaning}" in main.EPILOG for code in ExitCode)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (DatabaseUnavailable(where="x"), ExitCode.DATABASE),
        (DatabaseRefused(where="x"), ExitCode.DATABASE),
        (SchemaMismatch(found=1, needed=2), ExitCode.DATABASE),
        (WriterBusy(owner="x"), ExitCode.BUSY),
        (KeyNeeded(), ExitCode.REFUSED),
        (NotFound(what="x"), ExitCode.NOT_FOUND),
        (InvalidInput(why="x"), ExitCode.USAGE),
        (SettingsInvalid(problems_zh="x", problems_en="x"), ExitCode.USAGE),
        (TielineError(), ExitCode.FAILED),
    ],
)
def test_which_failure_ends_with_which_code(error: TielineError, code: ExitCode) -> None:
    assert exit_code(error) == code


def test_version(run: Run) -> None:
    assert run("version").stdout.startswith("tieline ")
    found = json.loads(run("version", "--json").stdout)
    assert run("version").stdout.strip() == f"tieline {found['tieline']}"


def test_help_and_version_load_nothing_slow() -> None:
    slow = {"neo4j", "neomodel", "spacy", "onnxruntime", "numpy", "fastapi", "uvicorn", "pydantic_settings", "tqdm"}
    code = f"import cli.main, sys; print(sorted({slow!r} & sys.modules.keys()))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


@pytest.mark.parametrize("arguments", [["nonsense"], ["stats", "--nonsense"], ["ingest"], ["show"]])
def test_wrong_use_is_told(run: Run, arguments: list[str]) -> None:
    done = run(*arguments)
    assert done.returncode == ExitCode.USAGE
    assert "Usage:" in done.stderr
    assert not done.stdout


@pytest.mark.parametrize(("language", "word"), [("zh", "设置有误"), ("en", "cannot be used")])
def test_a_wrong_setting_is_one_line_that_names_it(run: Run, language: str, word: str) -> None:
    done = run("stats", env={"TIELINE_LANGUAGE": language, "TIELINE_PROT": "8000"})
    assert done.returncode == ExitCode.USAGE
    assert "TIELINE_PROT" in done.stderr
    assert word in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_database_that_does_not_answer(run: Run, tmp_path: Path) -> None:
    env = {
        "TIELINE_DATA_DIR": str(tmp_path),
        "TIELINE_DATABASE_URL": "bolt://127.0.0.1:1",
        "TIELINE_DATABASE_PASSWORD": "hidden-word",
    }
    done = run("stats", env=env)
    assert done.returncode == ExitCode.DATABASE
    assert "bolt://127.0.0.1:1" in done.stderr
    assert "Traceback" not in done.stderr
    assert "hidden-word" not in done.stderr
    assert "Traceback" in run("--debug", "stats", env=env).stderr


def test_a_data_folder_that_is_a_file(run: Run, tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("", encoding="utf-8")
    done = run("stats", env={"TIELINE_DATA_DIR": str(taken)})
    assert done.returncode == ExitCode.DATABASE
    assert str(taken) in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_fault_keeps_its_trace_without_its_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TIELINE_DATA_DIR", str(tmp_path))
    words = "words of a document"
    with pytest.raises(RuntimeError) as caught:
        raise RuntimeError(words)
    assert main._fault(caught.value) == ExitCode.FAILED
    shown = capsys.readouterr().err
    assert len(shown.splitlines()) == 1
    assert str(tmp_path / faults.TRACE) in shown
    trace = (tmp_path / faults.TRACE).read_text(encoding="utf-8")
    assert "test_a_fault_keeps_its_trace" in trace
    assert trace.rstrip().endswith("RuntimeError")
    assert words not in shown + trace


def test_names_cannot_move_the_cursor(capsys: pytest.CaptureFixture[str]) -> None:
    output.out("a\x1b[2Jb\u202ec")
    assert capsys.readouterr().out == "a�[2Jb�c\n"


def test_columns_line_up_with_chinese() -> None:
    assert list(output.aligned([("城市", "1"), ("abc", "22")], indent="")) == ["城市  1", "abc   22"]
