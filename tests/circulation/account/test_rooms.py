"""A reader of the rooms beside the desk: handed out, erased, forgotten; every figure stays, nobody is named."""

from __future__ import annotations

import importlib
import json
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale
from openpyxl import load_workbook
from sqlalchemy import JSON, String, Text, func, select
from sqlalchemy.orm import Session

from catalog.orders.models import RemoteRequest, ScanOrder
from circulation.account.jobs import forget_history
from circulation.account.queries.everything import Kept, counts, everything
from circulation.account.queries.history import count_old
from circulation.account.queries.typed import ASKED, NOTES
from circulation.account.services.erasing import erase
from circulation.account.services.exporting import as_json
from circulation.account.services.forgetting import set_months
from circulation.account.views.care_files import as_xlsx
from circulation.events import services as events
from circulation.events.models import Attendance, ClubMember, Event
from circulation.events.queries import attendance_of, current_members, members
from circulation.paid import services as paid
from circulation.paid.models import PaidReceipt
from circulation.paid.rules import Wanted
from circulation.patrons.errors import PatronCode, PatronError
from circulation.points import services as points
from circulation.points.models import Point
from circulation.visits.models import Visit
from ils.activity.models import Activity
from ils.activity.queries import totals_by_kind
from ils.app.tables import CHECKS
from ils.db import Base, transaction
from ils.registers.models import RegisterEntry, Tally
from ils.surveys.models import SurveyAnswer, SurveySheet
from ils.workplan.models import PlanTask
from ils.workplan.queries import plan_figures
from tests.circulation.account.rooms import LEFT, PHONE, WHO, visit_rooms
from tests.circulation.account.test_erasing import WORDS, everything_written, left_of
from tests.circulation.loans.desk import Desk
from tests.conftest import NOON
from tests.world import add_reader, work_at

LATER = NOON + timedelta(days=800)

# The rooms of the work plan, and their columns of words that name no reader: codes, things, the library's own people
# (who leads a club, organises an event, wrote a book, answers at a point or for another library) and its own papers.
ROOMS = (
    "circulation.events", "circulation.points", "circulation.paid", "catalog.orders", "ils.registers", "ils.surveys",
    "ils.workplan", "ils.reports",
)  # fmt: skip
OWN = {
    "club": {"name", "topic", "leader", "meets"},
    "event": {"title", "topic", "place", "organiser", "partner", "audience", "link"},
    "mobile_point": {"name", "address", "contact", "phone"},
    "mobile_trip": {"staff"},
    "price_item": {"name_uz", "name_ru", "name_en", "unit_uz", "unit_ru", "unit_en"},
    "scan_order": {"title"},
    "remote_document": {"title"},
    "qr_placement": {"url", "title", "board"},
    "other_library": {"name", "address", "head", "phone", "note"},
    "staff_profile": {"position"},
    "register_entry": {"title", "people", "place", "partner", "link", "number"},
    "evidence": {"file_name", "media_type", "sha256"},
    "survey": {"token", "title", "intro", "findings"},
    "survey_question": {"text", "options"},
    "survey_sheet": {"visitor"},  # a digest of a cookie of one survey: it leads to nobody
    "plan_line": {"responsible", "retire_reason"}
    | {
        f"{name}_{language}"
        for name in ("section", "name", "unit", "mechanism")
        for language in ("uz", "ru", "en")
    },
    "plan_opening": {"source"},
    "plan_closure": {"seal", "reopen_reason"},
    "plan_closed_figure": {"rows_hash"},
    "report_schedule": {"params"},
    "report": {"params", "content", "note"},
}
CODE = 40  # a column of so many letters or fewer is a code


@pytest.fixture
def desk(session: Session) -> Desk:
    return Desk(session, NOON)


def known(desk: Desk) -> int:
    """The reader whom the rooms know; the days after are no part of it."""
    told: dict[str, Any] = {**WORDS, "category": "student"}
    reader = add_reader(desk.session, desk.now, card="R-9", **told).id
    visit_rooms(desk)
    return reader


def do_erase(desk: Desk, reader: int) -> None:
    desk.session.rollback()
    with transaction(desk.session) as session:
        erase(session, desk.work, patron_id=reader, reason="yozma soʻrov 2/26")


