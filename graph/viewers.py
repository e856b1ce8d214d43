"""Who may see what: from an identity to the set of audience keys that every read is bound to.

Must stay true: no read without a Viewer; a viewer's keys are looked up anew for each request, so a change of rights
holds at the next one.
"""

from graph.database import Database
from graph.ontology.types import Viewer

ALL_AUDIENCES = "MATCH (a:Audience) RETURN a.uid AS uid"


def local_owner(db: Database) -> Viewer:
    """The one user of a single-user installation: sees every audience."""
    return Viewer("local-owner", frozenset(row["uid"] for row in db.read(ALL_AUDIENCES)))
