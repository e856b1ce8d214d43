"""The read models over a small world, on whichever server the session uses."""

import pytest

from graph import evidence, viewers
from graph.database import Database
from graph.fold.run import fold
from graph.ontology.errors import InvalidInput, NotFound
from graph.ontology.types import Viewer, audience_key
from graph.read.cursor import BadCursor
from graph.read.documents import document, documents
from graph.read.entities import entity, fact, facts
from graph.read.entities import evidence as evidence_of
from graph.read.neighbourhood import neighbourhood
from graph.read.paths import paths
from graph.read.search import entities, search
from graph.read.statistics import statistics
from tests.graph.made import Said, reading

pytestmark = pytest.mark.database

FIRST = [
    Said("TIE", "云川市", "鲁堡市", (("stage", "memorandum"),), "2015"),
    Said("LOCATED_IN", "鲁堡市", "德国"),
    Said("level", "鲁堡市", "city"),
]
SECOND = [
    Said("TIE", "鲁堡市", "云川市", (("stage", "formal"),), "2019"),
    Said("POSITION", "陆以宁", "云川市国际商会", (("title", "会长"),)),
    Said("COOPERATES", "云川市", "云川市国际商会"),
]


@pytest.fixture
def world(database: Database) -> Database:
    evidence.write(database, [reading(1, FIRST), reading(2, SECOND, department="商务局", date="2020")])
    fold(database)
    return database


@pytest.fixture
def owner(world: Database) -> Viewer:
    return viewers.local_owner(world)


def id_of(db: Database, viewer: Viewer, name: str) -> str:
    return search(db, viewer, name).items[0].entity.id


def test_search_finds_by_part_and_single_character(world: Database, owner: Viewer) -> None:
    assert [hit.entity.name for hit in search(world, owner, "鲁堡").items] == ["鲁堡市"]
    assert [hit.entity.name for hit in search(world, owner, "鲁").items] == ["鲁堡市"]
    assert [near.name for near in search(world, owner, "鲁堡").items[0].context] == ["德国"]


def test_search_ranks_exact_names_first(world: Database, owner: Viewer) -> None:
    assert [hit.entity.name for hit in search(world, owner, "云川市").items] == ["云川市", "云川市国际商会"]


@pytest.mark.parametrize("text", ["", "  ", '"', "a AND (", "*", "name:x", "\\", "/", "'; MATCH (n) DETACH DELETE n"])
def test_search_survives_any_text(world: Database, owner: Viewer, text: str) -> None:
    assert search(world, owner, text).items == ()


def test_search_in_pages(world: Database, owner: Viewer) -> None:
    first = search(world, owner, "云川", limit=1)
    second = search(world, owner, "云川", limit=1, cursor=first.cursor)
    assert [hit.entity.name for hit in (*first.items, *second.items)] == ["云川市", "云川市国际商会"]
    assert second.cursor == ""


def test_a_page_shows_the_present_stage_and_its_history(world: Database, owner: Viewer) -> None:
    page = entity(world, owner, id_of(world, owner, "鲁堡市"))
    (tie,) = page.facts["TIE"]
    assert (tie.attributes["stage"], tie.date, tie.evidence, tie.sources) == ("formal", "2019", 2, 2)
    assert [value.value for value in tie.history["stage"]] == ["formal", "memorandum"]
    assert page.entity.level == "city"
    assert page.document_count == 2


def test_any_unit_answers_with_its_entity(world: Database, owner: Viewer) -> None:
    units = {unit.uid for unit in reading(1, FIRST).extraction.units} | {
        unit.uid for unit in reading(2, SECOND, department="商务局").extraction.units
    }
    found = {entity(world, owner, uid).entity.name for uid in units}
    assert found == {"云川市", "鲁堡市", "德国", "陆以宁", "云川市国际商会"}


def test_evidence_marks_the_words_of_both_ends(world: Database, owner: Viewer) -> None:
    page = entity(world, owner, id_of(world, owner, "鲁堡市"))
    found = evidence_of(world, owner, page.facts["TIE"][0].id).items
    assert {proof.text[mark.start : mark.end] for proof in found for mark in proof.marks} == {"云川市", "鲁堡市"}
    assert [proof.document.title for proof in found] == ["文件2", "文件1"]


def test_attributes_have_evidence_too(world: Database, owner: Viewer) -> None:
    page = entity(world, owner, id_of(world, owner, "鲁堡市"))
    (level,) = page.attributes
    assert evidence_of(world, owner, level.id).items[0].document.title == "文件1"


def test_facts_in_pages_and_by_id(world: Database, owner: Viewer) -> None:
    ruebau = id_of(world, owner, "鲁堡市")
    page = facts(world, owner, ruebau, "TIE", limit=1)
    assert page.cursor == ""
    assert fact(world, owner, page.items[0].id) == page.items[0]


