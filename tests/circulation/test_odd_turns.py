"""Odd turns of a day at the desk, each found by somebody who tried to break it."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select, update

from catalog.items.models import Item, ItemState
from circulation.account.services.clearing import clear_all
from circulation.account.services.erasing import erase
from circulation.account.services.forgetting import forget_portion
from circulation.account.services.own import set_wishes
from circulation.charges import services as ch
from circulation.charges.models import ChargeKind, Method
from circulation.desk.models import ScanReceipt
from circulation.loans import services
from circulation.loans.models import Loss, LossState, Redating
from circulation.loans.services.losing import set_rules
from circulation.loans.services.redating import redate, undo_redating
from circulation.overdue.jobs import run_night
from circulation.patrons.errors import PatronCode, PatronError
from circulation.patrons.models import Patron
from circulation.patrons.services import change_patron
from ils.accounts.permissions import Role
from ils.activity.models import DailyTotal
from ils.db import transaction
from ils.library.calendar import load_calendar, set_special_days
from tests.circulation.desk.box import ScanBox
from tests.circulation.loans.desk import Desk
from tests.conftest import NOON


@pytest.fixture
def desk(session):
    return Desk(session, NOON)


def do(desk, act, **told):
    with transaction(desk.session) as session:
        return act(session, desk.work, **told)


def state_of(desk, loss):
    desk.session.rollback()
    desk.session.expire_all()
    return desk.session.get(Loss, loss).state


def totals(desk):
    """What the log comes to: kind, day and sector, whatever comes out even left out."""
    desk.session.rollback()
    cuts = (DailyTotal.kind, DailyTotal.day, DailyTotal.sector)
    rows = desk.session.execute(select(*cuts, func.sum(DailyTotal.amount)).group_by(*cuts))
    return {tuple(row[:3]): row[3] for row in rows if row[3]}


def incomplete(desk):
    desk.session.rollback()
    return desk.session.scalars(select(Item.incomplete)).one()


def test_CI_08_a_stale_page_takes_no_settled_loss_back(desk, signed_in, at_noon):
    do(desk, set_rules, multiple=1, refund=True)
    reader = desk.reader().id
    item = desk.copy(price=50_000)
    loan = desk.lend().loan_id
    loss = desk.lose(loan).id
    do(desk, services.settle, loss_id=loss, way=LossState.COMPENSATED, method=Method.CASH)
    client = signed_in(Role.DESK)
    at_noon.shift(timedelta(seconds=30))
    client.post(f"/loans/{loan}/return")  # the loan is closed: a second click, an old tab
    assert (state_of(desk, loss), desk.state(item), desk.owed(reader)) == (
        LossState.COMPENSATED,
        ItemState.LOST,
        0,
    )


def test_CI_06_a_stale_page_receives_no_copy_in_transit(desk, signed_in, at_noon):
    desk.reader()
    item = desk.copy()
    loan = desk.lend().loan_id
    desk.department, desk.sector = "foreign", "other"
    desk.give_back()
    client = signed_in(Role.DESK)
    at_noon.shift(timedelta(seconds=30))
    client.post(f"/loans/{loan}/return")
    assert desk.state(item) is ItemState.IN_TRANSIT


def test_an_erased_name_stays_in_no_answer_of_the_box(session):
    box = ScanBox(session, NOON)
    reader = box.reader(surname="Zzuniqov").id
    box.copy()
    box.scan("R-1")
    box.scan("INV-1")
    box.later(minutes=1)
    box.give_back()
    box.later(days=900)
    do(box, forget_portion, before=box.work.day)
    do(box, erase, patron_id=reader, reason="talab")
    assert "Zzuniqov" not in str(session.scalars(select(ScanReceipt.answer)).all())


def test_CI_10_an_erased_name_stays_on_no_copy(desk):
    reader = desk.reader(surname="Zzuniqov").id
    desk.copy(parts="CD")
    desk.lend(yes=desk.yes())
    desk.give_back(parts="CD")
    do(desk, erase, patron_id=reader, reason="talab")
    assert "Zzuniqov" not in incomplete(desk)


def test_CI_08_what_is_left_of_a_loss_paid_in_part_is_owed_no_more(desk):
    do(desk, set_rules, multiple=2, refund=False)
    reader = desk.reader().id
    desk.copy(price=1_000)
    desk.lose(desk.lend().loan_id)
    do(desk, ch.pay, patron_id=reader, amount=500, method=Method.CASH)
    desk.give_back()
    assert desk.owed(reader) == 0


def test_CO_10_a_lost_copy_that_is_lent_was_found(desk):
    do(desk, set_rules, multiple=1, refund=True)
    reader = desk.reader("R-1").id
    desk.reader("R-2", given_name="Nodira")
    desk.copy(price=50_000)
    loss = desk.lose(desk.lend().loan_id).id
    do(desk, services.settle, loss_id=loss, way=LossState.COMPENSATED, method=Method.CASH)
    desk.later(days=3)
    desk.lend("R-2", yes=desk.yes("R-2"))
    desk.later(days=1)
    desk.give_back()
    assert (state_of(desk, loss), desk.owed(reader)) == (LossState.FOUND, -50_000)


@pytest.mark.parametrize("way", [LossState.COMPENSATED, LossState.FORGIVEN])
@pytest.mark.parametrize("refund", [True, False])
def test_SB_08_a_lending_taken_back_gives_a_settled_loss_back(desk, way, refund):
    do(desk, set_rules, multiple=1, refund=refund)
    reader = desk.reader("R-1").id
    desk.reader("R-2", given_name="Nodira")
    item = desk.copy(price=50_000)
    loss = desk.lose(desk.lend().loan_id).id
    do(desk, services.settle, loss_id=loss, way=way, method=Method.CASH, note="kambagʻal")
    before = desk.owed(reader), desk.state(item), state_of(desk, loss), totals(desk)
    desk.later(days=3)
    lent = desk.lend("R-2", yes=desk.yes("R-2"))
    assert state_of(desk, loss) is LossState.FOUND
    do(desk, services.undo_act, act_id=lent.act_id)
    assert (desk.owed(reader), desk.state(item), state_of(desk, loss), totals(desk)) == before
    assert desk.problems() == []


def test_OV_02_the_dearest_copy_stops_no_night(desk):
    do(desk, set_rules, multiple=10, refund=True)
    desk.reader(email="a@b.uz")
    desk.copy(price=150_000_000)
    desk.lend()
    desk.later(days=120)
    desk.session.rollback()
    assert run_night(desk.session, desk.work).failed == 0


def test_CI_04_no_fine_stops_a_return(desk):
    desk.rule(fine_per_day=20_000_000)
    desk.reader()
    desk.copy()
    desk.lend()
    desk.later(days=100)
    desk.give_back()


def test_CI_10_taking_from_another_leaves_what_is_missing(desk):
    desk.reader("R-1")
    desk.reader("R-2", given_name="Nodira")
    desk.copy(parts="CD", incomplete="CD yoʻq (Karimov, 01.02.2026)")
    desk.lend(yes=desk.yes())
    desk.later(hours=1)
    desk.lend("R-2", yes=desk.yes("R-2"))
    assert incomplete(desk)


def test_CI_10_settling_as_found_leaves_what_is_missing(desk):
    desk.reader()
    desk.copy(parts="CD", incomplete="CD yoʻq")
    loss = desk.lose(desk.lend(yes=desk.yes()).loan_id).id
    do(desk, services.settle, loss_id=loss, way=LossState.FOUND)
    assert incomplete(desk)


def family(desk):
    child, father, grandfather = (desk.reader(card, given_name=card) for card in ("R-B", "R-A", "R-C"))
    do(desk, change_patron, patron_id=child.id, guardian_id=father.id)
    return child.id, father.id, grandfather.id


@pytest.mark.parametrize("change", [{"kind": "organisation"}, {"guardian_id": 3}])
def test_a_guardian_of_others_stays_a_person_without_a_guardian(desk, change):
    _child, father, grandfather = family(desk)
    if "guardian_id" in change:
        change = {"guardian_id": grandfather}
    with pytest.raises(PatronError) as refused:
        do(desk, change_patron, patron_id=father, **change)
    assert (refused.value.code, refused.value.facts) == (PatronCode.GUARDIAN_OF_OTHERS, {"count": 1})


def test_a_child_can_be_changed_whatever_has_become_of_the_guardian(desk):
    child, father, grandfather = family(desk)
    with transaction(desk.session) as session:  # as older libraries may have it
        session.execute(update(Patron).where(Patron.id == father).values(guardian_id=grandfather))
    do(desk, set_wishes, patron_id=child, language="ru", channels=None)
    assert do(desk, clear_all, patron_ids=(child, grandfather), reason="bitirdi", leaves=True).standing == ()


SUNDAY = date(2026, 4, 26)


def test_DD_10_an_undone_closure_gives_a_dated_opening_back(desk):
    desk.reader()
    desk.copy()
    with transaction(desk.session) as session:
        set_special_days(
            session, first=SUNDAY, last=SUNDAY, is_open=True, reason="Kitob kuni", hours=(600, 900)
        )
    loan = do(desk, services.check_out, card="R-1", code="INV-1", due_on=SUNDAY).loan_id
    do(desk, undo_redating, redating_id=do(desk, redate, first=SUNDAY, last=SUNDAY, reason="avariya"))
    desk.session.rollback()
    assert load_calendar(desk.session).is_open(SUNDAY)
    assert desk.loan(loan).due_on == SUNDAY


def test_DD_10_an_undone_closure_gives_short_hours_back(desk):
    day = date(2026, 4, 27)
    with transaction(desk.session) as session:
        set_special_days(session, first=day, last=day, is_open=True, reason="qisqa", hours=(540, 780))
    do(desk, undo_redating, redating_id=do(desk, redate, first=day, last=day, reason="avariya"))
    desk.session.rollback()
    assert load_calendar(desk.session).hours(day) == (540, 780)


def test_DD_10_undoing_one_of_two_closures_leaves_the_days_of_the_other(desk):
    a, b, c = (date(2026, 4, 27 + n) for n in range(3))
    first = do(desk, redate, first=a, last=b, reason="taʼmir")
    do(desk, redate, first=b, last=c, reason="taʼmir")
    do(desk, undo_redating, redating_id=first)
    desk.session.rollback()
    assert not load_calendar(desk.session).is_open(b)
    second = desk.session.scalars(select(Redating.id).where(Redating.undone_at.is_(None))).one()
    do(desk, undo_redating, redating_id=second)
    desk.session.rollback()
    assert all(load_calendar(desk.session).is_open(day) for day in (a, b, c))


@pytest.mark.parametrize(
    "path", ["/overdue/tonight?day=9999-12-31", "/policies/new?like=99999999999999999999"]
)
def test_addresses_beyond_reason_are_answered(app, desk, signed_in, at_noon, path):
    app.testing = False
    app.config["PROPAGATE_EXCEPTIONS"] = False
    assert signed_in(Role.ADMINISTRATOR).get(path).status_code < 500


def test_a_yes_too_deep_to_read_is_none(app, desk, signed_in, at_noon):
    app.testing = False
    app.config["PROPAGATE_EXCEPTIONS"] = False
    desk.reader()
    desk.copy()
    loan = desk.lend().loan_id
    assert signed_in(Role.DESK).post(f"/loans/{loan}/renew", data={"given": "[" * 100_000}).status_code < 500


def test_CI_12_a_found_copy_scanned_twice_was_not_used(desk):
    desk.copy(state=ItemState.MISSING)
    desk.give_back(room_use=True)
    desk.later(seconds=3)
    assert [str(r.code) for r in desk.give_back(room_use=True).reasons] == ["scanned_twice"]


def test_settling_takes_no_more_than_is_owed(desk):
    do(desk, set_rules, multiple=1, refund=True)
    reader = desk.reader().id
    paid = do(desk, ch.charge, patron_id=reader, kind=ChargeKind.SERVICE, amount=500)
    do(desk, ch.pay, patron_id=reader, amount=500, method=Method.CASH)
    do(desk, ch.reverse_charge, charge_id=paid, reason="xato")
    desk.copy(price=500)
    loss = desk.lose(desk.lend().loan_id).id
    assert desk.owed(reader) == 0
    do(desk, services.settle, loss_id=loss, way=LossState.COMPENSATED, method=Method.CASH)
    assert desk.owed(reader) == 0
