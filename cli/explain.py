"""`tieline explain`: a file sentence by sentence, with every name and claim read in it, the rule that made it and how
sure that rule is.

Must stay true: no database is opened, nothing is stored; what is shown is what `tieline ingest` would store.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli import session
from cli.describe import labels
from cli.extract import Text, read_text
from cli.options import Date, Json, Locality
from cli.output import emit, language, out
from graph.ontology.vocabulary import ontology

if TYPE_CHECKING:
    from graph.ontology.types import Claim, Extraction, Mention, Passage, Unit

File = Annotated[Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, help="What to read. / 文件")]
Only = Annotated[bool, typer.Option("--claims", help="Only sentences that something is claimed from.")]


def explain(file: File, only: Only = False, json: Json = False, date: Date = "", locality: Locality = "") -> None:
    """Show what is read from each sentence, by which rule, how surely. / 逐句说明依据"""
    from nlp.gold import with_locality
    from nlp.pipeline import Extractor

    document, passages = read_text(session.load(), Text(file.stem, file), date, locality.strip())
    found = Extractor().extract(with_locality(document, passages), passages)
    for row in _explained(passages, found):
        if not only or row["claims"]:
            emit(row, line=True) if json else _show(row)


def _explained(passages: "Sequence[Passage]", found: "Extraction") -> Iterator[dict[str, Any]]:
    """One object a passage, in the order of the text."""
    units = {unit.uid: unit for unit in found.units}
    mentions: dict[str, list[Mention]] = defaultdict(list)
    claims: dict[str, list[Claim]] = defaultdict(list)
    for mention in found.mentions:
        mentions[mention.passage].append(mention)
    for claim in found.claims:
        claims[claim.passage].append(claim)
    for passage in passages:
        yield {
            "start": passage.start,
            "kind": passage.kind.value,
            "text": passage.text,
            "mentions": [_mention(mention, units) for mention in mentions[passage.uid]],
            "claims": [_claim(claim, units) for claim in claims[passage.uid]],
        }


def _mention(mention: "Mention", units: "Mapping[str, Unit]") -> dict[str, Any]:
    return {
        "start": mention.start,
        "end": mention.end,
        "text": mention.text,
        "type": mention.type,
        "unit": units[mention.unit].name,
        "rule": mention.rule,
        "confidence": mention.confidence,
    }


def _claim(claim: "Claim", units: "Mapping[str, Unit]") -> dict[str, Any]:
    return {
        "predicate": claim.predicate,
        "subject": units[claim.subject].name,
        "object": units[claim.object].name if claim.object else claim.value,
        "attributes": dict(claim.attributes),
        "date": claim.date,
        "start": claim.start,
        "end": claim.end,
        "rule": claim.rule,
        "confidence": claim.confidence,
    }


def _show(row: Mapping[str, Any]) -> None:
    out(f"{row['start']:>6}  {row['text'].strip()}")
    for mention in row["mentions"]:
        other = "" if mention["unit"] == mention["text"] else f" = {mention['unit']}"
        kind = ontology().entities[mention["type"]].label(language())
        out(f"          [{mention['text']}]{other}  {kind}  {mention['rule']} {mention['confidence']:.2f}")
    for claim in row["claims"]:
        out("        > " + _told(claim) + f"  {claim['rule']} {claim['confidence']:.2f}")


def _told(claim: Mapping[str, Any]) -> str:
    stated = [labels().stated(name, value) for name, value in claim["attributes"].items()]
    details = "，".join(filter(None, [*stated, claim["date"]]))
    name, tail = labels().predicate(claim["predicate"]), labels().value(claim["predicate"], claim["object"])
    return f"{claim['subject']} — {name} — {tail}" + (f"（{details}）" if details else "")
