"""Renders pages: one Jinja environment a language, with the vocabulary's labels and the catalogue bound to it.

Must stay true: autoescape is on for every template; a page loads nothing but files of this server.
"""

import hashlib
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any
from urllib.parse import quote, urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from api import identity
from api.i18n import catalogue
from api.labels import Labels, event_links
from graph.office.rights import Act, may
from graph.ontology.vocabulary import LANGUAGES, Stage, ontology
from graph.read.models import EntityRef, Fact, Highlight, PassageFinding, Span


@cache
def environment(language: str) -> Environment:
    """The templates with everything that they may call, in one language."""
    found = Environment(
        loader=PackageLoader("api", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
    )
    found.policies["ext.i18n.trimmed"] = True
    texts = catalogue(language)
    found.install_gettext_translations(texts, newstyle=True)  # type: ignore[attr-defined]
    found.globals |= {"labels": Labels(language), "language": language, "ontology": ontology()}
    found.globals |= {"static": static_url, "other_end": other_end, "segments": segments, "stage_step": stage_step}
    found.globals |= {"moment": moment, "csrf_field": identity.CSRF_FIELD}
    found.globals |= {"script_texts": script_texts(language), "path_of": path_of, "in_margin": in_margin}
    return found


def page(request: Request, template: str, *, status: int = 200, **context: Any) -> HTMLResponse:
    """The page that this template makes of this context, in the request's language."""
    language = request.state.language
    asking = identity.of(request)
    context |= {"languages": _language_links(request), "path": request.url.path}
    context |= {"asking": asking, "may": lambda act: asking.opens and may(asking.identity, Act(act))}
    body = environment(language).get_template(template).render(context)
    return HTMLResponse(body, status_code=status, headers={"Cache-Control": "no-cache"})


def _language_links(request: Request) -> dict[str, str]:
    """The address of this same page in each language."""
    kept = [pair for pair in request.query_params.multi_items() if pair[0] != "lang"]
    path = quote(request.url.path)
    return {language: f"{path}?{urlencode([*kept, ('lang', language)])}" for language in LANGUAGES}


@cache
def static_url(name: str) -> str:
    """The address of a file in static/, changing with its content so that browsers may keep it for long."""
    content = (files("api") / "static" / name).read_bytes()
    return f"/static/{name}?v={hashlib.sha256(content).hexdigest()[:10]}"


def path_of(*parts: str, **query: str | int) -> str:
    """A local address with its parts and query quoted; empty query values are left out."""
    path = "/" + "/".join(quote(part, safe="") for part in parts)
    kept = {name: value for name, value in query.items() if value != ""}
    return f"{path}?{urlencode(kept)}" if kept else path


def other_end(fact: Fact, entity: EntityRef) -> EntityRef:
    """The end of the fact that is not this entity."""
    return fact.tail if fact.head.id == entity.id else fact.head


def moment(milliseconds: int) -> str:
    """An instant, to the minute, on this machine's clock."""
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(milliseconds / 1000))


MARGIN = 4
"""The most findings beside a sentence before the rest is folded."""

GOLD_STEPS = {"intent": 1, "exchange": 2, "formal": 3, "ended": 0}


def stage_step(stage: Stage) -> int:
    """How far a tie is, in thirds; 0 for one that has ended."""
    return GOLD_STEPS.get(stage.gold, 0)


def in_margin(findings: Sequence[PassageFinding]) -> tuple[list[PassageFinding], list[PassageFinding]]:
    """What stands beside a sentence at once, and what is folded away: relations come before where something lies, then
    those that only tie their ends to an event, then attributes."""
    links = event_links()
    ranks = [_margin_rank(finding, links) for finding in findings]
    ordered = [finding for rank in range(4) for finding, own in zip(findings, ranks, strict=True) if own == rank]
    first = min(ranks, default=0)
    shown = min(sum(rank in {first, 0, 1} for rank in ranks), MARGIN)
    return ordered[:shown], ordered[shown:]


def _margin_rank(finding: PassageFinding, links: Collection[str]) -> int:
    if finding.tail is None:
        return 3
    return 2 if finding.predicate in links else int(finding.predicate == "LOCATED_IN")


@dataclass(frozen=True)
class Segment:
    """A stretch of a passage: plain text, a named entity, or words that a finding was read from."""

    text: str
    start: int
    end: int
    entity: EntityRef | None = None
    marked: bool = False


def segments(text: str, highlights: Sequence[Highlight], marks: Sequence[Span] = ()) -> list[Segment]:
    """The passage in stretches, in order and without a gap. Highlights do not overlap; marks may."""
    spans: list[Highlight | Span] = [*highlights, *marks]
    cuts = {0, len(text)} | {edge for span in spans for edge in (span.start, span.end)}
    edges = sorted(cut for cut in cuts if 0 <= cut <= len(text))
    return [_segment(text, start, end, highlights, marks) for start, end in pairwise(edges)]


def _segment(text: str, start: int, end: int, highlights: Sequence[Highlight], marks: Sequence[Span]) -> Segment:
    marked = any(mark.start <= start and end <= mark.end for mark in marks)
    named = (found.entity for found in highlights if found.start <= start and end <= found.end)
    return Segment(text[start:end], start, end, next(named, None), marked)


@cache
def script_texts(language: str) -> dict[str, str]:
    """The texts that scripts show, from the same catalogue as the pages."""
    _ = catalogue(language).gettext
    return {
        "loading": _("Loading…"),
        "loadFailed": _("Loading failed. Try again."),
        "retry": _("Try again"),
        "hideEvidence": _("Hide evidence"),
        "waiting": _("Waiting"),
        "uploading": _("Uploading"),
        "reading": _("Reading"),
        "done": _("Done"),
        "failed": _("Failed"),
        "tooLarge": _("This file is too large."),
        "open": _("Open the document"),
        "confirmDelete": _("Delete this document and everything read from it?"),
    }
