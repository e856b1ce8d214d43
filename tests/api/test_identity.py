"""Who may do what and see what, as the web side holds to it: each role, each department, each key."""

import re
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from starlette.testclient import TestClient

from api.dependencies import Allowed, _viewer
from api.identity import is_open
from api.security import SAFE_METHODS
from graph.database import Database
from graph.office import accounts, api_keys, audit, clock
from graph.office.rights import TABLE, Act
from graph.office.types import Role, Scope
from tests.api.people import (
    COMMERCE,
    FOREIGN,
    NAMES,
    PASSWORD,
    SECRET,
    SECRET_PLACE,
    SHARED,
    TRADER,
    guest,
    person,
    routes,
    signed_in,
    with_key,
)
from tests.api.problem import assert_problem

pytestmark = pytest.mark.database

API = "/api/v1"
ME = f"{API}/statistics"
FILE = {"file": ("简报.txt", "云水市与诺瓦港市签署友好城市备忘录。".encode())}
NOBODY = "0" * 32

TRIES: dict[Act, tuple[str, str, dict[str, Any]]] = {
    Act.READ: ("GET", f"{API}/documents", {}),
    Act.UPLOAD: ("POST", f"{API}/documents", {"files": FILE}),
    Act.DELETE_DOCUMENT: ("DELETE", f"{API}/documents/{NOBODY}", {}),
    Act.MANAGE_OWN: ("GET", f"{API}/account/sessions", {}),
    Act.MANAGE_ACCOUNTS: ("GET", f"{API}/accounts", {}),
    Act.MANAGE_DEPARTMENTS: ("GET", f"{API}/departments", {}),
    Act.READ_AUDIT: ("GET", f"{API}/audit", {}),
}
"""One request of each act that the web side offers."""

ELSEWHERE = {Act.SET_SHARE_CLASS, Act.BACKUP, Act.MAINTAIN}
"""Acts that it does not offer."""


def calls(dependant: Dependant) -> list[Any]:
    return [dependant.call, *(call for below in dependant.dependencies for call in calls(below))]


def titles(client: TestClient) -> set[str]:
    return {row["document"]["title"] for row in client.get(f"{API}/documents").json()["items"]}


def test_every_change_says_which_act_it_is_and_every_reading_asks_for_its_viewer() -> None:
    own = {f"{API}/version", f"{API}/readiness", f"{API}/account", "/docs", "/assets/ontology.css"}
    for method, path, route in routes():
        found = calls(route.dependant)
        guarded = any(isinstance(call, Allowed) for call in found)
        if path == "/login" or is_open(path) or (method in SAFE_METHODS and path in own):
            continue
        assert guarded or (method in SAFE_METHODS and _viewer in found), (method, path)


def test_every_page_and_endpoint_needs_a_login_but_what_is_open(office: FastAPI) -> None:
    client, open_ones = guest(office), set()
    for method, path, _ in routes():
        answer = client.request(method, re.sub(r"\{\w+\}", NOBODY, path), headers={"Accept": "text/html"})
        if is_open(path):
            open_ones.add(path)
        elif path.startswith(API):
            assert assert_problem(answer, 401)["code"] == "login-needed", path
            assert answer.headers["www-authenticate"].startswith("Bearer")
        else:
            assert answer.status_code == 303, path
            assert answer.headers["location"].startswith("/login"), path
    assert open_ones == {"/login", "/robots.txt", "/assets/ontology.css", f"{API}/health"}
    for path in (f"{API}/openapi.json", "/nothing", "/docs"):
        assert client.get(path).status_code in (401, 303), path
    assert client.get("/static/app.css").status_code == 200
    assert client.get("/static/../api/v1/documents").status_code in (401, 404)
    assert assert_problem(client.post("/network/expand", headers={"Accept": "application/json"}), 401)


def test_each_role_may_do_what_the_table_says_and_nothing_else(office: FastAPI, database: Database) -> None:
    assert set(TRIES) | ELSEWHERE == set(Act)
    for role, login in NAMES.items():
        by_session = signed_in(office, login)
        by_key: dict[str, TestClient] = {scope: with_key(office, database, login, scope) for scope in Scope}
        for act, (method, path, sent) in TRIES.items():
            rule = TABLE[act]
            expected: dict[str, bool] = {"session": role in rule.roles}
            for scope in Scope:
                expected[scope] = role in rule.roles and rule.by_key and (scope == Scope.WRITE or not rule.writes)
            clients: dict[str, TestClient] = {"session": by_session, **by_key}
            for way, client in clients.items():
                answer = client.request(method, path, **sent)
                assert (answer.status_code != 403) == expected[way], (role, act, way, answer.text)
                if not expected[way]:
                    assert assert_problem(answer, 403)["code"] == "not-allowed"


