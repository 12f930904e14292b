"""The floors and rooms of the house, held by import-linter; and that every module can be imported at all."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.architecture.sources import FILES, FOLDERS, PACKAGES, ROOT, module_name, told

pytestmark = pytest.mark.engine_free

# The one subject whose rooms are named after what a file of records goes through.
ODD = {"catalog.marc"}
LINT = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"


def test_every_contract_of_the_house_holds() -> None:
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "COLUMNS": "200"}
    done = subprocess.run(
        [sys.executable, "-c", LINT], cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
        encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_contracts_cover_every_package_exhaustively() -> None:
    linter = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    assert set(linter["root_packages"]) == set(PACKAGES)
    covered = {name for each in linter["contracts"] if each.get("exhaustive") for name in each["containers"]}
    subjects = {
        module_name(folder / "__init__.py") for folder in FOLDERS if len(folder.relative_to(ROOT).parts) == 2
    }
    rooms = {name for name in subjects if not name.startswith("ils.")} - ODD
    assert {name for name in rooms if not {name, f"{name.partition('.')[0]}.*"} & covered} == set()
    assert set(PACKAGES) <= covered


@pytest.mark.parametrize("path", [path for path in FILES if path.name != "__main__.py"], ids=told)
def test_every_module_can_be_imported(path: Path) -> None:
    assert importlib.import_module(module_name(path)).__name__ == module_name(path)


def test_the_roof_knows_every_table() -> None:
    found = "import sys, ils.app; print(*sorted(name for name in sys.modules if name.endswith('.models')))"
    done = subprocess.run(
        [sys.executable, "-c", found], cwd=ROOT, capture_output=True, text=True, check=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert {module_name(path) for path in FILES if path.name == "models.py"} <= set(done.stdout.split())
