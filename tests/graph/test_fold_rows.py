"""The fold's pure part: what claims become, and that merging is a union."""

from hypothesis import given
from hypothesis import strategies as st

from graph.fold.rows import ClaimRow, current, entry, fact_rows, latest


def claim(uid: str, *, stage: str = "formal", date: str = "", audience: str = "a", source: str = "s") -> ClaimRow:
    return ClaimRow(uid, "TIE:p", "TIE", "h", "t", "", {"stage": stage}, date, audience, source, 0.9)


def test_the_latest_date_decides() -> None:
    values = [entry("2015", "stage", "formal", "s"), entry("2019", "stage", "ended", "s")]
    assert current(values) == {"stage": "ended"}
    assert latest(values) == "2019"


def test_at_equal_dates_the_furthest_stage_decides() -> None:
    assert current([entry("", "stage", "approval", "s"), entry("", "stage", "memorandum", "s")]) == {
        "stage": "approval"
    }


def test_an_unknown_date_is_the_oldest() -> None:
    assert current([entry("", "stage", "formal", "s"), entry("1999", "stage", "intent", "s")]) == {"stage": "intent"}


def test_at_equal_dates_most_files_decide() -> None:
    values = [
        entry("", "amount", amount, source) for amount, source in (("9万元", "x"), ("3万元", "y"), ("3万元", "z"))
    ]
    assert current(values) == {"amount": "3万元"}


def test_a_symmetric_relation_is_one_fact_in_both_directions() -> None:
    there, back = claim("1"), ClaimRow("2", "TIE:p", "TIE", "t", "h", "", {"stage": "formal"}, "", "a", "s", 0.9)
    assert len(fact_rows([there, back])) == 1


def test_nothing_relates_to_itself() -> None:
    assert fact_rows([ClaimRow("1", "TIE:p", "TIE", "h", "h", "", {}, "", "a", "s", 0.9)]) == []


def test_each_audience_has_a_row_of_its_own() -> None:
    rows = fact_rows([claim("1", audience="a"), claim("2", audience="b", stage="intent")])
    assert len({row["fact"] for row in rows}) == 1
    assert sorted((row["audience"], row["stage"]) for row in rows) == [("a", "formal"), ("b", "intent")]


CLAIMS = st.lists(
    st.builds(
        claim,
        st.integers(0, 99).map(str),
        stage=st.sampled_from(["intent", "formal", "ended"]),
        date=st.sampled_from(["", "2015", "2015-03"]),
        audience=st.sampled_from(["a", "b", "c"]),
        source=st.sampled_from(["x", "y"]),
    ),
    unique_by=lambda found: found.uid,
    max_size=8,
)


@given(st.data())
def test_rows_do_not_depend_on_the_order_of_claims(data: st.DataObject) -> None:
    claims = data.draw(CLAIMS)
    assert fact_rows(data.draw(st.permutations(claims))) == fact_rows(claims)


@given(CLAIMS)
def test_merging_audiences_gives_what_one_audience_would(claims: list[ClaimRow]) -> None:
    """What a viewer of all audiences reads equals what one audience with the same claims would say."""
    merged = {value for row in fact_rows(claims) for value in row["values"]}
    alone = fact_rows([claim(c.uid, stage=c.attributes["stage"], date=c.date, source=c.source) for c in claims])
    assert merged == {value for row in alone for value in row["values"]}
    assert current(merged) == (current(alone[0]["values"]) if alone else {})
    assert sum(row["evidence"] for row in fact_rows(claims)) == len(claims)
