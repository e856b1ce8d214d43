"""How the host knows that somebody still needs it: each client process holds one TCP connection open.

Must stay true: a client that ends in any way, also by kill -9, stops counting at once, because the operating system
closes its connection; a connection that does not say the token does not count.
"""

import os
import select
import selectors
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from weakref import WeakSet

LOOPBACK = "127.0.0.1"
ACCEPTED = b"ok\n"
_POLL_S = 0.2
_HANDSHAKE_S = 5.0


class Door:
    """The host's end: counts clients until none is left."""

    def __init__(self, token: str) -> None:
        self._expected = f"{token}\n".encode()
        self._selector = selectors.DefaultSelector()
        self._listener = socket.create_server((LOOPBACK, 0), backlog=64)
        self._listener.setblocking(False)
        self._selector.register(self._listener, selectors.EVENT_READ)
        self._clients: dict[socket.socket, bool] = {}
        """Open connections, with whether they said the token."""

    @property
    def port(self) -> int:
        port: int = self._listener.getsockname()[1]
        return port

    def wait(self, first_s: float, idle_s: float, stop: Callable[[], bool]) -> None:
        """Return when no client is left for `idle_s` seconds, none came within `first_s`, or `stop` says so."""
        leave_at = time.monotonic() + first_s
        while not stop() and time.monotonic() < leave_at:
            for key, _ in self._selector.select(_POLL_S):
                self._handle(key.fileobj)
            if any(self._clients.values()):
                leave_at = time.monotonic() + idle_s

    def close(self) -> None:
        """Let nobody in any more; who waits at the door is turned away."""
        for client in [*self._clients, self._listener]:
            client.close()
        self._selector.close()

    def _handle(self, source: object) -> None:
        if source is self._listener:
            with suppress(OSError):
                client, _ = self._listener.accept()
                client.setblocking(False)
                self._clients[client] = False
                self._selector.register(client, selectors.EVENT_READ)
        elif isinstance(source, socket.socket):
            self._listen_to(source)

    def _listen_to(self, client: socket.socket) -> None:
        try:
            said = client.recv(256)
        except OSError:
            said = b""
        if said == self._expected and not self._clients[client]:
            self._clients[client] = True
            client.send(ACCEPTED)
            return
        self._selector.unregister(client)
        del self._clients[client]
        client.close()


_open: "WeakSet[Presence]" = WeakSet()


def _close_all() -> None:
    for presence in list(_open):
        presence.close()


# A forked worker would hold the connection open after its parent was killed.
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_close_all)


class Presence:
    """A client's end: as long as it is open, the host stays."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        _open.add(self)

    @classmethod
    def announce(cls, port: int, token: str) -> "Presence | None":
        """Be counted by the host behind this port; None when it is not (or no longer) there."""
        try:
            connection = socket.create_connection((LOOPBACK, port), timeout=_HANDSHAKE_S)
        except OSError:
            return None
        try:
            connection.sendall(f"{token}\n".encode())
            if connection.recv(len(ACCEPTED)) == ACCEPTED:
                return cls(connection)
        except OSError:
            pass
        connection.close()
        return None

    def alive(self) -> bool:
        """Whether the host is still there."""
        if self._connection.fileno() < 0:
            return False
        readable, _, _ = select.select([self._connection], [], [], 0)
        return not readable  # The host never says anything after the handshake: readable means closed.

    def close(self) -> None:
        self._connection.close()
