"""Checks the corpus or writes it in the scorer's form: `python -m nlp.corpus check|gold|grid [FILE...]`.

Must stay true: nothing is written beside the standard output; the exit code tells whether the check found something.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from nlp.corpus import SPLITS, split
from nlp.corpus.check import copies, problems, shared_names
from nlp.corpus.markup import CorpusPassage, MarkupError, read
from nlp.vocabulary import divisions


def main(arguments: Sequence[str]) -> int:
    """Run one command; 0 when nothing is wrong, 1 when something is."""
    parser = argparse.ArgumentParser(prog="python -m nlp.corpus", description=__doc__)
    parser.add_argument("command", choices=["check", "gold", "grid"])
    parser.add_argument("names", nargs="*", help="train, dev, test or files; all three without")
    parser.add_argument("--against", type=Path, help="annotated reports (JSON lines) that no passage may copy")
    asked = parser.parse_args(arguments)
    try:
        corpus = [passage for name in asked.names or SPLITS for passage in _passages(name)]
    except (MarkupError, OSError) as wrong:
        print(wrong, file=sys.stderr)
        return 1
    return {"check": _check, "gold": _gold, "grid": _grid}[asked.command](corpus, asked)


def _passages(name: str) -> list[CorpusPassage]:
    return split(name) if name in SPLITS else read(Path(name))


def _check(corpus: list[CorpusPassage], asked: argparse.Namespace) -> int:
    found = [problem for passage in corpus for problem in problems(passage)]
    found += copies(corpus, _others(asked.against))
    if not asked.names:
        found += shared_names({name: split(name) for name in SPLITS}, _provinces())
    print(*found, sep="\n", end="\n" if found else "")
    characters = sum(len(passage.text) for passage in corpus)
    print(f"{len(corpus)} passages, {characters} characters, {len(found)} problems", file=sys.stderr)
    return 1 if found else 0


def _provinces() -> set[str]:
    return {name for name, division in divisions().items() if division.level == "province"}


def _others(path: Path | None) -> Iterator[tuple[str, str]]:
    for line in path.read_text(encoding="utf-8").splitlines() if path else ():
        document = json.loads(line)
        yield document["id"], document["text"]


def _gold(corpus: list[CorpusPassage], asked: argparse.Namespace) -> int:
    for passage in corpus:
        print(json.dumps(passage.gold(), ensure_ascii=False))
    return 0


def _grid(corpus: list[CorpusPassage], asked: argparse.Namespace) -> int:
    counted = {
        "genre": Counter(passage.meta.get("genre", "") for passage in corpus),
        "level": Counter(passage.meta.get("level", "") for passage in corpus),
        "difficulty": Counter(passage.meta.get("difficulty", "") for passage in corpus),
        "phenomenon": Counter(name for passage in corpus for name in passage.phenomena),
        "entity": Counter(row["type"] for passage in corpus for row in passage.gold()["entities"]),
        "relation": Counter(row["type"] for passage in corpus for row in passage.gold()["relations"]),
    }
    for heading, counts in counted.items():
        print(heading, *(f"  {name}: {count}" for name, count in counts.most_common()), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
