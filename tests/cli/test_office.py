"""Accounts, keys, departments and the audit log on the command line, and what accounts change for the other commands.

Strategy: the whole command on the database of the run, in this process, which saves a second each time; where a
terminal or a pipe matters, in a process of its own. A password is typed at a pseudo-terminal.
"""

import json
import logging
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from cli import main, output
from cli.audit import _span
from cli.exits import ExitCode
from graph.database import Database
from graph.office import accounts, api_keys, audit, departments, sessions
from graph.office.types import Account, Department, Kind, Role, Scope
from graph.ontology.types import ShareClass
from graph.settings import Settings
from tests.cli.conftest import ROOT, TIELINE, Done, Run, environment
from tests.graph.made import Said
from tests.graph.office.people import COMMERCE, PASSWORD, SCHOOL, classed, person, store

Tieline = Callable[..., Done]

with_database = pytest.mark.database
on_a_terminal = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")


@pytest.fixture
def tieline(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Tieline]:
    """`tieline("stats", TIELINE_API_KEY=…)`."""
    handlers, spoken = logging.root.handlers[:], output.language()

    def command(*arguments: object, **variables: str) -> Done:
        with monkeypatch.context() as here:
            for name in [name for name in os.environ if name.startswith("TIELINE_")]:
                here.delenv(name)
            for name, value in environment(settings, **variables).items():
                here.setenv(name, value)
            here.setattr(sys, "argv", ["tieline", *map(str, arguments)])
            code = main._done()
        shown = capsys.readouterr()
        return subprocess.CompletedProcess(sys.argv, code, shown.out, shown.err)

    yield command
    logging.root.handlers[:] = handlers
    output.use(spoken)


@pytest.fixture
def office(database: Database) -> Database:
    """Two departments: one holds a closed document, the other an open one."""
    departments.add(database, COMMERCE, Kind.DEPARTMENT)
    departments.add(database, SCHOOL, Kind.UNIVERSITY)
    formal = (("stage", "formal"),)
    closed = classed(1, SCHOOL, ShareClass.CLOSED, [Said("TIE", "云川市", "鲁堡市", formal)])
    shared = classed(2, COMMERCE, ShareClass.OPEN, [Said("TIE", "云川市", "松谷市", formal)])
    store(database, [closed, shared])
    return database


def entries(db: Database) -> list[tuple[str, str, str, str, str]]:
    """What the log holds, the newest first, without the starts of processes."""
    found = audit.page(db, limit=200).items
    return [(one.via, one.who, one.act, one.object, one.outcome) for one in found if one.act != audit.START]


def account(db: Database, login: str) -> Account:
    found = accounts.find(db, login)
    assert found is not None
    return found