def do_forget(session: Session, months: int = 12) -> Any:
    session.rollback()
    with transaction(session):
        set_months(session, work_at(LATER), months=months)
    return forget_history(session, work_at(LATER))


def figures(session: Session) -> Any:
    """All that is counted: the log, its totals, the plan, rows and sums of every room."""
    session.rollback()
    since, until = NOON.date() - timedelta(days=2000), NOON.date() + timedelta(days=2000)
    rows = {
        table.__tablename__: session.scalars(select(func.count()).select_from(table)).one()
        for table in (Activity, Visit, Attendance, ClubMember, PaidReceipt, ScanOrder, RemoteRequest, SurveyAnswer,
                      SurveySheet, Tally, RegisterEntry, PlanTask)
    }  # fmt: skip
    money = session.scalars(select(func.sum(PaidReceipt.amount))).one()
    plan = [(each.number, each.fact) for each in plan_figures(session, year=2026)]
    return rows, money, totals_by_kind(session, since=since, until=until), plan


def problems(session: Session) -> list[Any]:
    """What `ils check` says; the plain record of these tests is in no log and no index."""
    session.rollback()
    found = [each for check in CHECKS for each in check(session)]
    return [
        each for each in found if each.facts.get("what") != "records" and each.code != "search_row_missing"
    ]


def test_every_column_of_words_in_the_rooms_is_decided() -> None:
    """A new column of words must be emptied of readers, or be told here to name none."""
    decided = {name: set(columns) for name, columns in OWN.items()}
    for asked in ASKED:
        decided.setdefault(asked.table.__tablename__, set()).update(
            {asked.name, *asked.words} | ({asked.contact} - {""})
        )
    for table, columns in NOTES:
        decided.setdefault(table.__tablename__, set()).update(columns)
    for name, words in columns_of_words().items():
        assert words == decided.get(name, set()) & words, name
    assert {
        name: columns - all_columns(name) for name, columns in decided.items() if columns - all_columns(name)
    } == {}


def columns_of_words() -> dict[str, set[str]]:
    """Columns of the rooms in which words can stand, by table."""
    return {
        str(mapper.class_.__tablename__): {
            each.key for each in mapper.local_table.columns if holds_words(each)
        }
        for mapper in Base.registry.mappers
        if mapper.class_.__module__.removesuffix(".models") in ROOMS
    }


def holds_words(column: Any) -> bool:
    if isinstance(column.type, JSON):
        return column.key not in {"counter", "sectors"}
    return isinstance(column.type, Text) or (
        isinstance(column.type, String) and (column.type.length or 999) > CODE
    )


def all_columns(table: str) -> set[str]:
    return {each.key for each in Base.metadata.tables[table].columns}


def test_the_rooms_are_those_of_the_plan() -> None:
    assert {room for room in ROOMS if importlib.import_module(f"{room}.models")} == set(ROOMS)


def test_the_export_has_every_room(desk: Desk) -> None:
    told = json.loads(as_json(everything(desk.session, known(desk)), library="AKM", at=NOON))
    assert {row["title"] for row in told["attendances"]} == {"Navroʻz kechasi", "Oʻtgan kecha"}
    assert [(row["club"], row["joined_on"]) for row in told["memberships"]] == [("Kitobxon", "2026-01-10")]
    assert [(row["point"], row["kind"]) for row in told["trips"]] == [
        ("12-maktab", "lend"),
        ("12-maktab", "return"),
    ]
    assert [(row["service"], row["amount"]) for row in told["paid_services"]] == [
        ("copying", 2000), ("copying", 2000), ("copying", -2000)
    ]  # fmt: skip
    assert [(row["title"], row["contact"]) for row in told["scan_orders"]] == [("Ona tili", PHONE)]
    assert {row["title"] for row in told["remote_requests"]} == {"Ufq romani", "Yoʻq kitob"}


@pytest.mark.parametrize(
    ("language", "sheets", "cells"),
    [
        ("uz", {"Klublar", "Pullik xizmatlar", "Koʻchma kutubxona"},
         {"Nusxa olish", "Navroʻz kechasi", "Ona tili", "Ufq romani"}),
        ("ru", {"Клубы", "Платные услуги"}, {"Копирование", "Kitobxon", "12-maktab"}),
        ("en", {"Events attended", "Clubs", "Mobile library", "Orders of scans", "Requests from afar"},
         {"lent", "brought back", "being scanned", "no"}),
    ],
)  # fmt: skip
def test_the_spreadsheet_speaks_the_readers_language(
    app: Flask, desk: Desk, language: str, sheets: set[str], cells: set[str]
) -> None:
    found = everything(desk.session, known(desk))
    with app.test_request_context(), force_locale(language):
        book = load_workbook(BytesIO(as_xlsx(found)))
    assert sheets <= set(book.sheetnames)
    assert cells <= {cell.value for sheet in book for row in sheet.iter_rows() for cell in row}


