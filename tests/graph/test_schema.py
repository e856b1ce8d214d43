"""The schema: generated from the ontology, brought in once, refused when the data is of another version."""

from collections.abc import Iterator

import pytest

from graph import schema
from graph.database import Database
from graph.database_errors import SchemaMismatch
from graph.ontology.vocabulary import ontology
from graph.settings import Settings

database_test = pytest.mark.database


@pytest.mark.parametrize("kind", ["embedded", "neo4j"])
def test_every_label_has_its_constraint_and_indexes(kind: str) -> None:
    text = "\n".join(statement.text for statement in schema.statements(kind))
    for label, properties in schema.INDEXED.items():
        assert f"FOR (n:{label}) REQUIRE n.uid IS UNIQUE" in text
        assert all(f"FOR (n:{label}) ON (n.{name})" in text for name in properties)


def test_labels_and_relation_types_are_apart() -> None:
    labels = {*schema.INDEXED, *ontology().entity_labels()}
    assert not labels & {*ontology().relations, "MENTIONED_IN"}


def test_statements_may_run_twice_and_names_are_unique() -> None:
    for kind in ("embedded", "neo4j"):
        texts = [statement.text for statement in schema.statements(kind)]
        assert all("IF NOT EXISTS" in text for text in texts)
        assert len(set(texts)) == len(texts)


def test_only_the_embedded_server_is_spoken_to_in_sql() -> None:
    assert {s.language for s in schema.statements("neo4j")} == {"cypher"}
    sql = [s.text for s in schema.statements("embedded") if s.language == "sql"]
    assert len(sql) == 2 * len(schema.FULL_TEXT)


@database_test
def test_the_indexes_are_there(database: Database) -> None:
    rows = database.read("SHOW INDEXES YIELD labelsOrTypes, properties RETURN labelsOrTypes AS types, properties")
    present = {(kind, tuple(row["properties"])) for row in rows for kind in row["types"] or []}
    for label, properties in schema.INDEXED.items():
        assert {(label, (name,)) for name in ("uid", *properties)} <= present
    for label, name in schema.FULL_TEXT.values():
        assert (label, (name,)) in present


@database_test
def test_opening_again_changes_nothing(database: Database, settings: Settings) -> None:
    meta = "MATCH (m:Meta) RETURN properties(m) AS p"
    before = database.read(meta), len(database.read("SHOW INDEXES"))
    with Database.open(settings) as other:
        assert (other.read(meta), len(other.read("SHOW INDEXES"))) == before


@database_test
def test_all_statements_may_run_again_over_data(database: Database) -> None:
    database.write("CREATE (:Entity:Place {uid: 'a'})-[:TIE {uid: 'r', fact: 'f'}]->(:Entity:Place {uid: 'b'})")
    database.write("MATCH (m:Meta {uid: 'schema'}) SET m.fingerprint = 'of another ontology'")
    schema.prepare(database)
    assert database.read("MATCH ()-[r:TIE]->() RETURN r.uid AS uid") == [{"uid": "r"}]
    assert database.read("MATCH (m:Meta) RETURN m.version AS v") == [{"v": schema.SCHEMA_VERSION}]


@pytest.fixture
def of_another_version(database: Database) -> Iterator[Database]:
    database.write("MATCH (m:Meta {uid: 'schema'}) SET m.version = 99")
    yield database
    database.write("MATCH (m:Meta {uid: 'schema'}) SET m.version = $version", version=schema.SCHEMA_VERSION)


@database_test
def test_data_of_another_version_is_refused(of_another_version: Database, settings: Settings) -> None:
    with pytest.raises(SchemaMismatch, match="version 99"):
        Database.open(settings)


@pytest.fixture
def of_another_program(database: Database) -> Iterator[Database]:
    (meta,) = database.read("MATCH (m:Meta {uid: 'schema'}) RETURN properties(m) AS p")
    database.write("MATCH (m:Meta) DELETE m")
    database.write("CREATE (:Document {uid: 'theirs'})")
    yield database
    database.write("MATCH (d:Document) DELETE d")
    database.write("CREATE (m:Meta) SET m = $p", p=meta["p"])


@database_test
def test_data_of_another_program_is_left_alone(of_another_program: Database, settings: Settings) -> None:
    with pytest.raises(SchemaMismatch):
        Database.open(settings)
    assert of_another_program.read("MATCH (n) RETURN n.uid AS uid") == [{"uid": "theirs"}]
