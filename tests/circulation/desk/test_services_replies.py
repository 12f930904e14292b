"""Answers to a box: overrides with a typed reason, brief records, taking back instead; what was not offered is none."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import func, select, update

from catalog.items.models import Item
from catalog.records.models import Record
from circulation.desk.errors import DeskCode, DeskError, DeskInputError
from circulation.desk.queries import brief_copies, count_brief
from circulation.desk.rules import Act, Asked, BoxKind, Desk, Given, Outcome, Reply, Said
from circulation.desk.services import reply
from circulation.loans.errors import LoanCode
from circulation.loans.models import Loan
from circulation.patrons.services import report_card_lost, restrict
from circulation.policies.models import LoanPolicy
from ils.accounts.models import AuditEntry
from ils.activity.kinds import Kind
from ils.db import transaction
from tests.circulation.desk.box import ScanBox, codes, outcomes


def details(box: ScanBox, action: str) -> list[dict[str, object]]:
    box.session.rollback()
    query = select(AuditEntry.details).where(AuditEntry.action == action)
    return [dict(each) for each in box.session.scalars(query.order_by(AuditEntry.id))]


def limit(box: ScanBox, most: int) -> None:
    with transaction(box.session) as session:
        session.execute(update(LoanPolicy).values(limit_total=most))


def test_sb_03_a_block_is_passed_by_a_typed_reason_and_audited(box: ScanBox) -> None:
    box.reader("R-1")
    box.copy("INV-1")
    limit(box, 0)
    box.scan("R-1")
    refused = box.scan("INV-1")
    assert refused.box is not None
    assert (refused.box.kind, codes(refused)) == (BoxKind.REFUSED, [LoanCode.LIMIT_TOTAL])
    with pytest.raises(DeskError) as unsaid:
        box.reply(Reply.OVERRIDE, "   ")
    assert unsaid.value.code is DeskCode.REASON_MISSING
    assert box.open_loans() == 0
    lent = box.reply(Reply.OVERRIDE, "Direktor ruxsat berdi")
    assert outcomes(lent) == [Outcome.LENT]
    passed = lent.rows[0].told[0]
    assert (passed.code, passed.facts["reason"]) == (DeskCode.OVERRIDDEN, "Direktor ruxsat berdi")
    (kept,) = details(box, "loan_overridden")
    assert (kept["reason"], kept["codes"]) == ("Direktor ruxsat berdi", ["limit_total"])


def test_an_override_answers_the_questions_that_stood_beside_the_block(box: ScanBox) -> None:
    box.reader("R-1")
    box.reader("R-2", surname="Saidova", given_name="Nodira", patronymic="")
    box.copy("INV-1")
    box.lend("R-2")
    limit(box, 0)
    box.scan("R-1")
    assert set(codes(box.scan("INV-1"))) == {LoanCode.LENT_TO_OTHER, LoanCode.LIMIT_TOTAL}
    lent = box.reply(Reply.OVERRIDE, "Navbatda turibdi")
    assert outcomes(lent) == [Outcome.LENT]
    assert DeskCode.TAKEN_FROM in [each.code for each in lent.rows[0].told]


def test_an_override_passes_what_was_shown_and_nothing_that_came_since(box: ScanBox) -> None:
    anvar = box.reader("R-1")
    box.copy("INV-1")
    limit(box, 0)
    box.scan("R-1")
    box.scan("INV-1")
    with transaction(box.session) as session:
        restrict(session, box.work, patron_id=anvar.id, kind="manual", reason="Yirtilgan kitob")
    again = box.reply(Reply.OVERRIDE, "Direktor ruxsat berdi")
    assert LoanCode.READER_RESTRICTED in codes(again)
    assert box.open_loans() == 0


def test_co_03_a_lost_card_is_opened_by_override_only(box: ScanBox) -> None:
    anvar = box.reader("R-1")
    with transaction(box.session) as session:
        report_card_lost(session, box.work, patron_id=anvar.id)
    assert box.scan("R-1").desk.patron_id is None
    opened = box.reply(Reply.OVERRIDE, "Pasport koʻrsatdi")
    assert opened.desk.patron_id == anvar.id
    (kept,) = details(box, "desk_overridden")
    assert kept["reason"] == "Pasport koʻrsatdi"


def test_rn_03_a_renewal_beyond_the_limit_is_passed_by_a_reason(box: ScanBox) -> None:
    box.reader("R-1")
    box.copy("INV-1")
    with transaction(box.session) as session:
        session.execute(update(LoanPolicy).values(renewals=0))
    loan_id = box.lend().loan_id
    box.later(days=3)
    box.scan("R-1")
    assert LoanCode.RENEWAL_LIMIT in codes(box.renew_loan(loan_id))
    assert outcomes(box.reply(Reply.OVERRIDE, "Kasal edi")) == [Outcome.RENEWED]
    assert box.loan(loan_id).renewals == 1


def test_co_01_co_02_nobody_passes_what_is_unknown(box: ScanBox) -> None:
    box.reader("R-1")
    box.scan("R-1")
    box.scan("NEW-9")
    with pytest.raises(DeskInputError) as refused:
        box.reply(Reply.OVERRIDE, "baribir")
    assert refused.value.code is DeskCode.ANSWER_INVALID


def test_an_answer_that_was_not_offered_changes_nothing(box: ScanBox) -> None:
    box.reader("R-1")
    box.copy("INV-1")
    asked = Asked(Act.LEND, "INV-1", offered=(Reply.YES,))
    with pytest.raises(DeskInputError), transaction(box.session) as session:
        reply(
            session, box.work, key="one-key-only", asked=asked, given=Given(Reply.OVERRIDE, "x"), desk=Desk()
        )
    assert box.open_loans() == 0


def test_co_14_a_copy_that_the_reader_has_can_be_taken_back_instead(box: ScanBox) -> None:
    box.reader("R-1")
    box.copy("INV-1")
    box.lend()
    box.later(days=3)
    box.scan("R-1")
    asked = box.scan("INV-1")
    assert codes(asked)[0] == LoanCode.ALREADY_YOURS
    assert outcomes(box.reply(Reply.BACK)) == [Outcome.RETURNED]
    assert box.open_loans() == 0


def test_co_14_a_yes_renews(box: ScanBox) -> None:
    box.reader("R-1")
    box.copy("INV-1")
    box.lend()
    box.later(days=3)
    box.scan("R-1")
    box.scan("INV-1")
    assert outcomes(box.yes()) == [Outcome.RENEWED]


def test_co_15_a_yes_takes_it_back_first_and_undo_gives_both_back(box: ScanBox) -> None:
    box.reader("R-1")
    nodira = box.reader("R-2", surname="Saidova", given_name="Nodira", patronymic="")
    box.copy("INV-1")
    box.lend("R-2")
    box.scan("R-1")
    box.scan("INV-1")
    assert outcomes(box.yes()) == [Outcome.LENT]
    undone = box.scan("=UNDO")
    told = [each.code for each in undone.rows[0].told]
    assert told == [DeskCode.UNDONE_LOAN, DeskCode.UNDONE_RETURN]
    box.session.rollback()
    assert box.session.scalars(select(Loan.patron_id).where(Loan.closed_at.is_(None))).all() == [nodira.id]


def fast_add(box: ScanBox, title: str = "Yulduzli tunlar", author: str = "Qodirov, Pirimqul") -> Said:
    box.scan("NEW-9")
    return box.reply(Reply.ADD, title, author=author)


def test_co_01_an_unknown_copy_is_described_in_two_lines_and_lent(box: ScanBox) -> None:
    box.reader("R-1")
    box.scan("R-1")
    lent = fast_add(box)
    assert outcomes(lent) == [Outcome.LENT]
    assert (lent.rows[0].title, lent.rows[0].code) == ("Yulduzli tunlar", "NEW-9")
    assert lent.rows[0].told[0].code == DeskCode.ADDED_NOW
    record = box.session.scalars(select(Record)).one()
    assert (record.title, record.document_type) == ("Yulduzli tunlar", "book")
    assert "Qodirov" in record.author
    item = box.session.scalars(select(Item)).one()
    assert (item.barcode, item.department) == ("NEW-9", "lending")
    assert [(each.title, each.code) for each in brief_copies(box.session)] == [("Yulduzli tunlar", "NEW-9")]
    box.session.execute(update(Record).values(version=2))  # a cataloguer has saved it
    assert count_brief(box.session) == 0
    assert box.acts(Kind.LOAN_OPEN) == 1
    assert details(box, "copy_added_at_desk") == [{"code": "NEW-9"}]


def test_co_01_without_a_reader_the_copy_is_only_added_and_known_from_then_on(box: ScanBox) -> None:
    assert outcomes(fast_add(box)) == [Outcome.ADDED]
    assert outcomes(box.scan("NEW-9", after=20)) == [Outcome.ON_SHELF]


def test_co_01_a_brief_record_needs_a_title(box: ScanBox) -> None:
    refused = fast_add(box, title="  ")
    assert (codes(refused), outcomes(refused)) == ([DeskCode.TITLE_MISSING], [Outcome.REFUSED])
    assert box.session.scalars(select(func.count()).select_from(Record)).one() == 0


def test_co_01_a_number_added_meanwhile_by_somebody_else_is_not_added_twice(box: ScanBox) -> None:
    box.scan("NEW-9")
    fast_add(box)
    asked = replace(Asked(Act.FIND, "NEW-9"), offered=(Reply.ADD,))
    box.later(seconds=2)
    with transaction(box.session) as session:
        answer = reply(
            session, box.work, key="one-key-only", asked=asked, given=Given(Reply.ADD, "Kitob"), desk=Desk()
        )
    assert answer.said.box is not None
    assert [each.code for each in answer.said.box.told] == ["item_barcode_taken"]
    assert box.session.scalars(select(func.count()).select_from(Record)).one() == 1
