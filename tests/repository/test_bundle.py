"""The bundle installs on a closed network."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tools import bundle

CLOSED = {"PIP_NO_INDEX": "1", "PIP_INDEX_URL": "http://127.0.0.1:9/none", "HTTPS_PROXY": "http://127.0.0.1:9"}
"""An environment in which asking any index fails."""


@pytest.mark.long
def test_the_bundle_installs_with_the_index_off_and_runs(tmp_path: Path) -> None:
    bundle.write(tmp_path / "bundle")
    environment = {**os.environ, **CLOSED}
    command = [sys.executable, str(tmp_path / "bundle/install.py"), str(tmp_path / "installed")]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    program = tmp_path / "installed/bin/tieline"
    version = subprocess.run([str(program), "version"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert version.returncode == 0, version.stderr
    assert "0.1.0" in version.stdout


def test_the_bundle_checks_the_hash_of_the_projects_own_wheel(tmp_path: Path) -> None:
    (tmp_path / "tieline-0.1.0-py3-none-any.whl").write_bytes(b"wheel")
    last = bundle.bundle_lock(tmp_path).splitlines()[-2:]
    assert last[0] == "tieline==0.1.0 \\"
    assert last[1].startswith("    --hash=sha256:")
    assert len(last[1]) == len("    --hash=sha256:") + 64
