"""What a backup and an export hold of the office, and what a rebuild leaves alone."""

import stat
import sys
import zipfile
from pathlib import Path

import pytest

from graph import backup
from graph.database import Database
from graph.fold.run import rebuild
from graph.lease import writer
from graph.office import accounts, api_keys, audit, departments, sessions
from graph.office.audit import Audit
from graph.office.types import Role, Scope
from graph.ontology.types import ShareClass
from graph.schema import INDEXED
from graph.viewers import local_owner
from tests.graph.made import Said, empty, export_of
from tests.graph.office.people import COMMERCE, PASSWORD, classed, person, store

pytestmark = pytest.mark.database

SAID = [Said("LOCATED_IN", "鲁堡市", "德国")]
OFFICE = ("Department", "Account", "Session", "ApiKey", "Attempt", "AuditEntry", "AuditChain")


def records(db: Database, labels: tuple[str, ...] = OFFICE) -> dict[str, list[dict[str, object]]]:
    found = {}
    for label in labels:
        rows = db.read(f"MATCH (n:{label}) RETURN properties(n) AS p ORDER BY n.uid")
        found[label] = [row["p"] for row in rows]
    return found


@pytest.fixture
def busy(office: Database) -> Database:
    """An office with a bit of everything."""
    store(office, [classed(1, COMMERCE, ShareClass.CLOSED, SAID)])
    wang = person(office, "wang", Role.STEWARD)
    api_keys.create(office, wang, "报表", Scope.READ)
    sessions.start(office, wang, "Firefox", "10.0.0.7")
    with Audit(office) as log:
        log.record("wang", "session", "read", "entities/1")
    return office


def copied(db: Database, folder: Path) -> Path:
    target = folder / "copy.zip"
    with writer(db):
        backup.backup(db, local_owner(db), folder / "originals", target)
    return target


def restored(db: Database, source: Path, folder: Path) -> None:
    with writer(db):
        backup.restore(db, folder / "restored", source)


def test_every_label_of_the_office_is_in_the_schema() -> None:
    assert set(OFFICE) <= set(INDEXED)


def test_a_backup_brings_the_office_back(busy: Database, tmp_path: Path) -> None:
    kept = ("Department", "Account", "ApiKey", "AuditEntry", "AuditChain")
    before, knowledge = records(busy, kept), export_of(busy)
    source = copied(busy, tmp_path)
    empty(busy)
    restored(busy, source, tmp_path)
    assert records(busy, kept) == before
    assert export_of(busy) == knowledge
    assert accounts.authenticate(busy, "wang", PASSWORD).role == Role.STEWARD
    assert audit.verify(busy) == []
    assert departments.under(busy, "市政府") >= {COMMERCE}


def test_a_restore_logs_nobody_in(busy: Database, tmp_path: Path) -> None:
    source = copied(busy, tmp_path)
    with zipfile.ZipFile(source) as archive:
        assert b'"Session"' not in archive.read("office.jsonl")
    empty(busy)
    restored(busy, source, tmp_path)
    assert records(busy, ("Session", "Attempt")) == {"Session": [], "Attempt": []}


@pytest.mark.skipif(sys.platform == "win32", reason="rights of files are another thing there")
def test_a_backup_is_for_its_owner_alone(busy: Database, tmp_path: Path) -> None:
    assert stat.S_IMODE(copied(busy, tmp_path).stat().st_mode) == 0o600


def rewritten(source: Path, target: Path, leave_out: str = "", **changed: bytes) -> Path:
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            if name != leave_out:
                new.writestr(name, changed.get(name.partition(".")[0], old.read(name)))
    return target


@pytest.mark.parametrize("what", ["changed", "left out"])
def test_a_backup_whose_office_is_not_whole_is_refused(busy: Database, tmp_path: Path, what: str) -> None:
    source, target = copied(busy, tmp_path), tmp_path / "other.zip"
    if what == "changed":
        rewritten(source, target, office=b"")
    else:
        rewritten(source, target, leave_out="office.jsonl")
    empty(busy)
    with pytest.raises(backup.BadBackup):
        restored(busy, target, tmp_path)
    assert not accounts.any_exists(busy)


def test_a_backup_of_an_older_version_holds_no_office(busy: Database, tmp_path: Path) -> None:
    source = copied(busy, tmp_path)
    with zipfile.ZipFile(source) as archive:
        older = archive.read("manifest.json").partition(b', "office"')[0] + b"}"
    target = rewritten(source, tmp_path / "older.zip", leave_out="office.jsonl", manifest=older)
    knowledge = export_of(busy)
    empty(busy)
    restored(busy, target, tmp_path)
    assert export_of(busy) == knowledge
    assert not accounts.any_exists(busy)
    assert departments.find(busy, COMMERCE)


def test_a_restore_mixes_with_no_other_office(busy: Database, tmp_path: Path) -> None:
    source = copied(busy, tmp_path)
    empty(busy)
    departments.ensure(busy, [COMMERCE])
    person(busy, "li")
    with pytest.raises(backup.AccountsThere):
        restored(busy, source, tmp_path)
    assert [account.login for account in accounts.all_of(busy)] == ["li"]


def test_an_export_holds_nothing_of_the_office(busy: Database) -> None:
    kinds = {line.split('"')[3] for line in export_of(busy).splitlines()}
    assert not kinds & {label.lower() for label in OFFICE}
    assert "wang" not in export_of(busy)


def test_a_rebuild_leaves_the_office_alone(busy: Database) -> None:
    before = records(busy)
    with writer(busy):
        rebuild(busy)
    assert records(busy) == before
