"""The rules of responsibility as tables: what a scan means, what became of a copy, what each movement does."""

from __future__ import annotations

from datetime import date

import pytest

from foreign_fund.custody.rules.checking import (
    Expected,
    Outcome,
    Scanned,
    ShelfFacts,
    Verdict,
    outcome,
    read_begins,
    verdict,
)
from foreign_fund.custody.rules.ledger import History, LegKind, Step, Sum, balance, entries, legs

SHELF = ShelfFacts("Ingliz tili, 1-javon", "foreign", ("Ingl 811", "Ingl 82"))
NAMED = ShelfFacts("deraza yonidagi javon")


@pytest.mark.parametrize(
    ("copy", "shelf", "meant"),
    [
        (Scanned(None, False, False, "", ""), SHELF, Verdict.UNKNOWN),
        (Scanned("available", True, True, "foreign", "Ingl 811"), SHELF, Verdict.TWICE),
        (Scanned("withdrawn", True, False, "foreign", "Ingl 811"), SHELF, Verdict.WITHDRAWN),
        (Scanned("available", False, False, "lending", "84(5O)"), SHELF, Verdict.STRANGER),
        (Scanned("on_loan", True, False, "foreign", "Ingl 811"), SHELF, Verdict.ON_LOAN),
        (Scanned("available", True, False, "foreign", "Nem 811"), SHELF, Verdict.MISPLACED),
        (Scanned("available", True, False, "lending", "Ingl 811"), SHELF, Verdict.MISPLACED),
        (Scanned("available", True, False, "foreign", "ingl  811.111 / M 98"), SHELF, Verdict.FOUND),
        (Scanned("missing", True, False, "foreign", "Ingl 821"), SHELF, Verdict.FOUND),
        (Scanned("available", True, False, "lending", "84"), NAMED, Verdict.FOUND),
    ],
)
def test_what_a_scan_means(copy: Scanned, shelf: ShelfFacts, meant: Verdict) -> None:
    assert verdict(copy, shelf) is meant


@pytest.mark.parametrize(
    ("copy", "became"),
    [
        (Expected("found", False, "available", False, False), Outcome.FOUND),
        (Expected("on_loan", False, "on_loan", False, False), Outcome.FOUND),
        (Expected("misplaced", False, "available", False, False), Outcome.MISPLACED),
        (Expected(None, False, "withdrawn", False, False), Outcome.WITHDRAWN),
        (Expected(None, True, "on_loan", False, False), Outcome.SEEN_AT_DESK),
        (Expected(None, False, "on_loan", False, True), Outcome.LOST_BY_READER),
        (Expected(None, False, "lost", False, False), Outcome.LOST_BY_READER),
        (Expected(None, False, "on_loan", False, False), Outcome.ON_LOAN),
        (Expected(None, False, "available", True, False), Outcome.EXHIBITED),
        (Expected(None, False, "in_repair", False, False), Outcome.ELSEWHERE),
        (Expected(None, False, "held", False, False), Outcome.ELSEWHERE),
        (Expected(None, False, "missing", False, False), Outcome.MISSING),
        (Expected(None, False, "available", False, False), Outcome.MISSING),
    ],
)
def test_what_became_of_a_copy(copy: Expected, became: Outcome) -> None:
    assert outcome(copy) is became


def test_beginnings_of_call_numbers_are_parted_by_commas() -> None:
    assert read_begins(" Ingl 811, , Nem 8 ") == ("Ingl 811", "Nem 8")


def day(number: int) -> date:
    return date(2026, 4, number)


def test_every_movement_has_two_sides_and_comes_to_nothing() -> None:
    steps = (Step(day(3), 1, 2, 7), Step(day(5), 2, None, 8))
    copy = History(1, 10, 5000, day(1), "№ 4/2026", 1, steps, None, "")
    found = list(legs(copy))
    assert [(leg.day.day, leg.account, leg.sign, leg.kind) for leg in found] == [
        (1, 1, 1, LegKind.ACCESSION),
        (3, 1, -1, LegKind.ACT),
        (3, 2, 1, LegKind.ACT),
        (5, 2, -1, LegKind.ACT),
        (5, None, 1, LegKind.ACT),
    ]
    assert balance(found, day(2)) == {1: Sum(1, 1, 5000)}
    assert balance(found, day(4)) == {2: Sum(1, 1, 5000)}
    assert balance(found, day(6)) == {None: Sum(1, 1, 5000)}


def test_a_copy_withdrawn_on_a_day_before_its_last_act_leaves_with_the_act() -> None:
    copy = History(1, 10, 5000, day(1), "", None, (Step(day(9), None, 1, 7),), day(4), "№ 2")
    assert balance(legs(copy), day(8)) == {None: Sum(1, 1, 5000)}
    assert balance(legs(copy), day(9)) == {}
    never = History(2, 10, 5000, day(5), "", 1, (), day(2), "№ 2")
    assert balance(legs(never), day(2)) == {}
    assert balance(legs(never), day(5)) == {}


def test_an_account_has_a_line_a_document_and_day() -> None:
    copies = [
        History(number, 10, 1000, day(1), "№ 4/2026", 1, (Step(day(3), 1, 2, 7),), None, "")
        for number in (1, 2)
    ]
    moves = [leg for copy in copies for leg in legs(copy)]
    (came, went) = entries(moves, 1, day(1), day(30))
    assert (came.paper, came.copies_in, came.som_in, came.copies_out) == ("№ 4/2026", 2, 2000, 0)
    assert (went.ref, went.copies_out, went.som_out) == (7, 2, 2000)
    assert entries(moves, 2, day(1), day(2)) == ()
