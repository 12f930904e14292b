"""Reading on behind a place: what stands before it is passed over, and nothing behind it reads otherwise."""

from __future__ import annotations

import io

import pytest

from catalog.marc import ReadRecord, read
from catalog.marc.charset import speaks_for_itself
from tests.catalog.marc.builders import record

RUSSIAN = "Справочник библиотекаря : учебное пособие для вузов / под ред. В. В. Орловой"
PLAIN = record((("245", "00$aOʻtkan kunlar"),))
ASCII = record((("245", "00$aAnimal farm"),), coding=" ")
CLEAR = record((("245", f"00$a{RUSSIAN}"),), charset="cp866", coding=" ")
UNCLEAR = record((("245", "00$aNo. 5 ё"),), charset="cp866", coding=" ")
LYING = record((("245", f"00$a{RUSSIAN}"),), charset="cp866")  # its leader says UTF-8
MARC8 = record((("245", "00$aCaf\x1bg"),), coding=" ")


def behind(data: bytes, after: int) -> list[ReadRecord]:
    """Return what a reader gets behind a place."""
    return [each for each in read(io.BytesIO(data), after=after) if each.position > after]


def told(found: ReadRecord) -> tuple[object, ...]:
    """Return all that a reading says; records themselves are equal where they are written alike."""
    return (*found[:3], str(found.record), *found[4:])


@pytest.mark.parametrize("after", range(8))
def test_what_stands_behind_a_place_reads_alike(after: int) -> None:
    data = b"".join((PLAIN, ASCII, CLEAR, UNCLEAR, PLAIN, LYING, UNCLEAR))
    whole = [told(each) for each in read(io.BytesIO(data)) if each.position > after]
    assert [told(each) for each in behind(data, after)] == whole


def test_an_unclear_record_follows_a_clear_one_that_nobody_asked_for() -> None:
    assert [each.charset for each in behind(PLAIN + CLEAR + UNCLEAR, 2)] == ["cp866"]


def test_what_is_passed_over_comes_without_bytes_and_keeps_its_place() -> None:
    passed, asked = read(io.BytesIO(PLAIN + PLAIN), after=1)
    assert (passed.position, passed.offset, passed.raw, passed.record) == (1, 0, b"", None)
    assert (asked.position, asked.offset, asked.raw) == (2, len(PLAIN), PLAIN)


def test_a_file_whose_records_are_all_passed_over_is_no_empty_one() -> None:
    assert behind(PLAIN, 5) == []


@pytest.mark.parametrize(
    ("raw", "alone"),
    [
        (PLAIN, True),
        (ASCII, True),
        (CLEAR, False),
        (UNCLEAR, False),
        (LYING, False),
        (MARC8, False),
        (b"", True),
    ],
)
def test_which_records_others_are_judged_by(raw: bytes, *, alone: bool) -> None:
    assert speaks_for_itself(raw) is alone
