"""Checks the corpus, counts it, or writes it in another form: `python -m nlp.corpus check|gold|grid|plain|agree`.

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
from nlp.corpus.scoring import score, stages_right, table
from nlp.vocabulary import divisions, word_set


def main(arguments: Sequence[str]) -> int:
    """Run one command; 0 when nothing is wrong, 1 when something is."""
    parser = argparse.ArgumentParser(prog="python -m nlp.corpus", description=__doc__)
    parser.add_argument("command", choices=["check", "gold", "grid", "plain", "agree"])
    parser.add_argument("names", nargs="*", help="train, dev, test or files; all three without")
    parser.add_argument("--with", dest="other", type=Path, help="agree: the same passages, annotated by another")
    parser.add_argument("--against", type=Path, help="annotated reports (JSON lines) that no passage may copy")
    asked = parser.parse_args(arguments)
    try:
        corpus = [passage for name in asked.names or SPLITS for passage in _passages(name)]
    except (MarkupError, OSError) as wrong:
        print(wrong, file=sys.stderr)
        return 1
    commands = {"check": _check, "gold": _gold, "grid": _grid, "plain": _plain, "agree": _agree}
    return commands[asked.command](corpus, asked)


def _passages(name: str) -> list[CorpusPassage]:
    return split(name) if name in SPLITS else read(Path(name))


def _check(corpus: list[CorpusPassage], asked: argparse.Namespace) -> int:
    found = [problem for passage in corpus for problem in problems(passage)]
    found += copies(corpus, _others(asked.against))
    if not asked.names:
        found += shared_names({name: split(name) for name in SPLITS}, _common())
    print(*found, sep="\n", end="\n" if found else "")
    characters = sum(len(passage.text) for passage in corpus)
    print(f"{len(corpus)} passages, {characters} characters, {len(found)} problems", file=sys.stderr)
    return 1 if found else 0


def _common() -> set[str]:
    """What any split may use: provinces, and the short names that every city has for its bodies (市外办)."""
    return {name for name, division in divisions().items() if division.level == "province"} | word_set("generic_bodies")


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
        "genre": Counter(passage.meta.get("genre", "").lower().replace(" ", "-") for passage in corpus),
        "level": Counter(passage.meta.get("level", "") for passage in corpus),
        "difficulty": Counter(passage.meta.get("difficulty", "") for passage in corpus),
        "phenomenon": Counter(name for passage in corpus for name in passage.phenomena),
        "entity": Counter(row["type"] for passage in corpus for row in passage.gold()["entities"]),
        "relation": Counter(row["type"] for passage in corpus for row in passage.gold()["relations"]),
    }
    for heading, counts in counted.items():
        print(heading, *(f"  {name}: {count}" for name, count in counts.most_common()), sep="\n")
    return 0


def _plain(corpus: list[CorpusPassage], asked: argparse.Namespace) -> int:
    """The passages without marks, for another to annotate."""
    for passage in corpus:
        print(f"@@ {passage.id}\nself: {passage.meta.get('self', '')}\n--\n{passage.text}\n--\n")
    return 0


def _agree(corpus: list[CorpusPassage], asked: argparse.Namespace) -> int:
    """How far a second annotation agrees with the first one, whose arguable items are forgiven."""
    second = {passage.id: passage.gold() for passage in read(asked.other)}
    both = [passage.gold() for passage in corpus if passage.id in second]
    for name, figure in table([score(passage, second[passage["id"]]) for passage in both]).items():
        print(f"{name:14} F1 {figure.tally.f1:.3f} ({figure.low:.3f} to {figure.high:.3f})  {figure.tally.asked}")
    print(f"stages of ties {stages_right([score(passage, second[passage['id']]) for passage in both]):.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
