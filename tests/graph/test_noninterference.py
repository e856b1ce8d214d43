"""Law 6: whatever a viewer asks, the answer is that of a graph which holds only what this viewer may see.

Strategy: fold a world of several departments and share classes, change by change; ask for several viewers every
question that graph/read, the export and the web side know (tests/graph/questions.py). Then, for each viewer, fold the
viewer's documents alone into an empty graph and ask the same again. All answers must be equal: words, counts, order,
cursors, errors. The law's one exception is imposed on the second graph: which visible units are one thing is taken from
the first (tests/graph/worlds.py). One world is made by hand so that each kind of leak has something to leak; that the
comparison would notice is shown by queries that lose their audience.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from inspect import get_annotations, getmembers, isfunction
from itertools import chain
from pkgutil import iter_modules
from typing import Any

import pytest
from fastapi.routing import APIRoute
from hypothesis import HealthCheck, given
from hypothesis import settings as bounds
from hypothesis import strategies as st
from starlette.testclient import TestClient

import graph.read
from api import dependencies
from api.app import API, PAGES, ROUTES, create_app
from graph.database import Database
from graph.ontology.types import Viewer
from graph.queries import read as queries
from graph.read.entities import entity
from graph.settings import Settings
from tests.graph import questions
from tests.graph.questions import Asking, ask, ask_web, differences
from tests.graph.sight import borrowed_addresses, hidden_ids, partition
from tests.graph.worlds import World, plant, plant_alone, tempted, tempting, viewers, worlds

pytestmark = pytest.mark.database

QUICK = bounds(
    max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
LONG = bounds(QUICK, max_examples=25)

HIDDEN = 4
"""About how many hidden documents and entities are asked for, beside a fact of each kind."""

WEB_HIDDEN = 3
"""How many of them on the web side."""

PARTS = {"merge.refs", "entities.located", "entities.facts_by_id"}
"""Functions that take a viewer and answer within others only."""


@dataclass
class Tally:
    """What was compared, so that nobody takes an empty run for a good one."""

    graphs: int = 0
    viewers: int = 0
    answers: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        answers = ", ".join(f"{asked} {count}" for asked, count in sorted(self.answers.items()))
        return f"{self.graphs} graphs, {self.viewers} viewers, {self.answers.total()} answers compared ({answers})"


@dataclass
class Web:
    """A web client, and who it is taken for."""

    client: TestClient
    viewer: Viewer


@pytest.fixture
def web(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    """The app on the test's database; whoever asks sees what the test says."""
    app = create_app(settings)
    with TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False) as client:
        found = Web(client, Viewer("nobody", frozenset()))
        monkeypatch.setattr(dependencies, "viewer_of", lambda db, who: found.viewer)
        yield found


@pytest.fixture(scope="module")
def tally() -> Iterator[Tally]:
    """What all tests of this file compared; printed with -s."""
    found = Tally()
    yield found
    print(f"\nnon-interference: {found}")


def compare(db: Database, world: World, asking: Sequence[Viewer], tally: Tally, web: Web | None = None) -> None:
    """Hold each viewer's answers in the whole graph to those in a graph of its own."""
    plant(db, world)
    tally.graphs += 1
    whole = []
    for viewer in asking:
        hidden = _some(hidden_ids(db, viewer))
        whole.append((viewer, partition(db, viewer), hidden, _answers(db, viewer, hidden, web)))
    for viewer, parts, hidden, answers in whole:
        plant_alone(db, world, viewer, parts)
        tally.graphs += 1
        tally.viewers += 1
        for one, other in zip(answers, _answers(db, viewer, hidden, web), strict=True):
            leaks = list(differences(one, other))
            assert not leaks, f"{len(leaks)} leaks to {viewer.name}, the first:\n" + "\n".join(leaks[:3])
            tally.answers += one.counts


