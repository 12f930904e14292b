"""Personal data taken out on request: nothing of the person is left in any table, every figure stays."""

from __future__ import annotations

import io
import json
from datetime import date, timedelta
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import func, inspect, select, text
from sqlalchemy.orm import Session

from circulation.account import measures as account_measures
from circulation.account.errors import CareCode, OwnError, OwnInputError
from circulation.account.services.erasing import BLANK, KEPT, MADE, Erased, erase, standing
from circulation.charges.models import ChargeKind, Method, Receipt
from circulation.charges.services import charge, pay
from circulation.desk.rules import Desk as DeskState
from circulation.desk.services.reader import open_session
from circulation.holds.models import Hold, HoldState
from circulation.holds.services import place_hold
from circulation.loans.models import Loan
from circulation.loans.services import check_out, claim_returned
from circulation.overdue.models import CallOutcome
from circulation.overdue.services import note_call
from circulation.patrons.errors import PatronCode, PatronError
from circulation.patrons.jobs import accept_all
from circulation.patrons.models import Patron, PatronKind, Registration
from circulation.patrons.queries import find_patron, patron_facts, recipient_of
from circulation.patrons.services import (
    add_patron,
    begin_import,
    change_patron,
    link_telegram,
    new_telegram_link,
    read_table,
    register,
    restrict,
    set_photo,
    set_pin,
)
from circulation.visits.services import card_visit
from ils.accounts.models import AuditEntry
from ils.activity.models import Activity
from ils.activity.queries import totals_by_kind
from ils.db import transaction
from ils.outbox.services import queue_message
from tests.circulation.loans.desk import Desk
from tests.circulation.overdue.night import Nights
from tests.conftest import NOON
from tests.world import work_at

WORDS = {
    "surname": "Qodirbekov", "given_name": "Anvarjon", "patronymic": "Toʻlqinovich", "phone": "+998901234567",
    "email": "qodirbekov@example.uz", "address": "Arnasoy, Nilufarzor 57", "document_number": "AC7654321",
    "study_group": "Guruh-707", "faculty": "Geologiyalar", "workplace": "Zavod-909", "note": "Eshitmaydi",
    "guardian_name": "Momojon Salimova", "guardian_phone": "+998935554433", "education": "Bilimgoh-11",
    "contact_name": "Mirzo Zamonaviy", "contract_number": "SH-4711",
}  # fmt: skip
SOUGHT = ("qodirbekov", "anvarjon", "lqinovich", "901234567", "nilufarzor", "ac7654321", "guruh-707", "geologiyalar",
          "zavod-909", "eshitmaydi", "momojon", "935554433", "bilimgoh", "zamonaviy", "sh-4711", "777000111")  # fmt: skip


@pytest.fixture
def desk(session: Session) -> Desk:
    return Desk(session, NOON)


def photo() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (300, 400), "navy").save(made, "JPEG")
    return made.getvalue()


def lived(desk: Desk) -> int:
    """A reader about whom something stands in every table that can hold it; everything is settled."""
    session = desk.session
    with transaction(session):
        work = work_at(desk.now)
        reader = add_patron(
            session, work, card_number="R-9", category="student", birth_date=date(2001, 5, 6), sex="m",
            consent_on=desk.now.date(), **WORDS,
        ).id  # fmt: skip
        set_photo(session, work, patron_id=reader, content=photo())
        set_pin(session, work, patron_id=reader, pin="2580")
        link_telegram(
            session, desk.now, token=new_telegram_link(session, work, patron_id=reader), telegram_id=777000111
        )
        restrict(
            session, work, patron_id=reader, kind="manual", reason="Qodirbekov baqirdi", until=desk.now.date()
        )
    for code in ("INV-1", "INV-2", "INV-3", "INV-4"):
        desk.copy(code, **({"price": 500} if code == "INV-3" else {}))
    desk.later(days=1)
    desk.lend("R-9", "INV-1", desk.yes("R-9", "INV-1"))
    nights = Nights(desk)
    nights.later(30)
    nights.run()
    nights.send()
    loan = session.scalars(select(Loan.id)).one()
    with transaction(session):
        work = work_at(desk.now)
        note_call(
            session, work, patron_id=reader, loan_ids=[loan], outcome=CallOutcome.PROMISED,
            until=desk.now.date() + timedelta(days=3), note="Anvarjon aytdi",
        )  # fmt: skip
        claim_returned(session, work, loan_id=loan, note="Kotiba aytdi")
    desk.later(days=1)
    desk.give_back("INV-1")
    nights.run()
    settle(desk, reader)
    queue(desk, reader)
    with transaction(session):
        table = read_table(b"Familiya;Ism;Karta\nQodirbekov;Anvarjon;R-9\n", "t.csv")
        batch = begin_import(session, work_at(desk.now), table=table, file_name="t.csv", category="student")
    accept_all(session, work_at(desk.now), batch)
    session.rollback()
    return reader


