"""The network page over a made-up network, without a database: the real template, scripts and policy."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

from api.identity import NOBODY
from api.rendering import environment
from api.security import CONTENT_SECURITY_POLICY
from graph.read.models import EntityRef
from tests.viz.made import HOSTILE, star
from viz.export import bundle_folder
from viz.model import Edge, Node, Subgraph
from viz.network import network

STATIC = Path(str(files("api") / "static"))
KINDS = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
LEAVES = 6
NEW = 4
"""Neighbours that every expansion finds."""


def opening() -> Subgraph:
    """A city with its partners, a person with a hostile name, a second relation to one partner."""
    city = star(LEAVES)
    person = Node("h", "Person", HOSTILE, hidden_neighbours=2)
    nodes = (*city.nodes[:1], *(Node(f"l{at}", "Place", f"第{at:02}市", hidden_neighbours=NEW) for at in range(LEAVES)))
    edges = (*city.edges, Edge("p", "h", "c", "POSITION"), Edge("d", "c", "l0", "COOPERATES"))
    return Subgraph((*nodes, person), edges, hidden=3)


def around(entity: str) -> Subgraph:
    """What an expansion finds: new bodies at the entity, and the relation to the centre that is drawn already."""
    bodies = tuple(Node(f"{entity}-{at}", "Organisation", f"=第{at}协会") for at in range(NEW))
    edges = tuple(Edge(f"to-{body.id}", entity, body.id, "COOPERATES") for body in bodies)
    known = tuple(node for node in opening().nodes if node.id in (entity, "c"))
    drawn = tuple(edge for edge in opening().edges if {edge.source, edge.target} == {entity, "c"})
    return Subgraph((*known, *bodies), (*edges, *drawn), hidden=1)


@cache
def page() -> bytes:
    seed = network(opening(), "zh", "c")
    rendered = environment("zh").get_template("network.html")
    centre = EntityRef("c", "Place", "云水市", "city")
    known = {"languages": {"zh": "?lang=zh", "en": "?lang=en"}, "path": "/network"}
    shown = rendered.render(seed=seed, centre=centre, starts=(), asking=NOBODY, may=lambda act: True, **known)
    return shown.encode()


class Handler(BaseHTTPRequestHandler):
    """Answers as the app would."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if path == "/network":
            return self.answer(page(), "text/html; charset=utf-8")
        folder = bundle_folder() if path.startswith("/assets/vis/") else STATIC
        file = folder / path.rsplit("/", 1)[-1]
        content = file.read_bytes() if file.is_file() else b""
        return self.answer(content, KINDS.get(file.suffix, "application/octet-stream"))

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if asked["entity"] == "l1":
            return self.answer(json.dumps({"detail": "数据库正在启动"}).encode(), "application/problem+json", 503)
        fixed = {node["id"]: (node["x"], node["y"]) for node in asked["nodes"]}
        found = network(around(asked["entity"]), "zh", asked["entity"], fixed)
        return self.answer(json.dumps(found).encode(), "application/json")

    def answer(self, content: bytes, kind: str, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """The test's output is not a log."""


@contextmanager
def serving() -> Iterator[str]:
    """The address of the page."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/network"
        server.shutdown()
