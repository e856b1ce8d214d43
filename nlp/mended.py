"""Puts right what no reading of names may hold: a country that no list knows, a cause that is none.

Countries are a closed set, which the tagger does not know. What it takes for one and is none is the
beginning of the place behind it (卡拉|贝洛市); what begins with a country (智利卡拉) is that and such a beginning.
Right behind a country or its government 因 opens the name of the place (巴西因达卡拉市) rather than a reason.

Must stay true: without such a find the names and chances are the tagger's own.
"""

from collections.abc import Iterator, Sequence

from nlp.vocabulary import leading_country
from nlp.words import Name, Seen


class Mended:
    """What the tagger sees in a text, with countries that are some."""

    def __init__(self, seen: Seen, text: str) -> None:
        self._seen = seen
        self.names = list(_mended(seen.names, text))
        self._made = {(name.start, name.end, name.type): name.chance for name in set(self.names) - set(seen.names)}

    def chance(self, start: int, end: int, kind: str) -> float:
        """How probable it is that exactly this stretch is a name of this type."""
        made = self._made.get((start, end, kind))
        return self._seen.chance(start, end, kind) if made is None else made


def _mended(names: Sequence[Name], text: str) -> Iterator[Name]:
    begun: Name | None = None
    for name in _with_sound(names, text):
        if begun and name.type == "Place" and begun.end == name.start:
            name = Name(begun.start, name.end, "Place", min(begun.chance, name.chance))
        begun = None
        country = leading_country(text[name.start : name.end]) if name.type == "Country" else ""
        start = name.start + len(country)
        if name.type != "Country" or start == name.end:
            yield name
            continue
        begun = Name(start, name.end, "Place", name.chance)
        if country:
            yield Name(name.start, start, "Country", name.chance)


def _with_sound(names: Sequence[Name], text: str) -> Iterator[Name]:
    """The names, 因 with the place that it opens."""
    ends = {name.end for name in names if name.type == "Country"}
    for name in names:
        at = name.start - 1
        opens = name.type == "Place" and text[at : name.start] == "因"
        if opens and (at in ends or text.endswith("政府", 0, at)):
            name = Name(at, name.end, "Place", name.chance)
        yield name
