"""Settle overlaps: of the names found at one place the best rule keeps it; the result is doc.ents and doc.spans.

Must stay true: doc.ents never overlap; what lies inside a longer name goes to doc.spans["inner"].
"""

from dataclasses import replace
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc, Span

from graph.ontology.vocabulary import ontology
from nlp import fusion
from nlp.components import sentence_of
from nlp.rules import PRIORITY
from nlp.sentence import Found, Sentence, nested, resolve

NAME = "tieline_entities"


def settle(sentence: Sentence) -> tuple[list[Found], list[Found]]:
    """(the names of a sentence without overlaps, names strictly inside these).

    Without the trained tagger the rules' order of rank decides alone.
    """
    named = (_stripped(sentence, item) for item in sentence.found if item.type in entity_types())
    candidates = list(dict.fromkeys(item for item in named if item.length))
    chosen = fusion.settle(sentence, candidates, PRIORITY) if sentence.seen else resolve(candidates, PRIORITY)
    inner = {item for outer in chosen for item in nested(candidates, outer)}
    return chosen, sorted(inner - set(chosen), key=lambda item: (item.start, item.end, item.rule))


def _stripped(sentence: Sentence, item: Found) -> Found:
    """A name without the blanks that part it from the border of its cell."""
    said = sentence.surface(item)
    start = item.start + len(said) - len(said.lstrip())
    return replace(item, start=start, end=start + len(said.strip()))


@cache
def entity_types() -> frozenset[str]:
    return frozenset(ontology().entities)


@Language.component(NAME)
def annotate(doc: Doc) -> Doc:
    sentence = sentence_of(doc)
    chosen, inner = settle(sentence)
    doc.ents = [_span(doc, item) for item in chosen]
    doc.spans["inner"] = [_span(doc, item) for item in inner]
    return doc


def _span(doc: Doc, item: Found) -> Span:
    return Span(doc, item.start, item.end, label=item.type, span_id=item.rule)
