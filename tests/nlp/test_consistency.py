"""One name, one reading over a whole document, and never two names at one place."""

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.consistency import agree
from nlp.sentence import Found, Sentence
from tests.nlp.reading_room import extract

GOLD = Path(__file__).resolve().parents[3] / "shared/gold/dev.jsonl"
HELD_OUT = {f"own1-{number:02d}" for number in range(4, 9)} | {f"own-a{number:02d}" for number in range(4, 9)}
TEXT = "访瓦尔斯·樱川市与樱川市"


@given(
    st.lists(
        st.builds(
            lambda start, length, kind: Found(start, min(start + length, len(TEXT)), kind, f"{kind.lower()}.tagged"),
            st.integers(0, len(TEXT) - 1),
            st.integers(1, 8),
            st.sampled_from(["Place", "Person"]),
        ),
        max_size=5,
    )
)
def test_no_two_names_share_a_character(found: list[Found]) -> None:
    sentence = Sentence(TEXT)
    (agreed,) = agree([sentence], [found])
    assert all(one.end <= other.start for one, other in pairwise(agreed))


def test_many_reports_in_one_file_are_read() -> None:
    if not GOLD.exists():
        pytest.skip("the annotated reports are not here")
    rows = (json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines())
    text = "\n".join(row["text"] for row in rows if row["id"] not in HELD_OUT)
    assert extract(text).claims
