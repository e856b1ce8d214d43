"""The contract of the database layer, the same on every server: what it promises, and that nobody has to know which
server it is."""

import logging
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from neo4j.exceptions import ServiceUnavailable
from neomodel import StringProperty, StructuredNode
from pydantic import SecretStr

import graph.database
from graph.connection import require_version
from graph.database import Database
from graph.database_errors import (
    DatabaseError,
    DatabaseMissing,
    DatabaseRefused,
    DatabaseTooOld,
    DatabaseUnavailable,
    Duplicate,
    QueryFailed,
    QueryTimeout,
)
from graph.settings import Settings
from graph.statements import MessageTooLarge, NotARead, NotPortable
from tests.conftest import neo4j_settings
from tests.neo4j import server as neo4j_server

pytestmark = pytest.mark.database

MERGE_DOCUMENTS = "UNWIND $rows AS row MERGE (d:Document {uid: row.uid}) SET d += row.props"
COUNT = "MATCH (d:Document) RETURN count(d) AS n"


def count(database: Database) -> int:
    found: int = database.read(COUNT)[0]["n"]
    return found


@pytest.fixture
def neo4j_only(database: Database) -> Database:
    if database.kind != "neo4j":
        pytest.skip("a property of Neo4j servers")
    return database


class Thing(StructuredNode):
    """A record for these tests; it takes the label, and so the constraint, of a journal entry."""

    __label__ = "Journal"
    uid = StringProperty(unique_index=True, required=True)
    name = StringProperty()


def test_says_what_it_talks_to(database: Database) -> None:
    assert database.kind in ("embedded", "neo4j")
    assert "Neo4j/" in database.version
    assert database.where


def test_a_failing_transaction_keeps_nothing(database: Database) -> None:
    database.write("CREATE (:Document {uid: 'taken'})")
    with pytest.raises(Duplicate):
        database.write_all(
            [("CREATE (:Document {uid: 'new'})", {}), ("CREATE (d:Document {uid: 'taken'}) SET d.title = 'x'", {})]
        )
    with pytest.raises(QueryFailed):
        database.write("UNWIND ['a', 'b', 'taken'] AS uid CREATE (:Document {uid: uid})")
    assert database.read("MATCH (d:Document) RETURN d.uid AS uid, d.title AS title") == [
        {"uid": "taken", "title": None}
    ]


def test_several_statements_are_one_transaction(database: Database) -> None:
    rows = database.write_all(
        [
            ("MERGE (d:Document {uid: $uid})", {"uid": "a"}),
            (
                "MATCH (d:Document {uid: $uid}) SET d.title = $title RETURN d.title AS title",
                {"uid": "a", "title": "市"},
            ),
        ]
    )
    assert rows == [{"title": "市"}]


def test_a_read_cannot_write(database: Database) -> None:
    with pytest.raises(NotARead):
        database.read("CREATE (:Document {uid: 'x'})")
    with pytest.raises(NotARead):
        next(database.stream("MERGE (:Document {uid: 'x'})"))
    assert count(database) == 0


def test_a_new_node_takes_its_labels_in_the_pattern(database: Database) -> None:
    with pytest.raises(NotPortable):
        database.write("MERGE (n:Entity {uid: 'x'}) SET n:Place")
    database.write("MERGE (n:Entity:Place {uid: 'x'}) SET n.type = 'Place'")
    database.write("MATCH (n:Entity {uid: 'x'}) SET n:City")
    database.write("MERGE (n:Entity:Place {uid: 'x'}) SET n.type = 'Place'")
    (found,) = database.read("MATCH (n:Entity) RETURN labels(n) AS labels")
    assert sorted(found["labels"]) == ["City", "Entity", "Place"]


def test_writing_rows_twice_leaves_the_same_graph(database: Database) -> None:
    rows = [{"uid": str(i), "props": {"title": f"报告{i}"}} for i in range(6001)]
    assert database.write_rows(MERGE_DOCUMENTS, rows) == 6001
    assert database.write_rows(MERGE_DOCUMENTS, iter(rows)) == 6001
    assert count(database) == 6001


def test_rows_beyond_the_largest_message_go_in_several(database: Database) -> None:
    text = "友" * 500_000  # 1.5 MB each, 30 MB in all
    rows = [{"uid": str(i), "props": {"title": text}} for i in range(20)]
    assert database.write_rows(MERGE_DOCUMENTS, rows) == 20
    assert database.read("MATCH (d:Document) RETURN DISTINCT size(d.title) AS n") == [{"n": 500_000}]


def test_a_message_that_is_too_large_is_refused_at_once(database: Database) -> None:
    with pytest.raises(MessageTooLarge):
        database.write("MERGE (d:Document {uid: 'x'}) SET d.title = $title", title="x" * 70_000_000)
    assert count(database) == 0


