"""Real Neo4j servers for tests, without Docker: the Community jars from Maven, started by Launcher.java.

Must stay true: only a port on 127.0.0.1 is opened; a server ends with the test run, also when that is killed; jars are
fetched once into a cache outside the repository (TIELINE_NEO4J_CACHE) and never shipped.
"""

import hashlib
import os
import re
import secrets
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

VERSIONS = {"neo4j-5": ("5.26.30", 17), "neo4j-2026": ("2026.09.0", 21)}
"""Name of a server kind -> Neo4j version, and the least Java that runs it."""

COMPILED_AGAINST = "neo4j-5"
"""The launcher's few calls are the same in all versions, so one class serves all."""

USER = "neo4j"
_HERE = Path(__file__).parent
_READY_S = 180.0


class Missing(RuntimeError):
    """What this machine lacks to run a Neo4j, with what to do."""


@dataclass(frozen=True)
class Server:
    """A running Neo4j."""

    url: str
    password: str
    process: "subprocess.Popen[bytes]"


@contextmanager
def start(kind: str, home: Path | None = None, port: int = 0, password: str = "") -> Iterator[Server]:
    """A running server of this kind ("neo4j-5", "neo4j-2026"), in `home` or in a folder thrown away afterwards.

    Raises Missing.
    """
    java, classpath = prepare(kind)
    with TemporaryDirectory(prefix="tieline-neo4j-", ignore_cleanup_errors=True) as temporary:
        folder = home or Path(temporary)
        folder.mkdir(mode=0o700, exist_ok=True)
        server = _launch(java, classpath, folder, port, password or secrets.token_urlsafe(18))
        try:
            yield server
        finally:
            _stop(server.process)


@cache
def prepare(kind: str) -> tuple[str, str]:
    """The java command and the class path for this kind, fetched and compiled if need be. Raises Missing."""
    java = _java(VERSIONS[kind][1])
    return java, os.pathsep.join([str(_classes()), str(_jars(kind) / "*")])


def cache_folder() -> Path:
    """Where jars and classes are kept between runs."""
    return Path(os.environ.get("TIELINE_NEO4J_CACHE") or Path.home() / ".cache" / "tieline-neo4j")


def _launch(java: str, classpath: str, home: Path, port: int, password: str) -> Server:
    options = ["-Xmx512m", "-XX:+UseSerialGC", "--add-opens=java.base/java.nio=ALL-UNNAMED"]
    with (home / "launcher.log").open("ab") as log:
        process = subprocess.Popen(
            [java, *options, "-cp", classpath, "Launcher", str(home), str(port)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
        )
    alarm = threading.Timer(_READY_S, process.kill)
    alarm.start()
    try:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(f"{password}\n".encode())
        process.stdin.flush()
        said = process.stdout.readline().decode().split()
    finally:
        alarm.cancel()
    if said[:1] != ["ready"]:
        _stop(process)
        raise RuntimeError(f"Neo4j did not start:\n{(home / 'launcher.log').read_text(errors='replace')[-3000:]}")
    return Server(f"bolt://127.0.0.1:{said[1]}", password, process)


def _stop(process: "subprocess.Popen[bytes]") -> None:
    with suppress(OSError):
        if process.stdin:
            process.stdin.close()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdout:
        process.stdout.close()


def _jars(kind: str) -> Path:
    version = VERSIONS[kind][0]
    target = cache_folder() / f"neo4j-{version}"
    if not target.exists():
        maven = _command("mvn", "Maven", "maven")
        draft = target.with_name(f"{target.name}.{os.getpid()}")
        copy = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies"
        run = [maven, "-q", "-B", "-f", str(_HERE / "pom.xml"), f"-Dneo4j.version={version}", copy]
        _run([*run, "-DincludeScope=runtime", f"-DoutputDirectory={draft}"])
        _publish(draft, target)
    return target


def _classes() -> Path:
    source = _HERE / "Launcher.java"
    target = cache_folder() / f"launcher-{hashlib.sha256(source.read_bytes()).hexdigest()[:12]}"
    if not target.exists():
        draft = target.with_name(f"{target.name}.{os.getpid()}")
        compiler = [_command("javac", "A Java compiler", "default-jdk-headless"), "--release", "17"]
        _run([*compiler, "-cp", str(_jars(COMPILED_AGAINST) / "*"), "-d", str(draft), str(source)])
        _publish(draft, target)
    return target


def _publish(draft: Path, target: Path) -> None:
    """Show a finished folder under its name; another run may have been faster."""
    try:
        draft.rename(target)
    except OSError:
        shutil.rmtree(draft, ignore_errors=True)


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Missing(f"{Path(command[0]).name} failed:\n{(done.stdout + done.stderr)[-2000:]}")


def _command(name: str, what: str, package: str) -> str:
    found = shutil.which(name)
    if not found:
        raise Missing(f"{what} ({name}) is missing: apt-get install {package}")
    return found


def _java(least: int) -> str:
    """The oldest Java that is new enough: PATH, JAVA_HOME, the usual folders, and the one in the arcadedb wheel."""
    found = sorted((release, path) for path in _candidates() if (release := _release(path)) >= least)
    if not found:
        raise Missing(f"Java {least} or newer is missing: apt-get install default-jdk-headless")
    return found[0][1]


def _candidates() -> Iterator[str]:
    on_path = shutil.which("java")
    if on_path:
        yield on_path
    homes = [Path(os.environ["JAVA_HOME"])] if "JAVA_HOME" in os.environ else []
    homes += sorted(Path("/usr/lib/jvm").glob("*"))
    with suppress(ImportError):
        import arcadedb_embedded  # type: ignore[import-untyped]  # There is none on every platform.

        homes.append(Path(arcadedb_embedded.__path__[0]) / "jre")
    yield from (str(home / "bin" / "java") for home in homes if (home / "bin" / "java").exists())


def _release(java: str) -> int:
    said = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    found = re.search(r'version "(\d+)', said)
    return int(found.group(1)) if found else 0


def chosen_kind(version: str) -> str:
    """The kind whose Neo4j calls itself by this version."""
    (kind,) = [name for name, (number, _) in VERSIONS.items() if number in version]
    return kind
