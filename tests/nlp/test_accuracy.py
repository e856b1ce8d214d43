"""Accuracy does not fall below what was reached: on the corpus everywhere, on the annotated reports where they are."""

import pytest

from bench.extraction import FOUNDING, HELD_OUT, REPORTS, annotated_sets, read, scored_of
from nlp.corpus.scoring import stages_right, table
from tests.nlp.reading_room import extractor

FLOORS = {  # entities, relations, share of right stages
    "corpus test": (0.84, 0.62, 0.90),
    "24 reports": (0.94, 0.88, 0.92),
    "founding report": (0.95, 0.94, 1.0),
}


@pytest.mark.parametrize("name", FLOORS)
def test_accuracy_holds(name: str) -> None:
    rows = annotated_sets()[name]
    if not rows:
        pytest.skip("the annotated reports are not beside this clone")
    scored = scored_of(extractor(), [read(row) for row in rows])
    figures = table(scored, rounds=2)
    entities, relations, stages = FLOORS[name]
    assert figures["entities"].tally.f1 >= entities
    assert figures["relations"].tally.f1 >= relations
    assert stages_right(scored) >= stages


def test_the_held_out_reports_are_kept_apart() -> None:
    if REPORTS.exists():
        sets = {name: {row["id"] for row in rows} for name, rows in annotated_sets().items()}
        assert sets["held-out ten"] == HELD_OUT
        assert sets["24 reports"].isdisjoint(HELD_OUT)
        assert FOUNDING in sets["24 reports"]
