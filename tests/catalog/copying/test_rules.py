"""What is asked: ISBNs wherever they are typed, CQL and attributes that no title can break."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.copying.errors import AnswerCode
from catalog.copying.rules import (
    Question,
    Term,
    attributes,
    bib1_diagnostic,
    cql,
    is_web_address,
    isbn_forms,
    plain,
    question,
    quoted,
    read_isbn,
    sru_diagnostic,
    terms,
)

pytestmark = pytest.mark.engine_free

BATH = {"isbn": "bath.isbn", "title": "bath.title", "author": "bath.author"}


@pytest.mark.parametrize(
    ("said", "isbn"),
    [
        ("9780156012195", "9780156012195"),
        ("978-0-15-601219-5", "9780156012195"),
        ("0-15-601219-7", "9780156012195"),
        ("ISBN 0156012197", "9780156012195"),
        ("ISBN: 0156012197", "9780156012195"),
        ("043942089x", "9780439420891"),
        ("043942089Х", "9780439420891"),  # the scanner typed into a Russian layout
        ("9780156012196", ""),
        ("The little prince", ""),
        ("", ""),
    ],
)
def test_an_isbn_is_read_as_it_comes(said: str, isbn: str) -> None:
    assert read_isbn(said) == isbn


def test_one_box_takes_an_isbn_or_a_title() -> None:
    assert question("978-0-15-601219-5", author="ignored") == Question(isbn="9780156012195")
    assert question(" The  little prince ", author="Saint-Exupéry") == Question(
        title="The little prince", author="Saint-Exupéry"
    )
    assert question("", title="Focus") == Question(title="Focus")
    assert question("words", isbn="0156012197").isbn == "9780156012195"
    assert not question('  "* ')


def test_old_catalogues_are_asked_for_the_ten_digits_too() -> None:
    assert isbn_forms("9780156012195") == ("9780156012195", "0156012197")
    assert isbn_forms("9791034300099") == ("9791034300099",)


def test_a_question_becomes_cql() -> None:
    assert cql(question("0156012197"), BATH) == 'bath.isbn = "9780156012195" or bath.isbn = "0156012197"'
    assert (
        cql(Question(title="Oʻtkan kunlar", author="Qodiriy"), BATH)
        == 'bath.title = "Oʻtkan kunlar" and bath.author = "Qodiriy"'
    )
    assert cql(Question(title="x y"), {"title": "bib.title all"}) == 'bib.title all "x y"'


def test_what_a_target_has_no_index_for_is_not_asked() -> None:
    assert cql(Question(title="x", author="y"), {"title": "t"}) == ""
    assert terms(Question(isbn="9780156012195"), {"title": "4"}) == ()


@given(st.text())
def test_no_title_leaves_its_quotes(text: str) -> None:
    assert re.fullmatch(r'"[^"\\*?^\x00-\x1f]*"', quoted(text))


def test_signs_of_the_query_language_are_left_out() -> None:
    assert plain('a" or dc.title="*\\') == "a or dc.title="
    assert quoted('say "hi"?') == '"say hi"'


def test_a_question_becomes_terms() -> None:
    asked = terms(Question(title="computer", author="Jack"), {"title": "4 4=6 3=3", "author": "1003"})
    assert asked == (
        (Term(((1, 4), (4, 6), (3, 3)), "computer"),),
        (Term(((1, 1003),), "Jack"),),
    )
    assert attributes("7") == ((1, 7),)
    assert [each.value for each in terms(question("0156012197"), {"isbn": "7"})[0]] == [
        "9780156012195", "0156012197",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("address", "good"),
    [
        ("https://services.dnb.de/sru/dnb", True),
        ("http://lx2.loc.gov:210/LCDB", True),
        ("http://127.0.0.1:9999/x?db=1", True),
        ("file:///etc/passwd", False),
        ("ftp://example.org/", False),
        ("javascript:alert(1)", False),
        ("https://", False),
        ("https://name:word@example.org/", False),
        ("https://example.org/ x", False),
        ("https://example.org/\nHost: other", False),
        ("https://example.org:99999999/", False),
        ("http://[::1", False),
        ("example.org/sru", False),
    ],
)
def test_only_web_addresses_are_asked(address: str, good: bool) -> None:
    assert is_web_address(address) is good


def test_diagnostics_have_words_of_their_own() -> None:
    assert sru_diagnostic(16) is AnswerCode.NO_SUCH_INDEX
    assert sru_diagnostic(None) is AnswerCode.DIAGNOSTIC
    assert bib1_diagnostic(114) is AnswerCode.NO_SUCH_INDEX
    assert bib1_diagnostic(109) is AnswerCode.NO_SUCH_DATABASE
    assert bib1_diagnostic(14) is AnswerCode.DIAGNOSTIC
