"""VISITED: who came and who went, with the Visit that holds the trip together.

Must stay true: leader and group are two visitors of one trip; hosts and inviters are none; a later sentence about
代表团 or 客人 goes on with the same trip; what is planned, put off or denied is no visit.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from nlp.components.titles import simple
from nlp.context import Context, Traveller, Trip
from nlp.reading import Fact, Line, Ref, clauses
from nlp.relations import visit_rows
from nlp.relations.cells import heads_of
from nlp.relations.destinations import Step, is_ours, steps
from nlp.relations.travellers import Told, guests, told, travellers
from nlp.vocabulary import alternation, divisions, leading_country, word_set

_RECEIVE = re.compile(
    r"(?<![受获蒙得被])(?:接待|会见|接见|迎来|迎接|欢迎|宴请|款待|会晤)(?:了)?(?P<rest>[^。；]{0,200})"
)
_GUESTS = re.compile(
    r"(?:(?:元首|领导人|政要|使节|来宾|国宾|党宾|要客|贵宾|外宾|团组|客人|城市|省市)(?:中|方面|里)?[^，。；]{0,12}[，：]?(?:重要的?|主要的?|其中|较有影响的?)?"
    r"|(?:来访|到访|到会|到场|列席|与会|前来|来[\u4e00-\u9fff]|来[PS])[^，。；]{0,10}?)的?(?:还|主要|先后)?(?:有(?![关意着所无])|包括|：|，一位是|，先是)(?P<rest>[^。]{0,200})"
)
_VISITING = re.compile(
    r"(?:来访|到访|来[\u4e00-\u9fff](?:访问|考察|参观|出席|参加)?|前来[\u4e00-\u9fff]{0,6}|来自[CP]{1,3}|远道而来)的(?=[CPON])(?P<rest>[^，。；]{0,80}?)(?=在|签|举行|会谈|进行|就|见证|[，。；]|$)"
)
_SENT = re.compile(r"派来了?(?P<rest>[^。；]{0,60})")
_JOIN = re.compile(
    r"(?:(?:团员|成员|团中|D中|带队的|领队的|率团前往者|团长|随行|随访|随团|同行|同来|随队|随同|陪同前往|一起|小组|一行|考察组|人员)[^，。；NOPCS]{0,8}?(?:有|包括|为|：|是|的)|(?:同行|随行|随访|随团)的|(?:副?团长|领队)(?:为|是|：)?(?=N))(?P<rest>[^。；]{0,120})"
)
_ALONG = re.compile(r"(?:随行|同行|随访|随团|随队|随同前往|陪同前往|同来|随同来访)(?=[，。；、前到来]|$)")
_BESIDES = re.compile(r"除(?P<also>[^。；]{4,80})(?:之外|以外|外)，[^。；]{0,6}$")
_COUNT = re.compile(r"(?:一行|共)?(\d+)(?:余|多)?人")
_SAME = re.compile(
    r"D|代表团|访问团|考察团|客人|来宾|团员|外宾|宾主|一行|其间|期间|并|还|随后|途中|归途|归程|返程|会后|次日|翌日|同日|当日|再|另|随即|接着|最后|首先|先到|然后|后"
)
_FRONTED = re.compile(r"[\s0-9一二三四五六七八九十年月日至到、，：.）（]*(?:晴|多云|阴|雨|上午|下午|晚|早)?\s*$")
_OUTING = re.compile(
    r"(?:我本人|我们?|本人)率团|S(?:[^，。；]{0,4}一行|[^，。；]{0,4}率团|本?人?率团|派[^，。；]{0,12}|[^，。；]{0,8}D)"
)
_ABROAD = re.compile(r"赴(?:日|韩|美|俄|德|法|英|澳|欧)(?=访问|考察|参观|进修)")
_UNREAL = re.compile(alternation("unreal_before"))
_UNREAL_SENTENCE = re.compile(alternation("unreal_sentence") + "|(?:^|[，。；：])(?:今后|下一?步)")
_UNDONE = re.compile(rf"[^，。；]{{0,12}}?{alternation('undone_after')}")
_PLAN_TITLE = re.compile(alternation("plan_titles"))
_SPEECH_TITLE = re.compile("祝酒[词辞]|欢迎[词辞]|上的(?:致辞|致词|讲话|发言)")
_ADDRESSED = re.compile("(?:尊敬|亲爱)的(?P<rest>[^：，。；]{0,60})")
_PLAN_SECTION = re.compile("下一?步|打算|明年|来年|今后")
_ELSEWHERE = re.compile("在[CP]+[^，。；]{0,6}，?[^，。；]{0,6}$")
_ON_THE_SPOT = re.compile(rf"[^，。；]{{0,30}}?{alternation('acts_of_visitors')}")
_SIGNING = re.compile("[^，。；]{0,40}?(?:签|换文|缔结)")
_TOWN = re.compile("(?<![园新特功能发])[省市县区镇乡州郡町村]$")
_LEAVES = re.compile("离|登船|登机|回国|返程|转机")
_FOREIGN_NAME = re.compile("[·A-Za-z]")
_RULES = {
    _VISITING: "visited.guests",
    _GUESTS: "visited.guests",
    _SENT: "visited.sent",
    _RECEIVE: "visited.received",
    _JOIN: "visited.along",
    _ALONG: "visited.along",
}
_LABELS = {"inbound": "来访", "outbound": "出访", "other": "访问"}
"""How a visit is called on the page, after who and where."""
_PLACE_RECEIVES = re.compile(r"[^，。；A-Z]{0,8}(?P<host>P)[\u4e00-\u9fff]{0,12}$")
"""A clause in which a place receives: P某企业接待了."""
_NOT_RECEIVED = re.compile("的|人数|工作|外宾|能力|礼宾|境外|海外|党宾|国宾|来宾|任务")
_LASTS = 4
"""For how many passages a trip goes on without being told of."""


def find(line: Line, context: Context) -> Iterator[Fact]:
    if context.trip:
        context.trip.age += 1
        context.trip = context.trip if context.trip.age <= _LASTS else None
    if _planned(line, context):
        return
    text = told(line, context)
    if line.is_row and visit_rows.tells(heads_of(line), context.caption):
        yield from _rows(text)
        return
    if context.speech:
        yield from _addressed(text)
    for start, stop in clauses(text.words, "。；！？|"):
        if not _UNREAL_SENTENCE.search(text.words, start, stop):
            yield from _Sentence(text, start, stop).facts()


def _planned(line: Line, context: Context) -> bool:
    """Whether a heading says that what follows is a plan, an invitation or what comes next."""
    short = line.text.strip()
    if _SPEECH_TITLE.search(short) and not context.names.keys() - {context.home, *(item.ref for item in line.items)}:
        context.speech = True
    if len(short) < 45 and not re.search("[。；，！？]", short):
        if _PLAN_TITLE.search(short) and not context.names.keys() - {context.home, *(item.ref for item in line.items)}:
            context.plan = "document"
        elif line.kind == "heading" and context.plan != "document":
            context.plan = "section" if _PLAN_SECTION.search(short) else ""
    return bool(context.plan)


def _rows(text: Told) -> Iterator[Fact]:
    """The journeys that the rows of a table tell of."""
    line, context = text.line, text.context
    for found, places in visit_rows.journeys(text, heads_of(line), context.caption):
        context.trip = _new_trip(line, context, found, places[0], 0, len(line.skeleton))
        for traveller in found:
            yield from _facts("visited.row", context, context.trip, traveller, places, (0, len(line.text)))


def _addressed(text: Told) -> Iterator[Fact]:
    """Whom a speaker at a ceremony here greets by name came for it."""
    line, context = text.line, text.context
    for match in _ADDRESSED.finditer(text.words):
        found = [one for one in guests(text, *match.span("rest")) if not _from_here(context, one)]
        if found and context.scope.normal:
            context.trip = _new_trip(line, context, found, context.scope, *match.span("rest"))
            span = (line.offset(match.start()), line.offset(match.end()))
            for traveller in found:
                yield from _facts("visited.addressed", context, context.trip, traveller, [context.scope], span)


def _from_here(context: Context, traveller: Traveller) -> bool:
    offices = [] if _FOREIGN_NAME.search(traveller.ref.normal) else context.offices.get(traveller.ref, [])
    return is_ours(context, traveller.origin) or any(is_ours(context, office) for office in offices)


class _Sentence:
    """A sentence on the way: who its subject is, and from where on its words are not yet told."""

    def __init__(self, text: Told, start: int, stop: int) -> None:
        self.text = text
        self.line = text.line
        self.context = text.context
        self.start = start
        self.stop = stop
        self.at = start
        self.subject: list[Traveller] = []

    def facts(self) -> Iterator[Fact]:
        told_of = False
        for start, rule, step in self._triggers():
            if start < self.at:
                continue
            facts = list(self._received(rule, step) if isinstance(step, re.Match) else self._step(step))
            told_of = told_of or bool(facts)
            yield from facts
        if told_of:
            yield from self._titled()
        else:
            self._set_out()

    def _triggers(self) -> list[tuple[int, str, Step | re.Match[str]]]:
        """What tells of journeys, in order; of two that begin together a reception comes first."""
        words, found = self.text.words, list[tuple[int, str, Step | re.Match[str]]]()
        for pattern, rule in _RULES.items():
            found += [(match.start(), rule, match) for match in pattern.finditer(words, self.start, self.stop)]
        found += [(step.start, f"visited.{step.kind}", step) for step in steps(self.text, self.start, self.stop)]
        return sorted(found, key=lambda trigger: trigger[0])

    def _clause(self, mark: int) -> int:
        """Where the clause of this skeleton offset begins, or what is not yet told of it."""
        return max(self.text.words.rfind("，", self.start, mark) + 1, self.at)

    def _step(self, step: Step) -> Iterator[Fact]:
        if self._unreal(step.start, step.end):
            return
        places = list(step.destinations)
        if step.kind == "return":
            own = travellers(self.text, self._clause(step.start), step.start) or self.subject
            places = [places[0] if any(self._ours(one) for one in own) else places[1]]
        if step.kind == "tour":
            places = [ref for ref in places if ref.type == "Place" and _TOWN.search(self.context.name(ref))]
        trip = self._trip(step, places) if places else None
        if trip:
            self.at = step.end
            yield from self._told(f"visited.{step.kind}", trip, trip.travellers, self._paired(step, trip, places), step)

    def _unreal(self, start: int, end: int) -> bool:
        """Whether the clause says that it is planned, or did not come about."""
        clause = self.text.words.rfind("，", self.start, start) + 1
        words = self.text.words
        return bool(_UNREAL.search(words, max(clause, self.start), start) or _UNDONE.match(words, end, self.stop))

    def _own(self, step: Step, places: Sequence[Ref]) -> tuple[list[Traveller], bool]:
        """Who travels by the words before the verb; and whether a subject is named there at all."""
        clause = self._clause(step.start)
        signed = step.kind == "stay" and _SIGNING.match(self.text.words, step.end, self.stop)
        text = self.text.unmasked() if signed else self.text
        found = travellers(text, clause, step.start, loose=step.kind == "come")
        if not found and clause > self.at:
            found = travellers(self.text, self.at, clause - 1, bare=False)
        home = any(self.context.is_home(place) for place in places)
        if clause > self.at and found and not any(one.part == "leader" for one in found):
            found = [*self._heads(self.at, clause), *found]
        kept = [one for one in found if one.ref not in places and one.origin not in places]
        if home or (step.kind == "stay" and any(self.context.name(place) in divisions() for place in places)):
            kept = [one for one in kept if not self._ours(one)]
        return kept, bool(found)

    def _heads(self, start: int, stop: int) -> list[Traveller]:
        """The leaders told before the group: 由市长N任团长，…组成的代表团赴…."""
        if not re.search("任T|为T|为首|率领|带队", self.text.words[start:stop]):
            return []
        return [one for one in travellers(self.text, start, stop - 1, bare=False) if one.part == "leader"]

    def _trip(self, step: Step, places: Sequence[Ref]) -> Trip | None:
        """The trip that the words before the verb tell of: a new one, or the one under way."""
        own, named = self._own(step, places)
        if not own and named:
            return None
        if step.kind == "here" and not self._present(own):
            return None
        if step.kind == "stay" and own and not self._on_the_spot(step, own):
            return None
        if not own and step.kind in {"come", "go", "event", "towards", "stay", "return"}:
            own = [] if step.kind == "come" and self._outbound() else self.subject
        if not own and self._sets_out(step, places):
            own = [Traveller(self.context.scope, "delegation", self.context.scope)]
        if own:
            return self._begin(own, places[0], step)
        return self._go_on(step, places[0])

    def _begin(self, own: list[Traveller], place: Ref, step: Step) -> Trip:
        if self.subject != own or self.context.trip is None or self.context.trip.travellers != own:
            self.context.trip = _new_trip(self.line, self.context, own, place, self.at, step.start)
        self.subject = own
        return self.context.trip

    def _go_on(self, step: Step, place: Ref) -> Trip | None:
        trip = self.context.trip
        before = self.text.words[self.start : step.start]
        goes_on = _SAME.search(before) or _FRONTED.fullmatch(before) or self._no_subject(before)
        if not trip or not goes_on or step.kind == "here":
            return None
        if self.context.is_home(place) and trip.direction != "inbound":
            return None
        rest = self.text.words[step.end : self.stop]
        if trip.direction == "inbound" and (_LEAVES.search(before + rest) or step.kind == "stay"):
            return None
        if trip.destination is None:
            self.context.trip = _new_trip(self.line, self.context, trip.travellers, place, self.at, step.start)
        return self.context.trip

    def _no_subject(self, before: str) -> bool:
        """Whether a clause behind ； names nobody: it is still about the same."""
        return self.context.trip is not None and self.context.trip.age == 0 and not re.search("[NDOPCSRT]", before)

    def _sets_out(self, step: Step, places: Sequence[Ref]) -> bool:
        before = self.text.words[self.at : step.start]
        ours = _OUTING.search(before) or (step.kind == "go" and self._group_of_ours(before, places))
        return step.kind != "here" and bool(ours) and not self.context.is_home(places[0])

    def _group_of_ours(self, before: str, places: Sequence[Ref]) -> bool:
        """Whether a group whose origin is not said leaves for places abroad: it is one of ours."""
        known = self.context.scope.normal and not any(self.context.name(place) in divisions() for place in places)
        return bool(known and "D" in before and not re.search("[CR]", before) and not self.context.trip)

    def _present(self, own: list[Traveller]) -> bool:
        """Whether those who take part in something here came from abroad for it."""
        persons = [one for one in own if one.part == "leader"]
        abroad = any(_FOREIGN_NAME.search(one.ref.normal) or self._abroad(one) for one in persons)
        trip = self.context.trip
        away = trip is not None and trip.direction == "outbound" and trip.age <= 1
        return abroad and not away

    def _abroad(self, traveller: Traveller) -> bool:
        """Whether the body somebody comes from is called after a country, or stands behind one in the sentence."""
        name = self.context.name(traveller.origin)
        if leading_country(name):
            return True
        at = self.line.text.find(name)
        return any(item.kind == "Country" and item.end == at for item in self.line.items)

    def _outbound(self) -> bool:
        trip = self.context.trip
        return trip is not None and trip.direction == "outbound"

    def _on_the_spot(self, step: Step, own: list[Traveller]) -> bool:
        """Whether what somebody does at a place shows that he travelled there."""
        group = "D" in self.text.words[self._clause(step.start) : step.start]
        away = group and not any(self.context.name(place) in divisions() for place in step.destinations)
        return away or bool(_ON_THE_SPOT.match(self.text.words, step.end, self.stop))

    def _ours(self, traveller: Traveller) -> bool:
        return _from_here(self.context, traveller)

    def _paired(self, step: Step, trip: Trip, places: list[Ref]) -> dict[Traveller, list[Ref]]:
        """The destinations of each traveller; 分别 pairs leaders and places one to one."""
        leaders = [one for one in trip.travellers if one.part == "leader"]
        before = self.text.words[self._begin_of(step) : step.start]
        if re.search("分别|各", before) and len(leaders) == len(places) > 1:
            by_leader = dict(zip([one.ref for one in leaders], places, strict=True))
            by_origin: dict[Ref, list[Ref]] = {}
            for leader in leaders:
                by_origin.setdefault(leader.origin, []).append(by_leader[leader.ref])
            return {
                one: [by_leader[one.ref]] if one.ref in by_leader else by_origin.get(one.origin, places)
                for one in trip.travellers
            }
        return dict.fromkeys(trip.travellers, places)

    def _begin_of(self, step: Step) -> int:
        return max(self.start, step.start - 24)

    def _set_out(self) -> None:
        """A delegation that is introduced without saying where it goes: what follows tells."""
        words = self.text.words[self.start : self.stop]
        if re.search("为T|为首|带队|率D|率队|率领", words) or _ABROAD.search(words):
            found = travellers(self.text, self.start, self.stop)
            if found:
                self.context.trip = Trip(found, date=self.line.date_at(self.line.offset(self.start)))

    def _received(self, rule: str, match: re.Match[str]) -> Iterator[Fact]:
        """接待了X: the guests stand behind the verb; 随行的有X: they join the trip under way."""
        if self._unreal(match.start(), match.start("rest") if "rest" in match.re.groupindex else match.end()):
            return
        if rule == "visited.along":
            yield from self._along(match)
            return
        found = [guest for guest in self._guests(match) if not self._ours(guest)]
        if match.re is _RECEIVE and not match[0].startswith(("接待", "迎")) and self._meets_abroad(match):
            found = []
        if found and self.context.scope.normal:
            start, stop = match.span("rest")
            host = self._host(match)
            trip = _new_trip(self.line, self.context, found, host, start, stop)
            self.context.trip, self.at, self.subject = trip, stop, found
            step = Step(rule, match.start(), stop)
            yield from self._told(rule, trip, found, {one: [host] for one in found}, step)

    def _host(self, match: re.Match[str]) -> Ref:
        """Where the guests came: the place of ours that opens the clause and receives them, else the locality."""
        start = self._clause(match.start())
        hosts = _PLACE_RECEIVES.match(self.text.words, start, match.start()) if match.re is _RECEIVE else None
        named = self.line.between(*hosts.span("host")) if hosts else []
        return named[0].ref if named and named[0].text in divisions() else self.context.scope

    def _guests(self, match: re.Match[str]) -> list[Traveller]:
        start, stop = match.span("rest")
        found = guests(self.text, start, stop)
        if match.re is _RECEIVE and _NOT_RECEIVED.match(match["rest"]):
            found = [one for one in found if one.part == "delegation" and self.line.between(start, stop, "D")]
        besides = _BESIDES.search(self.text.words, 0, match.start())
        if besides:
            found += travellers(self.text, *besides.span("also"))
        return found

    def _meets_abroad(self, match: re.Match[str]) -> bool:
        """Whether who meets somebody is himself a guest, or away."""
        clause = self._clause(match.start())
        hosts = travellers(self.text, clause, match.start())
        if hosts:
            return not any(self._ours(one) for one in hosts) and any(
                one.part == "leader" and self.context.offices.get(one.ref) for one in hosts
            )
        return self._outbound() or bool(_ELSEWHERE.search(self.text.words[self.start : match.start()]))

    def _along(self, match: re.Match[str]) -> Iterator[Fact]:
        """Those who travel along go wherever the trip went."""
        if "rest" in match.re.groupindex:
            found = guests(self.text, *match.span("rest"))
        else:
            found = travellers(self.text, self._clause(match.start()), match.start())
        trip = self.context.trip
        if trip is None:
            self.context.trip = Trip(found) if found and "rest" in match.re.groupindex else None
            return
        found = [one for one in found if one not in trip.travellers and one.ref not in trip.seen]
        if not trip.seen:
            trip.travellers = [*trip.travellers, *found]
        step = Step("along", match.start(), match.end())
        yield from self._told("visited.along", trip, found, {one: list(trip.seen) for one in found}, step)

    def _titled(self) -> Iterator[Fact]:
        """Whom the rest of the sentence names by their part in the group: …抵达，团长N，副团长N、N。"""
        trip = self.context.trip
        rest = self.line.between(self.at, self.stop, "T")
        first = next((item for item in rest if simple(item.text) in word_set("group_titles")), None)
        if trip and first:
            start = self.line.index_of(first)
            found = [one for one in guests(self.text, start, self.stop) if one.part == "leader"]
            named = [Traveller(one.ref, "leader", trip.travellers[0].origin) for one in found]
            joined = [one for one in named if one.ref not in {other.ref for other in trip.travellers}]
            step = Step("along", start, self.stop)
            yield from self._told("visited.along", trip, joined, {one: list(trip.seen) for one in joined}, step)

    def _told(
        self, rule: str, trip: Trip, who: Iterable[Traveller], where: dict[Traveller, list[Ref]], step: Step
    ) -> Iterator[Fact]:
        span = (self.line.offset(step.start), self.line.offset(step.end))
        trip.age = 0
        trip.seen += [place for places in where.values() for place in places if place not in trip.seen]
        for traveller in who:
            yield from _facts(rule, self.context, trip, traveller, where[traveller], span)


def _new_trip(line: Line, context: Context, found: list[Traveller], destination: Ref, start: int, stop: int) -> Trip:
    """The trip of these travellers; how many they were is known only of a single group."""
    counted = _COUNT.search(line.text, line.offset(start), line.offset(stop))
    single = len({traveller.origin for traveller in found}) == 1
    own = any(is_ours(context, traveller.ref) for traveller in found)
    direction = "inbound" if context.is_home(destination) else "outbound" if own else "other"
    count = counted.group(1) if counted and single else ""
    return Trip(found, destination, direction, count, line.date_at(line.offset(stop)))


def _facts(
    rule: str, context: Context, trip: Trip, traveller: Traveller, places: list[Ref], span: tuple[int, int]
) -> Iterator[Fact]:
    event, label = _visit(context, trip, traveller)
    for place in places:
        if traveller.ref != place:
            pairs = {"direction": trip.direction, "part": traveller.part, "head_count": trip.head_count}
            stated = tuple(sorted((name, value) for name, value in pairs.items() if value))
            yield Fact("VISITED", traveller.ref, place, rule, *span, "", stated, trip.date, event, label=label)


def _visit(context: Context, trip: Trip, traveller: Traveller) -> tuple[Ref, str]:
    """The Visit that a traveller takes part in, and what it is called: who came from where, to where first."""
    origin, first = traveller.origin, trip.destination or context.scope
    event = Ref("Visit", f"{origin.normal}>{first.normal}" + (f"@{trip.date}" if trip.date else ""))
    return event, f"{context.name(origin)}—{context.name(first)} {_LABELS[trip.direction]}"