def settle(desk: Desk, reader: int) -> None:
    with transaction(desk.session) as session:
        amount = desk_owed(session, reader)
        work = work_at(desk.now)
        charge(
            session, work, patron_id=reader, kind=ChargeKind.SERVICE, amount=2000, note="Qodirbekov nusxasi"
        )
        pay(
            session, work, patron_id=reader, amount=amount + 2000, method=Method.CASH, note="Anvarjon toʻladi"
        )


def desk_owed(session: Session, reader: int) -> int:
    return standing(session, reader).amount


def queue(desk: Desk, reader: int) -> None:
    with transaction(desk.session) as session:
        work = work_at(desk.now)
        queue_message(
            session, work, kind="session", recipient=recipient_of(patron_facts(session, reader), work.day),
            facts={"lent": [], "name": "Qodirbekov"}, subjects=(("patron", reader),), dedupe="s:1",
        )  # fmt: skip
        place_hold(
            session,
            work,
            patron_id=reader,
            record_id=2,
            department="lending",
            at_home=False,
            note="Anvarjonga",
        )


def do_erase(
    session: Session, reader: int, reason: str = "yozma soʻrov 1/26", card: str | None = None
) -> Erased:
    session.rollback()
    with transaction(session):
        return erase(session, work_at(NOON + timedelta(days=60)), patron_id=reader, reason=reason, card=card)


def everything_written(session: Session) -> dict[str, str]:
    """Return the text of every row of every table, the full-text index too, by table and row."""
    found = {}
    for table in inspect(session.connection()).get_table_names():
        for at, row in enumerate(session.execute(text(f'SELECT * FROM "{table}"')).mappings()):
            found[f"{table}:{at}"] = " ".join(str(value) for value in row.values() if value is not None)
    return found


def left_of(session: Session, sought: tuple[str, ...] = SOUGHT) -> dict[str, str]:
    rows = {
        where: json.dumps(told, ensure_ascii=False).lower()
        for where, told in everything_written(session).items()
    }
    return {f"{where} {word}": told[:300] for where, told in rows.items() for word in sought if word in told}


def test_nothing_of_the_person_is_left_in_any_table(desk: Desk) -> None:
    reader = lived(desk)
    before = left_of(desk.session)
    tables = {where.split(":")[0] for where in before}
    assert {
        "patron",
        "charge",
        "receipt",
        "message",
        "overdue_call",
        "restriction",
        "patron_import_row",
    } <= tables
    assert {word for word in SOUGHT if not any(key.endswith(word) for key in before)} == set()
    do_erase(desk.session, reader)
    assert left_of(desk.session) == {}


def test_figures_and_documents_stay(desk: Desk) -> None:
    reader = lived(desk)
    session = desk.session
    asked = {"since": date(2020, 1, 1), "until": date(2035, 1, 1)}
    totals, rows = totals_by_kind(session, **asked), session.scalars(select(func.count(Activity.id))).one()
    money = session.scalars(select(func.sum(Receipt.amount))).one()
    do_erase(session, reader)
    assert totals_by_kind(session, **asked) == totals
    assert session.scalars(select(func.count(Activity.id))).one() == rows
    assert session.scalars(select(func.sum(Receipt.amount))).one() == money
    assert session.scalars(select(func.count()).where(Registration.patron_id == reader)).one() == 1
    assert desk.problems() == []
    assert [each for check in account_measures.CHECKS for each in check(session)] == []


def test_the_card_number_stands_for_the_name(desk: Desk) -> None:
    reader = lived(desk)
    told = do_erase(desk.session, reader)
    facts = patron_facts(desk.session, reader)
    assert (facts.full_name, facts.category, facts.erased_at is not None) == ("№ R-9", "student", True)
    assert (told.card_number, told.holds_cancelled) == ("R-9", 1)
    assert desk.session.scalars(select(Hold.state)).one() is HoldState.CANCELLED
    assert desk.session.scalars(select(Hold.patron_id)).one() is None