def test_entities_by_type_and_level(world: Database, owner: Viewer) -> None:
    first = entities(world, owner, type="Place", limit=1)
    second = entities(world, owner, type="Place", limit=1, cursor=first.cursor)
    assert {hit.entity.name for hit in (*first.items, *second.items)} == {"云川市", "鲁堡市"}
    assert [hit.entity.name for hit in entities(world, owner, type="Place", level="city").items] == ["鲁堡市"]


def test_a_neighbourhood_says_what_it_hides(world: Database, owner: Viewer) -> None:
    cloud = id_of(world, owner, "云川市")
    near = neighbourhood(world, owner, cloud, depth=2)
    assert near.nodes[0].entity.name == "云川市"
    assert {node.entity.name: node.distance for node in near.nodes} == {
        "云川市": 0,
        "鲁堡市": 1,
        "云川市国际商会": 1,
        "德国": 2,
        "陆以宁": 2,
    }
    capped = neighbourhood(world, owner, cloud, depth=1, limit=1)
    assert (len(capped.nodes), sum(capped.hidden.values())) == (2, 1)
    places = neighbourhood(world, owner, cloud, types=["Place"])
    assert [node.entity.type for node in places.nodes] == ["Place", "Place"]
    assert [edge.stage for edge in places.edges] == ["formal"]


def test_paths_avoid_countries_unless_they_are_the_end(world: Database, owner: Viewer) -> None:
    found = paths(world, owner, id_of(world, owner, "陆以宁"), id_of(world, owner, "德国"))
    assert [node.name for node in found[0].nodes] == ["陆以宁", "云川市国际商会", "云川市", "鲁堡市", "德国"]
    assert paths(world, owner, id_of(world, owner, "陆以宁"), id_of(world, owner, "德国"), max_steps=3) == ()


def test_two_cities_of_one_country_are_not_connected_by_it(database: Database) -> None:
    said = [Said("LOCATED_IN", "鲁堡市", "德国"), Said("LOCATED_IN", "松谷市", "德国")]
    evidence.write(database, [reading(1, said)])
    fold(database)
    viewer = viewers.local_owner(database)
    one, other = id_of(database, viewer, "鲁堡市"), id_of(database, viewer, "松谷市")
    assert paths(database, viewer, one, other) == ()
    asked = paths(database, viewer, one, other, through_hubs=True)
    assert [node.name for node in asked[0].nodes] == ["鲁堡市", "德国", "松谷市"]


def test_a_path_to_itself_is_refused(world: Database, owner: Viewer) -> None:
    with pytest.raises(InvalidInput):
        paths(world, owner, id_of(world, owner, "德国"), id_of(world, owner, "德国"))


def test_documents_list_and_page(world: Database, owner: Viewer) -> None:
    first = documents(world, owner, limit=1)
    second = documents(world, owner, limit=1, cursor=first.cursor)
    assert {row.document.title for row in (*first.items, *second.items)} == {"文件1", "文件2"}
    page = document(world, owner, reading(1, FIRST).document.uid, limit=2)
    assert [passage.order for passage in page.passages] == [0, 1]
    assert page.cursor == 2
    tie = page.passages[0]
    assert [tie.text[mark.start : mark.end] for mark in tie.highlights] == ["云川市", "鲁堡市"]
    assert tie.findings[0].predicate == "TIE"
    assert fact(world, owner, tie.findings[0].fact).id == tie.findings[0].fact


def test_statistics_count_facts_once(world: Database, owner: Viewer) -> None:
    found = statistics(world, owner)
    assert found.ties_by_stage == {"formal": 1}
    assert found.relations == {"TIE": 1, "LOCATED_IN": 1, "POSITION": 1, "COOPERATES": 1}
    assert found.documents == 2


def test_unknown_things_are_not_found(world: Database, owner: Viewer) -> None:
    for ask in (entity, fact, evidence_of, document):
        with pytest.raises(NotFound):
            ask(world, owner, "nothing-here")


def test_a_foreign_cursor_is_refused(world: Database, owner: Viewer) -> None:
    for cursor in ("x", "WzFd", "é", "W10="):
        with pytest.raises(BadCursor):
            documents(world, owner, cursor=cursor)


def test_a_viewer_of_one_department_sees_only_its_evidence(world: Database, owner: Viewer) -> None:
    """The memorandum is 外事办公室's; of the formal tie, the chamber and 陆以宁 only 商务局 knows."""
    office = Viewer("office", frozenset({audience_key("外事办公室", "open")}))
    page = entity(world, office, id_of(world, office, "鲁堡市"))
    (tie,) = page.facts["TIE"]
    assert (tie.attributes["stage"], tie.date, tie.evidence, tie.sources) == ("memorandum", "2015", 1, 1)
    assert [paper.title for paper in page.documents] == ["文件1"]
    assert search(world, office, "陆以宁").items == ()
    with pytest.raises(NotFound):
        entity(world, office, id_of(world, owner, "陆以宁"))
    near = neighbourhood(world, office, id_of(world, office, "云川市"), limit=1)
    assert near.hidden == {}
    assert statistics(world, office).ties_by_stage == {"memorandum": 1}