def test_the_page_counts_what_the_files_hold(desk: Desk) -> None:
    reader = known(desk)
    counted = {each.kind: each.count for each in counts(desk.session, reader)}
    kinds = (Kept.ATTENDANCES, Kept.MEMBERSHIPS, Kept.TRIPS, Kept.PAID, Kept.ORDERS, Kept.REQUESTS)
    assert [counted[kind] for kind in kinds] == [2, 1, 2, 3, 1, 2]


def test_a_namesake_is_not_handed_what_another_left(desk: Desk) -> None:
    known(desk)
    namesake = add_reader(
        desk.session, desk.now, card="R-8", surname="Qodirbekov", given_name="Anvarjon", phone="+998917770000"
    ).id
    rows = everything(desk.session, namesake).rows
    assert [rows[kind] for kind in (Kept.ORDERS, Kept.REQUESTS, Kept.ATTENDANCES)] == [(), (), ()]


def test_erasing_leaves_nobody_in_the_rooms(desk: Desk) -> None:
    reader = known(desk)
    sought = (*LEFT, "qodirbekov@example.uz")
    before = {where.split(":")[0] for where in left_of(desk.session, sought)}
    assert {"event", "paid_receipt", "mobile_trip", "scan_order", "remote_request", "survey_answer", "tally",
            "register_entry", "plan_task"} <= before  # fmt: skip
    do_erase(desk, reader)
    assert left_of(desk.session, sought) == {}
    for table in (Attendance, ClubMember, PaidReceipt):
        assert set(desk.session.scalars(select(table.patron_id))) == {None}


def test_erasing_changes_no_figure(desk: Desk) -> None:
    reader = known(desk)
    before = figures(desk.session)
    assert problems(desk.session) == []
    do_erase(desk, reader)
    assert figures(desk.session) == before
    assert problems(desk.session) == []


def test_erasing_keeps_what_is_not_the_readers(desk: Desk) -> None:
    reader = known(desk)
    do_erase(desk, reader)
    session = desk.session
    assert session.scalars(select(Event.note).limit(1)).one() == "Gʻolib: — (—)"
    assert (
        session.scalars(select(SurveyAnswer.words).where(SurveyAnswer.words != "")).one()
        == "Javob kutaman, —"
    )
    assert session.scalars(select(Tally.note)).one() == "Ufq; —"
    assert session.scalars(select(PlanTask.text)).one() == "— bilan gaplashing"
    order = session.scalars(select(ScanOrder)).one()
    assert (order.title, order.requester, order.contact, order.note) == ("Ona tili", "—", "", "")
    refused = session.scalars(select(RemoteRequest).where(RemoteRequest.state == "refused")).one()
    assert (refused.recipient, refused.contact, refused.refuse_reason) == ("—", "", "—")
    assert {(each.payer, each.note, each.patron_id) for each in session.scalars(select(PaidReceipt))} == {
        ("", "", None), ("—", "", None)
    }  # fmt: skip


def test_a_membership_ends_with_the_erasing(desk: Desk) -> None:
    reader = known(desk)
    club = desk.session.scalars(select(ClubMember.club_id)).one()
    do_erase(desk, reader)
    assert current_members(desk.session, club, desk.work.day) == ()
    (member,) = members(desk.session, club)
    assert (member.patron_id, member.name, member.left_on) == (None, "", desk.work.day)


def test_the_trail_and_the_log_name_nobody_of_the_rooms(desk: Desk) -> None:
    """Neither can be changed later: a card or a reader's number in them would never go."""
    reader = known(desk)
    ours = ("event_", "club_", "paid_", "trip_", "scan_", "request_", "tap_", "survey_")
    rows = {
        where: told for where, told in everything_written(desk.session).items() if where.startswith("audit")
    }
    told = [row for row in rows.values() if any(action in row for action in ours)]
    assert len(told) > 10
    assert [row for row in told if "R-9" in row or f"'patron': {reader}" in row] == []
    assert not [row for where, row in everything_written(desk.session).items()
                if where.startswith(("activity:", "audit")) and WHO.split()[0] in row]  # fmt: skip


