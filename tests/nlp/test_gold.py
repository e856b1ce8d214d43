"""Scores on the annotated reports: the floor below which a change may not fall; held-out documents are left out."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ingest.readers.contract import Limits
from ingest.reading import read_bytes
from nlp.gold import to_gold, with_locality
from tests.nlp.reading_room import SHARED_GOLD, extractor

HELD_OUT = {f"{series}{number}" for series in ("own1-0", "own-a0") for number in range(4, 9)}
pytestmark = pytest.mark.skipif(not SHARED_GOLD.exists(), reason="the annotated reports are not beside this clone")
FOUNDING = "huainan-report"


def _rows() -> list[dict[str, Any]]:
    lines = (SHARED_GOLD / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    return [row for row in map(json.loads, filter(None, lines)) if row["id"] not in HELD_OUT]


def _extracted(row: dict[str, Any]) -> dict[str, Any]:
    read = read_bytes(f"{row['id']}.txt", row["text"].encode(), department="外事办", limits=Limits())
    known = with_locality(read.document, read.passages)
    return to_gold(row["id"], known, extractor().extract(known, read.passages))


def _score(rows: list[dict[str, Any]], folder: Path) -> dict[str, Any]:
    gold, output = folder / "gold.jsonl", folder / "output.jsonl"
    for path, objects in ((gold, rows), (output, [_extracted(row) for row in rows])):
        path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in objects), encoding="utf-8")
    command = [sys.executable, str(SHARED_GOLD / "score.py"), str(gold), str(output), "--json"]
    found: dict[str, Any] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return found


def test_the_founding_report(tmp_path: Path) -> None:
    figures = _score([row for row in _rows() if row["id"] == FOUNDING], tmp_path)
    assert figures["entities"]["f1"] >= 0.94
    assert figures["relations"]["f1"] >= 0.92


def test_the_documents_that_are_not_held_out(tmp_path: Path) -> None:
    rows = _rows()
    assert len(rows) == 24
    figures = _score(rows, tmp_path)
    assert figures["documents_without_output"] == []
    assert figures["entities"]["f1"] >= 0.94
    assert figures["relations"]["f1"] >= 0.86
