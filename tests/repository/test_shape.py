"""The shape of the code: short functions, and modules that say what they are for."""

import ast
from collections.abc import Iterator
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("graph", "ingest", "nlp", "api", "viz", "cli")


def modules() -> Iterator[tuple[Path, ast.Module]]:
    for path in (path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))):
        yield path.relative_to(ROOT), ast.parse(path.read_text("utf-8"))


def functions() -> Iterator[tuple[str, int]]:
    """Each function with its number of lines, decorators left out."""
    for path, tree in modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{path}:{node.name}", (node.end_lineno or node.lineno) - node.lineno + 1


def test_no_function_is_longer_than_fifty_lines() -> None:
    assert [name for name, lines in functions() if lines > 50] == []


def test_half_of_the_functions_have_at_most_nine_lines() -> None:
    assert median(lines for _, lines in functions()) <= 9


def test_every_module_with_code_says_what_it_is_for() -> None:
    assert [str(path) for path, tree in modules() if tree.body and not ast.get_docstring(tree)] == []
