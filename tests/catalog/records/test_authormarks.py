"""Author marks by a table that the library loads: small tables of our own making in the shapes that are about."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from catalog.marc import Facts
from catalog.records.errors import RecordCode, RecordInputError, RecordNotFoundError
from catalog.records.queries import author_mark, author_mark_tables, mark_letters
from catalog.records.rules.authormarks import (
    LETTERS,
    TableLine,
    UnreadableLine,
    asked_key,
    heading_for_mark,
    mark_key,
    read_lines,
    read_table,
)
from catalog.records.services import drop_author_marks, load_author_marks, set_mark_letters
from ils.db import transaction
from tests.catalog.records.builders import WORK

# Two lines each, mark and word, as a menu file of IRBIS; the words are made up.
MENU = """А 11
А
А 12
Аб
В 11
В
В 24
Вве
В 25
Вга
З 11
З
З 31
Зуб
И 11
И
К 11
К
К 30
Каф
К 31
Каш
К 57
Код
О 11
О
О 91
Отк
Ч-11
Ч
У 11
У
I 10
I
M 10
M
M 98
Mu
O 10
O
Q 10
Q
S 10
S
*****
after the end nothing counts
"""
SEPARATED = """Word;Mark
Smith;642
"Smith, J.";654
Smithson;664
Mayer;468
"""


@pytest.fixture
def marks(session: Session) -> Session:
    with transaction(session):
        load_author_marks(session, WORK, name="menu", lines=MENU.splitlines())
        load_author_marks(session, WORK, name="three", lines=SEPARATED.splitlines())
    return session


def test_tables_are_told_with_their_lines(marks: Session) -> None:
    assert author_mark_tables(marks) == (("menu", 22), ("three", 4))


@pytest.mark.parametrize(
    ("heading", "mark"),
    [
        ("Введение", "В 24"),
        ("Вв", "В 11"),
        ("Кахтани", "К 30"),
        ("аль-Кахтани", "К 30"),
        ("Аль‑Кахтани, Саид", "К 30"),
        ("КАФКА, Франц", "К 30"),
        ("аз-Зубайди", "З-31"),
        ("Зотов", "З-11"),
        ("фон Каш", "К 31"),
        ("де Введенский", "В 24"),
        ("Чехов", "Ч-11"),
        ("Қодирий, Абдулла", "К 57"),
        ("Ўткур", "У 11"),
        ("Йўлдош", "И 11"),
        ("Qodiriy, Abdulla", "Q 10"),
        ("Oʻtkir", "O-10"),
        ("O'tkir", "O-10"),
        ("Müller", "M 98"),
        ("Shukur", "S 10"),
        ("Icke", "I-10"),
        ("Ёлка", ""),
        ("Ыстыбаев", ""),
        ("1984", ""),
        ("", ""),
        ("—", ""),
        ("漢字", ""),
    ],
)
def test_the_greatest_word_not_above_the_heading_decides(marks: Session, heading: str, mark: str) -> None:
    assert author_mark(marks, heading, "menu") == mark


@pytest.mark.parametrize(
    ("heading", "mark"),
    [
        ("Smith, Adam", "S 642"),
        ("Smith, John", "S 654"),
        ("Smithsonian", "S 664"),
        ("Mayer", "M 468"),
        ("Adams", ""),
    ],
)
def test_a_three_figure_table_knows_initials(marks: Session, heading: str, mark: str) -> None:
    assert author_mark(marks, heading, "three") == mark


def test_a_title_keeps_its_small_words(marks: Session) -> None:
    assert author_mark(marks, "De mundo", "menu") == "M 98"
    assert author_mark(marks, "De mundo", "menu", prefixes=False) == ""
    assert author_mark(marks, "Ат", "menu") == "А 12"


def test_an_unknown_table_has_no_marks(marks: Session) -> None:
    assert author_mark(marks, "Введение", "nowhere") == ""


def test_the_library_says_where_uzbek_letters_go(marks: Session) -> None:
    assert mark_letters(marks) == LETTERS
    with transaction(marks):
        set_mark_letters(marks, WORK, letters={"Қ": "О", "ў": "у"})
    assert author_mark(marks, "Қодирий", "menu") == "О-11"
    assert author_mark(marks, "Ҳамид", "menu") == ""
    for wrong in ({"қў": "к"}, {"1": "к"}, {"қ": ""}, {"қ": "abc"}):
        with pytest.raises(RecordInputError), transaction(marks):
            set_mark_letters(marks, WORK, letters=wrong)


def test_a_table_loaded_again_takes_the_place_of_the_old(marks: Session) -> None:
    with transaction(marks):
        assert load_author_marks(marks, WORK, name="menu", lines=["В 50\tВ"]) == 1
    assert author_mark(marks, "Введение", "menu") == "В 50"
    with transaction(marks):
        drop_author_marks(marks, WORK, name="menu")
    assert author_mark_tables(marks) == (("three", 4),)
    with pytest.raises(RecordNotFoundError), transaction(marks):
        drop_author_marks(marks, WORK, name="menu")


@pytest.mark.parametrize(
    ("text", "table"),
    [
        ("Аб\tА 12", [("аб", "А 12")]),
        ("А 12\tАб", [("аб", "А 12")]),
        ("А12,Аб", [("аб", "А 12")]),
        ("111,Aa\n112;Ab", [("aa", "A 111"), ("ab", "A 112")]),
        ("Smith, J., 654", [("smith j", "S 654")]),
        ("Аб\nА 12\nАв\nА 13", [("аб", "А 12"), ("ав", "А 13")]),
        ("А 12\nАб\nА 13\nАб", [("аб", "А 12")]),
    ],
)
def test_shapes_of_tables(text: str, table: list[tuple[str, str]]) -> None:
    assert [(line.key, line.mark) for line in read_table(text.splitlines())] == table


@pytest.mark.parametrize(
    ("text", "line"),
    [("Аб\tА 12\nnothing at all", 2), ("А 12\nАб\nА 13\nА 14\n*****", 3), ("А 12\nАб\nА 13\n*****", 3)],
)
def test_a_line_that_is_none_is_named(text: str, line: int) -> None:
    with pytest.raises(UnreadableLine) as problem:
        read_table(text.splitlines())
    assert problem.value.line == line


def test_a_file_that_is_no_table_is_refused(session: Session) -> None:
    with pytest.raises(RecordInputError) as refusal, transaction(session):
        load_author_marks(session, WORK, name="x", lines=["Аб\tА 12", "Roman"])
    assert (refusal.value.code, refusal.value.facts["line"]) == (RecordCode.MARKS_UNREADABLE, 2)
    with pytest.raises(RecordInputError) as refusal, transaction(session):
        load_author_marks(session, WORK, name="x", lines=["", "Word;Mark"])
    assert refusal.value.code is RecordCode.MARKS_EMPTY
    assert author_mark_tables(session) == ()


def test_lines_of_a_file_in_either_encoding() -> None:
    assert read_lines("А 12\r\nАб\r\n\x1a".encode("cp1251")) == ["А 12", "Аб"]
    assert read_lines("\ufeffА 12\nАб".encode()) == ["А 12", "Аб"]


@given(st.text(), st.booleans())
def test_any_heading_has_a_key_or_none(heading: str, prefixes: bool) -> None:
    key = asked_key(heading, LETTERS, prefixes=prefixes)
    assert key == key.strip()
    assert mark_key(key) in (key, mark_key(mark_key(key)))


def outcome(lines: list[str]) -> tuple[TableLine, ...] | int:
    """Return what a table reads as, or the line that it cannot be read at."""
    try:
        return read_table(lines)
    except UnreadableLine as problem:
        return problem.line


@given(st.lists(st.text(max_size=20), max_size=12))
def test_any_lines_are_a_table_or_a_named_refusal(lines: list[str]) -> None:
    found = outcome(lines)
    if isinstance(found, int):
        assert 1 <= found <= len(lines)
    else:
        assert all(line.key and line.mark for line in found)


def test_the_heading_of_a_description() -> None:
    assert heading_for_mark(Facts(title="Oʻtkan kunlar", author="Qodiriy, Abdulla")) == (
        "Qodiriy, Abdulla",
        True,
    )
    assert heading_for_mark(Facts(title="The art", title_filing_skip=4)) == ("art", False)
    many = Facts(title="Физика", author="Иванов, И.", responsibility="И. Иванов [и др.]")
    assert heading_for_mark(many) == ("Физика", False)
