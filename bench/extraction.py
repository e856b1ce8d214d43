"""How well Tieline reads, and how fast: tables over the annotated passages, with a baseline beside them.

`python -m bench extraction` prints the figures; `python -m bench.extraction` writes docs/accuracy.md from them. The
annotated reports beside the clone are measured where they are there; the ten that are held out as figures only.

Must stay true: figures and baseline come from one run; a type is shown where at least forty items are asked for.
"""

import json
import resource
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from graph.ontology.types import Document, Passage
from graph.settings import Settings
from ingest.reading import read_bytes
from ingest.runs import limits_of
from nlp.corpus import split
from nlp.corpus.markup import RELATIONS, TYPES
from nlp.corpus.scoring import Figure, Row, Scored, score, stages_right, table
from nlp.gold import to_gold, with_locality
from nlp.lac import Lac
from nlp.lexicon import Lexicon
from nlp.pipeline import Extractor
from nlp.vocabulary import countries
from tools.confidence import calibration, examples

ROOT = Path(__file__).resolve().parents[1]
REPORTS = ROOT.parent / "shared" / "gold" / "dev.jsonl"
PAGE = ROOT / "docs" / "accuracy.md"
FOUNDING = "huainan-report"
HELD_OUT = frozenset(f"{series}{number:02}" for series in ("own1-", "own-a") for number in range(4, 9))
ASKED = 40
"""Items of a type that must be asked for before its figure says something."""
_LAC_TYPES = {"LOC": "Place", "ORG": "Organisation", "PER": "Person"}
Read = tuple[Row, Document, Sequence[Passage]]


def run() -> dict[str, Any]:
    """The figures of every set, of the baseline, of confidence and of speed."""
    sets = {name: list(map(read, rows)) for name, rows in annotated_sets().items() if rows}
    started = time.perf_counter()
    tool = Extractor()
    loading = time.perf_counter() - started
    return {
        "sets": {name: _figures(scored_of(tool, reads)) for name, reads in sets.items()},
        "baseline": {name: _figures(_baseline(reads)) for name, reads in sets.items()},
        "confidence": calibration(examples(("test",))),
        "speed": {"loading, s": round(loading, 2), **_speed(tool, [read for reads in sets.values() for read in reads])},
    }


def annotated_sets() -> Mapping[str, list[Row]]:
    """The annotated texts by set; an empty set where the reports are not beside the clone."""
    rows = [json.loads(line) for line in REPORTS.read_text("utf-8").splitlines()] if REPORTS.exists() else []
    return {
        "founding report": [row for row in rows if row["id"] == FOUNDING],
        "24 reports": [row for row in rows if row["id"] not in HELD_OUT],
        "held-out ten": [row for row in rows if row["id"] in HELD_OUT],
        "corpus dev": [passage.gold() for passage in split("dev")],
        "corpus test": [passage.gold() for passage in split("test")],
    }


def read(row: Row) -> Read:
    """The text as if it were a file that is handed in."""
    name, content = f"{row['id']}.txt", row["text"].encode()
    found = read_bytes(name, content, department="x", limits=limits_of(Settings()), date="", locality="")
    document = replace(found.document, title=row.get("title") or found.document.title)
    return row, with_locality(document, found.passages), found.passages


def scored_of(tool: Extractor, reads: Sequence[Read]) -> list[Scored]:
    """What was found in each text beside what was asked for."""
    return [score(row, to_gold(row["id"], text, tool.extract(text, passages))) for row, text, passages in reads]


def _baseline(reads: Sequence[Read]) -> list[Scored]:
    """LAC as it ships, and a list of countries: names, no relations."""
    lac, known = Lac(), Lexicon(countries())
    return [score(row, {"entities": list(_lac_names(lac, known, row["text"])), "relations": []}) for row, _, _ in reads]


