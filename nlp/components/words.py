"""Words and name tags by the LAC model, for many sentences at once.

Must stay true: `pipe` gives each Doc what `__call__` would.
"""

from collections.abc import Iterable, Iterator
from itertools import islice

from spacy.language import Language
from spacy.tokens import Doc

from nlp.components import sentence_of
from nlp.lac import Lac

NAME = "tieline_words"
BATCH = 1024


class WordTagger:
    """Fills in the words of each sentence."""

    def __init__(self) -> None:
        self._lac = Lac()

    def __call__(self, doc: Doc) -> Doc:
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], batch_size: int = BATCH) -> Iterator[Doc]:
        docs = iter(stream)
        while batch := list(islice(docs, max(batch_size, BATCH))):
            for doc, words in zip(batch, self._lac.words([sentence_of(doc).text for doc in batch]), strict=True):
                sentence_of(doc).words = words
            yield from batch


@Language.factory(NAME)
def make(nlp: Language, name: str) -> WordTagger:
    return WordTagger()
