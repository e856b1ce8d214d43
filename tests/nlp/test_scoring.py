"""The corpus' own scorer: hand-made cases, and agreement with the scorer beside the annotated reports."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from nlp.corpus.scoring import Scored, score, stages_right, table
from tests.nlp.reading_room import SHARED_GOLD

ASKED: dict[str, Any] = {
    "id": "a",
    "self": ["临河市"],
    "entities": [{"type": "Place", "text": "樱川市"}, {"type": "Organisation", "text": "日本樱川商工会议所"}],
    "optional": [{"type": "Person", "text": "田中"}],
    "relations": [
        {"type": "TIE", "head": "SELF", "tail": "樱川市", "status": "formal"},
        {"type": "VISITED", "head": "樱川市", "tail": "SELF"},
    ],
    "optional_relations": [{"type": "VISITED", "head": "田中", "tail": "SELF"}],
    "aliases": {"樱川市": ["Sakuragawa"]},
}


def test_surfaces_agree_without_suffix_country_or_direction_of_a_tie() -> None:
    found = {
        "entities": [{"type": "Place", "text": "樱川"}, {"type": "Organisation", "text": "樱川商工会议所"}],
        "relations": [{"type": "TIE", "head": "樱川", "tail": "临河市", "status": "intent"}],
    }
    scored = score(ASKED, found)
    assert (scored.tallies["entities"].f1, scored.tallies["TIE"].f1) == (1.0, 1.0)
    assert (scored.tallies["VISITED"].recall, stages_right([scored])) == (0.0, 0.0)


def test_arguable_items_are_not_counted_and_inventions_are() -> None:
    found = {
        "entities": [{"type": "Person", "text": "田中"}, {"type": "Person", "text": "铃木"}],
        "relations": [
            {"type": "VISITED", "head": "田中", "tail": "临河市"},
            {"type": "VISITED", "head": "Sakuragawa", "tail": "SELF"},
            {"type": "VISITED", "head": "SELF", "tail": "樱川市"},
        ],
    }
    scored = score(ASKED, found)
    assert (scored.tallies["Person"].extra, scored.tallies["entities"].missed) == (1, 2)
    assert (scored.tallies["VISITED"].right, scored.tallies["VISITED"].extra) == (1, 1)


def test_an_interval_holds_the_figure_and_is_the_same_each_time() -> None:
    documents = [score(ASKED, {"entities": ASKED["entities"][:count], "relations": []}) for count in (0, 1, 2)] * 5
    figure = table(documents)["entities"]
    assert figure.low < figure.tally.f1 < figure.high
    assert table(documents)["entities"] == figure
    assert table([Scored()])["entities"].tally.asked == 0


@pytest.mark.skipif(not SHARED_GOLD.exists(), reason="the annotated reports are not beside this clone")
def test_the_figures_are_those_of_the_scorer_beside_the_reports(tmp_path: Path) -> None:
    gold = [json.loads(line) for line in (SHARED_GOLD / "dev.jsonl").read_text(encoding="utf-8").splitlines()]
    found = [  # every second item, with suffixes cut and ends swapped, so that each rule of comparison is used
        {
            "id": row["id"],
            "entities": [{**item, "text": item["text"].removesuffix("市")} for item in row["entities"][::2]],
            "relations": [{**item, "head": item["tail"], "tail": item["head"]} for item in row["relations"][::3]]
            + [*row["relations"][1::3], *row.get("optional_relations", ())],
        }
        for row in gold
    ]
    output = tmp_path / "output.jsonl"
    output.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in found), encoding="utf-8")
    command = [sys.executable, str(SHARED_GOLD / "score.py"), str(SHARED_GOLD / "dev.jsonl"), str(output), "--json"]
    theirs = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    ours = table([score(row, told) for row, told in zip(gold, found, strict=True)], rounds=2)
    for name, figure in ours.items():
        assert (figure.tally.precision, figure.tally.recall) == pytest.approx((theirs[name]["p"], theirs[name]["r"]))
