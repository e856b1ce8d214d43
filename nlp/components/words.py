"""Words and names by the taggers, for many sentences at once.

Must stay true: `pipe` gives each Doc what `__call__` would; without the trained model the words are the same, and there
are no names.
"""

import logging
from collections.abc import Iterable, Iterator
from itertools import islice

from spacy.language import Language
from spacy.tokens import Doc

from nlp.components import sentence_of
from nlp.lac import Lac
from nlp.mended import Mended
from nlp.own_model import OwnModel, named
from nlp.tagger import MODEL, Tagger
from nlp.words import Reader

NAME = "tieline_words"
BATCH = 1024
log = logging.getLogger(__name__)


class WordTagger:
    """Fills in the words and names of each sentence."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def __call__(self, doc: Doc) -> Doc:
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], batch_size: int = BATCH) -> Iterator[Doc]:
        docs = iter(stream)
        while batch := list(islice(docs, max(batch_size, BATCH))):
            sentences = [sentence_of(doc) for doc in batch]
            for sentence, read in zip(sentences, self._reader.read([s.text for s in sentences]), strict=True):
                sentence.words = read.words
                sentence.seen = Mended(read.seen, sentence.text) if read.seen else None
            yield from batch


def open_reader() -> Reader:
    """The office's own pipeline or the trained tagger; where its model is not installed LAC alone, with a warning."""
    if named():
        return OwnModel(named())
    if MODEL.is_file():
        return Tagger(MODEL)
    log.warning("The trained name model is missing (%s): names are found by rules and lists only.", MODEL.name)
    return Lac()


@Language.factory(NAME)
def make(nlp: Language, name: str) -> WordTagger:
    return WordTagger(open_reader())
