"""The way to the embedded server: find the host of a data folder, or start it.

Must stay true: all processes of one data folder share one host; a host that is started outlives the terminal's Ctrl-C
for as long as any client lives, and no longer.
"""

import importlib.util
import os
import platform
import subprocess
import sys
import threading
import time
from pathlib import Path

from filelock import FileLock, Timeout

from graph.database_errors import DataFolderInUse, DataFolderUnusable, EngineFailed, EngineMissing
from graph.embedded.host import EXIT_LOCKED, EXIT_NO_ENGINE, HEAP_MB
from graph.embedded.liveness import LOOPBACK, Presence
from graph.embedded.state import Layout, ServerNote, read_note

START_TIMEOUT_S = 60.0
_POLL_S = 0.05
_TAIL_LINES = 12


class EmbeddedServer:
    """A connection to the host of one data folder; the host stays until it is closed."""

    def __init__(self, layout: Layout, note: ServerNote, presence: Presence) -> None:
        self._layout = layout
        self._presence = presence
        self.note = note

    @classmethod
    def connect(cls, data_dir: Path, heap_mb: int = HEAP_MB) -> "EmbeddedServer":
        """The server of this data folder, started (2 to 10 seconds) if it does not run.

        Raises EngineMissing, EngineFailed, DataFolderInUse or DataFolderUnusable.
        """
        layout = Layout(data_dir)
        try:
            layout.make()
        except OSError as error:
            raise DataFolderUnusable(folder=data_dir, why=error.strerror) from None
        found = _find(layout)
        if found:
            return found
        if importlib.util.find_spec("arcadedb_embedded") is None:
            raise EngineMissing(platform=platform.platform())
        try:
            with _start_lock(layout):
                return _find(layout) or _start(layout, heap_mb)
        except Timeout:
            raise DataFolderInUse(folder=data_dir) from None

    @property
    def data_dir(self) -> Path:
        return self._layout.data_dir

    @property
    def bolt_url(self) -> str:
        return f"bolt://{LOOPBACK}:{self.note.bolt_port}"

    def alive(self) -> bool:
        """Whether the host still runs."""
        return self._presence.alive()

    def alone(self) -> FileLock:
        """A lock that keeps other processes from starting with this server: for bringing in the schema."""
        return _start_lock(self._layout)

    def close(self) -> None:
        """Need the host no longer; without another client it ends within seconds."""
        self._presence.close()


def _start_lock(layout: Layout) -> FileLock:
    return FileLock(layout.start_lock, timeout=START_TIMEOUT_S, mode=0o600)


def _find(layout: Layout) -> EmbeddedServer | None:
    note = read_note(layout.note)
    presence = Presence.announce(note.liveness_port, note.token) if note else None
    return EmbeddedServer(layout, note, presence) if note and presence else None


def _start(layout: Layout, heap_mb: int) -> EmbeddedServer:
    process = _spawn(layout, heap_mb)
    try:
        found = _await(layout, process)
    except BaseException:
        process.kill()
        process.wait()
        raise
    # Reaps the host when it ends before us.
    threading.Thread(target=process.wait, name="database-host-reaper", daemon=True).start()
    return found


def _await(layout: Layout, process: "subprocess.Popen[bytes]") -> EmbeddedServer:
    deadline = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline:
        found = _find(layout)
        if found:
            return found
        if process.poll() is not None:
            raise _failure(layout, process.returncode)
        time.sleep(_POLL_S)
    raise EngineFailed(reason=f"> {START_TIMEOUT_S:g} s", log=layout.log, tail=_tail(layout.log))


def _spawn(layout: Layout, heap_mb: int) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-P", "-m", "graph.embedded.host", str(layout.data_dir), str(heap_mb)]
    with os.fdopen(os.open(layout.log, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb") as log:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=layout.root,
            env=_environment(),
            start_new_session=True,
            creationflags=_detached(),
        )


def _environment() -> dict[str, str]:
    """Ours, with the folder of this package on the path: the host starts in another folder."""
    home = str(Path(__file__).resolve().parents[2])
    rest = os.environ.get("PYTHONPATH")
    return {**os.environ, "PYTHONPATH": os.pathsep.join([home, rest] if rest else [home])}


def _detached() -> int:
    """On Windows the counterpart of a session of its own."""
    if sys.platform == "win32":
        return subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.DETACHED_PROCESS
    return 0


def _failure(layout: Layout, code: int) -> Exception:
    if code == EXIT_LOCKED:
        return DataFolderInUse(folder=layout.data_dir)
    if code == EXIT_NO_ENGINE:
        return EngineMissing(platform=platform.platform())
    return EngineFailed(reason=f"exit {code}", log=layout.log, tail=_tail(layout.log))


def _tail(log: Path) -> str:
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines() if log.exists() else []
    return "\n".join(lines[-_TAIL_LINES:])
