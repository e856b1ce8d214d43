"""Pictures that stand alone: whole, quiet, and safe with any name."""

import re
import xml.etree.ElementTree as ElementTree
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.ontology.vocabulary import LANGUAGES
from tests.viz.made import HOSTILE, UNHURRIED, star, subgraphs
from viz.export import VisMissing, bundle_folder, standalone_html, svg
from viz.export import _checked as checked
from viz.miniature import HEIGHT, WIDTH
from viz.model import Edge, Node, Subgraph

SPACE = "{http://www.w3.org/2000/svg}"
HOSTILE_GRAPH = Subgraph(
    (Node(HOSTILE, "Person", HOSTILE), Node("b", "Place", "乙市")),
    (Edge(HOSTILE, HOSTILE, "b", "POSITION", HOSTILE, title=HOSTILE),),
)


class Outline(HTMLParser):
    """The elements of a page and the text of its tables."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.cells: list[str] = []
        self.inside = False
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        self.inside = tag == "td"
        if self.inside:
            self.cells.append("")

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.cells[-1] += data

    def handle_endtag(self, tag: str) -> None:
        self.inside = False


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_file_holds_everything_and_asks_for_nothing(language: str) -> None:
    page = Outline(standalone_html(star(5), language, "云水市"))
    assert page.tags.count("script") == 3
    assert not {"link", "img", "iframe", "base"} & set(page.tags)
    assert not {"src", "href", "onerror"} & {name for name, _ in page.attributes}
    policy = next(value for name, value in page.attributes if name == "content" and value and "default-src" in value)
    assert "default-src 'none'" in policy
    assert "http" not in policy


def test_names_in_the_file_stay_text() -> None:
    page = Outline(standalone_html(HOSTILE_GRAPH, "zh", HOSTILE))
    assert page.tags.count("script") == 3
    assert "img" not in page.tags
    assert HOSTILE in page.cells


def test_the_file_has_a_table_of_all_relations() -> None:
    cells = Outline(standalone_html(star(3), "zh", "云水市")).cells
    assert cells[:5] == ["云水市", "友城关系", "友好交流", "第00市", "1"]


@UNHURRIED
@given(subgraphs(most=8), st.sampled_from(LANGUAGES))
def test_the_small_picture_is_sound_xml_with_a_link_for_each_node(subgraph: Subgraph, language: str) -> None:
    drawn = ElementTree.fromstring(svg(subgraph, language, "n0"))
    links = [link.get("href") for link in drawn.iter(f"{SPACE}a")]
    assert links == [f"/entities/{node.id}" for node in subgraph.nodes]
    assert len(list(drawn.iter(f"{SPACE}line"))) == len(subgraph.edges)
    for text in drawn.iter(f"{SPACE}text"):
        assert 0 < float(text.get("x", "")) < WIDTH
        assert 0 < float(text.get("y", "")) < HEIGHT


def test_the_small_picture_passes_a_strict_policy_with_any_name() -> None:
    drawn = ElementTree.fromstring(svg(HOSTILE_GRAPH, "zh", title=HOSTILE))
    assert {element.tag.removeprefix(SPACE) for element in drawn.iter()} <= {
        *("svg", "title", "desc", "a", "line", "circle", "polygon", "text"),
    }
    names = {name for element in drawn.iter() for name in element.attrib}
    assert not {name for name in names if name.startswith("on")} | ({"style"} & names)
    link = drawn.find(f"{SPACE}a")
    assert link is not None
    assert link.get("aria-label") == " ".join(HOSTILE.split())
    assert re.fullmatch(r"/entities/[\w%.~-]+", link.get("href", ""))


def test_the_small_picture_says_what_it_is() -> None:
    drawn = ElementTree.fromstring(svg(star(4), "zh", "c", "云水市的关系"))
    named = [drawn.find(f"{SPACE}{tag}") for tag in ("title", "desc")]
    assert [element.text for element in named if element is not None] == ["云水市的关系", "5 个对象，4 条关系"]
    ids = [element.get("id") for element in named if element is not None]
    assert drawn.get("aria-labelledby") == " ".join(filter(None, ids))


def test_an_empty_picture_is_a_picture() -> None:
    assert ElementTree.fromstring(svg(Subgraph(), "en")).tag == f"{SPACE}svg"


def test_the_drawing_library_is_there() -> None:
    assert (bundle_folder() / "vis-network.min.js").stat().st_size > 100_000


def test_a_missing_drawing_library_is_named(tmp_path: Path) -> None:
    with pytest.raises(VisMissing) as caught:
        checked(tmp_path)
    for language in LANGUAGES:
        assert "vis-network.min.js" in caught.value.message(language)
        assert "pyvis" in caught.value.message(language)
