"""Generated pages say what the code says."""

from pathlib import Path

from tools import docs


def test_the_generated_pages_are_up_to_date() -> None:
    assert docs.drifted(docs.DOCS) == [], "run make docs"


def test_a_changed_or_missing_page_is_found(tmp_path: Path) -> None:
    docs.write(tmp_path)
    assert docs.drifted(tmp_path) == []
    (tmp_path / "settings.md").write_text("# Settings\n", encoding="utf-8")
    (tmp_path / "ontology.md").unlink()
    assert docs.drifted(tmp_path) == ["settings.md", "ontology.md"]
