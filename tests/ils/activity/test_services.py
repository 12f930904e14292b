"""Writing the log: rows, totals in the same transaction, negative twins, and guards in the database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from ils.accounts.audit import audit
from ils.activity.kinds import Channel, Kind, Source
from ils.activity.models import Activity, DailyTotal
from ils.activity.services import record, reverse
from ils.activity.work import Done, ItemSnapshot, PatronSnapshot, Work
from ils.db import transaction
from tests.conftest import NOON
from tests.world import work_at

ANVAR = PatronSnapshot("student", "18-24", "m", "UZ")
PRINZ = ItemSnapshot("ger", "8", "book", "foreign")
LOAN = Done(Kind.LOAN_OPEN, "loan", 7, patron=ANVAR, item=PRINZ)
VISIT = Done(Kind.VISIT, "visit", 1, source=Source.CARD)


def totals(session: Session) -> list[tuple[object, ...]]:
    """Return kind, day, department, channel, fund, amount, acts of every kept total."""
    rows = session.scalars(select(DailyTotal).order_by(DailyTotal.kind, DailyTotal.day, DailyTotal.channel))
    return [(r.kind, r.day, r.department, r.channel, r.fund, r.amount, r.acts) for r in rows]


def lent(session: Session, done: Done = LOAN) -> Activity:
    with transaction(session):
        record(session, work_at(NOON), done)
    return session.scalars(select(Activity).order_by(Activity.id.desc())).first()  # type: ignore[return-value]


def test_an_act_is_one_row_with_its_circumstances_and_snapshots(session: Session) -> None:
    row = lent(session, replace(LOAN, note="scanned twice", batch="b-1"))
    assert (row.kind, row.day, row.at, row.amount) == ("circulation:loan:open", date(2026, 4, 15), NOON, 1)
    assert (row.department, row.sector, row.channel, row.actor_id) == ("lending", "lending", "desk", None)
    assert (row.patron_category, row.patron_age, row.patron_sex, row.patron_citizenship) == (
        "student",
        "18-24",
        "m",
        "UZ",
    )
    assert (row.item_language, row.item_branch, row.item_type, row.item_fund) == (
        "ger",
        "8",
        "book",
        "foreign",
    )
    assert (row.subject_type, row.subject_id, row.batch, row.note, row.undo_of) == (
        "loan",
        7,
        "b-1",
        "scanned twice",
        None,
    )


def test_totals_rise_in_the_same_transaction(session: Session) -> None:
    lent(session)
    lent(session)
    assert totals(session) == [
        ("circulation:loan:open", date(2026, 4, 15), "lending", "desk", "foreign", 2, 2)
    ]


def test_a_failed_act_leaves_neither_row_nor_total(session: Session) -> None:
    def act() -> None:
        with transaction(session):
            record(session, work_at(NOON), LOAN, VISIT)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        act()
    assert session.scalars(select(Activity)).all() == []
    assert totals(session) == []


def test_several_things_done_at_once_are_summed_by_their_cut(session: Session) -> None:
    with transaction(session):
        record(
            session, work_at(NOON), VISIT, LOAN, replace(LOAN, amount=3), replace(LOAN, item=ItemSnapshot())
        )
    loans = {row[4:] for row in totals(session) if row[0] == Kind.LOAN_OPEN}
    assert loans == {("", 1, 1), ("foreign", 4, 2)}
    assert len(session.scalars(select(Activity)).all()) == 4


def test_nothing_done_writes_nothing(session: Session) -> None:
    with transaction(session):
        record(session, work_at(NOON))
    assert totals(session) == []


def test_a_back_dated_act_counts_on_its_own_day(session: Session) -> None:
    row = lent(session, replace(LOAN, day=date(2026, 4, 13)))
    assert (row.day, row.at) == (date(2026, 4, 13), NOON)
    assert totals(session)[0][1] == date(2026, 4, 13)


def test_an_act_after_midnight_of_tashkent_counts_on_the_new_day(session: Session) -> None:
    with transaction(session):
        record(session, work_at(NOON + timedelta(hours=13)), LOAN)
    assert totals(session)[0][1] == date(2026, 4, 16)


def test_long_snapshots_and_notes_are_cut_to_their_columns(session: Session) -> None:
    row = lent(session, replace(LOAN, item=ItemSnapshot("german", "8" * 30), note="n" * 600))
    assert (row.item_language, len(row.item_branch), len(row.note)) == ("ger", 20, 500)


def test_the_negative_twin_brings_every_cut_out_even(session: Session) -> None:
    renewal = replace(LOAN, kind=Kind.LOAN_RENEW)
    with transaction(session):
        record(session, replace(work_at(NOON), channel=Channel.AUTOMATIC), renewal)
    row = session.scalars(select(Activity)).one()
    later = Work(now=NOON + timedelta(days=3), department="foreign", sector="other", channel=Channel.COMMAND)
    with transaction(session):
        reverse(session, later, activity=row, reason="wrong book")
    twin = session.scalars(select(Activity).where(Activity.undo_of == row.id)).one()
    assert (twin.amount, twin.day, twin.at, twin.note) == (-1, row.day, later.now, "wrong book")
    own = {"id", "at", "amount", "note", "undo_of", "actor_id", "batch", "day"}
    same = [column.name for column in Activity.__table__.columns if column.name not in own]
    assert [getattr(twin, name) for name in same] == [getattr(row, name) for name in same]
    assert totals(session) == [("circulation:loan:renew", row.day, "lending", "automatic", "foreign", 0, 2)]


def test_a_second_twin_is_refused_by_the_database(session: Session) -> None:
    row = lent(session)
    with transaction(session):
        reverse(session, work_at(NOON), activity=row, reason="once")
    with pytest.raises(IntegrityError), transaction(session):
        reverse(session, work_at(NOON), activity=row, reason="twice")
    assert totals(session)[0][5:] == (0, 2)


def test_a_twin_has_no_twin(session: Session) -> None:
    row = lent(session)
    with transaction(session):
        reverse(session, work_at(NOON), activity=row, reason="a mistake")
    twin = session.scalars(select(Activity).where(Activity.undo_of.is_not(None))).one()
    with pytest.raises(ValueError, match="a twin has no twin"), transaction(session):
        reverse(session, work_at(NOON), activity=twin, reason="back again")
    assert totals(session)[0][5:] == (0, 2)


def test_a_twin_of_nothing_is_refused_by_the_database(session: Session) -> None:
    with pytest.raises(IntegrityError), transaction(session):
        record(session, work_at(NOON), replace(LOAN, undo_of=999))


@pytest.mark.parametrize("table", ["activity", "audit"])
@pytest.mark.parametrize("change", ["UPDATE {} SET subject_type = 'x'", "DELETE FROM {}"])
def test_the_log_and_the_audit_trail_are_append_only(session: Session, table: str, change: str) -> None:
    lent(session)
    with transaction(session):
        audit(session, work_at(NOON), "seen", subject_type="loan", subject_id=7)
    with pytest.raises(DBAPIError, match=f"{table} is append-only"), transaction(session):
        session.execute(text(change.format(table)))
    assert session.scalar(text(f"SELECT count(*) FROM {table} WHERE subject_type <> 'x'")) >= 1


def test_a_row_without_its_circumstances_is_refused_by_the_database(session: Session) -> None:
    with pytest.raises(IntegrityError), transaction(session):
        session.execute(insert(Activity).values(kind="x", day=NOON.date(), at=NOON, amount=1))
