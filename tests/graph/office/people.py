"""An office made for tests: a small tree of departments, people in it, documents of several share classes."""

from collections.abc import Sequence

from graph import evidence
from graph.database import Database
from graph.evidence import Reading, stamp_of
from graph.fold.run import fold
from graph.lease import writer
from graph.office import accounts, departments
from graph.office.types import Account, Kind, Role
from graph.ontology.types import Document, ShareClass
from tests.graph.made import EXTRACTOR, VERSION, Said, reading

PASSWORD = "correct horse 电池"

HALL, COMMERCE, SECTION, SCHOOL = "市政府", "商务局", "商务局外资科", "云川大学"


def office(db: Database) -> None:
    """市政府 over 商务局 over its section; a university beside them."""
    departments.add(db, HALL, Kind.CITY_OFFICE)
    departments.add(db, COMMERCE, Kind.DEPARTMENT, HALL)
    departments.add(db, SECTION, Kind.SECTION, COMMERCE)
    departments.add(db, SCHOOL, Kind.UNIVERSITY)


def person(db: Database, login: str, role: Role = Role.READER, department: str = COMMERCE) -> Account:
    """An account whose password is PASSWORD."""
    return accounts.create(db, login, f"{login}先生", department, role, PASSWORD)


def classed(number: int, department: str, share_class: ShareClass, said: Sequence[Said]) -> Reading:
    """A made document of this share class; its units and claims are those of the same content held openly."""
    made = reading(number, said)
    document = Document(made.document.sha256, made.document.title, department, share_class)
    moved = reading(number, said, department=department)
    return Reading(document, moved.passages, moved.extraction, stamp_of(document, f"{EXTRACTOR} {VERSION}"))


def store(db: Database, readings: Sequence[Reading]) -> None:
    """Write and fold, as a run does."""
    with writer(db):
        evidence.write(db, readings)
        fold(db)
