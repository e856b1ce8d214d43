"""Example answers for the interface's description: an invented city tie, the same one throughout.

Must stay true: every example is a real read-model object, so a change of the models changes the description too.
"""

from typing import Any

from pydantic import TypeAdapter

from api.problems import Problem, ProblemItem
from graph.office.audit import Entry
from graph.office.types import Account, Department, Kind, Role
from graph.read.models import (
    AttributeFact,
    DocumentRef,
    DocumentRow,
    EntityPage,
    EntityRef,
    Evidence,
    Fact,
    GraphEdge,
    GraphNode,
    Highlight,
    NameFact,
    Neighbourhood,
    PassageFinding,
    PassageView,
    Path,
    PathStep,
    SearchHit,
    Span,
    Statistics,
    Value,
)
from ingest.jobs import JobView

HOME = EntityRef("3f0c61b7a2d94e58b1c07a5e92d4f613", "Place", "云水市", "city")
PARTNER = EntityRef("a81e5d20c96b4f37902d6be4f1c8a357", "Place", "诺瓦港市", "city")
PAPER = DocumentRef(
    "5b7d90c2e14f4a68a3d9f07c61be8254", "云水市对外交往工作总结", "2024-12", "外事办公室", invented=True
)
TEXT = "云水市与诺瓦港市签署友好城市备忘录。"
MARKS = (Span(0, 3), Span(4, 8))
TIE = Fact(
    id="TIE-c4b19f83d75a4e02968ad1f7053eb62c",
    predicate="TIE",
    head=HOME,
    tail=PARTNER,
    attributes={"stage": "memorandum"},
    date="2024-05",
    history={"stage": (Value("memorandum", "2024-05", 1),)},
    evidence=1,
    sources=1,
    confidence=0.92,
)
EVIDENCE = Evidence(
    claim="d06e3b7f91c24a85b7e8420fa9c5d163",
    document=PAPER,
    passage="e92f4c10b8d7465aa1f3597de60b8c24",
    text=TEXT,
    context="",
    page=1,
    marks=MARKS,
    rule="tie.signed-memorandum",
    extractor="tieline-zh 1",
    confidence=0.92,
)
HIT = SearchHit(PARTNER, "诺瓦港市", (HOME,), links=3)
ENTITY = EntityPage(
    entity=PARTNER,
    names=(NameFact("诺瓦港市", 4, 2), NameFact("诺瓦港", 1, 1)),
    attributes=(AttributeFact("level-7a0c92e5b3d14f68", "level", "city", (), 2),),
    facts={"TIE": (TIE,)},
    fact_counts={"TIE": 1},
    documents=(PAPER,),
    document_count=1,
)
ROW = DocumentRow(PAPER, "text/plain", "open", "云水市", 24, 61, 30, 1735603200000)
FINDING = PassageFinding(TIE.id, "TIE", HOME, PARTNER, "", {"stage": "memorandum"}, MARKS, EVIDENCE.rule, 0.92)
PASSAGE = PassageView(
    id=EVIDENCE.passage,
    order=3,
    page=1,
    kind="sentence",
    text=TEXT,
    context="",
    highlights=(Highlight(0, 3, HOME), Highlight(4, 8, PARTNER)),
    findings=(FINDING,),
)
JOB = JobView(
    id="1c9a6f04d2e74b83a5f0c718be926d43",
    subject="总结.docx",
    state="running",
    done=0,
    total=1,
    zh="",
    en="",
    documents=(),
    created_at=1735603200000,
)
NEIGHBOURHOOD = Neighbourhood(
    centre=PARTNER,
    nodes=(GraphNode(PARTNER, 0, 3), GraphNode(HOME, 1, 12)),
    edges=(GraphEdge(TIE.id, "TIE", HOME.id, PARTNER.id, "memorandum", 1, {"stage": "memorandum"}),),
    hidden={"Organisation": 2},
)
PATHS = (Path((HOME, PARTNER), (PathStep(TIE, True),), 0.55),)
STATISTICS = Statistics(4, 96, {"Place": 12, "Organisation": 7}, {"TIE": 6}, {"memorandum": 2, "formal": 1})
PROBLEM = Problem(
    type="urn:tieline:problem:invalid-input",
    title="The input cannot be used",
    status=422,
    detail="Some of what was sent cannot be used; see below.",
    instance="/api/v1/entities",
    code="invalid-input",
    errors=(ProblemItem("query.limit", "must be at most 200"),),
)


def example(value: object) -> Any:
    """The JSON form of an example object."""
    return TypeAdapter(type(value)).dump_python(value, mode="json")


def page_of(*items: object) -> Any:
    """The JSON form of a list's page with these items."""
    return {"items": [example(item) for item in items], "cursor": "WzUwXQ"}


# The office

_ACCOUNT = Account(
    "7d2c94f1e0ab4c5d8e6f3a1b2c9d0e4f", "li.na", "李娜", "外事办公室", Role.CONTRIBUTOR, True, 1767225600000
)
ACCOUNT = example(_ACCOUNT)
NEW_ACCOUNT = {"account": ACCOUNT | {"one_time": True}, "password": "shown-this-once"}
ME = {"account": ACCOUNT, "via": "key", "scope": "read", "may": ["read"]}
DEPARTMENT = example(Department("外事办公室", Kind.CITY_OFFICE))
_UID = "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0"
SESSION = {
    "uid": _UID,
    "agent": "Mozilla/5.0",
    "address": "10.0.0.9",
    "created_at": 1767225600000,
    "seen_at": 1767229200000,
}
KEY = {
    "uid": _UID,
    "label": "weekly statistics",
    "scope": "read",
    "expires": 1775001600000,
    "created_at": 1767225600000,
    "used_at": 0,
}
NEW_KEY = {"key": "tl_shown-this-once", "expires": 1775001600000}
_HASH = "b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9"
ENTRY = Entry(7, 1767225600000, "li.na", "session", "read", f"documents/{PAPER.id}", "", "ok", "4f2a", _UID, _HASH)
VERDICT = {"whole": True, "breaks": [], "newest": {"process": "4f2a", "length": 7, "hash": _HASH}}
