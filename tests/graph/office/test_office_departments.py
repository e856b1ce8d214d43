"""The tree of departments: one of each name, no circles, and every name that documents carry."""

from concurrent.futures import ThreadPoolExecutor

import neomodel
import pytest

from graph.database import Database
from graph.office import accounts, departments
from graph.office.errors import (
    DepartmentExists,
    DepartmentInCircle,
    DepartmentInUse,
    NameUnusable,
    UnknownDepartment,
)
from graph.office.types import TOP, Department, Kind
from graph.ontology.types import ShareClass
from tests.graph.made import Said
from tests.graph.office.people import COMMERCE, HALL, SCHOOL, SECTION, classed, person, store

pytestmark = pytest.mark.database

SAID = [Said("LOCATED_IN", "鲁堡市", "德国")]


def test_what_was_added_is_found(office: Database) -> None:
    assert departments.find(office, SECTION) == Department(SECTION, Kind.SECTION, COMMERCE)
    assert departments.find(office, "无此部门") is None
    assert {found.name for found in departments.all_of(office)} == {HALL, COMMERCE, SECTION, SCHOOL}


def test_under_a_department_is_all_below_it_and_itself(office: Database) -> None:
    assert departments.under(office, HALL) == {HALL, COMMERCE, SECTION}
    assert departments.under(office, SECTION) == {SECTION}


def test_a_name_is_given_once(office: Database) -> None:
    with pytest.raises(DepartmentExists, match="商务局"):
        departments.add(office, f" {COMMERCE} ", Kind.DISTRICT)
    assert departments.find(office, COMMERCE) == Department(COMMERCE, Kind.DEPARTMENT, HALL)


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "局" * 101, "\x1b[2J"])
def test_a_name_that_cannot_be_shown_is_refused(database: Database, name: str) -> None:
    with pytest.raises(NameUnusable):
        departments.add(database, name, Kind.DEPARTMENT)


def test_a_parent_must_be_there(office: Database) -> None:
    with pytest.raises(UnknownDepartment, match="无此部门"):
        departments.add(office, "科技局", Kind.DEPARTMENT, "无此部门")
    with pytest.raises(UnknownDepartment):
        departments.move(office, "无此部门", HALL)
    with pytest.raises(UnknownDepartment):
        departments.move(office, SCHOOL, "无此部门")


def test_a_department_moves_with_all_under_it(office: Database) -> None:
    departments.move(office, COMMERCE, SCHOOL)
    assert departments.under(office, SCHOOL) == {SCHOOL, COMMERCE, SECTION}
    assert departments.under(office, HALL) == {HALL}
    assert departments.move(office, COMMERCE, kind=Kind.DISTRICT) == Department(COMMERCE, Kind.DISTRICT, SCHOOL)
    departments.move(office, COMMERCE, TOP)
    assert departments.under(office, SCHOOL) == {SCHOOL}


@pytest.mark.parametrize("parent", [HALL, COMMERCE, SECTION])
def test_nothing_stands_under_itself(office: Database, parent: str) -> None:
    with pytest.raises(DepartmentInCircle):
        departments.move(office, HALL, parent)


def test_two_moves_at_once_make_no_circle(office: Database) -> None:
    pairs = [(HALL, SCHOOL), (SCHOOL, HALL)] * 4

    def attempt(pair: tuple[str, str]) -> bool:
        try:
            departments.move(office, *pair)
        except DepartmentInCircle:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(attempt, pairs))
    assert any(done)
    parents = {found.name: found.parent for found in departments.all_of(office)}
    assert (parents[HALL], parents[SCHOOL]) in [("", HALL), (SCHOOL, "")]


def test_the_departments_of_documents_are_there(database: Database) -> None:
    store(database, [classed(1, "教育局", ShareClass.OPEN, SAID)])
    assert departments.find(database, "教育局") == Department("教育局", Kind.DEPARTMENT)
    database.write("MATCH (d:Department) DELETE d")  # as a data folder of an older version has it
    assert [found.name for found in departments.all_of(database)] == ["教育局"]
    database.write("MATCH (d:Department) DELETE d")
    assert departments.find(database, "教育局") is not None


def test_a_department_with_documents_keeps_its_name_and_place(office: Database) -> None:
    store(office, [classed(1, COMMERCE, ShareClass.OPEN, SAID)])
    assert departments.find(office, COMMERCE) == Department(COMMERCE, Kind.DEPARTMENT, HALL)
    with pytest.raises(DepartmentInUse):
        departments.rename(office, COMMERCE, "商务和投资促进局")


def test_a_renamed_department_takes_its_people_and_sections_along(office: Database) -> None:
    person(office, "wang")
    departments.rename(office, COMMERCE, "投资促进局")
    assert departments.under(office, HALL) == {HALL, "投资促进局", SECTION}
    found = accounts.find(office, "wang")
    assert found is not None
    assert found.department == "投资促进局"
    assert departments.add(office, COMMERCE, Kind.DEPARTMENT).name == COMMERCE
    with pytest.raises(DepartmentExists):
        departments.rename(office, COMMERCE, HALL)
    with pytest.raises(UnknownDepartment):
        departments.rename(office, "无此部门", "新部门")


def test_a_database_that_was_open_before_leaves_its_name_nowhere(database: Database) -> None:
    neomodel.db.driver = None
    neomodel.db._database_name = "another"
    assert departments.add(database, HALL, Kind.CITY_OFFICE).name == HALL
