"""Signing in and out, and what a session's cookie is worth."""

import pytest
from fastapi import FastAPI
from httpx2 import Response
from starlette.testclient import TestClient

from api.app import create_app
from api.identity import COOKIE, SECURE_COOKIE, local
from graph.database import Database
from graph.office import accounts, departments, sessions
from graph.office.types import Role
from graph.settings import Settings
from tests.api.conftest import client_of
from tests.api.people import FOREIGN, PASSWORD, guest, person, signed_in, token_of
from tests.api.problem import assert_problem

pytestmark = pytest.mark.database

ME = "/api/v1/statistics"


def try_in(client: TestClient, login: str, password: str = "wrong", **more: str) -> Response:
    found: Response = client.post("/login", data={"login": login, "password": password, **more})
    return found


def test_without_an_account_nobody_logs_in(empty_client: TestClient) -> None:
    assert empty_client.get("/login", follow_redirects=False).headers["location"] == "/"
    assert empty_client.get(ME).status_code == 200


def test_the_first_account_shuts_the_door_at_once(database: Database, empty_client: TestClient) -> None:
    assert empty_client.get(ME).status_code == 200
    departments.ensure(database, [FOREIGN])
    person(database, "first", Role.ADMINISTRATOR)
    assert_problem(empty_client.get(ME), 401)


def test_a_login_leads_where_one_was_going(office: FastAPI) -> None:
    client = guest(office)
    led = client.get("/entities?type=Place&level=city", headers={"Accept": "text/html"})
    assert (led.status_code, led.headers["location"]) == (
        303,
        "/login?next=%2Fentities%3Ftype%3DPlace%26level%3Dcity",
    )
    form = client.get(led.headers["location"])
    assert 'name="next" value="/entities?type=Place&amp;level=city"' in form.text
    answer = try_in(client, "Reader", PASSWORD, next="/entities?type=Place&level=city")
    assert (answer.status_code, answer.headers["location"]) == (303, "/entities?type=Place&level=city")
    cookie = answer.headers["set-cookie"].lower()
    assert all(part in cookie for part in ("httponly", "samesite=lax", "path=/"))
    assert "secure" not in cookie
    assert "max-age" not in cookie
    page = client.get("/")
    assert page.status_code == 200
    assert "reader 同志" in page.text
    assert FOREIGN in page.text


ELSEWHERE = (
    "https://evil.example/",
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/a\\b",
    "javascript:alert(1)",
    "evil.example",
    "/ok\r\nSet-Cookie: a=b",
    "/login?next=/login",
    "/logout",
    "",
)


def test_a_login_leads_nowhere_else(office: FastAPI) -> None:
    for elsewhere in ELSEWHERE:
        assert local(elsewhere) == "/"
        answer = try_in(guest(office), "reader", PASSWORD, next=elsewhere)
        assert (answer.status_code, answer.headers["location"]) == (303, "/"), elsewhere
    assert all(local(path) == path for path in ("/", "/documents/1?first=2#p-3", "/search?q=%E4%BA%91"))


def test_wrong_password_unknown_login_and_deactivated_account_are_one_answer(
    office: FastAPI, database: Database
) -> None:
    shut = person(database, "shut", Role.READER)
    accounts.deactivate(database, shut)
    client = guest(office)
    answers = [try_in(client, "reader"), try_in(client, "nobody"), try_in(client, "shut", PASSWORD)]
    assert {answer.status_code for answer in answers} == {401}
    texts = {
        answer.text.replace(f'value="{login}"', "")
        for answer, login in zip(answers, ("reader", "nobody", "shut"), strict=True)
    }
    assert len(texts) == 1
    assert COOKIE not in client.cookies


def test_who_guesses_has_to_wait_whether_the_login_exists_or_not(office: FastAPI) -> None:
    client = guest(office)
    for login in ("reader", "nobody"):
        tries = [try_in(client, login).status_code for _ in range(5)]
        assert tries == [401] * 5
        held = try_in(client, login, PASSWORD)
        assert held.status_code == 429
        assert 0 < int(held.headers.get("retry-after", "60")) <= 60
        assert "秒后再试" in held.text
        assert COOKIE not in client.cookies
    assert try_in(client, "steward", PASSWORD).status_code == 303


def test_a_login_takes_no_token_that_was_set_before(office: FastAPI) -> None:
    attacker = signed_in(office, "contributor")
    fixed = attacker.cookies[COOKIE]
    victim = guest(office)
    for planted in (fixed, "f" * 43):
        victim.cookies.set(COOKIE, planted)
        answer = try_in(victim, "reader", PASSWORD)
        token = answer.headers["set-cookie"].split("=", 1)[1].split(";")[0]
        assert token != planted
        victim.cookies.clear()
    assert attacker.get(ME).status_code == 401  # what the browser had before has ended


