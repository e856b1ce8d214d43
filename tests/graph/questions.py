"""Everything that a viewer may ask of graph/ and of the web side; answers in a form in which two graphs compare.

Must stay true: answers are compared whole and in their order; nothing is put in other words but the ids of facts and,
in an export, those of entities and what is sorted by them.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, is_dataclass
from itertools import combinations
from typing import Any

from starlette.testclient import TestClient

from graph import exchange
from graph.database import Database
from graph.ontology.errors import TielineError
from graph.ontology.types import Viewer
from graph.ontology.vocabulary import ontology
from graph.read.documents import document, documents
from graph.read.entities import entity, evidence, fact, facts, reference
from graph.read.neighbourhood import neighbourhood
from graph.read.paths import paths
from graph.read.search import entities, search
from graph.read.soundness import miscounted
from graph.read.statistics import statistics
from tests.graph.sight import Sight, sight

WORDS = ("云川市", "松谷市", "松谷", "鲁堡", "市", "国", "备忘录", "云川 国际商会", "丹若计划", "")

DERIVED = ("name", "fact", "attribute", "relation", "mentioned-in")
"""Lines of an export whose own id is made from an entity's."""


@dataclass
class Asking:
    """One viewer before one graph: asks, and keeps the answers in the viewer's terms."""

    db: Database
    viewer: Viewer
    seen: Sight
    answers: dict[str, str] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    """How many answers there are by what was asked."""

    def note(self, asked: str, question: str, answer: str) -> None:
        """Keep an answer."""
        label = f"{asked} {question}"
        assert label not in self.answers, label
        self.answers[label] = self.seen.told(answer)
        self.counts[asked] += 1

    def one(self, question: str, read: Callable[..., Any], *given: Any, **options: Any) -> Any:
        """Ask this read side's function; an error is an answer too."""
        asked = f"{read.__module__.removeprefix('graph.read.')}.{read.__name__}"
        try:
            found = read(self.db, self.viewer, *given, **options)
        except TielineError as error:
            found = None
            self.note(asked, question, f"{type(error).__name__}: {error.message('zh')} {error.message('en')}")
        else:
            self.note(asked, question, json.dumps(found, ensure_ascii=False, default=_plain))
        return found

    def pages(self, question: str, read: Callable[..., Any], *given: Any, **options: Any) -> None:
        """Ask for page after page."""
        cursor = ""
        for number in range(60):
            page = self.one(f"{question}, page {number}", read, *given, cursor=cursor, **options)
            cursor = page.cursor if page else ""
            if not cursor:
                return
        raise AssertionError(f"{question} has no end")


def _plain(value: Any) -> Any:
    return asdict(value) if is_dataclass(value) and not isinstance(value, type) else str(value)


def differences(whole: Asking, alone: Asking) -> Iterator[str]:
    """Where two graphs answer otherwise, with the first words that differ."""
    for question in sorted(whole.answers.keys() ^ alone.answers.keys()):
        yield f"only one graph was asked: {question}"
    for question in sorted(whole.answers.keys() & alone.answers.keys()):
        one, other = whole.answers[question], alone.answers[question]
        if one != other:
            same = (at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1])
            at = next(same, min(len(one), len(other)))
            part = slice(max(0, at - 160), at + 160)
            yield f"{question}\n  whole graph: …{one[part]}…\n  seen alone:  …{other[part]}…"


# The read side


def ask(db: Database, viewer: Viewer, hidden: Sequence[str]) -> Asking:
    """Every question that this viewer may ask of the read side and the export, also for what is `hidden`."""
    asking = Asking(db, viewer, sight(db, viewer))
    _ask_lists(asking)
    for uid in asking.seen.entities:
        _ask_entity(asking, uid)
    for uid, here in sorted(asking.seen.facts.items()):
        asking.one(uid, fact, here)
        asking.pages(uid, evidence, here, limit=1)
    for uid in asking.seen.documents:
        asking.one(uid, document, uid)
        asking.one(f"{uid}, 1", document, uid, first=1, limit=1)
    _ask_paths(asking)
    for uid in hidden:
        _ask_hidden(asking, uid)
    asking.note("export", "", _export(exchange.lines(db, viewer), asking.seen))
    return asking


def _ask_lists(asking: Asking) -> None:
    for words in WORDS:
        asking.pages(words, search, words, limit=1)
    asking.one("市, two types", search, "市", types=["Place", "Visit"])
    for kind in ("", "Place", "Agreement"):
        asking.pages(kind, entities, type=kind, limit=2)
    for level in ("city", "county"):
        asking.one(level, entities, type="Place", level=level)
    asking.pages("", documents, limit=1)
    asking.one("of one department", documents, department="外事办公室")
    asking.one("", statistics)
    asking.one("", miscounted)


def _ask_entity(asking: Asking, uid: str) -> None:
    asking.one(uid, reference, uid)
    asking.one(uid, entity, uid)
    asking.one(f"{uid}, short", entity, uid, facts_each=1, documents=1)
    for predicate in asking.seen.predicates.get(uid, ("TIE",)):
        asking.pages(f"{uid} {predicate}", facts, uid, predicate, limit=1)
    asking.one(uid, neighbourhood, uid)
    for limit in (1, 3):
        asking.one(f"{uid}, {limit}", neighbourhood, uid, depth=2, limit=limit)
    asking.one(f"{uid}, ties", neighbourhood, uid, types=["Place"], predicates=["TIE"], limit=1)


