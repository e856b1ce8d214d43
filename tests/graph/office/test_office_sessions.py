"""Sessions: how they begin, whom they stand for, and all the ways in which they end."""

import hashlib
from collections.abc import Callable

import pytest

from graph.database import Database
from graph.office import accounts, clock, sessions
from graph.office.types import Account, Role
from graph.ontology.errors import NotFound
from tests.graph.office.conftest import Clock
from tests.graph.office.people import person

pytestmark = pytest.mark.database


@pytest.fixture
def wang(office: Database) -> Account:
    return person(office, "wang")


def test_a_token_stands_for_its_account(office: Database, wang: Account) -> None:
    token = sessions.start(office, wang, "Firefox", "10.0.0.7")
    assert sessions.identify(office, token) == wang
    [found] = sessions.of(office, wang)
    assert (found.uid, found.agent, found.address) == (sessions.uid_of(token), "Firefox", "10.0.0.7")


def test_only_the_hash_of_a_token_is_stored(office: Database, wang: Account) -> None:
    token = sessions.start(office, wang, "", "")
    [row] = office.read("MATCH (s:Session) RETURN properties(s) AS p")
    assert row["p"]["uid"] == hashlib.sha256(token.encode()).hexdigest()
    assert token not in str(row)
    assert len(token) >= 43


def test_each_login_gets_a_token_of_its_own(office: Database, wang: Account) -> None:
    tokens = {sessions.start(office, wang, "", "") for _ in range(5)}
    assert len(tokens) == 5
    assert all(sessions.identify(office, token) == wang for token in tokens)


@pytest.mark.parametrize(
    "forge", [lambda t: "", lambda t: t[:-1], lambda t: t + "A", lambda t: "令牌", lambda t: "x" * 9999]
)
def test_a_forged_token_stands_for_nobody(office: Database, wang: Account, forge: Callable[[str], str]) -> None:
    token = sessions.start(office, wang, "", "")
    assert sessions.identify(office, forge(token)) is None
    assert sessions.identify(office, sessions.uid_of(token)) is None


def test_a_session_ends_when_nobody_uses_it(office: Database, wang: Account, time: Clock) -> None:
    token = sessions.start(office, wang, "", "")
    for _ in range(3):
        time.on(sessions.IDLE - clock.MINUTE)
        assert sessions.identify(office, token) == wang
    time.on(sessions.IDLE + clock.SECOND)
    assert sessions.identify(office, token) is None
    assert sessions.of(office, wang) == ()


def test_a_session_ends_after_a_week_of_use(office: Database, wang: Account, time: Clock) -> None:
    token = sessions.start(office, wang, "", "")
    steps = sessions.LONGEST // (6 * clock.HOUR)
    for _ in range(steps - 1):
        time.on(6 * clock.HOUR)
        assert sessions.identify(office, token) == wang
    time.on(6 * clock.HOUR)
    assert sessions.identify(office, token) is None


def test_a_revoked_session_is_over_and_the_others_are_not(office: Database, wang: Account) -> None:
    first, second = (sessions.start(office, wang, "", "") for _ in range(2))
    sessions.revoke(office, wang, sessions.uid_of(first))
    assert sessions.identify(office, first) is None
    assert sessions.identify(office, second) == wang
    with pytest.raises(NotFound):
        sessions.revoke(office, wang, sessions.uid_of(first))


def test_nobody_ends_the_session_of_another(office: Database, wang: Account) -> None:
    token = sessions.start(office, wang, "", "")
    with pytest.raises(NotFound):
        sessions.revoke(office, person(office, "li"), sessions.uid_of(token))
    assert sessions.identify(office, token) == wang


@pytest.mark.parametrize(
    "end",
    [
        lambda db, account: accounts.set_password(db, account, "another password"),
        accounts.deactivate,
        lambda db, account: (accounts.deactivate(db, account), accounts.activate(db, account)),
        sessions.revoke_all,
    ],
)
def test_what_ends_all_sessions(office: Database, wang: Account, end: Callable[[Database, Account], object]) -> None:
    li = person(office, "li")
    token, other = sessions.start(office, wang, "", ""), sessions.start(office, li, "", "")
    end(office, wang)
    assert sessions.identify(office, token) is None
    assert sessions.of(office, wang) == ()
    assert sessions.identify(office, other) == li


def test_who_proved_an_old_password_gets_no_session_after_its_change(office: Database, wang: Account) -> None:
    accounts.set_password(office, wang, "another password")
    assert sessions.identify(office, sessions.start(office, wang, "", "")) is None


def test_a_changed_role_holds_at_the_next_request(office: Database, wang: Account) -> None:
    token = sessions.start(office, wang, "", "")
    accounts.set_role(office, wang, Role.AUDITOR)
    found = sessions.identify(office, token)
    assert found is not None
    assert found.role == Role.AUDITOR


def test_sessions_that_ran_out_are_swept_away(office: Database, wang: Account, time: Clock) -> None:
    sessions.start(office, wang, "", "")
    time.on(sessions.IDLE + clock.SECOND)
    sessions.start(office, wang, "", "")
    assert office.read("MATCH (s:Session) RETURN count(s) AS n") == [{"n": 1}]


def test_what_a_browser_says_of_itself_is_cut_and_harmless(office: Database, wang: Account) -> None:
    sessions.start(office, wang, "a\x1b[2J\n" + "x" * 5000, "10.0.0.7")
    assert sessions.of(office, wang)[0].agent == ("a[2J" + "x" * 5000)[: sessions.LONGEST_NOTE]
