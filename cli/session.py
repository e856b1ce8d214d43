"""The way of a command into the house: settings, logs, the open database and who is asking.

Must stay true: whatever loads the database driver stands inside a function, because `tieline --help` must not wait
for it (half a second); the database is closed however a command ends. Once there are accounts, a command that reads
is somebody's (TIELINE_API_KEY) and sees what they may see, a command of the operator sees all, and the audit log holds
both.
"""

from __future__ import annotations

import getpass
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cli import interrupts, output
from graph.office.errors import AccessRefused, KeyNeeded, KeyRefused
from graph.office.types import Identity, Via
from graph.ontology.errors import TielineError

if TYPE_CHECKING:
    from graph.database import Database
    from graph.ontology.types import Viewer
    from graph.settings import Settings

_command = ""


@dataclass(frozen=True)
class Session:
    """What a command works with."""

    settings: Settings
    db: Database
    viewer: Viewer


def called(command: str) -> None:
    """Tell which command runs, for the audit log; one that says so itself (`act`) wins."""
    global _command
    _command = command


def load(*, chatty: bool = False, **overrides: Any) -> Settings:
    """The settings, options on the command line first; logs and language are set by them.

    Unless the user asked for a log level or the command is `chatty`, only warnings are logged: a person who waits for
    an answer needs no more. Raises SettingsInvalid.
    """
    from graph.logs import configure_logging
    from graph.settings import load_settings

    settings = load_settings(**{name: value for name, value in overrides.items() if value is not None})
    output.use(settings.language)
    asked = chatty or "log_level" in settings.model_fields_set
    configure_logging(settings.log_level if asked else "WARNING")
    return settings


@contextmanager
def opened(settings: Settings | None = None) -> Iterator[Session]:
    """The open database, for a command that reads: for the owner, or once there are accounts for who has the key.

    Raises SettingsInvalid, DatabaseError, KeyNeeded, KeyRefused or NotAllowed.
    """
    from graph.database import Database
    from graph.office.rights import Act, require, viewer_of

    found = settings or load()
    with Database.open(found) as db:
        asking = _asking(db, found)
        with _audited(db, asking, str(Act.READ), _command):
            require(asking, Act.READ)
            yield Session(found, db, viewer_of(db, asking))


@contextmanager
def operating(act: str = "", object: str = "", settings: Settings | None = None) -> Iterator[Session]:
    """The open database, for a command of who runs this machine. Raises SettingsInvalid or DatabaseError."""
    from graph.database import Database
    from graph.viewers import local_owner

    found = settings or load()
    with Database.open(found) as db, _audited(db, operator(), act or _command, object):
        yield Session(found, db, local_owner(db))


@contextmanager
def writing() -> Iterator[Session]:
    """The same with the writer's lease, for commands whose work does not take it by itself."""
    from graph.lease import writer

    with operating() as session, writer(session.db):
        yield session


def operator() -> Identity:
    """Who runs this machine, under the name that it knows them by."""
    try:
        name = getpass.getuser()
    except (OSError, KeyError, ImportError):  # A container may know no name for its user.
        name = ""
    return Identity(None, Via.OPERATOR, name=name)


def _asking(db: Database, settings: Settings) -> Identity:
    """Who reads. Raises KeyNeeded or KeyRefused, which the audit log notes."""
    from graph.office import accounts
    from graph.office.rights import OWNER

    if not accounts.any_exists(db):
        return OWNER
    try:
        return _holder(db, settings)
    except AccessRefused as refused:
        _note(db, Identity(None, Via.KEY, name=operator().who), "read", _command, refused.code)
        raise


def _holder(db: Database, settings: Settings) -> Identity:
    from graph.office import api_keys

    if settings.api_key is None:
        raise KeyNeeded
    found = api_keys.identify(db, settings.api_key.get_secret_value())
    if found is None:
        raise KeyRefused
    return Identity(found[0], Via.KEY, found[1])


@contextmanager
def _audited(db: Database, who: Identity, act: str, object: str) -> Iterator[None]:
    """Note this act with its outcome, if there are accounts once it is over."""
    outcome = "failed"
    try:
        yield
        outcome = "ok"
    except TielineError as error:
        outcome = error.code
        raise
    except KeyboardInterrupt:
        outcome = "interrupted"
        raise
    finally:
        _note(db, who, act, object, outcome)


def _note(db: Database, who: Identity, act: str, object: str, outcome: str) -> None:
    from graph.database_errors import DatabaseError
    from graph.office import accounts
    from graph.office.audit import Audit

    try:
        wanted = accounts.any_exists(db)
    except DatabaseError:  # What broke the command is told already, and nothing can be written.
        return
    if wanted:
        with Audit(db) as log:
            log.record(who.who, str(who.via), act, object, outcome=outcome)


@contextmanager
def progress_bar(unit: str) -> Iterator[Callable[[int, int], None]]:
    """A function to be told how many of how many are done: a bar on a terminal, nothing elsewhere."""
    from tqdm import tqdm

    with tqdm(total=0, unit=f" {unit}", disable=None, dynamic_ncols=True, leave=False) as bar:

        def show(done: int, total: int) -> None:
            interrupts.check()
            bar.total = total
            bar.update(done - bar.n)

        yield show
