"""An office's own spaCy pipeline finds names instead of the tagger that ships (TIELINE_SPACY_MODEL)."""

import subprocess
import sys
from pathlib import Path

import pytest
import spacy

TEXT = "甲江市与樱川市商定，由林振邦主持乡谊坊的工作，乡谊坊设在智利。"
READ = f"""
from nlp.pipeline import VERSION
from tests.nlp.reading_room import extract
found = extract({TEXT!r})
print(VERSION, *sorted({{f"{{m.type}}:{{m.text}}:{{m.rule}}" for m in found.mentions}}))
"""
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """A pipeline on disk, as an office may have trained one: it knows two names by a list."""
    language = spacy.blank("zh")
    patterns = [
        {"label": "ORG", "pattern": "乡谊坊"},
        {"label": "GPE", "pattern": "智利"},
        {"label": "DATE", "pattern": "商定"},
    ]
    language.add_pipe("entity_ruler").add_patterns(patterns)  # type: ignore[attr-defined]
    language.to_disk(tmp_path / "own")
    return tmp_path / "own"


def read(model: str) -> subprocess.CompletedProcess[str]:
    environment = {"TIELINE_SPACY_MODEL": model} if model else {}
    return subprocess.run([sys.executable, "-c", READ], cwd=ROOT, env=environment, capture_output=True, text=True)


def test_names_of_the_own_model_are_found_beside_the_rules(model: Path) -> None:
    shipped, own = read("").stdout.split(), read(str(model)).stdout.split()
    assert not any("乡谊坊" in told for told in shipped)
    assert "Organisation:乡谊坊:name.sure" in own
    assert any(told.startswith("Country:智利:") for told in own)
    assert any(told.startswith("Place:樱川市:") for told in own)
    assert not any("商定" in told for told in own)


def test_the_version_tells_which_model_read(model: Path) -> None:
    assert read("").stdout.split()[0] != read(str(model)).stdout.split()[0]


def test_a_model_that_is_not_there_is_named_with_what_to_do(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "from cli.main import main; main()", "extract", str(Path(__file__))]
    environment = {"TIELINE_SPACY_MODEL": "no_such_model", "TIELINE_LANGUAGE": "en", "TIELINE_DATA_DIR": str(tmp_path)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode != 0
    assert "no_such_model of TIELINE_SPACY_MODEL cannot be used" in done.stderr
    assert "Traceback" not in done.stderr
