"""Write the pages of docs/ that repeat what the code says, or check that they still do (`--check`).

Must stay true: a generated page depends on the code alone, not on the machine or the day; nobody edits one by hand.
"""

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tools.page_cli import cli_page
from tools.page_ontology import ontology_page
from tools.page_settings import settings_page

DOCS = Path(__file__).resolve().parent.parent / "docs"

PAGES: Mapping[str, Callable[[], str]] = {
    "settings.md": settings_page,
    "ontology.md": ontology_page,
    "cli.md": cli_page,
}


def drifted(folder: Path) -> list[str]:
    """The names of the generated pages in this folder that are missing or no longer what the code says."""
    return [name for name, render in PAGES.items() if not _is(folder / name, render())]


def _is(path: Path, text: str) -> bool:
    return path.exists() and path.read_text(encoding="utf-8") == text


def write(folder: Path) -> None:
    """Write every generated page into this folder."""
    folder.mkdir(exist_ok=True)
    for name, render in PAGES.items():
        (folder / name).write_text(render(), encoding="utf-8")


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description="Write the generated pages of docs/.")
    parser.add_argument("--check", action="store_true", help="write nothing; fail if a page is not what the code says")
    if not parser.parse_args(arguments).check:
        write(DOCS)
        return 0
    found = drifted(DOCS)
    for name in found:
        print(f"docs/{name} is not what the code says: run make docs", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
