"""Accounts: who gets in, who does not, and that nobody can tell why not."""

from concurrent.futures import ThreadPoolExecutor
from typing import Literal

import pytest
from argon2 import PasswordHasher, extract_parameters

from graph.database import Database
from graph.office import accounts, passwords
from graph.office.errors import (
    LoginTaken,
    LoginUnusable,
    NameUnusable,
    PasswordTooWeak,
    UnknownDepartment,
    WrongLogin,
)
from graph.office.types import Role
from graph.ontology.errors import NotFound
from tests.graph.office.people import COMMERCE, PASSWORD, SCHOOL, person

pytestmark = pytest.mark.database

STORED = "MATCH (a:Account) RETURN a.password AS password"


def test_who_has_an_account_gets_in(office: Database) -> None:
    assert not accounts.any_exists(office)
    made = person(office, "Wang.Fang", Role.STEWARD)
    assert accounts.any_exists(office)
    assert accounts.authenticate(office, "wang.FANG", PASSWORD) == made == accounts.find(office, " WANG.fang ")
    assert accounts.by_uid(office, made.uid) == made
    assert (made.login, made.department, made.role, made.active) == ("Wang.Fang", COMMERCE, Role.STEWARD, True)


def test_a_password_is_kept_as_an_argon2id_hash(office: Database) -> None:
    person(office, "wang")
    [row] = office.read("MATCH (a:Account) RETURN properties(a) AS p")
    assert row["p"]["password"].startswith("$argon2id$")
    assert PASSWORD not in str(row)


def test_one_login_is_one_account_whatever_its_case(office: Database) -> None:
    person(office, "wang")
    for same in ("WANG", "ｗang"):  # full width
        with pytest.raises(LoginTaken):
            person(office, same)
    assert [account.login for account in accounts.all_of(office)] == ["wang"]


def test_two_at_once_get_one_account(office: Database) -> None:
    def attempt(number: int) -> bool:
        try:
            accounts.create(office, "wang", f"第{number}位", COMMERCE, Role.READER, PASSWORD)
        except LoginTaken:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(attempt, range(4))) == 1


@pytest.mark.parametrize("login", ["", "a", "a b", "a/b", "a" * 65, "a\n", "a@b", "a\x00b"])
def test_an_unusable_login_is_refused(office: Database, login: str) -> None:
    with pytest.raises(LoginUnusable):
        person(office, login)


@pytest.mark.parametrize("password", ["", "short", "九个字的密码不够长", "          ", "WANG.FANG.LI", "x" * 257])
def test_a_weak_password_is_refused(office: Database, password: str) -> None:
    with pytest.raises(PasswordTooWeak):
        accounts.create(office, "wang.fang.li", "王芳", COMMERCE, Role.READER, password)
    made = person(office, "wang.fang.li")
    with pytest.raises(PasswordTooWeak):
        accounts.set_password(office, made, password)
    assert accounts.authenticate(office, "wang.fang.li", PASSWORD)


def test_an_account_needs_a_department_and_a_name(office: Database) -> None:
    with pytest.raises(UnknownDepartment):
        accounts.create(office, "wang", "王芳", "无此部门", Role.READER, PASSWORD)
    with pytest.raises(NameUnusable):
        accounts.create(office, "wang", " ", COMMERCE, Role.READER, PASSWORD)
    assert not accounts.any_exists(office)


def test_who_does_not_get_in_is_not_told_why(office: Database) -> None:
    person(office, "wang")
    accounts.deactivate(office, person(office, "li"))
    said = set()
    for login, password in (("wang", "wrong password"), ("nobody", PASSWORD), ("li", PASSWORD), ("", ""), ("wang", "")):
        with pytest.raises(WrongLogin) as refused:
            accounts.authenticate(office, login, password)
        said.add((refused.value.message("zh"), refused.value.message("en"), refused.value.code))
    assert len(said) == 1


class Recording(PasswordHasher):
    """A hasher that tells which hashes a password was held to."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=1024, parallelism=1)
        self.checked: list[str] = []

    def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:
        self.checked.append(str(hash))
        return super().verify(hash, password)


def test_the_time_does_not_tell_either(office: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    hasher = Recording()
    monkeypatch.setattr(passwords, "hasher", hasher)
    person(office, "wang")
    for login in ("wang", "nobody"):
        with pytest.raises(WrongLogin):
            accounts.authenticate(office, login, "wrong password")
    known, unknown = (extract_parameters(stored) for stored in hasher.checked)
    assert known == unknown  # one check each, of the same cost


def test_the_same_password_typed_on_another_keyboard(office: Database) -> None:
    accounts.create(office, "wang", "王芳", COMMERCE, Role.READER, "cafe\u0301 au lait")
    assert accounts.authenticate(office, "wang", "caf\u00e9 au lait")


def test_an_old_hash_is_renewed_at_login(office: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as earlier:
        earlier.setattr(passwords, "hasher", PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1))
        person(office, "wang")
    [before] = office.read(STORED)
    with pytest.raises(WrongLogin):
        accounts.authenticate(office, "wang", "wrong password")
    assert office.read(STORED) == [before]
    accounts.authenticate(office, "wang", PASSWORD)
    [after] = office.read(STORED)
    assert "m=1024" in before["password"]
    assert not passwords.outdated(after["password"])
    assert accounts.authenticate(office, "wang", PASSWORD)


def test_a_changed_password_replaces_the_old_one(office: Database) -> None:
    made = person(office, "wang")
    given = accounts.set_password(office, made, passwords.one_time(), one_time=True)
    assert given.one_time
    assert not accounts.set_password(office, given, "another password").one_time
    assert accounts.authenticate(office, "wang", "another password")
    with pytest.raises(WrongLogin):
        accounts.authenticate(office, "wang", PASSWORD)


def test_an_account_changes_its_role_and_department(office: Database) -> None:
    made = person(office, "wang")
    accounts.set_role(office, made, Role.AUDITOR)
    accounts.set_department(office, made, SCHOOL)
    found = accounts.find(office, "wang")
    assert found is not None
    assert (found.role, found.department) == (Role.AUDITOR, SCHOOL)
    with pytest.raises(UnknownDepartment):
        accounts.set_department(office, made, "无此部门")


def test_a_deactivated_account_can_be_opened_again(office: Database) -> None:
    made = person(office, "wang")
    assert not accounts.deactivate(office, made).active
    with pytest.raises(LoginTaken):
        person(office, "wang")
    accounts.activate(office, made)
    assert accounts.authenticate(office, "wang", PASSWORD).active


def test_an_account_that_is_not_there(office: Database) -> None:
    made = person(office, "wang")
    office.write("MATCH (a:Account) DELETE a")
    assert accounts.find(office, "wang") is None
    for change in (accounts.deactivate, lambda db, account: accounts.set_role(db, account, Role.READER)):
        with pytest.raises(NotFound):
            change(office, made)
    with pytest.raises(NotFound):
        accounts.by_uid(office, made.uid)


def test_generated_passwords_are_usable_and_differ() -> None:
    made = {passwords.one_time() for _ in range(50)}
    assert len(made) == 50
    for password in made:
        passwords.require_usable(password, "wang")
