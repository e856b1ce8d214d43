"""The bundle installs on a closed network and holds all that the program needs."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tools import bundle

ROOMS = ("graph", "ingest", "nlp", "api", "viz", "cli")

CLOSED = {"PIP_NO_INDEX": "1", "PIP_INDEX_URL": "http://127.0.0.1:9/none", "HTTPS_PROXY": "http://127.0.0.1:9"}
"""An environment in which asking any index fails."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "bundle"
    bundle.write(folder)
    return folder


@pytest.mark.long
def test_the_bundle_installs_with_the_index_off_and_runs(made: Path, tmp_path: Path) -> None:
    installer = [sys.executable, str(made / "install.py"), str(tmp_path / "installed")]
    done = subprocess.run(installer, env={**os.environ, **CLOSED}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    program = str(tmp_path / "installed/bin/tieline")
    version = subprocess.run([program, "version"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert version.returncode == 0, version.stderr
    assert "0.1.0" in version.stdout


@pytest.mark.long
def test_the_wheel_holds_every_file_of_the_rooms(made: Path) -> None:
    [wheel] = (made / "wheels").glob("tieline-*.whl")
    packed = set(zipfile.ZipFile(wheel).namelist())
    listed = subprocess.run(["git", "ls-files", *ROOMS], cwd=bundle.ROOT, capture_output=True, text=True, check=True)
    assert set(listed.stdout.splitlines()) - packed == set()


def test_the_bundle_checks_the_hash_of_the_projects_own_wheel(tmp_path: Path) -> None:
    (tmp_path / "tieline-0.1.0-py3-none-any.whl").write_bytes(b"wheel")
    last = bundle.bundle_lock(tmp_path).splitlines()[-2:]
    assert last[0] == "tieline==0.1.0 \\"
    assert last[1].startswith("    --hash=sha256:")
    assert len(last[1]) == len("    --hash=sha256:") + 64
