"""The lists that ship with Tieline, read once: countries, Chinese divisions, and the words of the reports' language.

Must stay true: a look-up never changes a list; the generated files are written by the scripts beside them only.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

LEVELS = {2: "province", 4: "city", 6: "county"}
CHINA = "中国"
SPECIAL_REGIONS = frozenset({"香港", "澳门", "台湾"})


@dataclass(frozen=True)
class Division:
    """A Chinese administrative division; the code's leading digits are those of the division above it."""

    code: str
    name: str
    level: str


def _rows(name: str) -> Iterator[list[str]]:
    text = (files("nlp.vocabulary") / name).read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


@cache
def words(name: str) -> tuple[str, ...]:
    """The list of this name in words.yaml, longest first, so that an alternation prefers the longest."""
    return tuple(sorted(_words()[name], key=lambda word: (-len(word), word)))


@cache
def word_set(name: str) -> frozenset[str]:
    return frozenset(_words()[name])


@cache
def _words() -> Mapping[str, Iterable[str]]:
    text = (files("nlp.vocabulary") / "words.yaml").read_text(encoding="utf-8")
    data: Mapping[str, Iterable[str]] = yaml.load(text, yaml.CSafeLoader)
    return data


def alternation(*lists: str) -> str:
    """A regular expression that matches any word of these lists, the longest first."""
    every = sorted({word for name in lists for word in words(name)}, key=lambda word: (-len(word), word))
    return "(?:" + "|".join(map(re.escape, every)) + ")"


@cache
def countries() -> Mapping[str, str]:
    """Every form of a country's name with its normal form."""
    return {row[0]: row[1] for row in _rows("countries.tsv")}


@cache
def _country_sizes() -> tuple[int, ...]:
    return tuple(sorted({len(name) for name in countries()}, reverse=True))


def leading_country(text: str) -> str:
    """The longest country's name that the text begins with, or ""."""
    return next((text[:size] for size in _country_sizes() if text[:size] in countries()), "")


@cache
def divisions() -> Mapping[str, Division]:
    """Chinese divisions by name and, for provinces and cities, by their name without suffix; a higher one wins."""
    found: dict[str, Division] = {}
    for code, name in _rows("divisions.tsv"):
        digits = code.rstrip("0")
        division = Division(code, name, LEVELS[len(digits) + len(digits) % 2])
        for form in _forms(division):
            known = found.get(form)
            if known is None or len(known.code.rstrip("0")) > len(digits):
                found[form] = division
    return found


def _forms(division: Division) -> Iterator[str]:
    yield division.name
    if division.level == "county" and not division.name.endswith("市"):
        return
    short = re.sub(r"(壮族|回族|维吾尔)?(特别行政区|自治区|自治州|地区|省|市|盟)$", "", division.name)
    if len(short) > 1 and division.level != "county" and short not in word_set("ambiguous_short"):
        yield short