def test_values_come_back_as_they_went(database: Database) -> None:
    values = {
        "integer": 2**63 - 1,
        "whole": 1,
        "real": 1.5,
        "flag": True,
        "text": "阿\u0000伊'达\"😀\\",
        "empty": "",
        "list": ["淮南", ""],
        "none": [],
        "bytes": b"\x00\xff",
    }
    database.write("CREATE (d:Document {uid: 'x'}) SET d += $values", values=values)
    database.write("CREATE (d:Document {uid: 'y'}) SET d += $values", values={"whole": 1.5, "real": 2.0, "gone": None})
    found = database.read("MATCH (d:Document {uid: 'x'}) RETURN properties(d) AS p")[0]["p"]
    assert {**found, "bytes": bytes(found["bytes"])} == {"uid": "x", **values}
    assert type(found["whole"]) is int
    other = database.read("MATCH (d:Document {uid: 'y'}) RETURN properties(d) AS p")[0]["p"]
    assert other == {"uid": "y", "whole": 1.5, "real": 2.0}
    assert type(other["real"]) is float


def test_a_long_key_is_stored(database: Database) -> None:
    key = "k" * 7500
    database.write("MERGE (d:Document {uid: $uid})", uid=key)
    assert database.read("MATCH (d:Document {uid: $uid}) RETURN count(d) AS n", uid=key) == [{"n": 1}]


def test_writers_that_make_the_same_things_at_once_all_succeed(database: Database) -> None:
    barrier = threading.Barrier(8)

    def work(number: int) -> None:
        barrier.wait()
        for turn in range(20):
            rows = [{"uid": f"{turn}-{i}", "props": {f"by{number}": turn}} for i in range(3)]
            database.write_rows(MERGE_DOCUMENTS, rows)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))
    assert count(database) == 60
    assert database.read("MATCH (d:Document) RETURN DISTINCT size(keys(d)) AS n") == [{"n": 9}]


def test_chinese_full_text(database: Database) -> None:
    rows = [{"uid": t, "text": t} for t in ("淮南市", "圣安德鲁斯市", "淮北市")]
    database.write_rows("UNWIND $rows AS row MERGE (n:Name {uid: row.uid}) SET n.text = row.text", rows)
    search = "CALL db.index.fulltext.queryNodes('name_text', $query) YIELD node, score RETURN node.uid AS uid"
    assert [row["uid"] for row in database.read(search, query="淮南")] == ["淮南市"]
    assert [row["uid"] for row in database.read(search, query="安德鲁斯")] == ["圣安德鲁斯市"]
    database.write("MATCH (n:Name {uid: '淮南市'}) SET n.text = '甲地'")
    assert database.read(search, query="淮南") == []


def test_a_path_with_a_filter(database: Database) -> None:
    database.write(
        "CREATE (a:Entity {uid: 'a'})-[:TIE {uid: '1', ok: false}]->(b:Entity {uid: 'b'}), "
        "(a)-[:TIE {uid: '2', ok: true}]->(c:Entity {uid: 'c'})-[:TIE {uid: '3', ok: true}]->(b)"
    )
    found = database.read(
        "MATCH (a:Entity {uid: 'a'}), (b:Entity {uid: 'b'}) "
        "MATCH p = (a)((x)-[r:TIE WHERE r.ok]-(y)){1,4}(b) RETURN [n IN nodes(p) | n.uid] AS uids "
        "ORDER BY length(p) LIMIT 1"
    )
    assert found == [{"uids": ["a", "c", "b"]}]


@pytest.mark.parametrize("end", ["MATCH (a)-[r:TIE]->(b) WHERE r.fact = $x", "MATCH ()-[r:TIE {fact: $x}]->()"])
def test_a_relation_is_found_by_its_fact(database: Database, end: str) -> None:
    database.write("CREATE (:Entity {uid: 'a'})-[:TIE {uid: '1', fact: 'f'}]->(:Entity {uid: 'b'})")
    assert database.read(f"{end} RETURN r.uid AS uid", x="f") == [{"uid": "1"}]


def test_streams_more_than_it_holds_and_can_be_left_early(database: Database) -> None:
    database.write("UNWIND range(1, 5000) AS i CREATE (:Document {uid: toString(i)})")
    assert sum(1 for _ in database.stream("MATCH (d:Document) RETURN d.uid AS uid")) == 5000
    rows: Iterator[dict[str, object]] = database.stream("MATCH (d:Document) RETURN d.uid AS uid")
    assert "uid" in next(rows)
    rows.close()  # type: ignore[attr-defined]  # a generator
    assert count(database) == 5000


