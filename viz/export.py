"""Pictures that stand alone: one HTML file that works without a network, and a small SVG for other pages.

Must stay true: a file holds all that it needs and asks no machine for anything (its own policy forbids it); a name is
escaped wherever it stands.
"""

import json
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from graph.ontology.errors import TielineError
from viz.miniature import svg
from viz.model import Subgraph
from viz.network import network
from viz.texts import text

__all__ = ["VisMissing", "bundle_folder", "standalone_html", "svg"]

BUNDLE = "vis-network.min.js"


class VisMissing(TielineError):
    """The drawing library that comes with pyvis is not where it should be."""

    code = "vis-missing"
    zh = "缺少绘图库文件 {file}：pyvis 安装不完整。请重新安装：pip install --force-reinstall pyvis"
    en = "The drawing library {file} is missing: pyvis is not fully installed. Run: pip install --force-reinstall pyvis"


def bundle_folder() -> Path:
    """The folder of vis-network that is served as /assets/vis. Raises VisMissing."""
    return _checked(Path(str(files("pyvis") / "lib" / "vis-9.1.2")))


def _checked(folder: Path) -> Path:
    if not (folder / BUNDLE).is_file():
        raise VisMissing(file=folder / BUNDLE)
    return folder


def standalone_html(subgraph: Subgraph, language: str, title: str, centre: str | None = None) -> str:
    """One HTML file (UTF-8) that draws the subgraph in any browser, offline, with its legend and tables.

    Raises VisMissing.
    """
    seed = network(subgraph, language, centre)
    names = {node["id"]: node["name"] + node["mark"] for node in seed["nodes"]}
    facts = [fact for edge in seed["edges"] for fact in edge["facts"]]
    page: str = _template().render(
        seed=_script(_drawn(seed)),
        bundle=Markup(_bundle()),
        nodes=seed["nodes"],
        facts=[fact | {"head": names[fact["from"]], "tail": names[fact["to"]]} for fact in facts],
        legend=_present(seed),
        hidden=subgraph.hidden,
        language=language,
        title=title,
        say=lambda name, **values: text(name, language, **values),
    )
    return page


@cache
def _template() -> Any:
    found = Environment(
        loader=PackageLoader("viz", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return found.get_template("standalone.html")


@cache
def _bundle() -> str:
    """The library's text; it holds no end of a script element, which is checked because it is inlined."""
    source = (bundle_folder() / BUNDLE).read_text(encoding="utf-8")
    return source.replace("</script", "<\\/script")


def _script(data: object) -> Markup:
    """JSON that can stand in a script element: no tag can begin or end in it."""
    dumped = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        dumped = dumped.replace(character, f"\\u{ord(character):04x}")
    return Markup(dumped)


def _drawn(seed: dict[str, Any]) -> dict[str, Any]:
    """What the script needs; the facts themselves stand in the table."""
    edges = [{key: value for key, value in edge.items() if key != "facts"} for edge in seed["edges"]]
    return {"nodes": seed["nodes"], "edges": edges, "options": seed["options"]}


def _present(seed: dict[str, Any]) -> dict[str, Any]:
    """The legend without what does not occur."""
    kinds = {node["kind"] for node in seed["nodes"]}
    strokes = {fact["line"] for edge in seed["edges"] for fact in edge["facts"]}
    return {
        "types": [entry for entry in seed["legend"]["types"] if entry["kind"] in kinds],
        "lines": [entry for entry in seed["legend"]["lines"] if entry["line"] in strokes],
    }
