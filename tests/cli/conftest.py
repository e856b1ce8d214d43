"""The real command in processes of its own, on the database of the run or on one of its own.

Strategy: `run` starts `tieline` with an environment that holds no TIELINE_ variable but those of the test, in English
unless a test says otherwise. Commands of tests marked `database` use the server that tests/conftest.py has started.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from graph.database import Database
from graph.settings import Settings

TIELINE = (sys.executable, "-m", "cli.main")
ROOT = Path(__file__).resolve().parents[2]
Done = subprocess.CompletedProcess[str]
Run = Callable[..., Done]

_EMPTY = "MATCH (n) WHERE NOT n:Meta WITH n LIMIT 5000 DETACH DELETE n RETURN count(*) AS removed"


def environment(settings: Settings | None = None, **variables: str) -> dict[str, str]:
    """The environment of a command that works with these settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TIELINE_")}
    found = {"TIELINE_LANGUAGE": "en", "TIELINE_PORT": "0", "COLUMNS": "200"}
    if settings:
        found["TIELINE_DATA_DIR"] = str(settings.data_dir)
    if settings and settings.database_url and settings.database_password:
        found["TIELINE_DATABASE_URL"] = settings.database_url
        found["TIELINE_DATABASE_PASSWORD"] = settings.database_password.get_secret_value()
    return {**kept, **found, **variables}


def run_command(
    *arguments: object, settings: Settings | None = None, stdin: str = "", env: Mapping[str, str] | None = None
) -> Done:
    """Run `tieline` with these arguments to its end."""
    return subprocess.run(
        [*TIELINE, *map(str, arguments)],
        cwd=ROOT,
        env=environment(settings, **(env or {})),
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="session")
def run() -> Run:
    """`run("stats", "--json", settings=settings)`."""
    return run_command


@pytest.fixture(scope="module")
def stocked(session_database: Database, server_settings: Settings) -> Settings:
    """Settings of a graph that holds the invented sample, for tests that only look; loaded once a module."""
    while session_database.write(_EMPTY)[0]["removed"]:
        pass
    done = run_command("sample", "load", settings=server_settings)
    assert done.returncode == 0, done.stderr
    return server_settings


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """A short report with two ties."""
    path = tmp_path / "report.txt"
    path.write_text(
        "澄江市外事工作报告\n\n2023年5月10日，澄江市与葡萄牙维拉塔尔市正式结为友好城市。\n"
        "2023年9月，澄江市与波兰科兹米雷市签署《友好交流合作备忘录》。\n",
        encoding="utf-8",
    )
    return path
