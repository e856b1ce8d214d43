"""The corpus of the domain: passages on external relations, written and annotated for this project (README.md).

Must stay true: no passage stands in two splits.
"""

from pathlib import Path

from nlp.corpus.markup import CorpusPassage, read

SPLITS = ("train", "dev", "test")


def split(name: str) -> list[CorpusPassage]:
    """The passages of one split, in the order of its files. Raises MarkupError for one that cannot be read."""
    folder = Path(__file__).parent / name
    return [passage for file in sorted(folder.glob("*.txt")) for passage in read(file)]
