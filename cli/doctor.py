"""`tieline doctor`: what is installed, reachable, wrong, and what to do about it.

Must stay true: it repairs nothing; a check that fails does not keep the others from running; a problem is what keeps
Tieline from working, a warning is what will.
"""

import os
import platform
import re
import shutil
import socket
import stat
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import typer

from cli import session
from cli.exits import ExitCode
from cli.options import Json
from cli.output import aligned, emit, language, out, say
from graph.ontology.errors import TielineError

if TYPE_CHECKING:
    from graph.database import Database
    from graph.settings import Settings

State = Literal["ok", "warning", "problem"]

LOW_DISK = 1024**3
NO_DISK = 100 * 1024**2
"""Bytes of free space below which there is a warning, and a problem."""

ENGINE = "arcadedb-embedded"


@dataclass(frozen=True)
class Finding:
    """What one check found; `cure` says what to do, "" where nothing is to be done."""

    check: str
    state: State
    text: str
    cure: str = ""


def doctor(json: Json = False) -> None:
    """Check the installation and say what to do. / 检查安装和数据

    Exit code 1 if there is a problem.
    """
    findings = list(_examine())
    if json:
        emit({"findings": findings})
    else:
        _show(findings)
    if any(finding.state == "problem" for finding in findings):
        raise typer.Exit(ExitCode.FAILED)


def _show(findings: list[Finding]) -> None:
    signs = {"ok": say("正常", "ok"), "warning": say("注意", "warning"), "problem": say("问题", "problem")}
    rows = [(signs[found.state], found.check, found.text) for found in findings]
    for line, finding in zip(aligned(rows, indent=""), findings, strict=True):
        out(line)
        if finding.cure:
            out("    → " + finding.cure)


def _examine() -> Iterator[Finding]:
    yield _python()
    yield _packages()
    try:
        settings = session.load()
    except TielineError as error:
        yield Finding("settings", "problem", error.message(language()))
        return
    yield Finding("settings", "ok", _stated(settings))
    yield from _folder(settings.data_dir)
    yield _port(settings)
    yield from _guarded("database", lambda: _database(settings))
    yield from _guarded("extraction", _extraction)


