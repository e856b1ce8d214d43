"""Files in and out again: ingest, sample, documents, rebuild, export, import, backup, restore."""

import errno
import io
import json
import os
import re
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from cli.exchange import _decoded
from cli.exits import ExitCode
from graph.exchange import BadExchangeFile, _check
from graph.ontology.errors import of_system
from graph.settings import Settings
from tests.cli.conftest import Done, Run

pytestmark = pytest.mark.database

Tieline = Callable[..., Done]


@pytest.fixture
def tieline(run: Run, settings: Settings) -> Tieline:
    def command(*arguments: object, **options: str) -> Done:
        return run(*arguments, settings=settings, **options)

    return command


def export(tieline: Tieline) -> str:
    done = tieline("export")
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_ingesting_again_changes_nothing(tieline: Tieline, report: Path) -> None:
    first = json.loads(tieline("ingest", report, "--json").stdout)
    assert (first["new"], first["failed"]) == (1, 0)
    assert first["claims"] >= 2
    assert first["documents_per_second"] > 0
    before = export(tieline)
    again = tieline("ingest", report.parent)
    assert again.returncode == 0, again.stderr
    assert "0 new, 0 updated, 1 unchanged, 0 failed" in again.stdout
    assert export(tieline) == before


def test_what_is_stated_of_a_file_is_kept(tieline: Tieline, report: Path) -> None:
    stated = ["--department", "市外办", "--share-class", "closed", "--date", "2023-12", "--locality", "澄江市"]
    assert tieline("ingest", report, *stated).returncode == 0
    (row,) = json.loads(tieline("documents", "list", "--json").stdout)["items"]
    assert row["share_class"] == "closed"
    assert row["locality"] == "澄江市"
    assert (row["document"]["department"], row["document"]["date"]) == ("市外办", "2023-12")


def test_a_file_that_cannot_be_read_costs_one_line(tieline: Tieline, report: Path) -> None:
    (report.parent / "broken.docx").write_bytes(b"PK\x03\x04 no document")
    done = tieline("ingest", report.parent, env={"TIELINE_LANGUAGE": "zh"})
    assert done.returncode == ExitCode.FAILED
    assert "新增 1" in done.stdout
    (line,) = done.stderr.splitlines()
    assert "broken.docx" in line
    failed = json.loads(tieline("ingest", report.parent, "--json").stdout)
    assert [Path(row["file"]).name for row in failed["failures"]] == ["broken.docx"]
    assert failed["failures"][0]["zh"] != failed["failures"][0]["en"]


@pytest.mark.parametrize(
    "arguments",
    [["no-such-file.txt"], [".", "--date", "2024-13"], [".", "--date", "soon"], [".", "--share-class", "secret"]],
)
def test_ingest_used_wrongly(run: Run, arguments: list[str]) -> None:
    assert run("ingest", *arguments).returncode == ExitCode.USAGE


def test_a_folder_without_files(run: Run, tmp_path: Path) -> None:
    done = run("ingest", tmp_path, env={"TIELINE_DATA_DIR": str(tmp_path / "data")})
    assert done.returncode == ExitCode.FAILED
    assert str(tmp_path) in done.stderr


def test_the_sample_comes_and_goes_alone(tieline: Tieline, report: Path) -> None:
    assert tieline("ingest", report).returncode == 0
    before = export(tieline)
    assert json.loads(tieline("sample", "load", "--json").stdout)["new"] == 8
    assert export(tieline) != before
    assert json.loads(tieline("sample", "remove", "--json").stdout) == {"removed": 8}
    assert export(tieline) == before


def test_documents_are_removed_only_with_a_yes(tieline: Tieline, report: Path) -> None:
    (document,) = json.loads(tieline("ingest", report, "--json").stdout)["documents"]
    refused = tieline("documents", "remove", document)
    assert refused.returncode == ExitCode.USAGE
    assert "--yes" in refused.stderr
    assert tieline("documents", "remove", "0" * 32, "--yes").returncode == ExitCode.NOT_FOUND
    assert json.loads(tieline("documents", "remove", document, "--yes", "--json").stdout) == {"removed": 1}
    counts = json.loads(tieline("stats", "--json").stdout)
    assert (counts["documents"], counts["entities"], counts["relations"]) == (0, {}, {})


def test_rebuild_and_import_leave_the_graph_as_it_was(tieline: Tieline, report: Path, tmp_path: Path) -> None:
    assert tieline("ingest", report).returncode == 0
    before = export(tieline)
    rebuilt = tieline("rebuild", "--json")
    assert json.loads(rebuilt.stdout)["folded"] > 0
    assert not rebuilt.stderr
    assert export(tieline) == before
    target = tmp_path / "out.jsonl"
    assert tieline("export", target).returncode == 0
    assert target.read_text(encoding="utf-8") == before
    assert [path.name for path in tmp_path.iterdir() if "partial" in path.name] == []
    assert json.loads(tieline("import", target, "--json").stdout)["documents"] == 0  # it is there already
    assert tieline("import", "-", stdin=before).returncode == 0
    assert export(tieline) == before


