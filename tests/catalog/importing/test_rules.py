"""Values and bytes as files have them; what a row becomes; which fields an update takes; how copies are mapped."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from catalog.importing.rules import (
    MergeProfile,
    SourceRule,
    clean_patterns,
    fate,
    hex_lines,
    merge_profile,
    merged,
    parse_day,
    summed_name,
    visible_text,
    wrong_patterns,
)
from catalog.incoming import Holdings, holdings, wrong_holdings


@dataclass(frozen=True)
class Row:
    """A field: its tag and whose it is."""

    tag: str
    text: str


def record(text: str) -> list[Row]:
    """Return fields of `001:a 245:b`."""
    return [Row(*each.split(":")) for each in text.split()]


def told(rows: list[Row]) -> str:
    return " ".join(f"{row.tag}:{row.text}" for row in rows)


OURS = "LDR:o 001:o 245:o 500:o1 500:o2 650:o 952:o 990:o"
THEIRS = "LDR:f 001:f 020:f 245:f 650:f1 650:f2 952:f 856:f"


@pytest.mark.parametrize(
    ("profile", "made", "why"),
    [
        ({}, "LDR:f 001:o 020:f 245:f 650:f1 650:f2 856:f 952:o 990:o", "the program's own: 001, 003, 9XX stay"),
        ({"keep": []}, THEIRS, "everything of the file"),
        ({"keep": ["XXX"]}, OURS, "nothing of the file, not even the leader"),
        ({"keep": ["9XX"], "take": ["952"]}, "LDR:f 001:f 020:f 245:f 650:f1 650:f2 952:f 856:f 990:o", "closer wins"),
        ({"keep": ["5XX", "LDR"]}, "LDR:o 001:f 020:f 245:f 500:o1 500:o2 650:f1 650:f2 952:f 856:f", "notes and leader"),
        ({"mode": "add", "keep": []}, "LDR:o 001:o 020:f 245:o 500:o1 500:o2 650:o 856:f 952:o 990:o", "what we lack"),
        ({"mode": "add", "keep": ["856"], "take": ["650"]},
         "LDR:o 001:o 020:f 245:o 500:o1 500:o2 650:f1 650:f2 952:o 990:o", "subjects of the file, no links"),
        ({"mode": "add", "keep": [], "take": ["500"]},
         "LDR:o 001:o 020:f 245:o 500:o1 500:o2 650:o 856:f 952:o 990:o", "taken, but the file has none"),
    ],
)  # fmt: skip
def test_an_update_takes_and_keeps(profile: dict[str, object], made: str, why: str) -> None:
    assert told(merged(record(OURS), record(THEIRS), merge_profile(profile))) == made, why


def test_an_update_with_itself_changes_nothing() -> None:
    for mode in ("replace", "add"):
        assert merged(record(OURS), record(OURS), MergeProfile(mode)) == record(OURS)


def test_patterns_are_read_as_people_type_them() -> None:
    assert clean_patterns("001, 9xx;ldr\n001") == ("001", "9XX", "LDR")
    assert wrong_patterns(("001", "9XX", "LDR", "12", "12345", "1$a", "7001")) == ("12", "12345", "1$a")
    assert MergeProfile().as_json() == merge_profile(MergeProfile().as_json()).as_json()


@pytest.mark.parametrize(
    ("decision", "score", "becomes"),
    [
        (None, 0, "new"),
        (None, 79, "new"),
        (None, 80, "skip"),
        (None, 9, "new"),
        ("new", 100, "new"),
        ("update", 50, "update"),
        ("skip", 50, "skip"),
        ("update", 0, "new"),
    ],
)
def test_what_becomes_of_a_row(decision: str | None, score: int, becomes: str) -> None:
    assert fate(decision, score, SourceRule()) == becomes  # type: ignore[arg-type]


def test_a_source_may_update_what_it_finds() -> None:
    rule = SourceRule(threshold=60, on_match="update")
    assert [fate(None, score, rule) for score in (0, 59, 60)] == ["new", "new", "update"]


def test_a_map_of_copies_is_kept_and_read() -> None:
    given = {"tag": "952", "barcode": "p", "call_number": "o", "places": {" Main ": "lending"}}
    read = holdings(given)
    assert read == Holdings("", "952", {"barcode": "p", "call_number": "o"}, {"main": "lending"})
    assert holdings(read.as_json()) == read
    assert holdings({"use": "910"}).as_json() == {"use": "910"}
    assert (wrong_holdings(read), holdings({}).as_json()) == ((), {})
    assert wrong_holdings(holdings({"tag": "95", "barcode": "p"})) == ("95",)
    assert wrong_holdings(holdings({"tag": "952", "barcode": "$p"})) == ("$p",)
    assert wrong_holdings(holdings({"tag": "952", "price": "g"})) == ("barcode",), "no number, no copy"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-05-31", date(2024, 5, 31)),
        ("20240531", date(2024, 5, 31)),
        ("2024-05-31 10:00:00", date(2024, 5, 31)),
        ("31.5.2024", date(2024, 5, 31)),
        ("2024-02-31", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_days_of_acquisition(text: str, day: date | None) -> None:
    assert parse_day(text) == day


@pytest.mark.parametrize(
    ("known", "met", "name"),
    [
        ("", set(), ""),
        ("", {"ascii"}, "ascii"),
        ("ascii", {"utf-8"}, "utf-8"),
        ("utf-8", {"ascii", "utf-8"}, "utf-8"),
        ("utf-8", {"cp1251"}, "mixed"),
        ("mixed", {"utf-8"}, "mixed"),
    ],
)
def test_one_name_for_the_charsets_of_a_file(known: str, met: set[str], name: str) -> None:
    assert summed_name(known, met) == name


def test_bytes_are_shown_as_they_are() -> None:
    assert hex_lines(b"ab\x1f\xff" + b"x" * 13)[0] == (
        "000000",
        "61 62 1f ff 78 78 78 78 78 78 78 78 78 78 78 78",
        "ab··" + "x" * 12,
    )
    assert hex_lines(b"") == ()
    assert visible_text(b"a\x1fb\x1e\x1d\x08", "utf-8") == "a‡b¶\n■\n<08>"
    assert visible_text(b"\xe1", "marc-8") == "á"
