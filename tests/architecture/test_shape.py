"""The size and the manners of the code: signs on the doors, short functions, no leftovers."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from statistics import median

import pytest

from tests.architecture.sources import FILES, FOLDERS, ROOT, text_files, told, tree

pytestmark = pytest.mark.engine_free

NAMELESS = {"utils", "util", "helpers", "helper", "common", "misc", "stuff"}
TESTS = sorted((ROOT / "tests").rglob("*.py"))
OURS = [*FILES, *TESTS, ROOT / "run.py"]
# (XXX alone is also a tag pattern and the currency that is none.)
LEFTOVERS = re.compile(r"\b(TODO|FIXME|HACK|NotImplementedError|(?i:coming soon|lorem ipsum))\b|#\s*XXX\b")
# Where somebody's machine shows: home folders, working folders, and where packages were fetched from.
MACHINE = re.compile(r"(?<![\w.:/-])/(?:work|root|Users|home)/\w|[A-Z]:\\\\Users|--(?:extra-)?index-url")


@pytest.mark.parametrize("folder", FOLDERS, ids=told)
def test_every_folder_has_a_sign_of_at_most_six_lines(folder: Path) -> None:
    sign = folder / "README.md"
    assert sign.is_file()
    lines = sign.read_text("utf-8").rstrip().split("\n")
    assert 1 <= len(lines) <= 6
    assert lines[0].strip()


@pytest.mark.parametrize("path", FILES, ids=told)
def test_every_module_says_what_it_is(path: Path) -> None:
    if path.name == "__init__.py" and not path.read_text("utf-8").strip():
        return  # an empty door needs no words, the sign beside it has them
    docstring = ast.get_docstring(tree(path))
    assert docstring
    assert docstring[0] == docstring[0].upper()


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [told(path) for path in OURS if path.stem in NAMELESS or path.parent.name in NAMELESS] == []


@pytest.mark.parametrize("path", OURS, ids=told)
def test_no_file_is_longer_than_400_lines(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 400


def lengths() -> list[int]:
    """Return the lines of every function of the program, its own head and docstring included."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [
        (node.end_lineno or 0) - node.lineno + 1
        for path in FILES
        for node in ast.walk(tree(path))
        if isinstance(node, kinds)
    ]


def test_functions_are_short() -> None:
    found = lengths()
    assert median(found) < 10
    assert sum(1 for length in found if length > 50) < 0.02 * len(found)


def test_every_public_function_and_class_says_what_it_is_for() -> None:
    silent = [
        f"{told(path)}:{node.lineno} {node.name}"
        for path in FILES
        for node in tree(path).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert silent == []


def test_nothing_is_left_for_later() -> None:
    found = [
        f"{told(path)}: {match.group()}"
        for path in text_files()
        if path.suffix in {".py", ".html", ".js", ".css", ".md"} and path != Path(__file__)
        for match in [LEFTOVERS.search(path.read_text("utf-8"))]
        if match
    ]
    assert found == []


def test_no_file_names_a_place_on_somebody_s_machine() -> None:
    found = [
        f"{told(path)}: {match.group()}"
        for path in text_files()
        if path != Path(__file__)
        for match in [MACHINE.search(path.read_text("utf-8", errors="replace"))]
        if match
    ]
    assert found == []


def test_test_files_stand_where_the_packages_stand() -> None:
    rooms = {path.relative_to(ROOT / "tests").parts[0] for path in TESTS if path.parent != ROOT / "tests"}
    assert rooms <= {
        "ils",
        "catalog",
        "circulation",
        "foreign_fund",
        "journeys",
        "architecture",
        "corpus",
        "browser",
    }
