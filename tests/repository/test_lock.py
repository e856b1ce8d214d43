"""The locks, the licences behind them and the page that says why each dependency is there."""

import ast
import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tools import licences

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("graph", "ingest", "nlp", "api", "viz", "cli")
LOCKS = ("requirements.lock", "requirements-dev.lock")

PARTS_OF = {"starlette": "fastapi", "pydantic-core": "pydantic", "markupsafe": "jinja2", "thinc": "spacy"}
"""What a dependency is made of and shows in its own interface: no dependency of its own."""

USED_WITHOUT_IMPORT = {"python-multipart"}
"""FastAPI needs it to read an upload."""

RUN_BY_DEVELOPERS = {ROOT / "api/catalogue.py", *(ROOT / "nlp/vocabulary").glob("make_*.py")}
"""They make files that are in the repository, and use what the development lock holds."""

TAKES_A_PACKAGE = {"files", "find_spec", "import_module"}
"""Functions whose first argument may be the name of a package."""


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


TRAINING = frozenset((ROOT / "nlp/training").glob("*.py"))
"""Needs the extra `train`, which no lock holds."""


def direct_dependencies() -> set[str]:
    stated = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    return {canonical(re.split(r"[^A-Za-z0-9._-]", line, maxsplit=1)[0]) for line in stated}


def imported_modules() -> Iterator[str]:
    """Top-level names of all packages that the code imports, lazily too, or takes files from."""
    for path in {path for room in ROOMS for path in (ROOT / room).rglob("*.py")} - RUN_BY_DEVELOPERS - TRAINING:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                yield from (alias.name.split(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield node.module.split(".")[0]
            elif isinstance(node, ast.Call) and node.args and called(node) in TAKES_A_PACKAGE:
                yield str(getattr(node.args[0], "value", "")).split(".")[0]


def called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")


def imported_distributions() -> set[str]:
    known = packages_distributions()
    found = {canonical(known[name][0]) for name in set(imported_modules()) & set(known)} - {"tieline"}
    return {PARTS_OF.get(name, name) for name in found}


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_holds_versions_and_hashes_and_no_address(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    lines = [line.strip() for line in text.splitlines()]
    assert all(re.match(r"[a-z0-9-]+==\S+|--hash=sha256:[0-9a-f]{64}( \\)?$", line) for line in lines)
    entries = re.split(r"\n(?=[a-z])", text.strip())
    assert all("--hash=sha256:" in entry for entry in entries)


def test_the_lock_covers_what_pyproject_asks_for_and_what_builds_it() -> None:
    locked = set(licences.locked_names(ROOT / "requirements.lock"))
    assert direct_dependencies() <= locked
    assert "setuptools" in locked


def test_the_development_lock_runs_the_same_versions() -> None:
    pins = [set(re.findall(r"^(\S+==[^\s\\]+)", (ROOT / name).read_text("utf-8"), re.MULTILINE)) for name in LOCKS]
    assert pins[0] <= pins[1]


def test_the_embedded_database_is_asked_for_only_where_it_has_a_wheel() -> None:
    [line] = re.findall(r"^arcadedb-embedded==.*$", (ROOT / "requirements.lock").read_text("utf-8"), re.MULTILINE)
    assert "platform_machine" in line
    assert "sys_platform" in line


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_is_under_a_permissive_licence(name: str) -> None:
    assert list(licences.problems(licences.locked_names(ROOT / name))) == []


@pytest.mark.parametrize(
    "text", ["GPL-3.0-only", "AGPLv3", "LGPL-2.1", "GNU General Public License v2", "", "Proprietary"]
)
def test_other_licences_are_refused(text: str) -> None:
    assert licences.refused(text)


@pytest.mark.parametrize("text", ["MIT", "BSD-3-Clause", "Apache 2.0", "ISC License (ISCL)", "MPL-2.0 AND MIT"])
def test_permissive_licences_pass(text: str) -> None:
    assert not licences.refused(text)


def test_the_code_uses_exactly_its_direct_dependencies() -> None:
    assert imported_distributions() ^ (direct_dependencies() - USED_WITHOUT_IMPORT) == set()


def test_every_direct_dependency_has_its_reason() -> None:
    page = (ROOT / "docs/dependencies.md").read_text("utf-8")
    documented = {canonical(name) for name in re.findall(r"^\| ([A-Za-z0-9-]+) \|", page, re.MULTILINE)}
    assert direct_dependencies() <= documented
