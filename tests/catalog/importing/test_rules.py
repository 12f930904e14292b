"""When two records are the same one, and what is said of bytes."""

from __future__ import annotations

from datetime import date

import pytest

from catalog.importing.rules import (
    Described,
    Home,
    Rule,
    hex_lines,
    largest_number,
    parse_day,
    recognise,
    signs_of,
    summed_name,
    telling_keys,
    visible_text,
)

KUNLAR = Described(
    "Oʻtkan kunlar",
    "Qodiriy, Abdulla",
    1926,
    "384 b. ; 21 sm",
    "UzTaNK",
    "17",
    "book",
    True,
    ("9789943000001",),
)


def said(**changes: object) -> Described:
    values = {name: getattr(KUNLAR, name) for name in Described.__slots__} | changes
    values["has_isbn"] = bool(values["isbns"])
    return Described(**values)  # type: ignore[arg-type]


def same(one: Described, other: Described) -> Rule | None:
    offered = signs_of(one)
    match = recognise(signs_of(other), dict.fromkeys(offered.offered, Home(7, offered.source)), {})
    return match and match.rule


@pytest.mark.parametrize(
    ("changes", "rule", "why"),
    [
        ({}, Rule.CONTROL, "the same"),
        ({"title": "Utkan kunlar", "isbns": ()}, Rule.CONTROL, "one number, author and year agree"),
        ({"title": "X", "author": "", "isbns": ()}, Rule.CONTROL, "one number, year and extent agree"),
        (
            {"title": "X", "author": "Y", "extent": "", "isbns": ()},
            None,
            "a number used again for another book",
        ),
        ({"control_source": "RuMoRGB"}, Rule.ISBN, "another library's number, the same ISBN"),
        ({"control_source": ""}, Rule.ISBN, "a number without its source says nothing"),
        ({"control_source": "RuMoRGB", "isbns": ()}, Rule.FINGERPRINT, "title, author, year and extent"),
        ({"control_source": "RuMoRGB", "isbns": (), "title": "ОʻТКАН   кунлар!"}, Rule.FINGERPRINT, "folded"),
        (
            {"control_source": "RuMoRGB", "isbns": (), "title": "Ўткан кунлар"},
            Rule.FINGERPRINT,
            "in Cyrillic",
        ),
        (
            {"control_source": "RuMoRGB", "isbns": (), "extent": "[2], 384 p."},
            Rule.FINGERPRINT,
            "in other words",
        ),
        ({"control_number": "18", "isbns": ()}, None, "the source itself tells them apart"),
        ({"control_source": "RuMoRGB", "isbns": (), "extent": "4 jild"}, None, "so few tell nothing"),
        ({"control_source": "RuMoRGB", "isbns": (), "year": 1927}, None, "another year"),
        ({"control_number": "18", "year": 1927}, None, "another year under one ISBN"),
        ({"control_number": "18", "title": "Oʻtkan kunlar. 2-qism"}, None, "another volume under one ISBN"),
        ({"control_source": "RuMoRGB", "isbns": (), "extent": "410 b."}, None, "another extent"),
        ({"control_source": "RuMoRGB", "isbns": (), "author": "Fitrat"}, None, "another author"),
        ({"control_source": "RuMoRGB", "isbns": (), "author": ""}, None, "no author"),
        ({"control_source": "RuMoRGB", "isbns": ("9785170000012",)}, None, "each has an ISBN of its own"),
        ({"control_source": "RuMoRGB", "isbns": (), "document_type": "sound"}, None, "read aloud"),
        ({"control_source": "RuMoRGB", "isbns": (), "year": None}, None, "no year"),
        ({"control_source": "RuMoRGB", "isbns": (), "extent": ""}, None, "no extent"),
    ],
)
def test_what_is_the_same_record(changes: dict[str, object], rule: Rule | None, why: str) -> None:
    assert same(KUNLAR, said(**changes)) == rule, why
    assert same(said(**changes), KUNLAR) == rule, why


def test_long_titles_are_compared_to_their_end() -> None:
    long = "Ming bir kecha " * 20
    one = said(title=f"{long} birinchi", control_number="", isbns=())
    assert same(one, said(title=f"{long} ikkinchi", control_number="", isbns=())) is None


def test_a_lonely_one_says_nothing_of_the_extent() -> None:
    score = said(title="Wiegenlied", author="Brahms", extent="1 score ; 31 cm", control_number="", isbns=())
    assert same(score, score) is None


@pytest.mark.parametrize(
    ("extent", "number"),
    [
        ("384 b. ; 21 sm", 384),
        ("8, 6, 136 p. ; 22 cm.", 136),
        ("12 v. in 11. 28 cm", 12),
        ("1 v. ; 24cm", None),
        ("", None),
        ("с. 5-17 ; 20 см", 17),
        ("9" * 5000, None),
    ],
)
def test_extent_is_its_largest_number_that_is_no_size(extent: str, number: int | None) -> None:
    assert largest_number(extent) == number


def test_the_file_itself_is_asked_too() -> None:
    signs = signs_of(KUNLAR)
    match = recognise(signs, {}, {hash(signs.offered[0]): Home(3, "")})
    assert match is not None
    assert (match.position, match.record_id) == (3, None)


def test_keys_that_tell() -> None:
    keys = [
        ("control", "|17"),
        ("control", "UzTaNK|17"),
        ("isbn", "978"),
        ("issn", "1"),
        ("fingerprint", "x"),
    ]
    assert [value for _kind, value in telling_keys(keys)] == ["UzTaNK|17", "978", "x"]


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
