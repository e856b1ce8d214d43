"""Where the embedded server keeps its things, and the note by which its clients find it.

Must stay true: folder 0700, files 0600: the note holds the password; a reader sees a whole note or none.
"""

import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path

DATABASE = "tieline"
USER = "root"


@dataclass(frozen=True)
class Layout:
    """The files of the embedded server of one data folder."""

    data_dir: Path

    @property
    def root(self) -> Path:
        """The server's own folder."""
        return self.data_dir / "database"

    @property
    def note(self) -> Path:
        return self.root / "server.json"

    @property
    def log(self) -> Path:
        return self.root / "host.log"

    @property
    def owner_lock(self) -> Path:
        """Held by the host for as long as it lives."""
        return self.root / "host.lock"

    @property
    def start_lock(self) -> Path:
        """Held by the client that is starting a host."""
        return self.root / "start.lock"

    def make(self) -> None:
        """Make the folders, for nobody else's eyes."""
        self.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.root.mkdir(exist_ok=True, mode=0o700)
        self.root.chmod(0o700)


@dataclass(frozen=True)
class ServerNote:
    """How to reach a running host. All its ports are on 127.0.0.1."""

    pid: int
    bolt_port: int
    http_port: int
    liveness_port: int
    password: str = field(repr=False)
    token: str = field(repr=False)
    """Said on the liveness connection, so that no other program counts as a client."""


def write_note(path: Path, note: ServerNote) -> None:
    """Replace the note as a whole."""
    draft = path.with_suffix(f".{note.pid}")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8") as file:
        json.dump(asdict(note), file)
    draft.replace(path)


def read_note(path: Path) -> ServerNote | None:
    """The note, or None where there is none that can be read: no host, or one of another version."""
    try:
        return ServerNote(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
