"""Writing the index and asking it."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.orm import Session

from catalog.search.measures import index_is_text
from catalog.search.queries import Found, search
from catalog.search.rules import END_OF_TITLE, IndexText
from catalog.search.services import clear, drop, put, put_many
from ils.db import is_postgresql, transaction
from ils.text import fold

HOSTILE = [
    "'", '"', "''", '""', "*", "^", "(", ")", "()", "-", "+", ":", "{}", "\\", "%", "_", "&", "|", "!", "<->", "\0",
    "\ud800",
    "AND", "OR", "NOT", "NEAR", "NEAR(", "a NEAR/2 b", "title:kitob", "title : ^ kitob", "kitob*", "*kitob", "kitob^2",
    "'; DROP TABLE record; --", "1 OR 1=1", "\" OR \"\"=\"", "<script>alert(1)</script>", "a" * 10_000, "a " * 5_000,
    '"' * 10_000, "!" * 10_000, "kitob & !daftar", "kitob:*", "'kitob':A", "\u202e\u200f", "\U0001e900", "ﷺ", "½",
    "²", "́",
    "%s %(x)s {x}", ":id", "🙂", "٣٤", "\ufffe",
]  # fmt: skip


def words(**classes: str) -> IndexText:
    return IndexText(**{name: fold(value) for name, value in classes.items()})


@pytest.fixture
def shelf(session: Session) -> Session:
    """Three books under the numbers 1 to 3."""
    with transaction(session):
        put_many(
            session,
            [
                (1, words(title="Oʻtkan kunlar", author="Qodiriy, Abdulla", subject="Roman")),
                (2, words(title="كتاب الف ليلة وليلة Kitāb Alf laylah", author="", rest="القاهرة")),
                (3, words(title="어린 왕자", author="생텍쥐페리")),
            ],
        )
    return session


def ids(session: Session, query: str) -> list[int]:
    return sorted(search(session, query).ids)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("Oʻtkan kunlar", [1]), ("o'tkan", [1]), ("ўткан кунлар", [1]), ("Ötkan", [1]), ("ÖTKAN KUN", [1]),
        ("kunlar qodiriy", [1]), ("Қодирий", [1]), ("otk", [1]), ('"kunlar otkan"', []), ('"otkan kunlar"', [1]),
        ("كتاب", [2]), ("ليل", [2]), ("kitab alf", [2]), ("Kitāb", [2]), ("القاهره", [2]),
        ("왕자", [3]), ("왕", [3]), ("어", [3]), ("щелрфт", []),
        ("щелфт", [1]), ("onrfy", [1]), ("kunlar daftar", []), ("", []),
    ],
)  # fmt: skip
def test_words_and_beginnings_are_found_in_any_script(shelf: Session, query: str, found: list[int]) -> None:
    assert ids(shelf, query) == found


@pytest.mark.parametrize("query", HOSTILE)
def test_nothing_typed_is_an_error(shelf: Session, query: str) -> None:
    assert set(search(shelf, query).ids) <= {1, 2, 3}
    assert ids(shelf, "otkan") == [1]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
@given(query=st.text(max_size=200) | st.text(alphabet="\"'*^():-+&|! aоκك어\\", max_size=60))
def test_no_query_raises(shelf: Session, query: str) -> None:
    assert search(shelf, query).total <= 3


def test_title_outweighs_author_subject_and_the_rest(session: Session) -> None:
    filler = " ".join(f"soz{number}" for number in range(20))
    with transaction(session):
        put_many(
            session,
            [
                (1, words(title=filler, author="ism", subject="mavzu", rest="bahor")),
                (2, words(title=filler, author="ism", subject="bahor", rest="izoh")),
                (3, words(title=filler, author="bahor", subject="mavzu", rest="izoh")),
                (4, words(title=f"bahor {filler}", author="ism", subject="mavzu", rest="izoh")),
                *((number, words(title="boshqa", author="kishi")) for number in range(10, 40)),
            ],
        )
    assert search(session, "bahor").ids == (4, 3, 2, 1)


def test_an_exact_title_comes_first(session: Session) -> None:
    with transaction(session):
        put_many(
            session,
            [
                (
                    1,
                    IndexText(title=f"tarix tarix tarix {END_OF_TITLE} tarix", subject="tarix", rest="tarix"),
                ),
                (
                    2,
                    IndexText(
                        title=f"tarix {END_OF_TITLE} asrlar osha uzoq bir yol haqida kitob " + "soz " * 40
                    ),
                ),
                (3, IndexText(title=f"tarix fani {END_OF_TITLE} tarix")),
            ],
        )
    assert search(session, "Tarix").ids[0] == 2
    assert search(session, "tarix fani").ids[0] == 3


def test_equal_ranks_keep_the_order_of_ids_over_pages(session: Session) -> None:
    with transaction(session):
        put_many(session, ((number, words(title="bir xil kitob")) for number in range(1, 31)))
    pages = [search(session, "kitob", limit=7, offset=start) for start in range(0, 35, 7)]
    assert [page.total for page in pages] == [30] * 5
    assert [number for page in pages for number in page.ids] == list(range(1, 31))


def test_a_change_leaves_nothing_of_the_old_words(shelf: Session) -> None:
    with transaction(shelf):
        put(shelf, 1, words(title="Mehrobdan chayon"))
    assert ids(shelf, "otkan") == []
    assert ids(shelf, "chayon") == [1]
    assert list(index_is_text(shelf)) == []


def test_of_two_texts_for_one_id_the_last_counts(session: Session) -> None:
    with transaction(session):
        put_many(session, [(1, words(title="bir")), (1, words(title="ikki"))])
    assert (ids(session, "bir"), ids(session, "ikki")) == ([], [1])
    assert list(index_is_text(session)) == []


def test_what_is_dropped_or_cleared_is_not_found(shelf: Session) -> None:
    with transaction(shelf):
        drop(shelf, 1)
        drop(shelf, 999)
    assert ids(shelf, "otkan") == []
    assert ids(shelf, "كتاب") == [2]
    with transaction(shelf):
        clear(shelf)
    assert search(shelf, "كتاب") == Found(0, ())
    assert list(index_is_text(shelf)) == []


def test_planted_corruption_is_found(shelf: Session) -> None:
    if is_postgresql(shelf):
        pytest.skip("PostgreSQL computes its index from the text itself")
    with transaction(shelf):
        shelf.execute(text("UPDATE search_text SET title = 'boshqa' WHERE id = 1"))
    assert [problem.code for problem in index_is_text(shelf)] == ["search_index_broken"]
