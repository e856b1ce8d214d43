"""Folders for what only the owner of the data may read: originals and uploads.

Must stay true: nobody else can enter, whatever the rights of the data folder are, on systems that know such rights.
"""

import os
from pathlib import Path

OWNER_ONLY = 0o700


def private_folder(path: Path) -> Path:
    """The folder, made if need be, closed to other users. Raises OSError."""
    path.mkdir(parents=True, exist_ok=True, mode=OWNER_ONLY)
    if os.name == "posix" and path.stat().st_mode & 0o077:
        path.chmod(OWNER_ONLY)
    return path
