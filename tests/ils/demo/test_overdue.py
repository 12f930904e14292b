"""Overdue control of the sample: nobody is really written to, and the same nights come to the same."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from circulation.overdue.models import Call, OverdueNotice
from ils import clock
from ils.demo.overdue import Silent, Watch
from ils.outbox.channels.base import Outgoing
from ils.outbox.errors import DeliveryCode
from ils.outbox.models import Message, MessageState
from tests.circulation.loans.desk import Desk
from tests.conftest import NOON
from tests.world import add_nilufar

DAY = clock.local_day(NOON)


@pytest.mark.slow
def test_the_nights_of_the_sample(session: Session) -> None:
    desk = Desk(session, NOON)
    staff = add_nilufar(session, NOON)
    desk.reader("R-1", phone="901234567")
    desk.copy("INV-1")
    desk.lend("R-1", "INV-1")
    watch = Watch(staff=staff.id)
    for number in range(1, 35):
        session.rollback()
        watch.night(session, DAY + timedelta(days=number), coming={}, until=None)
    session.rollback()
    states = session.scalars(select(Message.state).order_by(Message.id)).all()
    assert set(states) <= {MessageState.SENT, MessageState.CANCELLED, MessageState.TO_PRINT}
    assert len(session.scalars(select(OverdueNotice.id)).all()) >= 4
    assert session.scalars(select(Call.staff_id)).first() == staff.id


def test_today_ends_at_the_present_hour(session: Session) -> None:
    watch = Watch(staff=1)
    watch.night(session, DAY, coming={}, until=clock.at_hour(DAY, 4))
    assert session.scalars(select(Message.id)).all() == []


def test_every_ninth_number_is_not_in_use() -> None:
    sent = [
        Silent().send(Outgoing("k", f"+9989012345{number:02d}", "", "", "", "uz", NOON))
        for number in range(40)
    ]
    failed = [result.code for result in sent if not result.ok]
    assert set(failed) == {DeliveryCode.ADDRESS_REFUSED}
    assert 2 <= len(failed) <= 8
