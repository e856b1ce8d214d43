"""Cypher of the fold. Texts that need a label or relationship type are functions over names of the ontology.

Must stay true: every write may be repeated; no text looks a relation up by itself, only from one of its ends.
"""

from functools import cache

UNITS_OF_BLOCKS = """
UNWIND $blocks AS block
MATCH (u:Unit {block: block})
RETURN u.uid AS uid, u.block AS block, u.type AS type, u.name AS name, u.qualifier AS qualifier, u.names AS names,
       u.document AS document, u.audience AS audience, u.source AS source
"""

LINKS_OF_BLOCKS = """
UNWIND $blocks AS block
MATCH (j:Judgement {block: block}) WHERE j.kind = 'link'
RETURN j.subject AS unit, j.object AS root, j.reason AS reason
"""

WRITE_LINKS = """
UNWIND $rows AS row
MERGE (j:Judgement {uid: row.uid})
SET j.kind = 'link', j.subject = row.unit, j.object = row.root, j.block = row.block, j.by = $by, j.reason =
row.reason, j.at = $now
"""

DELETE_LINKS = "UNWIND $rows AS row MATCH (j:Judgement {uid: row.uid}) DELETE j"

PAIRS_OF_UNITS = """
UNWIND $units AS unit
MATCH (c:Claim {subject: unit}) RETURN c.pair AS pair
UNION
UNWIND $units AS unit
MATCH (c:Claim {object: unit}) RETURN c.pair AS pair
"""

DELETE_ENTITIES = """
UNWIND $rows AS row
MATCH (e:Entity {uid: row.uid}) DETACH DELETE e
"""

NAMES_OF_ENTITIES = """
UNWIND $entities AS entity
MATCH (n:Name {entity: entity}) RETURN n.uid AS uid
"""

DELETE_NAMES = "UNWIND $rows AS row MATCH (n:Name {uid: row.uid}) DETACH DELETE n"

WRITE_NAMES = """
UNWIND $rows AS row
MATCH (e:Entity {uid: row.entity})
MERGE (n:Name {uid: row.uid})
SET n.entity = row.entity, n.text = row.text, n.audience = row.audience, n.count = row.count, n.sources = row.sources,
    n.unit = row.unit
MERGE (n)<-[:NAMED]-(e)
"""

DELETE_MENTIONED_IN = """
UNWIND $rows AS row
MATCH (d:Document {uid: row.tail})<-[r:MENTIONED_IN]-(e:Entity) WHERE e.uid = row.head DELETE r
"""

WRITE_MENTIONED_IN = """
UNWIND $rows AS row
MATCH (e:Entity {uid: row.head}), (d:Document {uid: row.tail})
MERGE (d)<-[r:MENTIONED_IN {uid: row.uid}]-(e)
SET r.audience = row.audience, r.count = row.count
"""

CLAIMS_OF_PAIRS = """
UNWIND $pairs AS pair
MATCH (c:Claim {pair: pair})
MATCH (h:Judgement {subject: c.subject}) WHERE h.kind = 'link'
OPTIONAL MATCH (t:Judgement {subject: c.object}) WHERE t.kind = 'link'
RETURN c.uid AS uid, c.pair AS pair, c.predicate AS predicate, h.object AS head, coalesce(t.object, '') AS tail,
       c.object AS object, c.value AS value, c.attributes AS attributes, c.dated AS date, c.audience AS audience,
       c.source AS source, c.confidence AS confidence, c.document AS document
"""

ATTRIBUTES_OF_PAIRS = """
UNWIND $pairs AS pair
MATCH (a:Attribute {pair: pair})
RETURN a.uid AS uid, a.entity AS entity
"""

DELETE_ATTRIBUTES = "UNWIND $rows AS row MATCH (a:Attribute {uid: row.uid}) DETACH DELETE a"

WRITE_ATTRIBUTES = """
UNWIND $rows AS row
MATCH (e:Entity {uid: row.head})
MERGE (a:Attribute {uid: row.uid})
SET a = row.props, a.entity = row.head
MERGE (a)<-[:DESCRIBED_BY]-(e)
"""

DELETE_KNOWLEDGE = tuple(
    f"MATCH (n:{label}) WITH n LIMIT 5000 DETACH DELETE n RETURN count(*) AS removed"
    for label in ("Name", "Attribute", "Fact", "Entity")
)

DELETE_AUTOMATIC = """
MATCH (j:Judgement) WHERE j.kind = 'link' WITH j LIMIT 5000
DETACH DELETE j RETURN count(*) AS removed
"""


FACTS_OF_PAIRS = """
UNWIND $pairs AS pair
MATCH (f:Fact {pair: pair})
RETURN f.uid AS uid, f.predicate AS predicate, f.head AS head, f.tail AS tail
"""

DELETE_FACTS = "UNWIND $rows AS row MATCH (f:Fact {uid: row.uid}) DELETE f"

WRITE_FACTS = "UNWIND $rows AS row MERGE (f:Fact {uid: row.uid}) SET f = row.props"

DEGREES = """
UNWIND $entities AS uid
MATCH (e:Entity {uid: uid}) RETURN uid, COUNT { (e)--() } AS degree
"""


@cache
def write_entities(label: str) -> str:
    """Create entities of this type (`row`: uid). Both labels stand in the MERGE: the embedded server cannot add one to
    a node that the same transaction made."""
    return f"UNWIND $rows AS row MERGE (e:Entity:{label} {{uid: row.uid}}) SET e.type = '{label}'"


@cache
def write_relations(predicate: str, from_head: bool) -> str:
    """Walkable relations of facts (`row`: uid, head, tail, props). The embedded server looks for the relation among
    those of the node that is written first, so the end with fewer relations should come first."""
    pattern = (
        f"(h)-[r:{predicate} {{uid: row.uid}}]->(t)" if from_head else f"(t)<-[r:{predicate} {{uid: row.uid}}]-(h)"
    )
    return f"""
UNWIND $rows AS row
MATCH (h:Entity {{uid: row.head}}), (t:Entity {{uid: row.tail}})
MERGE {pattern}
SET r += row.props
"""


@cache
def delete_relations(predicate: str, from_head: bool) -> str:
    """Remove relations (`row`: uid, head, tail), looked for among those of one end."""
    pattern = (
        f"(:Entity {{uid: row.head}})-[r:{predicate}]->()"
        if from_head
        else f"(:Entity {{uid: row.tail}})<-[r:{predicate}]-()"
    )
    return f"UNWIND $rows AS row MATCH {pattern} WHERE r.uid = row.uid DELETE r"


@cache
def set_sublabel(label: str) -> str:
    return f"UNWIND $rows AS row MATCH (e:Entity {{uid: row.uid}}) SET e:{label}"


@cache
def remove_sublabel(label: str) -> str:
    return f"UNWIND $rows AS row MATCH (e:Entity {{uid: row.uid}}) REMOVE e:{label}"


LEVELS_OF_ENTITIES = """
UNWIND $entities AS uid
MATCH (e:Entity {uid: uid})
RETURN e.uid AS uid, labels(e) AS labels,
       COLLECT { MATCH (a:Attribute {entity: e.uid}) WHERE a.predicate = 'level' RETURN a.value } AS levels
"""
