"""What a reader keeps in mind while reading on: the reporting locality, who is travelling, who was named last.

Must stay true: it depends on the passages read so far in this document and on nothing else.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from nlp.reading import Item, Line, Ref

_HEADING = re.compile(r"^[\s（(]*[一二三四五六七八九十0-9]*[）)、.．\s]*P(?:（[^（）]{0,12}）)?[。\s]*$")
_PARTNERS = re.compile(
    r"(?:友好城市|友城|姐妹城市|姊妹城市|友好交流城市|友好港|友好合作城市)(?:名录|一览表?|名单|简介|如下)?(?:（[^（）]*）)?[：\s]*$"
)
_POINTED = {
    "市": "市广域",
    "县": "县",
    "省": "省",
    "州": "州",
    "郡": "郡",
    "区": "区",
    "港": "港",
    "国": "国",
    "地": "",
}
_OWN_VOICE = re.compile(
    "[我本敝](会|會|院|校|馆|館|司|公司|集团|中心|队|团|局|社|所|厂|港|行|商会|协会|大学|学院)(?!议|見|见|次|期|报讯|有|级)"
)
"""A body that speaks of itself: 本会, 我院."""
_BODY = {what: (what,) for what in ("公司", "集团", "协会", "大学", "学院", "中心", "商会", "会")} | {
    "校": ("大学", "学院", "学校", "中学", "小学", "中心")
}


_IN_FULL = {"司": "公司", "校": "学校", "會": "会", "館": "馆"}
_TITLE_EDGE = 3
"""How far into its first line a document may name its author: behind a mark or 中共."""


class Traveller(NamedTuple):
    """Who travels, in which part (leader or delegation), and where the group comes from that they belong to."""

    ref: Ref
    part: str
    origin: Ref


class Member(NamedTuple):
    """One that stands in a list of parties: a unit, and the person who acts for it. Where only the person is named, the
    unit is that of the person's office, if the text has told it."""

    unit: Ref | None
    person: Ref | None = None
    apart: bool = False
    """Whether 与, 同 or 跟 (not 和, 、) stands in front."""


@dataclass
class Trip:
    """A journey under way. Groups of different origin that are told of in one sentence make one visit each."""

    travellers: list[Traveller]
    destination: Ref | None = None
    """Where it went first; None until that is said."""
    direction: str = "other"
    head_count: str = ""
    date: str = ""
    seen: list[Ref] = field(default_factory=list)
    """Where it has been told to go so far."""
    age: int = 0
    """How many passages ago it was told of."""


@dataclass
class Story:
    """Whom and what the sentences before were about, for the gifts and events told after them."""

    topic: Ref | None = None
    """The person that a sentence began with last: 他, 其."""
    on_topic: bool = False
    """Whether the sentences go on about this person."""
    addressee: Ref | None = None
    """Whom a letter or speech addresses: 贵市."""
    takers: list[Ref] = field(default_factory=list)
    """Who got the last gift, or who gets what a list of gifts names."""
    givers: list[Ref] = field(default_factory=list)
    """Who gave the last gift."""
    listing: bool = False
    """Whether a list of gifts is being read."""
    quiet: int = 0
    """Lines since an event was named last."""


