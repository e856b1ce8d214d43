"""The typed wrapper of the untyped arcadedb_embedded package: start the engine in this process, check it, stop it.

Must stay true: every listener is on 127.0.0.1; what protects the user is set as a JVM property (in the `config` of
the package most settings are ignored without a word) and read back before anybody is let in.
"""

import os
import socket
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from arcadedb_embedded.server import ArcadeDBServer  # type: ignore[import-untyped]

from graph.embedded.liveness import LOOPBACK
from graph.embedded.state import DATABASE

QUERY_TIMEOUT_S = 20

ENGINE_SETTINGS: Mapping[str, str | int | bool] = {
    "arcadedb.command.timeout": QUERY_TIMEOUT_S * 1000,
    "arcadedb.txWalFlush": 1,
    "arcadedb.opencypher.loadCsv.allowFileUrls": False,
    "arcadedb.opencypher.loadCsv.allowRemoteUrls": False,
}
"""Kept by the database, and readable there."""

SERVER_SETTINGS: Mapping[str, str | int | bool] = {
    "arcadedb.bolt.maxMessageSize": 64 * 1024 * 1024,
    "arcadedb.bolt.defaultDatabase": DATABASE,
    "arcadedb.support.autoRegister": False,
    "arcadedb.polyglotEngineEnabled": False,
}
"""Kept by the server alone."""


class EngineUnsafe(RuntimeError):
    """A setting that protects the user did not take effect."""


class Engine:
    """The running server."""

    def __init__(self, root: Path, password: str, heap_mb: int) -> None:
        """Start it.

        A new root password is taken each time: the engine keeps the first one that it was told, so its list of
        users is thrown away before.
        """
        for users in (root / "config").glob("server-users.jsonl*"):
            users.unlink()
        os.environ.pop("ARCADEDB_JVM_ARGS", None)
        self._server = ArcadeDBServer(
            root_path=str(root),
            root_password=password,
            config=_config(),
            jvm_kwargs={"heap_size": f"{heap_mb}m", "jvm_args": _jvm_arguments()},
        )
        self._server.start()
        self._database = self._server.create_database(DATABASE)
        self._verify()

    @property
    def bolt_port(self) -> int:
        plugins = self._server._java_server.getPlugins()
        (port,) = [int(plugin.getPort()) for plugin in plugins if "Bolt" in type(plugin).__name__]
        return port

    @property
    def http_port(self) -> int:
        return int(self._server._java_server.getHttpServer().getPort())

    def stop(self) -> None:
        """Write everything to disk and end; may hang under a runaway query."""
        with suppress(Exception):
            self._server.stop()

    def _verify(self) -> None:
        for row in self._database.query("sql", "SELECT settings FROM schema:database"):
            found = {item["key"]: _text(item["value"]) for item in row.to_dict()["settings"]}
            wrong = [key for key, value in ENGINE_SETTINGS.items() if found.get(key) != _text(value)]
            if wrong:
                raise EngineUnsafe(f"settings without effect: {', '.join(wrong)}")


def _config() -> dict[str, Any]:
    port = _free_port()
    return {
        "mode": "production",
        "host": LOOPBACK,
        "http_port": f"{port}-{port + 50}",  # A range: the first one that is still free is taken.
        "bolt_host": LOOPBACK,
        "bolt_port": 0,
        "server_plugins": "Bolt:com.arcadedb.bolt.BoltProtocolPlugin",
    }


def _jvm_arguments() -> list[str]:
    settings = {**ENGINE_SETTINGS, **SERVER_SETTINGS}
    properties = [
        f"-D{key}={str(value).lower() if isinstance(value, bool) else value}" for key, value in settings.items()
    ]
    # Signals are the host's own business; the serial collector keeps a small server small.
    return [*properties, "-Xrs", "-XX:+UseSerialGC", "-XX:ErrorFile=crash.log"]


def _text(value: str | int | bool) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _free_port() -> int:
    with socket.create_server((LOOPBACK, 0)) as probe:
        return min(int(probe.getsockname()[1]), 65000)
