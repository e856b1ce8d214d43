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
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from graph.database import Database
from graph.settings import Settings
from tests.api.seed import plant
from tests.api.serving import serving
from tests.graph.made import empty

pytestmark = [pytest.mark.database, pytest.mark.long]

EXAMPLES = 60

NOT_HELD: list[Any] = [negative_data_rejection, positive_data_acceptance]
"""An empty form field stands for its default, and not every text is a cursor."""


@pytest.fixture(scope="module")
def interface(session_database: Database, server_settings: Settings) -> Iterator[Any]:
    """The interface as it describes itself, of a server over the planted documents."""
    empty(session_database)
    plant(session_database)
    with serving(server_settings) as address:
        yield schemathesis.openapi.from_url(f"{address}/api/v1/openapi.json")


def test_nothing_breaks_the_interface(interface: Any) -> None:
    # Not by schemathesis' own parametrize: its subtests do not run on pytest 9.
    operations = [found.ok() for found in interface.get_all_operations()]
    assert len(operations) >= 18
    for operation in operations:
        try_out(operation.as_strategy(generation_mode=GenerationMode.POSITIVE))
        with suppress(Unsatisfiable):  # an operation without parameters has no wrong ones
            try_out(operation.as_strategy(generation_mode=GenerationMode.NEGATIVE))


def try_out(cases: SearchStrategy[schemathesis.Case[Any]]) -> None:
    """Send cases and hold each answer to the description."""

    @given(cases)
    @settings(max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    def answers_as_described(case: schemathesis.Case[Any]) -> None:
        answer = case.call_and_validate(excluded_checks=NOT_HELD)
        assert "Traceback" not in answer.text

    answers_as_described()
