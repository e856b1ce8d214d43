"""What only invented documents name is marked as invented wherever it shows, for each viewer by what that viewer sees.

Strategy: of the planted documents one is invented and one is not; 林远舟 stands in the invented one alone.
"""

import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from graph import evidence, viewers
from graph.database import Database
from graph.fold.run import fold
from graph.lease import writer
from graph.ontology.types import ShareClass, Viewer, audience_key
from graph.read.search import search
from tests.api.seed import Said, reading

pytestmark = pytest.mark.database

API = "/api/v1"
MADE_UP, REAL = "林远舟", "云水海外联谊会"


def marked(entities: list[dict[str, Any]]) -> dict[str, bool]:
    return {entity["name"]: entity["invented"] for entity in entities}


def test_the_interface_says_it_of_every_entity(client: TestClient, ids: dict[str, str]) -> None:
    hits = client.get(f"{API}/entities", params={"q": "远舟"}).json()["items"]
    listed = client.get(f"{API}/entities", params={"limit": 50}).json()["items"]
    around = client.get(f"{API}/entities/{ids[REAL]}/neighbourhood").json()
    path = client.get(f"{API}/paths", params={"from": ids[MADE_UP], "to": ids["云水市"]}).json()[0]
    one = client.get(f"{API}/entities/{ids[MADE_UP]}").json()
    for found in (
        marked([hit["entity"] for hit in hits]),
        marked([hit["entity"] for hit in listed]),
        marked([node["entity"] for node in around["nodes"]]),
        marked(path["nodes"]),
        marked([one["entity"], one["facts"]["POSITION"][0]["tail"]]),
    ):
        assert found.pop(MADE_UP) is True
        assert found.get(REAL, False) is False
    assert client.get(f"{API}/statistics").json()["invented"] == 1


def test_every_page_marks_the_name(client: TestClient, ids: dict[str, str]) -> None:
    name = f'>{MADE_UP}</a><small class="made-up">（虚构）</small>'
    for path in (
        "/search?q=远舟",
        "/entities?type=Person",
        f"/entities/{ids[REAL]}",
        f"/entities/{ids[REAL]}/facts/POSITION",
        f"/paths?from={ids[MADE_UP]}&to={ids['云水市']}",
    ):
        shown = client.get(path).text
        assert name in shown, path
        assert f">{REAL}</a><small" not in shown, path
    assert "(invented)" in client.get("/search?q=远舟&lang=en").text
    client.get("/?lang=zh")


def test_heads_carry_the_whole_mark(client: TestClient, ids: dict[str, str]) -> None:
    for path in ("/entities/{}", "/entities/{}/facts/POSITION", "/network?entity={}"):
        heads = [re.search(r"<h1>.*?</h1>", client.get(path.format(ids[name])).text) for name in (MADE_UP, REAL)]
        assert ["示例·虚构" in head[0] for head in heads if head] == [True, False], path


def test_the_network_marks_label_tooltip_and_tables(client: TestClient, ids: dict[str, str]) -> None:
    seed = client.post("/network/expand", json={"entity": ids[REAL], "limit": 20}).json()
    nodes = {node["name"]: node for node in seed["nodes"]}
    assert nodes[MADE_UP]["label"] == f"{MADE_UP}\n（虚构）"
    assert "只见于虚构示例" in nodes[MADE_UP]["title"]
    assert (nodes[MADE_UP]["mark"], nodes[REAL]["mark"]) == ("（虚构）", "")
    assert f"<td>{MADE_UP}（虚构）</td>" in client.get(f"/network/file?entity={ids[REAL]}").text


def store(db: Database, title: str, city: str, *, invented: bool, department: str = "外事办公室") -> None:
    told = [
        Said(f"[Place:{city}]与[Place:{city[:2]}友市]结好。", [("TIE", city, f"{city[:2]}友市", {"stage": "formal"})])
    ]
    keep(db, reading(title, told, date="2024", locality=city, invented=invented, department=department))


def keep(db: Database, made: evidence.Reading) -> None:
    """Write and fold this reading."""
    with writer(db):
        evidence.write(db, [made])
        fold(db)


def test_the_first_page_puts_what_is_real_first(database: Database, empty_client: TestClient) -> None:
    store(database, "真实报告", "明湖市", invented=False)
    for number in range(7):
        store(database, f"示例{number}", "云水市", invented=True)
    shown = empty_client.get("/").text
    assert "明湖市的友城进展" in shown
    assert shown.index("真实报告") < shown.index("示例6")
    assert "库中有 7 份虚构示例文件" in shown
    empty_client.delete(f"{API}/documents/{empty_client.get(f'{API}/documents').json()['items'][-1]['document']['id']}")
    alone = empty_client.get("/").text
    assert "全部是虚构示例" in alone
    assert re.search(r"云水市[^<]*<span class=\"invented\">", alone)


def test_each_viewer_is_told_by_what_it_sees(database: Database) -> None:
    store(database, "示例", "云水市", invented=True)
    store(database, "报告", "云水市", invented=False, department="商务局")
    everything = viewers.local_owner(database)
    sample_only = Viewer("guest", frozenset({audience_key("外事办公室", ShareClass.OPEN)}))
    found = [search(database, viewer, "云水市").items[0].entity.invented for viewer in (everything, sample_only)]
    assert found == [False, True]


def test_what_stands_beside_a_hit_is_marked_as_well(database: Database, empty_client: TestClient) -> None:
    told = "[Person:林远舟]、[Person:林远山]任[Organisation:云水海外联谊会]理事。"
    claims = [("POSITION", name, "云水海外联谊会", {"title": "理事"}) for name in ("林远舟", "林远山")]
    keep(database, reading("示例", [Said(told, claims)], date="2024", invented=True))
    for path in ("/search?q=林远舟", "/entities?type=Person", "/paths?start_name=林远&end_name=云水"):
        assert 'class="meta">云水海外联谊会<small class="made-up">（虚构）</small>' in empty_client.get(path).text, path
    (hit,) = empty_client.get(f"{API}/entities", params={"q": "林远舟"}).json()["items"]
    assert marked(hit["context"]) == {"云水海外联谊会": True}
