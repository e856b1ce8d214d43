"""Write requirements.lock (to run) and requirements-dev.lock (to work here): exact versions with their hashes.

Must stay true: one lock serves every platform that has wheels (markers choose), it names no index, address or path, and
the development lock holds the same versions as the other.
"""

import argparse
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

OLDEST_PYTHON = "3.11"


def build_requirements() -> str:
    """What building the project itself needs, one a line: in the lock too, so that no build reaches for an index."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    return "\n".join(tomllib.loads(text)["build-system"]["requires"])


def resolve(output: Path, *options: str) -> None:
    """Resolve pyproject.toml into this lock; versions already in the file are kept unless `--upgrade` is given."""
    command = ["uv", "pip", "compile", "pyproject.toml", "-", "--universal", "--python-version", OLDEST_PYTHON]
    command += ["--generate-hashes", "--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"]
    command += ["--no-config", "--quiet", "--output-file", str(output), *options]
    subprocess.run(command, cwd=ROOT, check=True, text=True, input=build_requirements(), stdout=subprocess.DEVNULL)


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description="Resolve the dependencies and write both locks.")
    parser.add_argument("--upgrade", action="store_true", help="take the newest versions that pyproject.toml allows")
    options = ["--upgrade"] if parser.parse_args(arguments).upgrade else []
    resolve(ROOT / "requirements.lock", *options)
    resolve(ROOT / "requirements-dev.lock", "--extra", "dev", "--constraint", str(ROOT / "requirements.lock"), *options)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
