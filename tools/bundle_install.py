"""Install Tieline from the folder that this file lies in, without a network: python3 install.py [FOLDER].

Must stay true: only the standard library is used, no index is asked, every wheel is checked against its hash.
"""

import os
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent


def made_for() -> str:
    """The Python version that the compiled wheels beside this file fit, as in a wheel's name: cp311."""
    [wheel] = (HERE / "wheels").glob("numpy-*.whl")
    return wheel.name.split("-")[2]


def install(folder: Path) -> int:
    """Make a virtual environment in this folder and install everything into it. Returns the exit code of pip."""
    venv.create(folder, with_pip=True, clear=True)
    scripts = folder / ("Scripts" if os.name == "nt" else "bin")
    # Settings of this user's pip (an index, a proxy) must not decide what a closed network installs.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
    environment["PIP_CONFIG_FILE"] = os.devnull
    command = [str(scripts / "python"), "-m", "pip", "install", "--disable-pip-version-check", "--quiet", "--no-index"]
    command += ["--find-links", str(HERE / "wheels"), "--require-hashes", "-r", str(HERE / "requirements.lock")]
    code = subprocess.run(command, env=environment, check=False).returncode
    if code == 0:
        print(f"Installed / 已安装: {scripts / 'tieline'}")
    return code


def main() -> int:
    here = f"cp{sys.version_info.major}{sys.version_info.minor}"
    if here != made_for():
        print(f"These wheels are for {made_for()}, this Python is {here}.", file=sys.stderr)
        print(f"安装包适用于 {made_for()}，当前 Python 是 {here}。", file=sys.stderr)
        return 1
    return install(Path(sys.argv[1] if len(sys.argv) > 1 else "~/tieline").expanduser().absolute())


if __name__ == "__main__":
    sys.exit(main())
