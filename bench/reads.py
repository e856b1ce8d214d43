"""Reads at 10,000 entities: each read model against the barest Cypher that touches the same things, in the same run."""

import random
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench import corpus
from graph import evidence, viewers
from graph.database import Database
from graph.evidence import Reading
from graph.fold.run import fold
from graph.ontology.types import Claim, Document, Extraction, Mention, Passage, Unit, Viewer
from graph.read.entities import entity
from graph.read.entities import evidence as evidence_of
from graph.read.neighbourhood import neighbourhood
from graph.read.paths import paths
from graph.read.search import search
from graph.settings import Settings

ROUNDS = 60

BARE = {
    "search": "CALL db.index.fulltext.queryNodes('name_text', $text) YIELD node RETURN node.text AS text LIMIT 20",
    "entity": "MATCH (e:Entity {uid: $one})-[r]-(o:Entity) RETURN r.fact AS fact, o.uid AS uid LIMIT 200",
    "evidence": "MATCH (f:Fact {fact: $fact}) UNWIND f.claims AS c MATCH (n:Claim {uid: c}) RETURN n.uid AS uid",
    "neighbourhood": "MATCH (e:Entity {uid: $one})-[r]-(o:Entity) RETURN o.uid AS uid, type(r) AS type LIMIT 100",
    "paths": "MATCH p = shortestPath((a:Entity {uid: $one})-[*..4]-(b:Entity {uid: $other})) RETURN length(p) AS steps",
}


def run(entities: int = 10_000) -> dict[str, Any]:
    """p50 and p95 in milliseconds of each read and of its bare query, and the ratio of the medians."""
    with tempfile.TemporaryDirectory() as folder, Database.open(Settings(data_dir=Path(folder))) as db:
        for start in range(0, entities // 20, 50):
            evidence.write(db, [_reading(number) for number in range(start, min(start + 50, entities // 20))])
            fold(db)
        viewer = viewers.local_owner(db)
        found = db.read("MATCH (e:Entity) RETURN count(e) AS entities")[0]
        return {"entities": found["entities"], **{name: _compare(db, viewer, name) for name in BARE}}


def _reading(number: int) -> Reading:
    """A document of 20 places, each tied to one of the neighbouring documents' places as well."""
    document = Document(f"{number:016x}" * 4, f"报告{number}", "外事办公室", date="2020")
    source = random.Random(number)
    names = [_name(number * 20 + index) for index in range(20)] + [_name(source.randrange(10_000)) for _ in range(5)]
    units = {name: Unit(document.uid, "Place", name, name, "德国", ((name, 1),)) for name in names}
    passages, mentions, claims = [], [], []
    for order, name in enumerate(names):
        other = names[source.randrange(len(names))]
        text = f"{name}与{other}结好。"
        passage = Passage(document.uid, order, order * 40, order * 40 + len(text), text)
        passages.append(passage)
        mentions.append(
            Mention(document.uid, passage.uid, units[name].uid, "Place", passage.start, passage.start + len(name), name)
        )
        if other != name:
            claims.append(_tie(document, passage, units[name], units[other]))
    return Reading(document, passages, Extraction(tuple(units.values()), tuple(mentions), tuple(claims)), "bench")


def _tie(document: Document, passage: Passage, one: Unit, other: Unit) -> Claim:
    stage = (("stage", "formal"),)
    return Claim(document.uid, passage.uid, "TIE", one.uid, other.uid, attributes=stage, rule="bench", end=passage.end)


def _name(number: int) -> str:
    source = random.Random(number)
    return "".join(source.choice(corpus.FOREIGN) for _ in range(4)) + "市"


def _compare(db: Database, viewer: Viewer, name: str) -> dict[str, float]:
    ours, bare = [], []
    for number in range(ROUNDS):
        one, other = (search(db, viewer, _name(number * 97 + shift)).items[0].entity for shift in (0, 53))
        fact = entity(db, viewer, one.id).facts["TIE"][0].id
        calls: dict[str, Callable[[], object]] = {
            "search": lambda one=one: search(db, viewer, one.name),  # type: ignore[misc]
            "entity": lambda one=one: entity(db, viewer, one.id),  # type: ignore[misc]
            "evidence": lambda fact=fact: evidence_of(db, viewer, fact),  # type: ignore[misc]
            "neighbourhood": lambda one=one: neighbourhood(db, viewer, one.id),  # type: ignore[misc]
            "paths": lambda one=one, other=other: one.id == other.id or paths(db, viewer, one.id, other.id),  # type: ignore[misc]
        }
        ours.append(_milliseconds(calls[name]))
        values = {"text": f'"{one.name}"', "one": one.id, "other": other.id, "fact": fact}
        bare.append(_milliseconds(lambda values=values: db.read(BARE[name], **values)))  # type: ignore[misc]
    return {
        "p50": _percentile(ours, 50),
        "p95": _percentile(ours, 95),
        "bare p50": _percentile(bare, 50),
        "bare p95": _percentile(bare, 95),
        "ratio": round(statistics.median(ours) / statistics.median(bare), 2),
    }


def _milliseconds(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return (time.perf_counter() - started) * 1000


def _percentile(values: list[float], percent: int) -> float:
    return round(statistics.quantiles(values, n=100)[percent - 1], 2)
