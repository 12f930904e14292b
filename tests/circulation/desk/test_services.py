"""The scan box at work: one scan, one answer, nothing done twice."""

from __future__ import annotations

from datetime import date

import pytest

from catalog.items.models import ItemState
from circulation.desk.errors import DeskCode, DeskError
from circulation.desk.rules import BoxKind, Mode, Outcome, Sound
from circulation.desk.services import Chosen, scan
from circulation.loans.errors import LoanCode
from ils.activity.kinds import Kind
from ils.clock import at_hour
from ils.db import transaction
from tests.circulation.desk.box import ScanBox, codes, outcomes

NEXT_YEAR = at_hour(date(2027, 1, 5), 9)


def test_sb_01_card_opens_then_copies_are_lent(box: ScanBox) -> None:
    anvar = box.reader("R-1")
    box.copy("INV-1")
    box.copy("INV-2", title="Der kleine Prinz", language="ger")
    opened = box.scan("R-1")
    assert (outcomes(opened), opened.desk.patron_id) == ([Outcome.OPENED], anvar.id)
    assert [each.code for each in opened.rows[0].told] == [DeskCode.VISIT_COUNTED]
    for code in ("INV-1", "INV-2"):
        lent = box.scan(code)
        assert (outcomes(lent), lent.box, lent.sound) == ([Outcome.LENT], None, Sound.DONE)
        assert lent.rows[0].due
    assert (box.open_loans(), box.acts(Kind.LOAN_OPEN), box.acts(Kind.VISIT)) == (2, 2, 1)


def test_sb_01_a_copy_without_a_reader_is_taken_back(box: ScanBox) -> None:
    box.reader("R-1")
    box.copy("INV-1")
    box.lend()
    returned = box.scan("INV-1")
    assert outcomes(returned) == [Outcome.RETURNED]
    assert returned.rows[0].reader == "Karimov Anvar Botir oʻgʻli"
    assert outcomes(box.scan("INV-1", after=20)) == [Outcome.ON_SHELF]
    assert box.open_loans() == 0


def test_in_return_mode_every_copy_is_a_return_even_with_a_reader(box: ScanBox) -> None:
    box.reader("R-1")
    box.copy("INV-1")
    box.lend()
    assert box.scan("=RETURN").desk.mode is Mode.RETURN
    box.scan("R-1")
    assert outcomes(box.scan("INV-1")) == [Outcome.RETURNED]
    assert box.scan("=LEND").desk.mode is Mode.AUTOMATIC
    assert outcomes(box.scan("INV-1")) == [Outcome.LENT]


def test_the_next_card_switches_the_session_with_a_grouped_notice(box: ScanBox) -> None:
    box.reader("R-1")
    nodira = box.reader("R-2", surname="Saidova", given_name="Nodira", patronymic="")
    for code in ("INV-1", "INV-2"):
        box.copy(code)
    for code in ("R-1", "INV-1", "INV-2"):
        box.scan(code)
    switched = box.scan("R-2")
    assert switched.desk.patron_id == nodira.id
    assert switched.ended is not None
    assert (switched.ended.reader, len(switched.ended.lent_ids)) == ("Karimov Anvar Botir oʻgʻli", 2)


def test_sb_10_done_ends_the_session_with_what_was_done(box: ScanBox) -> None:
    box.reader("R-1")
    for code in ("INV-1", "INV-2"):
        box.copy(code)
    box.lend(code="INV-2")
    for code in ("R-1", "INV-1", "=RETURN", "INV-2"):
        box.scan(code)
    ended = box.scan("=DONE")
    assert ended.desk.patron_id is None
    assert ended.ended is not None
    told = ended.ended
    assert (len(told.lent_ids), len(told.renewed_ids), len(told.returned_ids)) == (1, 0, 1)
    assert box.scan("=DONE").ended is None


def test_sb_07_the_same_key_twice_is_one_loan_and_one_answer(box: ScanBox) -> None:
    box.reader("R-1")
    box.copy("INV-1")
    box.scan("R-1")
    first = box.scan("INV-1", key="one-key-only")
    answer = box.last
    again = box.scan("INV-1", key="one-key-only", after=60)
    assert box.last is not None
    assert answer is not None
    assert (again, box.last.at, box.last.replayed) == (first, answer.at, True)
    assert (box.open_loans(), box.acts(Kind.LOAN_OPEN), box.acts(Kind.LOAN_RENEW)) == (1, 1, 0)


def test_sb_07_a_key_of_somebody_else_is_refused(box: ScanBox) -> None:
    box.reader("R-1")
    box.scan("R-1", key="one-key-only")
    with pytest.raises(DeskError) as refused, transaction(box.session) as session:
        scan(session, box.work.__class__(now=box.now), key="one-key-only", code="R-1")
    assert refused.value.code is DeskCode.KEY_TAKEN


def test_sb_07_a_refusal_is_kept_too(box: ScanBox) -> None:
    first = box.scan("999", key="one-key-only")
    assert box.scan("999", key="one-key-only") == first
    assert first.box is not None


def test_sb_05_the_echo_of_a_scan_does_nothing(box: ScanBox) -> None:
    box.reader("R-1")
    box.copy("INV-1")
    box.scan("R-1")
    box.scan("INV-1")
    echo = box.scan("INV-1\r", after=1.4)
    assert (outcomes(echo), echo.box) == ([Outcome.TWICE], None)
    later = box.scan("INV-1", after=1.5)
    assert later.box is not None
    assert codes(later)[0] == LoanCode.ALREADY_YOURS


def test_the_echo_of_a_question_leaves_the_question_standing(box: ScanBox) -> None:
    box.reader("R-1")
    box.copy("INV-1", state=ItemState.MISSING)
    box.scan("R-1")
    asked = box.scan("INV-1")
    assert box.scan("INV-1", after=0.5).box == asked.box
    assert outcomes(box.yes()) == [Outcome.LENT]


def test_sb_04_a_wrong_layout_is_repaired_and_told_once(box: ScanBox) -> None:
    box.reader("R-1")
    for code in ("INV-1", "INV-2"):
        box.copy(code)
    opened = box.scan("К-1")
    assert outcomes(opened) == [Outcome.OPENED]
    assert [each.code for each in opened.notes] == [DeskCode.LAYOUT_REPAIRED]
    lent = box.scan("ШТМ-1")
    assert (outcomes(lent), lent.notes, lent.rows[0].code) == ([Outcome.LENT], (), "INV-1")
    assert box.scan("=ВЩТУ").ended is not None


def test_leading_zeros_make_another_number(box: ScanBox) -> None:
    box.copy("0012")
    assert outcomes(box.scan("0012\r\n")) == [Outcome.ON_SHELF]
    assert codes(box.scan("12")) == [LoanCode.COPY_UNKNOWN, LoanCode.READER_UNKNOWN]


def test_sb_06_a_number_that_is_both_is_asked_about(box: ScanBox) -> None:
    anvar = box.reader("7001")
    box.copy("7001")
    which = box.scan("7001")
    assert which.box is not None
    assert (which.box.kind, which.rows) == (BoxKind.WHICH, ())
    assert (which.box.title, which.box.reader) == ("Oʻtkan kunlar", "Karimov Anvar Botir oʻgʻli")
    assert box.scan("7001", chosen=Chosen.CARD, after=0.5).desk.patron_id == anvar.id
    assert outcomes(box.scan("7001", chosen=Chosen.COPY)) == [Outcome.LENT]
