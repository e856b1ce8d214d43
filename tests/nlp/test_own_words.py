"""An office adds words of its own without code (TIELINE_VOCABULARY_DIR)."""

import subprocess
import sys
from pathlib import Path

import pytest

TEXT = "甲江市与樱川市商定，由林振邦担任泰国乡谊坊首席侨务官。"
READ = """
from tests.nlp.reading_room import names, extract, told
print(sorted(names({text!r}, "Organisation")), sorted(told(extract({text!r}), "POSITION")))
"""


def _read(folder: Path | None) -> subprocess.CompletedProcess[str]:
    """What a fresh process reads: the lists are compiled when it starts."""
    environment = {"TIELINE_VOCABULARY_DIR": str(folder)} if folder else {}
    root = Path(__file__).resolve().parents[2]
    return subprocess.run(
        [sys.executable, "-c", READ.format(text=TEXT)], cwd=root, env=environment, capture_output=True, text=True
    )


def test_own_words_are_read_beside_those_that_ship(tmp_path: Path) -> None:
    (tmp_path / "office.yaml").write_text("title_heads: [首席侨务官]\nbody_suffixes: [乡谊坊]\n", encoding="utf-8")
    assert "泰国乡谊坊" not in _read(None).stdout
    found = _read(tmp_path)
    assert "泰国乡谊坊" in found.stdout, found.stderr
    assert "('林振邦', '泰国乡谊坊')" in found.stdout


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"title_heads: [x", "YAML"),
        (b"no_such_list: [x]", "no list no_such_list"),
        (b"title_heads: x", "expected"),
        (b"\xff\xfe\xfa", "YAML"),
    ],
)
def test_a_broken_word_list_is_named_with_what_is_wrong(tmp_path: Path, content: bytes, why: str) -> None:
    (tmp_path / "office.yaml").write_bytes(content)
    command = [sys.executable, "-c", "from cli.main import main; main()", "extract", str(Path(__file__))]
    environment = {"TIELINE_VOCABULARY_DIR": str(tmp_path), "TIELINE_LANGUAGE": "en", "TIELINE_DATA_DIR": str(tmp_path)}
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True)
    assert done.returncode != 0
    assert "office.yaml" in done.stderr
    assert why in done.stderr
    assert "Traceback" not in done.stderr


def test_a_word_may_be_taken_out_and_the_version_tells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from nlp import vocabulary

    (tmp_path / "a.yaml").write_text("title_heads: [-市长]\n", encoding="utf-8")
    before = vocabulary.own_version()
    monkeypatch.setenv("TIELINE_VOCABULARY_DIR", str(tmp_path))
    assert vocabulary.own_version() != before
    vocabulary._words.cache_clear()
    try:
        assert "市长" not in vocabulary._words()["title_heads"]
    finally:
        monkeypatch.undo()
        vocabulary._words.cache_clear()
