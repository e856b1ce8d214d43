"""The neomodel classes of the office describe what is stored of it."""

import pytest
from neomodel import StructuredNode

from graph.database import Database
from graph.office import accounts, api_keys, departments, sessions
from graph.office.types import Scope
from graph.records import StoredAccount, StoredDepartment, StoredKey, StoredSession
from tests.graph.office.people import person

pytestmark = pytest.mark.database


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("Department", StoredDepartment),
        ("Account", StoredAccount),
        ("Session", StoredSession),
        ("ApiKey", StoredKey),
    ],
)
def test_what_is_stored_has_just_the_declared_properties(
    office: Database, label: str, kind: type[StructuredNode]
) -> None:
    departments.ensure(office, ["教育局"])
    wang = accounts.set_password(office, person(office, "wang"), "another password")
    sessions.identify(office, sessions.start(office, wang, "Firefox", "10.0.0.7"))
    api_keys.identify(office, api_keys.create(office, wang, "报表", Scope.READ))
    for row in office.read(f"MATCH (n:{label}) RETURN properties(n) AS p"):
        assert set(row["p"]) == set(kind.defined_properties(rels=False))
    assert (
        len(office.records(lambda: kind.nodes.all())) == office.read(f"MATCH (n:{label}) RETURN count(n) AS n")[0]["n"]
    )
