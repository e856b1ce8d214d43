"""Rights: the table of acts and roles, written out here a second time, and what each identity sees."""

import pytest

from graph.database import Database
from graph.office import accounts, rights
from graph.office.errors import NotAllowed
from graph.office.rights import OWNER, TABLE, Act
from graph.office.types import TOP, Account, Identity, Role, Scope, Via
from graph.ontology.types import ShareClass, audience_key
from graph.read.search import search
from tests.graph.made import Said
from tests.graph.office.people import COMMERCE, HALL, SCHOOL, SECTION, classed, person, store

OPERATOR = Identity(None, Via.OPERATOR, name="root")

MATRIX = {
    #                       reader contributor steward coordinator auditor administrator
    Act.READ: "yes yes yes yes no yes",
    Act.UPLOAD: "no yes yes yes no yes",
    Act.DELETE_DOCUMENT: "no yes yes yes no yes",
    Act.SET_SHARE_CLASS: "no yes yes yes no yes",
    Act.MANAGE_OWN: "yes yes yes yes yes yes",
    Act.MANAGE_DEPARTMENTS: "no no no no no yes",
    Act.MANAGE_ACCOUNTS: "no no no no no yes",
    Act.READ_AUDIT: "no no no no yes no",
    Act.BACKUP: "no no no no no no",
    Act.MAINTAIN: "no no no no no no",
}

BY_A_READING_KEY = {Act.READ, Act.READ_AUDIT}


def account(role: Role, *, active: bool = True, department: str = COMMERCE) -> Account:
    return Account("uid", "wang", "王芳", department, role, active, 0)


def test_every_act_is_in_the_table_and_in_this_test() -> None:
    assert set(TABLE) == set(Act) == set(MATRIX)


@pytest.mark.parametrize("act", Act)
def test_who_may_do_what(act: Act) -> None:
    for role, expected in zip(Role, MATRIX[act].split(), strict=True):
        assert rights.may(Identity(account(role), Via.SESSION), act) == (expected == "yes"), role


@pytest.mark.parametrize("act", Act)
def test_owner_and_operator_may_do_all_and_nobody_without_an_account(act: Act) -> None:
    assert rights.may(OWNER, act)
    assert rights.may(OPERATOR, act)
    for via in (Via.SESSION, Via.KEY):
        assert not rights.may(Identity(None, via), act)


@pytest.mark.parametrize("act", Act)
def test_a_deactivated_account_may_do_nothing(act: Act) -> None:
    assert not any(rights.may(Identity(account(role, active=False), Via.SESSION), act) for role in Role)


@pytest.mark.parametrize("act", Act)
def test_a_key_reaches_no_further_than_its_scope_and_role(act: Act) -> None:
    for role in Role:
        with_login = rights.may(Identity(account(role), Via.SESSION), act)
        reading = rights.may(Identity(account(role), Via.KEY, Scope.READ), act)
        writing = rights.may(Identity(account(role), Via.KEY, Scope.WRITE), act)
        assert reading == (with_login and act in BY_A_READING_KEY)
        assert writing == (with_login and act != Act.MANAGE_OWN)


def test_a_refusal_says_what_may_not_be_done() -> None:
    rights.require(OWNER, Act.BACKUP)
    with pytest.raises(NotAllowed, match="make backups") as refused:
        rights.require(Identity(account(Role.ADMINISTRATOR), Via.SESSION), Act.BACKUP)
    assert "备份" in refused.value.message("zh")


@pytest.mark.database
def test_writing_stays_within_the_own_department_and_those_under_it(office: Database) -> None:
    wang = Identity(person(office, "wang", Role.CONTRIBUTOR), Via.SESSION)
    for department, expected in ((COMMERCE, True), (SECTION, True), (HALL, False), (SCHOOL, False), (TOP, False)):
        assert rights.may_in(office, wang, Act.UPLOAD, department) == expected
    reader = Identity(person(office, "li"), Via.SESSION)
    assert not rights.may_in(office, reader, Act.UPLOAD, COMMERCE)
    assert rights.may_in(office, OWNER, Act.UPLOAD, SCHOOL)
    with pytest.raises(NotAllowed):
        rights.require_in(office, wang, Act.UPLOAD, HALL)


PLACES = ["鲁堡市", "松谷市", "云川市"]


def everywhere(db: Database) -> set[str]:
    """A document of each department and share class; the audience keys that come of it."""
    pairs = [(department, cls) for department in (HALL, COMMERCE, SECTION, SCHOOL) for cls in ShareClass]
    said = [Said("level", "鲁堡市", "city")]
    store(db, [classed(number, *pair, said) for number, pair in enumerate(pairs, 1)])
    return {audience_key(*pair) for pair in pairs}


def keys(own: set[str]) -> set[str]:
    others = {HALL, COMMERCE, SECTION, SCHOOL} - own
    shown = {audience_key(name, cls) for name in others for cls in (ShareClass.PUBLIC, ShareClass.OPEN)}
    return shown | {audience_key(name, cls) for name in own for cls in ShareClass}


@pytest.mark.database
def test_what_each_identity_sees(office: Database) -> None:
    every = everywhere(office)
    assert rights.viewer_of(office, OWNER).keys == every
    assert rights.viewer_of(office, OPERATOR).keys == every
    for role in Role:
        wang = Identity(account(role), Via.SESSION)
        expected = set() if role == Role.AUDITOR else keys({COMMERCE, SECTION})
        assert rights.viewer_of(office, wang).keys == expected, role
    section = Identity(account(Role.STEWARD, department=SECTION), Via.KEY, Scope.READ)
    assert rights.viewer_of(office, section).keys == keys({SECTION})
    assert rights.viewer_of(office, Identity(account(Role.READER, active=False), Via.SESSION)).keys == set()
    assert rights.viewer_of(office, Identity(None, Via.SESSION)).keys == set()


@pytest.mark.database
def test_a_moved_department_and_a_changed_account_hold_at_the_next_request(office: Database) -> None:
    everywhere(office)
    wang = person(office, "wang", department=SCHOOL)
    before = rights.viewer_of(office, Identity(wang, Via.SESSION))
    wang = accounts.set_department(office, wang, HALL)
    after = rights.viewer_of(office, Identity(wang, Via.SESSION))
    assert before.keys == keys({SCHOOL})
    assert after.keys == keys({HALL, COMMERCE, SECTION})


@pytest.mark.database
def test_a_closed_record_is_found_by_its_own_department_only(office: Database) -> None:
    tie = [Said("TIE", "云川市", "鲁堡市", (("stage", "formal"),))]
    store(office, [classed(1, SCHOOL, ShareClass.CLOSED, tie)])

    def found(login: str, department: str) -> bool:
        identity = Identity(person(office, login, department=department), Via.SESSION)
        return bool(search(office, rights.viewer_of(office, identity), "鲁堡").items)

    assert found("of-school", SCHOOL)
    assert not found("of-hall", HALL)
