"""Reading without storing."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from cli.exits import ExitCode
from tests.cli.conftest import ROOT, Done, Run, run_command

GOLD = ROOT.parent / "shared" / "gold"


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    return tmp_path / "never-made"


def extract(data_dir: Path, *arguments: object, **variables: str) -> Done:
    return run_command("extract", *arguments, env={"TIELINE_DATA_DIR": str(data_dir), **variables})


def objects(done: Done) -> list[dict[str, Any]]:
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_one_object_a_document_with_where_it_stands(data_dir: Path, report: Path) -> None:
    (found,) = objects(extract(data_dir, report, "--jsonl"))
    assert found["id"] == "report"
    ties = {(tie["head"], tie["tail"]): tie for tie in found["relations"] if tie["type"] == "TIE"}
    assert {name for pair in ties for name in pair} >= {"维拉塔尔市", "科兹米雷市"}
    passages = {passage["id"]: passage for passage in found["passages"]}
    for tie in ties.values():
        assert 0 < tie["confidence"] <= 1
        assert tie["rule"]
        assert passages[tie["passage"]]["start"] <= tie["offsets"][0] < tie["offsets"][1]
    for entity in found["entities"]:
        assert all(end - start == len(entity["text"]) for start, end in entity["offsets"])


def test_nothing_is_stored(data_dir: Path, report: Path) -> None:
    assert extract(data_dir, report).returncode == 0
    assert not data_dir.exists()


def test_a_summary_for_people(data_dir: Path, report: Path) -> None:
    shown = extract(data_dir, report, TIELINE_LANGUAGE="zh").stdout
    assert "report.txt" in shown
    assert "维拉塔尔市" in shown
    assert "formal" in shown


def test_a_file_that_cannot_be_read_costs_one_line(data_dir: Path, report: Path) -> None:
    (report.parent / "broken.docx").write_bytes(b"PK\x03\x04 no document")
    done = extract(data_dir, report.parent, "--jsonl")
    assert done.returncode == ExitCode.FAILED
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["report"]
    assert "broken.docx" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_files_of_one_name_have_their_own_ids(data_dir: Path, report: Path) -> None:
    other = report.parent / "more" / "report.md"
    other.parent.mkdir()
    other.write_text("# 纪要\n\n澄江市与维拉塔尔市结为友好城市。\n", encoding="utf-8")
    ids = [found["id"] for found in objects(extract(data_dir, report, other, "--jsonl"))]
    assert ids == [str(report), str(other)]


def test_an_annotated_file(data_dir: Path, tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    row = {
        "id": "a/1",
        "title": "简报",
        "text": "澄江市与维拉塔尔市正式结为友好城市。",
        "entities": [],
        "relations": [],
    }
    gold.write_text(json.dumps(row, ensure_ascii=False) + "\n\n", encoding="utf-8")
    (found,) = objects(extract(data_dir, "--gold", gold, "--jsonl"))
    assert found["id"] == "a/1"
    assert "维拉塔尔市" in {entity["text"] for entity in found["entities"]}


@pytest.mark.parametrize("line", ["no json", "[]", '{"id": "a"}', '{"id": "a", "text": 3}'])
def test_an_annotated_file_that_is_none(data_dir: Path, tmp_path: Path, line: str) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text(line + "\n", encoding="utf-8")
    done = extract(data_dir, "--gold", gold)
    assert done.returncode == ExitCode.USAGE
    assert "Line 1 " in done.stderr


def test_files_or_an_annotated_file_but_not_both(run: Run, report: Path) -> None:
    assert run("extract").returncode == ExitCode.USAGE
    assert run("extract", report, "--gold", report).returncode == ExitCode.USAGE


@pytest.mark.skipif(not GOLD.is_dir(), reason="the annotated reports are not beside the repository")
def test_the_scorer_reads_it(data_dir: Path, tmp_path: Path) -> None:
    report = GOLD.parent / "reports" / "huainan-report.txt"
    output = tmp_path / "output.jsonl"
    output.write_text(extract(data_dir, report, "--jsonl").stdout, encoding="utf-8")
    gold = tmp_path / "gold.jsonl"
    lines = (GOLD / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    gold.write_text(next(line for line in lines if '"huainan-report"' in line) + "\n", encoding="utf-8")
    command = [sys.executable, str(GOLD / "score.py"), str(gold), str(output), "--json"]
    figures = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    assert figures["documents_without_output"] == []
    assert figures["entities"]["f1"] >= 0.85
    assert figures["relations"]["f1"] >= 0.70


def test_explain_says_which_rule_read_what_in_which_sentence(run: Run, tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    report.write_text("甲江市外事工作总结\n\n我市与日本樱川市结为友好城市。天气晴朗。", encoding="utf-8")
    rows = [json.loads(line) for line in run("explain", str(report), "--claims", "--json").stdout.splitlines()]
    tie = next(claim for row in rows for claim in row["claims"] if claim["predicate"] == "TIE")
    assert (tie["subject"], tie["object"], tie["attributes"]) == ("甲江市", "樱川市", {"stage": "formal"})
    assert tie["rule"].startswith("tie.")
    assert 0 < tie["confidence"] <= 1
    assert all(row["claims"] for row in rows)
    shown = run("explain", str(report)).stdout
    assert "天气晴朗" in shown
    assert tie["rule"] in shown
