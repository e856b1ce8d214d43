"""What no file of the repository may hold: paths of one machine, hosts of a network that users do not have."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

MACHINE = re.compile(r"/(?:work|root|home/\w+)/|\bC:\\Users\b")
REGISTRY = re.compile(r"files\.pythonhosted\.org|pypi\.org/simple|registry\.npmjs\.org|repo1?\.maven\.org")
ELSEWHERE = re.compile(r"""(?:src|href|url|@import)\s*[=(]?\s*["']?(?:https?:)?//(?!127\.0\.0\.1|localhost)""")
"""A page that loads something from another machine."""


def tracked(*patterns: str) -> list[Path]:
    """The files under version control that fit; skips where there is no repository (an unpacked archive)."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a clone: git cannot list the files")
    command = ["git", "ls-files", "-z", *patterns]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def holding(pattern: re.Pattern[str], files: list[Path]) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}: {found.group()}"
        for path in files
        if path != Path(__file__)
        for found in [pattern.search(path.read_bytes().decode("utf-8", "replace"))]
        if found
    ]


def test_no_file_names_a_path_of_one_machine() -> None:
    assert holding(MACHINE, tracked()) == []


def test_no_file_names_a_registry() -> None:
    assert holding(REGISTRY, tracked()) == []


def test_no_page_loads_anything_from_elsewhere() -> None:
    assert holding(ELSEWHERE, tracked("api/*.html", "api/*.css", "viz/*.html", "viz/*.css")) == []


def test_a_page_that_would_is_found() -> None:
    assert ELSEWHERE.search('<script src="https://cdn.example/x.js"></script>')
    assert ELSEWHERE.search("@import '//fonts.example/a.css'")
    assert not ELSEWHERE.search('<a href="/entities/1">')
