"""Every numbered decision of the desk has a test that bears its number, and docs/desk.md says which.

Run as a program, it writes the table of docs/desk.md anew: python -m tests.circulation.desk.test_numbers
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

import pytest

from tests.proofs import ROOT, proofs, put_between

pytestmark = pytest.mark.engine_free

DOCUMENT = ROOT / "docs" / "desk.md"
LAST = {"CO": 26, "CI": 12, "RN": 8, "DD": 10, "OV": 9, "VS": 2, "RG": 2, "SB": 10}
NUMBERS = [f"{part}-{number:02d}" for part, last in LAST.items() for number in range(1, last + 1)]
ROW = re.compile(r"^\| ([A-Z]{2}-\d\d) \| ([^|]+?) \| (.*?) \|$", re.MULTILINE)
SHOWN = 3  # tests of a number that the table names; the rest are counted


def numbers_of(name: str) -> set[str]:
    """Return the numbers that a test bears in its name: test_co_07_… and test_CO_07_… prove CO-07."""
    found = re.finditer(rf"(?<![a-z])({'|'.join(LAST)})_(\d\d)(?!\d)", name, re.IGNORECASE)
    return {f"{match[1].upper()}-{match[2]}" for match in found}


def by_number() -> Mapping[str, Sequence[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for proof in proofs():
        for number in numbers_of(proof.name):
            found[number].append((proof.path, proof.name))
    return {number: sorted(tests) for number, tests in found.items()}


def words() -> dict[str, str]:
    """Return what the document says of each number: written by hand, kept when the table is written anew."""
    return {number: told for number, told, _tests in ROW.findall(DOCUMENT.read_text("utf-8"))}


def cell(tests: Sequence[tuple[str, str]]) -> str:
    named = [f"`{name}` ({path})" for path, name in tests[:SHOWN]]
    more = f"and {len(tests) - SHOWN} more" if len(tests) > SHOWN else ""
    return "<br>".join([*named, *([more] if more else [])])


def table() -> str:
    found, told = by_number(), words()
    rows = [f"| {number} | {told.get(number, '')} | {cell(found.get(number, ()))} |" for number in NUMBERS]
    return "\n".join(["| № | what is decided | proved by |", "|---|---|---|", *rows])


def written_anew() -> str:
    """Return the document with the table as the tests stand now."""
    return put_between(DOCUMENT.read_text("utf-8"), "numbers", table())


def test_every_number_of_the_desk_has_a_test() -> None:
    found = by_number()
    assert [number for number in NUMBERS if not found.get(number)] == []
    assert len(NUMBERS) == 79


def test_no_test_bears_a_number_that_there_is_not() -> None:
    assert sorted(set(by_number()) - set(NUMBERS)) == []


def test_the_table_of_the_document_is_that_of_the_tests() -> None:
    assert written_anew() == DOCUMENT.read_text("utf-8"), "run: python -m tests.circulation.desk.test_numbers"


def test_the_document_says_of_every_number_what_it_decides() -> None:
    told = words()
    assert [number for number in NUMBERS if len(told.get(number, "")) < 10] == []


@pytest.mark.parametrize(
    ("name", "numbers"),
    [
        ("test_co_07_a_debt", {"CO-07"}),
        ("test_CO_07_a_debt", {"CO-07"}),
        ("test_sb_01_sb_06_what", {"SB-01", "SB-06"}),
        ("test_ci_05", {"CI-05"}),
        ("test_co_070_a_debt", set()),
        ("test_disco_07_nights", set()),
        ("test_a_co_99_that_is_none", {"CO-99"}),
    ],
)
def test_how_a_name_is_read(name: str, numbers: set[str]) -> None:
    assert numbers_of(name) == numbers


if __name__ == "__main__":
    DOCUMENT.write_text(written_anew(), "utf-8")
