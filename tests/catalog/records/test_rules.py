"""What follows from the facts of a record."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.marc import DocumentType, Facts, Profile, SearchText, facts
from catalog.records.models import Record
from catalog.records.rules import LIMITS, branch_of, derive, fingerprint, index_text, keys_of, number_keys
from catalog.search.rules import END_OF_TITLE, parse
from tests.catalog.records.builders import marc21, unimarc


@pytest.mark.parametrize(
    ("marks", "branch"),
    [
        ([("udc", "821.512.133-31")], "fiction"), ([("udc", "82.09")], "literature"), ([("udc", "61")], "medicine"),
        ([("udc", "613.71")], "sport"), ([("udc", "631.4")], "agriculture"), ([("udc", "004.4")], "general"),
        ([("udc", "94(575.1)")], "social"), ([("udc", "911.3")], "geography"), ([("udc", "796.8")], "sport"),
        ([("bbk", "84(5Ў)6")], "fiction"), ([("bbk", "22.1")], "science"), ([("bbk", "74.2")], "social"),
        ([("bbk", "75.5")], "sport"), ([("ddc", "510")], "science"), ([("lcc", "PZ7.1")], "fiction"),
        ([("lcc", "B 20"), ("udc", "51")], "science"), ([("local", "51")], ""), ([("udc", "Ш5")], ""), ([], ""),
    ],
)  # fmt: skip
def test_the_branch_comes_from_the_best_class_mark(marks: list[tuple[str, str]], branch: str) -> None:
    assert branch_of(marks) == branch


def test_widths_are_those_of_the_columns() -> None:
    columns: Any = Record.__table__.c
    assert {name: columns[name].type.length for name in LIMITS} == LIMITS


@given(st.text(), st.text(), st.lists(st.text(max_size=30), max_size=3))
def test_columns_always_fit(title: str, author: str, marks: list[str]) -> None:
    class_marks = tuple(("udc", mark) for mark in marks)
    said = Facts(title=title * 50, author=author * 50, publisher=title * 90, class_marks=class_marks)
    columns = derive(said)
    for name, limit in LIMITS.items():
        assert len(columns[name]) <= limit
        columns[name].encode()
        assert "\0" not in columns[name]
    for _kind, value in keys_of(said):
        assert len(value.encode("utf-8", "strict")) > 0
        assert len(value) <= 200


def test_articles_skipped_in_filing_do_not_sort() -> None:
    german = derive(facts(marc21("Der kleine Prinz", language="ger", skip=4), Profile.MARC21))
    assert german["title_sort"].startswith("kleine")
    uzbek = derive(facts(marc21("Чол ва денгиз"), Profile.MARC21))
    assert uzbek["title_sort"].startswith("~")  # ch is the last letter of the alphabet


def test_any_part_of_something_larger_is_an_article() -> None:
    assert derive(Facts(document_type=DocumentType.VIDEO, is_analytic=True))["document_type"] == "article"
    assert derive(Facts(document_type=DocumentType.VIDEO))["document_type"] == "video"


def test_the_first_udc_mark_is_shown_before_others() -> None:
    marks = (("ddc", "500"), ("udc", "51"), ("udc", "52"), ("bbk", "22"))
    assert derive(Facts(class_marks=marks))["class_mark"] == "51"
    assert derive(Facts(class_marks=(("local", "Ш5"),)))["class_mark"] == "Ш5"


def test_fingerprints_of_both_scripts_meet() -> None:
    latin = fingerprint("Oʻtkan kunlar", "Qodiriy, Abdulla", 2020, "384 b.")
    assert latin == fingerprint("Ўткан кунлар", "Қодирий А.", 2020, "384 с.").replace(" a|", "|")
    assert fingerprint("Oʻtkan kunlar", "", None, "") == ""
    assert fingerprint("", "Qodiriy", 2020, "384") == ""
    assert fingerprint("Kitob", "", None, "x, 384 b., 8 varaq") == "kitob|||384"


def test_keys_are_given_once() -> None:
    said = Facts(control_number="7", control_source="X", isbns=("9789943012345",) * 2, issns=("1234-5679",))
    assert keys_of(said) == (("control", "X|7"), ("isbn", "9789943012345"), ("issn", "1234-5679"))
    assert keys_of(Facts()) == ()


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("978-0-306-40615-7", (("isbn", "9780306406157"),)),
        ("0-306-40615-2", (("isbn", "9780306406157"),)),
        ("0378-5955", (("issn", "0378-5955"),)),
        ("978-0-306-40615-8", ()),
        ("1984", ()),
        ("kitob", ()),
        ("9" * 10_000, ()),
        ("- - - - - - - -", ()),
    ],
)
def test_numbers_are_known_with_or_without_hyphens(query: str, keys: tuple[tuple[str, str], ...]) -> None:
    assert number_keys(query) == keys


def test_the_title_proper_stands_alone_in_the_first_line() -> None:
    said = facts(marc21("Oʻtkan kunlar : roman", "Qodiriy, Abdulla"), Profile.MARC21)
    assert index_text(said).title == f"otkan kunlar {END_OF_TITLE} roman"
    russian = index_text(facts(unimarc("Ёлка", "Пушкин"), Profile.UNIMARC))
    assert russian.title == f"yolka {END_OF_TITLE} yelka"
    assert index_text(Facts(search_text=SearchText())).title == ""
    assert parse(f"otkan {END_OF_TITLE} kunlar") == parse("otkan kunlar")
