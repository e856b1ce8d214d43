"""Cypher of export and import: whole layers, in a fixed order, for one viewer.

Must stay true: rows come in the order of their uid; a viewer gets only what its audiences hold.
"""

from collections.abc import Mapping

from graph.ontology.vocabulary import ontology

RELATIONS = tuple(ontology().relations)

BY_AUDIENCE = "n.audience IN $keys"

NODES: Mapping[str, tuple[str, str]] = {
    "audience": ("Audience", "n.uid IN $keys AND EXISTS { MATCH (d:Document {audience: n.uid}) WHERE d.complete }"),
    "document": ("Document", f"{BY_AUDIENCE} AND n.complete"),
    "passage": ("Passage", BY_AUDIENCE),
    "unit": ("Unit", BY_AUDIENCE),
    "mention": ("Mention", BY_AUDIENCE),
    "claim": ("Claim", BY_AUDIENCE),
    "judgement": ("Judgement", "EXISTS { MATCH (u:Unit {uid: n.subject}) WHERE u.audience IN $keys }"),
    "entity": ("Entity", "EXISTS { MATCH (m:Name {entity: n.uid}) WHERE m.audience IN $keys }"),
    "name": ("Name", BY_AUDIENCE),
    "fact": ("Fact", BY_AUDIENCE),
    "attribute": ("Attribute", BY_AUDIENCE),
}
"""Kind of a line -> (label, which of them the viewer may see), in the order of the file."""

LEVELS = """COLLECT {
  MATCH (a:Attribute {entity: n.uid}) WHERE a.predicate = 'level' AND a.audience IN $keys RETURN DISTINCT a.value
}"""

INCOMPLETE = "MATCH (d:Document) WHERE NOT d.complete RETURN d.uid AS uid"

COUNT_DOCUMENTS = "MATCH (d:Document) RETURN count(d) AS documents"

MENTIONED_IN = """
MATCH (h:Entity)-[r:MENTIONED_IN]->(t:Document) WHERE r.audience IN $keys
RETURN h.uid AS head, t.uid AS tail, properties(r) AS props ORDER BY r.uid
"""

WRITE_JUDGEMENTS = "UNWIND $rows AS row MERGE (j:Judgement {uid: row.uid}) SET j += row.props"

RESTORE_RUN_DATA = """
UNWIND $rows AS row
MATCH (d:Document {uid: row.uid}) SET d += row.run
"""


def nodes(kind: str) -> str:
    """All nodes of this kind that the viewer may see, by id."""
    label, visible = NODES[kind]
    levels = f", {LEVELS} AS levels" if kind == "entity" else ""
    return (
        f"MATCH (n:{label}) WHERE {visible} RETURN properties(n) AS props, labels(n) AS labels{levels} ORDER BY n.uid"
    )


def relations(predicate: str) -> str:
    """All folded rows of this relation type that the viewer may see, by id."""
    return f"""
MATCH (h:Entity)-[r:{predicate}]->(t:Entity) WHERE r.audience IN $keys
RETURN h.uid AS head, t.uid AS tail, properties(r) AS props ORDER BY r.uid
"""