def _lac_names(lac: Lac, known: Lexicon, text: str) -> Iterator[dict[str, str]]:
    yield from ({"type": "Country", "text": text[start:end]} for start, end in known.find(text))
    for word in lac.words([text])[0]:
        name = text[word.start : word.end]
        if word.tag in _LAC_TYPES and name not in countries():
            yield {"type": _LAC_TYPES[word.tag], "text": name}


def _figures(scored: Sequence[Scored]) -> dict[str, Any]:
    rows = {name: _row(figure) for name, figure in table(scored).items() if figure.tally.asked}
    return {"documents": len(scored), "stages right": round(stages_right(scored), 3), **rows}


def _row(figure: Figure) -> dict[str, float]:
    tally = figure.tally
    shown = {"P": tally.precision, "R": tally.recall, "F1": tally.f1, "low": figure.low, "high": figure.high}
    return {name: round(value, 3) for name, value in shown.items()} | {"asked": tally.asked}


def _speed(tool: Extractor, reads: Sequence[Read]) -> dict[str, float]:
    """Characters a second on one core of the whole extraction, and of the LAC encoder alone in the same run."""
    texts = [passage.text for _, _, passages in reads for passage in passages if passage.text]
    lac = Lac()
    ours = _timed(lambda: [tool.extract(text, passages) for _, text, passages in reads])
    alone = _timed(lambda: [lac.emissions([text]) for text in texts])
    characters = sum(map(len, texts))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "extraction, characters/s": round(characters / ours),
        "LAC encoder alone, characters/s": round(characters / alone),
        "ratio": round(alone / ours, 3),
        "peak memory, MiB": round(peak),
    }


def _timed(work: Any) -> float:
    """Seconds of processor time, the least of two runs."""
    seconds = []
    for _ in range(2):
        started = time.process_time()
        work()
        seconds.append(time.process_time() - started)
    return min(seconds)


HEAD = """# Accuracy

Made by `python -m bench.extraction`: do not edit. Document level; F1 with its 95% interval (bootstrap over documents).
Types with fewer than forty items asked for are left out. The baseline is LAC as it ships and a list of countries.
The corpus is [nlp/corpus](../nlp/corpus/README.md); the reports are a set of their own, not in this repository."""


def page(figures: Mapping[str, Any]) -> Iterator[str]:
    """The lines of docs/accuracy.md."""
    yield HEAD
    for name, rows in figures["sets"].items():
        yield f"\n## {name} ({rows['documents']} documents)\n"
        yield from _table(rows, figures["baseline"][name])
        yield f"\nStage of a tie right: {rows['stages right']:.3f}."
    yield "\n## Confidence of claims (corpus test)\n"
    yield from _lines("from", "claims", "sure on average", "right")
    for band in figures["confidence"]:
        yield _line(band["from"], band["claims"], band["sure"], band["right"])
    yield "\n## Speed (one core, processor time)\n"
    yield from (f"- {name}: {value}" for name, value in figures["speed"].items())


def _table(rows: Mapping[str, Any], baseline: Mapping[str, Any]) -> Iterator[str]:
    yield from _lines("", "P", "R", "F1", "interval", "asked", "baseline F1")
    for kind in ("entities", *TYPES.values(), "relations", *RELATIONS):
        told = rows.get(kind, {"asked": 0})
        if told["asked"] >= ASKED or kind in ("entities", "relations"):
            base = baseline[kind]["F1"] if kind in ("entities", "Country", *_LAC_TYPES.values()) else "–"
            shown = (f"{told[name]:.3f}" for name in ("P", "R", "F1"))
            yield _line(kind, *shown, f"{told['low']:.3f}–{told['high']:.3f}", told["asked"], base)


def _lines(*heads: str) -> Iterator[str]:
    yield _line(*heads)
    yield _line(*["---"] * len(heads))


def _line(*cells: object) -> str:
    return "| " + " | ".join(map(str, cells)) + " |"


def main() -> None:
    """Measure and write the page."""
    PAGE.write_text("\n".join([*page(run()), ""]), "utf-8")
    print(PAGE, file=sys.stderr)


if __name__ == "__main__":
    main()
