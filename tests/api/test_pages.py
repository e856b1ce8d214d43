"""Every page, rendered over known knowledge in both languages."""

import re
from html import unescape

import pytest
from starlette.testclient import TestClient

from tests.api.seed import HOSTILE

pytestmark = pytest.mark.database

INLINE = re.compile(r"<script(?![^>]*\b(src=|type=\"application/json\"))|\sstyle=|\son\w+=|<style", re.IGNORECASE)
ELSEWHERE = re.compile(r"""(?:src|href|action)=["'](?:https?:)?//""")


def pages(ids: dict[str, str]) -> list[str]:
    """The address of every kind of page."""
    return [
        "/",
        "/search",
        "/search?q=云水",
        "/search?q=nothing",
        "/entities",
        "/entities?type=Organisation",
        f"/entities/{ids['云水市']}",
        f"/entities/{ids[HOSTILE]}",
        f"/entities/{ids['云水市']}/facts/TIE",
        f"/facts/{ids['tie']}",
        f"/facts/{ids['tie']}/evidence",
        "/documents",
        f"/documents/{ids['云水市对外交往工作总结']}",
        f"/documents/{ids[f'友城简报 {HOSTILE}']}",
        "/network",
        f"/network?entity={ids['云水市']}",
        "/paths",
        "/paths?start_name=诺瓦港市&end_name=林远舟",
        "/paths?start_name=云水&end_name=nothing",
        f"/paths?from={ids['云水市']}&to={ids['云水市']}",
        "/upload",
        "/about",
        "/docs",
    ]


@pytest.fixture(autouse=True)
def nothing_chosen(client: TestClient) -> None:
    """Each test begins as a browser that has not chosen a language."""
    client.cookies.clear()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_renders_without_anything_inline_or_from_elsewhere(
    client: TestClient, ids: dict[str, str], language: str
) -> None:
    client.get(f"/?lang={language}")
    for path in pages(ids):
        answer = client.get(path, headers={"Accept": "text/html"})
        assert answer.headers["content-language"].startswith(language), path
        assert answer.status_code == 200, path
        assert not INLINE.search(answer.text), path
        assert not ELSEWHERE.search(answer.text), path
        assert "<script>alert" not in answer.text, path


def test_a_hostile_name_shows_as_text(client: TestClient, ids: dict[str, str]) -> None:
    shown = client.get(f"/entities/{ids[HOSTILE]}").text
    heading = re.search(r"<h1>(.*?)<span", shown, re.DOTALL)
    assert heading is not None
    assert unescape(heading[1]).strip() == HOSTILE


def test_a_fact_is_one_click_from_its_sentence(client: TestClient, ids: dict[str, str]) -> None:
    shown = client.get(f"/entities/{ids['诺瓦港市']}").text
    assert f'href="/facts/{ids["tie"]}"' in shown
    assert "正式友城" in shown
    proof = client.get(f"/facts/{ids['tie']}").text
    assert '<mark class="read">诺瓦港市</mark>' in proof
    passage = re.search(r'href="(/documents/\w+)#(p-\w+)"', proof)
    assert passage is not None
    assert f'id="{passage[2]}"' in client.get(passage[1]).text


def test_invented_documents_are_marked_wherever_they_show(client: TestClient, ids: dict[str, str]) -> None:
    title, mark = "云水市对外交往工作总结", "示例·虚构"
    places = ["/", "/documents", f"/documents/{ids[title]}", f"/facts/{ids['tie']}", f"/entities/{ids['云水市']}"]
    for path in places:
        shown = client.get(path).text
        assert shown.count(mark) >= 1, path


def test_the_first_page_shows_partners_by_stage(client: TestClient) -> None:
    shown = client.get("/").text
    lane = shown[shown.index("lane-formal") :]
    assert "诺瓦港市" in lane
    assert "贝拉河市" in lane


@pytest.mark.parametrize(("language", "heading"), [("zh", "相关"), ("en", "Related to")])
def test_a_list_promises_no_more_than_it_shows(client: TestClient, language: str, heading: str) -> None:
    """Beside a body stands its place, beside a person their body, beside either any visit: related, not belonging."""
    shown = client.get(f"/entities?type=Organisation&lang={language}").text
    heads = re.findall(r"<th[^>]*>(.*?)</th>", shown)
    assert heads[2] == heading
    client.cookies.clear()


def test_pages_are_chinese_until_somebody_chooses(client: TestClient) -> None:
    assert '<html lang="zh-CN"' in client.get("/", headers={"Accept-Language": "en-US"}).text


def test_the_choice_of_language_is_remembered(client: TestClient) -> None:
    assert 'lang="en"' in client.get("/?lang=en").text
    assert '<html lang="en"' in client.get("/").text
    assert '<html lang="zh-CN"' in client.get("/?lang=zh").text
    client.cookies.clear()


def test_a_name_that_several_bear_is_asked_back(client: TestClient) -> None:
    shown = client.get("/paths?start_name=云水&end_name=林远舟").text
    assert "“云水”指的是哪一个" in shown
    assert re.search(r"/paths\?from=\w+&amp;to=\w+", shown)


def test_the_colours_come_from_the_vocabulary(client: TestClient) -> None:
    assert ".type-Person { --type: #" in client.get("/assets/ontology.css").text
