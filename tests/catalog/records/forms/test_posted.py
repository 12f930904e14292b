"""What a browser sends of an editor page, field after field."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.marc.rows import Row, control
from catalog.records.forms import posted_entries, posted_rows, rows_from_text, rows_to_text
from catalog.records.rules.forms import Entry
from ils.errors import InputError

pytestmark = pytest.mark.engine_free

names = st.sampled_from(
    [
        "line",
        "drop",
        "v.title",
        "v.x",
        "tag",
        "ind1",
        "ind2",
        "code",
        "value",
        "data",
        "was",
        "element",
        "other",
    ]
)
pages = st.lists(st.tuples(names, st.text(max_size=12)), max_size=30)


@settings(max_examples=60, deadline=None)
@given(pages)
def test_any_page_is_read_without_a_fault(page: list[tuple[str, str]]) -> None:
    rows = posted_rows(page)
    assert all(row.subfields for row in rows)
    posted_entries(page)
    assert rows_from_text(rows_to_text(rows)) == rows


def test_lines_of_a_form_come_in_the_order_of_the_page() -> None:
    page = [
        ("v.lost", "x"), ("line", "isbn@4"), ("v.isbn", "1"), ("drop", ""), ("line", "isbn@"), ("v.isbn", "2"),
        ("line", "note@x9"), ("v.note", "3"), ("drop", "1"),
    ]  # fmt: skip
    assert posted_entries(page) == (
        Entry("isbn", {"isbn": "1"}, 4), Entry("isbn", {"isbn": "2"}), Entry("note", {"note": "3"}, removed=True)
    )  # fmt: skip


def test_fields_come_in_the_order_of_the_page_and_the_leader_first() -> None:
    page = [
        ("tag", "245"), ("ind1", "1"), ("ind2", ""), ("code", "a"), ("value", "Kitob"), ("code", "b"), ("value", " "),
        ("tag", "001"), ("data", "77"), ("tag", "LDR"), ("data", "00000nam"), ("tag", ""), ("code", "a"), ("value", ""),
    ]  # fmt: skip
    assert posted_rows(page) == (
        control("LDR", "00000nam"),
        Row("245", "1 ", (("a", "Kitob"),)),
        control("001", "77"),
    )


def test_a_field_changes_its_kind_with_its_tag() -> None:
    assert posted_rows([("tag", "500"), ("data", " izoh ")]) == (Row("500", "  ", (("a", "izoh"),)),)
    assert posted_rows([("tag", "009"), ("code", "a"), ("value", "izoh")]) == (control("009", "izoh"),)
    assert posted_rows([("tag", "FMT"), ("data", "BK")]) == (control("FMT", "BK"),)


@pytest.mark.parametrize(
    ("data", "elements", "text"),
    [
        ("abcdef", ["1:2:XY"], "aXYdef"),  # chosen anew
        ("abZdef", ["1:2:bc"], "abZdef"),  # typed anew into the field itself, the choice left alone
        ("abcdef", ["8:2:Q"], "abcdef  Q "),  # beyond the end
        ("abcdef", ["x:2:Q", "1:y:Q", "1", ""], "abcdef"),
        ("abcdef", ["1:2:"], "a  def"),
    ],
)
def test_the_elements_of_a_fixed_field(data: str, elements: list[str], text: str) -> None:
    page = [("tag", "008"), ("data", data), ("was", "abcdef"), *(("element", each) for each in elements)]
    assert posted_rows(page) == (control("008", text),)


def test_the_elements_of_a_data_field() -> None:
    page = [
        ("tag", "100"), ("ind1", ""), ("ind2", ""), ("code", "a"), ("value", "20260415d2019"), ("was", "20260415d2019"),
        ("element", "0:8:20260415"), ("element", "8:1:e"),
    ]  # fmt: skip
    assert posted_rows(page) == (Row("100", "  ", (("a", "20260415e2019"),)),)


def test_what_a_page_cannot_show_comes_back_from_behind_it() -> None:
    base = (
        Row("500", "  ", (("a", "tab\there"), ("b", ""))),
        control("005", "a\x1fb"),
        Row("500", "  ", (("a", "x"),)),
    )
    page = [
        ("tag", "500"), ("code", "a"), ("value", "tab here"), ("code", "b"), ("value", ""),
        ("tag", "005"), ("data", "a b"), ("was", "a b"), ("tag", "500"), ("code", "a"), ("value", "tab here"),
    ]  # fmt: skip
    assert posted_rows(page, base) == (base[0], base[1], Row("500", "  ", (("a", "tab here"),)))


@pytest.mark.parametrize(
    "text", ["", "null", "3", "[3]", '[["245"]]', '[["245", " ", []]]', '[["245", "  ", [["a"]]]]']
)
def test_what_is_no_record_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        rows_from_text(text)
