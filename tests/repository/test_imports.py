"""The import rules of the rooms: that the contracts in pyproject.toml catch what they are for, and what they leave out.

The contracts run over the real code in `make imports`; here they run over a skeleton with one wrong line.
"""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MODULES = (
    "graph/__init__.py",
    "graph/ontology/__init__.py",
    "graph/ontology/types.py",
    "graph/store.py",
    "ingest/__init__.py",
    "ingest/run.py",
    "nlp/__init__.py",
    "nlp/pipeline.py",
    "viz/__init__.py",
    "viz/layout.py",
    "api/__init__.py",
    "api/app.py",
    "cli/__init__.py",
    "cli/main.py",
)


@pytest.fixture
def skeleton(tmp_path: Path) -> Path:
    for module in MODULES:
        path = tmp_path / module
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    shutil.copyfile(ROOT / "pyproject.toml", tmp_path / "pyproject.toml")
    return tmp_path


def lint(folder: Path, module: str, *lines: str) -> subprocess.CompletedProcess[str]:
    (folder / module).write_text("\n".join(lines) + "\n", encoding="utf-8")
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    environment = {**os.environ, "PYTHONPATH": str(folder), "COLUMNS": "200"}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("module", "lines"),
    [
        ("nlp/pipeline.py", ["from graph.ontology.types import Claim", "from graph.ontology import types"]),
        ("viz/layout.py", ["import graph.ontology.types"]),
        ("ingest/run.py", ["import graph.store", "import nlp.pipeline"]),
        ("api/app.py", ["import graph.store", "import ingest.run", "import viz.layout"]),
        ("cli/main.py", ["import api.app", "import graph.store"]),
        ("graph/store.py", ["import neo4j", "import graph.ontology.types"]),
    ],
)
def test_what_a_room_may_import(skeleton: Path, module: str, lines: list[str]) -> None:
    done = lint(skeleton, module, *lines)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("nlp/pipeline.py", "import graph.store"),
        ("nlp/pipeline.py", "import viz.layout"),
        ("viz/layout.py", "from graph.store import rows"),
        ("ingest/run.py", "import viz.layout"),
        ("ingest/run.py", "import api.app"),
        ("graph/store.py", "import nlp.pipeline"),
        ("api/app.py", "import cli.main"),
        ("api/app.py", "import neo4j"),
        ("cli/main.py", "from neomodel import StructuredNode"),
        ("ingest/run.py", "import arcadedb_embedded"),
        ("api/app.py", "from pyvis.network import Network"),
    ],
)
def test_what_a_room_may_not_import(skeleton: Path, module: str, line: str) -> None:
    done = lint(skeleton, module, line)
    assert done.returncode == 1, done.stdout
    assert "BROKEN" in done.stdout


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or ".")
    return found


def test_importing_graph_imports_nothing() -> None:
    assert imports(ROOT / "graph/__init__.py") == set()


def test_the_ontology_imports_nothing_of_ours_but_itself() -> None:
    rooms = ("graph", "ingest", "nlp", "api", "viz", "cli")
    found = {name for path in (ROOT / "graph/ontology").glob("*.py") for name in imports(path)}
    ours = {name for name in found if name.split(".")[0] in rooms}
    assert all(name.startswith("graph.ontology") for name in ours)
