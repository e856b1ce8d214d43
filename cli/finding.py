"""From what a person types to the one entity that is meant.

Must stay true: it never guesses between two entities that both fit; it then names the candidates.
"""

import re
from collections.abc import Sequence

from api.labels import Labels
from cli.output import aligned, language
from cli.session import Session
from graph.ontology.errors import NotFound
from graph.read.entities import reference
from graph.read.models import EntityRef, SearchHit
from graph.read.search import search

CANDIDATES = 20
_ID = re.compile(r"[0-9a-f]{32}")


class Ambiguous(NotFound):
    """Several entities fit; `candidates` are lines that tell them apart."""

    code = "ambiguous"
    zh = "“{what}”不止一个，请改用编号：\n{candidates}"
    en = "“{what}” may be any of these; use an id:\n{candidates}"


def entity_named(found: Session, text: str, type: str = "") -> EntityRef:
    """The entity of this id or name. Raises NotFound or Ambiguous."""
    wanted = text.strip()
    if _ID.fullmatch(wanted):
        return reference(found.db, found.viewer, wanted)
    types = [type] if type else []
    hits = search(found.db, found.viewer, wanted, types=types, limit=CANDIDATES).items if wanted else ()
    exact = [hit for hit in hits if hit.matched.casefold() == wanted.casefold()]
    fitting = exact or hits
    if not fitting:
        raise NotFound(what=text)
    if len(fitting) > 1:
        raise Ambiguous(what=text, candidates="\n".join(lines_of(fitting)))
    return fitting[0].entity


def lines_of(hits: Sequence[SearchHit]) -> list[str]:
    """A line for each hit: id, what it is, its name, where it belongs, how many facts it has."""
    return list(aligned((_cells(hit) for hit in hits), indent="")) if hits else []


def _cells(hit: SearchHit) -> tuple[str, ...]:
    labels = Labels(language())
    name = hit.entity.name if hit.matched == hit.entity.name else f"{hit.entity.name}（{hit.matched}）"
    shown = name + labels.invented(hit.entity)
    return hit.entity.id, labels.kind(hit.entity), shown, labels.context(hit).striptags(), str(hit.links)