def _ask_paths(asking: Asking) -> None:
    pairs = list(combinations(asking.seen.entities, 2))
    for number, (one, other) in enumerate(pairs[:: 1 + len(pairs) // 12]):
        bounds = {"max_steps": 2 + number % 3, "limit": 1 + number % 4}
        asking.one(f"{one} {other}", paths, one, other, **bounds, through_hubs=number % 2 == 0)


def _ask_hidden(asking: Asking, uid: str) -> None:
    for read in (reference, entity, fact, evidence, document, neighbourhood):
        asking.one(f"hidden {uid}", read, uid)
    asking.one(f"hidden {uid}", facts, uid, "TIE")
    for other in asking.seen.entities[:1]:
        asking.one(f"hidden {uid}", paths, other, uid)


def _export(lines: Iterable[str], seen: Sight) -> str:
    """An export in the viewer's terms, sorted anew: an export is sorted by ids."""
    return "\n".join(sorted(_line(json.loads(line), seen) for line in lines))


def _line(row: dict[str, Any], seen: Sight) -> str:
    if row["line"] in DERIVED:
        del row["uid"]
    row = json.loads(seen.all_told(json.dumps(row)))
    relation = ontology().relations.get(str(row.get("fact", "")).split("-")[0])
    if relation and relation.symmetric:
        row["head"], row["tail"] = sorted((row["head"], row["tail"]))
    return json.dumps(row, ensure_ascii=False, sort_keys=True)


# The web side

API = "/api/v1"

OF_ENTITY = (
    "/api/v1/entities/{entity_id}",
    "/api/v1/entities/{entity_id}/facts/TIE",
    "/api/v1/entities/{entity_id}/neighbourhood",
    "/entities/{entity_id}",
    "/entities/{entity_id}/facts/TIE",
    "/network?entity={entity_id}",
    "/network/file?entity={entity_id}",
    "/paths?from={entity_id}",
)

OF_FACT = (
    "/api/v1/facts/{fact_id}",
    "/api/v1/facts/{fact_id}/evidence",
    "/facts/{fact_id}",
    "/facts/{fact_id}/evidence",
)

OF_DOCUMENT = ("/api/v1/documents/{document_id}", "/documents/{document_id}")

LISTS = (
    "/api/v1/statistics",
    "/api/v1/documents",
    "/api/v1/documents?limit=1",
    "/api/v1/documents?department=商务局",
    "/api/v1/cities",
    "/api/v1/entities?limit=3",
    "/api/v1/entities?type=Place&level=city",
    "/api/v1/entities?q=松谷",
    "/api/v1/entities?q=市&limit=2",
    "/api/v1/entities?q=备",
    "/",
    "/search?q=松谷",
    "/entities?type=Place",
    "/entities",
    "/documents",
    "/network",
    "/paths?start_name=松谷&end_name=鲁堡",
    "/about",
)

ELSEWHERE = ("/api/v1/export", "/api/v1/paths")
"""Asked too, in their own way."""


def ask_web(client: TestClient, db: Database, viewer: Viewer, hidden: Sequence[str]) -> Asking:
    """The same through the web side, which must take the client for this viewer."""
    asking = Asking(db, viewer, sight(db, viewer))
    for address in LISTS:
        _get(asking, client, address)
    for number, uid in enumerate(asking.seen.entities):
        _get_all(asking, client, OF_ENTITY, uid)
        other = asking.seen.entities[number - 1]
        _get(asking, client, f"/paths?from={uid}&to={other}")
        _get(asking, client, f"{API}/paths?from={uid}&to={other}&limit=3")
        around = {"entity": uid, "limit": 3, "nodes": [{"id": uid, "x": 0, "y": 0}]}
        _keep(asking, f"expand {uid}", client.post("/network/expand", json=around))
    for uid, here in sorted(asking.seen.facts.items()):
        _get_all(asking, client, OF_FACT, uid, here)
    for uid in asking.seen.documents:
        _get_all(asking, client, OF_DOCUMENT, uid)
    for uid in hidden:
        _get_all(asking, client, (*OF_ENTITY, *OF_FACT, *OF_DOCUMENT), uid)
        _keep(asking, f"delete hidden {uid}", client.delete(f"{API}/documents/{uid}"))
    asking.note("web", "export", _export(client.get(f"{API}/export").text.splitlines(), asking.seen))
    return asking


def _get_all(asking: Asking, client: TestClient, forms: Iterable[str], uid: str, here: str = "") -> None:
    for form in forms:
        name = form.partition("{")[2].partition("}")[0]
        _get(asking, client, form.format(**{name: here or uid}), form.format(**{name: uid}))


def _get(asking: Asking, client: TestClient, address: str, question: str = "") -> None:
    accept = "application/json" if address.startswith(API) else "text/html"
    _keep(asking, question or address, client.get(address, headers={"Accept": accept}))


def _keep(asking: Asking, question: str, answer: Any) -> None:
    assert answer.status_code < 500, (question, answer.text)
    headers = sorted((name, value) for name, value in answer.headers.items() if name != "date")
    asking.note("web", question, json.dumps([answer.status_code, headers, answer.text], ensure_ascii=False))
