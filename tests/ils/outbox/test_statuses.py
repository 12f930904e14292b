"""What a provider says later: an SMS that did not arrive goes on to the next channel."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from ils.db import transaction
from ils.outbox.errors import DeliveryCode
from ils.outbox.models import MessageState
from ils.outbox.sending import ask_statuses, note_status, statuses_wait
from tests.conftest import NOON
from tests.ils.outbox.conftest import Library
from tests.ils.outbox.servers import FakeEskiz, Provider, closed_port

LATER = NOON + timedelta(minutes=10)


def test_what_has_arrived_is_noted_and_not_asked_again(
    library: Library, session: Session, eskiz: FakeEskiz, eskiz_server: Provider
) -> None:
    library.with_eskiz(eskiz_server)
    number = library.queue(channels=["sms"])
    library.send()
    assert not statuses_wait(session, NOON), "it has only just gone"
    assert not statuses_wait(session, LATER + timedelta(minutes=1)), "asked every ten minutes"
    assert statuses_wait(session, LATER)
    assert ask_statuses(session, now=lambda: LATER) == 0, "nothing is known yet"
    eskiz.statuses["sms-1"] = "DELIVRD"
    assert ask_statuses(session, now=lambda: LATER) == 1
    assert library.attempts(number)[0].status == "DELIVRD"
    assert not statuses_wait(session, LATER)
    assert ask_statuses(session, now=lambda: LATER) == 0


def test_OV_05_what_did_not_arrive_goes_on_to_the_next_channel(
    library: Library, session: Session, eskiz: FakeEskiz, eskiz_server: Provider
) -> None:
    library.with_eskiz(eskiz_server)
    number = library.queue()
    library.send()
    eskiz.statuses["sms-1"] = "UNDELIV"
    assert ask_statuses(session, now=lambda: LATER) == 1
    view = library.seen(number)
    assert (view.state, view.sent_at, view.sent_by) == (MessageState.QUEUED, None, "")
    library.send(LATER)
    assert library.tried(number) == [("sms", DeliveryCode.UNDELIVERED), ("letter", "")]
    assert library.seen(number).state is MessageState.TO_PRINT
    assert ask_statuses(session, now=lambda: LATER) == 0


def test_a_report_comes_twice_or_for_something_else(
    library: Library, session: Session, eskiz_server: Provider
) -> None:
    library.with_eskiz(eskiz_server)
    number = library.queue()
    library.send()

    def report(provider_id: str, status: str) -> bool:
        with transaction(session):
            return note_status(session, provider_id=provider_id, status=status, now=LATER)

    assert not report("somebody else's", "UNDELIV")
    assert not report("", "UNDELIV")
    assert report("sms-1", "UNDELIV")
    assert not report("sms-1", "UNDELIV")
    library.send(LATER)
    assert report("sms-1", "DELIVRD"), "noted, but the letter is in the tray"
    assert library.seen(number).state is MessageState.TO_PRINT


def test_a_report_on_a_message_that_was_sent_again_meanwhile_changes_nothing_of_it(
    library: Library, session: Session, eskiz_server: Provider
) -> None:
    library.with_eskiz(eskiz_server)
    number = library.queue()
    library.send()
    from ils.outbox.services import resend
    from tests.world import work_at

    with transaction(session):
        resend(session, work_at(LATER), message_id=number, channel="letter")
    library.send(LATER)
    with transaction(session):
        assert note_status(session, provider_id="sms-1", status="UNDELIV", now=LATER)
    assert library.seen(number).state is MessageState.TO_PRINT


def test_a_dead_line_is_asked_only_a_few_times(
    library: Library, session: Session, eskiz_server: Provider
) -> None:
    library.with_eskiz(eskiz_server)
    for _each in range(5):
        library.queue(channels=["sms"])
    library.send()
    eskiz_server.asked.clear()
    assert ask_statuses(session, now=lambda: LATER) == 0
    assert len(eskiz_server.asked) == 3, "after three questions without an answer the rest waits"
    library.set_up(
        "sms",
        "eskiz",
        {"base": f"http://127.0.0.1:{closed_port()}/api", "email": "a@b.uz"},
        {"password": "x"},
    )
    assert ask_statuses(session, now=lambda: LATER) == 0


def test_nobody_is_asked_where_another_gateway_is_used(
    library: Library, session: Session, eskiz_server: Provider
) -> None:
    library.with_eskiz(eskiz_server)
    library.queue(channels=["sms"])
    library.send()
    library.set_up("sms", "http", {"url": eskiz_server.url})
    eskiz_server.asked.clear()
    assert not statuses_wait(session, LATER)
    assert ask_statuses(session, now=lambda: LATER) == 0
    assert eskiz_server.asked == []
