"""The host process: runs the database server of one data folder for as long as somebody needs it.

`python -m graph.embedded.host DATA_DIR [HEAP_MB]`. Started by a client (client.py), never by hand.

Must stay true: one host a data folder; it ends after its last client, however that one ended; once it has decided to
end it is gone within GRACE_S, a runaway query or not.
"""

import os
import secrets
import signal
import sys
import threading
from pathlib import Path
from types import FrameType

from filelock import FileLock, Timeout

from graph.embedded.liveness import Door
from graph.embedded.state import Layout, ServerNote, write_note

EXIT_LOCKED = 3
EXIT_NO_ENGINE = 4
FIRST_CLIENT_S = 10.0
IDLE_S = 2.0
GRACE_S = 10.0
HEAP_MB = 1024


def main(arguments: list[str]) -> int:
    """Run the host; the exit code tells the client what went wrong."""
    layout = Layout(Path(arguments[0]))
    heap_mb = int(arguments[1]) if len(arguments) > 1 else HEAP_MB
    layout.make()
    # A host that is about to end may still hold the folder for its time of grace.
    lock = FileLock(layout.owner_lock, timeout=GRACE_S + 5, mode=0o600)
    try:
        with lock:
            return _serve(layout, heap_mb)
    except Timeout:
        return EXIT_LOCKED


def _serve(layout: Layout, heap_mb: int) -> int:
    stopping = _stop_on_signal()
    layout.note.unlink(missing_ok=True)
    try:
        from graph.embedded.engine import Engine  # Slow, and missing on some platforms: only this process needs it.
    except ImportError as error:
        print(error, file=sys.stderr, flush=True)
        return EXIT_NO_ENGINE
    token, password = secrets.token_urlsafe(24), secrets.token_urlsafe(24)
    door = Door(token)
    engine = Engine(layout.root, password, heap_mb)
    write_note(layout.note, ServerNote(os.getpid(), engine.bolt_port, engine.http_port, door.port, password, token))
    door.wait(FIRST_CLIENT_S, IDLE_S, stopping.is_set)
    layout.note.unlink(missing_ok=True)
    door.close()
    _end_by_force_after(GRACE_S)
    engine.stop()
    return 0


def _stop_on_signal() -> threading.Event:
    stopping = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:
        stopping.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    return stopping


def _end_by_force_after(seconds: float) -> None:
    timer = threading.Timer(seconds, os._exit, [1])
    timer.daemon = True
    timer.start()


if __name__ == "__main__":
    code = main(sys.argv[1:])
    sys.stdout.flush()
    os._exit(code)  # The engine's own exit hooks would wait for threads that a runaway query keeps.