def _some(hidden: Sequence[str]) -> list[str]:
    """A few documents and entities, and a fact of each predicate."""
    whole = [uid for uid in hidden if "-" not in uid]
    facts = {uid.partition("-")[0]: uid for uid in hidden if "-" in uid}
    return [*whole[:: 1 + len(whole) // HIDDEN], *facts.values()]


def _answers(db: Database, viewer: Viewer, hidden: Sequence[str], web: Web | None) -> list[Asking]:
    found = [ask(db, viewer, hidden)]
    if web:
        web.viewer = viewer
        found.append(ask_web(web.client, db, viewer, hidden[:WEB_HIDDEN]))
    return found


def test_the_closed_leaves_no_shadow_in_the_open(database: Database, web: Web) -> None:
    tally = Tally()
    first, *others = tempted()
    compare(database, tempting(), [first], tally, web)
    compare(database, tempting(), others, tally)
    print(f"\nnon-interference: {tally}")
    assert tally.viewers == len(tempted())
    assert tally.answers["web"] > 150
    assert tally.answers.total() > 700
    rare = {"paths.paths": 30, "documents.document": 20, "entities.evidence": 40, "neighbourhood.neighbourhood": 80}
    assert not {asked for asked, floor in rare.items() if tally.answers[asked] < floor}
    assert {asked for asked in tally.answers if "." in asked} == _reads() - PARTS


def _reads() -> set[str]:
    """Every public function of graph.read that takes a viewer."""
    found = set()
    for module in iter_modules(graph.read.__path__):
        for name, function in getmembers(import_module(f"graph.read.{module.name}"), isfunction):
            own = function.__module__ == f"graph.read.{module.name}" and not name.startswith("_")
            if own and Viewer in get_annotations(function, eval_str=True).values():
                found.add(f"{module.name}.{name}")
    return found


def test_every_address_that_answers_a_viewer_is_asked() -> None:
    forms = (*questions.OF_ENTITY, *questions.OF_FACT, *questions.OF_DOCUMENT, *questions.LISTS, *questions.ELSEWHERE)
    asked = {form.partition("?")[0].replace("/facts/TIE", "/facts/{predicate}") for form in forms}
    answering = {*chain(*map(_of_viewers, PAGES)), *(API + path for path in chain(*map(_of_viewers, ROUTES)))}
    assert answering - {"/jobs/{job_id}", "/api/v1/jobs/{job_id}"} <= asked  # jobs are records, not knowledge
    assert len(answering) > 20


def _of_viewers(module: Any) -> list[str]:
    """The addresses of this router that are given a viewer."""
    routes = [route for route in module.router.routes if isinstance(route, APIRoute) and "GET" in (route.methods or ())]
    return [r.path for r in routes if any(d.call is dependencies._viewer for d in r.dependant.dependencies)]


def test_the_tempting_world_tempts(database: Database) -> None:
    """Something is hidden from each viewer, and some of what it sees is the same as a hidden unit, whose address has
    the same answer as the entity's own."""
    plant(database, tempting())
    for viewer in tempted():
        assert hidden_ids(database, viewer)
        borrowed = borrowed_addresses(database, viewer)
        assert borrowed
        for address, own in list(borrowed.items())[:3]:
            assert entity(database, viewer, address) == entity(database, viewer, own)


@QUICK
@given(data=st.data())
def test_what_is_hidden_leaves_no_shadow(database: Database, tally: Tally, data: st.DataObject) -> None:
    world = data.draw(worlds())
    compare(database, world, data.draw(viewers(world, 2)), tally)


@pytest.mark.long
@LONG
@given(data=st.data())
def test_what_is_hidden_leaves_no_shadow_in_many_worlds(
    database: Database, web: Web, tally: Tally, data: st.DataObject
) -> None:
    world = data.draw(worlds(most=8))
    compare(database, world, data.draw(viewers(world, 3)), tally, web if data.draw(st.booleans()) else None)


# Would it notice?

RULE, WEAKER = ".audience IN $keys", ".audience IS NOT NULL"

FRAGMENTS = {"BEST_NAME", "NAMED", "LEAST_UNIT", "LINKS", "INVENTED", "LEVELS"}
"""Stand in the other texts."""

HARMLESS = {
    "PASSAGES[1]": "all passages of a document have the document's audience, which was looked at before",
    "MENTIONS_OF_DOCUMENT[1]": "the same",
    "CLAIMS_OF_DOCUMENT[1]": "the same",
    "MENTIONS_OF_UNITS[1]": "asks for units of visible claims, which are of the claims' documents",
    "CLAIMS[1]": "asks for claims that visible rows name",
    "EDGES_AMONG[1]": "what it finds is read by FACTS, which looks at the audience",
    "REFS[5]": "of what is in no visible document that is not invented, there is a visible one that is",
}
"""Filters that may go without a leak, because something else has seen to it."""


def _weakened() -> Iterator[tuple[str, str, str]]:
    """(name, label, text with one audience filter less) of every named query of the read side."""
    for name, text in vars(queries).items():
        if isinstance(text, str) and name.isupper() and name not in FRAGMENTS:
            for at in range(1, text.count(RULE) + 1):
                parts = text.split(RULE)
                yield name, f"{name}[{at}]", RULE.join(parts[:at]) + WEAKER + RULE.join(parts[at:])


@pytest.mark.long
def test_a_query_without_its_audience_is_noticed(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every filter of every text is taken away in turn; a viewer must be answered otherwise."""
    world, alone = tempting(), []
    plant(database, world)
    whole = [(viewer, partition(database, viewer), _some(hidden_ids(database, viewer))) for viewer in tempted()]
    for viewer, parts, hidden in whole:
        plant_alone(database, world, viewer, parts)
        alone.append((viewer, hidden, ask(database, viewer, hidden)))
    plant(database, world)
    tried = [change for change in _weakened() if change[1] not in HARMLESS]
    unnoticed = []
    for name, label, text in tried:
        with monkeypatch.context() as patched:
            patched.setattr(queries, name, text)
            if not any(any(differences(ask(database, viewer, hidden), own)) for viewer, hidden, own in alone):
                unnoticed.append(label)
    assert len(tried) >= 28
    assert not unnoticed
