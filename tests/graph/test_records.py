"""The neomodel classes describe what the named queries write, and load what the store holds."""

import pytest

from graph import evidence
from graph.database import Database
from graph.records import Job, StoredDocument
from tests.graph.made import Said, reading

pytestmark = pytest.mark.database


def test_a_stored_document_has_just_the_declared_properties(database: Database) -> None:
    made = reading(1, [Said("LOCATED_IN", "鲁堡市", "德国")])
    evidence.write(database, [made])
    stored = database.read("MATCH (d:Document) RETURN properties(d) AS props")[0]["props"]
    assert set(stored) <= set(StoredDocument.defined_properties(rels=False))
    loaded = database.records(lambda: StoredDocument.nodes.get(uid=made.document.uid))
    assert (loaded.title, loaded.complete, loaded.claims) == ("文件1", True, 1)


def test_a_job_is_saved_and_changed(database: Database) -> None:
    database.records(lambda: Job(uid="j", kind="upload", state="waiting").save())

    def finish() -> None:
        job = Job.nodes.get(uid="j")
        job.state = "done"
        job.save()

    database.records(finish)
    assert database.read("MATCH (j:Job) RETURN j.state AS state") == [{"state": "done"}]
