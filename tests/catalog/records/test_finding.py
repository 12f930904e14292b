"""Searching with filters, counts and pages."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from catalog.records.models import Record
from catalog.records.queries import Facets, Filters, Sort, facets_of, finding, search_records
from ils.db import is_postgresql, transaction
from tests.catalog.records.builders import add_all, marc21


@pytest.fixture
def shelf(session: Session) -> Session:
    """Six books and an article."""
    with transaction(session):
        add_all(
            session,
            marc21("Oʻtkan kunlar : roman", "Qodiriy, Abdulla", year=1926, isbn="978-0-306-40615-7"),
            marc21("Ўткан кунлар", "Қодирий, Абдулла", year=1974),
            marc21("Oʻtkan kunlar haqida oʻylar", "Normatov, Umarali", year=1996, subject="Oʻtkan kunlar"),
            marc21("Der kleine Prinz", "Saint-Exupéry, Antoine de", language="ger", year=1950, skip=4),
            marc21("Kitob al-hikma", language="ara", year=None, subject="Oʻtkan kunlar"),
            marc21("Atlas", kind="em", year=2001),
            marc21("Oʻtkan kunlar tili", "Karimov", kind="aa", year=1996),
        )
    return session


def titles(session: Session, query: str, **options: object) -> list[str]:
    return [record.title for record in search_records(session, query, **options).records]  # type: ignore[arg-type]


def test_an_empty_query_is_every_record_by_title(shelf: Session) -> None:
    found = search_records(shelf, "  ")
    assert found.total == 7
    assert [record.title for record in found.records] == [
        "Atlas", "Kitob al-hikma", "Der kleine Prinz", "Ўткан кунлар", "Oʻtkan kunlar haqida oʻylar",
        "Oʻtkan kunlar : roman", "Oʻtkan kunlar tili",
    ]  # fmt: skip


def test_a_query_without_words_finds_nothing(shelf: Session) -> None:
    found = search_records(shelf, "!!! «»")
    assert (found.total, found.records, found.facets) == (0, (), Facets(0, (), (), ()))


@pytest.mark.parametrize("query", ["Oʻtkan kunlar", "ўткан кунлар", "ÖTKAN KUNLAR", "o`tkan kunlar"])
def test_the_scripts_meet_and_exact_titles_come_first(shelf: Session, query: str) -> None:
    found = titles(shelf, query)
    assert set(found[:2]) == {"Oʻtkan kunlar : roman", "Ўткан кунлар"}
    assert found[-1] == "Kitob al-hikma"


def test_an_isbn_finds_by_number(shelf: Session) -> None:
    for query in ("978-0-306-40615-7", "0306406152", " 9780306406157 "):
        assert titles(shelf, query) == ["Oʻtkan kunlar : roman"]
    assert titles(shelf, "978-5-02-013850-6") == []


def test_filters_narrow_and_facets_show_the_other_choices(shelf: Session) -> None:
    found = search_records(shelf, "otkan kunlar", filters=Filters(language="uzb", document_type="book"))
    assert found.total == 3
    assert found.facets.languages == (("uzb", 3), ("ara", 1))
    assert found.facets.document_types == (("book", 3), ("article", 1))
    assert found.facets.years == ((1926, 1), (1974, 1), (1996, 1))
    years = search_records(shelf, "", filters=Filters(year_from=1950, year_to=1996))
    assert [record.year for record in years.records] == [1950, 1974, 1996, 1996]


def test_sorting(shelf: Session) -> None:
    by_year = [record.year for record in search_records(shelf, "", sort=Sort.YEAR).records]
    assert by_year == [2001, 1996, 1996, 1974, 1950, 1926, None]
    by_title = titles(shelf, "otkan", sort=Sort.TITLE)
    assert by_title == titles(shelf, "otkan", sort=Sort.TITLE, limit=3) + titles(
        shelf, "otkan", sort=Sort.TITLE, limit=3, offset=3
    )
    assert by_title[0] == "Kitob al-hikma"


def test_conditions_of_upper_packages_count_too(shelf: Session) -> None:
    found = search_records(shelf, "otkan", also=[Record.year > 1950])
    assert found.total == 3 == len(found.records)
    assert sorted(shelf.scalars(found.scope)) == sorted(record.id for record in found.records)


def test_pages_beyond_the_end_are_empty(shelf: Session) -> None:
    found = search_records(shelf, "otkan", offset=10_000)
    assert (found.total, found.records) == (5, ())


def test_a_broad_query_is_ordered_by_title(shelf: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "RANKED", 3)
    found = titles(shelf, "otkan kunlar")
    assert set(found[:2]) == {"Oʻtkan kunlar : roman", "Ўткан кунлар"}
    assert found[2] == "Kitob al-hikma"


def test_a_search_never_reads_the_wide_rows(shelf: Session) -> None:
    if is_postgresql(shelf):
        pytest.skip("the plan of SQLite")
    statement = search_records(shelf, "otkan", filters=Filters(language="uzb")).scope
    compiled = statement.compile(shelf.get_bind(), compile_kwargs={"literal_binds": True})
    plan = " | ".join(row.detail for row in shelf.execute(text(f"EXPLAIN QUERY PLAN {compiled}")))
    assert plan.index("search_fts") < plan.index("COVERING INDEX ix_record_found")


def test_no_filters_keep_the_records_without_a_year() -> None:
    cube = [("uzb", "book", None, 2), ("uzb", "book", 1990, 1)]
    assert facets_of(cube, Filters()) == Facets(3, (("uzb", 3),), (("book", 3),), ((1990, 1),))
    assert facets_of(cube, Filters(year_to=2000)).total == 1
