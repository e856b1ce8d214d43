"""Plain frozen types of the office, shared by its modules and by the rooms above.

Must stay true: no type here knows a database, and none holds a password, a token or a key.
Instants are milliseconds since 1970.
"""

from dataclasses import dataclass
from enum import StrEnum

TOP = ""
"""The parent of a department that stands at the top of the tree."""


class Kind(StrEnum):
    """What a department is: 市级机关, 委办局, 科室, 区县, 高校, 国企, 社团."""

    CITY_OFFICE = "city_office"
    DEPARTMENT = "department"
    SECTION = "section"
    DISTRICT = "district"
    UNIVERSITY = "university"
    STATE_COMPANY = "state_company"
    ASSOCIATION = "association"


class Role(StrEnum):
    """What an account is there for; what each may do stands in graph.office.rights."""

    READER = "reader"
    CONTRIBUTOR = "contributor"
    STEWARD = "steward"
    COORDINATOR = "coordinator"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


class Scope(StrEnum):
    """How far a key reaches."""

    READ = "read"
    WRITE = "write"


class Via(StrEnum):
    """By which way somebody is there."""

    OWNER = "owner"
    SESSION = "session"
    KEY = "key"
    OPERATOR = "operator"


@dataclass(frozen=True)
class Department:
    """A body of the office. Its name is the one that documents carry."""

    name: str
    kind: Kind
    parent: str = TOP


@dataclass(frozen=True)
class Account:
    """A person who may log in. `department` is a department's name."""

    uid: str
    login: str
    name: str
    department: str
    role: Role
    active: bool
    created_at: int
    one_time: bool = False
    """Its password was generated and printed: to be changed by its holder."""
    generation: int = 0
    """Counts the changes that end all sessions: one that began in an earlier generation is over."""


@dataclass(frozen=True)
class SessionView:
    """A living session as its holder sees it."""

    uid: str
    agent: str
    address: str
    created_at: int
    seen_at: int


@dataclass(frozen=True)
class KeyView:
    """A key as its holder sees it: never the key itself. `expires` is 0 for a key without an end, `used_at` for one
    that was never used."""

    uid: str
    label: str
    scope: Scope
    expires: int
    created_at: int
    used_at: int


@dataclass(frozen=True)
class Identity:
    """Who is asking, and by which way. Without an account it is the single local owner or the machine's operator."""

    account: Account | None
    via: Via
    scope: Scope = Scope.WRITE
    name: str = ""
    """Who it is where there is no account."""

    @property
    def who(self) -> str:
        """The name under which the audit log knows them."""
        return self.account.login if self.account else self.name or str(self.via)
