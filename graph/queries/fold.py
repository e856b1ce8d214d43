"""Cypher of the fold. Texts that need a label or relationship type are functions over names of the ontology."""

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
RETURN j.subject AS unit, j.object AS root
"""

WRITE_LINKS = """
UNWIND $rows AS row
MERGE (j:Judgement {uid: row.uid})
SET j.kind = 'link', j.subject = row.unit, j.object = row.root, j.block = row.block, j.by = $by, j.reason =
row.reason, j.at = $now
"""

DELETE_LINKS = "UNWIND $links AS uid MATCH (j:Judgement {uid: uid}) DELETE j"

PAIRS_OF_UNITS = """
UNWIND $units AS unit
MATCH (c:Claim {subject: unit}) RETURN c.pair AS pair
UNION
UNWIND $units AS unit
MATCH (c:Claim {object: unit}) RETURN c.pair AS pair
"""

DELETE_ENTITIES = """
UNWIND $entities AS uid
MATCH (e:Entity {uid: uid}) DETACH DELETE e
"""

NAMES_OF_ENTITIES = """
UNWIND $entities AS entity
MATCH (n:Name {entity: entity}) RETURN n.uid AS uid
"""

DELETE_NAMES = "UNWIND $names AS uid MATCH (n:Name {uid: uid}) DETACH DELETE n"

WRITE_NAMES = """
UNWIND $rows AS row
MATCH (e:Entity {uid: row.entity})
MERGE (n:Name {uid: row.uid})
SET n.entity = row.entity, n.text = row.text, n.audience = row.audience, n.count = row.count, n.sources = row.sources
MERGE (e)-[:NAMED]->(n)
"""

WRITE_MENTIONED_IN = """
UNWIND $rows AS row
MATCH (e:Entity {uid: row.head}), (d:Document {uid: row.tail})
MERGE (e)-[r:MENTIONED_IN {uid: row.uid}]->(d)
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

DELETE_ATTRIBUTES = "UNWIND $rows AS uid MATCH (a:Attribute {uid: uid}) DETACH DELETE a"

WRITE_ATTRIBUTES = """
UNWIND $rows AS row
MATCH (e:Entity {uid: row.head})
MERGE (a:Attribute {uid: row.uid})
SET a += row.props, a.entity = row.head
MERGE (e)-[:DESCRIBED_BY]->(a)
"""

ALL_BLOCKS = "MATCH (u:Unit) RETURN DISTINCT u.block AS block"

ALL_PAIRS = "MATCH (c:Claim) RETURN DISTINCT c.pair AS pair"

DELETE_KNOWLEDGE = tuple(
    f"MATCH (n:{label}) WITH n LIMIT 5000 DETACH DELETE n RETURN count(*) AS removed"
    for label in ("Name", "Attribute", "Entity")
)

DELETE_AUTOMATIC = """
MATCH (j:Judgement) WHERE j.kind = 'link' WITH j LIMIT 5000
DETACH DELETE j RETURN count(*) AS removed
"""


@cache
def write_entities(label: str) -> str:
    """Create entities of this type (`row`: uid)."""
    return f"UNWIND $rows AS row MERGE (e:Entity {{uid: row.uid}}) SET e:{label}, e.type = '{label}'"


@cache
def relations_of_pairs(predicate: str) -> str:
    return f"UNWIND $pairs AS pair MATCH ()-[r:{predicate} {{pair: pair}}]->() RETURN r.uid AS uid"


@cache
def delete_relations(predicate: str) -> str:
    return f"UNWIND $rows AS uid MATCH ()-[r:{predicate} {{uid: uid}}]->() DELETE r"


@cache
def write_relations(predicate: str) -> str:
    return f"""
UNWIND $rows AS row
MATCH (h:Entity {{uid: row.head}}), (t:Entity {{uid: row.tail}})
MERGE (h)-[r:{predicate} {{uid: row.uid}}]->(t)
SET r += row.props
"""


@cache
def set_sublabel(label: str) -> str:
    return f"UNWIND $entities AS uid MATCH (e:Entity {{uid: uid}}) SET e:{label}"


@cache
def remove_sublabel(label: str) -> str:
    return f"UNWIND $entities AS uid MATCH (e:Entity {{uid: uid}}) REMOVE e:{label}"


LEVELS_OF_ENTITIES = """
UNWIND $entities AS entity
MATCH (a:Attribute {entity: entity}) WHERE a.predicate = 'level'
RETURN DISTINCT a.entity AS entity, a.value AS level
"""
