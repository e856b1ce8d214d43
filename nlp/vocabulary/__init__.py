"""The lists that ship with Tieline, read once: countries, Chinese divisions, and the words of the reports' language.

An office adds words of its own in YAML files in the folder that TIELINE_VOCABULARY_DIR names (SOURCES.md).
The variable is read here and not handed over, because the rules compile their patterns from the lists when imported.

Must stay true: a look-up never changes a list; the generated files are written by the scripts beside them only; what an
office adds is part of the version of an extraction, so that documents are read anew when it changes.
"""

import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from graph.ontology.errors import TielineError

LEVELS = {2: "province", 4: "city", 6: "county"}
CHINA = "中国"
SPECIAL_REGIONS = frozenset({"香港", "澳门", "台湾"})
FOLDER_VARIABLE = "TIELINE_VOCABULARY_DIR"


class VocabularyInvalid(TielineError):
    """A file of the office's own words cannot be used."""

    code = "vocabulary-invalid"
    zh = "词表 {file} 无法使用：{why_zh}。写法见 nlp/vocabulary/SOURCES.md。"
    en = "The word list {file} cannot be used: {why_en}. How to write one: nlp/vocabulary/SOURCES.md."


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
    shipped: dict[str, list[str]] = {name: list(listed) for name, listed in yaml.load(text, yaml.CSafeLoader).items()}
    for path in own_files():
        for name, listed in _own(path, shipped).items():
            gone = {word.removeprefix("-") for word in listed if word.startswith("-")}
            added = [word for word in listed if not word.startswith("-")]
            shipped[name] = [word for word in shipped[name] if word not in gone] + added
    return shipped


def own_files() -> list[Path]:
    """The files of the office's own words, in the order in which they count. Raises VocabularyInvalid."""
    named = os.environ.get(FOLDER_VARIABLE, "")
    if not named:
        return []
    if not Path(named).is_dir():
        raise VocabularyInvalid(file=named, why_zh="没有这个文件夹", why_en="there is no such folder")
    return sorted(Path(named).glob("*.yaml"))


def own_version() -> str:
    """A short mark of the office's own words as they are now; "" without any."""
    contents = b"\0".join(path.read_bytes() for path in own_files())
    return hashlib.sha256(contents).hexdigest()[:8] if contents else ""


def _own(path: Path, known: Mapping[str, object]) -> Mapping[str, list[str]]:
    """The lists of one file of the office's. Raises VocabularyInvalid."""
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader) or {}
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise VocabularyInvalid(file=path, why_zh="不是 UTF-8 编码的 YAML", why_en="not YAML in UTF-8") from error
    if not isinstance(data, dict) or not all(_is_list(listed) for listed in data.values()):
        raise VocabularyInvalid(file=path, why_zh="应为“表名: [词, 词]”", why_en="expected `list: [word, word]`")
    unknown = sorted(str(name) for name in data.keys() - known.keys())
    if unknown:
        raise VocabularyInvalid(file=path, why_zh=f"没有词表 {unknown[0]}", why_en=f"there is no list {unknown[0]}")
    return data


def _is_list(listed: Any) -> bool:
    return isinstance(listed, list) and all(isinstance(word, str) and word.strip("-") for word in listed)


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
