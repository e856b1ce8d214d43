"""The vocabulary: generated files are what their scripts make, and every rule stands in the table."""

import re
from pathlib import Path

from nlp.rules import CONFIDENCE, PRIORITY
from nlp.vocabulary import SPECIAL_REGIONS, countries, divisions, leading_country, make_countries

ROOM = Path(__file__).resolve().parents[2] / "nlp"
_RULE = re.compile(r'"((?:[a-z]+)\.(?:[a-z]+)(?:-[a-z]+)*)"')
_FILE = re.compile(r"^nlp\.|\.(?:tsv|yaml|dic|csv|onnx|json|vocabulary)$")


def test_the_list_of_countries_is_what_its_script_makes() -> None:
    made = {"\t".join(row) for row in make_countries.rows()}
    lines = make_countries.TARGET.read_text(encoding="utf-8").splitlines()
    assert set(lines[1:]) == made


def test_hong_kong_macao_and_taiwan_are_places() -> None:
    assert not any(region in name for name in countries() for region in SPECIAL_REGIONS)
    assert {divisions()[region].level for region in SPECIAL_REGIONS} == {"province"}


def test_a_division_has_the_level_of_its_code() -> None:
    assert [divisions()[name].level for name in ("福建", "南平市", "延平区")] == ["province", "city", "county"]


def test_the_longest_country_in_front() -> None:
    assert leading_country("印度尼西亚国会") == "印度尼西亚"
    assert leading_country("甲江市") == ""


def test_every_rule_stands_in_the_table() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in ROOM.rglob("*.py") if path.name != "rules.py")
    used = {rule for rule in _RULE.findall(text) if not _FILE.search(rule)}
    assert used <= set(CONFIDENCE)
    assert set(PRIORITY) <= set(CONFIDENCE)
    assert all(0 < chance <= 1 for chance in CONFIDENCE.values())
