"""Every name and claim that is read from the shipped sample, one a line: what tests/data/sample_claims.txt is held to.

`python -m tests.ingest.sample_claims` writes that file anew. Must stay true: a line that comes in is read against the
document before it is committed; the file is the list of what is right, not of what is found.
"""

from collections.abc import Iterator
from pathlib import Path

from graph.ontology.types import Claim, Document, Extraction
from ingest.invented import sample_sources
from ingest.reading import read_file
from ingest.runs import Source
from nlp.pipeline import Extractor

ROOT = Path(__file__).resolve().parents[2]
LISTED = ROOT / "tests/data/sample_claims.txt"


def listed() -> Iterator[str]:
    """The lines of the file, by document."""
    tool = Extractor()
    for source in sample_sources(ROOT / "ingest/sample"):
        yield f"== {source.path.name}"
        yield from sorted(_lines(tool, source))
        yield ""


def _lines(tool: Extractor, source: Source) -> set[str]:
    stated = source.stated
    read = read_file(source.path, department=stated.department, date=stated.date, locality=stated.locality)
    found = tool.extract(read.document, read.passages)
    named = {(mention.type, mention.text) for mention in found.mentions}
    return {*(f"{kind} {text}" for kind, text in named), *_claims(read.document, found)}


def _claims(document: Document, found: Extraction) -> Iterator[str]:
    names = {unit.uid: unit.name or document.locality for unit in found.units}
    for claim in found.claims:
        other = names[claim.object] if claim.object else claim.value
        yield " | ".join((claim.predicate, names[claim.subject], other, *_qualities(claim)))


def _qualities(claim: Claim) -> Iterator[str]:
    """Attributes and date of a claim about two things; a figure's parts carry none of their own."""
    if claim.object:
        yield from (f"{name}={value}" for name, value in claim.attributes if name != "event")
        if claim.date:
            yield claim.date


if __name__ == "__main__":
    LISTED.write_text("\n".join(listed()), encoding="utf-8")
