"""Whatever is sent to the interface, it answers as it is described and never with a fault or a trace."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from hypothesis.strategies import SearchStrategy
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import ignored_auth, negative_data_rejection, positive_data_acceptance

from graph.database import Database
from graph.office import accounts, api_keys, departments
from graph.office.types import Role, Scope
from graph.settings import Settings
from tests.api.people import FOREIGN, person
from tests.api.seed import plant
from tests.api.serving import serving
from tests.graph.made import empty

pytestmark = [pytest.mark.database, pytest.mark.long]

EXAMPLES, EXAMPLES_EACH = 60, 15
"""Of the owner, and of each role: what differs between them is what they may do."""

NOT_HELD: list[Any] = [negative_data_rejection, positive_data_acceptance, ignored_auth]
"""An empty form field stands for its default, and not every text is a cursor; that who is not known is refused
everywhere is tested by itself (test_identity.py), and without accounts nobody is."""


OWNER = "owner"

LETS_NOBODY_IN = "/api/v1/accounts"
"""Where the owner of an installation without accounts would make one and be asked to log in from then on."""


@pytest.fixture(scope="module", params=[OWNER, Role.READER, Role.CONTRIBUTOR, Role.AUDITOR, Role.ADMINISTRATOR])
def asking(
    session_database: Database, server_settings: Settings, request: pytest.FixtureRequest
) -> Iterator[tuple[str, Any, dict[str, str]]]:
    """Who asks, the interface as it describes itself to them, and the headers that say who they are."""
    empty(session_database)
    plant(session_database)
    headers = _key(session_database, request.param) if request.param != OWNER else {}
    with serving(server_settings) as address:
        found = schemathesis.openapi.from_url(f"{address}/api/v1/openapi.json", headers=headers)
        yield request.param, found, headers
    empty(session_database)


def _key(db: Database, role: Role) -> dict[str, str]:
    departments.ensure(db, [FOREIGN])
    person(db, "first", Role.ADMINISTRATOR)
    made = accounts.create(db, "asking", "asking", FOREIGN, role, "纸鸢 rises at dawn")
    return {"Authorization": f"Bearer {api_keys.create(db, made, 'fuzz', Scope.WRITE)}"}


def test_nothing_breaks_the_interface(asking: tuple[str, Any, dict[str, str]]) -> None:
    # Not by schemathesis' own parametrize: its subtests do not run on pytest 9.
    who, interface, headers = asking
    operations = [found.ok() for found in interface.get_all_operations()]
    assert len(operations) >= 30
    for operation in operations:
        if who == OWNER and operation.path == LETS_NOBODY_IN and operation.method == "post":
            continue
        try_out(operation.as_strategy(generation_mode=GenerationMode.POSITIVE), headers)
        with suppress(Unsatisfiable):  # an operation without parameters has no wrong ones
            try_out(operation.as_strategy(generation_mode=GenerationMode.NEGATIVE), headers)


def try_out(cases: SearchStrategy[schemathesis.Case[Any]], headers: dict[str, str]) -> None:
    """Send cases and hold each answer to the description."""

    @given(cases)
    @settings(
        max_examples=EXAMPLES_EACH if headers else EXAMPLES,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    def answers_as_described(case: schemathesis.Case[Any]) -> None:
        answer = case.call_and_validate(headers=headers, excluded_checks=NOT_HELD)
        assert "Traceback" not in answer.text

    answers_as_described()
