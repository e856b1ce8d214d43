"""Who may do what, and see what: one table of acts, and the audience keys of an identity.

Must stay true: what no line of the table allows is refused; the local owner of a single-user installation and the
operator of the machine may do all, nobody else may; a key of scope read changes nothing; a viewer's keys are looked up
anew for each request.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from graph.database import Database
from graph.office import departments
from graph.office.errors import NotAllowed
from graph.office.types import Identity, Role, Scope, Via
from graph.ontology.types import ShareClass, Viewer
from graph.queries import office as queries
from graph.viewers import local_owner

OWNER = Identity(None, Via.OWNER, name="local-owner")
"""The one user of a single-user installation."""

SHOWN_TO_ALL = frozenset({ShareClass.PUBLIC, ShareClass.OPEN})
"""What every department sees of the others; more only by a grant."""


class Act(StrEnum):
    READ = "read"
    UPLOAD = "upload"
    DELETE_DOCUMENT = "delete_document"
    SET_SHARE_CLASS = "set_share_class"
    MANAGE_OWN = "manage_own"
    MANAGE_DEPARTMENTS = "manage_departments"
    MANAGE_ACCOUNTS = "manage_accounts"
    READ_AUDIT = "read_audit"
    BACKUP = "backup"
    MAINTAIN = "maintain"


@dataclass(frozen=True)
class Rule:
    """A line of the table: what the act is called, and which roles may do it."""

    zh: str
    en: str
    roles: frozenset[Role] = frozenset()
    writes: bool = True
    """Needs a key of scope write."""
    by_key: bool = True
    """False: only who has logged in, so that a key cannot make others or lock its holder out."""


_WRITERS = frozenset({Role.CONTRIBUTOR, Role.STEWARD, Role.COORDINATOR, Role.ADMINISTRATOR})
_READERS = _WRITERS | {Role.READER}
_ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})

TABLE: Mapping[Act, Rule] = {
    Act.READ: Rule("查看内容", "read what is here", _READERS, writes=False),
    Act.UPLOAD: Rule("上传文件", "upload documents", _WRITERS),
    Act.DELETE_DOCUMENT: Rule("移除文件", "remove documents", _WRITERS),
    Act.SET_SHARE_CLASS: Rule("更改共享类型", "change share classes", _WRITERS),
    Act.MANAGE_OWN: Rule("管理自己的账户", "manage this account", frozenset(Role), by_key=False),
    Act.MANAGE_DEPARTMENTS: Rule("管理部门", "manage departments", _ADMINISTRATORS),
    Act.MANAGE_ACCOUNTS: Rule("管理账户", "manage accounts", _ADMINISTRATORS),
    Act.READ_AUDIT: Rule("查看审计日志", "read the audit log", frozenset({Role.AUDITOR}), writes=False),
    Act.BACKUP: Rule("备份", "make backups"),
    Act.MAINTAIN: Rule("维护系统", "maintain the system"),
}
"""Every act. Those without a role are for the owner and the operator alone: they reach closed records."""

OF_ONE_DEPARTMENT = frozenset({Act.UPLOAD, Act.DELETE_DOCUMENT, Act.SET_SHARE_CLASS})
"""Acts on what a department owns: allowed in the account's own and in those under it (`require_in`)."""


def may(identity: Identity, act: Act) -> bool:
    """Whether this identity may do this at all; what an act of OF_ONE_DEPARTMENT reaches, `may_in` says."""
    if identity.account is None:
        return identity.via in (Via.OWNER, Via.OPERATOR)
    rule = TABLE[act]
    if identity.via == Via.KEY and (not rule.by_key or (rule.writes and identity.scope != Scope.WRITE)):
        return False
    return identity.account.active and identity.account.role in rule.roles


def may_in(db: Database, identity: Identity, act: Act, department: str) -> bool:
    """Whether this identity may do this with what this department owns."""
    if not may(identity, act):
        return False
    return identity.account is None or department in departments.under(db, identity.account.department)


def require(identity: Identity, act: Act) -> None:
    """Raise NotAllowed unless this identity may do this."""
    if not may(identity, act):
        raise refusal(act)


def require_in(db: Database, identity: Identity, act: Act, department: str) -> None:
    """Raise NotAllowed unless this identity may do this with what this department owns."""
    if not may_in(db, identity, act, department):
        raise refusal(act)


def refusal(act: Act) -> NotAllowed:
    """The error that says that this is not allowed."""
    return NotAllowed(act_zh=TABLE[act].zh, act_en=TABLE[act].en)


def viewer_of(db: Database, identity: Identity) -> Viewer:
    """What this identity may see, as of now: all for owner and operator, nothing for who may not read, else all of its
    own department and those under it, and what the others share with everybody."""
    if not may(identity, Act.READ):
        return Viewer(identity.who, frozenset())
    if identity.account is None:
        return local_owner(db)
    own = departments.under(db, identity.account.department)
    rows = db.read(queries.AUDIENCES, own=sorted(own), shown=sorted(SHOWN_TO_ALL))
    return Viewer(identity.who, frozenset(row["uid"] for row in rows))