def _guarded(check: str, work: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    """The findings of this work, or the one that it failed."""
    try:
        yield from work()
    except TielineError as error:
        yield Finding(check, "problem", error.message(language()))
    except Exception as error:  # a broken installation fails in ways that nobody foresees
        cure = say("请重新安装 Tieline。", "Install Tieline anew.")
        yield Finding(check, "problem", f"{type(error).__name__}: {error}", cure)


def _python() -> Finding:
    text = f"Python {sys.version.split()[0]}, {platform.system()} {platform.machine()}"
    return Finding("python", "ok", text)


def _packages() -> Finding:
    missing = [name for name in _required() if not _installed(name)]
    if not missing:
        return Finding("packages", "ok", f"tieline {version('tieline')}")
    if missing == [ENGINE]:
        cure = say("请自备 Neo4j，并设置 TIELINE_DATABASE_URL。", "Bring a Neo4j: set TIELINE_DATABASE_URL.")
        return Finding("packages", "warning", say("没有内置数据库", "no embedded database"), cure)
    cure = say("请重新安装 Tieline。", "Install Tieline anew.")
    return Finding("packages", "problem", say("缺少：", "missing: ") + ", ".join(missing), cure)


def _required() -> Iterator[str]:
    for line in requires("tieline") or ():
        match = re.match(r"[\w.-]+", line)
        if match and "extra ==" not in line:
            yield match[0]


def _installed(name: str) -> bool:
    try:
        version(name)
    except PackageNotFoundError:
        return False
    return True


def _stated(settings: "Settings") -> str:
    names = sorted(settings.model_fields_set)
    return say("自定：", "set: ") + ", ".join(f"TIELINE_{name.upper()}" for name in names) if names else "-"


def _folder(folder: Path) -> Iterator[Finding]:
    if not folder.exists():
        yield Finding("data folder", "ok", say(f"{folder}（尚未建立）", f"{folder} (not made yet)"))
    elif not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        cure = say("请修改权限，或用 TIELINE_DATA_DIR 指定另一个文件夹。",
                   "Change its rights, or set TIELINE_DATA_DIR to another folder.")  # fmt: skip
        yield Finding("data folder", "problem", say(f"{folder} 不可写", f"{folder} is not writable"), cure)
    elif os.name == "posix" and stat.S_IMODE(folder.stat().st_mode) & 0o077:
        yield Finding("data folder", "warning", say(f"{folder} 其他用户可以进入", f"{folder} is open to other users"),
                      f"chmod 700 {folder}")  # fmt: skip
    else:
        yield Finding("data folder", "ok", str(folder))
    yield _disk(next(path for path in (folder, *folder.parents) if path.exists()))


def _disk(folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free
    state: State = "ok" if free >= LOW_DISK else "warning" if free >= NO_DISK else "problem"
    cure = "" if state == "ok" else say("请清理磁盘。", "Make room on the disk.")
    return Finding("disk", state, say(f"可用 {free / 1024**3:.1f} GiB", f"{free / 1024**3:.1f} GiB free"), cure)


def _port(settings: "Settings") -> Finding:
    address = f"{settings.host}:{settings.port}"
    with socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET) as probe:
        probe.settimeout(1.0)
        taken = settings.port and probe.connect_ex((settings.host.strip("[]"), settings.port)) == 0
    if not taken:
        return Finding("port", "ok", say(f"{address} 空闲", f"{address} is free"))
    cure = say("若不是正在运行的 Tieline，请设置 TIELINE_PORT。", "Unless that is Tieline, set TIELINE_PORT.")
    return Finding("port", "warning", say(f"{address} 已有程序在用", f"{address} is in use"), cure)


def _database(settings: "Settings") -> Iterator[Finding]:
    started = time.monotonic()
    with session.operating("doctor", settings=settings) as found:
        text = f"{found.db.kind}, {found.db.version}, {found.db.where} ({time.monotonic() - started:.1f} s)"
        yield Finding("database", "ok", text)
        yield from _contents(found.db)
        yield _counts(found)


def _counts(found: session.Session) -> Finding:
    """Whether documents hold what they say they hold."""
    from graph.read.soundness import miscounted

    wrong = miscounted(found.db, found.viewer)
    if not wrong:
        return Finding("evidence", "ok", say("与文件记录的数目一致", "as many as the documents state"))
    text = say(f"{len(wrong)} 份文件的内容不全：{wrong[0]}", f"{len(wrong)} documents are not whole: {wrong[0]}")
    cure = say(
        "请先移除这些文件（tieline documents remove），再重新导入原件。",
        "Take them out (tieline documents remove) and ingest their files again.",
    )
    return Finding("evidence", "problem", text, cure)


def _contents(db: "Database") -> Iterator[Finding]:
    from graph import evidence
    from graph.schema import SCHEMA_VERSION

    yield Finding("schema", "ok", say(f"版本 {SCHEMA_VERSION}", f"version {SCHEMA_VERSION}"))
    broken, pending = len(evidence.incomplete(db)), evidence.journal(db).any
    if broken:
        cure = say(
            "请再次运行上次中断的 tieline ingest 或 import。",
            "Run the `tieline ingest` or `import` that broke off again.",
        )
        yield Finding("documents", "warning", say(f"{broken} 份未写完", f"{broken} half written"), cure)
    else:
        yield Finding("documents", "ok", say("全部完整", "all whole"))
    if pending:
        cure = say("若没有导入正在进行，请运行 tieline rebuild。", "Unless an import is running: `tieline rebuild`.")
        yield Finding("knowledge", "warning", say("有改动待整理", "changes not folded yet"), cure)
    else:
        yield Finding("knowledge", "ok", say("与原文一致", "up to date"))


def _extraction() -> Iterator[Finding]:
    started = time.monotonic()
    from nlp.pipeline import EXTRACTOR, VERSION, Extractor
    from nlp.vocabulary import own_files

    Extractor()
    yield Finding("extraction", "ok", f"{EXTRACTOR} {VERSION} ({time.monotonic() - started:.1f} s)")
    own = ", ".join(str(path) for path in own_files())
    yield Finding("vocabulary", "ok", own or say("随附词表", "the lists that ship"))
