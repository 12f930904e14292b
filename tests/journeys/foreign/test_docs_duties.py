"""The table of docs/foreign-fund.md: every duty, its pages, and what its journey counts, are as it says."""

from __future__ import annotations

import ast
import json
import re
from dataclasses import dataclass
from functools import cache
from html import unescape
from importlib.resources import files
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.exceptions import MethodNotAllowed, NotFound

from ils.activity.kinds import Kind
from tests.journeys.foreign.room import Room
from tests.proofs import ROOT

HERE = Path(__file__).parent
DOCUMENT = ROOT / "docs" / "foreign-fund.md"
DUTIES = range(1, 12)
NONE = "none"
ROW = re.compile(r"^\| (\d+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \| `(test_\w+)` \|$", re.MULTILINE)


@dataclass(frozen=True)
class Duty:
    """A row of the table."""

    number: int
    words: str
    screens: tuple[tuple[str, str], ...]  # name, address
    kinds: frozenset[str]
    lines: frozenset[str]
    test: str


@cache
def table() -> tuple[Duty, ...]:
    """Return the rows of the document."""
    return tuple(
        Duty(
            int(number), words, tuple(re.findall(r"([^`·]+) `(/[^`]*)`", screens)),
            frozenset(re.findall(r"`([^`]+)`", kinds)),
            frozenset() if lines.strip() == NONE else frozenset(lines.split(", ")), test,
        )
        for number, words, screens, kinds, lines, test in ROW.findall(DOCUMENT.read_text("utf-8"))
    )  # fmt: skip


@cache
def journeys() -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    """Return test → the kinds that it says were logged, and the lines that it says moved."""
    found = {}
    for path in sorted(HERE.glob("test_*.py")):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_duty_"):
                found[node.name] = (_told(node, "done.acts"), _told(node, "done.lines"))
    return found


def _told(test: ast.FunctionDef, what: str) -> frozenset[str]:
    """Return the keys that a test holds `done.acts` or `done.lines` against, once."""
    (told,) = (
        node.test.comparators[0]
        for node in test.body
        if isinstance(node, ast.Assert)
        and isinstance(node.test, ast.Compare)
        and ast.unparse(node.test.left) == what
    )
    assert isinstance(told, ast.Dict), test.name
    return frozenset(_key(each) for each in told.keys)


def _key(node: ast.expr | None) -> str:
    if isinstance(node, ast.Attribute):
        return Kind[node.attr].value
    assert isinstance(node, ast.Constant)
    return str(node.value)


def counters() -> dict[str, frozenset[str]]:
    """Return line → the kinds that its counter counts, of the plan of 2021."""
    plan = json.loads(files("ils.workplan").joinpath("data", "plan_2021.json").read_text("utf-8"))
    return {
        line["number"]: frozenset(kind for term in line["counter"] or () for kind in term["kinds"])
        for line in plan
    }


@pytest.mark.engine_free
def test_the_table_has_each_duty_once_at_the_top_of_the_document() -> None:
    text = DOCUMENT.read_text("utf-8")
    assert [duty.number for duty in table()] == list(DUTIES)
    assert re.findall("^## .*$", text, re.MULTILINE)[0] == "## The eleven duties of the charter"
    assert text.index("| 11 |") < text.index("\n## ", text.index("| 11 |"))


@pytest.mark.engine_free
def test_each_duty_has_one_journey_and_names_it() -> None:
    assert {duty.test for duty in table()} == set(journeys())
    for duty in table():
        assert duty.test.startswith(f"test_duty_{duty.number:02d}_")


@pytest.mark.engine_free
@pytest.mark.parametrize("number", DUTIES)
def test_the_table_says_what_the_journey_counts(number: int) -> None:
    duty = table()[number - 1]
    kinds, lines = journeys()[duty.test]
    assert duty.kinds == kinds
    assert duty.lines == lines
    assert duty.kinds <= {each.value for each in Kind}


@pytest.mark.engine_free
@pytest.mark.parametrize("number", DUTIES)
def test_the_lines_named_count_the_kinds_named(number: int) -> None:
    """A line of the plan stands there for a kind that its counter has."""
    duty, counted = table()[number - 1], counters()
    assert duty.lines <= set(counted)
    assert [line for line in duty.lines if not counted[line] & duty.kinds] == []


def test_the_addresses_are_there(app: Flask) -> None:
    routes = app.url_map.bind("localhost")
    for duty in table():
        assert duty.screens
        for _name, address in duty.screens:
            try:
                endpoint, _values = routes.match(address.replace("…", "1"), method="GET")
            except (NotFound, MethodNotAllowed):
                endpoint = ""
            assert endpoint, (duty.number, address)


def test_the_pages_bear_the_names_that_the_table_gives(room: Room) -> None:
    shown = {pair for duty in table() for pair in duty.screens if "…" not in pair[1]}
    for name, address in sorted(shown):
        answer = room.browser.get(address, follow_redirects=True)
        heading = re.search(r"<h1[^>]*>(.*?)</h1>", unescape(answer.text), re.DOTALL)
        assert (answer.status_code, heading is not None) == (200, True), address
        assert heading is not None
        assert name.strip() in heading[1], (name, address)