def test_every_column_of_a_reader_is_decided() -> None:
    assert set(BLANK) | MADE | KEPT == {column.key for column in Patron.__table__.columns}
    assert not set(BLANK) & (MADE | KEPT)


def test_the_trail_keeps_the_reason_and_no_name(desk: Desk) -> None:
    reader = lived(desk)
    do_erase(desk.session, reader)
    entry = desk.session.scalars(select(AuditEntry).where(AuditEntry.action == "reader_erased")).one()
    assert (entry.subject_id, entry.details) == (reader, {"reason": "yozma soʻrov 1/26"})


@pytest.mark.parametrize("reason", ["Qodirbekov soʻradi", "ANVARJON xati"])
def test_a_reason_that_names_the_reader_is_refused(desk: Desk, reason: str) -> None:
    reader = lived(desk)
    with pytest.raises(OwnInputError) as refused:
        do_erase(desk.session, reader, reason)
    assert refused.value.code is CareCode.NAME_IN_REASON


def test_another_card_typed_is_refused(desk: Desk) -> None:
    reader = lived(desk)
    with pytest.raises(OwnInputError) as refused:
        do_erase(desk.session, reader, card="R-1")
    assert refused.value.code is CareCode.CARD_DIFFERS
    assert do_erase(desk.session, reader, card=" r-9 ").card_number == "R-9"


def refusal(session: Session, reader: int) -> dict[str, Any]:
    with pytest.raises(OwnError) as refused:
        do_erase(session, reader)
    assert refused.value.code is CareCode.STILL_STANDS
    return dict(refused.value.facts)


def test_what_stands_is_told_at_once(desk: Desk) -> None:
    reader = desk.reader().id
    desk.copy("INV-1", price=1000)
    desk.copy("INV-2")
    desk.lose(desk.lend("R-1", "INV-1").loan_id)
    with transaction(desk.session) as session:
        charge(session, desk.work, patron_id=reader, kind=ChargeKind.SERVICE, amount=700)
        add_patron(session, desk.work, surname="Karimov", category="pupil", guardian_id=reader)
    facts = refusal(desk.session, reader)
    assert (facts["loans"], facts["losses"], facts["children"]) == (1, 1, 1)
    assert facts["amount"] >= 700


def test_an_erased_child_holds_nobody(desk: Desk) -> None:
    reader = desk.reader().id
    with transaction(desk.session) as session:
        child = add_patron(session, desk.work, surname="Karimov", category="pupil", guardian_id=reader).id
    assert refusal(desk.session, reader)["children"] == 1
    do_erase(desk.session, child)
    assert do_erase(desk.session, reader).card_number == "R-1"


def test_an_organisation_is_erased_the_same_way(desk: Desk) -> None:
    with transaction(desk.session) as session:
        maker = add_patron(
            session, desk.work, card_number="T-1", surname="Nurmakon maktabi", category="pupil", kind="organisation",
            contract_number="SH-12/26", contact_name="Direktor Alimova",
        ).id  # fmt: skip
    do_erase(desk.session, maker)
    assert patron_facts(desk.session, maker).kind is PatronKind.ORGANISATION
    assert left_of(desk.session, ("nurmakon", "sh-12/26", "alimova")) == {}


def test_an_erased_reader_is_erased_once_and_does_nothing_more(desk: Desk) -> None:
    reader = lived(desk)
    do_erase(desk.session, reader)
    work = work_at(NOON + timedelta(days=61))
    acts: tuple[Any, ...] = (
        lambda s: erase(s, work, patron_id=reader, reason="yana"),
        lambda s: register(s, work, patron_id=reader),
        lambda s: card_visit(s, work, patron_id=reader),
        lambda s: check_out(s, work, card="R-9", code="INV-4"),
        lambda s: place_hold(s, work, patron_id=reader, record_id=2, department="lending", at_home=False),
        lambda s: change_patron(s, work, patron_id=reader, phone="901112233"),
        lambda s: set_pin(s, work, patron_id=reader, pin="1234"),
    )
    for act in acts:
        with pytest.raises(PatronError) as refused, transaction(desk.session) as session:
            act(session)
        assert refused.value.code is PatronCode.ERASED


def test_a_scan_of_an_erased_card_says_so(desk: Desk) -> None:
    reader = lived(desk)
    do_erase(desk.session, reader)
    patron = find_patron(desk.session, "R-9")
    assert patron is not None
    said = open_session(desk.session, work_at(NOON), DeskState(), patron)
    assert said.desk.patron_id is None
    assert [told.code for told in said.rows[0].told] == [PatronCode.ERASED]