def test_a_fault_names_no_data(database: Database, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "graph")
    database.write("CREATE (:Document {uid: '机密'})")
    with pytest.raises(QueryFailed) as fault:
        database.write("CREATE (:Document {uid: $uid})", uid="机密")
    with pytest.raises(QueryFailed):
        database.read("MATCH (n RETURN $secret", secret="机密")
    assert "机密" not in str(fault.value) + fault.value.message("zh") + caplog.text


def test_neomodel_works_in_one_transaction(database: Database) -> None:
    def twice() -> None:
        Thing(uid="a", name="外事办").save()
        Thing(uid="a", name="商务局").save()

    with pytest.raises(Duplicate):
        database.records(twice)
    assert database.records(lambda: len(Thing.nodes.all())) == 0
    assert database.records(lambda: Thing(uid="b", name="教育局").save()).uid == "b"
    assert database.records(lambda: Thing.nodes.get(uid="b").name) == "教育局"


def test_neomodel_work_is_tried_again(database: Database) -> None:
    database.write("CREATE (:Journal {uid: 'a', n: 0})")

    def work(number: int) -> None:
        def add() -> None:
            found = Thing.nodes.get(uid="a")
            found.name = f"{number}"
            found.save()

        database.records(add)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(40)))
    assert int(database.records(lambda: Thing.nodes.get(uid="a").name)) in range(40)


def test_neomodel_serves_several_databases_of_one_process(database: Database, settings: Settings) -> None:
    with Database.open(settings) as other:
        other.records(lambda: Thing(uid="a", name="外事办").save())
        assert database.records(lambda: Thing.nodes.get(uid="a").name) == "外事办"
    assert database.records(lambda: Thing.nodes.get(uid="a").name) == "外事办"


@pytest.mark.parametrize("agent", ["Neo4j/5.26.0 compatible (ArcadeDB 26.10.2)", "Neo4j/5.26.30", "Neo4j/2026.09.0"])
def test_servers_that_are_new_enough(agent: str) -> None:
    require_version(agent)


@pytest.mark.parametrize("agent", ["Neo4j/4.4.40", "Neo4j/5.11.0", "Neo4j/v5.11.0 compatible", "Other/9.9", ""])
def test_servers_that_are_too_old(agent: str) -> None:
    with pytest.raises(DatabaseTooOld):
        require_version(agent)


def test_a_database_that_is_not_there(neo4j_only: Database, settings: Settings) -> None:
    with pytest.raises(DatabaseMissing, match="TIELINE_DATABASE_NAME"):
        Database.open(settings.model_copy(update={"database_name": "nowhere"}))


def test_nobody_answers(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, database_url="bolt://127.0.0.1:9", database_password=SecretStr("secret"))
    with pytest.raises(DatabaseUnavailable, match=r"127\.0\.0\.1:9") as refused:
        Database.open(settings)
    assert "secret" not in str(refused.value)


def test_wrong_password(neo4j_only: Database, settings: Settings) -> None:
    with pytest.raises(DatabaseRefused, match="TIELINE_DATABASE_PASSWORD"):
        Database.open(settings.model_copy(update={"database_password": SecretStr("wrong")}))


def test_a_long_query_is_cut_on_neo4j(neo4j_only: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graph.database, "QUERY_TIMEOUT_S", 0.5)
    with pytest.raises(QueryTimeout):
        neo4j_only.read("UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b RETURN sum(a * b % 7)")


def test_comes_back_after_the_server_does(neo4j_only: Database, tmp_path: Path) -> None:
    kind, home = neo4j_server.chosen_kind(neo4j_only.version), tmp_path / "home"
    with neo4j_server.start(kind, home) as server:
        settings = neo4j_settings(server, tmp_path)
        port = int(server.url.rsplit(":", 1)[1])
        with Database.open(settings) as database:
            database.write("MERGE (d:Document {uid: 'kept'})")
            server.process.kill()
            server.process.wait()
            with pytest.raises(DatabaseError) as gone:
                database.write("MERGE (d:Document {uid: 'lost'})")
            assert isinstance(gone.value, DatabaseUnavailable)
            with neo4j_server.start(kind, home, port, server.password):
                assert database.read("MATCH (d:Document) RETURN d.uid AS uid") == [{"uid": "kept"}]


def test_ctrl_c_is_never_tried_again(database: Database) -> None:
    """The driver may fail while it cleans up after Ctrl-C; that failure hides the interrupt."""
    calls = []

    def work() -> None:
        calls.append(1)
        try:
            raise KeyboardInterrupt
        finally:
            raise ServiceUnavailable("the connection broke")

    with pytest.raises(KeyboardInterrupt):
        database.records(work)
    assert calls == [1]
