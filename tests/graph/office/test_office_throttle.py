"""The throttle: five failures, then longer and longer waits, for known and unknown logins alike."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from graph.database import Database
from graph.office import accounts, clock, sessions, throttle
from graph.office.errors import PasswordTooWeak, TooManyTries, WrongLogin
from graph.office.login import change_password, confirm, log_in
from graph.settings import Settings
from tests.graph.office.conftest import Clock
from tests.graph.office.people import PASSWORD, person

pytestmark = pytest.mark.database

HERE = "10.0.0.7"


def fail(db: Database, login: str = "wang", address: str = HERE, times: int = 1) -> None:
    """Tries that are counted; without the cost of looking at a password."""
    for _ in range(times):
        throttle.enter(db, login, address)
        throttle.failed(db, address)


def waits(db: Database, login: str = "wang", address: str = HERE) -> int:
    """How many seconds a try has to wait."""
    with pytest.raises(TooManyTries) as refused:
        throttle.enter(db, login, address)
    return int(str(refused.value.parameters["seconds"]))


def test_the_sixth_try_waits_a_minute(database: Database, time: Clock) -> None:
    fail(database, times=5)
    assert 58 <= waits(database) <= 60
    time.on(55 * clock.SECOND)
    assert waits(database) <= 5
    time.on(5 * clock.SECOND)
    fail(database)


def test_the_waits_double_up_to_a_quarter_of_an_hour(database: Database, time: Clock) -> None:
    fail(database, times=4)
    for minutes in (1, 2, 4, 8, 15, 15):
        fail(database)
        assert minutes * 60 - 2 <= waits(database) <= minutes * 60
        time.on(minutes * clock.MINUTE)


def test_tries_that_wait_do_not_make_the_wait_longer(database: Database, time: Clock) -> None:
    fail(database, times=5)
    for _ in range(10):
        assert waits(database) <= 60
    time.on(clock.MINUTE)
    fail(database)


def test_failures_far_apart_are_forgotten(database: Database, time: Clock) -> None:
    for _ in range(12):
        fail(database)
        time.on(4 * clock.MINUTE)
    fail(database, "li", times=5)
    time.on(clock.MINUTE + throttle.WINDOW + clock.SECOND)
    fail(database, "li", times=4)


def test_one_login_does_not_wait_for_another(database: Database) -> None:
    fail(database, times=5)
    fail(database, "li", times=4)
    assert waits(database, "WANG", "10.9.9.9")


def test_an_address_waits_after_many_failures_of_any_login(database: Database, time: Clock) -> None:
    for number in range(throttle.MOST_OF_ADDRESS):
        fail(database, f"guess{number}")
    assert 58 <= waits(database, "somebody") <= 60
    fail(database, "somebody", "10.9.9.9")
    time.on(clock.MINUTE)
    fail(database, "somebody")
    assert 118 <= waits(database, "somebody else") <= 120


def test_the_count_outlives_a_restart(database: Database, settings: Settings) -> None:
    fail(database, times=5)
    with Database.open(settings) as other:
        assert waits(other)


def test_tries_at_once_are_all_counted(database: Database) -> None:
    def attempt(_: int) -> bool:
        try:
            throttle.enter(database, "wang", HERE)
        except TooManyTries:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(attempt, range(24))) == throttle.MOST_OF_LOGIN


def test_neither_login_nor_address_is_stored(database: Database) -> None:
    fail(database, "a password typed into the wrong field")
    stored = str(database.read("MATCH (a:Attempt) RETURN properties(a) AS p"))
    assert "password" not in stored
    assert HERE not in stored


def test_a_right_password_forgets_the_failures(office: Database) -> None:
    wang = person(office, "wang")
    for _ in range(3):
        for _ in range(4):
            with pytest.raises(WrongLogin):
                log_in(office, "wang", "wrong password", agent="", address=HERE)
        account, token = log_in(office, "WANG", PASSWORD, agent="Firefox", address=HERE)
        assert account == sessions.identify(office, token) == wang


def test_known_and_unknown_logins_are_refused_alike(office: Database) -> None:
    person(office, "wang")
    said: dict[str, list[str]] = {}
    for login, address in (("wang", "10.0.0.1"), ("nobody", "10.0.0.2")):
        said[login] = []
        for _ in range(7):
            with pytest.raises((WrongLogin, TooManyTries)) as refused:
                log_in(office, login, "wrong password", agent="", address=address)
            said[login].append(refused.value.code)
    assert said["wang"] == said["nobody"] == ["wrong-login"] * 5 + ["too-many-tries"] * 2


def test_the_right_password_has_to_wait_too(office: Database) -> None:
    person(office, "wang")
    fail(office, times=5)
    with pytest.raises(TooManyTries):
        log_in(office, "wang", PASSWORD, agent="", address=HERE)


def test_who_changes_a_password_states_the_old_one(office: Database) -> None:
    wang, token = log_in(office, person(office, "wang").login, PASSWORD, agent="", address=HERE)
    with pytest.raises(WrongLogin):
        change_password(office, wang, "wrong password", "another password", address=HERE)
    with pytest.raises(PasswordTooWeak):
        change_password(office, wang, PASSWORD, "short", address=HERE)
    assert sessions.identify(office, token) == wang
    changed = change_password(office, wang, PASSWORD, "another password", address=HERE)
    assert sessions.identify(office, token) is None
    fresh = sessions.start(office, changed, "", HERE)
    assert sessions.identify(office, fresh) == changed == confirm(office, "wang", "another password", address=HERE)


def test_what_is_long_past_is_swept_away(office: Database, time: Clock) -> None:
    person(office, "wang")
    fail(office, "li")
    time.on(throttle.FORGOTTEN + clock.SECOND)
    log_in(office, "wang", PASSWORD, agent="", address=HERE)
    assert office.read("MATCH (a:Attempt) RETURN count(a) AS n") == [{"n": 0}]
    assert accounts.any_exists(office)
