"""Whether the evidence is whole: what documents say of themselves against what is stored of them.

Must stay true: see graph.read. Reads everything, so it is for the doctor, not for a page.
"""

from collections.abc import Mapping

from graph.database import Database
from graph.ontology.types import Viewer
from graph.queries import read as queries


def miscounted(db: Database, viewer: Viewer) -> list[str]:
    """Complete documents of which another number of passages, mentions or claims is stored than they state."""
    stored = {name: _stored(db, viewer, query) for name, query in queries.STORED_COUNTS.items()}
    rows = db.read(queries.STATED_COUNTS, keys=viewer.key_list)
    wrong = (row for row in rows if any(row[name] != stored[name].get(row["document"], 0) for name in stored))
    return sorted(row["document"] for row in wrong)


def _stored(db: Database, viewer: Viewer, query: str) -> Mapping[str, int]:
    return {row["document"]: row["stored"] for row in db.read(query, keys=viewer.key_list)}
