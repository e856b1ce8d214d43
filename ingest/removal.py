"""Takes documents out again, with their evidence, what was folded from it and the original file.

Must stay true: what other documents say stays; an original goes only with the last document of its content.
"""

from collections.abc import Sequence

from graph import evidence
from graph.database import Database
from graph.fold.run import fold
from graph.lease import writer
from graph.ontology.types import Viewer
from graph.read.documents import document
from graph.settings import Settings
from ingest import originals


def remove(db: Database, settings: Settings, viewer: Viewer, documents: Sequence[str]) -> None:
    """Remove these documents. Raises NotFound for one that the viewer may not see; then none is removed."""
    for uid in documents:
        document(db, viewer, uid, limit=1)
    hashes = evidence.hashes(db, documents)
    with writer(db):
        evidence.remove(db, documents)
        fold(db)
        for sha256 in hashes - evidence.still_held(db, hashes):
            originals.discard(settings.data_dir, sha256)