def test_a_closed_document_of_another_department_is_nowhere(office: FastAPI, database: Database) -> None:
    trader = signed_in(office, TRADER)
    rows = trader.get(f"{API}/documents").json()["items"]
    hidden = next(row["document"]["id"] for row in rows if row["document"]["title"] == SECRET)
    place = trader.get(f"{API}/entities", params={"q": SECRET_PLACE}).json()["items"][0]["entity"]["id"]
    assert titles(trader) == {SHARED, SECRET}
    for login in NAMES.values():
        if login == NAMES[Role.AUDITOR]:
            continue
        client = signed_in(office, login)
        assert titles(client) == {SHARED}
        for what, there in (("documents", hidden), ("entities", place)):
            for form in ("", "/neighbourhood" if what == "entities" else ""):
                seen = client.get(f"{API}/{what}/{there}{form}")
                missing = client.get(f"{API}/{what}/{NOBODY}{form}")
                assert seen.status_code == missing.status_code == 404
                assert seen.text.replace(there, "") == missing.text.replace(NOBODY, "")
            page, none = client.get(f"/{what}/{there}"), client.get(f"/{what}/{NOBODY}")
            assert page.text.replace(there, "") == none.text.replace(NOBODY, "")
        for path in ("/", "/documents", "/entities", f"/search?q={SECRET_PLACE[:2]}", f"{API}/statistics", "/network"):
            assert SECRET_PLACE not in client.get(path).text.replace(f'value="{SECRET_PLACE[:2]}"', ""), path
        if login != NAMES[Role.READER]:
            gone = client.delete(f"{API}/documents/{hidden}")
            assert gone.text.replace(hidden, "") == client.delete(f"{API}/documents/{NOBODY}").text.replace(NOBODY, "")
    assert titles(trader) == {SHARED, SECRET}


def test_people_take_out_documents_of_their_own_department_only(office: FastAPI) -> None:
    trader = signed_in(office, TRADER)
    rows = trader.get(f"{API}/documents").json()["items"]
    ids = {row["document"]["title"]: row["document"]["id"] for row in rows}
    assert_problem(trader.delete(f"{API}/documents/{ids[SHARED]}"), 403)
    assert trader.post(f"/documents/{ids[SHARED]}/delete").status_code == 403
    assert "/delete" not in trader.get(f"/documents/{ids[SHARED]}").text
    assert "/delete" in trader.get(f"/documents/{ids[SECRET]}").text
    assert trader.delete(f"{API}/documents/{ids[SECRET]}").status_code == 204
    assert titles(trader) == {SHARED}


def test_an_upload_is_the_own_departments_and_its_job_the_own(office: FastAPI) -> None:
    trader, other = signed_in(office, TRADER), signed_in(office, "contributor")
    job = trader.post(f"{API}/documents", files=FILE, data={"share_class": "closed"}).json()
    assert_problem(other.get(f"{API}/jobs/{job['id']}"), 404)
    while job["state"] in ("waiting", "running"):
        job = trader.get(f"{API}/jobs/{job['id']}").json()
    row = trader.get(f"{API}/documents/{job['documents'][0]}").json()["row"]
    assert row["document"]["department"] == COMMERCE
    assert_problem(other.get(f"{API}/documents/{job['documents'][0]}"), 404)


def test_an_auditor_sees_the_log_and_nothing_else(office: FastAPI) -> None:
    client = signed_in(office, "auditor")
    led = guest(office).post("/login", data={"login": "auditor", "password": PASSWORD})
    assert led.headers["location"] == "/audit"
    assert 'class="brand" href="/audit"' in client.get("/audit").text
    for path in (
        "/",
        "/documents",
        "/search?q=云",
        "/entities",
        f"{API}/entities?q=云",
        "/upload",
        "/accounts",
        "/about",
    ):
        answer = client.get(path)
        assert answer.status_code == 403, path
        assert SHARED not in answer.text


