"""docs/plan-lines.md says of every line of the plan what it counts, where that is done and which tests show it.

Run as a program, it writes the last column anew: python -m tests.ils.workplan.test_docs_lines
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from importlib.resources import files

import pytest
from flask import Flask
from werkzeug.exceptions import MethodNotAllowed, NotFound

from tests.proofs import ROOT, Proof, proofs, put_between

DOCUMENT = ROOT / "docs" / "plan-lines.md"
NUMBERS: list[str] = [
    line["number"]
    for line in json.loads(files("ils.workplan").joinpath("data", "plan_2021.json").read_text("utf-8"))
]
# What the tests of every line show: the act raises it by its rule; the same act again; taken back; put right; in the
# last minute of a year and the first of the next by the clock of Tashkent; on a day on which the library is closed.
SHOWS = ("once", "repeated", "undone", "corrected", "midnight", "closed")
ROW = re.compile(r"^\| (\d[\d.]*) \| ([^|]+?) \| ([^|]+?) \| (.*?) \|$", re.MULTILINE)


def shown() -> Mapping[str, Mapping[Proof, set[str]]]:
    """Return line → test → what it shows of the line, as the marks of the tests say."""
    found: dict[str, dict[Proof, set[str]]] = {}
    for proof in proofs():
        for numbers, shows in proof.lines:
            for number in numbers.split():
                found.setdefault(number, {}).setdefault(proof, set()).update(shows.split())
    return found


def words() -> dict[str, tuple[str, str]]:
    """Return what the document says of each line by hand: what it counts, and where that is done."""
    rows = ROW.findall(DOCUMENT.read_text("utf-8"))
    return {number: (rule, where) for number, rule, where, _tests in rows}


def cell(tests: Mapping[Proof, set[str]]) -> str:
    """Name the fewest tests that show everything of a line, those that show most first; count the others."""
    left, named = set(SHOWS), []
    while left and (best := max(tests, key=lambda each: (len(tests[each] & left), each.name), default=None)):
        new = tests[best] & left
        if not new:
            break
        left -= new
        named.append(f"{best.shown}: {', '.join(each for each in SHOWS if each in tests[best])}")
    more = len(tests) - len(named)
    return "<br>".join([*named, *([f"and {more} more"] if more else [])])


def table() -> str:
    found, told = shown(), words()
    rows = [
        f"| {number} | {' | '.join(told.get(number, ('', '')))} | {cell(found.get(number, {}))} |"
        for number in NUMBERS
    ]
    return "\n".join(["| № | what counts | where | shown by |", "|---|---|---|---|", *rows])


def written_anew() -> str:
    """Return the document with the tests as they stand now."""
    return put_between(DOCUMENT.read_text("utf-8"), "lines", table())


@pytest.mark.engine_free
@pytest.mark.parametrize("number", NUMBERS)
def test_every_line_is_shown_in_all_circumstances(number: str) -> None:
    told = set().union(*shown().get(number, {}).values())
    assert set(SHOWS) - told == set()


@pytest.mark.engine_free
def test_no_test_shows_a_line_or_a_circumstance_that_there_is_not() -> None:
    found = shown()
    assert set(found) - set(NUMBERS) == set()
    assert {each for tests in found.values() for told in tests.values() for each in told} == set(SHOWS)


@pytest.mark.engine_free
def test_a_test_that_shows_lines_says_so_in_its_name() -> None:
    assert [proof.shown for proof in proofs() if proof.lines and not re.search("_lines?_", proof.name)] == []


@pytest.mark.engine_free
def test_the_document_has_every_line_of_the_plan_in_its_order() -> None:
    assert [row[0] for row in ROW.findall(DOCUMENT.read_text("utf-8"))] == NUMBERS


@pytest.mark.engine_free
def test_the_last_column_is_that_of_the_tests() -> None:
    run = "run: python -m tests.ils.workplan.test_docs_lines"
    assert written_anew() == DOCUMENT.read_text("utf-8"), run


@pytest.mark.engine_free
def test_every_named_test_is_there() -> None:
    known = {(proof.name, proof.path) for proof in proofs()}
    named = set(re.findall(r"`(test_\w+)` \(([^)]+)\)", DOCUMENT.read_text("utf-8")))
    assert len(named) > 20
    assert named - known == set()


@pytest.mark.engine_free
def test_the_document_says_of_every_line_what_counts_and_where() -> None:
    told = words()
    assert [number for number in NUMBERS if len(told[number][0]) < 20] == []
    assert [number for number in NUMBERS if "`/" not in told[number][1]] == []


def test_the_screens_are_there(app: Flask) -> None:
    addresses = app.url_map.bind("localhost")
    for number, (_rule, where) in words().items():
        for address in re.findall(r"`(/[^`]*)`", where):
            try:
                endpoint, _values = addresses.match(address.replace("…", "1"), method="GET")
            except (NotFound, MethodNotAllowed):
                endpoint = ""
            assert endpoint, (number, address)


if __name__ == "__main__":
    DOCUMENT.write_text(written_anew(), "utf-8")
