"""Fixtures of the office: an empty database with a small office, and a clock that a test can turn."""

import pytest

from graph.database import Database
from graph.office import clock
from tests.graph.office import people


class Clock:
    """Time as the office sees it, moved on by hand."""

    def __init__(self) -> None:
        self._ahead = 0
        self._real = clock.now

    def now(self) -> int:
        return self._real() + self._ahead

    def on(self, milliseconds: int) -> None:
        self._ahead += milliseconds


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Clock:
    turned = Clock()
    monkeypatch.setattr(clock, "now", turned.now)
    return turned


@pytest.fixture
def office(database: Database) -> Database:
    people.office(database)
    return database
