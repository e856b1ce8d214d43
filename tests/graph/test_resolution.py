"""Resolution is pure: which units are one thing, whatever the order."""

from hypothesis import given
from hypothesis import strategies as st

from graph.resolution import Candidate, resolve


def candidate(uid: str, qualifier: str = "", *, type: str = "Place", block: str = "b") -> Candidate:
    return Candidate(uid, block, type, qualifier)


def clusters(candidates: list[Candidate]) -> set[frozenset[str]]:
    roots: dict[str, set[str]] = {}
    for link in resolve(candidates):
        roots.setdefault(link.root, set()).add(link.unit)
    return {frozenset(members) for members in roots.values()}


def test_same_name_same_country_is_one() -> None:
    assert clusters([candidate("a", "德国"), candidate("b", "德国")]) == {frozenset("ab")}


def test_same_name_two_countries_are_two() -> None:
    assert clusters([candidate("a", "英国"), candidate("b", "美国")]) == {frozenset("a"), frozenset("b")}


def test_without_country_joins_the_only_one() -> None:
    assert clusters([candidate("a", "德国"), candidate("b")]) == {frozenset("ab")}


def test_without_country_stays_apart_where_two_fit() -> None:
    found = clusters([candidate("a", "英国"), candidate("b", "美国"), candidate("c")])
    assert found == {frozenset("a"), frozenset("b"), frozenset("c")}


def test_a_country_whose_name_begins_another_is_not_refined_by_it() -> None:
    assert clusters([candidate("a", "几内亚"), candidate("b", "几内亚比绍")]) == {frozenset("a"), frozenset("b")}


def test_a_vague_date_joins_the_only_exact_one() -> None:
    units = [candidate("a", "2015", type="Visit"), candidate("b", "2015-03", type="Visit")]
    assert clusters(units) == {frozenset("ab")}
    assert clusters([*units, candidate("c", "2015-07", type="Visit")]) == {
        frozenset("a"),
        frozenset("b"),
        frozenset("c"),
    }


CANDIDATES = st.lists(
    st.builds(
        lambda number, qualifier, block: candidate(f"{number:03d}", qualifier, block=block),
        st.integers(0, 999),
        st.sampled_from(["", "德国", "美国"]),
        st.sampled_from(["x", "y"]),
    ),
    unique_by=lambda unit: unit.uid,
    max_size=12,
)


@given(st.data())
def test_order_does_not_matter_and_the_least_unit_is_the_root(data: st.DataObject) -> None:
    units = data.draw(CANDIDATES)
    links = resolve(units)
    assert clusters(units) == clusters(data.draw(st.permutations(units)))
    assert {link.unit for link in links} == {unit.uid for unit in units}
    assert all(link.root <= link.unit for link in links)
