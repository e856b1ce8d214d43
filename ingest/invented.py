"""The shipped sample: a handful of invented documents, loaded and removed as a whole.

Must stay true: everything that the sample brings is marked as invented, and removing it leaves nothing of it.
"""

from importlib.resources import as_file, files
from pathlib import Path

import yaml

from graph import evidence
from graph.database import Database
from graph.ontology.types import Viewer
from graph.settings import Settings
from ingest.removal import remove
from ingest.runs import RunReport, Source, run
from ingest.work import Stated


def load(db: Database, settings: Settings) -> RunReport:
    """Read the invented documents into the graph."""
    with as_file(files("ingest") / "sample") as folder:
        return run(db, settings, sample_sources(folder))


def unload(db: Database, settings: Settings, viewer: Viewer) -> int:
    """Take all invented documents out again; returns how many there were."""
    documents = evidence.invented(db)
    if documents:
        remove(db, settings, viewer, documents)
    return len(documents)


def sample_sources(folder: Path) -> list[Source]:
    """The documents of this folder's manifest, with what it states of each."""
    manifest = yaml.safe_load((folder / "manifest.yaml").read_text(encoding="utf-8"))
    return [_source(folder, row) for row in manifest["documents"]]


def _source(folder: Path, row: dict[str, str]) -> Source:
    stated = Stated(
        department=row["department"],
        share_class=row["share_class"],
        date=str(row.get("date", "")),
        locality=row.get("locality", ""),
        title=row.get("title", ""),
        invented=True,
    )
    return Source(folder / row["file"], stated)
