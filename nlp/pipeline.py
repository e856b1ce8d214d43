"""Text to units, mentions and claims: the one door of this room.

Must stay true: pure; equal documents give equal extractions; a document that holds nothing gives an empty one.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from graph.ontology.types import Document, Extraction, Passage
from nlp import consistency, coordination
from nlp.assemble import Builder
from nlp.calendar import Calendar
from nlp.components import (
    KEY,
    agreements,
    countries,
    divisions,
    entities,
    groups,
    names,
    organisations,
    people,
    places,
    projects,
    sentence_of,
    titles,
    words,
)
from nlp.components.entities import settle
from nlp.confidence import judged
from nlp.context import Context
from nlp.locality import reporting_locality
from nlp.normal import normal_form
from nlp.own_model import mark
from nlp.reading import Fact, Item, Line, Ref, as_items, items_of
from nlp.relations import cooperates, honours, indicators, located, persons, positions, signed, supports, ties, visits
from nlp.sentence import Sentence, plain
from nlp.vocabulary import own_version

EXTRACTOR = "tieline-rules"
VERSION = "+".join(filter(None, ("2", own_version(), mark())))
"""With marks of the office's own words and model. Documents are read anew when it changes, so raise the number whenever
the rules or the shipped model read anything otherwise."""
COMPONENTS = (
    words,
    countries,
    divisions,
    titles,
    groups,
    places,
    organisations,
    agreements,
    projects,
    people,
    names,
    entities,
)
_HELPERS = frozenset({"Title", "Self", "Pronoun", "Group"})


@dataclass(frozen=True)
class Reading:
    """A passage with what the rules read in it, and what they had in mind then: good until the next one is read."""

    passage: Passage
    line: Line
    facts: list[Fact]
    context: Context


def build() -> Language:
    """The spaCy pipeline: one token a character, and the components in order."""
    language = spacy.blank("zh")
    for component in COMPONENTS:
        language.add_pipe(component.NAME)
    return language


class Extractor:
    """Reads documents. Loading takes about a second; one object serves any number of documents."""

    def __init__(self) -> None:
        self._language = build()

    def extract(self, document: Document, passages: Sequence[Passage]) -> Extraction:
        """All that the passages of one document say."""
        home, home_name = _home(document, passages)
        builder = Builder(document, EXTRACTOR, VERSION, home, home_name)
        for reading in self.readings(document, passages):
            builder.add(reading.passage, reading.line, judged(reading.line, reading.context, reading.facts))
        return builder.result()

    def readings(self, document: Document, passages: Sequence[Passage]) -> Iterator[Reading]:
        """What the rules read in each passage, in the order of the text."""
        ordered = _ordered(passages)
        sentences = [sentence_of(doc) for doc in self._language.pipe([self._doc(passage.text) for passage in ordered])]
        home, home_name = _home(document, passages)
        yield from _read(
            ordered, _lines(ordered, sentences, document.date), Context(home, home, names={home: home_name})
        )

    def extract_many(self, items: Iterable[tuple[Document, Sequence[Passage]]]) -> Iterator[Extraction]:
        """The extraction of each document, in order."""
        for document, passages in items:
            yield self.extract(document, passages)

    def _doc(self, text: str) -> Doc:
        sentence = Sentence(plain(text))
        characters = list(sentence.text)
        data = {KEY: sentence}
        return Doc(self._language.vocab, words=characters, spaces=[False] * len(characters), user_data=data)


def _lines(passages: Sequence[Passage], sentences: Sequence[Sentence], date: str) -> Iterator[Line]:
    """The passages as rows of items, with the dates said so far."""
    settled = [settle(sentence) for sentence in sentences]
    agreed = consistency.agree(sentences, [chosen for chosen, _ in settled])
    calendar = Calendar(date)
    for passage, sentence, kept, (_, inner) in zip(passages, sentences, agreed, settled, strict=True):
        helpers = [found for found in sentence.found if found.type in _HELPERS]
        date, dates = calendar.read(passage, sentence.text)
        items, hidden = items_of(sentence.text, kept, helpers)
        within = as_items(sentence.text, inner)
        hidden += [item for item in within if _leads_body(item, items)]
        yield Line(sentence.text, items, within, hidden, passage.kind, passage.context, date, dates)


def _leads_body(item: Item, items: Sequence[Item]) -> bool:
    """Whether a country opens the name of a body: it is named there, too."""
    opens = (other.kind == "Organisation" and other.start == item.start for other in items)
    return item.kind == "Country" and any(opens)


def _ordered(passages: Sequence[Passage]) -> list[Passage]:
    return sorted(passages, key=lambda passage: (passage.order, passage.start))


def _home(document: Document, passages: Sequence[Passage]) -> tuple[Ref, str]:
    """The reporting locality, and what it is called."""
    name = document.locality or reporting_locality(_ordered(passages), document.title)
    return Ref("Place", normal_form("Place", name)), name


def _read(passages: Sequence[Passage], lines: Iterable[Line], context: Context) -> Iterator[Reading]:
    for passage, line in zip(passages, lines, strict=True):
        context.enter(line)
        facts = list(dict.fromkeys(_facts(line, context)))
        yield Reading(passage, line, facts, context)


def _facts(line: Line, context: Context) -> Iterator[Fact]:
    """All relation rules over one line; positions first, because visits need the offices."""
    yield from located.find(line, context)
    yield from persons.find(line)
    yield from positions.find(line, context)
    yield from visits.find(line, context)
    context.leave(line)
    pairings = coordination.pairings(line, context)
    joined = [*ties.find(line, context, pairings), *signed.find(line, context, pairings)]
    yield from joined
    yield from cooperates.find(line, pairings, _settled(joined))
    yield from supports.find(line, context)
    yield from indicators.find(line, context)
    yield from honours.find(line, context)


def _settled(facts: Iterable[Fact]) -> set[frozenset[Ref]]:
    """The pairs that a tie joins, and the parties of one agreement."""
    parties: dict[Ref, set[Ref]] = {}
    pairs = set()
    for fact in facts:
        if fact.predicate == "TIE" and fact.tail:
            pairs.add(frozenset((fact.head, fact.tail)))
        elif fact.tail:
            parties.setdefault(fact.tail, set()).add(fact.head)
    return pairs | {frozenset(group) for group in parties.values()}
