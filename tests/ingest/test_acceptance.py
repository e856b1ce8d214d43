"""The main job end to end: reports from file to graph, read back as a page would read them.

The shipped sample carries the test everywhere; the founding report is read as well where ../shared is there.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from graph import viewers
from graph.database import Database
from graph.ontology.types import Viewer
from graph.ontology.vocabulary import ontology
from graph.read.entities import entity, evidence
from graph.read.models import Fact
from graph.read.search import search
from graph.read.statistics import statistics
from graph.settings import Settings
from ingest import invented
from ingest.runs import run, sources
from ingest.work import Stated
from tests.graph.made import export_of

pytestmark = pytest.mark.database

ROOT = Path(__file__).resolve().parents[2]
FACTS: dict[str, Any] = yaml.safe_load((ROOT / "tests/data/sample_facts.yaml").read_text(encoding="utf-8"))
FOUNDING = ROOT.parent / "shared/reports/huainan-report.txt"


@dataclass(frozen=True)
class World:
    """A graph with somebody looking at it."""

    db: Database
    viewer: Viewer

    def facts(self, name: str, predicate: str) -> list[Fact]:
        """All facts of one kind of the entity that bears just this name."""
        hits = [hit for hit in search(self.db, self.viewer, name).items if hit.matched == name]
        found = (entity(self.db, self.viewer, hit.entity.id, facts_each=500) for hit in hits)
        return [fact for page in found for fact in page.facts.get(predicate, ())]

    def ties(self, name: str) -> dict[str, Fact]:
        """The ties of a place by the partner's name."""
        return {(fact.tail if fact.head.name == name else fact.head).name: fact for fact in self.facts(name, "TIE")}


@pytest.fixture
def sample(database: Database, settings: Settings) -> World:
    report = invented.load(database, settings)
    assert report.failures == []
    assert report.new == 8
    return World(database, viewers.local_owner(database))


def test_the_sample_shows_what_it_says(sample: World) -> None:
    ties = sample.ties("云川市")
    stages = {partner: ties[partner].attributes["stage"] for partner in FACTS["current_stage"] if partner in ties}
    assert stages == FACTS["current_stage"]
    for one, other in FACTS["absent_ties"]:
        assert other not in sample.ties(one)
    for told in FACTS["ties"]:
        one, other = told["places"]
        assert told["stage"] in {value.value for value in sample.ties(one)[other].history["stage"]}, told
    assert found_share(sample, FACTS["positions"], position_is_there) >= 0.8
    assert found_share(sample, FACTS["located_in"], located_is_there) >= 0.8


def test_a_tie_is_dated_by_its_beginning(sample: World) -> None:
    ties = sample.ties("云川市")
    assert {name: ties[name].date for name in ("深叶市", "维拉塔尔市", "圣托维拉市", "怀图阿市")} == {
        "深叶市": "2012-04",
        "维拉塔尔市": "2024-05",
        "圣托维拉市": "2024-09",
        "怀图阿市": "2021-08",
    }


def test_what_the_world_has_is_not_marked_as_invented(sample: World) -> None:
    hits = {
        hit.matched: hit for word in ("香港", "日本", "云川市") for hit in search(sample.db, sample.viewer, word).items
    }
    assert [hits[name].entity.invented for name in ("香港", "日本", "云川市")] == [False, False, True]


def test_the_sample_shows_nothing_that_it_does_not_say(sample: World) -> None:
    rows = sample.db.read("MATCH (n:Name) MATCH (e:Entity {uid: n.entity}) RETURN e.type AS type, n.text AS name")
    named = {(row["type"], row["name"].split("（")[0].strip()) for row in rows}
    wrong_names = [row for row in FACTS["absent_names"] if tuple(row) in named]
    wrong_facts = [row for row in FACTS["absent_facts"] if is_told(sample, *row)]
    assert wrong_names + wrong_facts == []
    assert {fact.attributes.get("direction") for fact in sample.facts("云川市实验中学", "VISITED")} == {"outbound"}
    assert {fact.attributes.get("amount") for fact in sample.facts("南洲晚报", "SUPPORTS")} == {None}
    assert "2009" not in {fact.date for name in ("云川师范学院", "杜维桥") for fact in all_facts(sample, name)}


def test_a_trip_that_several_documents_tell_is_one_visit(sample: World) -> None:
    rows = sample.db.read("MATCH (e:Entity) WHERE e.type = 'Visit' RETURN count(e) AS visits")
    assert rows[0]["visits"] == len(FACTS["visits"])


def is_told(world: World, predicate: str, head: str, tail: str) -> bool:
    return any(fact.head.name == head and fact.tail.name.startswith(tail) for fact in world.facts(head, predicate))


def all_facts(world: World, name: str) -> list[Fact]:
    return [fact for predicate in ontology().relations for fact in world.facts(name, predicate)]


def found_share(world: World, rows: list[Any], there: Callable[[World, dict[str, Any]], bool]) -> float:
    return sum(there(world, row) for row in rows) / len(rows)


def position_is_there(world: World, row: dict[str, Any]) -> bool:
    held = world.facts(row["person"], "POSITION")
    return any(fact.attributes.get("title") == row["title"] for fact in held)


def located_is_there(world: World, row: dict[str, Any]) -> bool:
    return row["where"] in {fact.tail.name for fact in world.facts(row["what"], "LOCATED_IN")}


def test_loading_twice_changes_nothing_and_removing_leaves_nothing(sample: World, settings: Settings) -> None:
    once = export_of(sample.db)
    report = invented.load(sample.db, settings)
    assert (report.new, report.unchanged) == (0, 8)
    assert export_of(sample.db) == once
    assert invented.unload(sample.db, settings, sample.viewer) == 8
    assert statistics(sample.db, viewers.local_owner(sample.db)).entities == {}
    assert len(export_of(sample.db).splitlines()) == 2  # the first line and the last
    assert not any(path.is_file() for path in (settings.data_dir / "originals").rglob("*"))


@pytest.fixture
def founding(database: Database, settings: Settings) -> Iterator[World]:
    if not FOUNDING.exists():
        pytest.skip("the founding report is not here")
    report = run(database, settings, sources([FOUNDING], Stated("外事办公室")))
    assert (report.new, report.failures) == (1, [])
    yield World(database, viewers.local_owner(database))
    before = export_of(database)
    assert run(database, settings, sources([FOUNDING], Stated("外事办公室"))).unchanged == 1
    assert export_of(database) == before


def test_the_founding_report_shows_its_partner_cities(founding: World) -> None:
    stages = {partner: fact.attributes["stage"] for partner, fact in founding.ties("淮南市").items()}
    assert stages == {
        "鲁塞市": "formal",
        "索尔多市": "memorandum",
        "英达亚图巴市": "memorandum",
        "布拉索夫县": "memorandum",
        "兰卡斯特市": "memorandum",
        "东拉普兰地方联盟": "memorandum",
        "卢布林茨市": "memorandum",
        "多特蒙德市": "framework",
        "武贝市": "approval",
    }
    for partner, fact in founding.ties("淮南市").items():
        proofs = evidence(founding.db, founding.viewer, fact.id).items
        marked = {proof.text[mark.start : mark.end] for proof in proofs for mark in proof.marks}
        assert partner in marked
