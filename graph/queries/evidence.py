"""Cypher of the evidence store and its journal.

Must stay true: every write may be repeated; a removal says how much it removed, and is repeated until that is nothing.
"""

STAMPS = """
UNWIND $documents AS uid
MATCH (d:Document {uid: uid}) WHERE d.complete
RETURN d.uid AS uid, d.stamp AS stamp
"""

EXISTING = "UNWIND $documents AS uid MATCH (d:Document {uid: uid}) RETURN d.uid AS uid"

INCOMPLETE = "MATCH (d:Document) WHERE NOT d.complete RETURN d.uid AS uid"

WRITE_AUDIENCES = """
UNWIND $rows AS row
MERGE (a:Audience {uid: row.uid})
SET a.department = row.department, a.share_class = row.share_class
"""

OPEN_DOCUMENTS = """
UNWIND $rows AS row
MERGE (d:Document {uid: row.uid})
ON CREATE SET d.created_at = $now
SET d += row.props, d += row.run, d.complete = false, d.ingested_at = $now
"""

CLOSE_DOCUMENTS = "UNWIND $documents AS uid MATCH (d:Document {uid: uid}) SET d.complete = true"

REOPEN_DOCUMENTS = "UNWIND $documents AS uid MATCH (d:Document {uid: uid}) SET d.complete = false"

DELETE_DOCUMENTS = "UNWIND $documents AS uid MATCH (d:Document {uid: uid}) DETACH DELETE d"

WRITE_PASSAGES = """
UNWIND $rows AS row
MATCH (d:Document {uid: row.document})
MERGE (p:Passage {uid: row.uid}) SET p += row.props
MERGE (p)-[:PART_OF]->(d)
"""

WRITE_UNITS = "UNWIND $rows AS row MERGE (u:Unit {uid: row.uid}) SET u += row.props"

WRITE_MENTIONS = "UNWIND $rows AS row MERGE (m:Mention {uid: row.uid}) SET m += row.props"

WRITE_CLAIMS = """
UNWIND $rows AS row
MATCH (p:Passage {uid: row.passage})
MERGE (c:Claim {uid: row.uid}) SET c += row.props
MERGE (c)-[:READ_FROM]->(p)
"""

BLOCKS_OF_DOCUMENT = "MATCH (u:Unit {document: $document}) RETURN DISTINCT u.block AS block"

PAIRS_OF_DOCUMENT = "MATCH (c:Claim {document: $document}) RETURN DISTINCT c.pair AS pair"

CLEAR_APPEARANCES = """
UNWIND $documents AS uid
MATCH (d:Document {uid: uid})<-[r:MENTIONED_IN]-() WITH r LIMIT 5000
DELETE r RETURN count(*) AS removed
"""
"""What was folded from a document onto the document itself; it may be read by others from now on."""

CLEAR = (
    CLEAR_APPEARANCES,
    *(
        f"""
UNWIND $documents AS document
MATCH (n:{label} {{document: document}}) WITH n LIMIT 5000
DETACH DELETE n RETURN count(*) AS removed
"""
        for label in ("Claim", "Mention", "Unit", "Passage")
    ),
)
"""Each removes at most 5,000 nodes or relations and says how many: to be repeated until it removes none."""

NOTE = """
UNWIND $rows AS row
MERGE (j:Journal {uid: row.uid})
SET j.blocks = row.blocks, j.pairs = row.pairs, j.document = row.document
"""

READ_JOURNAL = "MATCH (j:Journal) RETURN j.blocks AS blocks, j.pairs AS pairs, j.document AS document"

DELETE_JOURNAL = "MATCH (j:Journal) DELETE j"

HASHES = "UNWIND $documents AS uid MATCH (d:Document {uid: uid}) RETURN d.sha256 AS sha256"

HELD = "UNWIND $hashes AS hash MATCH (d:Document {sha256: hash}) RETURN DISTINCT d.sha256 AS sha256"

INVENTED = "MATCH (d:Document) WHERE d.invented RETURN d.uid AS uid"

ALL_BLOCKS = "MATCH (u:Unit) RETURN DISTINCT u.block AS block"

ALL_PAIRS = "MATCH (c:Claim) RETURN DISTINCT c.pair AS pair"
