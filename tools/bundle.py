"""Fill a folder with every wheel that Tieline needs on this kind of machine, and the program that installs them.

Must stay true: the folder alone is enough (no index, no compiler), and what is installed from it is checked against the
hashes of requirements.lock and of the wheel made here.
"""

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

PIP = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input", "--quiet")

README = """\
Tieline: installation without a network / 离线安装

    python3 install.py FOLDER

FOLDER is where the program goes (default: ~/tieline). Python {python} is needed: the wheels here were made for it, on
this kind of machine: {platform}.
FOLDER 为安装位置（默认 ~/tieline）。需要 Python {python}，适用于与制作本安装包相同类型的机器：{platform}。

Then / 然后:    FOLDER/bin/tieline serve
"""


def collect(target: Path) -> None:
    """Download what the lock names, as wheels for this machine, and build the project's own wheel beside them."""
    # setuptools packs whatever an earlier build left there, files deleted since then included.
    shutil.rmtree(ROOT / "build", ignore_errors=True)
    download = [*PIP, "download", "--require-hashes", "--only-binary", ":all:", "-r", str(ROOT / "requirements.lock")]
    subprocess.run([*download, "--dest", str(target)], cwd=ROOT, check=True)
    build = [*PIP, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(target), str(ROOT)]
    subprocess.run(build, cwd=ROOT, check=True)


def bundle_lock(wheels: Path) -> str:
    """The lock with one more entry: the project's own wheel and its hash."""
    [wheel] = wheels.glob("tieline-*.whl")
    version = wheel.name.split("-")[1]
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    return f"{lock}tieline=={version} \\\n    --hash=sha256:{digest}\n"


def write(target: Path) -> None:
    """Make the folder anew. It appears under its name only when it is complete."""
    unfinished = target.with_name(target.name + ".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    (unfinished / "wheels").mkdir(parents=True)
    collect(unfinished / "wheels")
    (unfinished / "requirements.lock").write_text(bundle_lock(unfinished / "wheels"), encoding="utf-8")
    shutil.copyfile(Path(__file__).with_name("bundle_install.py"), unfinished / "install.py")
    shutil.copyfile(ROOT / "LICENSE", unfinished / "LICENSE")
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    (unfinished / "README.txt").write_text(README.format(python=python, platform=sys.platform), encoding="utf-8")
    shutil.rmtree(target, ignore_errors=True)
    unfinished.rename(target)


def main(arguments: Sequence[str]) -> int:
    target = Path(arguments[0] if arguments else "bundle").absolute()
    write(target)
    wheels = list((target / "wheels").iterdir())
    megabytes = sum(wheel.stat().st_size for wheel in wheels) / 1e6
    print(f"{target}: {len(wheels)} wheels, {megabytes:.0f} MB. On the other machine: python3 install.py")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
