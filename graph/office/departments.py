"""The departments of the office, a tree.

Must stay true: a name is one department, and is what documents carry; nothing stands under itself; every department
that a document names is there.
"""

from collections.abc import Iterable, Mapping

import neomodel

from graph.database import Database
from graph.office.errors import (
    DepartmentExists,
    DepartmentInCircle,
    DepartmentInUse,
    NameUnusable,
    UnknownDepartment,
)
from graph.office.types import TOP, Department, Kind
from graph.ontology.ids import uid
from graph.queries import office as queries
from graph.records import StoredDepartment

LONGEST_NAME = 100


def add(db: Database, name: str, kind: Kind, parent: str = TOP) -> Department:
    """A new department. Raises NameUnusable, DepartmentExists or UnknownDepartment."""
    found = Department(usable_name(name), kind, parent)
    adopt(db)

    def work() -> None:
        _require_parent(parent)
        if _stored(found.name):
            raise DepartmentExists(name=found.name)
        StoredDepartment(uid=_uid(found.name), name=found.name, kind=str(kind), parent=parent).save()

    db.records(work)
    return found


def move(db: Database, name: str, parent: str | None = None, kind: Kind | None = None) -> Department:
    """Put a department with all that is under it elsewhere, or call it something else; None leaves a thing as it is.

    Raises UnknownDepartment or DepartmentInCircle.
    """
    adopt(db)

    def work() -> Department:
        neomodel.db.cypher_query(queries.LOCK_DEPARTMENTS)  # Two moves at once could make a circle.
        stored = _require(name)
        if parent is not None:
            _require_parent(parent)
            if parent in _under(name, _parents()):
                raise DepartmentInCircle(name=name, parent=parent)
            stored.parent = parent
        stored.kind = str(kind) if kind else stored.kind
        stored.save()
        return _view(stored)

    return db.records(work)


def rename(db: Database, name: str, new: str) -> Department:
    """Give a department without documents another name; its accounts and the departments under it follow.

    Raises UnknownDepartment, NameUnusable, DepartmentExists or DepartmentInUse.
    """
    to = usable_name(new)
    found = find(db, name)
    if found is None:
        raise UnknownDepartment(name=name)
    if find(db, to):
        raise DepartmentExists(name=to)
    if db.read(queries.CARRIED, name=name):
        raise DepartmentInUse(name=name)
    given = {"name": name, "new": to}
    db.write_all([(query, {**given, "uid": _uid(to)}) for query in queries.RENAME_DEPARTMENT])
    return Department(to, found.kind, found.parent)


def find(db: Database, name: str) -> Department | None:
    """The department of this name."""
    rows = db.read(queries.DEPARTMENT, name=name)
    if not rows and db.read(queries.CARRIED, name=name):
        adopt(db)
        rows = db.read(queries.DEPARTMENT, name=name)
    return _of(rows[0]) if rows else None


def all_of(db: Database) -> tuple[Department, ...]:
    """Every department, by name."""
    adopt(db)
    return tuple(_of(row) for row in db.read(queries.DEPARTMENTS))


def under(db: Database, name: str) -> frozenset[str]:
    """The name of this department and of all that stand under it, however deep."""
    return _under(name, {row["name"]: row["parent"] for row in db.read(queries.BELOW)})


def ensure(db: Database, names: Iterable[str]) -> None:
    """See that departments of these names are there; a new one stands at the top until somebody moves it."""
    rows = [{"uid": _uid(name), "name": name, "kind": str(Kind.DEPARTMENT), "parent": TOP} for name in sorted(names)]
    db.write_rows(queries.ENSURE_DEPARTMENTS, rows)


def adopt(db: Database) -> None:
    """See that every department that a document names is there."""
    unknown = [row["name"] for row in db.read(queries.UNKNOWN_DEPARTMENTS)]
    if unknown:
        ensure(db, unknown)


def usable_name(name: str) -> str:
    """The name without what surrounds it. Raises NameUnusable."""
    found = name.strip()
    if not found or len(found) > LONGEST_NAME or not found.isprintable():
        raise NameUnusable(most=LONGEST_NAME)
    return found


def _uid(name: str) -> str:
    return uid("department", name)


def _under(name: str, parents: Mapping[str, str]) -> frozenset[str]:
    below: dict[str, list[str]] = {}
    for child, parent in parents.items():
        below.setdefault(parent, []).append(child)
    found, waiting = {name}, [name]
    while waiting:
        fresh = [child for child in below.get(waiting.pop(), ()) if child not in found]
        found.update(fresh)
        waiting += fresh
    return frozenset(found)


def _parents() -> dict[str, str]:
    return {stored.name: stored.parent for stored in StoredDepartment.nodes.all()}


def _stored(name: str) -> StoredDepartment | None:
    found: StoredDepartment | None = StoredDepartment.nodes.get_or_none(uid=_uid(name))
    return found


def _require_parent(name: str) -> None:
    if name != TOP:
        _require(name)


def _require(name: str) -> StoredDepartment:
    """The record of this name. Raises UnknownDepartment."""
    found = _stored(name)
    if found is None:
        raise UnknownDepartment(name=name)
    return found


def _of(row: Mapping[str, str]) -> Department:
    return Department(row["name"], Kind(row["kind"]), row["parent"])


def _view(stored: StoredDepartment) -> Department:
    return Department(stored.name, Kind(stored.kind), stored.parent)
