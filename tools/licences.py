"""Check the licence of every package that Tieline installs: GPL, AGPL, LGPL and unknown ones stop the build.

Must stay true: the check reads what is installed (the packages' own metadata), for exactly the names in the lock.
"""

import re
import sys
from collections.abc import Iterator, Sequence
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

PERMISSIVE = re.compile(
    r"\b(MIT|BSD|0BSD|Apache|ISC|ISCL|MPL|PSF|Python-2\.0|Zlib|CC0|Unlicense|Artistic)\b|Python Software Foundation|"
    r"Public.Domain",
    re.IGNORECASE,
)
COPYLEFT = re.compile(r"\b[AL]?GPL|General Public License", re.IGNORECASE)

STATED = {
    "text-unidecode": "Artistic-1.0",  # offered under the Artistic licence or the GPL: we take the first
    "axe-playwright-python": "MIT",  # its metadata is silent, its LICENSE file is MIT
}
"""Licences that the metadata does not tell, or tells as a choice: read by a person in the package's own files."""


def locked_names(lock: Path) -> list[str]:
    """The names of the packages in this lock, sorted."""
    return sorted(set(re.findall(r"^([A-Za-z0-9._-]+)==", lock.read_text(encoding="utf-8"), re.MULTILINE)))


def licence(package: Distribution) -> str:
    """The licence as the package states it: the expression, else its classifiers, else the free text's first line."""
    classifiers = package.metadata.get_all("Classifier") or []
    stated = [line.rsplit("::", 1)[1].strip() for line in classifiers if line.startswith("License ::")]
    first_line = _field(package, "License").partition("\n")[0]
    return STATED.get(package.name) or _field(package, "License-Expression") or "; ".join(stated) or first_line


def _field(package: Distribution, name: str) -> str:
    return package.metadata[name].strip() if name in package.metadata else ""


def refused(text: str) -> bool:
    """Whether a package under this licence may not be shipped or used."""
    return bool(COPYLEFT.search(text)) or not PERMISSIVE.search(text)


def problems(names: Sequence[str]) -> Iterator[str]:
    """A line for each package that may not be used. Packages of other platforms are not installed here: no line."""
    for name in names:
        try:
            text = licence(distribution(name))
        except PackageNotFoundError:
            continue
        if refused(text):
            yield f"{name}: {text or 'no licence stated'}"


def main() -> int:
    names = locked_names(ROOT / "requirements-dev.lock")
    found = list(problems(names))
    for line in found:
        print(f"licence refused: {line}", file=sys.stderr)
    if not found:
        print(f"licences: {len(names)} packages, all permissive")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
