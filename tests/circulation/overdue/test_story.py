"""A loan's whole overdue history is one line of time (OV-09), told on the loan's page in words."""

from __future__ import annotations

from datetime import timedelta
from html import unescape

import pytest
import time_machine
from flask import Flask

from circulation.charges.queries import charges_of_loan
from circulation.charges.services import reverse_charge
from circulation.overdue.messages import EVENT_WORDS, OUTCOME_SHOWN, PAUSE_WORDS
from circulation.overdue.models import CallOutcome
from circulation.overdue.queries import EventKind
from circulation.overdue.rules import Pause
from circulation.overdue.services import note_call
from circulation.overdue.views import loan_panel
from circulation.overdue.views.story import shown, together
from ils.accounts.permissions import Role
from ils.db import transaction
from ils.outbox.errors import DeliveryCode
from tests.circulation.overdue.conftest import DUE
from tests.circulation.overdue.night import Nights
from tests.conftest import SignIn
from tests.world import work_at


@pytest.fixture
def story(nights: Nights, loan: int) -> int:
    """INV-1 went through everything: a failed SMS, a call, a broken promise, a restriction, a charge, a loss."""
    nights.level(30, charge=4000, restricts=True, template="overdue_30", name_en="A month late")
    nights.on |= {"sms": DeliveryCode.ADDRESS_REFUSED, "email": None}
    nights.to(DUE + timedelta(days=1))
    nights.run()
    nights.send()
    nights.to(DUE + timedelta(days=14))
    with transaction(nights.session) as session:
        note_call(
            session, work_at(nights.desk.now), patron_id=nights.desk.loan(loan).patron_id, loan_ids=[loan],
            outcome=CallOutcome.PROMISED, until=DUE + timedelta(days=15), note="singlisi",
        )  # fmt: skip
    nights.to(DUE + timedelta(days=30))
    nights.run()
    nights.send()
    nights.desk.later(hours=1)
    with transaction(nights.session) as session:
        (charge,) = charges_of_loan(session, loan)
        reverse_charge(session, work_at(nights.desk.now), charge_id=charge.id, reason="xato")
    nights.to(DUE + timedelta(days=90))
    nights.run()
    nights.send()
    nights.print_letters()
    nights.later(1)
    nights.desk.give_back("INV-1")
    return loan


def test_OV_09_everything_in_the_order_in_which_it_happened(nights: Nights, story: int) -> None:
    assert nights.story(story) == [
        EventKind.PASSED, EventKind.PASSED, EventKind.LEVEL, EventKind.QUEUED, EventKind.ATTEMPT_FAILED, EventKind.SENT,
        EventKind.CALL, EventKind.PROMISED,
        EventKind.PROMISE_BROKEN, EventKind.PASSED, EventKind.LEVEL, EventKind.RESTRICTED, EventKind.CHARGED,
        EventKind.QUEUED, EventKind.ATTEMPT_FAILED, EventKind.SENT, EventKind.CHARGE_REVERSED,
        EventKind.LEVEL, EventKind.RESTRICTED, EventKind.LOST, EventKind.QUEUED, EventKind.TRAY, EventKind.PRINTED,
        EventKind.LIFTED, EventKind.LIFTED,
    ]  # fmt: skip
    times = [event.at for event in nights.events(story)]
    assert times == sorted(times)


def test_OV_09_the_panel_of_the_loan_s_page_tells_it_in_words(
    nights: Nights, story: int, signed_in: SignIn
) -> None:
    page = unescape(signed_in(Role.DESK).get(f"/loans/{story}").text)
    for part in (
        "Overdue control", "Level reached: Overdue", "Passed over, for a sterner level was due: Due soon, Due today",
        "Not sent: SMS", "no such chat", "Sent: e-mail", "Called: will bring it", "singlisi",
        "Promised to bring it by 15.05.2026", "Promise broken: 15.05.2026", "Reader restricted: overdue copy",
        "Charged, soʻm: 4 000", "Given up for lost", "Letter printed", "Restriction lifted: lost copy",
    ):  # fmt: skip
        assert part.replace("4 000", "4\N{NO-BREAK SPACE}000") in page, part


def test_OV_06_a_promise_is_noted_and_taken_back_on_the_loan_s_page(
    nights: Nights, loan: int, signed_in: SignIn
) -> None:
    nights.to(DUE + timedelta(days=4))
    with time_machine.travel(nights.desk.now, tick=False):
        staff = signed_in(Role.DESK)
        page = f"/loans/{loan}"
        assert "Note the promise" in staff.get(page).text
        answer = staff.post("/overdue/promises", data={"loan": loan, "until": "08.05.2026", "next": page})
        assert answer.headers["Location"] == page
        shown_page = unescape(staff.get(page).text)
        assert "promised: 08.05.2026" in shown_page
        assert "Nobody is written to about it before." in shown_page
        assert staff.post("/overdue/promises", data={"loan": loan, "until": ""}).status_code == 400
        (event,) = nights.events(loan)
        assert event.kind is EventKind.PROMISED
        staff.post("/overdue/promises/1/withdraw")
    assert nights.promises() == ["withdrawn"]


def test_a_loan_in_time_shows_no_panel(nights: Nights, loan: int, app: Flask) -> None:
    with time_machine.travel(nights.desk.now, tick=False), app.test_request_context():
        assert loan_panel(nights.session, loan) == ""


def test_a_loan_that_is_late_and_unwritten_can_be_promised(
    nights: Nights, loan: int, signed_in: SignIn
) -> None:
    page = unescape(signed_in(Role.DESK).get(f"/loans/{loan}").text)  # today is long after
    assert "Nobody has been written to about it yet." in page


def test_every_event_outcome_and_pause_has_words(nights: Nights, story: int, app: Flask) -> None:
    assert set(EVENT_WORDS) == set(EventKind)
    assert set(OUTCOME_SHOWN) == set(CallOutcome)
    assert set(PAUSE_WORDS) == set(Pause)
    with app.test_request_context():
        for event in together(nights.events(story)):
            assert "%(" not in shown(event, {}).text
