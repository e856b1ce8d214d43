"""Backup and restore: one zip with the whole graph as JSON lines, run data included, the office's records and the
original files.

Must stay true: a backup of either database restores into either; a file under the final name is whole, and only its
owner may read it; restore never mixes with what is already there, and brings the accounts before the documents, so
that one that breaks off leaves nothing open to everybody.
"""

import hashlib
import io
import json
import os
import zipfile
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any, BinaryIO

from graph.database import Database
from graph.exchange import ImportCounts, import_lines, lines
from graph.office import accounts, copies
from graph.ontology.errors import Reason, TielineError
from graph.ontology.types import Viewer
from graph.queries import exchange as queries

GRAPH = "graph.jsonl"
OFFICE = "office.jsonl"
MANIFEST = "manifest.json"
ORIGINALS = "originals/"

CHANGED = Reason("校验和不符，文件已改动或损坏", "its checksum differs, so it was changed or damaged")
NO_BACKUP = Reason(
    "无法打开，或不是 tieline backup 生成的文件", "it cannot be opened, or `tieline backup` did not write it"
)


class BadBackup(TielineError):
    """The file is not a whole backup."""

    code = "bad-backup"
    zh = "备份文件 {path} 无法使用：{why}。请换一份备份。"
    en = "The backup {path} cannot be used: {why}. Use another backup."


class AccountsThere(TielineError):
    """Restore would mix two offices."""

    code = "accounts-there"
    zh = "数据目录中已有账户。恢复备份需要空的数据目录：请设置新的 TIELINE_DATA_DIR。"
    en = "There are accounts already. Restore into an empty folder: set a new TIELINE_DATA_DIR."


class NotEmpty(TielineError):
    """Restore needs an empty graph."""

    code = "not-empty"
    zh = "图数据库中已有 {documents} 份文件。恢复备份需要空的数据目录：请设置新的 TIELINE_DATA_DIR。"
    en = "The graph already holds {documents} documents. Restore into an empty folder: set a new TIELINE_DATA_DIR."


def backup(db: Database, viewer: Viewer, originals: Path, target: Path) -> int:
    """Write all to `target` (a zip file); returns the number of lines of the graph. The caller holds the writer's
    lease."""
    partial = target.with_name(f".{target.name}.partial")
    try:
        with _private(partial) as out, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            count, digest = _write_lines(archive, GRAPH, lines(db, viewer, run_data=True))
            records, of_office = _write_lines(archive, OFFICE, copies.lines(db))
            for file in sorted(originals.rglob("*")) if originals.is_dir() else ():
                if file.is_file():
                    archive.write(file, ORIGINALS + file.relative_to(originals).as_posix())
            manifest = {"tieline": version("tieline"), "lines": count, "sha256": digest}
            manifest["office"] = {"lines": records, "sha256": of_office}
            archive.writestr(MANIFEST, json.dumps(manifest))
        os.replace(partial, target)
    finally:
        partial.unlink(missing_ok=True)
    return count


def restore(db: Database, originals: Path, source: Path) -> ImportCounts:
    """Read a backup into an empty graph. The caller holds the writer's lease. Raises BadBackup, NotEmpty or
    AccountsThere."""
    _require_empty(db)
    try:
        with zipfile.ZipFile(source) as archive:
            _check(archive, source)
            copies.restore(db, _lines_of(archive, OFFICE))
            counts = import_lines(db, _lines_of(archive, GRAPH))
            _restore_originals(archive, originals)
    except (zipfile.BadZipFile, OSError, KeyError, ValueError) as error:
        raise BadBackup(path=source, why=NO_BACKUP) from error
    return counts


def _require_empty(db: Database) -> None:
    present = db.read(queries.COUNT_DOCUMENTS)[0]["documents"]
    if present:
        raise NotEmpty(documents=present)
    if accounts.any_exists(db):
        raise AccountsThere


def _private(path: Path) -> BinaryIO:
    """The file, open for writing, for its owner's eyes alone: it holds closed records and hashes of passwords."""
    return os.fdopen(os.open(path, os.O_CREAT | os.O_TRUNC | os.O_RDWR | getattr(os, "O_BINARY", 0), 0o600), "w+b")


def _write_lines(archive: zipfile.ZipFile, name: str, source: Iterator[str]) -> tuple[int, str]:
    digest, count = hashlib.sha256(), 0
    with archive.open(name, "w", force_zip64=True) as out:
        for line in source:
            data = (line + "\n").encode()
            digest.update(data)
            out.write(data)
            count += 1
    return count, digest.hexdigest()


def _check(archive: zipfile.ZipFile, source: Path) -> None:
    """Raise BadBackup unless the lines are those that were written."""
    manifest: dict[str, Any] = json.loads(archive.read(MANIFEST))
    expected = {GRAPH: manifest["sha256"]}
    if "office" in manifest or OFFICE in archive.namelist():  # Backups of an older Tieline hold no office.
        expected[OFFICE] = manifest["office"]["sha256"]
    if any(_digest(archive, name) != sha256 for name, sha256 in expected.items()):
        raise BadBackup(path=source, why=CHANGED)


def _digest(archive: zipfile.ZipFile, name: str) -> str:
    digest = hashlib.sha256()
    with archive.open(name) as data:
        while chunk := data.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()


def _lines_of(archive: zipfile.ZipFile, name: str) -> Iterator[str]:
    if name not in archive.namelist():
        return
    with archive.open(name) as data:
        yield from io.TextIOWrapper(data, encoding="utf-8")


def _restore_originals(archive: zipfile.ZipFile, originals: Path) -> None:
    for name in archive.namelist():
        if name.startswith(ORIGINALS) and not name.endswith("/"):
            target = (originals / name.removeprefix(ORIGINALS)).resolve()
            if not target.is_relative_to(originals.resolve()):
                raise ValueError(f"{name} leads outside")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(archive.read(name))
