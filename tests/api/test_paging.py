"""Lists in pages while documents come in: what was there before is met once, whatever is added between two pages.

Strategy: read the first page, store a document whose things sort before all of it, read on by the cursor. (A thing that
itself becomes better supported meanwhile moves up, as in any ranked list.)
"""

from typing import Any

import pytest
from starlette.testclient import TestClient

from graph import evidence
from graph.database import Database
from graph.fold.run import fold
from graph.lease import writer
from tests.api.seed import Said, reading

pytestmark = pytest.mark.database

API = "/api/v1"
PARTNERS = ("枫林一市", "枫林二市", "枫林三市", "枫林四市", "枫林五市")


def store(db: Database, title: str, partners: tuple[str, ...], date: str) -> None:
    said = [
        Said(f"[Place:云水市]与[Place:{name}]结好。", [("TIE", "云水市", name, {"stage": "exchange"})])
        for name in partners
    ]
    with writer(db):
        evidence.write(db, [reading(title, said, date=date)])
        fold(db)


def paged(client: TestClient, db: Database, address: str, **query: str) -> list[Any]:
    """All items, two a page; the first page is read before a document with another partner comes in."""
    found: list[Any] = []
    cursor = ""
    for number in range(20):
        answer = client.get(f"{API}{address}", params={**query, "limit": 2, "cursor": cursor}).json()
        found += answer["items"]
        cursor = answer["cursor"]
        if not cursor:
            return found
        if number == 0:
            store(db, "甲", ("枫林市",), "2030")
    raise AssertionError("the list has no end")


@pytest.fixture
def named(database: Database, empty_client: TestClient) -> dict[str, str]:
    """Ids by name of a city and its five partners."""
    store(database, "丙", PARTNERS, "2020")
    hits = empty_client.get(f"{API}/entities", params={"limit": 50}).json()["items"]
    return {hit["entity"]["name"]: hit["entity"]["id"] for hit in hits}


def test_search(database: Database, empty_client: TestClient, named: dict[str, str]) -> None:
    hits = paged(empty_client, database, "/entities", q="枫林", type="Place")
    assert sorted(hit["entity"]["name"] for hit in hits) == sorted(PARTNERS)


def test_facts(database: Database, empty_client: TestClient, named: dict[str, str]) -> None:
    ties = paged(empty_client, database, f"/entities/{named['云水市']}/facts/TIE")
    partners = [{tie["head"]["name"], tie["tail"]["name"]} - {"云水市"} for tie in ties]
    assert sorted(name for one in partners for name in one) == sorted(PARTNERS)


def test_evidence(database: Database, empty_client: TestClient) -> None:
    for number in range(5):
        store(database, f"乙{number}", ("枫林市",), "2024")
    hits = empty_client.get(f"{API}/entities", params={"q": "枫林市"}).json()["items"]
    named = {hit["entity"]["name"]: hit["entity"]["id"] for hit in hits}
    (tie,) = empty_client.get(f"{API}/entities/{named['枫林市']}").json()["facts"]["TIE"]
    titles = [proof["document"]["title"] for proof in paged(empty_client, database, f"/facts/{tie['id']}/evidence")]
    assert titles == [f"乙{number}" for number in range(5)]
