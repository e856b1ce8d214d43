"""Looking at the graph: search, show, paths, stats, documents, doctor."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from cli.exits import ExitCode
from graph.database import Database
from graph.settings import Settings
from tests.cli.conftest import Done, Run

pytestmark = pytest.mark.database

CITY, PARTNER = "云川市", "维拉塔尔市"
Look = Callable[..., Done]


@pytest.fixture(scope="module")
def look(run: Run, stocked: Settings) -> Look:
    def command(*arguments: object, **variables: str) -> Done:
        return run(*arguments, settings=stocked, env=variables)

    return command


def test_search_finds_a_city_by_a_part_of_its_name(look: Look) -> None:
    found = json.loads(look("search", "维拉", "--type", "place", "--json").stdout)["items"]
    assert PARTNER in [hit["entity"]["name"] for hit in found]
    assert f"{PARTNER} (invented)" in look("search", "维拉").stdout
    assert f"{PARTNER}（虚构）" in look("search", "维拉", TIELINE_LANGUAGE="zh").stdout


def test_search_marks_what_a_hit_is_connected_with(look: Look) -> None:
    (line,) = look("search", PARTNER, "--type", "place").stdout.splitlines()
    assert "葡萄牙, " in line
    assert line.count("(invented)") == 2


def test_search_for_nothing_known(look: Look) -> None:
    done = look("search", "不存在的地方", "--json")
    assert done.returncode == ExitCode.NOT_FOUND
    assert json.loads(done.stdout)["items"] == []


def test_search_by_a_type_that_does_not_exist(look: Look) -> None:
    done = look("search", CITY, "--type", "Planet")
    assert done.returncode == ExitCode.USAGE
    assert "Place" in done.stderr


def test_show_tells_each_tie_with_its_stage(look: Look) -> None:
    shown = look("show", CITY, "--type", "Place")
    assert shown.returncode == 0, shown.stderr
    assert shown.stdout.startswith(f"{CITY} (invented)  ")
    assert f"{CITY} – {PARTNER} (invented): renewed" in shown.stdout
    assert "2024" in shown.stdout
    assert "evidence" in shown.stdout


def test_show_in_chinese_with_the_sentences(look: Look) -> None:
    shown = look("show", PARTNER, "--type", "Place", "--evidence", TIELINE_LANGUAGE="zh").stdout
    assert "续签" in shown
    assert "我市与维拉塔尔市续签《友好城市关系协议》" in shown
    assert "虚构" in shown


def test_show_as_json_by_id(look: Look) -> None:
    (hit,) = json.loads(look("search", PARTNER, "--type", "Place", "--json").stdout)["items"]
    shown = json.loads(look("show", hit["entity"]["id"], "--json", "--evidence").stdout)
    assert shown["page"]["entity"] == hit["entity"]
    ties = shown["page"]["facts"]["TIE"]
    assert ties[0]["attributes"]["stage"] == "renewed"
    assert shown["evidence"][ties[0]["id"]][0]["text"]


@pytest.mark.parametrize("wanted", ["不存在的地方", "0" * 32, " "])
def test_show_what_is_not_there(look: Look, wanted: str) -> None:
    done = look("show", wanted)
    assert done.returncode == ExitCode.NOT_FOUND
    assert not done.stdout


def test_a_name_of_several_things_is_answered_with_all_of_them(look: Look) -> None:
    done = look("show", "市")
    assert done.returncode == ExitCode.NOT_FOUND
    assert CITY in done.stderr
    assert len(done.stderr.splitlines()) > 2


def test_paths(look: Look) -> None:
    done = look("paths", PARTNER, "深叶市")
    assert done.returncode == 0, done.stderr
    assert f"{PARTNER} (invented) — {CITY} (invented) — 深叶市 (invented)" in done.stdout
    found = json.loads(look("paths", PARTNER, "深叶市", "--json").stdout)["paths"]
    assert [PARTNER, CITY, "深叶市"] in [[node["name"] for node in path["nodes"]] for path in found]


def test_each_step_of_a_path_marks_both_ends(look: Look) -> None:
    lines = look("paths", PARTNER, "深叶市", TIELINE_LANGUAGE="zh").stdout.splitlines()
    steps = [line for line in lines if line.startswith("  ")]
    assert len(steps) > 1
    assert [line for line in steps if line.count("（虚构）") != 2] == []


@pytest.mark.parametrize(
    ("language", "details"),
    [
        ("zh", "[2024-05-14 · 团组 · 来访 · 人数 12 · "),
        ("en", "[2024-05-14 · delegation · inbound · head count 12 · "),
    ],
)
def test_show_says_what_each_value_is(look: Look, language: str, details: str) -> None:
    assert details in look("show", CITY, "--type", "Place", TIELINE_LANGUAGE=language).stdout


def test_show_marks_the_other_end_of_every_fact(look: Look) -> None:
    lines = look("show", CITY, "--type", "Place", TIELINE_LANGUAGE="zh").stdout.splitlines()
    facts = [line for line in lines if "依据" in line]
    assert len(facts) > 20
    unmarked = [line for line in facts if line.count("（虚构）") != 1]
    assert all("意大利" in line or "葡萄牙" in line for line in unmarked)  # which nobody invents


def test_paths_to_itself_are_refused(look: Look) -> None:
    assert look("paths", PARTNER, PARTNER).returncode == ExitCode.USAGE


def test_stats(look: Look) -> None:
    found = json.loads(look("stats", "--json").stdout)
    assert found["documents"] == 8
    assert found["ties_by_stage"]["renewed"] >= 1
    assert [line.split() for line in look("stats").stdout.splitlines()[:2]] == [
        ["Documents", "8"],
        ["of", "them", "invented", "8"],
    ]


def test_documents_are_listed_page_by_page(look: Look) -> None:
    first = json.loads(look("documents", "list", "--limit", "5", "--json").stdout)
    rest = json.loads(look("documents", "list", "--limit", "5", "--cursor", first["cursor"], "--json").stdout)
    titles = {row["document"]["title"] for row in [*first["items"], *rest["items"]]}
    assert len(titles) == 8
    assert all(row["document"]["invented"] for row in first["items"])
    assert "(invented)" in look("documents", "list").stdout
    assert look("documents", "list", "--cursor", "nonsense").returncode == ExitCode.USAGE


def test_the_doctor_is_content(look: Look, stocked: Settings) -> None:
    done = look("doctor", "--json")
    states = {row["check"]: row["state"] for row in json.loads(done.stdout)["findings"]}
    assert done.returncode == 0, done.stdout
    assert "problem" not in states.values()
    assert {"python", "packages", "data folder", "disk", "database", "schema", "documents", "extraction"} <= set(states)
    assert str(stocked.data_dir) in look("doctor").stdout


def test_the_doctor_sees_what_a_crash_left(look: Look, session_database: Database) -> None:
    session_database.write("MERGE (d:Document {uid: 'torn'}) SET d.complete = false")
    session_database.write("MERGE (j:Journal {uid: 'open'}) SET j.blocks = ['b'], j.pairs = []")
    try:
        states = {row["check"]: row for row in json.loads(look("doctor", "--json").stdout)["findings"]}
    finally:
        session_database.write("MATCH (n) WHERE n.uid IN ['torn', 'open'] DETACH DELETE n")
    assert states["documents"]["state"] == states["knowledge"]["state"] == "warning"
    assert "tieline ingest" in states["documents"]["cure"]


def test_the_doctor_counts_what_is_stored(look: Look, session_database: Database) -> None:
    (held,) = session_database.read("MATCH (d:Document) RETURN d.uid AS uid, d.mentions AS mentions LIMIT 1")
    change = "MATCH (d:Document {uid: $uid}) SET d.mentions = $mentions"
    session_database.write(change, uid=held["uid"], mentions=held["mentions"] + 1)
    try:
        done = look("doctor", "--json")
        assert done.returncode == ExitCode.FAILED
        (found,) = [row for row in json.loads(done.stdout)["findings"] if row["check"] == "evidence"]
        assert held["uid"] in found["text"]
        assert "documents remove" in found["cure"]
    finally:
        session_database.write(change, **held)
    assert look("doctor").returncode == 0


def test_the_doctor_names_a_problem(run: Run, tmp_path: Path) -> None:
    env = {
        "TIELINE_DATA_DIR": str(tmp_path),
        "TIELINE_DATABASE_URL": "bolt://127.0.0.1:1",
        "TIELINE_DATABASE_PASSWORD": "x",
    }
    done = run("doctor", "--json", env=env)
    problems = [row["check"] for row in json.loads(done.stdout)["findings"] if row["state"] == "problem"]
    assert done.returncode == ExitCode.FAILED
    assert problems == ["database"]
    assert run("doctor", env={"TIELINE_PORT": "high"}).returncode == ExitCode.FAILED
