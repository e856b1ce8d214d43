"""Cypher of the read models. Every text that touches folded rows says `audience IN $keys` before any cut.

Must stay true: nothing is ordered by the id of a folded thing, which may come from what the viewer may not see; what
keeps equals apart is visible (the least unit that bears a name, the least claim of a fact); both servers parse every
text.
"""

from graph.ontology.vocabulary import ontology

RELATIONS = "|".join(ontology().relations)
"""All relation types between entities, as a pattern; appearances in documents are not among them."""

BEST_NAME = """head(COLLECT {
  MATCH (n:Name {entity: e.uid}) WHERE n.audience IN $keys
  WITH n.text AS text, sum(n.count) AS count
  RETURN text ORDER BY size(text) DESC, count DESC, text LIMIT 1
})"""

NAMED = """head(COLLECT {
  MATCH (n:Name {entity: e.uid}) WHERE n.audience IN $keys
  WITH n.text AS text, sum(n.count) AS count, min(coalesce(n.unit, n.entity)) AS unit
  RETURN unit + '\t' + text ORDER BY size(text) DESC, count DESC, text LIMIT 1
})"""
"""The best name behind the least unit that bears it, for lists that are ordered outside the database."""

LEAST_UNIT = """head(COLLECT {
  MATCH (n:Name {entity: e.uid}) WHERE n.audience IN $keys
  RETURN min(coalesce(n.unit, n.entity))
})"""
"""What a viewer knows the entity by: the least of its units that the viewer may see."""

LINKS = f"""COUNT {{
  MATCH (e)-[r:{RELATIONS}]-(:Entity) WHERE r.audience IN $keys RETURN DISTINCT r.fact
}}"""

INVENTED = """NOT EXISTS {
  MATCH (e)-[m:MENTIONED_IN]->(d:Document) WHERE m.audience IN $keys AND NOT d.invented
} AND EXISTS {
  MATCH (e)-[m:MENTIONED_IN]->(d:Document) WHERE m.audience IN $keys AND d.invented
}"""
"""Whether the viewer knows `e` from invented documents only."""

RESOLVE = """
MATCH (j:Judgement {subject: $unit}) WHERE j.kind = 'link'
RETURN j.object AS entity
"""

REFS = f"""
UNWIND $entities AS uid
MATCH (e:Entity {{uid: uid}})
WITH e, {BEST_NAME} AS name,
     COLLECT {{
       MATCH (a:Attribute {{entity: e.uid}}) WHERE a.predicate = 'level' AND a.audience IN $keys
       RETURN a.value + '\\t' + toString(a.evidence)
     }} AS levels
RETURN e.uid AS id, {LEAST_UNIT} AS address, e.type AS type, name, levels, {INVENTED} AS invented
"""

DEGREES = f"""
UNWIND $entities AS uid
MATCH (e:Entity {{uid: uid}})
RETURN e.uid AS id, {LINKS} AS links
"""

NAMES = """
MATCH (n:Name {entity: $entity}) WHERE n.audience IN $keys
RETURN n.text AS text, n.count AS count, n.sources AS sources
"""

ATTRIBUTES = """
MATCH (a:Attribute {entity: $entity}) WHERE a.audience IN $keys
RETURN a.fact AS fact, a.predicate AS predicate, a.value AS value, a.values AS values, a.evidence AS evidence,
       a.sources AS sources
"""

RANKED_FACTS = f"""
MATCH (e:Entity {{uid: $entity}})-[r:{RELATIONS}]-(:Entity) WHERE r.audience IN $keys AND type(r) IN $predicates
WITH type(r) AS predicate, r.fact AS fact, sum(r.evidence) AS support, max(r.date) AS date
RETURN predicate, fact, support, coalesce(date, '') AS date
"""

LEAST_CLAIMS = """
UNWIND $facts AS fact
MATCH (f:Fact {fact: fact}) WHERE f.audience IN $keys
RETURN fact, min(f.claims[0]) AS claim
"""

DOCUMENTS_OF_ENTITY = """
MATCH (e:Entity {uid: $entity})-[m:MENTIONED_IN]->(d:Document)
WHERE m.audience IN $keys AND d.complete
RETURN d.uid AS id, d.title AS title, d.date AS date, d.department AS department, d.invented AS invented
ORDER BY date DESC, title, id
"""

