"""Seconds from a second `run.py` to the first page."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

RUN = Path(__file__).parent.parent / "run.py"
PORT = 8193


def main() -> None:
    """Start twice in one folder and print the second start's time to the first page."""
    with tempfile.TemporaryDirectory() as folder:
        first, second = _start(folder), _start(folder)
    print(f"seconds to the first page: first start {first:.1f} (with the sample) · second {second:.1f}")


def _start(folder: str) -> float:
    environment = {**os.environ, "ILS_HOME": folder}
    begun = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, str(RUN), "--port", str(PORT)], env=environment, stdout=subprocess.DEVNULL
    ) as process:
        while not _answers():
            time.sleep(0.05)
        took = time.perf_counter() - begun
        process.terminate()
    return took


def _answers() -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{PORT}/search", timeout=1):
            return True
    except (urllib.error.URLError, OSError):
        return False
