"""Backup and restore: one zip with the whole graph as JSON lines, run data included, and the original files.

Must stay true: a backup of either database restores into either; a file under the final name is whole; restore never
mixes with what
is already there.
"""

import hashlib
import io
import json
import os
import zipfile
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

from graph.database import Database
from graph.exchange import ImportCounts, import_lines, lines
from graph.ontology.errors import TielineError
from graph.ontology.types import Viewer
from graph.queries import exchange as queries

GRAPH = "graph.jsonl"
MANIFEST = "manifest.json"
ORIGINALS = "originals/"


class BadBackup(TielineError):
    """The file is not a whole backup."""

    code = "bad-backup"
    zh = "备份文件 {path} 无法使用：{why}。请换一份备份。"
    en = "The backup {path} cannot be used: {why}. Use another backup."


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
        with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as archive:
            count, digest = _write_graph(archive, lines(db, viewer, run_data=True))
            for file in sorted(originals.rglob("*")) if originals.is_dir() else ():
                if file.is_file():
                    archive.write(file, ORIGINALS + file.relative_to(originals).as_posix())
            manifest = {"tieline": version("tieline"), "lines": count, "sha256": digest}
            archive.writestr(MANIFEST, json.dumps(manifest))
        os.replace(partial, target)
    finally:
        partial.unlink(missing_ok=True)
    return count


def restore(db: Database, originals: Path, source: Path) -> ImportCounts:
    """Read a backup into an empty graph. The caller holds the writer's lease. Raises BadBackup, NotEmpty."""
    present = db.read(queries.COUNT_DOCUMENTS)[0]["documents"]
    if present:
        raise NotEmpty(documents=present)
    try:
        with zipfile.ZipFile(source) as archive:
            _check(archive, source)
            counts = import_lines(db, _graph_lines(archive))
            _restore_originals(archive, originals)
    except (zipfile.BadZipFile, OSError, KeyError, ValueError) as error:
        raise BadBackup(path=source, why=error) from error
    return counts


def _write_graph(archive: zipfile.ZipFile, source: Iterator[str]) -> tuple[int, str]:
    digest, count = hashlib.sha256(), 0
    with archive.open(GRAPH, "w", force_zip64=True) as out:
        for line in source:
            data = (line + "\n").encode()
            digest.update(data)
            out.write(data)
            count += 1
    return count, digest.hexdigest()


def _check(archive: zipfile.ZipFile, source: Path) -> None:
    manifest: dict[str, Any] = json.loads(archive.read(MANIFEST))
    digest = hashlib.sha256()
    with archive.open(GRAPH) as data:
        while chunk := data.read(1 << 20):
            digest.update(chunk)
    if digest.hexdigest() != manifest["sha256"]:
        raise BadBackup(path=source, why="checksum")


def _graph_lines(archive: zipfile.ZipFile) -> Iterator[str]:
    with archive.open(GRAPH) as data:
        yield from io.TextIOWrapper(data, encoding="utf-8")


def _restore_originals(archive: zipfile.ZipFile, originals: Path) -> None:
    for name in archive.namelist():
        if name.startswith(ORIGINALS) and not name.endswith("/"):
            target = (originals / name.removeprefix(ORIGINALS)).resolve()
            if not target.is_relative_to(originals.resolve()):
                raise ValueError(f"{name} leads outside")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(archive.read(name))
