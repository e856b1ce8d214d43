"""`tieline serve`: the page on this machine.

Must stay true: it is told where Tieline is only once it answers there; nothing but this machine is listened for while
there is no account; after Ctrl-C nothing is left running within
GRACE_S seconds, whatever was under way: what that leaves half done, the next run completes.
"""

import errno
import os
import socket
import sys
import threading
import time
from ipaddress import ip_address
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer

from cli import session
from cli.exits import ExitCode
from cli.output import note, out, say
from graph.ontology.errors import TielineError

if TYPE_CHECKING:
    from graph.settings import Settings

CONNECTIONS_S = 2
"""How long open connections may finish what they are doing."""

GRACE_S = 10.0
"""How long the whole may take to end; an upload under way is then broken off."""


AGAIN_S = 1.0
"""A second signal within this time is the first one told twice, by the terminal and by whatever started us."""


class PortInUse(TielineError):
    """Another program listens at the address."""

    code = "port-in-use"
    zh = "{address} 已被占用，也许 Tieline 已在运行。请结束它，或用 --port（TIELINE_PORT）换一个端口。"
    en = "{address} is in use, perhaps by another Tieline. End it, or choose another port: --port or TIELINE_PORT."


class AddressUnusable(TielineError):
    """This machine has no such address, or the port needs rights."""

    code = "address-unusable"
    zh = "无法使用地址 {address}：{why}。请检查 TIELINE_HOST 和 TIELINE_PORT。"
    en = "The address {address} cannot be used: {why}. Check TIELINE_HOST and TIELINE_PORT."


def serve(
    host: Annotated[
        str | None, typer.Option(help="Address; others than 127.0.0.1 need an account. Default: TIELINE_HOST.")
    ] = None,
    port: Annotated[int | None, typer.Option(help="Port; 0 takes a free one. Default: TIELINE_PORT or 8000.")] = None,
    sample: Annotated[bool, typer.Option("--sample", help="Load the invented sample into a new graph.")] = False,
) -> None:
    """Serve the page until Ctrl-C. / 启动网页"""
    settings = session.load(chatty=True, host=host, port=port)
    _require_account(settings)
    with _listener(settings.host, settings.port) as listener, session.operating("serve", settings=settings) as found:
        if sample:
            _load_sample(found)
        _run(settings, listener)
    note(say("Tieline 已停止。", "Tieline has stopped."))


def _require_account(settings: "Settings") -> None:
    """Listen for nobody but this machine while there is no account. Raises AddressRefused."""
    from graph.settings import is_loopback

    if is_loopback(settings.host):
        return
    from api.security import require_loopback
    from graph.database import Database
    from graph.office import accounts

    with Database.open(settings) as db:
        if not accounts.any_exists(db):
            require_loopback(settings)


def _listener(host: str, port: int) -> socket.socket:
    """A socket that listens there, taken before anything else is started. Raises PortInUse or AddressUnusable."""
    bare = host.strip("[]")
    family = socket.AF_INET6 if ":" in bare else socket.AF_INET
    try:
        return socket.create_server((bare, port), family=family)
    except OSError as error:
        if _taken(error):
            raise PortInUse(address=f"{host}:{port}") from error
        raise AddressUnusable(address=f"{host}:{port}", why=error.strerror or error) from error


def _taken(error: OSError) -> bool:
    return error.errno in (errno.EADDRINUSE, getattr(errno, "WSAEADDRINUSE", errno.EADDRINUSE))


def _load_sample(found: session.Session) -> None:
    """Load it into a graph that has never held a document: who has removed the sample does not get it back."""
    if found.viewer.keys:
        return
    from ingest import invented

    note(say("正在载入虚构示例……", "Loading the invented sample …"))
    invented.load(found.db, found.settings)


def _run(settings: "Settings", listener: socket.socket) -> None:
    import uvicorn

    from api.app import create_app
    from api.protocol import protocol

    class Server(uvicorn.Server):
        """Says when it answers, and ends in bounded time."""

        asked_at = 0.0

        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            out(say("Tieline 已启动：", "Tieline is at ") + address_of(listener))
            sys.stdout.flush()

        def handle_exit(self, sig: int, frame: FrameType | None) -> None:
            if not self.should_exit:
                self.should_exit, self.asked_at = True, time.monotonic()
                end_by_force_after(GRACE_S)
            elif time.monotonic() - self.asked_at > AGAIN_S:
                os._exit(ExitCode.INTERRUPTED)

    config = uvicorn.Config(
        create_app(settings),
        http=protocol(settings.language),
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=CONNECTIONS_S,
    )
    Server(config).run([listener])


def address_of(listener: socket.socket) -> str:
    """The address for a browser."""
    host, port = listener.getsockname()[:2]
    if ip_address(host).is_unspecified:
        host = "127.0.0.1"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def end_by_force_after(seconds: float) -> None:
    """End this process then, whatever it waits for."""
    timer = threading.Timer(seconds, os._exit, [ExitCode.INTERRUPTED])
    timer.daemon = True
    timer.start()
