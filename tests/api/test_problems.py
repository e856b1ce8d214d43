"""Every error has one form, in both languages, for programs and for people."""

import re
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from api.app import API, create_app
from graph.database import Database
from graph.settings import Settings
from tests.api.conftest import client_of
from tests.api.people import routes
from tests.api.problem import assert_problem

pytestmark = pytest.mark.database

NOBODY = "0" * 32


def operations(app: FastAPI) -> Iterator[tuple[str, str]]:
    """Method and path of every endpoint of the interface, as its description lists them."""
    for path, found in app.openapi()["paths"].items():
        for method in found:
            yield method.upper(), path


def filled(path: str) -> str:
    path = path.replace("{fact_id}", f"TIE-{NOBODY}").replace("{predicate}", "TIE")
    return re.sub(r"\{\w+\}", NOBODY, path)


def test_what_does_not_exist_is_a_404_on_every_endpoint(client: TestClient, settings_app: FastAPI) -> None:
    asked = [(method, path) for method, path in operations(settings_app) if "{" in path]
    assert len(asked) >= 8
    for method, path in asked:
        body: dict[str, str] | None = {} if method == "PATCH" else None
        found = assert_problem(client.request(method, filled(path), json=body), 404)
        assert found["code"] == "not-found"


def test_a_malformed_parameter_is_a_422_on_every_endpoint(client: TestClient, settings_app: FastAPI) -> None:
    described = settings_app.openapi()["paths"]
    tried = 0
    for method, path in operations(settings_app):
        for parameter in described[path][method.lower()].get("parameters", []):
            if parameter["name"] in ("limit", "first", "depth", "steps", "facts", "documents"):
                answer = client.request(method, filled(path), params={parameter["name"]: "many"})
                found = assert_problem(answer, 422)
                assert f"query.{parameter['name']}" in {item["where"] for item in found["errors"]}
                tried += 1
    assert tried >= 10


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/entities?limit=0", 422),
        ("/entities?limit=201", 422),
        ("/entities?cursor=nonsense", 422),
        ("/entities?type=Planet", 422),
        (f"/entities/{NOBODY}/facts/LIKES", 422),
        (f"/entities/{NOBODY}/neighbourhood?depth=4", 422),
        ("/entities/a%20b", 422),
        (f"/paths?from={NOBODY}&to={NOBODY}", 404),
        ("/paths", 422),
        ("/nothing", 404),
    ],
)
def test_bad_requests_say_what_is_wrong(client: TestClient, path: str, status: int) -> None:
    assert_problem(client.get(API + path), status)


def test_a_wrong_method_is_a_405(client: TestClient) -> None:
    answer = client.put(f"{API}/entities")
    assert_problem(answer, 405)
    assert "GET" in answer.headers["allow"]


def test_speaks_both_languages(client: TestClient) -> None:
    url = f"{API}/entities/{NOBODY}"
    chinese = client.get(url, headers={"Accept-Language": "zh-CN,zh;q=0.9,en;q=0.5"})
    english = client.get(url, headers={"Accept-Language": "en-GB"})
    asked = client.get(url, params={"lang": "en"}, headers={"Accept-Language": "zh"})
    client.cookies.clear()
    assert chinese.json()["title"] == "没有找到"
    assert english.json()["title"] == asked.json()["title"] == "Not found"
    assert (chinese.headers["content-language"], english.headers["content-language"]) == ("zh", "en")
    wrong = client.get(f"{API}/entities?limit=x", headers={"Accept-Language": "zh"}).json()
    assert wrong["errors"] == [{"where": "query.limit", "message": "应为整数"}]


def test_people_get_a_page(client: TestClient) -> None:
    answer = client.get("/entities/" + NOBODY, headers={"Accept": "text/html", "Accept-Language": "zh"})
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/html")
    assert "没有找到" in answer.text
    assert_problem(client.get("/entities/" + NOBODY), 404)


@pytest.fixture
def settings_app(server_settings: Settings) -> FastAPI:
    """An app of its own, never started: its endpoints may be changed and its description read."""
    return create_app(server_settings)


def test_a_database_that_is_gone_is_a_503_on_every_endpoint(empty_client: TestClient, settings_app: FastAPI) -> None:
    app = empty_client.app
    assert isinstance(app, FastAPI)
    app.state.database.close()
    for method, path in operations(settings_app):
        if method == "GET" and path not in (f"{API}/health", f"{API}/version"):
            params = {"from": NOBODY, "to": NOBODY} if path.endswith("/paths") else {}
            answer = empty_client.get(filled(path), params=params)
            assert assert_problem(answer, 503)["code"] == "database-unavailable", path
            assert int(answer.headers["retry-after"]) > 0
    page = empty_client.get("/", headers={"Accept": "text/html", "Accept-Language": "zh"})
    assert page.status_code == 503
    assert "连不上数据库" in page.text


def test_a_fault_of_ours_shows_no_trace(
    database: Database, settings_app: FastAPI, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> None:
        raise RuntimeError("secret inside")

    settings_app.add_api_route("/api/v1/broken", broken)
    with client_of(settings_app) as client:
        answer = client.get("/api/v1/broken")
    assert_problem(answer, 500)
    assert "secret inside" not in answer.text
    assert "secret inside" in caplog.text


def test_too_large_an_upload_is_a_413(server_settings: Settings) -> None:
    app = create_app(server_settings.model_copy(update={"max_file_mb": 1}))
    with client_of(app) as client:
        answer = client.post(f"{API}/documents", files={"file": ("big.txt", b"x" * (2 * 1024 * 1024))})
    found = assert_problem(answer, 413)
    assert "1 MB" in found["detail"]


def test_every_endpoint_is_documented_and_no_page_is(settings_app: FastAPI) -> None:
    found = {(method, path) for method, path, _ in routes()}
    assert len(found) >= 40
    assert set(operations(settings_app)) == {(method, path) for method, path in found if path.startswith(API)}
