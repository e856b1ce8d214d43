"""What changes data by a session's cookie states the session's own token; another site's page cannot."""

import re

import pytest
from fastapi import FastAPI

from api.identity import CSRF_FIELD, CSRF_HEADER
from api.rendering import environment
from api.security import SAFE_METHODS
from graph.database import Database
from graph.office.types import Scope
from tests.api.people import guest, routes, signed_in, token_of, with_key
from tests.api.problem import assert_problem

pytestmark = pytest.mark.database

FORM = re.compile(r"<form[^>]*method=\"post\"[^>]*>(.*?)</form>", re.DOTALL)


def changing() -> list[tuple[str, str]]:
    """Method and address of everything that is no plain reading, with ids filled in; the login needs no session."""
    found = [(method, path) for method, path, _ in routes() if method not in SAFE_METHODS]
    return [(method, re.sub(r"\{\w+\}", "0" * 32, path)) for method, path in found if path != "/login"]


def test_every_change_is_refused_without_the_token(office: FastAPI) -> None:
    client = signed_in(office, "administrator")
    del client.headers[CSRF_HEADER]
    found = changing()
    assert len(found) >= 10
    for method, path in found:
        for stated in ({}, {CSRF_HEADER: "wrong"}):
            answer = client.request(method, path, headers=stated, files={"file": ("a.txt", b"text")})
            assert assert_problem(answer, 403)["code"] == "token-refused", (method, path)


def test_the_token_of_another_session_does_not_count(office: FastAPI) -> None:
    one, other, again = signed_in(office, "reader"), signed_in(office, "steward"), signed_in(office, "reader")
    for stranger in (other, again):
        answer = one.post("/logout", headers={CSRF_HEADER: stranger.headers[CSRF_HEADER]})
        assert assert_problem(answer, 403)["code"] == "token-refused"
    assert one.get("/account").status_code == 200


def test_the_token_counts_in_a_form_and_in_a_header(office: FastAPI) -> None:
    client = signed_in(office, "contributor")
    token = client.headers[CSRF_HEADER]
    del client.headers[CSRF_HEADER]
    file = {"file": ("简报.txt", "云水市与诺瓦港市签署友好城市备忘录。".encode())}
    assert_problem(client.post("/upload", files=file), 403)
    assert client.post("/upload", files=file, data={CSRF_FIELD: token}).status_code == 303
    assert client.post("/api/v1/documents", files=file, headers={CSRF_HEADER: token}).status_code == 202
    assert client.post("/logout", data={CSRF_FIELD: token}).status_code == 303


def test_a_key_needs_no_token(office: FastAPI, database: Database) -> None:
    client = with_key(office, database, "contributor", Scope.WRITE)
    file = {"file": ("简报.txt", "云水市与诺瓦港市签署友好城市备忘录。".encode())}
    assert client.post("/api/v1/documents", files=file).status_code == 202


def test_a_key_beside_a_cookie_is_the_key(office: FastAPI, database: Database) -> None:
    client = signed_in(office, "administrator")
    del client.headers[CSRF_HEADER]
    client.headers["Authorization"] = with_key(office, database, "reader").headers["Authorization"]
    assert_problem(client.post("/api/v1/documents", files={"file": ("a.txt", b"text")}), 403)
    assert_problem(client.get("/api/v1/statistics", headers={"Authorization": "Bearer tl_wrong"}), 401)


def test_every_form_that_posts_carries_the_token() -> None:
    loader = environment("en").loader
    assert loader is not None
    seen = 0
    for name in loader.list_templates():
        source = loader.get_source(environment("en"), name)[0]
        for body in FORM.findall(source):
            seen += 1
            assert "csrf()" in body or name == "login.html", name
    assert seen >= 6


def test_the_token_tells_nothing_of_the_session(office: FastAPI) -> None:
    client = signed_in(office, "reader")
    page = client.get("/account").text
    assert token_of(client) in page
    assert all(cookie not in page for cookie in client.cookies.values())


def test_another_sites_page_cannot_log_anybody_in(office: FastAPI) -> None:
    answer = guest(office).post(
        "/login", data={"login": "a", "password": "b"}, headers={"Origin": "http://evil.example"}
    )
    assert assert_problem(answer, 403)["code"] == "origin-refused"
