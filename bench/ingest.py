"""From file to graph: documents and characters per second, the share of each stage, and how far from two limits.

Limits: the LAC encoder alone over the same sentences, and the same rows written by plain UNWIND CREATE batches to an
empty database.
"""

import json
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import Any

from bench import corpus
from graph import evidence, viewers
from graph.database import Database
from graph.exchange import lines
from graph.fold.run import fold
from graph.settings import Settings
from graph.statements import batches
from ingest.runs import BATCH_DOCUMENTS, limits_of
from ingest.work import Outcome, Stated, Task, perform
from nlp.lac import Lac

Times = dict[str, float]


@contextmanager
def timed(times: Times, stage: str) -> Iterator[None]:
    started = time.perf_counter()
    yield
    times[stage] = times.get(stage, 0.0) + time.perf_counter() - started


def run(count: int = 200) -> dict[str, Any]:
    """The figures for `count` made documents, on one core and the embedded database."""
    texts = corpus.documents(count)
    characters = sum(map(len, texts))
    with tempfile.TemporaryDirectory() as folder:
        paths = corpus.write(Path(folder), texts)
        times, rows = _ours(Path(folder) / "ours", paths)
        plain = _plain(Path(folder) / "plain", rows)
    encoder = _encoder(texts)
    total, database = sum(times.values()), times["write"] + times["fold"]
    return {
        "documents": count,
        "characters": characters,
        "documents per second": round(count / total, 1),
        "characters per second": round(characters / total),
        "share of stages": {stage: round(seconds / total, 3) for stage, seconds in times.items()},
        "extraction against the LAC encoder alone": round(encoder / times["read and extract"], 3),
        "write and fold against plain UNWIND batches": round(plain / database, 3),
        "all against plain UNWIND batches": round(plain / total, 3),
        "seconds": {
            **{k: round(v, 2) for k, v in times.items()},
            "plain": round(plain, 2),
            "encoder": round(encoder, 2),
        },
    }


def _ours(data_dir: Path, paths: list[Path]) -> tuple[Times, list[dict[str, Any]]]:
    settings = Settings(data_dir=data_dir)
    times: Times = {}
    perform(_task(settings, paths[0]))  # the models are loaded
    with Database.open(settings) as db:
        for start in range(0, len(paths), BATCH_DOCUMENTS):
            with timed(times, "read and extract"):
                outcomes = [perform(_task(settings, path)) for path in paths[start : start + BATCH_DOCUMENTS]]
            _store(db, outcomes, times)
        rows = [json.loads(line) for line in lines(db, viewers.local_owner(db), run_data=True)]
    return times, rows


def _task(settings: Settings, path: Path) -> Task:
    return Task(path, Stated("外事办公室"), limits_of(settings))


def _store(db: Database, outcomes: list[Outcome], times: Times) -> None:
    readings = [outcome.reading for outcome in outcomes if outcome.reading]
    with timed(times, "write"):
        evidence.write(db, readings)
    with timed(times, "fold"):
        fold(db)


def _encoder(texts: list[str]) -> float:
    """Seconds that the encoder alone takes for the sentences, in batches of equal length."""
    lac = Lac()
    sentences = sorted((part for text in texts for part in text.replace("\n", "。").split("。") if part), key=len)
    groups = [list(group) for _, group in groupby(sentences, key=len)]
    lac.emissions(groups[0][:1])
    started = time.perf_counter()
    for group in groups:
        for start in range(0, len(group), 64):
            lac.emissions(group[start : start + 64])
    return time.perf_counter() - started


def _plain(data_dir: Path, rows: list[dict[str, Any]]) -> float:
    """Seconds that plain CREATE batches take for the rows that our graph ended up with."""
    nodes: dict[str, list[dict[str, Any]]] = defaultdict(list)
    relations: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        _sort(row, nodes, relations)
    with Database.open(Settings(data_dir=data_dir)) as db:
        started = time.perf_counter()
        for label, found in nodes.items():
            _send(db, f"UNWIND $rows AS row CREATE (n:{label}) SET n = row", found)
        for pattern, found in relations.items():
            head, kind, tail = pattern.split(" ")
            _send(
                db,
                f"UNWIND $rows AS row MATCH (h:{head} {{uid: row.head}}), (t:{tail} {{uid: row.tail}}) "
                f"CREATE (h)-[r:{kind}]->(t) SET r = row.props",
                found,
            )
        return time.perf_counter() - started


LABELS: dict[str, Callable[[dict[str, Any]], str]] = {
    "document": lambda _: "Document",
    "passage": lambda _: "Passage",
    "unit": lambda _: "Unit",
    "mention": lambda _: "Mention",
    "claim": lambda _: "Claim",
    "judgement": lambda _: "Judgement",
    "entity": lambda row: f"Entity:{row['type']}",
    "name": lambda _: "Name",
    "fact": lambda _: "Fact",
    "attribute": lambda _: "Attribute",
}

LINKS = {
    "passage": ("Passage PART_OF Document", "uid", "document"),
    "claim": ("Claim READ_FROM Passage", "uid", "passage"),
    "name": ("Entity NAMED Name", "entity", "uid"),
    "attribute": ("Entity DESCRIBED_BY Attribute", "entity", "uid"),
}


def _sort(
    row: dict[str, Any], nodes: dict[str, list[dict[str, Any]]], relations: dict[str, list[dict[str, Any]]]
) -> None:
    kind = row.pop("line")
    if kind in LABELS:
        nodes[LABELS[kind](row)].append({name: value for name, value in row.items() if name != "labels"})
    if kind in LINKS:
        pattern, head, tail = LINKS[kind]
        relations[pattern].append({"head": row[head], "tail": row[tail], "props": {}})
    if kind in ("relation", "mentioned-in"):
        ends = {"head": row.pop("head"), "tail": row.pop("tail")}
        pattern = (
            "Entity MENTIONED_IN Document" if kind == "mentioned-in" else f"Entity {row['fact'].split('-')[0]} Entity"
        )
        relations[pattern].append({**ends, "props": row})


def _send(db: Database, query: str, rows: list[dict[str, Any]]) -> None:
    for batch in batches(rows):
        db.write(query, rows=batch)
