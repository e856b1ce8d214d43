"""The schema of the graph, generated from one table of labels. Types of the ontology need no DDL: their nodes carry the
base label as well.

Must stay true: all DDL runs before the first write (on the embedded server a late index would change stored values);
running it again changes nothing; data of another version is refused before it is touched.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from graph.database_errors import SchemaMismatch
from graph.ontology.ids import uid

SCHEMA_VERSION = 1

ENTITY = "Entity"
"""The base label of all entity nodes; the ontology's labels come on top of it."""

INDEXED: dict[str, tuple[str, ...]] = {
    "Document": ("audience", "sha256"),
    "Passage": ("document",),
    "Mention": ("document", "unit"),
    "Unit": ("document", "block"),
    "Claim": ("document", "pair", "subject", "object", "event"),
    "Judgement": ("subject", "block"),
    ENTITY: ("type",),
    "Name": ("entity",),
    "Fact": ("fact", "pair"),
    "Attribute": ("entity", "fact", "pair"),
    "Audience": (),
    "Department": ("name", "parent"),
    "Account": ("department",),
    "Session": ("account",),
    "ApiKey": ("account",),
    "Attempt": ("at",),
    "AuditEntry": ("hour",),
    "AuditChain": (),
    "Job": ("state",),
    "Journal": (),
    "Lease": (),
    "Meta": (),
}
"""Every label with a unique `uid`, and its further properties that look-ups start from."""

FULL_TEXT: dict[str, tuple[str, str]] = {"name_text": ("Name", "text"), "passage_text": ("Passage", "text")}
"""Full-text index -> label and property."""


class Definable(Protocol):
    """The part of a Database that the schema is brought in by."""

    @property
    def kind(self) -> str: ...

    def read(self, query: str, /, **parameters: Any) -> list[dict[str, Any]]: ...

    def write(self, query: str, /, **parameters: Any) -> list[dict[str, Any]]: ...

    def define(self, query: str, /) -> None: ...

    def engine_sql(self, statement: str, /) -> list[dict[str, Any]]: ...


_CJK = "org.apache.lucene.analysis.cjk.CJKAnalyzer"


@dataclass(frozen=True)
class Statement:
    """One DDL statement; `language` is cypher, or sql where the embedded server understands nothing else."""

    text: str
    language: str = "cypher"


def statements(kind: str) -> list[Statement]:
    """The whole DDL for this kind of server, in the order in which it must run.

    Relations have no index: the embedded server uses one only for MATCH (a)-[r:TYPE]->(b) WHERE r.x = $x, one at a
    time, and scans for every other form (10 to 50 ms a look-up among 20,000), so what is looked up by itself is a node.
    """
    full_text = _full_text_embedded() if kind == "embedded" else _full_text_neo4j()
    return [*_nodes(), *full_text]


def prepare(db: Definable) -> None:
    """Bring the schema in place, or raise SchemaMismatch when the database holds other data."""
    wanted = statements(db.kind)
    fingerprint = uid("schema", *(statement.text for statement in wanted))
    if _stored(db) == fingerprint:
        return
    for statement in wanted:
        if statement.language == "sql":
            db.engine_sql(statement.text)
        else:
            db.define(statement.text)
    if db.kind == "neo4j":
        db.read("CALL db.awaitIndexes(60)")
    db.write(
        "MERGE (m:Meta {uid: 'schema'}) SET m.version = $version, m.fingerprint = $fingerprint",
        version=SCHEMA_VERSION,
        fingerprint=fingerprint,
    )


def _stored(db: Definable) -> str:
    """The fingerprint of the schema that is in place, "" for an empty database."""
    found = db.read("MATCH (m:Meta {uid: 'schema'}) RETURN m.version AS version, m.fingerprint AS fingerprint")
    if not found:
        if db.read("MATCH (n) RETURN 1 AS one LIMIT 1"):
            raise SchemaMismatch(found="?", needed=SCHEMA_VERSION)
        return ""
    if found[0]["version"] != SCHEMA_VERSION:
        raise SchemaMismatch(found=found[0]["version"], needed=SCHEMA_VERSION)
    return str(found[0]["fingerprint"])


def _nodes() -> Iterator[Statement]:
    for label, properties in INDEXED.items():
        yield _unique(f"(n:{label})", f"{label.lower()}_uid")
        for name in properties:
            yield _index(f"(n:{label})", name, f"{label.lower()}_{name}")


def _unique(pattern: str, name: str) -> Statement:
    return Statement(f"CREATE CONSTRAINT {name} IF NOT EXISTS FOR {pattern} REQUIRE n.uid IS UNIQUE")


def _index(pattern: str, field: str, name: str) -> Statement:
    return Statement(f"CREATE INDEX {name} IF NOT EXISTS FOR {pattern} ON (n.{field})")


def _full_text_neo4j() -> Iterator[Statement]:
    for index, (label, field) in FULL_TEXT.items():
        yield Statement(
            f"CREATE FULLTEXT INDEX {index} IF NOT EXISTS FOR (n:{label}) ON EACH [n.{field}] "
            "OPTIONS {indexConfig: {`fulltext.analyzer`: 'cjk'}}"
        )


def _full_text_embedded() -> Iterator[Statement]:
    for index, (label, field) in FULL_TEXT.items():
        yield Statement(f"CREATE PROPERTY {label}.{field} IF NOT EXISTS STRING", "sql")
        yield Statement(
            f'CREATE INDEX {index} IF NOT EXISTS ON {label} ({field}) FULL_TEXT METADATA {{"analyzer":"{_CJK}"}}',
            "sql",
        )
