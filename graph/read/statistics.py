"""Counts over what the viewer may see.

Must stay true: see graph.read. A fact under two audiences counts once.
"""

from collections import Counter, defaultdict

from graph.database import Database
from graph.fold.rows import current
from graph.ontology.types import Viewer
from graph.ontology.vocabulary import ontology
from graph.queries import read as queries
from graph.read.models import Statistics


def statistics(db: Database, viewer: Viewer) -> Statistics:
    """Numbers of documents, passages, entities by type, relations by type and ties by their present stage."""
    keys = viewer.key_list
    documents = db.read(queries.COUNT_DOCUMENTS, keys=keys)[0]
    entities = {row["type"]: row["count"] for row in db.read(queries.COUNT_ENTITIES, keys=keys)}
    relations = {row["predicate"]: row["count"] for row in db.read(queries.COUNT_RELATIONS, keys=keys)}
    return Statistics(
        documents=documents["documents"],
        passages=documents["passages"] or 0,
        entities={name: entities[name] for name in ontology().entities if name in entities},
        relations={name: relations[name] for name in ontology().relations if name in relations},
        ties_by_stage=_ties_by_stage(db, keys),
        invented=documents["invented"] or 0,
    )


def _ties_by_stage(db: Database, keys: list[str]) -> dict[str, int]:
    values: dict[str, set[str]] = defaultdict(set)
    for row in db.read(queries.TIE_VALUES, keys=keys):
        values[row["fact"]].update(row["values"])
    counts = Counter(current(said).get("stage", "") for said in values.values())
    return {name: counts[name] for name in ontology().stages if counts[name]}
