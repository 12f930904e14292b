"""Modes and commands of the scan box: dated back, book drop, room use, renewals, holds, places of use, undo, slips."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select, update

from catalog.items.models import Item, Use
from circulation.desk.errors import DeskCode, DeskError
from circulation.desk.rules import Act, BoxKind, Mode, Outcome, Place, Reply, Slip, Sound
from circulation.holds.models import Hold, HoldState
from circulation.loans.errors import LoanCode
from circulation.loans.models import Loan
from circulation.visits.models import Visit
from ils.accounts.models import AuditEntry
from ils.activity.kinds import Kind
from ils.db import transaction
from tests.circulation.desk.box import ScanBox, codes, outcomes
from tests.conftest import NOON

TODAY = NOON.date()


def audited(box: ScanBox, action: str) -> int:
    return box._count(select(func.count()).select_from(AuditEntry).where(AuditEntry.action == action))


def closed_on(box: ScanBox, loan_id: int) -> date | None:
    return box.loan(loan_id).closed_on


def test_sb_08_ci_11_returns_are_dated_back_by_one_key_and_audited(box: ScanBox) -> None:
    box.reader("R-1")
    box.copy("INV-1")
    loan_id = box.lend().loan_id
    box.later(days=20)  # due on the 15th day; the copy lay in the drop since the 12th
    asked = box.scan("=BACKDATE")
    assert asked.box is not None
    assert (asked.box.kind, asked.box.act, asked.box.value) == (BoxKind.ENTRY, Act.BACKDATE, "04.05.2026")
    taken = box.reply(Reply.ENTER, "27.04.2026")
    assert (taken.desk.mode, taken.desk.back_on) == (Mode.RETURN, date(2026, 4, 27))
    returned = box.scan("INV-1")
    assert outcomes(returned) == [Outcome.RETURNED]
    assert LoanCode.BACK_DATED in [each.code for each in returned.rows[0].told]
    assert LoanCode.RETURNED_LATE not in [each.code for each in returned.rows[0].told]
    assert closed_on(box, loan_id) == date(2026, 4, 27)
    assert audited(box, "returns_dated_back") == 1
    assert box.scan("=LEND").desk.back_on is None


def test_ci_11_a_day_that_is_none_is_asked_again_with_what_was_typed(box: ScanBox) -> None:
    box.scan("=BACKDATE")
    again = box.reply(Reply.ENTER, "16.04.2026")
    assert again.box is not None
    assert (again.box.kind, again.box.value, codes(again)) == (
        BoxKind.ENTRY,
        "16.04.2026",
        [DeskCode.DAY_NOT_BACK],
    )
    assert again.desk.back_on is None
    today = box.reply(Reply.ENTER, "")
    assert (today.box, today.desk.back_on, today.desk.mode) == (None, None, Mode.RETURN)
    box.scan("=BACKDATE")
    assert box.no().rows == ()
    assert audited(box, "returns_dated_back") == 0


def test_ci_11_the_book_drop_counts_no_visit_and_may_be_dated_back(box: ScanBox) -> None:
    box.reader("R-1")
    box.copy("INV-1")
    loan_id = box.lend().loan_id
    visits = box._count(select(func.count()).select_from(Visit))
    box.later(days=1)
    box.scan("=DROP")
    box.scan("=BACKDATE")
    dated = box.reply(Reply.ENTER, "15.04.2026")
    assert (dated.desk.mode, dated.desk.back_on) == (Mode.DROP, TODAY)
    assert outcomes(box.scan("INV-1")) == [Outcome.RETURNED]
    assert closed_on(box, loan_id) == TODAY
    assert box._count(select(func.count()).select_from(Visit)) == visits
    assert box.scan("=RETURN").desk.back_on is None


def test_ci_02_copies_from_the_tables_count_as_used_in_the_room_only_in_that_mode(box: ScanBox) -> None:
    box.copy("INV-1")
    assert outcomes(box.scan("INV-1")) == [Outcome.ON_SHELF]
    assert box.acts(Kind.ROOM_USE) == 0
    box.scan("=INROOM")
    used = box.scan("INV-1", after=20)
    assert (outcomes(used), used.sound) == ([Outcome.IN_ROOM], Sound.ATTENTION)
    assert box.acts(Kind.ROOM_USE) == 1


def test_renewing_each_copy_that_is_scanned_whoever_has_it(box: ScanBox) -> None:
    box.reader("R-1")
    box.reader("R-2", surname="Saidova", given_name="Nodira", patronymic="")
    for code in ("INV-1", "INV-2", "INV-3"):
        box.copy(code, title=f"Kitob {code}")
    box.lend("R-1", "INV-1")
    box.lend("R-2", "INV-2")
    box.later(days=3)
    box.scan("R-1")
    box.scan("=EXTEND")
    mine, theirs = box.scan("INV-1"), box.scan("INV-2")
    assert (outcomes(mine), outcomes(theirs)) == ([Outcome.RENEWED], [Outcome.RENEWED])
    assert theirs.rows[0].reader == "Saidova Nodira"
    nobody = box.scan("INV-3")
    assert (codes(nobody), outcomes(nobody)) == ([LoanCode.NOT_ON_LOAN], [Outcome.REFUSED])
    ended = box.scan("=DONE").ended
    assert ended is not None
    assert (len(ended.renewed_ids), ended.lent_ids) == (1, ())


def test_a_hold_on_each_copy_that_is_scanned_for_the_reader_who_is_open(box: ScanBox) -> None:
    anvar = box.reader("R-1")
    box.reader("R-2", surname="Saidova", given_name="Nodira", patronymic="")
    for code in ("INV-1", "INV-2"):
        box.copy(code, title=f"Kitob {code}")
    box.lend("R-2", "INV-1")
    with pytest.raises(DeskError) as refused:
        box.scan("=HOLD")
    assert refused.value.code is DeskCode.NO_READER
    box.scan("R-1")
    box.scan("=HOLD")
    placed = box.scan("INV-1")
    assert outcomes(placed) == [Outcome.HELD]
    assert placed.rows[0].told[0].facts["place"] == 1
    assert box._count(select(func.count()).select_from(Hold).where(Hold.patron_id == anvar.id)) == 1
    twice = box.scan("INV-1", after=20)
    assert (outcomes(twice), twice.sound) == ([Outcome.REFUSED], Sound.REFUSED)
    assert box.scan("=DONE").desk.mode is Mode.AUTOMATIC


def test_ci_05_a_copy_for_somebody_who_waits_is_loud_and_has_its_slip(box: ScanBox) -> None:
    box.reader("R-1")
    box.reader("R-2", surname="Saidova", given_name="Nodira", patronymic="")
    box.copy("INV-1")
    box.lend("R-1")
    box.scan("R-2")
    asked = box.scan("INV-1")
    assert codes(asked) == [LoanCode.LENT_TO_OTHER]
    assert outcomes(box.reply(Reply.HOLD)) == [Outcome.HELD]
    box.scan("=DONE")
    caught = box.scan("INV-1", after=20)
    assert (outcomes(caught), caught.sound) == ([Outcome.RETURNED], Sound.ATTENTION)
    assert LoanCode.CAUGHT in [each.code for each in caught.rows[0].told]
    hold_id = box.session.scalars(select(Hold.id).where(Hold.state == HoldState.READY)).one()
    printed = box.scan("=SLIP")
    assert printed.slip is not None
    assert (printed.slip.hold_id, printed.prints) == (hold_id, True)


def test_co_18_what_is_set_aside_for_another_reader_is_refused_and_may_be_passed(box: ScanBox) -> None:
    test_ci_05_a_copy_for_somebody_who_waits_is_loud_and_has_its_slip(box)
    box.scan("R-1")
    refused = box.scan("INV-1", after=20)
    assert LoanCode.HELD_FOR_OTHER in codes(refused)
    assert outcomes(box.reply(Reply.OVERRIDE, "Nodira rozi boʻldi")) == [Outcome.LENT]


@pytest.mark.parametrize(
    ("command", "place", "use"),
    [("=ROOM", Place.ROOM, "room"), ("=NIGHT", Place.OVERNIGHT, "overnight")],
)
def test_dd_07_the_place_of_use_is_chosen_by_one_key(
    box: ScanBox, command: str, place: Place, use: str
) -> None:
    box.reader("R-1")
    for code in ("INV-1", "INV-2"):
        box.copy(code, title=f"Kitob {code}")
    box.scan("R-1")
    assert box.scan(command).desk.place is place
    lent = box.scan("INV-1")
    assert outcomes(lent) == [Outcome.LENT]
    row = lent.rows[0]
    assert row.minute is not None
    assert row.due == (TODAY if place is Place.ROOM else TODAY + timedelta(days=1))
    assert box.loan(row.loan_id or 0).use == use
    assert box.scan("=HOME").desk.place is Place.HOME
    at_home = box.scan("INV-2").rows[0]
    assert (at_home.minute, box.loan(at_home.loan_id or 0).use) == (None, "home")


def test_co_11_a_copy_of_the_room_is_asked_about_and_lent_for_the_room(box: ScanBox) -> None:
    box.reader("R-1")
    item_id = box.copy("INV-1")
    with transaction(box.session) as session:
        session.execute(update(Item).where(Item.id == item_id).values(use=Use.ROOM))
    box.scan("R-1")
    assert LoanCode.ROOM_ONLY in codes(box.scan("INV-1"))
    lent = box.yes()
    assert (outcomes(lent), lent.rows[0].due) == ([Outcome.LENT], TODAY)


def test_co_25_a_due_date_by_hand_holds_for_this_reader_and_is_asked_where_it_is_odd(box: ScanBox) -> None:
    box.reader("R-1")
    box.reader("R-2", surname="Saidova", given_name="Nodira", patronymic="")
    for code in ("INV-1", "INV-2", "INV-3"):
        box.copy(code, title=f"Kitob {code}")
    with pytest.raises(DeskError) as refused:
        box.scan("=DUE")
    assert refused.value.code is DeskCode.NO_READER
    box.scan("R-1")
    box.scan("=DUE")
    assert box.reply(Reply.ENTER, "20.04.2026").desk.due_on == date(2026, 4, 20)
    assert box.scan("INV-1").rows[0].due == date(2026, 4, 20)
    box.scan("=DUE")
    box.reply(Reply.ENTER, "19.04.2026")  # a Sunday
    assert LoanCode.DUE_DATE_ODD in codes(box.scan("INV-2"))
    assert box.yes().rows[0].due == date(2026, 4, 19)
    assert box.scan("R-2").desk.due_on is None


def test_sb_08_undo_takes_the_last_operation_back_and_tells_which(box: ScanBox) -> None:
    box.reader("R-1")
    item_id = box.copy("INV-1")
    box.scan("R-1")
    lent = box.scan("INV-1")
    undone = box.scan("=UNDO")
    assert outcomes(undone) == [Outcome.UNDONE]
    assert [each.code for each in undone.rows[0].told] == [DeskCode.UNDONE_LOAN]
    assert undone.rows[0].told[0].facts["reader"] == "Karimov Anvar Botir oʻgʻli"
    assert (box.open_loans(), box.state(item_id).value) == (0, "available")
    assert box.loan(lent.rows[0].loan_id or 0).undone_at is not None
    with pytest.raises(DeskError) as nothing:
        box.scan("=UNDO")
    assert nothing.value.code is DeskCode.NOTHING_TO_UNDO
    assert audited(box, "loan_act_undone") == 1


def test_sb_08_undo_goes_back_step_by_step_and_the_notice_knows_it(box: ScanBox) -> None:
    box.reader("R-1")
    for code in ("INV-1", "INV-2"):
        box.copy(code, title=f"Kitob {code}")
    box.lend(code="INV-2")
    box.later(days=3)
    for code in ("R-1", "INV-1", "=EXTEND", "INV-2", "=RETURN", "INV-2"):
        box.scan(code)
    kinds = [box.scan("=UNDO", after=3).rows[0].told[0].code for _ in range(2)]
    assert kinds == [DeskCode.UNDONE_RETURN, DeskCode.UNDONE_RENEWAL]
    assert box.open_loans() == 2
    ended = box.scan("=DONE").ended
    assert ended is not None
    assert (len(ended.lent_ids), ended.renewed_ids, ended.returned_ids) == (1, (), ())


def test_sb_08_an_undo_under_the_same_key_is_one_undo(box: ScanBox) -> None:
    box.reader("R-1")
    for code in ("INV-1", "INV-2"):
        box.copy(code, title=f"Kitob {code}")
    for code in ("R-1", "INV-1", "INV-2"):
        box.scan(code)
    box.scan("=UNDO", key="one-key-only")
    box.scan("=UNDO", key="one-key-only", after=60)
    assert box.open_loans() == 1


def test_sb_08_an_undo_that_comes_too_late_is_refused_with_its_reason(box: ScanBox) -> None:
    box.reader("R-1")
    box.copy("INV-1")
    box.scan("R-1")
    box.scan("INV-1")
    with transaction(box.session) as session:
        session.execute(update(Loan).values(lost_on=TODAY))
    refused = box.scan("=UNDO")
    assert refused.box is not None
    assert (refused.box.act, outcomes(refused)) == (Act.UNDO, [Outcome.REFUSED])
    assert box.open_loans() == 1


def test_sb_08_the_slip_of_the_last_reader_is_printed_again_and_audited(box: ScanBox) -> None:
    with pytest.raises(DeskError) as refused:
        box.scan("=SLIP")
    assert refused.value.code is DeskCode.NO_SLIP
    anvar = box.reader("R-1")
    box.copy("INV-1")
    for code in ("R-1", "INV-1", "=DONE"):
        box.scan(code)
    for _ in range(2):
        assert box.scan("=SLIP", after=3).slip == Slip(anvar.id)
    assert audited(box, "slip_printed") == 2
    nodira = box.reader("R-2", surname="Saidova", given_name="Nodira", patronymic="")
    box.scan("R-2")
    assert box.scan("=SLIP").slip == Slip(nodira.id)


def test_ci_10_parts_are_counted_by_two_keys(box: ScanBox) -> None:
    box.reader("R-1")
    for code in ("INV-1", "INV-2"):
        item_id = box.copy(code, title=f"Kitob {code}")
        with transaction(box.session) as session:
            session.execute(update(Item).where(Item.id == item_id).values(parts="CD"))
    box.scan("R-1")
    for code in ("INV-1", "INV-2"):
        assert codes(box.scan(code)) == [LoanCode.COUNT_PARTS]
        box.yes()
    box.scan("=DONE")
    asked = box.scan("INV-1", after=20)
    assert asked.box is not None
    assert (asked.box.act, codes(asked)) == (Act.TAKE_BACK, [LoanCode.PARTS_BACK])
    assert outcomes(box.yes()) == [Outcome.RETURNED]
    box.scan("INV-2", after=20)
    with pytest.raises(DeskError) as unsaid:
        box.reply(Reply.MISSING, "  ")
    assert unsaid.value.code is DeskCode.PARTS_UNSAID
    missing = box.reply(Reply.MISSING, "CD yoʻq")
    assert LoanCode.COPY_INCOMPLETE in [each.code for each in missing.rows[0].told]
    kept = box.session.scalars(select(Item.incomplete).order_by(Item.id)).all()
    assert kept[0] == ""
    assert kept[1].startswith("CD yoʻq (Karimov")


def test_sb_08_a_use_in_the_room_is_the_last_thing_taken_back(box: ScanBox) -> None:
    box.reader("R-1")
    box.copy("INV-1")
    box.copy("INV-2")
    box.lend()
    box.later(minutes=5)
    box.scan("=INROOM")
    box.scan("INV-2")
    box.later(minutes=1)
    undone = box.scan("=UNDO")
    assert outcomes(undone) == [Outcome.UNDONE]
    assert [each.code for each in undone.rows[0].told] == [DeskCode.UNDONE_USE]
    assert audited(box, "item_use_undone") == 1
    before = box.scan("=UNDO")  # once more: the loan before it
    assert [each.code for each in before.rows[0].told] == [DeskCode.UNDONE_LOAN]
