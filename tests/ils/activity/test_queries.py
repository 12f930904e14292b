"""Sums over the totals, and the rows that a sum opens to, page by page."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from ils.activity.cut import Cut
from ils.activity.kinds import Channel, Kind, Source
from ils.activity.queries import daily, latest_of_subject, opened, total, totals_by_kind
from ils.activity.services import record
from ils.activity.work import Done, ItemSnapshot, Work
from ils.db import transaction
from tests.conftest import NOON

FIRST, LAST = date(2026, 4, 1), date(2026, 4, 30)
FOREIGN = ItemSnapshot(language="ger", fund="foreign")


def act(session: Session, kind: Kind = Kind.VISIT, *, days: int = 0, channel: Channel = Channel.DESK,
        place: tuple[str, str] = ("lending", "lending"), **details: object) -> None:  # fmt: skip
    """Do something `days` after Wednesday noon."""
    work = Work(now=NOON + timedelta(days=days), department=place[0], sector=place[1], channel=channel)
    with transaction(session):
        record(session, work, Done(kind, "visit", int(details.pop("subject_id", 1)), **details))  # type: ignore[call-overload, arg-type]


@pytest.fixture
def april(session: Session) -> Session:
    """A few days of a library."""
    act(session)
    act(session, amount=4, source=Source.TALLY, place=("reading_room", "reading"))
    act(session, days=1)
    act(session, days=20)  # May
    act(session, Kind.LOAN_OPEN, item=FOREIGN, place=("foreign", "other"))
    act(session, Kind.LOAN_OPEN)
    act(session, Kind.LOAN_RENEW, channel=Channel.AUTOMATIC)
    act(session, Kind.LOAN_RENEW, channel=Channel.WEB)
    return session


CUTS = [
    (Cut((Kind.VISIT,)), 6),
    (Cut((Kind.VISIT,), sectors=("reading",)), 4),
    (Cut((Kind.VISIT,), sectors=("reading", "lending")), 6),
    (Cut((Kind.VISIT,), departments=("lending",)), 2),
    (Cut((Kind.VISIT,), sources=(Source.TALLY,)), 4),
    (Cut((Kind.LOAN_OPEN, Kind.LOAN_RENEW)), 4),
    (Cut((Kind.LOAN_OPEN, Kind.LOAN_RENEW), without_channels=(Channel.AUTOMATIC,)), 3),
    (Cut((Kind.LOAN_OPEN,), funds=("foreign",)), 1),
    (Cut((Kind.LOAN_OPEN,), funds=("",)), 1),
    (Cut((Kind.ITEM_ADD,)), 0),
    (Cut(()), 0),
]


@pytest.mark.parametrize(("cut", "figure"), CUTS)
def test_the_figure_its_days_and_its_rows_agree(april: Session, cut: Cut, figure: int) -> None:
    assert total(april, cut, since=FIRST, until=LAST) == figure
    assert sum(daily(april, cut, since=FIRST, until=LAST).values()) == figure
    page = opened(april, cut, since=FIRST, until=LAST)
    assert page.amount == figure == sum(row.amount for row in page.rows)
    assert page.acts == len(page.rows)


def test_both_ends_of_the_span_belong_to_it(april: Session) -> None:
    wednesday, thursday = date(2026, 4, 15), date(2026, 4, 16)
    visits = Cut((Kind.VISIT,))
    assert total(april, visits, since=wednesday, until=wednesday) == 5
    assert total(april, visits, since=wednesday, until=thursday) == 6
    assert total(april, visits, since=thursday, until=wednesday) == 0
    assert daily(april, visits, since=wednesday, until=thursday) == {wednesday: 5, thursday: 1}


def test_all_kinds_of_a_day_at_once(april: Session) -> None:
    day = date(2026, 4, 15)
    assert totals_by_kind(april, since=day, until=day) == {
        "circulation:visit:count": 5,
        "circulation:loan:open": 2,
        "circulation:loan:renew": 2,
    }


def test_rows_come_newest_day_first_page_by_page_without_gap_or_repeat(session: Session) -> None:
    for days in (0, 2, -3, 2, 0, 1, -3):  # entered out of order, as back-dated acts are
        act(session, days=days)
    cut, seen, before = Cut((Kind.VISIT,)), [], None
    while (page := opened(session, cut, since=FIRST, until=LAST, limit=3, before=before)).rows:
        assert (page.amount, page.acts) == (7, 7)  # the figure is that of all pages
        seen += [(row.day, row.id) for row in page.rows]
        before = seen[-1]
    assert len(seen) == len(set(seen)) == 7
    assert seen == sorted(seen, reverse=True)


def test_a_new_act_does_not_shift_the_next_page(session: Session) -> None:
    for days in (0, 1, 2):
        act(session, days=days)
    cut = Cut((Kind.VISIT,))
    first = opened(session, cut, since=FIRST, until=LAST, limit=2).rows
    act(session, days=2)
    rest = opened(session, cut, since=FIRST, until=LAST, limit=2, before=(first[-1].day, first[-1].id)).rows
    assert [row.day for row in rest] == [date(2026, 4, 15)]


def test_what_was_done_to_one_thing(session: Session) -> None:
    act(session, subject_id=1, note="a")
    act(session, subject_id=2)
    act(session, subject_id=1, note="b")
    rows = latest_of_subject(session, subject_type="visit", subject_id=1)
    assert [row.note for row in rows] == ["b", "a"]
    assert len(latest_of_subject(session, subject_type="visit", subject_id=1, limit=1)) == 1
    assert latest_of_subject(session, subject_type="loan", subject_id=1) == ()
