"""What a reader does alone: only with what is theirs, and never what somebody at the desk has to answer."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from circulation.account import services
from circulation.account.errors import OwnInputError
from circulation.account.queries import own_reader
from circulation.holds.errors import HoldError, HoldNotFound
from circulation.holds.queries import holds_of
from circulation.loans.errors import LoanNotFound, LoanRefused
from circulation.loans.models import Loan, Renewal
from circulation.patrons.errors import PatronError
from circulation.patrons.models import Patron
from circulation.patrons.services import clear_pin, set_pin
from ils.activity.kinds import Channel
from ils.activity.work import Work
from ils.db import transaction
from tests.circulation.loans.desk import Desk
from tests.conftest import NOON

WEB = Work(now=NOON, department="lending", sector="lending", channel=Channel.WEB)


def at(days: int) -> Work:
    return dataclasses.replace(WEB, now=NOON + timedelta(days=days))


@pytest.fixture
def desk(session: Session) -> Desk:
    return Desk(session, NOON)


def with_pin(desk: Desk, card: str = "R-1", pin: str = "2580") -> Patron:
    reader = desk.reader(card)
    with transaction(desk.session) as session:
        set_pin(session, WEB, patron_id=reader.id, pin=pin)
    return reader


def lent(desk: Desk, card: str = "R-1", code: str = "INV-1") -> int:
    item = desk.copy(code)
    return desk.lend(card, code).loan_id if item else 0


def renew(desk: Desk, patron_id: int, loan_id: int, work: Work) -> None:
    with transaction(desk.session) as session:
        services.renew_own(session, work, patron_id=patron_id, loan_id=loan_id)


def test_a_reader_renews_the_own_loan_on_the_web(desk: Desk) -> None:
    reader, loan_id = desk.reader(), lent(desk)
    before = desk.session.get_one(Loan, loan_id).due_on
    renew(desk, reader.id, loan_id, at(5))
    loan = desk.session.get_one(Loan, loan_id, populate_existing=True)
    assert loan.due_on > before
    kept = desk.session.query(Renewal).one()
    assert (kept.channel, kept.renewed_by) == ("web", None)


def test_RN_05_what_is_overdue_is_not_renewed_by_the_reader(desk: Desk) -> None:
    reader, loan_id = desk.reader(), lent(desk)
    with pytest.raises(LoanRefused) as refusal:
        renew(desk, reader.id, loan_id, at(60))
    assert "RN-05" in {each.rule for each in refusal.value.assessment.blocks}
    assert desk.session.query(Renewal).count() == 0


def test_the_loan_of_another_reader_is_unknown(desk: Desk) -> None:
    desk.reader("R-1")
    other, loan_id = desk.reader("R-2"), lent(desk, "R-1")
    for patron_id, asked in ((other.id, loan_id), (other.id, 999_999)):
        with pytest.raises(LoanNotFound):
            renew(desk, patron_id, asked, at(5))


def test_a_reader_joins_a_queue_once_and_leaves_it(desk: Desk) -> None:
    desk.reader("R-1")
    lent(desk, "R-1")
    other, third = desk.reader("R-2"), desk.reader("R-3")
    with transaction(desk.session) as session:
        hold_id = services.wait_for(session, WEB, patron_id=other.id, record_id=1)
    with pytest.raises(HoldError, match="already_waiting"), transaction(desk.session) as session:
        services.wait_for(session, WEB, patron_id=other.id, record_id=1)
    with pytest.raises(HoldNotFound), transaction(desk.session) as session:
        services.stop_waiting(session, WEB, patron_id=third.id, hold_id=hold_id)
    assert [each.channel for each in holds_of(desk.session, other.id)] == ["web"]
    with transaction(desk.session) as session:
        services.stop_waiting(session, WEB, patron_id=other.id, hold_id=hold_id)
    assert holds_of(desk.session, other.id) == ()


def test_who_has_the_title_at_home_does_not_wait_for_it(desk: Desk) -> None:
    reader = desk.reader()
    lent(desk)
    with pytest.raises(HoldError, match="at_home"), transaction(desk.session) as session:
        services.wait_for(session, WEB, patron_id=reader.id, record_id=1)


def sign_in(desk: Desk, card: str, pin: str, work: Work = WEB) -> object:
    with transaction(desk.session) as session:
        return services.sign_in(session, work.now, card=card, pin=pin)


def test_sign_in_by_card_and_pin_is_locked_after_five_failures(desk: Desk) -> None:
    reader = with_pin(desk)
    assert sign_in(desk, "r-1", "2580") == own_reader(desk.session, reader.id)
    assert [sign_in(desk, "R-1", "9999") for _try in range(5)] == [None] * 5
    with pytest.raises(PatronError, match="pin_locked"):
        sign_in(desk, "R-1", "2580")
    assert sign_in(desk, "R-1", "2580", at(1)) is not None
    assert sign_in(desk, "R-77", "2580") is None


def test_the_stamp_changes_with_the_pin_and_there_is_no_page_without_one(desk: Desk) -> None:
    reader = with_pin(desk)
    first = own_reader(desk.session, reader.id)
    with transaction(desk.session) as session:
        second = services.change_pin(session, WEB, patron_id=reader.id, old="2580", new="7391", again="7391")
    assert first is not None
    assert second is not None
    assert first.stamp != second.stamp
    with transaction(desk.session) as session:
        clear_pin(session, WEB, patron_id=reader.id)
    assert own_reader(desk.session, reader.id) is None


def test_a_pin_is_changed_only_by_who_knows_it(desk: Desk) -> None:
    reader = with_pin(desk)
    with transaction(desk.session) as session:
        assert (
            services.change_pin(session, WEB, patron_id=reader.id, old="1111", new="7391", again="7391")
            is None
        )
    with pytest.raises(OwnInputError), transaction(desk.session) as session:
        services.change_pin(session, WEB, patron_id=reader.id, old="2580", new="7391", again="7392")
    with pytest.raises(PatronError, match="pin_simple"), transaction(desk.session) as session:
        services.change_pin(session, WEB, patron_id=reader.id, old="2580", new="1234", again="1234")
    assert sign_in(desk, "R-1", "2580") is not None
