"""What a viewer sees of a graph, told by the evidence store alone, in ids that hold in every graph with that evidence.

Must stay true: nothing here asks graph.read. An entity goes by its least unit that the viewer sees, a fact by what its
visible claims make of such ends.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graph.database import Database
from graph.fold.rows import ClaimRow, fact_id
from graph.ontology.types import Viewer

ID = re.compile(r"[0-9a-f]{32}")

LINKS = "MATCH (j:Judgement) WHERE j.kind = 'link' RETURN j.subject AS unit, j.object AS root"

CLAIMS = """
MATCH (c:Claim) WHERE c.audience IN $keys
MATCH (h:Judgement {subject: c.subject}) OPTIONAL MATCH (t:Judgement {subject: c.object})
RETURN properties(c) AS claim, h.object AS head, t.object AS tail
"""


@dataclass(frozen=True)
class Sight:
    """All that there is for a viewer."""

    entities: tuple[str, ...]
    facts: Mapping[str, str]
    """Each fact with its id in this graph."""
    predicates: Mapping[str, tuple[str, ...]]
    """The relation types of each entity's facts."""
    documents: tuple[str, ...]
    renamed: Mapping[str, str]
    """Hashes of this graph's facts with those that hold in every graph."""
    roots: Mapping[str, str]
    """Ids of this graph's entities with those that hold in every graph; only an export may show them."""

    def told(self, text: str) -> str:
        """The text with the ids of facts replaced."""
        return ID.sub(lambda found: self.renamed.get(found[0], found[0]), text)

    def all_told(self, text: str) -> str:
        """The text with the ids of entities replaced as well."""
        return ID.sub(lambda found: self.roots.get(found[0], found[0]), self.told(text))


def partition(db: Database, viewer: Viewer) -> dict[str, str]:
    """Each unit that the viewer may see with the least one that it is the same as."""
    visible = {row["uid"] for row in _of_viewer(db, viewer, "Unit")}
    least: dict[str, str] = {}
    links = [row for row in db.read(LINKS) if row["unit"] in visible]
    for row in sorted(links, key=lambda row: str(row["unit"])):
        least.setdefault(row["root"], row["unit"])
    return {row["unit"]: least[row["root"]] for row in links}


def sight(db: Database, viewer: Viewer) -> Sight:
    """What this viewer sees."""
    parts = partition(db, viewer)
    renamed: dict[str, str] = {}
    facts: dict[str, str] = {}
    predicates: dict[str, set[str]] = {}
    for row in db.read(CLAIMS, keys=viewer.key_list):
        claim = row["claim"]
        ends = [parts[claim[end]] for end in ("subject", "object") if claim[end]]
        if len(set(ends)) < len(ends):
            continue  # two names of one thing
        seen, here = _fact(claim, *ends), _fact(claim, row["head"], row["tail"] or "")
        facts[seen] = here
        renamed[here.split("-")[1]] = seen.split("-")[1]
        for end in ends if claim["object"] else ():
            predicates.setdefault(end, set()).add(claim["predicate"])
    return Sight(
        entities=tuple(sorted(set(parts.values()))),
        facts=facts,
        predicates={entity: tuple(sorted(found)) for entity, found in predicates.items()},
        documents=tuple(sorted(row["uid"] for row in _of_viewer(db, viewer, "Document"))),
        renamed=renamed,
        roots={row["root"]: parts[row["unit"]] for row in db.read(LINKS) if row["unit"] in parts},
    )


def _fact(claim: Mapping[str, Any], head: str, tail: str = "") -> str:
    kept = ("uid", "pair", "predicate", "value", "date", "audience", "source", "confidence")
    row = {name: claim[name] for name in kept}
    return fact_id(ClaimRow(**row, head=head, tail=tail, attributes=json.loads(claim["attributes"])))


def hidden_ids(db: Database, viewer: Viewer) -> list[str]:
    """Ids of all that this viewer may not see: documents, entities by each of their units, facts and attributes."""
    parts = partition(db, viewer)
    links = db.read(LINKS)
    seen = {row["root"] for row in links if row["unit"] in parts}
    found = {row["unit"] for row in links if row["root"] not in seen}
    for label in ("Fact", "Attribute"):
        rows = db.read(f"MATCH (n:{label}) RETURN n.fact AS fact, n.audience AS audience")
        found |= {row["fact"] for row in rows} - {row["fact"] for row in rows if row["audience"] in viewer.keys}
    papers = db.read("MATCH (d:Document) WHERE NOT d.audience IN $keys RETURN d.uid AS uid", keys=viewer.key_list)
    return sorted(found | {row["uid"] for row in papers})


def borrowed_addresses(db: Database, viewer: Viewer) -> dict[str, str]:
    """Hidden units that are the same thing as visible ones, with the least of those."""
    parts = partition(db, viewer)
    links = db.read(LINKS)
    least = {row["root"]: parts[row["unit"]] for row in links if row["unit"] in parts}
    return {row["unit"]: least[row["root"]] for row in links if row["root"] in least and row["unit"] not in parts}


def _of_viewer(db: Database, viewer: Viewer, label: str) -> list[dict[str, Any]]:
    return db.read(f"MATCH (n:{label}) WHERE n.audience IN $keys RETURN n.uid AS uid", keys=viewer.key_list)
