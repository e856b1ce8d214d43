"""What the text says of a person besides offices: native place (淮南籍…) and field of work (医学博士).

Must stay true: both stand right in front of the name, with nothing but plain words between.
"""

import re
from collections.abc import Iterator

from nlp.reading import Fact, Line

_NATIVE = re.compile(r"(?P<place>P)籍(?:[\u4e00-\u9fffCTOP、]{0,16})?(?P<person>N)")
_KNOWN_FIELD = re.compile(
    "([医法文理工农史哲][学]|经济学|物理学|化学|数学|教育学|工程|慈善|企业|艺术|书画)(?:博士|教授|专家|家)$"
)


def find(line: Line) -> Iterator[Fact]:
    for match in _NATIVE.finditer(line.skeleton):
        place, person = line.between(*match.span("place"))[0], line.between(*match.span("person"))[0]
        yield Fact("native_place", person.ref, None, "person.native", place.start, person.end, place.text)
    for item, following in zip(line.items, line.items[1:], strict=False):
        if item.kind == "Title" and following.kind == "Person" and line.gap(item, following) == "":
            known = _field(line.text[: item.end])
            if known:
                yield Fact("field", following.ref, None, "person.field", item.start, following.end, known)


def _field(before: str) -> str:
    match = _KNOWN_FIELD.search(before[-12:])
    return match.group(1) if match else ""
