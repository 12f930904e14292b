#!/usr/bin/env python3
"""Run the library system: the only thing one needs is Python 3.11 or newer.

    python3 run.py [--port N]        install, create or upgrade the database, fill the sample library, serve
    python3 run.py test [ARGS…]      install the test tools and run all tests
    python3 run.py setup             only install
    python3 run.py ils ARGS…         the `ils` command inside the environment

On Windows: `py run.py`. The environment variable ILS_HOME names the folder of the data (default: instance/).
Standard library only, and nothing that one operating system alone has.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
OLDEST = (3, 11)
# On POSIX run.py becomes the program, so that whoever stops the one stops the other.
BECOMES = os.name == "posix"


def main(arguments: list[str]) -> int:
    """Do what the first word says; without one, serve."""
    if sys.version_info < OLDEST:
        return tell(f"Python {OLDEST[0]}.{OLDEST[1]} or newer is needed; this is {sys.version.split()[0]}.")
    word = arguments[0] if arguments and not arguments[0].startswith("-") else "start"
    rest = arguments[1:] if arguments and not arguments[0].startswith("-") else arguments
    if word in {"help"} or "--help" in arguments[:1] or "-h" in arguments[:1]:
        print(__doc__)
        return 0
    if word == "test":
        return install("requirements-test.lock") or tests(rest)
    if word not in {"start", "setup", "ils"}:
        return tell(f"“{word}” is not known. Try: python3 run.py help", status=2)
    problem = install("requirements.lock")
    if problem or word == "setup":
        return problem
    return inside("-m", "ils", *(rest if word == "ils" else ["start", *rest]))


def tell(text: str, status: int = 1) -> int:
    """Say something to the person at the keyboard, never on standard output: scripts read that."""
    print(text, file=sys.stderr, flush=True)
    return status


def python() -> Path:
    """Return the Python of the environment."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def install(lock: str) -> int:
    """Make the environment and install the lock, unless that very lock is installed already."""
    wanted = fingerprint(lock)
    mark = VENV / f"{lock}.installed"
    if python().exists() and mark.exists() and mark.read_text("ascii") == wanted:
        return 0
    if not python().exists() and (problem := make_environment()):
        return problem
    tell(f"Installing {lock} …")
    status = subprocess.call(
        [python(), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input",
         "--require-hashes", "-r", str(ROOT / lock)],
        stdout=sys.stderr,
    )  # fmt: skip
    if status:
        return tell("The libraries could not be installed; see the messages above.", status)
    mark.write_text(wanted, "ascii")
    return 0


def fingerprint(lock: str) -> str:
    """Return what identifies an installation: the lock and the Python it was made for."""
    return hashlib.sha256((ROOT / lock).read_bytes() + sys.version.encode()).hexdigest()


def make_environment() -> int:
    """Make `.venv`; say which package is missing where the system's Python comes without venv."""
    tell("Making the environment .venv …")
    try:
        import ensurepip  # noqa: F401, PLC0415 - Debian's Python lacks it without the package named below
        import venv  # noqa: PLC0415
    except ImportError:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        return tell(
            "This Python has no venv. Install one package and run again:\n"
            f"    Debian, Ubuntu:  sudo apt install python{version}-venv"
        )
    venv.create(VENV, with_pip=True, clear=VENV.exists())
    return 0


def inside(*arguments: str) -> int:
    """Run the environment's Python where the person stands, with this folder's packages in sight."""
    environment = dict(os.environ)
    paths = [str(ROOT), environment.get("PYTHONPATH", "")]
    environment["PYTHONPATH"] = os.pathsep.join(path for path in paths if path)
    environment.setdefault("PYTHONUTF8", "1")
    command = [str(python()), *arguments]
    if BECOMES:
        sys.stdout.flush()
        os.execve(command[0], command, environment)  # noqa: S606 - no shell is wanted
    try:
        return subprocess.call(command, env=environment)
    except KeyboardInterrupt:
        return 0


def tests(arguments: list[str]) -> int:
    """Run the tests with as many workers as the machine has cores."""
    os.chdir(ROOT)
    workers = [] if any(each.startswith("-n") for each in arguments) else ["-n", "auto"]
    return inside("-m", "pytest", *workers, *arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
