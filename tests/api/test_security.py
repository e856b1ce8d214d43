"""Web pages elsewhere cannot reach the local server, and its own pages load nothing from elsewhere."""

import pytest
from starlette.datastructures import Headers
from starlette.testclient import TestClient

from api.security import HEADERS, AddressRefused, host_allowed, origin_allowed, require_loopback
from graph.settings import Settings
from tests.api.problem import assert_problem

LOCAL = ("127.0.0.1", "localhost", "[::1]")


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8000", "localhost:81", "[::1]:8000", "LOCALHOST"])
def test_answers_to_its_own_names(host: str) -> None:
    assert host_allowed(host, LOCAL)


@pytest.mark.parametrize("host", ["", "evil.example", "127.0.0.1.evil.example", "10.0.0.7:8000", "[", "a@127.0.0.1.x"])
def test_refuses_other_names(host: str) -> None:
    assert not host_allowed(host, LOCAL)


def test_answers_to_a_name_that_was_allowed() -> None:
    assert host_allowed("tieline.office:8000", (*LOCAL, "tieline.office"))


@pytest.mark.parametrize(
    ("headers", "allowed"),
    [
        ({}, True),
        ({"origin": "http://127.0.0.1:8000"}, True),
        ({"sec-fetch-site": "same-origin", "origin": "http://127.0.0.1:8000"}, True),
        ({"sec-fetch-site": "none"}, True),
        ({"origin": "http://evil.example"}, False),
        ({"origin": "http://127.0.0.1:9999"}, False),
        ({"origin": "null"}, False),
        ({"sec-fetch-site": "cross-site"}, False),
        ({"sec-fetch-site": "same-site"}, False),
    ],
)
def test_only_our_own_pages_may_change_data(headers: dict[str, str], allowed: bool) -> None:
    found = Headers({"host": "127.0.0.1:8000", **headers})
    for method in ("POST", "DELETE", "PUT", "PATCH"):
        assert origin_allowed(method, found) is allowed
    assert origin_allowed("GET", found)


@pytest.mark.database
def test_a_refused_request_gets_a_problem(client: TestClient) -> None:
    refused = client.get("/api/v1/health", headers={"Host": "evil.example"})
    assert assert_problem(refused, 400)["code"] == "host-refused"
    posted = client.post("/api/v1/documents", headers={"Origin": "http://evil.example"})
    assert assert_problem(posted, 403)["code"] == "origin-refused"
    page = client.get("/", headers={"Host": "evil.example", "Accept": "text/html"})
    assert page.status_code == 400
    assert "evil.example" not in page.text


@pytest.mark.database
def test_every_answer_carries_the_security_headers(client: TestClient) -> None:
    for path in ("/", "/api/v1/health", "/static/app.css", "/nothing", "/api/v1/entities?limit=0", "/docs"):
        answer = client.get(path)
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS, path


def test_serves_nobody_but_this_machine_while_there_is_no_account(fresh_settings: Settings) -> None:
    require_loopback(fresh_settings)
    with pytest.raises(AddressRefused, match=r"0\.0\.0\.0.*tieline account create"):
        require_loopback(fresh_settings.model_copy(update={"host": "0.0.0.0"}))
