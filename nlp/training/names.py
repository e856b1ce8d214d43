"""Names that nobody bears: places, persons, bodies, agreements and projects made up to vary the training sentences.

Must stay true: a name is a function of the random source alone; what is made keeps to its kind (a Japanese city stays
a Japanese city).
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from random import Random
from typing import TypeVar

import yaml

from nlp.vocabulary import countries, divisions, leading_country, word_set, words

T = TypeVar("T")


class NameMaker:
    """Makes names from one source of chance."""

    def __init__(self, random: Random) -> None:
        self._random = random

    def like(self, kind: str, name: str) -> str:
        """A name of the same type and kind as this one."""
        return _MAKERS[kind](self, name)

    def place(self, like: str = "") -> str:
        """A place; Chinese, Japanese, Korean or written by its sound, as the model name is."""
        if like and _by_sound(like):
            return self._foreign_place()
        if (like and like[-1] in "町府道郡") or like.endswith("广域市"):
            return self._eastern_place()
        if like in divisions() or like.endswith(("省", "区", "县", "镇", "乡", "街道", "自治州")):
            return self._home_place()
        return self._pick([self._home_place, self._foreign_place, self._eastern_place])()

    def country(self, like: str = "") -> str:
        return self._pick(_countries())

    def person(self, like: str = "") -> str:
        """A person; a name with a dot stays one, Latin stays Latin."""
        if "·" in like:
            return "·".join(self._syllables(1, 4) for _ in range(like.count("·") + 1))
        if like.isascii():
            return self._latin() + " " + self._latin()
        if len(like) > 4 or (len(like) > 2 and _by_sound(like) and like[0] not in word_set("surnames")):
            return self._syllables(2, 6)
        return self._pick([self._chinese, self._chinese, self._chinese, self._japanese, self._korean])()

    def organisation(self, like: str = "") -> str:
        """A body: what stands in front is changed, or all of it."""
        country = leading_country(like)
        if country and len(like) - len(country) > 2 and self._chance(0.7):
            return self.country() + like[len(country) :]
        head = next((name for name in _heads(like) if name in divisions()), "")
        if head and self._chance(0.7):
            return self._home_place() + like[len(head) :]
        return like if self._chance(0.4) else self._body()

    def office(self, kind: str) -> str:
        """What makes a body of a place's or a country's name."""
        return self._one("offices_of_countries" if kind == "Country" else "offices_of_places")

    def agreement(self, like: str = "") -> str:
        if self._chance(0.5):
            return like
        whose = self._pick(["", "", "", "关于", "中" + self._pick("日韩德法英"), self.place() + "与" + self.place()])
        return whose + self._one("topics") + self._one("bonds") + self._pick(["", "", "的"]) + self._one("papers")

    def project(self, like: str = "") -> str:
        if self._chance(0.5):
            return like
        order = self._one("ordinals") if self._chance(0.5) else ""
        where = self._pick(
            ["", "中国", self.place(), "中国（" + self._home_place() + "）", "中国—" + self.country(), "国际"]
        )
        return order + where + self._one("themes") + self._one("events")

    def _body(self) -> str:
        place, country, brand = self.place(), self.country(), self._spell("brand", 2, 3)
        front = self._pick([place, place, country, country + place, brand, brand, self._syllables(2, 4)])
        return front + self._pick(["", *_pool("fields")]) + self._one("bodies")

    def _home_place(self) -> str:
        if self._chance(0.5):
            name = self._pick(_division_names())
            return _short(name) if self._chance(0.2) else name
        return self._spell("town", 1, 2) + self._spell("town", 1, 1) + self._one("home_suffixes")

    def _eastern_place(self) -> str:
        if self._chance(0.6):
            return self._spell("japanese", 2, 3) + self._pick(
                ["市", "市", "市", "县", "町", "府", "区", "村", "", "港"]
            )
        return self._spell("korean", 2, 2) + self._pick(["市", "市", "郡", "区", "广域市", "道", ""])

    def _foreign_place(self) -> str:
        return (
            self._pick(["", "", "", "", "圣", "新", "北", "东"]) + self._syllables(2, 5) + self._one("foreign_suffixes")
        )

    def _syllables(self, least: int, most: int) -> str:
        name = self._characters(_sounds(), least, most)
        return name + self._one("endings") if len(name) < most and self._chance(0.5) else name

    def _chinese(self) -> str:
        surname = self._one("compound_surnames") if self._chance(0.03) else self._pick(_surnames())
        return surname + self._spell("given", 1, 2)

    def _japanese(self) -> str:
        return self._one("japanese_surnames") + self._spell("japanese_given", 1, 2)

    def _korean(self) -> str:
        return self._one("korean_surnames") + self._spell("korean_given", 2, 2)

    def _latin(self) -> str:
        return self._one("latin") + self._one("latin_ends")

    def _characters(self, source: Sequence[str], least: int, most: int) -> str:
        return "".join(self._random.choices(source, k=self._random.randint(least, most)))

    def _one(self, pool: str) -> str:
        return self._pick(_pool(pool))

    def _spell(self, pool: str, least: int, most: int) -> str:
        return self._characters(_pool(pool), least, most)

    def _pick(self, options: Sequence[T]) -> T:
        return self._random.choice(options)

    def _chance(self, share: float) -> bool:
        return self._random.random() < share


_MAKERS: dict[str, Callable[[NameMaker, str], str]] = {
    "Country": NameMaker.country,
    "Place": NameMaker.place,
    "Organisation": NameMaker.organisation,
    "Person": NameMaker.person,
    "Agreement": NameMaker.agreement,
    "Project": NameMaker.project,
}


def _by_sound(name: str) -> bool:
    core = _short(name).replace("·", "")
    return len(core) > 1 and name not in divisions() and all(char in _sounds() for char in core)


def _short(name: str) -> str:
    """The name without its suffix, if two characters are left."""
    tail = next((tail for tail in words("place_suffixes") if name.endswith(tail) and len(name) - len(tail) > 1), "")
    return name[: len(name) - len(tail)]


def _heads(name: str) -> Sequence[str]:
    """Beginnings of a name that may be a place, longest first."""
    return [name[:size] for size in range(min(len(name) - 2, 9), 1, -1)]


@cache
def _pools() -> Mapping[str, Sequence[str]]:
    data: Mapping[str, Sequence[str]] = yaml.safe_load((files("nlp.training") / "pools.yaml").read_text("utf-8"))
    return data


def _pool(name: str) -> Sequence[str]:
    return _pools()[name]


@cache
def _sounds() -> str:
    return "".join(words("transliteration"))


@cache
def _surnames() -> str:
    return "".join(words("surnames")) + "".join(_pool("common_surnames")) * 20


@cache
def _division_names() -> tuple[str, ...]:
    return tuple(sorted(name for name, division in divisions().items() if division.name == name))


@cache
def _countries() -> tuple[str, ...]:
    return tuple(sorted(countries()))