def test_a_reader_whose_data_are_gone_does_nothing_in_the_rooms(desk: Desk) -> None:
    reader = known(desk)
    do_erase(desk, reader)
    session, work = desk.session, desk.work
    event = session.scalars(select(Event.id).order_by(Event.id).limit(1)).one()
    club = session.scalars(select(ClubMember.club_id)).one()
    point, gone = session.scalars(select(Point.id)).one(), work.day - timedelta(days=1)
    acts: tuple[Any, ...] = (
        lambda s: events.attend(s, work, event_id=event, code="R-9"),
        lambda s: events.join(s, work, club_id=club, code="R-9"),
        lambda s: paid.take(s, work, wanted=[Wanted("copying", 1)], method="cash", card="R-9"),
        lambda s: points.greet(
            s, work, trip_id=points.open_trip(s, work, point_id=point, day=gone).id, card="R-9"
        ),
    )
    for act in acts:
        session.rollback()
        with pytest.raises(PatronError) as refused, transaction(session):
            act(session)
        assert refused.value.code is PatronCode.ERASED


def test_events_and_ended_memberships_let_go_after_the_set_time(desk: Desk) -> None:
    known(desk)
    member = desk.session.scalars(select(ClubMember)).one()
    with transaction(desk.session) as session:
        events.leave(session, desk.work, club_id=member.club_id, member_id=member.id)
    before = figures(desk.session)
    old = count_old(desk.session, LATER.date(), 12)
    done = do_forget(desk.session)
    assert (done.attendances, done.memberships) == (old.attendances, old.memberships) == (2, 1)
    assert figures(desk.session) == before
    assert problems(desk.session) == []
    event = desk.session.scalars(select(Event.id).order_by(Event.id)).first()
    assert event is not None
    assert [(row.patron_id, row.name) for row in attendance_of(desk.session, event)] == [(None, "")]
    assert not do_forget(desk.session)


def test_a_standing_membership_and_a_payment_keep_their_reader(desk: Desk) -> None:
    reader = known(desk)
    done = do_forget(desk.session)
    assert (done.attendances, done.memberships) == (2, 0)
    assert desk.session.scalars(select(ClubMember.patron_id)).one() == reader
    assert reader in set(desk.session.scalars(select(PaidReceipt.patron_id)))


def test_younger_events_stay(desk: Desk) -> None:
    known(desk)
    assert not do_forget(desk.session, months=36)
    assert None not in set(desk.session.scalars(select(Attendance.patron_id)))


def test_a_held_event_is_corrected_after_its_readers_were_forgotten(desk: Desk) -> None:
    """Twins and new acts: whose visits they were is known no more, how many came stays."""
    known(desk)
    event = desk.session.scalars(select(Event).where(Event.state == "held")).one()
    event_id, day = event.id, event.day
    persons = came(desk.session, event_id)
    do_forget(desk.session)
    passport: dict[str, Any] = {
        "type": "field",
        "title": event.title,
        "sector": "youth",
        "department": "lending",
    }
    with transaction(desk.session) as session:
        events.change(session, work_at(LATER), event_id=event_id, **passport, day=day - timedelta(days=1))
    assert came(desk.session, event_id) == persons == 8
    with transaction(desk.session) as session:
        events.unhold(session, work_at(LATER), event_id=event_id, reason="Xato")
    assert came(desk.session, event_id) == 0
    with transaction(desk.session) as session:
        events.hold(session, work_at(LATER), event_id=event_id, headcount=7)
    assert came(desk.session, event_id) == 8
    assert problems(desk.session) == []


def came(session: Session, event_id: int) -> int:
    """Persons who stand among the visits of an event's day, by the event."""
    session.rollback()
    day = session.get_one(Event, event_id).day
    of_event = (Visit.source == "event", Visit.sector == "youth")
    total = select(func.coalesce(func.sum(Visit.persons), 0)).where(*of_event)
    assert session.scalars(total.where(Visit.day != day)).one() == 0
    return int(session.scalars(total.where(Visit.day == day)).one())
