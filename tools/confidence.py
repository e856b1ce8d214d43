"""Learns how sure claims are, from the corpus, and says how far that holds: `python -m tools.confidence train|table`.

Rules over the annotated passages give claims; each is right, wrong or arguable (then it does not count). A logistic
regression with a weak penalty gives the weights (nlp/models/confidence.tsv), the dev split how far to trust them.
`table` shows for the test split how many claims of each band of confidence are right.

Must stay true: only the train and dev splits are learned from; the same corpus and rules give the same file.
"""

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from graph.settings import Settings
from ingest.reading import read_bytes
from ingest.runs import limits_of
from nlp.confidence import BIAS, MODEL, SCORED, features, judged
from nlp.context import Context
from nlp.corpus import split
from nlp.corpus.scoring import Key, Reader
from nlp.gold import with_locality
from nlp.pipeline import Extractor, Reading
from nlp.reading import Fact, Ref

RAREST = 4
"""A feature that fewer claims have is not learned."""
STRENGTH = 0.3
"""Inverse strength of the penalty."""
LEAST = 0.01
"""A weight that is nearer to nothing is left out."""
BANDS = (0.95, 0.9, 0.8, 0.7, 0.6, 0.5, 0.35)

Example = tuple[tuple[str, ...], bool, float | None]
"""What is known of a claim, whether it is right, and how sure it is now."""


def main(command: str) -> None:
    """Run one command."""
    {"train": _train, "table": _table}[command]()


def examples(splits: Sequence[str]) -> Iterator[Example]:
    """The claims that the rules make of these passages, arguable ones apart."""
    tool, settings = Extractor(), Settings()
    for passage in (passage for name in splits for passage in split(name)):
        asked = passage.gold()
        read = read_bytes(
            f"{passage.id}.txt", passage.text.encode(), department="x", limits=limits_of(settings), date="", locality=""
        )
        document = with_locality(replace(read.document, title=asked["title"]), read.passages)
        for reading in tool.readings(document, read.passages):
            yield from _judged(asked, reading)


def _judged(asked: dict[str, Any], reading: Reading) -> Iterator[Example]:
    reader = Reader(asked)
    right = {reader.relation(row) for row in asked["relations"]}
    arguable = {reader.relation(row) for row in asked["optional_relations"]} - right
    sure = {id_of(fact): fact.confidence for fact in judged(reading.line, reading.context, reading.facts)}
    described = features(reading.line, reading.context, reading.facts)
    for fact, found in zip(reading.facts, described, strict=True):
        key = _key(reader, reading.context, fact) if found else None
        if key and key not in arguable:
            yield found, key in right, sure.get(id_of(fact))


def id_of(fact: Fact) -> tuple[object, ...]:
    """What tells facts of one passage apart."""
    return fact.predicate, fact.head, fact.tail, fact.rule, fact.start, fact.end, fact.attributes


def _key(reader: Reader, context: Context, fact: Fact) -> Key | None:
    if fact.predicate not in SCORED or fact.tail is None:
        return None
    tail = fact.anchor.text if fact.anchor else _surface(context, fact.tail)
    return reader.relation({"type": fact.predicate, "head": _surface(context, fact.head), "tail": tail})


def _surface(context: Context, ref: Ref) -> str:
    return "SELF" if context.is_home(ref) else context.name(ref)


def _train() -> None:
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    found = list(examples(("train",)))
    counts = Counter(name for names, _, _ in found for name in names)
    rows = [{name: 1.0 for name in names if counts[name] >= RAREST} for names, _, _ in found]
    vectorizer = DictVectorizer()
    model = LogisticRegression(C=STRENGTH, max_iter=2000, fit_intercept=False)
    model.fit(vectorizer.fit_transform(rows), np.array([right for _, right, _ in found]))
    learned = dict(zip(vectorizer.get_feature_names_out(), model.coef_[0], strict=True))
    unseen = list(examples(("dev",)))
    odds = np.array([[sum(learned.get(name, 0.0) for name in names)] for names, _, _ in unseen])
    scale = LogisticRegression().fit(odds, np.array([right for _, right, _ in unseen]))
    _write(learned, float(scale.coef_[0][0]), float(scale.intercept_[0]))
    print(f"{len(found)} claims learned from, {len(unseen)} to scale by", file=sys.stderr)


def _write(learned: Mapping[str, float], slope: float, shift: float) -> None:
    """The weights, scaled (Platt 1999) by claims of passages that neither rules nor tagger were made on."""
    scaled = {name: slope * weight + shift * name.startswith(f"{BIAS}:") for name, weight in learned.items()}
    lines = [f"{name}\t{weight:.3f}" for name, weight in sorted(scaled.items()) if abs(weight) >= LEAST]
    MODEL.write_text("\n".join(["# feature\tweight; made by python -m tools.confidence train", *lines, ""]), "utf-8")


def _table() -> None:
    print(json.dumps(calibration(examples(("test",))), indent=2))


def calibration(found: Iterable[Example]) -> list[dict[str, float]]:
    """For each band of confidence how many claims there are, how sure they are on average and how many are right."""
    bands: dict[float, list[tuple[float, bool]]] = defaultdict(list)
    for _, right, sure in found:
        if sure is not None:
            bands[next((least for least in BANDS if sure >= least), 0.0)].append((sure, right))
    return [
        {
            "from": least,
            "claims": len(held),
            "sure": round(sum(sure for sure, _ in held) / len(held), 3),
            "right": round(sum(right for _, right in held) / len(held), 3),
        }
        for least, held in sorted(bands.items(), reverse=True)
    ]


if __name__ == "__main__":
    main(sys.argv[1])
