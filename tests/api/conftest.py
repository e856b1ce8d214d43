"""The app on the session's database, with known documents planted in it.

Tests that only read share one planted graph a module (`client`); those that change it get one of their own
(`own_client`).
"""

from collections.abc import Iterator
from typing import Any

import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI
from starlette.testclient import TestClient

from api.app import create_app
from graph.database import Database
from graph.office import passwords
from graph.settings import Settings
from tests.api.seed import plant
from tests.graph.made import empty


def client_of(app: FastAPI) -> TestClient:
    """A client that gets answers as a browser would: a fault of ours is an answer too."""
    return TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False)


@pytest.fixture(scope="module")
def client(session_database: Database, server_settings: Settings) -> Iterator[TestClient]:
    """A client for reading only, of an app whose graph holds the planted documents."""
    empty(session_database)
    plant(session_database)
    with client_of(create_app(server_settings)) as client:
        yield client


@pytest.fixture(scope="module")
def ids(client: TestClient) -> dict[str, str]:
    """Ids of planted things by their names; "tie" is the tie that is told twice."""
    return ids_of(client)


@pytest.fixture
def empty_client(settings: Settings) -> Iterator[TestClient]:
    """A client of an app whose graph holds nothing."""
    with client_of(create_app(settings)) as client:
        yield client


@pytest.fixture
def own_client(database: Database, empty_client: TestClient) -> TestClient:
    """A client of an app whose planted graph the test may change."""
    plant(database)
    return empty_client


@pytest.fixture
def office(database: Database, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[FastAPI]:
    """A running app of an office with departments, accounts and closed documents; its hashes cost as little as they
    may."""
    from tests.api import people

    monkeypatch.setattr(passwords, "hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    people.settle(database)
    app = create_app(settings)
    with client_of(app):
        yield app


def ids_of(client: TestClient) -> dict[str, str]:
    """Ids of planted things by their names; "tie" is the tie that is told twice."""
    found: dict[str, Any] = client.get("/api/v1/entities", params={"limit": 50}).json()
    named = {hit["entity"]["name"]: hit["entity"]["id"] for hit in found["items"]}
    facts = client.get(f"/api/v1/entities/{named['诺瓦港市']}").json()["facts"]
    papers = client.get("/api/v1/documents").json()["items"]
    return named | {"tie": facts["TIE"][0]["id"]} | {row["document"]["title"]: row["document"]["id"] for row in papers}
