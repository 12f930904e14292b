"""The end of a reader's session: one grouped notice on the screen and one message, however it ends (SB-10)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from circulation.desk.errors import DeskCode, DeskError
from circulation.desk.jobs import END_IDLE, JOBS, LOOK_BACK, OUTBOX, PERIODIC, fresh_notice, is_due
from circulation.desk.queries import idle_time, notices_wanted
from circulation.desk.rules import IDLE, Desk
from circulation.desk.services.choosing import choose
from circulation.desk.services.notices import end_abandoned
from circulation.patrons.models import Patron
from ils.activity.work import Work
from ils.db import transaction
from ils.outbox.models import Message
from ils.outbox.queries import message as message_view
from tests.circulation.desk.box import ScanBox


@pytest.fixture
def anvar(box: ScanBox) -> Patron:
    """Anvar can be reached by Telegram and reads Russian; three books are on the shelf."""
    reader = box.reader("R-1")
    for code in ("INV-1", "INV-2", "INV-3"):
        box.copy(code, title=f"Kitob {code}")
    with transaction(box.session) as session:
        session.execute(update(Patron).values(telegram_id=77, language="ru"))
    return reader


def messages(box: ScanBox) -> list[Message]:
    box.session.rollback()
    return list(box.session.scalars(select(Message).order_by(Message.id)))


def titles(facts: Mapping[str, Any], name: str) -> list[str]:
    return [copy["title"].removeprefix("Kitob ") for copy in facts[name]]


def test_sb_10_done_queues_one_message_in_the_readers_language(box: ScanBox, anvar: Patron) -> None:
    box.lend(code="INV-3")
    for code in ("R-1", "INV-1", "INV-2", "=RETURN", "INV-3", "=DONE"):
        box.scan(code)
    (message,) = messages(box)
    assert (message.kind, message.recipient_id, message.language) == ("session", anvar.id, "ru")
    assert titles(message.facts, "lent") == ["INV-1", "INV-2"]
    assert titles(message.facts, "returned") == ["INV-3"]
    assert "Kitob INV-1" in message.body


def test_sb_10_the_next_card_ends_the_session_too(box: ScanBox, anvar: Patron) -> None:
    box.reader("R-2", surname="Saidova", given_name="Nodira", patronymic="")
    for code in ("R-1", "INV-1", "R-2"):
        box.scan(code)
    assert [message.recipient_id for message in messages(box)] == [anvar.id]


def test_sb_10_nothing_done_or_nobody_to_reach_is_no_message(box: ScanBox, anvar: Patron) -> None:
    for code in ("R-1", "=DONE"):
        box.scan(code)
    with transaction(box.session) as session:
        session.execute(update(Patron).values(telegram_id=None, email=""))
    for code in ("R-1", "INV-1", "=DONE"):
        box.scan(code, after=3)
    assert messages(box) == []


def test_sb_10_what_was_undone_before_the_end_is_not_written_about(box: ScanBox, anvar: Patron) -> None:
    for code in ("R-1", "INV-1", "INV-2", "=UNDO", "=DONE"):
        box.scan(code)
    (message,) = messages(box)
    assert titles(message.facts, "lent") == ["INV-1"]


def test_sb_10_the_clock_ends_a_session_with_its_notice_and_refuses_the_page(
    box: ScanBox, anvar: Patron
) -> None:
    box.scan("R-1")
    box.scan("INV-1")
    mark = box.state_of_desk.mark
    late = box.scan("INV-2", after=601, mark=mark)
    assert late.box is not None
    assert [each.code for each in late.box.told] == [DeskCode.OTHER_WINDOW]
    assert late.ended is not None
    assert (late.desk.patron_id, box.open_loans(), len(messages(box))) == (None, 1, 1)


def test_sb_10_the_pages_own_clock_may_come_a_moment_late(box: ScanBox, anvar: Patron) -> None:
    box.scan("R-1")
    box.scan("INV-1")
    done = box.scan("=DONE", after=601, mark=box.state_of_desk.mark)
    assert (done.box, done.ended is not None, len(messages(box))) == (None, True, 1)


def test_a_page_out_of_date_is_still_refused_while_a_session_is_open(box: ScanBox, anvar: Patron) -> None:
    box.scan("R-1")
    with pytest.raises(DeskError):
        box.scan("=DONE", mark="0-automatic")


def left_open(box: ScanBox) -> Work:
    for code in ("R-1", "INV-1"):
        box.scan(code)
    box.later(minutes=11)
    return Work(now=box.now)


def test_sb_10_a_closed_browser_loses_no_notice(box: ScanBox, anvar: Patron) -> None:
    work = left_open(box)
    assert not is_due(box.session, box.now - timedelta(minutes=5))
    assert is_due(box.session, work.now)
    for expected in (1, 0):
        with transaction(box.session) as session:
            assert end_abandoned(session, work, look_back=LOOK_BACK) == expected
    assert not is_due(box.session, work.now)
    assert [message.recipient_id for message in messages(box)] == [anvar.id]
    # The browser comes back with its old state: the notice is not queued twice.
    box.scan(
        "=DONE", desk=Desk(anvar.id, opened_at=box.state_of_desk.opened_at, last_at=box.state_of_desk.last_at)
    )
    assert len(messages(box)) == 1
    assert END_IDLE in JOBS
    assert [each.kind for each in PERIODIC] == [END_IDLE]


def test_sb_10_a_notice_is_read_again_when_it_is_sent(box: ScanBox, anvar: Patron) -> None:
    for code in ("R-1", "INV-1", "INV-2", "=DONE"):
        box.scan(code)
    (message,) = messages(box)
    view = message_view(box.session, message.id)
    box.scan("INV-1", after=20)
    fresh = fresh_notice(box.session, view, box.now)
    assert fresh is not None
    assert titles(fresh.facts, "lent") == ["INV-2"]
    assert fresh.recipient.addresses["telegram"] == "77"
    box.scan("INV-2", after=20)
    assert fresh_notice(box.session, view, box.now) is None
    assert [source.kind for source in OUTBOX] == ["session"]


def test_the_library_chooses_its_minutes_and_whether_it_writes(box: ScanBox, anvar: Patron) -> None:
    assert (idle_time(box.session), notices_wanted(box.session)) == (IDLE, True)
    with transaction(box.session) as session:
        choose(session, box.work, idle_minutes=2, notices=False)
    for code in ("R-1", "INV-1"):
        box.scan(code)
    late = box.scan("=DONE", after=121)
    assert late.ended is not None
    assert (late.desk.patron_id, messages(box)) == (None, [])
