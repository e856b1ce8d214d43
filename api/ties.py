"""How far a city's ties are: its partners by stage, for the first page.

Must stay true: a partner stands in the lane of its present stage, as the read side computes it.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from graph.database import Database
from graph.ontology.types import Viewer
from graph.ontology.vocabulary import ontology
from graph.read.entities import facts
from graph.read.models import DocumentRow, EntityRef, Fact
from graph.read.search import search

PARTNERS = 200
"""The most partners that the first page looks at."""

LANES = ("intent", "exchange", "formal")
"""Coarse stages, from the first contact to the treaty; an ended tie is in none."""


@dataclass(frozen=True)
class Lane:
    """Partners whose ties are at one coarse stage, the furthest first."""

    name: str
    ties: tuple[Fact, ...]


def home_city(db: Database, viewer: Viewer, rows: Sequence[DocumentRow]) -> EntityRef | None:
    """The place that most of these documents report on; None while none says so. Invented ones count only where there
    are no others."""
    real = [row for row in rows if not row.document.invented]
    counts = Counter(row.locality for row in real or rows if row.locality)
    if not counts:
        return None
    name = min(counts, key=lambda locality: (-counts[locality], locality))
    hits = search(db, viewer, name, types=("Place",), limit=1).items
    return hits[0].entity if hits else None


def lanes(db: Database, viewer: Viewer, city: EntityRef) -> tuple[Lane, ...]:
    """The city's partners in lanes."""
    ties = facts(db, viewer, city.id, "TIE", limit=PARTNERS).items
    return tuple(Lane(name, _in_lane(ties, name)) for name in LANES)


def _in_lane(ties: Sequence[Fact], name: str) -> tuple[Fact, ...]:
    stages = ontology().stages
    found = [tie for tie in ties if (stage := stages.get(tie.attributes.get("stage", ""))) and stage.gold == name]
    return tuple(sorted(found, key=lambda tie: -stages[tie.attributes["stage"]].rank))