@pytest.mark.parametrize("content", [b'{"line": "other"}\n', b"\xff\xfe\n"])
def test_importing_something_else(tieline: Tieline, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other.jsonl"
    path.write_bytes(content)
    done = tieline("import", path)
    assert done.returncode == ExitCode.FAILED
    assert done.stderr.startswith("Line 1 ")


HEAD = b'{"line": "tieline", "format": 1}\n'


@pytest.mark.parametrize(
    "content",
    [
        b'{"line": "other"}\n',
        b"\xff\xfe\n",
        b"not JSON\n",
        b"[]\n",
        HEAD,
        HEAD + b'{"line": "end", "lines": 7}\n',
        HEAD + b'{"line": "planet"}\n',
        HEAD + b'{"line": "unit"}\n',
    ],
)
def test_what_is_wrong_with_an_import_is_told_in_one_language(content: bytes, tmp_path: Path) -> None:
    with pytest.raises(BadExchangeFile) as caught, (tmp_path / "spool").open("w+") as spool:
        _check(_decoded(io.BytesIO(content)), spool)
    chinese, english = caught.value.message("zh"), caught.value.message("en")
    reason = chinese.split("无法导入：")[1].split("。")[0]
    assert set(re.findall("[A-Za-z]{2,}", reason)) <= {"JSON", "UTF", "uid", "planet"}
    assert re.search("[\u4e00-\u9fff]", reason)
    assert english.isascii()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_file_that_the_system_refuses_is_told_in_one_language(
    tieline: Tieline, tmp_path: Path, language: str
) -> None:
    (tmp_path / "a.zip").write_bytes(b"PK no backup")
    os.mkfifo(tmp_path / "a.txt")
    told = tieline("restore", tmp_path / "a.zip", env={"TIELINE_LANGUAGE": language}).stderr
    told += tieline("ingest", tmp_path / "a.txt", env={"TIELINE_LANGUAGE": language}).stderr
    told += of_system(PermissionError(errno.EACCES, "Permission denied")).said(language)
    assert [words in told for words in ("不是 tieline backup", "不是普通文件", "没有权限")] == [language == "zh"] * 3
    assert [words in told for words in ("not write it", "not a regular", "denied")] == [language == "en"] * 3


def test_export_where_nothing_can_be_written(tieline: Tieline, tmp_path: Path) -> None:
    done = tieline("export", tmp_path / "missing" / "out.jsonl")
    assert done.returncode == ExitCode.FAILED
    assert len(done.stderr.splitlines()) == 1
    assert tieline("export", "--format", "xml").returncode == ExitCode.USAGE


def test_backup_and_restore(tieline: Tieline, settings: Settings, report: Path, tmp_path: Path) -> None:
    (document,) = json.loads(tieline("ingest", report, "--json").stdout)["documents"]
    before, target = export(tieline), tmp_path / "all.zip"
    assert json.loads(tieline("backup", target, "--json").stdout)["lines"] > 0
    again = tieline("backup", target)
    assert (again.returncode, str(target) in again.stderr) == (ExitCode.FAILED, True)
    assert tieline("backup", target, "--force").returncode == 0
    refused = tieline("restore", target)
    assert refused.returncode == ExitCode.FAILED
    assert "TIELINE_DATA_DIR" in refused.stderr
    assert tieline("documents", "remove", document, "--yes").returncode == 0
    assert json.loads(tieline("restore", target, "--json").stdout)["documents"] == 1
    assert export(tieline) == before
    originals = [path.read_bytes() for path in (settings.data_dir / "originals").rglob("*") if path.is_file()]
    assert originals == [report.read_bytes()]


@pytest.mark.skipif(os.name != "posix", reason="rights of this kind are POSIX's")
def test_originals_are_closed_to_others(tieline: Tieline, settings: Settings, report: Path) -> None:
    kept = settings.data_dir / "originals"
    kept.mkdir(mode=0o755)
    assert tieline("ingest", report).returncode == 0
    folders = [kept, *(path for path in kept.iterdir())]
    assert [stat.S_IMODE(folder.stat().st_mode) for folder in folders] == [0o700] * 2


@pytest.mark.skipif(os.name != "posix", reason="links need no rights there")
def test_a_link_that_leads_out_is_not_followed(tieline: Tieline, report: Path, tmp_path: Path) -> None:
    folder = tmp_path / "inbox"
    folder.mkdir()
    (folder / "own.txt").write_text("澄江市与日本深叶市结为友好城市。", encoding="utf-8")
    (folder / "out.txt").symlink_to(report)
    done = tieline("ingest", folder)
    assert done.returncode == 0
    (line,) = done.stderr.splitlines()
    assert str(folder / "out.txt") in line
    assert "1 new" in done.stdout


def test_restoring_something_else(tieline: Tieline, report: Path) -> None:
    assert tieline("restore", report).returncode == ExitCode.FAILED
    assert tieline("restore", "missing.zip").returncode == ExitCode.USAGE