def test_a_key_ends_is_revoked_and_falls_with_its_account(
    office: FastAPI, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = [with_key(office, database, "reader") for _ in range(2)]
    reader = accounts.find(database, "reader")
    assert reader is not None
    assert [client.get(ME).status_code for client in keys] == [200, 200]
    newest = api_keys.of(database, reader)[0].uid
    mine = signed_in(office, "reader")
    assert signed_in(office, "steward").delete(f"{API}/account/keys/{newest}").status_code == 404
    assert mine.delete(f"{API}/account/keys/{newest}").status_code == 204
    assert sorted(client.get(ME).status_code for client in keys) == [200, 401]
    made = mine.post(f"{API}/account/keys", json={"label": "short", "days": 1}).json()
    short = guest(office)
    short.headers["Authorization"] = f"Bearer {made['key']}"
    assert short.get(ME).status_code == 200
    assert made["key"] not in mine.get("/account").text
    now = clock.now
    monkeypatch.setattr(clock, "now", lambda: now() + clock.DAY + 1)
    assert assert_problem(short.get(ME), 401)["code"] == "key-refused"
    monkeypatch.setattr(clock, "now", now)
    accounts.deactivate(database, reader)
    assert {client.get(ME).status_code for client in (*keys, short, mine)} == {401}


def test_a_key_is_a_bearer_and_nothing_like_it(office: FastAPI, database: Database) -> None:
    key = with_key(office, database, "reader").headers["Authorization"].split()[1]
    for stated in (key, f"Basic {key}", f"Bearer {key}x", "Bearer", "Bearer ", f"Bearer {key.swapcase()}"):
        assert guest(office).get(ME, headers={"Authorization": stated}).status_code == 401, stated
    assert guest(office).get(ME, headers={"Authorization": f"bearer {key}"}).status_code == 200
    assert guest(office).get(f"{ME}?key={key}").status_code == 401


def test_a_changed_role_or_department_holds_at_the_next_request(office: FastAPI) -> None:
    boss, trader = signed_in(office, "administrator"), signed_in(office, TRADER)
    assert SECRET in titles(trader)
    assert boss.patch(f"{API}/accounts/{TRADER}", json={"department": FOREIGN}).status_code == 200
    assert titles(trader) == {SHARED}
    assert boss.patch(f"{API}/accounts/{TRADER}", json={"department": COMMERCE, "role": "reader"}).status_code == 200
    assert SECRET in titles(trader)
    assert_problem(trader.post(f"{API}/documents", files=FILE), 403)
    assert boss.patch(f"{API}/departments/{COMMERCE}", json={"parent": FOREIGN}).status_code == 200
    assert SECRET in titles(signed_in(office, "reader"))
    assert boss.post(f"/accounts/{TRADER}/deactivate").status_code == 303
    assert trader.get(ME).status_code == 401


def test_an_administrator_makes_accounts_and_locks_nobody_in(office: FastAPI) -> None:
    boss = signed_in(office, "administrator")
    made = boss.post("/accounts", data={"login": "wang", "name": "王芳", "department": COMMERCE, "role": "reader"})
    password = re.search(r'<code class="once">([^<]+)</code>', made.text)
    assert password is not None
    assert password[1] not in boss.get("/accounts").text
    signed_in_first = guest(office).post("/login", data={"login": "wang", "password": password[1]})
    assert signed_in_first.headers["location"] == "/account"
    again = boss.post("/accounts", data={"login": "WANG", "name": "", "department": COMMERCE, "role": "reader"})
    assert (again.status_code, "已有人使用" in again.text) == (422, True)
    for wrong in ({"role": "reader"}, {"active": False}):
        answer = boss.patch(f"{API}/accounts/administrator", json=wrong)
        assert assert_problem(answer, 422)["code"] == "own-account"
    assert boss.patch(f"{API}/accounts/administrator", json={"active": True}).status_code == 200
    fresh = boss.post(f"{API}/accounts/{TRADER}/password").json()
    assert fresh["account"]["one_time"]
    assert guest(office).post("/login", data={"login": TRADER, "password": fresh["password"]}).status_code == 303


def test_the_first_account_is_an_administrators(empty_client: TestClient) -> None:
    form = {"login": "first", "name": "", "department": FOREIGN}
    assert empty_client.post("/accounts", data={**form, "role": "reader"}).status_code == 422
    assert empty_client.get("/").status_code == 200
    made = empty_client.post("/accounts", data={**form, "role": "administrator"})
    assert 'class="once"' in made.text
    assert empty_client.get("/", follow_redirects=False).headers["location"] == "/login"


def test_the_tree_of_departments_is_changed_on_its_page(office: FastAPI) -> None:
    boss = signed_in(office, "administrator")
    assert boss.post("/departments", data={"name": "外资科", "kind": "section", "parent": COMMERCE}).status_code == 303
    circle = boss.post("/departments/move", data={"name": COMMERCE, "kind": "department", "parent": "外资科"})
    assert circle.status_code == 422
    assert boss.post("/departments/move", data={"name": COMMERCE, "kind": "department", "parent": FOREIGN}).is_redirect
    shown = boss.get("/departments").text
    assert shown.index(f">{FOREIGN}<") < shown.index(f">{COMMERCE}<") < shown.index(">外资科<")


# The audit log


def entries(office: FastAPI, database: Database, who: str = "", act: str = "") -> list[audit.Entry]:
    """What the log holds once all that waits is written."""
    office.state.audit.close()
    return list(audit.entries(database, who=who, act=act))


def test_every_request_is_one_entry_with_its_outcome(office: FastAPI, database: Database) -> None:
    client = signed_in(office, TRADER)
    rows = client.get(f"{API}/documents").json()["items"]
    ids = {row["document"]["title"]: row["document"]["id"] for row in rows}
    client.get(f"/documents/{ids[SHARED]}")
    client.get(f"{API}/entities", params={"q": "云水"}, headers={"X-Purpose": "%E6%9F%A5%E8%AF%A2"})
    client.get(f"{API}/documents/{NOBODY}")
    client.delete(f"{API}/documents/{ids[SHARED]}")
    client.get("/static/app.css")
    client.get(f"{API}/version")
    client.post("/logout")
    found = [(e.act, e.object, e.outcome, e.purpose) for e in entries(office, database, who=TRADER)]
    assert found == [
        ("login", "login", "ok", ""),
        ("read", "documents", "ok", ""),
        ("read", f"documents/{ids[SHARED]}", "ok", ""),
        ("read", "entities?q=云水", "ok", "查询"),
        ("read", f"documents/{NOBODY}", "not-found", ""),
        ("delete_document", f"documents/{ids[SHARED]}", "not-allowed", ""),
        ("logout", "logout", "ok", ""),
    ]
    assert {entry.via for entry in entries(office, database, who=TRADER)} == {"session"}
    assert audit.verify(database) == []


def test_failed_logins_stand_in_the_log_but_nothing_that_was_typed(office: FastAPI, database: Database) -> None:
    client = guest(office)
    client.post("/login", data={"login": "reader", "password": "wrong-secret"})
    client.post("/login", data={"login": "my-secret-password", "password": "x"})
    found = entries(office, database, act="login")
    assert [(e.who, e.outcome) for e in found] == [("reader", "wrong-login"), ("?", "wrong-login")]
    tries = [client.post("/login", data={"login": "reader", "password": "x"}).status_code for _ in range(6)]
    assert tries.count(429) == 2
    assert len(entries(office, database, act="login")) == 2 + 4  # what had to wait is no entry
    assert "secret" not in str(found)


def test_no_entry_holds_a_password_a_token_or_a_key(office: FastAPI, database: Database) -> None:
    boss = signed_in(office, "administrator")
    made = boss.post(f"{API}/accounts", json={"login": "wang", "department": FOREIGN}).json()
    key = boss.post(f"{API}/account/keys", json={"label": "k"}).json()["key"]
    guest(office).get(ME, headers={"Authorization": f"Bearer {key}"})
    boss.get("/account")
    log = str(entries(office, database))
    assert all(secret not in log for secret in (made["password"], key, *boss.cookies.values()))
    assert "account create" in log
    assert "accounts/wang" in log


def test_without_an_account_nothing_is_noted(empty_client: TestClient, database: Database) -> None:
    empty_client.get(f"{API}/documents")
    app = empty_client.app
    assert isinstance(app, FastAPI)
    assert entries(app, database) == []


def test_an_auditor_filters_exports_and_verifies(office: FastAPI, database: Database) -> None:
    formula = signed_in(office, "reader")
    formula.get(f"{API}/entities", params={"q": "=1+1"})
    person(database, "-dash", Role.READER)
    signed_in(office, "-dash").get(ME)
    office.state.audit.close()
    auditor = signed_in(office, "auditor")
    page = auditor.get("/audit", params={"who": "reader", "since": "2020-01-01", "until": "2099-12-31"})
    assert "entities?q==1+1" in page.text
    assert "-dash" not in page.text
    assert "entities?q" not in auditor.get("/audit", params={"until": "2020-01-01"}).text
    assert auditor.get("/audit", params={"since": "2026-02-31"}).status_code == 422
    listed = auditor.get(f"{API}/audit", params={"who": "reader", "limit": 1}).json()
    assert (len(listed["items"]), bool(listed["cursor"])) == (1, True)
    table = auditor.get("/audit/file")
    assert table.headers["content-type"].startswith("text/csv")
    assert ",'-dash," in table.text
    assert auditor.get(f"{API}/audit/file", params={"who": "nobody"}).text.count("\n") == 1
    assert "日志完整" in auditor.get("/audit/verification").text
    database.write("MATCH (e:AuditEntry {who: 'reader', act: 'read'}) SET e.outcome = 'changed'")
    assert "日志不完整" in auditor.get("/audit/verification").text
    assert not auditor.get(f"{API}/audit/verification").json()["whole"]
