"""The scan box asks, refuses and remembers: boxes, answers, renewals, odd numbers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select, update

from catalog.items.models import ItemState
from catalog.items.services import place, withdraw
from circulation.desk.errors import DeskCode, DeskError, DeskInputError
from circulation.desk.models import ScanReceipt
from circulation.desk.queries import feed, last_answer, visits_in
from circulation.desk.rules import BoxKind, Desk, Outcome, Sound
from circulation.loans.errors import LoanCode
from circulation.loans.models import Loan
from circulation.patrons.models import Registration
from circulation.patrons.services import report_card_lost
from circulation.policies.models import LoanPolicy
from circulation.visits.models import Visit
from ils.activity.kinds import Kind
from ils.clock import at_hour
from ils.db import transaction
from tests.circulation.desk.box import ScanBox, codes, outcomes
from tests.conftest import NOON

NEXT_YEAR = at_hour(date(2027, 1, 5), 9)


def test_sb_03_all_reasons_stand_in_the_box_and_nothing_happened(box: ScanBox) -> None:
    box.reader("R-1")
    item_id = box.copy("INV-1")
    with transaction(box.session) as session:
        session.execute(update(LoanPolicy).values(limit_total=0))
        place(
            session, item_id=item_id, kind="exhibition", ref_id=1, label="Ingliz tili kuni", section="",
            lendable=False, since=NOON.date(), until=date(2026, 4, 25),
        )  # fmt: skip
    box.scan("R-1")
    refused = box.scan("INV-1")
    assert refused.box is not None
    assert (refused.box.kind, refused.sound) == (BoxKind.REFUSED, Sound.REFUSED)
    assert codes(refused) == [LoanCode.ON_EXHIBITION, LoanCode.LIMIT_TOTAL]
    assert outcomes(refused) == [Outcome.REFUSED]
    assert box.open_loans() == 0
    assert outcomes(box.no()) == []


def test_sb_03_a_question_waits_for_yes_and_then_it_is_done(box: ScanBox) -> None:
    box.reader("R-1")
    box.reader("R-2", surname="Saidova", given_name="Nodira", patronymic="")
    box.copy("INV-1")
    box.lend("R-2")
    box.scan("R-1")
    asked = box.scan("INV-1")
    assert asked.box is not None
    assert (asked.box.kind, codes(asked), asked.rows) == (BoxKind.ASKED, [LoanCode.LENT_TO_OTHER], ())
    done = box.yes()
    assert outcomes(done) == [Outcome.LENT]
    assert [each.code for each in done.rows[0].told] == [DeskCode.TAKEN_FROM]
    assert box.open_loans() == 1


def test_sb_03_no_leaves_everything_as_it_was(box: ScanBox) -> None:
    box.reader("R-1")
    box.copy("INV-1", state=ItemState.MISSING)
    box.scan("R-1")
    box.scan("INV-1")
    left = box.no()
    assert (outcomes(left), left.box, left.rows[0].code) == ([Outcome.LEFT], None, "INV-1")
    assert box.open_loans() == 0
    assert box.no().rows == ()


def test_a_value_that_changed_comes_back_as_a_new_question(box: ScanBox) -> None:
    box.reader("R-1")
    box.reader("R-2", surname="Saidova", given_name="Nodira", patronymic="")
    box.reader("R-3", surname="Toshmatov", given_name="Bobur", patronymic="")
    box.copy("INV-1")
    box.lend("R-2")
    box.scan("R-1")
    box.scan("INV-1")
    box.give_back("INV-1")
    box.lend("R-3")
    again = box.yes()
    assert again.box is not None
    assert again.box.told[0].facts["reader"] == "Toshmatov Bobur"
    assert [each.code for each in again.notes] == [DeskCode.ASKED_AGAIN]
    assert outcomes(box.yes()) == [Outcome.LENT]


def test_a_yes_lives_five_minutes(box: ScanBox) -> None:
    box.reader("R-1")
    box.copy("INV-1", state=ItemState.MISSING)
    box.scan("R-1")
    box.scan("INV-1")
    late = box.yes(after=301)
    assert late.box is not None
    assert late.box.kind is BoxKind.ASKED
    assert box.open_loans() == 0
    assert outcomes(box.yes(after=299)) == [Outcome.LENT]


def test_a_yes_to_another_copy_is_none(box: ScanBox) -> None:
    box.reader("R-1")
    for code in ("INV-1", "INV-2"):
        box.copy(code, state=ItemState.MISSING)
    box.scan("R-1")
    first = box.scan("INV-1").box
    second = box.scan("INV-2").box
    assert first is not None
    assert second is not None
    assert box.last is not None
    borrowed = replace(second, acknowledgement=first.acknowledgement)
    box.last = replace(box.last, said=replace(box.last.said, box=borrowed))
    assert box.yes().box is not None
    assert box.open_loans() == 0


def test_co_04_is_told_with_the_card_and_asked_at_the_first_lending(box: ScanBox) -> None:
    box.reader("R-1")
    for code in ("INV-1", "INV-2"):
        box.copy(code)
    box.now = NEXT_YEAR
    opened = box.scan("R-1")
    assert LoanCode.REGISTRATION_DUE in [each.code for each in opened.rows[0].told]
    assert (opened.box, opened.sound) == (None, Sound.ATTENTION)
    assert codes(box.scan("INV-1")) == [LoanCode.REGISTRATION_DUE]
    lent = box.yes()
    assert [each.code for each in lent.rows[0].told] == [DeskCode.REGISTERED_NOW]
    assert outcomes(box.scan("INV-2")) == [Outcome.LENT]
    assert box.acts(Kind.PATRON_REREGISTER) == 1


def test_rg_01_one_key_registers_for_the_year(box: ScanBox) -> None:
    box.reader("R-1")
    box.copy("INV-1")
    box.now = NEXT_YEAR
    box.scan("R-1")
    assert outcomes(box.scan("=REGISTER")) == [Outcome.REGISTERED]
    assert outcomes(box.scan("=REGISTER")) == [Outcome.REGISTERED]
    assert outcomes(box.scan("INV-1")) == [Outcome.LENT]
    assert box._count(select(func.count()).select_from(Registration)) == 2


def test_co_03_a_lost_card_opens_nothing(box: ScanBox) -> None:
    anvar = box.reader("R-1")
    with transaction(box.session) as session:
        report_card_lost(session, box.work, patron_id=anvar.id)
    refused = box.scan("R-1")
    assert (codes(refused), refused.desk.patron_id) == ([LoanCode.CARD_LOST], None)
    assert box.acts(Kind.VISIT) == 0


def test_a_withdrawn_copy_is_refused_and_its_return_told(box: ScanBox) -> None:
    box.reader("R-1")
    item_id = box.copy("INV-1")
    with transaction(box.session) as session:
        withdraw(session, box.work, item_id=item_id, act="12", day=NOON.date())
    assert [each.code for each in box.scan("INV-1").rows[0].told] == [LoanCode.COPY_WAS_WITHDRAWN]
    box.scan("R-1")
    assert codes(box.scan("INV-1")) == [LoanCode.COPY_WITHDRAWN]


def test_sb_10_an_idle_session_does_not_lend_to_the_reader_who_left(box: ScanBox) -> None:
    box.reader("R-1")
    box.copy("INV-1")
    box.scan("R-1")
    after = box.scan("INV-1", after=601)
    assert (outcomes(after), after.desk.patron_id) == ([Outcome.ON_SHELF], None)


def test_a_page_that_shows_another_reader_is_refused(box: ScanBox) -> None:
    box.reader("R-1")
    box.copy("INV-1")
    shown = Desk().mark
    box.scan("R-1", mark=shown)
    with pytest.raises(DeskError) as refused:
        box.scan("INV-1", mark=shown)
    assert refused.value.code is DeskCode.OTHER_WINDOW
    assert (box.open_loans(), box._count(select(func.count()).select_from(ScanReceipt))) == (0, 1)


def test_renewing_from_the_list_one_and_all(box: ScanBox) -> None:
    box.reader("R-1")
    for code in ("INV-1", "INV-2", "INV-3"):
        box.copy(code, title=f"Kitob {code}")
    first = box.lend(code="INV-1").loan_id
    box.lend(code="INV-2")
    box.later(days=3)
    box.lend(code="INV-3")
    box.scan("R-1")
    assert outcomes(box.renew_loan(first)) == [Outcome.RENEWED]
    all_ = box.scan("=RENEW")
    assert outcomes(all_) == [Outcome.RENEWED]
    assert all_.box is not None
    assert {each.about for each in all_.box.told} == {"Kitob INV-1", "Kitob INV-3"}
    assert set(codes(all_)) >= {LoanCode.RENEWAL_NOT_LATER}
    assert box.acts(Kind.LOAN_RENEW) == 2


def test_rn_05_renewing_a_late_copy_is_asked(box: ScanBox) -> None:
    box.reader("R-1")
    box.copy("INV-1")
    loan_id = box.lend().loan_id
    box.later(days=40)
    box.scan("R-1")
    assert codes(box.renew_loan(loan_id)) == [LoanCode.COPY_OVERDUE]
    assert outcomes(box.yes()) == [Outcome.RENEWED]


def test_renewing_needs_a_reader_and_a_loan_of_theirs(box: ScanBox) -> None:
    box.reader("R-1")
    box.reader("R-2", surname="Saidova")
    box.copy("INV-1")
    loan_id = box.lend("R-2").loan_id
    for command in ("=RENEW", "=REGISTER"):
        with pytest.raises(DeskError) as refused:
            box.scan(command)
        assert refused.value.code is DeskCode.NO_READER
    box.scan("R-1")
    for act in (lambda: box.renew_loan(loan_id), lambda: box.scan("=RENEW")):
        with pytest.raises(DeskError) as refused:
            act()
        assert refused.value.code is DeskCode.NOTHING_TO_RENEW


@pytest.mark.parametrize("code", ["7" * 10_000, "\x00\x01", ""])
def test_what_can_be_no_number_changes_nothing(box: ScanBox, code: str) -> None:
    with pytest.raises(DeskInputError):
        box.scan(code)
    assert box._count(select(func.count()).select_from(ScanReceipt)) == 0


@pytest.mark.parametrize("code", ["<b>1</b>", "'; DROP TABLE loan; --", "%", "_", "=UNHEARD-OF"])
def test_html_and_sql_are_only_unknown_numbers(box: ScanBox, code: str) -> None:
    box.reader("R-1")
    said = box.scan(code)
    assert outcomes(said) == [Outcome.REFUSED]
    assert said.box is not None
    assert said.box.told[0].facts["scanned"] == code
    assert (box.open_loans(), box.acts(Kind.VISIT)) == (0, 0)


def test_a_desk_without_a_sector_lends_nothing_and_says_why(box: ScanBox) -> None:
    box.reader("R-1")
    box.copy("INV-1")
    box.department = box.sector = ""
    opened = box.scan("R-1")
    assert opened.rows[0].told[0].code == "visit_sector_missing"
    refused = box.scan("INV-1")
    assert codes(refused) == ["visit_sector_missing"]
    assert (box.open_loans(), box.acts(Kind.LOAN_OPEN)) == (0, 0)
    assert box.session.scalars(select(Visit.id)).all() == []


def test_the_feed_and_the_card_read_back_what_was_done(box: ScanBox) -> None:
    anvar = box.reader("R-1")
    box.copy("INV-1")
    for code in ("R-1", "INV-1", "999"):
        box.scan(code)
    rows = feed(box.session, box.staff.id, since=NOON)
    assert [row.row.outcome for row in rows] == [Outcome.REFUSED, Outcome.LENT, Outcome.OPENED]
    assert feed(box.session, box.staff.id, since=NOON + timedelta(hours=1)) == ()
    assert feed(box.session, None, since=NOON) == ()
    last = last_answer(box.session, box.staff.id)
    assert last is not None
    assert last.code == "999"
    assert (visits_in(box.session, anvar.id, 2026), visits_in(box.session, anvar.id, 2025)) == (1, 0)
    assert box.session.scalars(select(Loan.lent_by)).one() == box.staff.id
