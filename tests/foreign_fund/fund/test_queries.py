"""Every figure of the fund equals the number of the rows that it opens."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from catalog.items.services import place, withdraw
from foreign_fund.fund import queries
from foreign_fund.fund.queries import NO_LANGUAGE, Asked, LanguageFigures
from ils.db import transaction
from ils.errors import LibraryError
from ils.library.funds import FOREIGN, Fund, load_fund
from tests.conftest import NOON
from tests.foreign_fund.shelf import Shelf, at

LATER = NOON.date() + timedelta(days=60)


@pytest.fixture
def fund(session: Session, shelf: Shelf) -> Fund:
    """Two German copies of one title (one lent, one shown), an English one elsewhere, an Uzbek one here."""
    prince = shelf.record("ger")
    shelf.copy("G-1", record=prince)
    shown = shelf.copy("G-2", record=prince)
    shelf.copy("E-1", "eng", department="lending")
    shelf.copy("U-1", "uzb")
    shelf.copy("U-2", "uzb", department="lending")
    shelf.copy("N-1", "")
    gone = shelf.copy("G-9")
    with transaction(session):
        place(
            session, item_id=shown.id, kind="exhibition", ref_id=1, label="Deutsch", section="", lendable=True,
            since=NOON.date(), until=None,
        )  # fmt: skip
        withdraw(session, at(), item_id=gone.id, act="7", day=NOON.date())
    shelf.lend("G-1")
    return load_fund(session)


def test_a_copy_belongs_by_department_or_by_language(session: Session, fund: Fund) -> None:
    found = queries.fund_items(session, fund=fund, asked=Asked(), day=NOON.date())
    assert {row.inventory_number for row in found.rows} == {"G-1", "G-2", "E-1", "U-1", "N-1"}
    assert found.total == 5


def test_figures_by_language(session: Session, fund: Fund) -> None:
    rows = {row.language: row for row in queries.by_language(session, fund=fund, day=LATER)}
    assert rows["ger"] == LanguageFigures("ger", 1, 2, 1, 1, 1)
    assert rows["uzb"] == LanguageFigures("uzb", 1, 1, 0, 0, 0)
    whole = queries.sum_of(tuple(rows.values()))
    assert whole == LanguageFigures("", 4, 5, 1, 1, 1)


@pytest.mark.parametrize("day", [NOON.date(), LATER])
def test_every_figure_opens_to_as_many_rows(session: Session, fund: Fund, day: date) -> None:
    for row in queries.by_language(session, fund=fund, day=day):
        code = row.language or NO_LANGUAGE
        opened = {
            state: queries.fund_items(session, fund=fund, asked=Asked(code, "", state), day=day).total
            for state in ("", "on_loan", "exhibition", "overdue")
        }
        assert opened == {
            "": row.copies, "on_loan": row.on_loan, "exhibition": row.on_exhibition, "overdue": row.overdue,
        }  # fmt: skip
        assert (
            queries.fund_titles(session, fund=fund, wanted=queries.TitlesWanted(language=code)).total
            == row.titles
        )


def test_copies_are_narrowed_and_cut_into_pages(session: Session, fund: Fund) -> None:
    day = NOON.date()
    elsewhere = queries.fund_items(session, fund=fund, asked=Asked(department="lending"), day=day)
    assert [row.inventory_number for row in elsewhere.rows] == ["E-1"]
    withdrawn = queries.fund_items(session, fund=fund, asked=Asked(state="withdrawn"), day=day)
    assert [row.inventory_number for row in withdrawn.rows] == ["G-9"]
    whole = queries.fund_items(session, fund=fund, asked=Asked(), day=day).rows
    halves = [
        queries.fund_items(session, fund=fund, asked=Asked(), day=day, limit=3, offset=at).rows
        for at in (0, 3)
    ]
    assert halves[0] + halves[1] == whole
    with pytest.raises(LibraryError):
        queries.fund_items(session, fund=fund, asked=Asked(state="flying"), day=day)


def test_a_lent_and_a_shown_copy_say_so(session: Session, fund: Fund) -> None:
    rows = queries.fund_items(session, fund=fund, asked=Asked(language="ger"), day=NOON.date()).rows
    told = {row.inventory_number: (row.due_on is not None, row.shown_at) for row in rows}
    assert told == {"G-1": (True, None), "G-2": (False, "Deutsch")}


def test_an_undefined_fund_is_empty(session: Session, fund: Fund) -> None:
    nothing = Fund(FOREIGN, frozenset(), frozenset())
    assert queries.by_language(session, fund=nothing, day=NOON.date()) == ()
    assert queries.sum_of(()) == LanguageFigures("", 0, 0, 0, 0, 0)
    assert queries.newest_titles(session, fund=nothing) == ()


def test_a_definition_is_tried_before_it_holds(session: Session, fund: Fund) -> None:
    tried = Fund(FOREIGN, frozenset({"lending"}), frozenset({"ger"}))
    shares = {row.language: row for row in queries.shares(session, fund=tried)}
    assert {code: (row.copies, row.belonging_copies, row.belonging_titles) for code, row in shares.items()} == {
        "ger": (2, 2, 1), "eng": (1, 1, 1), "uzb": (2, 1, 1), "": (1, 0, 0),
    }  # fmt: skip


def test_newest_titles_come_first(session: Session, fund: Fund) -> None:
    newest = queries.newest_titles(session, fund=fund, limit=2)
    assert len(newest) == 2
    assert newest[0].record_id > newest[1].record_id
