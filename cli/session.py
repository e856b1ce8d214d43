"""The way of a command into the house: settings, logs, the open database and who is asking.

Must stay true: whatever loads the database driver stands inside a function, because `tieline --help` must not wait
for it (half a second); the database is closed however a command ends.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cli import interrupts, output

if TYPE_CHECKING:
    from graph.database import Database
    from graph.ontology.types import Viewer
    from graph.settings import Settings


@dataclass(frozen=True)
class Session:
    """What a command works with."""

    settings: Settings
    db: Database
    viewer: Viewer


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
    """The open database. Raises SettingsInvalid or DatabaseError."""
    from graph.database import Database
    from graph.viewers import local_owner

    found = settings or load()
    with Database.open(found) as db:
        yield Session(found, db, local_owner(db))


@contextmanager
def writing() -> Iterator[Session]:
    """The open database with the writer's lease, for commands whose work does not take it by itself."""
    from graph.lease import writer

    with opened() as session, writer(session.db):
        yield session


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