CLAIMS = """
UNWIND $claims AS uid
MATCH (c:Claim {uid: uid}) WHERE c.audience IN $keys
MATCH (p:Passage {uid: c.passage}), (d:Document {uid: c.document})
RETURN c.uid AS claim, c.document AS document, c.passage AS passage, c.subject AS subject, c.object AS object,
       c.event AS event, c.start AS start, c.end AS end, c.rule AS rule, c.extractor AS extractor, c.version AS version,
       c.confidence AS confidence, p.text AS text, p.context AS context, p.page AS page, p.start AS offset,
       p.order AS order, d.title AS title, d.date AS date, d.department AS department, d.invented AS invented
"""

MENTIONS_OF_UNITS = """
UNWIND $rows AS row
MATCH (m:Mention {unit: row.unit}) WHERE m.passage = row.passage AND m.audience IN $keys
RETURN m.passage AS passage, m.unit AS unit, m.start AS start, m.end AS end
"""

NEIGHBOURS = f"""
UNWIND $frontier AS uid
MATCH (c:Entity {{uid: uid}})-[r]-(e:Entity)
WHERE type(r) IN $predicates AND r.audience IN $keys AND e.type IN $types
WITH e, sum(r.evidence) AS support
WITH e, support, {NAMED} AS named
WHERE named IS NOT NULL
RETURN e.uid AS id, e.type AS type, support, named
"""

EDGES_AMONG = f"""
UNWIND $sources AS uid
MATCH (a:Entity {{uid: uid}})-[r:{RELATIONS}]-(b:Entity)
WHERE type(r) IN $predicates AND r.audience IN $keys AND b.uid IN $entities
RETURN DISTINCT r.fact AS fact
"""

STEPS = f"""
UNWIND $frontier AS uid
MATCH (a:Entity {{uid: uid}})-[r:{RELATIONS}]-(e:Entity)
WHERE r.audience IN $keys
RETURN a.uid AS origin, e.uid AS id, e.type AS type, r.fact AS fact, type(r) AS predicate,
       startNode(r).uid AS head, endNode(r).uid AS tail, r.evidence AS evidence, r.confidence AS confidence,
       r.date AS date, coalesce(r.claim, r.fact) AS claim
"""

SEARCH_TEXT = """
CALL db.index.fulltext.queryNodes('name_text', $wanted) YIELD node AS n, score
WITH n WHERE n.audience IN $keys
MATCH (e:Entity {uid: n.entity}) WHERE e.type IN $types
RETURN n.entity AS id, n.text AS text, sum(n.count) AS count, min(coalesce(n.unit, n.entity)) AS unit
"""

SEARCH_CHARACTER = """
MATCH (n:Name) WHERE n.audience IN $keys AND n.text CONTAINS $wanted
MATCH (e:Entity {uid: n.entity}) WHERE e.type IN $types
RETURN n.entity AS id, n.text AS text, sum(n.count) AS count, min(coalesce(n.unit, n.entity)) AS unit
"""

ENTITIES = f"""
MATCH (n:Name) WHERE n.audience IN $keys
MATCH (e:Entity {{uid: n.entity}}) WHERE e.type IN $types
WITH e, sum(n.count) AS support, min(coalesce(n.unit, n.entity)) AS unit
WHERE $level = '' OR EXISTS {{
  MATCH (a:Attribute {{entity: e.uid}}) WHERE a.predicate = 'level' AND a.value = $level AND a.audience IN $keys
}}
WITH e, support, unit, {BEST_NAME} AS name
WHERE $support < 0 OR support < $support
   OR (support = $support AND (name > $name OR (name = $name AND unit > $unit)))
RETURN e.uid AS id, support, name, unit
ORDER BY support DESC, name, unit LIMIT $limit
"""

CONTEXT = """
UNWIND $entities AS uid
MATCH (e:Entity {uid: uid})-[r:LOCATED_IN|POSITION|SIGNED|DESTINATION|TOOK_PART|REPORTED|RECEIVED]-(o:Entity)
WHERE r.audience IN $keys
RETURN uid AS id, o.uid AS other, sum(r.evidence) AS support
"""

DOCUMENT_FIELDS = """d.uid AS id, d.title AS title, d.date AS date, d.department AS department,
       d.invented AS invented, d.media_type AS media_type, d.share_class AS share_class, d.locality AS locality,
       d.passages AS passages, d.mentions AS mentions, d.claims AS claims, d.created_at AS added_at"""

