"""No name of a partner, a person or a body of the annotated reports stands in code or vocabulary; the generated
gazetteers (countries, Chinese divisions) are apart."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from nlp.vocabulary import countries, divisions
from tests.nlp.reading_room import SHARED_GOLD

ROOM = Path(__file__).resolve().parents[2] / "nlp"
GENERATED = {"countries.tsv", "divisions.tsv"}
pytestmark = pytest.mark.skipif(not SHARED_GOLD.exists(), reason="the annotated reports are not beside this clone")


def _gold_names() -> Iterator[str]:
    for line in (SHARED_GOLD / "dev.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        for entity in row["entities"]:
            known = entity["text"] in countries() or entity["text"] in divisions()
            if entity["type"] in {"Place", "Person", "Organisation", "Project"} and not known:
                yield entity["text"]


def test_no_gold_name_stands_in_code_or_vocabulary() -> None:
    files = [path for path in ROOM.rglob("*") if path.suffix in {".py", ".yaml", ".md"} and path.name not in GENERATED]
    text = "\n".join(path.read_text(encoding="utf-8") for path in files)
    assert {name for name in _gold_names() if name in text} == set()