def test_a_forged_or_altered_cookie_is_nobody(office: FastAPI) -> None:
    token = signed_in(office, "reader").cookies[COOKIE]
    stored = sessions.uid_of(token)
    for forged in ("", "x", token[:-1], token + "A", token.swapcase(), stored, "0" * 43, "a" * 5000):
        answer = guest(office).get(ME, headers={"Cookie": f"{COOKIE}={forged}"})
        assert_problem(answer, 401)
    assert guest(office).get(ME, headers={"Cookie": f"{SECURE_COOKIE}={token}"}).status_code == 401
    assert guest(office).get(ME, headers={"Cookie": f"{COOKIE}={token}"}).status_code == 200


def test_a_cookie_is_worth_nothing_after_the_logout(office: FastAPI) -> None:
    client = signed_in(office, "reader")
    token = client.cookies[COOKIE]
    answer = client.post("/logout")
    assert (answer.status_code, answer.headers["location"]) == (303, "/login")
    assert COOKIE not in client.cookies
    assert guest(office).get(ME, headers={"Cookie": f"{COOKIE}={token}"}).status_code == 401


def test_a_new_password_ends_every_session_but_the_new_one(office: FastAPI) -> None:
    here, there = signed_in(office, "reader"), signed_in(office, "reader")
    before, form = (
        here.cookies[COOKIE],
        {"old": PASSWORD, "new": "another 纸鸢 at dawn", "again": "another 纸鸢 at dawn"},
    )
    wrong = here.post("/account/password", data={**form, "old": "wrong"})
    assert wrong.status_code == 401
    assert here.post("/account/password", data={**form, "again": "different"}).status_code == 422
    assert here.post("/account/password", data={**form, "new": "short", "again": "short"}).status_code == 422
    assert here.post("/account/password", data=form).status_code == 303
    assert here.cookies[COOKIE] != before
    assert here.get(ME).status_code == 200
    assert there.get(ME).status_code == 401
    assert try_in(guest(office), "reader", PASSWORD).status_code == 401
    assert try_in(guest(office), "reader", form["new"]).status_code == 303


def test_guessing_the_present_password_is_slowed_down_too(office: FastAPI) -> None:
    client = signed_in(office, "reader")
    form = {"old": "wrong", "new": "another 纸鸢 at dawn", "again": "another 纸鸢 at dawn"}
    assert [client.post("/account/password", data=form).status_code for _ in range(6)] == [401] * 5 + [429]


def test_sessions_are_listed_and_ended_by_their_holder_only(office: FastAPI) -> None:
    here, there, other = signed_in(office, "reader"), signed_in(office, "reader"), signed_in(office, "steward")
    uid = sessions.uid_of(there.cookies[COOKIE])
    assert uid in here.get("/account").text
    assert uid not in other.get("/account").text
    assert there.cookies[COOKIE] not in here.get("/account").text
    assert other.post(f"/account/sessions/{uid}/end").status_code == 404
    assert there.get(ME).status_code == 200
    assert here.post(f"/account/sessions/{uid}/end").status_code == 303
    assert there.get(ME).status_code == 401


def test_who_was_given_a_password_chooses_another_first(office: FastAPI, database: Database) -> None:
    accounts.create(database, "new", "新人", FOREIGN, Role.READER, "given-once-1", one_time=True)
    client = guest(office)
    assert try_in(client, "new", "given-once-1", next="/documents").headers["location"] == "/account"
    assert client.get("/documents").headers["location"] == "/account"
    assert assert_problem(client.get(ME), 403)["code"] == "own-password-needed"
    form = {"old": "given-once-1", "new": PASSWORD, "again": PASSWORD, "csrf_token": token_of(client)}
    assert client.post("/account/password", data=form).status_code == 303
    assert client.get("/documents").status_code == 200


def test_behind_https_the_cookie_is_for_this_host_alone(office: FastAPI, server_settings: Settings) -> None:
    del office
    app = create_app(server_settings.model_copy(update={"trusted_proxy": "testclient"}))
    with client_of(app) as client:
        client.follow_redirects = False
        over = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "10.0.0.9"}
        answer = client.post("/login", data={"login": "reader", "password": PASSWORD}, headers=over)
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(f"{SECURE_COOKIE}=")
    assert "; Secure" in cookie
    assert "Domain" not in cookie


def test_what_an_account_was_shown_stays_in_no_cache(office: FastAPI) -> None:
    client = signed_in(office, "reader")
    for path in ("/", "/documents", ME, "/account"):
        assert client.get(path).headers["cache-control"] == "private, no-store", path
