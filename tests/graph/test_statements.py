"""What may be sent to a database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.statements import (
    MESSAGE_BYTES,
    MessageTooLarge,
    NotARead,
    NotPortable,
    batches,
    require_portable,
    require_read,
    require_size,
    size,
)

READS = [
    "MATCH (n:Document {uid: $uid}) RETURN n.created AS created, n.set AS `SET`",
    "MATCH (n) WHERE n.title = 'DELETE (x) SET y' RETURN n // MERGE (n)",
    "MATCH (n) /* CREATE (m) */ RETURN {set: 1, create: n.x} AS map",
    "MATCH (n:Set)-[r:CREATE]->(m) RETURN $set",
    "CALL db.index.fulltext.queryNodes('name_text', $t) YIELD node RETURN node",
    "MATCH (n) WITH n, count { (n)--() } AS offset RETURN offset",
]
WRITES = [
    "CREATE (n:X)",
    "match (n) set n.x = 1",
    "MATCH (n) DETACH DELETE n",
    "MERGE(n:X {uid: 1})",
    "MATCH (n) REMOVE n.x",
    "UNWIND [1] AS x\nFOREACH (y IN [x] | CREATE (:X))",
    "LOAD  CSV FROM 'file:///etc/passwd' AS line RETURN line",
    "DROP INDEX name_text",
]


@pytest.mark.parametrize("query", READS)
def test_reads_pass(query: str) -> None:
    require_read(query)


@pytest.mark.parametrize("query", WRITES)
def test_writes_are_not_reads(query: str) -> None:
    with pytest.raises(NotARead):
        require_read(query)


@pytest.mark.parametrize(
    "query",
    [
        "MERGE (n:Entity {uid: $uid}) SET n:Place",
        "UNWIND $rows AS row MERGE (n:Entity {uid: row.uid}) ON CREATE SET n.x = 1, n:Place",
    ],
)
def test_a_new_node_has_its_labels_in_the_pattern(query: str) -> None:
    with pytest.raises(NotPortable, match="n:Entity:Place"):
        require_portable(query)


@pytest.mark.parametrize(
    "query",
    [
        "MERGE (n:Entity:Place {uid: $uid}) SET n += {a: $a, b: $b}, n.c = 'x: y' WITH n MATCH (m:City) RETURN m",
        "MATCH (n:Entity {uid: $uid}) SET n:City",
    ],
)
def test_portable_writes_pass(query: str) -> None:
    require_portable(query)


values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats() | st.text(max_size=40) | st.binary(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=20,
)
rows = st.lists(st.dictionaries(st.text(max_size=8), values, max_size=4), max_size=30)


@given(rows, st.integers(20, 400), st.integers(1, 7))
def test_batches_keep_all_rows_in_order_within_both_bounds(
    found: list[dict[str, object]], most_bytes: int, most_rows: int
) -> None:
    parts = list(batches(found, most_bytes, most_rows))
    assert [row for part in parts for row in part] == found
    for part in parts:
        assert 1 <= len(part) <= most_rows
        assert len(part) == 1 or sum(map(size, part)) <= most_bytes


def test_size_counts_bytes_not_characters() -> None:
    assert size("市" * 1000) >= 3000
    assert size({"text": ["a" * 1000, 1, None, True]}) >= 1000


def test_a_message_that_would_never_be_answered_is_refused() -> None:
    require_size({"text": "x" * (MESSAGE_BYTES - 100)})
    with pytest.raises(MessageTooLarge):
        require_size({"text": "市" * (MESSAGE_BYTES // 3 + 1)})
    with pytest.raises(MessageTooLarge):
        require_size({"rows": [None] * 1_000_001})
