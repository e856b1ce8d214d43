"""Every read endpoint, on known knowledge."""

import json

import pytest
from starlette.testclient import TestClient

from tests.api.seed import HOSTILE

pytestmark = pytest.mark.database

API = "/api/v1"


def test_searches_and_lists_entities(client: TestClient) -> None:
    found = client.get(f"{API}/entities", params={"q": "诺瓦"}).json()["items"]
    assert [hit["entity"]["name"] for hit in found] == ["诺瓦港市"]
    assert client.get(f"{API}/entities", params={"q": "诺瓦", "type": "Person"}).json()["items"] == []
    people = client.get(f"{API}/entities", params={"type": "Person"}).json()["items"]
    assert [hit["entity"]["name"] for hit in people] == ["林远舟"]
    cities = client.get(f"{API}/cities").json()["items"]
    assert {hit["entity"]["name"] for hit in cities} == {"云水市", "诺瓦港市", "贝拉河市"}


def test_pages_through_a_list_by_its_cursor(client: TestClient) -> None:
    names: list[str] = []
    cursor = ""
    for _ in range(20):
        answer = client.get(f"{API}/entities", params={"limit": 2, "cursor": cursor}).json()
        names += [hit["entity"]["name"] for hit in answer["items"]]
        cursor = answer["cursor"]
        if not cursor:
            break
    assert len(names) == len(set(names)) == 7


def test_one_entity_with_its_facts_and_their_evidence(client: TestClient, ids: dict[str, str]) -> None:
    shown = client.get(f"{API}/entities/{ids['诺瓦港市']}").json()
    (tie,) = shown["facts"]["TIE"]
    assert (tie["attributes"], tie["evidence"], tie["sources"]) == ({"stage": "formal"}, 2, 2)
    assert client.get(f"{API}/facts/{tie['id']}").json() == tie
    listed = client.get(f"{API}/entities/{ids['诺瓦港市']}/facts/TIE").json()
    assert listed == {"items": [tie], "cursor": ""}
    proofs = client.get(f"{API}/facts/{tie['id']}/evidence").json()["items"]
    assert [proof["document"]["date"] for proof in proofs] == ["2024-06", "2023-12"]
    marked = {proofs[0]["text"][mark["start"] : mark["end"]] for mark in proofs[0]["marks"]}
    assert marked == {"云水市", "诺瓦港市"}


def test_an_attribute_has_evidence_too(client: TestClient, ids: dict[str, str]) -> None:
    (level,) = client.get(f"{API}/entities/{ids['贝拉河市']}").json()["attributes"]
    proofs = client.get(f"{API}/facts/{level['id']}/evidence").json()["items"]
    assert level["value"] == "city"
    assert len(proofs) == level["evidence"] == 1


def test_the_neighbourhood_says_what_it_hides(client: TestClient, ids: dict[str, str]) -> None:
    whole = client.get(f"{API}/entities/{ids['云水市']}/neighbourhood").json()
    assert len(whole["nodes"]) == 4
    assert whole["hidden"] == {}
    capped = client.get(f"{API}/entities/{ids['云水市']}/neighbourhood", params={"limit": 1}).json()
    assert len(capped["nodes"]) == 2
    assert sum(capped["hidden"].values()) == 2
    bodies = client.get(f"{API}/entities/{ids['云水市']}/neighbourhood", params={"types": "Organisation"}).json()
    assert {node["entity"]["type"] for node in bodies["nodes"][1:]} == {"Organisation"}


def test_paths_between_two_entities(client: TestClient, ids: dict[str, str]) -> None:
    ends = {"from": ids["诺瓦港市"], "to": ids["林远舟"]}
    best = client.get(f"{API}/paths", params=ends).json()[0]
    assert [node["name"] for node in best["nodes"]] == ["诺瓦港市", "云水市", "云水海外联谊会", "林远舟"]
    assert client.get(f"{API}/paths", params=ends | {"steps": 2}).json() == []


def test_documents_with_highlights_and_findings(client: TestClient, ids: dict[str, str]) -> None:
    rows = client.get(f"{API}/documents").json()["items"]
    assert {row["document"]["invented"] for row in rows} == {True, False}
    shown = client.get(f"{API}/documents/{ids['云水市对外交往工作总结']}").json()
    sentence = shown["passages"][1]
    words = [sentence["text"][part["start"] : part["end"]] for part in sentence["highlights"]]
    assert words == ["云水市", "诺瓦港市", "贝拉河市"]
    assert {finding["predicate"] for finding in sentence["findings"]} == {"TIE", "level"}
    assert shown["cursor"] == -1
    first = client.get(f"{API}/documents/{ids['云水市对外交往工作总结']}", params={"limit": 2}).json()
    assert (len(first["passages"]), first["cursor"]) == (2, 2)


def test_the_export_is_one_json_object_a_line(client: TestClient) -> None:
    answer = client.get(f"{API}/export")
    lines = [json.loads(line) for line in answer.text.splitlines()]
    assert answer.headers["content-type"] == "application/x-ndjson"
    assert {"document", "passage", "claim"} <= {line["line"] for line in lines}


def test_statistics_count_what_is_there(client: TestClient) -> None:
    counts = client.get(f"{API}/statistics").json()
    assert (counts["documents"], counts["entities"]["Place"], counts["ties_by_stage"]) == (2, 3, {"formal": 2})


def test_a_name_is_data_not_markup(client: TestClient) -> None:
    (hit,) = client.get(f"{API}/entities", params={"q": HOSTILE}).json()["items"]
    assert hit["entity"]["name"] == HOSTILE