@dataclass
class Context:
    """The state of reading one document."""

    home: Ref
    """The reporting locality; its normal form is "" where nothing tells."""
    scope: Ref
    """The locality that the present section reports on: `home`, or the place that the section's heading names."""
    pair: tuple[Ref, Ref] | None = None
    """The two sides that were named together last: 两市, 双方."""
    section: str = ""
    """The heading of a list of partners, while it is read."""
    far: Ref | None = None
    """The place elsewhere that was named last."""
    named: list[Ref] = field(default_factory=list)
    """The places named so far, the last one last."""
    company: list[Ref] = field(default_factory=list)
    """The last list of three or more: 各方, 与会城市."""
    pair_age: int = 0
    """How many passages ago they were."""
    told: tuple[Ref, ...] = ()
    """The partners that the heading of this section names."""
    two: tuple[Ref, Ref] | None = None
    """The last list of two: 前者, 后者."""
    leading: tuple[Member, ...] = ()
    """The subject of a sentence that goes on in the next passage."""
    caption: str = ""
    """The last passage that is no row of a table: what stands above a table."""
    signed: list[tuple[Ref, str]] = field(default_factory=list)
    """The agreements that were signed last, with the words that name them: 双方代表签字."""
    body: Ref | None = None
    """The body that was named last: 该集团."""
    project: Ref | None = None
    """The project that was named last: 论坛, 大会."""
    trip: Trip | None = None
    speech: bool = False
    """Whether the document is a speech held at a ceremony."""
    plan: str = ""
    """"document" or "section" while what is read is a programme or a plan."""
    story: Story = field(default_factory=Story)
    reporting_body: Ref | None = None
    """The body that the document opens with: its author, or whom it is about."""
    own_voice: str = ""
    """What the reporting body calls itself: 会 for 本会."""
    opened: bool = False
    """Whether a line has been read."""
    offices: dict[Ref, list[Ref]] = field(default_factory=dict)
    names: dict[Ref, str] = field(default_factory=dict)
    """How each unit was called first."""

    def enter(self, line: Line) -> None:
        """Take note of a heading that is nothing but a place: the section is about it."""
        for item in line.items:
            self.names.setdefault(item.ref, item.text)
        self.caption = self.caption if line.is_row else line.text.strip()
        self._hear(line)
        if line.kind == "heading" or (line.text.rstrip().endswith("：") and len(line.text) < 30):
            self.section = line.text if _PARTNERS.search(line.text) and "P" not in line.skeleton else ""
        if _HEADING.match(line.skeleton):
            self.scope = next(item.ref for item in line.items if item.kind == "Place")
            self.trip = None

    def _hear(self, line: Line) -> None:
        """Take note of which body speaks: the first line opens with it, or it says 本会."""
        first = line.items[0] if line.items and not self.opened else None
        if first and first.kind == "Organisation" and first.start < _TITLE_EDGE:
            self.reporting_body = first.ref
        self.opened = True
        said = _OWN_VOICE.search(line.text)
        self.own_voice = _IN_FULL.get(said.group(1), said.group(1)) if said else self.own_voice

    def reporter(self, fits: Callable[[str], bool]) -> Ref | None:
        """The body that reports if it is of the right kind; where only 本会 tells of it, the locality stands for it."""
        if self.reporting_body and fits(self.name(self.reporting_body)):
            return self.reporting_body
        return self.scope if self.scope.normal and self.own_voice and fits(self.own_voice) else None

    def resolve(self, line: Line, item: Item) -> Ref | None:
        """The unit that an item stands for."""
        if item.kind == "Self":
            return self.scope
        if item.kind == "Pronoun":
            return self._pointed(line, item)
        return item.ref

    def _pointed(self, line: Line, item: Item) -> Ref | None:
        """What 该市, 该校 … means: the last thing of that kind named before it, not the home locality."""
        what = item.text[1:]
        before = [other for other in reversed(line.items) if other.end <= item.start]
        for other in before:
            kind = "Country" if what == "国" else "Place"
            if what in _POINTED and other.kind == kind and not self.is_home(other.ref):
                return other.ref
            if what in _BODY and other.kind == "Organisation" and other.text.endswith(_BODY[what]):
                return other.ref
        if self.body and what in _BODY and self.body.normal.endswith(_BODY[what]):
            return self.body
        sides = [ref for ref in reversed(self.pair or ()) if not self.is_home(ref)]
        far = sides[0] if sides else None
        return far if far and what in _POINTED and far.type == "Place" else None

    def name(self, ref: Ref) -> str:
        """What to call a unit on the page."""
        return self.names.get(ref, ref.normal)

    def all_of(self, line: Line, item: Item) -> list[Ref]:
        """The units that an item stands for; 两市 and 双方 stand for two."""
        if item.kind == "Pronoun" and item.text[0] in "两双宾":
            return list(self.both() or ())
        ref = self.resolve(line, item)
        return [ref] if ref else []

    def host_and_guest(self) -> tuple[Ref, Ref] | None:
        """Whom 宾主 means: home, and where the visitors of the last trip come from."""
        guests = [guest.ref for guest in self.trip.travellers if guest.part == "delegation"] if self.trip else []
        return (self.scope, guests[0]) if guests else self.both()

    def both(self) -> tuple[Ref, Ref] | None:
        """Whom 两市, 双方 means: the pair named last, else home and the foreign place named last."""
        if self.pair:
            return self.pair
        if not self.far:
            return None
        known = self.scope.normal and self.scope in self.named
        others = [ref for ref in self.named if ref != self.far]
        return (self.scope, self.far) if known or not others else (others[-1], self.far)

    def leave(self, line: Line) -> None:
        """Take note of the last place elsewhere that a line named, once it is read."""
        places = [item.ref for item in line.items if item.kind == "Place" and not self.is_home(item.ref)]
        self.far = places[-1] if places else self.far
        self.named = [ref for ref in self.named if ref not in places] + places
        if any(item.kind == "Self" or (item.kind == "Place" and self.is_home(item.ref)) for item in line.items):
            self.named.append(self.scope)
        bodies = [item.ref for item in line.items if item.kind == "Organisation"]
        self.body = bodies[-1] if bodies else self.body

    def is_home(self, ref: Ref) -> bool:
        return ref in (self.scope, self.home)
