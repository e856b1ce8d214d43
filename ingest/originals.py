"""The original files, kept under the data folder by their content hash.

Must stay true: a file under its final name is whole; storing twice is storing once; no other user can read them.
"""

import os
import tempfile
from pathlib import Path

from ingest.private import private_folder

FOLDER = "originals"


def folder(data_dir: Path) -> Path:
    """Where the originals lie."""
    return data_dir / FOLDER


def path_of(data_dir: Path, sha256: str) -> Path:
    """Where the original with this hash lies, or would lie."""
    return folder(data_dir) / sha256[:2] / sha256


def keep(data_dir: Path, sha256: str, data: bytes) -> Path:
    """Store these bytes under their hash. Raises OSError when the disk is full."""
    private_folder(folder(data_dir))
    target = path_of(data_dir, sha256)
    if target.exists():
        return target
    private_folder(target.parent)
    handle, partial = tempfile.mkstemp(dir=target.parent, prefix=".partial-")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
        os.replace(partial, target)
    except BaseException:
        Path(partial).unlink(missing_ok=True)
        raise
    return target


def discard(data_dir: Path, sha256: str) -> None:
    """Forget the original with this hash."""
    path_of(data_dir, sha256).unlink(missing_ok=True)