def typed(settings: Settings, *arguments: str, lines: tuple[str, ...]) -> tuple[int, str]:
    """Run `tieline` with a terminal at which these lines are typed: the exit code, and all that the terminal showed."""
    ours, theirs = os.openpty()
    process = subprocess.Popen(
        [*TIELINE, *arguments],
        cwd=ROOT,
        env=environment(settings),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    shown = b""
    waiting = list(lines)
    for chunk in _chunks(ours):
        shown += chunk
        if waiting and shown.count(b": ") > len(lines) - len(waiting):  # A prompt, and echo is off.
            os.write(ours, waiting.pop(0).encode() + b"\n")
    os.close(ours)
    return process.wait(60), shown.decode()


def _chunks(terminal: int) -> Iterator[bytes]:
    while True:
        try:
            chunk = os.read(terminal, 4096)
        except OSError:  # Linux's way to say that the other end is closed.
            return
        if not chunk:
            return
        yield chunk


# Accounts


@with_database
def test_an_account_with_a_one_time_password(tieline: Tieline, database: Database) -> None:
    done = tieline("account", "create", "wang", "--name", "王芳", "--role", "administrator", "--one-time", "--json")
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    found = accounts.authenticate(database, "wang", answer["password"])
    assert (found.name, found.role, found.one_time) == ("王芳", Role.ADMINISTRATOR, True)
    assert found.department == Settings().department
    assert "TIELINE_API_KEY" in done.stderr
    assert answer["password"] not in str(entries(database))
    assert entries(database)[0][2:] == ("account create", "wang", "ok")


@with_database
@on_a_terminal
def test_a_password_is_typed_twice_and_never_shown(settings: Settings, office: Database) -> None:
    create = ("account", "create", "wang", "--department", COMMERCE)
    code, shown = typed(settings, *create, lines=(PASSWORD, "something else"))
    assert (code, "not the same" in shown) == (ExitCode.USAGE, True)
    assert not accounts.any_exists(office)
    code, shown = typed(settings, *create, lines=(PASSWORD, PASSWORD))
    assert code == 0, shown
    assert PASSWORD not in shown
    assert accounts.authenticate(office, "wang", PASSWORD).department == COMMERCE
    token = sessions.start(office, account(office, "wang"), "", "")
    code, shown = typed(settings, "account", "password", "wang", lines=("another password", "another password"))
    assert code == 0, shown
    assert accounts.authenticate(office, "wang", "another password")
    assert sessions.identify(office, token) is None


@with_database
def test_a_password_is_not_taken_from_a_pipe(run: Run, settings: Settings, database: Database) -> None:
    done = run("account", "create", "wang", settings=settings, stdin=f"{PASSWORD}\n{PASSWORD}\n")
    assert done.returncode == ExitCode.USAGE
    assert "--one-time" in done.stderr
    assert not accounts.any_exists(database)


def test_no_command_takes_a_password_or_a_key_as_an_argument() -> None:
    for name in ("create", "password", "role", "deactivate", "activate"):
        command = typer.main.get_command(main.app).commands["account"].commands[name]  # type: ignore[attr-defined]
        assert {option.name for option in command.params} <= {
            "login", "name", "department", "role", "one_time", "json",
        }  # fmt: skip


@with_database
def test_accounts_are_listed_and_changed(tieline: Tieline, office: Database) -> None:
    wang = person(office, "wang")
    token = sessions.start(office, wang, "", "")
    assert "steward" in tieline("account", "role", "WANG", "steward").stdout
    assert account(office, "wang").role == Role.STEWARD
    assert "deactivated" in tieline("account", "deactivate", "wang").stdout
    assert sessions.identify(office, token) is None
    [listed] = json.loads(tieline("account", "list", "--json").stdout)["accounts"]
    assert (listed["login"], listed["active"]) == ("wang", False)
    assert "password" not in listed
    assert "wang" in tieline("account", "list").stdout
    assert "active" in tieline("account", "activate", "wang").stdout
    assert account(office, "wang").active
    assert tieline("account", "role", "nobody", "reader").returncode == ExitCode.NOT_FOUND
    assert tieline("account", "role", "wang", "king").returncode == ExitCode.USAGE
    taken = tieline("account", "create", "Wang", "--one-time")
    assert (taken.returncode, "taken" in taken.stderr) == (ExitCode.USAGE, True)


# Keys, and the commands that read


@with_database
def test_a_key_is_made_listed_and_revoked(tieline: Tieline, office: Database) -> None:
    wang = person(office, "wang")
    made = tieline("key", "create", "wang", "--label", "报表", "--scope", "write", "--days", "1")
    key = made.stdout.strip()
    assert api_keys.identify(office, key) == (wang, Scope.WRITE)
    shown = tieline("key", "list", "wang").stdout
    assert "报表" in shown
    assert key not in shown
    assert tieline("key", "revoke", "wang", "0" * 12).returncode == ExitCode.NOT_FOUND
    assert tieline("key", "revoke", "wang", "").returncode == ExitCode.NOT_FOUND
    assert tieline("key", "revoke", "wang", shown.split()[0]).returncode == 0
    assert api_keys.identify(office, key) is None
    assert key not in str(entries(office))


READING: list[tuple[str, ...]] = [
    ("search", "云川"),
    ("show", "云川市"),
    ("paths", "云川市", "松谷市"),
    ("stats",),
    ("export",),
    ("documents", "list"),
]


@with_database
@pytest.mark.parametrize("command", READING, ids=lambda command: command[0])
def test_with_accounts_a_reading_command_needs_a_key(
    tieline: Tieline, office: Database, command: tuple[str, ...]
) -> None:
    assert tieline(*command, TIELINE_API_KEY="tl_of another place").returncode == 0  # No accounts: no key is asked for.
    assert entries(office) == []
    person(office, "wang")
    for variables in ({}, {"TIELINE_API_KEY": "tl_wrong"}):
        refused = tieline(*command, **variables)
        assert refused.returncode == ExitCode.REFUSED
        assert "tieline key create" in refused.stderr
        assert not refused.stdout
    assert [entry[4] for entry in entries(office)] == ["key-refused", "key-needed"]


@with_database
def test_a_reading_command_shows_what_the_holder_of_the_key_may_see(tieline: Tieline, office: Database) -> None:
    def names(login: str, department: str) -> tuple[set[str], str]:
        key = api_keys.create(office, person(office, login, department=department), "命令行", Scope.READ)
        found = json.loads(tieline("search", "市", "--json", TIELINE_API_KEY=key).stdout)["items"]
        return {hit["entity"]["name"] for hit in found}, tieline("export", TIELINE_API_KEY=key).stdout

    assert names("of-commerce", COMMERCE)[0] == {"云川市", "松谷市"}
    of_school, exported = names("of-school", SCHOOL)
    assert of_school == {"云川市", "松谷市", "鲁堡市"}
    assert "鲁堡" in exported
    assert "鲁堡" not in names("of-commerce-too", COMMERCE)[1]
    assert ("key", "of-school", "read", "export", "ok") in entries(office)


@with_database
def test_whose_key_does_not_reach_the_documents(tieline: Tieline, office: Database) -> None:
    auditor = person(office, "li", Role.AUDITOR)
    key = api_keys.create(office, auditor, "命令行", Scope.READ)
    refused = tieline("stats", TIELINE_API_KEY=key)
    assert (refused.returncode, refused.stdout) == (ExitCode.REFUSED, "")
    assert entries(office)[0] == ("key", "li", "read", "stats", "not-allowed")
    accounts.set_role(office, auditor, Role.READER)
    assert tieline("stats", TIELINE_API_KEY=key).returncode == 0
    accounts.deactivate(office, auditor)
    assert tieline("stats", TIELINE_API_KEY=key).returncode == ExitCode.REFUSED


# Commands of the operator


@with_database
def test_commands_of_the_operator_need_no_key_and_are_audited(
    tieline: Tieline, office: Database, report: Path, tmp_path: Path
) -> None:
    tieline("rebuild")
    assert entries(office) == []  # Nobody but the owner is there.
    person(office, "wang")
    copy = tmp_path / "copy.zip"
    documents = "0" * 32
    commands: list[tuple[tuple[object, ...], tuple[str, str, str], ExitCode]] = [
        (("rebuild",), ("rebuild", "", "ok"), ExitCode.OK),
        (("backup", copy), ("backup", "", "ok"), ExitCode.OK),
        (("ingest", report), ("ingest", "", "ok"), ExitCode.OK),
        (("restore", copy), ("restore", "", "not-empty"), ExitCode.FAILED),
        (("documents", "remove", documents, "--yes"), ("documents remove", documents, "not-found"), ExitCode.NOT_FOUND),
        (("department", "list"), ("department list", "", "ok"), ExitCode.OK),
    ]
    for arguments, expected, code in commands:
        done = tieline(*arguments)
        assert done.returncode == code, done.stderr
        via, who, *noted = entries(office)[0]
        assert (via, bool(who), tuple(noted)) == ("operator", True, expected)
    assert audit.verify(office) == []


@with_database
def test_departments_on_the_command_line(tieline: Tieline, office: Database) -> None:
    assert tieline("department", "add", "市政府", "--kind", "city_office").returncode == 0
    assert "市政府" in tieline("department", "add", "外资科", "--kind", "section", "--under", "市政府").stdout
    assert tieline("department", "move", COMMERCE, "--under", "市政府").returncode == 0
    assert departments.under(office, "市政府") == {"市政府", "外资科", COMMERCE}
    shown = tieline("department", "list", TIELINE_LANGUAGE="zh").stdout.splitlines()
    assert [line.split() for line in shown if line.startswith("  ")] == [["商务局", "委办局"], ["外资科", "科室"]]
    assert tieline("department", "move", COMMERCE, "--top", "--kind", "district").returncode == 0
    assert departments.find(office, COMMERCE) == Department(COMMERCE, Kind.DISTRICT)
    for wrong in (["move", COMMERCE], ["move", COMMERCE, "--top", "--under", SCHOOL], ["add", COMMERCE]):
        assert tieline("department", *wrong).returncode == ExitCode.USAGE
    assert len(json.loads(tieline("department", "list", "--json").stdout)["departments"]) == 4


@with_database
def test_the_audit_log_on_the_command_line(tieline: Tieline, office: Database) -> None:
    person(office, "wang")
    tieline("rebuild")
    shown = tieline("audit", "show", "--act", "rebuild", "--json")
    [entry] = json.loads(shown.stdout)["items"]
    assert (entry["via"], entry["outcome"]) == ("operator", "ok")
    assert "rebuild" in tieline("audit", "show", "--since", "2020", "--limit", "20").stdout
    assert tieline("audit", "show", "--until", "2020").stdout == ""
    assert tieline("audit", "show", "--since", "2024-02-31").returncode == ExitCode.USAGE
    more = tieline("audit", "show", "--limit", "1")
    assert "--cursor" in more.stderr
    whole = tieline("audit", "verify")
    assert whole.returncode == 0
    assert audit.latest(office).hash not in whole.stdout  # That is the entry of this very command.
    assert "The audit log is whole." in whole.stdout
    office.write("MATCH (e:AuditEntry {act: 'rebuild'}) SET e.who = 'somebody else'")
    broken = tieline("audit", "verify", "--json")
    assert broken.returncode == ExitCode.FAILED
    answer: dict[str, Any] = json.loads(broken.stdout)
    assert not answer["whole"]
    assert [place["why"] for place in answer["breaks"]] == ["changed"]


@pytest.mark.parametrize(
    ("partial", "days"), [("2023", 365), ("2024", 366), ("2024-02", 29), ("2024-12", 31), ("2024-12-31", 1)]
)
def test_a_span_holds_the_whole_of_its_last_year_month_or_day(
    partial: str, days: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    span = _span(partial, partial)
    assert span["until"] - span["since"] == days * 24 * 60 * 60 * 1000
    assert _span("", "") == {}