DOCUMENTS = f"""
MATCH (d:Document)
WHERE d.audience IN $keys AND d.complete AND ($department = '' OR d.department = $department)
  AND ($added < 0 OR d.created_at < $added OR (d.created_at = $added AND d.title > $title)
       OR (d.created_at = $added AND d.title = $title AND d.uid > $id))
RETURN {DOCUMENT_FIELDS}
ORDER BY added_at DESC, title, id LIMIT $limit
"""

DOCUMENT = f"""
MATCH (d:Document {{uid: $document}}) WHERE d.audience IN $keys AND d.complete
RETURN {DOCUMENT_FIELDS}
"""

PASSAGES = """
MATCH (p:Passage {document: $document}) WHERE p.order >= $first AND p.audience IN $keys
RETURN p.uid AS id, p.order AS order, p.page AS page, p.kind AS kind, p.text AS text, p.context AS context,
       p.start AS start, p.end AS end
ORDER BY order LIMIT $limit
"""

MENTIONS_OF_DOCUMENT = """
MATCH (m:Mention {document: $document})
WHERE m.start >= $start AND m.start < $end AND m.audience IN $keys
MATCH (j:Judgement {subject: m.unit}) WHERE j.kind = 'link'
RETURN m.passage AS passage, m.unit AS unit, m.start AS start, m.end AS end, j.object AS entity
ORDER BY start, unit
"""

CLAIMS_OF_DOCUMENT = """
MATCH (c:Claim {document: $document}) WHERE c.audience IN $keys AND c.passage IN $passages
MATCH (h:Judgement {subject: c.subject}) WHERE h.kind = 'link'
OPTIONAL MATCH (t:Judgement {subject: c.object}) WHERE t.kind = 'link'
RETURN c.uid AS uid, c.pair AS pair, c.predicate AS predicate, h.object AS head, coalesce(t.object, '') AS tail,
       c.value AS value, c.attributes AS attributes, c.dated AS date, c.audience AS audience, c.source AS source,
       c.confidence AS confidence, c.passage AS passage, c.rule AS rule, c.subject AS subject, c.object AS object,
       c.start AS start, c.end AS end
"""

COUNT_DOCUMENTS = """
MATCH (d:Document) WHERE d.audience IN $keys AND d.complete
RETURN count(d) AS documents, sum(d.passages) AS passages, sum(CASE WHEN d.invented THEN 1 ELSE 0 END) AS invented
"""

STATED_COUNTS = """
MATCH (d:Document) WHERE d.audience IN $keys AND d.complete
RETURN d.uid AS document, d.passages AS passages, d.mentions AS mentions, d.claims AS claims
"""

STORED_COUNTS = {
    name: f"MATCH (n:{label}) WHERE n.audience IN $keys RETURN n.document AS document, count(*) AS stored"
    for name, label in (("passages", "Passage"), ("mentions", "Mention"), ("claims", "Claim"))
}
"""What is there of each document, by the name of the count that its document states."""

COUNT_ENTITIES = """
MATCH (n:Name) WHERE n.audience IN $keys
MATCH (e:Entity {uid: n.entity})
RETURN e.type AS type, count(DISTINCT e.uid) AS count
"""

COUNT_RELATIONS = f"""
MATCH (:Entity)-[r:{RELATIONS}]->(:Entity) WHERE r.audience IN $keys
RETURN type(r) AS predicate, count(DISTINCT r.fact) AS count
"""

TIE_VALUES = """
MATCH (f:Fact) WHERE f.predicate = 'TIE' AND f.audience IN $keys
RETURN f.fact AS fact, f.values AS values
"""


FACTS = """
UNWIND $facts AS fact
MATCH (f:Fact {fact: fact}) WHERE f.audience IN $keys
RETURN f.fact AS fact, f.predicate AS predicate, f.head AS head, f.tail AS tail, f.values AS values,
       f.evidence AS evidence, f.sources AS sources, f.confidence AS confidence, f.claims AS claims
"""

ATTRIBUTE_FACTS = """
UNWIND $facts AS fact
MATCH (a:Attribute {fact: fact}) WHERE a.audience IN $keys
RETURN a.fact AS fact, a.predicate AS predicate, a.entity AS head, '' AS tail, a.values AS values,
       a.evidence AS evidence, a.sources AS sources, a.confidence AS confidence, a.claims AS claims
"""
