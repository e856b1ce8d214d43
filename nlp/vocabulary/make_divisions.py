"""Generate divisions.tsv from the table that the package cpca carries: `python -m nlp.vocabulary.make_divisions`.

cpca (MIT) is needed to generate the table, not to use it.

Must stay true: one line a division, sorted by code; the level follows from the code alone (GB/T 2260).
"""

import csv
import importlib.util
from pathlib import Path

TARGET = Path(__file__).with_name("divisions.tsv")
CONTAINERS = ("市辖区", "直辖", "省直辖", "自治区直辖")
"""How names of administrative containers begin: they are not names of places."""
HEADER = "# GB/T 2260 code\tname; source: cpca 0.5.5 (MIT), resources/adcodes.csv\n"


def rows(source: Path) -> list[tuple[str, str]]:
    """(code of six digits, name) of every division with a name of its own."""
    with source.open(encoding="utf-8") as lines:
        found = {(row["adcode"][:6], row["name"]) for row in csv.DictReader(lines)}
    return sorted((code, name) for code, name in found if len(name) > 1 and not name.startswith(CONTAINERS))


def main() -> None:
    spec = importlib.util.find_spec("cpca")
    if spec is None or spec.origin is None:
        raise SystemExit("pip install cpca==0.5.5 first")
    lines = ["\t".join(row) + "\n" for row in rows(Path(spec.origin).parent / "resources" / "adcodes.csv")]
    TARGET.write_text(HEADER + "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
