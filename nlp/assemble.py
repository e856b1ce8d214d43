"""From what the rules read to the units, mentions and claims of a document.

Must stay true: a unit has one normal form and type; every claim names units that exist; what the ontology forbids is
dropped and counted, never bent.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from graph.ontology.types import Claim, Document, Extraction, Mention, Passage, Unit
from graph.ontology.vocabulary import ontology
from nlp.components.agreements import short_form
from nlp.confidence import confidence_of
from nlp.levels import level_of
from nlp.normal import normal_form
from nlp.reading import Fact, Item, Line, Ref
from nlp.relations.signed import kind_of
from nlp.rules import CONFIDENCE
from nlp.vocabulary import CHINA, SPECIAL_REGIONS, divisions


@dataclass
class Builder:
    """Collects the parts of one document's extraction."""

    document: Document
    extractor: str
    version: str
    home: Ref
    home_name: str
    names: dict[Ref, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    titles: dict[Ref, str] = field(default_factory=dict)
    dates: dict[Ref, str] = field(default_factory=dict)
    countries: dict[Ref, set[str]] = field(default_factory=lambda: defaultdict(set))
    mentions: dict[str, Mention] = field(default_factory=dict)
    claims: dict[str, Claim] = field(default_factory=dict)
    parties: dict[Ref, dict[Ref, None]] = field(default_factory=lambda: defaultdict(dict))
    """Who signed each agreement, in the order of the text."""
    dropped: Counter[str] = field(default_factory=Counter)

    def add(self, passage: Passage, line: Line, facts: Sequence[Fact]) -> None:
        """One passage with all that was read in it."""
        events = _events_at(facts)
        for item in [*line.items, *line.hidden]:
            self._mention(passage, item, events)
        for fact in facts:
            self._claim(passage, line, fact)

    def result(self) -> Extraction:
        used = {claim.subject for claim in self.claims.values()} | {claim.object for claim in self.claims.values()}
        used |= {claim.event for claim in self.claims.values()} | {mention.unit for mention in self.mentions.values()}
        units = [unit for ref in sorted(self._refs()) if (unit := self._unit(ref)).uid in used]
        claims = [*self.claims.values(), *self._attribute_claims()]
        return Extraction(
            tuple(units),
            tuple(sorted(self.mentions.values(), key=lambda mention: (mention.start, mention.end, mention.unit))),
            tuple(sorted(claims, key=lambda claim: (claim.start, claim.end, claim.predicate, claim.uid))),
            dict(sorted(self.dropped.items())),
        )

    def _refs(self) -> set[Ref]:
        return {*self.names, *self.titles}

    def _unit(self, ref: Ref) -> Unit:
        names = self.names.get(ref, Counter())
        best = max(sorted(names), key=lambda name: (_full(ref, name), names[name], len(name))) if names else ""
        if ref == self.home:
            best = max(best, self.home_name, key=len)
        name = (best or self.titles.get(ref, ref.normal)) + self._between(ref)
        return Unit(self.document.uid, ref.type, ref.normal, name, self._qualifier(ref), tuple(sorted(names.items())))

    def _between(self, agreement: Ref) -> str:
        """The parties of an agreement in brackets, the reporting locality first: they tell it from its siblings."""
        signers = sorted(self.parties.get(agreement, ()), key=lambda ref: ref != self.home)
        parties = [ref for ref in signers if ref.type != "Person"] or signers
        return f"（{'、'.join(map(self._full_name, parties))}）" if parties else ""

    def _full_name(self, ref: Ref) -> str:
        """The longest surface of a unit in the document."""
        names = [self.home_name] if ref == self.home else sorted(self.names.get(ref, ()))
        return max(names, key=len, default=self.titles.get(ref, ref.normal))

    def _qualifier(self, ref: Ref) -> str:
        if ontology().entities[ref.type].event:
            return self.dates.get(ref, "")
        if not ontology().entities[ref.type].qualifier:
            return ""
        said = set(self.countries.get(ref, ()))
        if ref.type == "Place" and any(name in divisions() or name in SPECIAL_REGIONS for name in self.names[ref]):
            said = said or {CHINA}
        return next(iter(said)) if len(said) == 1 else ""

    def _uid(self, ref: Ref) -> str:
        return Unit(self.document.uid, ref.type, ref.normal, "").uid

    def _mention(self, passage: Passage, item: Item, events: dict[tuple[int, int], list[Ref]]) -> None:
        if item.kind == "Self" and item.text[0] in "我本" and self.home.normal:
            self.names[self.home] += Counter()
            self._put_mention(passage, self.home, item.start, item.end, "self.pointing")
        elif item.kind == "Agreement":
            self._agreement(passage, item, events.get((item.start, item.end)) or [_unsigned(item)])
        elif item.kind in ontology().entities:
            self.names[item.ref][passage.text[item.start : item.end]] += 1
            self._put_mention(passage, item.ref, item.start, item.end, item.rule)

    def _agreement(self, passage: Passage, item: Item, refs: list[Ref]) -> None:
        """One mention for each unit at the span, and one for the short form inside the name."""
        name = passage.text[item.start : item.end]
        short = item.end - len(short_form(name))
        for ref in refs:
            self.names[ref][name] += 1
            self._put_mention(passage, ref, item.start, item.end, item.rule)
            if short > item.start and item.rule != "agreement.title":
                self._put_mention(passage, ref, short, item.end, item.rule)

    def _put_mention(self, passage: Passage, ref: Ref, start: int, end: int, rule: str) -> None:
        mention = Mention(
            self.document.uid, passage.uid, self._uid(ref), ref.type, passage.start + start, passage.start + end,
            passage.text[start:end], round(CONFIDENCE[rule], 4), rule,
        )  # fmt: skip
        self.mentions[mention.uid] = mention

    def _claim(self, passage: Passage, line: Line, fact: Fact) -> None:
        problem = self._problem(fact)
        if problem:
            self.dropped[problem] += 1
            return
        for ref in filter(None, (fact.head, fact.tail, fact.event)):
            self._know(ref, fact, line)
        if fact.predicate == "LOCATED_IN" and fact.tail and fact.tail.type == "Country":
            self.countries[fact.head].add(fact.tail.normal)
        if fact.predicate == "SIGNED" and fact.tail:
            self.parties[fact.tail].setdefault(fact.head)
        claim = Claim(
            self.document.uid, passage.uid, fact.predicate, self._uid(fact.head),
            self._uid(fact.tail) if fact.tail else "", fact.value, fact.attributes, fact.date,
            self._uid(fact.event) if fact.event else "", round(confidence_of(fact), 4), self.extractor, self.version,
            fact.rule, passage.start + fact.start, passage.start + fact.end,
        )  # fmt: skip
        self.claims[claim.uid] = claim

    def _problem(self, fact: Fact) -> str:
        if not fact.head.normal or (fact.tail and not fact.tail.normal):
            return "reporting locality unknown"
        if fact.tail is None:
            return ""
        if fact.head == fact.tail:
            return f"{fact.predicate}: both ends the same"
        if not ontology().allows(fact.predicate, fact.head.type, fact.tail.type):
            return f"{fact.predicate}: {fact.head.type} to {fact.tail.type} not allowed"
        return ""

    def _know(self, ref: Ref, fact: Fact, line: Line) -> None:
        """Make sure that a unit a claim names will exist, named or not."""
        if ref.type in {"Visit", "Indicator", "Honour"}:
            self.titles.setdefault(ref, fact.label or ref.normal)
        elif ref == self.home:
            self.titles.setdefault(ref, self.home_name)
        else:
            self.titles.setdefault(ref, ref.normal)
        if fact.date and ontology().entities[ref.type].event:
            self.dates[ref] = min(self.dates.get(ref, fact.date), fact.date)

    def _attribute_claims(self) -> Iterator[Claim]:
        """What follows from a name alone (level of a place, kind of an agreement), shown at its first mention."""
        first: dict[str, Mention] = {}
        for mention in sorted(self.mentions.values(), key=lambda mention: (mention.start, mention.end)):
            if mention.text[0] not in "我本":
                first.setdefault(mention.unit, mention)
        for ref in sorted(self._refs()):
            at = first.get(self._uid(ref))
            if at:
                for name, value, rule in self._attributes(ref):
                    yield Claim(
                        self.document.uid, at.passage, name, at.unit, "", value, confidence=round(CONFIDENCE[rule], 4),
                        extractor=self.extractor, version=self.version, rule=rule, start=at.start, end=at.end,
                    )  # fmt: skip

    def _attributes(self, ref: Ref) -> Iterator[tuple[str, str, str]]:
        if ref.type == "Place":
            level = level_of(self.names[ref], self._qualifier(ref))
            if level:
                yield "level", level, "place.level"
        elif ref.type == "Agreement":
            yield "kind", kind_of(ref.normal.split(":", 1)[0]), "agreement.kind"


def _events_at(facts: Iterable[Fact]) -> dict[tuple[int, int], list[Ref]]:
    """The agreement units at each span that names them."""
    found: dict[tuple[int, int], list[Ref]] = defaultdict(list)
    for fact in facts:
        if fact.anchor and fact.tail and fact.tail not in found[fact.anchor.start, fact.anchor.end]:
            found[fact.anchor.start, fact.anchor.end].append(fact.tail)
    return found


def _full(ref: Ref, name: str) -> bool:
    """Whether a place's name says its level: with its suffix it is shown."""
    return ref.type == "Place" and name != ref.normal


def _unsigned(item: Item) -> Ref:
    """The unit of an agreement whose parties the text does not give."""
    return Ref("Agreement", f"{kind_of(item.text)}:{normal_form('Agreement', item.text)}")
