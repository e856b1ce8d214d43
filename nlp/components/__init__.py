"""The steps of the spaCy pipeline, one file each: a plain function that decides, and a factory that annotates.

Must stay true: a component reads and adds to the sentence in its Doc, and does nothing else.
"""

from collections.abc import Callable, Iterable

from spacy.language import Language
from spacy.tokens import Doc

from nlp.sentence import Found, Sentence

KEY = "sentence"
"""Where a Doc keeps its Sentence (Doc.user_data)."""

Finder = Callable[[Sentence], Iterable[Found]]


def sentence_of(doc: Doc) -> Sentence:
    """The Sentence of a Doc, made at the first call."""
    found = doc.user_data.get(KEY)
    if not isinstance(found, Sentence):
        found = doc.user_data[KEY] = Sentence(doc.text)
    return found


def register(name: str, find: Finder) -> None:
    """Register a component that adds what `find` finds."""

    def annotate(doc: Doc) -> Doc:
        sentence = sentence_of(doc)
        for item in find(sentence):
            # One by one: what a component found a moment ago is known to its next step.
            sentence.found.append(item)
        return doc

    Language.component(name, func=annotate)
