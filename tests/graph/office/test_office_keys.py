"""Keys: shown once, stored as a hash, no further than their scope, account and end."""

import hashlib

import pytest

from graph.database import Database
from graph.office import accounts, api_keys, clock
from graph.office.errors import ExpiryUnusable, NameUnusable
from graph.office.types import Account, Scope
from graph.ontology.errors import NotFound
from tests.graph.office.conftest import Clock
from tests.graph.office.people import person

pytestmark = pytest.mark.database


@pytest.fixture
def wang(office: Database) -> Account:
    return person(office, "wang")


@pytest.mark.parametrize("scope", Scope)
def test_a_key_stands_for_its_account_and_scope(office: Database, wang: Account, scope: Scope) -> None:
    key = api_keys.create(office, wang, "报表", scope)
    assert key.startswith("tl_")
    assert api_keys.identify(office, key) == (wang, scope)
    [found] = api_keys.of(office, wang)
    assert (found.label, found.scope, found.expires) == ("报表", scope, api_keys.NEVER)
    assert found.used_at


def test_only_the_hash_of_a_key_is_stored(office: Database, wang: Account) -> None:
    key = api_keys.create(office, wang, "报表", Scope.READ)
    [row] = office.read("MATCH (k:ApiKey) RETURN properties(k) AS p")
    assert row["p"]["uid"] == hashlib.sha256(key.encode()).hexdigest()
    assert key not in str(row)


def test_what_is_no_key_stands_for_nobody(office: Database, wang: Account) -> None:
    key = api_keys.create(office, wang, "报表", Scope.READ)
    for forged in ("", "tl_", key[:-1], key + "A", key.removeprefix("tl_"), api_keys.of(office, wang)[0].uid):
        assert api_keys.identify(office, forged) is None


def test_a_key_ends_at_its_end(office: Database, wang: Account, time: Clock) -> None:
    key = api_keys.create(office, wang, "报表", Scope.READ, time.now() + clock.DAY)
    time.on(clock.DAY - clock.MINUTE)
    assert api_keys.identify(office, key)
    time.on(clock.MINUTE)
    assert api_keys.identify(office, key) is None
    assert len(api_keys.of(office, wang)) == 1


def test_a_key_must_be_usable(office: Database, wang: Account, time: Clock) -> None:
    with pytest.raises(ExpiryUnusable):
        api_keys.create(office, wang, "报表", Scope.READ, time.now())
    with pytest.raises(NameUnusable):
        api_keys.create(office, wang, "\n", Scope.READ)


def test_a_revoked_key_is_over(office: Database, wang: Account) -> None:
    key, other = (api_keys.create(office, wang, "报表", Scope.READ) for _ in range(2))
    [uid] = [found.uid for found in api_keys.of(office, wang) if found.uid == hashlib.sha256(key.encode()).hexdigest()]
    with pytest.raises(NotFound):
        api_keys.revoke(office, person(office, "li"), uid)
    assert api_keys.identify(office, key)
    api_keys.revoke(office, wang, uid)
    assert api_keys.identify(office, key) is None
    assert api_keys.identify(office, other)
    with pytest.raises(NotFound):
        api_keys.revoke(office, wang, uid)


def test_the_keys_of_a_deactivated_account_count_for_nothing(office: Database, wang: Account) -> None:
    key = api_keys.create(office, wang, "报表", Scope.READ)
    accounts.deactivate(office, wang)
    assert api_keys.identify(office, key) is None
