"""Says the vocabulary's things in the words of one language: types, relations, stages, whole facts.

Must stay true: every word comes from the ontology, and the mark of what is invented from the texts of pictures; names
from documents are escaped here or by the template, never trusted.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from markupsafe import Markup, escape

from graph.ontology.vocabulary import ontology
from graph.read.models import EntityRef, Fact, PassageFinding, SearchHit
from viz.texts import text

PLACEHOLDER = re.compile(r"\{(\w+)\}")
DASHES = "：: –-"
"""What a reading may be left with at its end when the stage is not known."""


IN_READINGS = ("title",)
"""Attributes that every reading of their relation says in full."""


def event_links() -> frozenset[str]:
    """The relations that only tie an end to an event, beside a relation that already says so (a visit's parts)."""
    events = (relation.event for relation in ontology().relations.values() if relation.event)
    return frozenset(name for event in events for name in (event.head, event.tail))


@dataclass(frozen=True)
class Labels:
    """The words of one language, `zh` or `en`."""

    language: str

    def kind(self, entity: EntityRef) -> str:
        """What an entity is: 城市, 机构…"""
        known = ontology().entities.get(entity.type)
        return known.label(self.language, entity.level) if known else entity.type

    def invented(self, entity: EntityRef) -> str:
        """What stands behind the name of an entity that only invented documents name; "" behind any other."""
        return text("invented", self.language) if entity.invented else ""

    def plural(self, name: str) -> str:
        """An entity type in the plural."""
        known = ontology().entities.get(name)
        return known.plural[self.language] if known else name

    def predicate(self, name: str) -> str:
        """A relation type, or an attribute that facts state of an entity."""
        relation = ontology().relations.get(name)
        return relation.labels[self.language] if relation else self.attribute(name)

    def attribute(self, name: str) -> str:
        known = ontology().attributes.get(name)
        return known.labels[self.language] if known else name

    def value(self, attribute: str, value: str) -> str:
        """A stored attribute value: 正式友城 for the stage `formal`."""
        return ontology().value_label(attribute, value, self.language)

    def stated(self, attribute: str, value: str) -> str:
        """An attribute beside a fact: 现任, but 人数 12, where the value alone would not say what it is."""
        known = ontology().attributes.get(attribute)
        shown = self.value(attribute, value)
        return shown if known and known.values else f"{self.attribute(attribute)} {shown}"

    def details(self, fact: Fact) -> Iterator[tuple[str, str]]:
        """What is known of a fact beside its reading, in the order of the ontology: (attribute, what it says)."""
        for name in ontology().relations[fact.predicate].attributes:
            if name in fact.attributes and name not in IN_READINGS:
                yield name, self.stated(name, fact.attributes[name])

    def stage(self, name: str) -> str:
        return self.value("stage", name)

    def reading(self, found: Fact | PassageFinding, around: EntityRef | None = None) -> Markup:
        """A fact as a sentence whose ends are links, except the entity that the page is `around`."""
        relation = ontology().relations.get(found.predicate)
        if relation is None or found.tail is None:
            return self._statement(found)
        parts = {name: escape(self.value(name, value)) for name, value in found.attributes.items()}
        parts |= {"head": self.link(found.head, around), "tail": self.link(found.tail, around)}
        return fill(relation.readings[self.language], parts)

    def _statement(self, found: Fact | PassageFinding) -> Markup:
        """An attribute that was said of an entity: 诺瓦港市 · 级别 城市."""
        value = found.value if isinstance(found, PassageFinding) else ""
        mark = Markup('{} <span class="reading-label">{}</span> {}')
        return mark.format(self.link(found.head), self.attribute(found.predicate), self.value(found.predicate, value))

    def link(self, entity: EntityRef, around: EntityRef | None = None) -> Markup:
        """The entity's name, linked to its page; plain on that page itself."""
        if around is not None and entity.id == around.id:
            return Markup('<span class="self">{}</span>').format(entity.name)
        named = Markup('<a class="entity type-{}" href="/entities/{}">{}</a>').format(
            entity.type, quote(entity.id, safe=""), entity.name
        )
        return named + self.made_up(entity)

    @property
    def between(self) -> str:
        """What stands between the items of a list."""
        return "、" if self.language == "zh" else ", "

    def context(self, hit: SearchHit) -> Markup:
        """What an entity is most connected with, beside its name in a list."""
        return Markup(self.between).join(Markup("{}{}").format(near.name, self.made_up(near)) for near in hit.context)

    def made_up(self, entity: EntityRef) -> Markup:
        """The mark of an entity that only invented documents name, where a name is followed by other words."""
        said = self.invented(entity)
        mark = Markup(' <small class="made-up">{}</small>' if said[:1] == " " else '<small class="made-up">{}</small>')
        return mark.format(said.strip()) if said else Markup()


def fill(template: str, parts: Mapping[str, Markup]) -> Markup:
    """The reading with its parts put in; a part that is not known leaves nothing behind it."""
    cut = template
    while (last := PLACEHOLDER.search(cut, cut.rfind("{"))) and last.end() == len(cut) and last[1] not in parts:
        cut = cut[: last.start()].rstrip(DASHES)
    pieces = PLACEHOLDER.split(cut)
    shown = (parts.get(piece, Markup()) if at % 2 else escape(piece) for at, piece in enumerate(pieces))
    return Markup().join(shown)
