"""An office for these tests: two departments with open and closed documents, and one account of each role.

Every account has the same password, so that a test can sign in as anyone.
"""

import re
from collections.abc import Iterator

from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.testclient import TestClient

from api.app import API, PAGES, ROUTES
from api.identity import CSRF_HEADER
from graph import evidence
from graph.database import Database
from graph.fold.run import fold
from graph.lease import writer
from graph.office import accounts, api_keys, departments
from graph.office.types import Account, Kind, Role, Scope
from graph.ontology.types import ShareClass
from tests.api.conftest import client_of
from tests.api.seed import Said, reading

PASSWORD = "纸鸢 rises at dawn"

FOREIGN, COMMERCE = "外事办公室", "商务局"

SECRET, SECRET_PLACE = "不予共享的商务纪要", "隐川市"
"""The title of a closed document of COMMERCE, and a place that nothing else names."""

SHARED = "公开的外事简报"

NAMES = {
    Role.READER: "reader",
    Role.CONTRIBUTOR: "contributor",
    Role.STEWARD: "steward",
    Role.COORDINATOR: "coordinator",
    Role.AUDITOR: "auditor",
    Role.ADMINISTRATOR: "administrator",
}
"""The login of each role; all of them are in FOREIGN."""

TRADER = "trader"
"""A contributor of COMMERCE."""


def settle(db: Database) -> None:
    """Departments, their documents and one account of each role."""
    for name in (FOREIGN, COMMERCE):
        departments.add(db, name, Kind.DEPARTMENT)
    store(db)
    for role in Role:
        person(db, NAMES[role], role)
    person(db, TRADER, Role.CONTRIBUTOR, COMMERCE)


def person(db: Database, login: str, role: Role, department: str = FOREIGN) -> Account:
    """An account with the password of all."""
    return accounts.create(db, login, f"{login} 同志", department, role, PASSWORD)


def store(db: Database) -> None:
    """An open document of FOREIGN and a closed one of COMMERCE; both name 云水市."""
    shared = reading(
        SHARED,
        [
            Said(
                "[Place:云水市]与[Place:诺瓦港市]签署友好城市备忘录。",
                [
                    ("level", "云水市", "city", {}),
                    ("level", "诺瓦港市", "city", {}),
                    ("TIE", "云水市", "诺瓦港市", {"stage": "memorandum"}),
                ],
            )
        ],
        date="2024-05",
        locality="云水市",
        department=FOREIGN,
    )
    secret = reading(
        SECRET,
        [
            Said(
                f"[Place:云水市]与[Place:{SECRET_PLACE}]正式结为友好城市。",
                [
                    ("level", SECRET_PLACE, "city", {}),
                    ("TIE", "云水市", SECRET_PLACE, {"stage": "formal"}),
                ],
            )
        ],
        date="2024-06",
        locality="云水市",
        department=COMMERCE,
        share_class=ShareClass.CLOSED,
    )
    with writer(db):
        evidence.write(db, [shared, secret])
        fold(db)


def guest(app: FastAPI) -> TestClient:
    """A client that has not signed in, and sees redirects as they are."""
    client = client_of(app)
    client.follow_redirects = False
    return client


def signed_in(app: FastAPI, login: str, password: str = PASSWORD) -> TestClient:
    """A client with a session of this account, which states the session's token with every request."""
    client = guest(app)
    answer = client.post("/login", data={"login": login, "password": password})
    assert answer.status_code == 303, answer.text
    client.headers[CSRF_HEADER] = token_of(client)
    return client


def token_of(client: TestClient) -> str:
    """The token that this session's pages carry."""
    found = re.search(r'<meta name="csrf-token" content="(\w+)">', client.get("/account").text)
    assert found is not None
    return found[1]


def with_key(app: FastAPI, db: Database, login: str, scope: Scope = Scope.READ) -> TestClient:
    """A client with a key of this account."""
    account = accounts.find(db, login)
    assert account is not None
    client = guest(app)
    client.headers["Authorization"] = f"Bearer {api_keys.create(db, account, 'test', scope)}"
    return client


def routes() -> Iterator[tuple[str, str, APIRoute]]:
    """Every endpoint and page: its method, its address and what FastAPI made of it."""
    for prefix, modules in ((API, ROUTES), ("", PAGES)):
        for route in (route for module in modules for route in module.router.routes):
            if isinstance(route, APIRoute):
                yield from ((method, prefix + route.path, route) for method in route.methods or ())
