"""Reports that come back: prepared once, on the first day after their period, kept as they were, then decided."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from circulation.visits.services import tally
from ils.accounts.models import AuditEntry
from ils.accounts.permissions import Role
from ils.activity.work import Work
from ils.app.working import runner_of
from ils.clock import at_hour
from ils.db import transaction
from ils.jobs.models import Job, JobState
from ils.reports import jobs, services
from ils.reports.errors import ReportCode, ReportError, ReportInputError, ReportNotFoundError
from ils.reports.models import Report as KeptReport
from ils.reports.queries import count_drafts, kept_report, kept_reports, schedules
from ils.reports.rules import Asked, before, code_of, ended_since, period_of, read_code, year_ago
from tests.conftest import NOON, SignIn
from tests.world import work_at

MADE = at_hour(date(2026, 4, 15), 12)


def add(
    session: Session, *, kind: str = "diary", every: str = "month", at: datetime = MADE, **params: str
) -> int:
    with transaction(session):
        return services.add_schedule(
            session, work_at(at), kind=kind, every=every, language="uz", params=params
        )


def run(app: Flask, session: Session, at: datetime) -> None:
    """Let the program's jobs run at an instant, as they do when it stands there."""
    session.rollback()
    runner = runner_of(app, jobs.PERIODIC)
    runner.now = lambda: at
    runner.run_waiting()
    session.rollback()


def periods(session: Session) -> list[tuple[date, date]]:
    return [(each.first, each.last) for each in reversed(kept_reports(session))]


def test_a_draft_stands_there_on_the_first_day_after_its_period(app: Flask, session: Session) -> None:
    add(session)
    run(app, session, MADE)
    assert periods(session) == [(date(2026, 3, 1), date(2026, 3, 31))], "the month that ended last"
    run(app, session, at_hour(date(2026, 4, 30), 23))
    assert len(periods(session)) == 1
    run(app, session, at_hour(date(2026, 5, 1), 3))
    assert periods(session)[-1] == (date(2026, 4, 1), date(2026, 4, 30))


def test_nothing_is_prepared_twice(app: Flask, session: Session) -> None:
    add(session)
    for hour in (4, 5, 30, 60):
        run(app, session, at_hour(date(2026, 5, 1), 0) + timedelta(hours=hour))
    assert len(periods(session)) == 2


def test_two_runs_at_once_keep_one_draft(session: Session) -> None:
    add(session)
    (first, *_rest) = services.due(session, today=date(2026, 5, 1))
    session.rollback()
    report = jobs.tell(session, first.asked, "uz")
    session.rollback()
    kept = []
    for _turn in range(2):
        with transaction(session):
            kept.append(services.keep_draft(session, work_at(MADE), due=first, report=report))
    assert kept == [True, False]


def test_missed_periods_are_made_up(app: Flask, session: Session) -> None:
    add(session)
    run(app, session, MADE)
    run(app, session, at_hour(date(2026, 9, 10), 8))
    assert [first.month for first, _last in periods(session)] == [3, 4, 5, 6, 7, 8]


def test_a_schedule_that_rests_is_made_up_when_it_goes_on(app: Flask, session: Session) -> None:
    schedule_id = add(session)
    run(app, session, MADE)
    with transaction(session):
        services.switch_schedule(session, work_at(MADE), schedule_id=schedule_id, active=False)
    run(app, session, at_hour(date(2026, 6, 2), 8))
    assert len(periods(session)) == 1
    with transaction(session):
        services.switch_schedule(session, work_at(MADE), schedule_id=schedule_id, active=True)
    run(app, session, at_hour(date(2026, 6, 3), 8))
    assert len(periods(session)) == 3


def test_a_resting_schedule_that_another_one_replaced_does_not_go_on_beside_it(session: Session) -> None:
    first = add(session)
    with transaction(session):
        services.switch_schedule(session, work_at(MADE), schedule_id=first, active=False)
    add(session)
    with pytest.raises(ReportError) as twice, transaction(session):
        services.switch_schedule(session, work_at(MADE), schedule_id=first, active=True)
    assert twice.value.code is ReportCode.SCHEDULE_TWICE


def test_quarters_and_years_have_their_own_turn(app: Flask, session: Session) -> None:
    add(session, kind="quarter", every="quarter")
    add(session, kind="statistics", every="year")
    run(app, session, at_hour(date(2027, 1, 1), 4))
    found = {(each.kind, each.first, each.last) for each in kept_reports(session)}
    assert ("quarter", date(2026, 10, 1), date(2026, 12, 31)) in found
    assert ("statistics", date(2026, 1, 1), date(2026, 12, 31)) in found
    assert len(found) == 4 + 2


def test_the_job_says_what_it_did(app: Flask, session: Session) -> None:
    add(session)
    run(app, session, MADE)
    job = session.scalars(select(Job).where(Job.kind == jobs.KIND)).one()
    assert (job.state, job.result) == (JobState.DONE, {"prepared": 1, "refused": 0})


def test_a_report_that_cannot_be_made_keeps_no_other_waiting(app: Flask, session: Session) -> None:
    add(session, kind="custom", indicator="line:17")  # there is no plan
    add(session)
    run(app, session, MADE)
    job = session.scalars(select(Job).where(Job.kind == jobs.KIND)).one()
    assert (job.state, job.result) == (JobState.DONE, {"prepared": 1, "refused": 1})


def test_a_day_with_nothing_to_prepare_makes_no_job(app: Flask, session: Session) -> None:
    run(app, session, MADE)
    assert session.scalars(select(Job)).all() == []


def test_the_content_of_a_draft_stays_as_it_was(app: Flask, session: Session) -> None:
    with transaction(session):
        tally(session, work_at(at_hour(date(2026, 3, 10), 12)), sector="lending", persons=5)
    add(session)
    run(app, session, MADE)
    (kept,) = kept_reports(session)
    made = kept_report(session, kept.id)[1]
    with transaction(session):
        tally(session, work_at(MADE), sector="lending", persons=9, day=date(2026, 3, 11))
    now = jobs.tell(session, Asked("diary", kept.first, kept.last), "uz")
    later = kept_report(session, kept.id)[1]
    assert later == made != now
    assert made.title == "Diary of the library" or made.title != now.period  # said in the schedule's language
    total = next(row for row in made.tables[0].rows if row.style == "total")
    assert total.cells[-1].value == 5


def test_a_draft_is_decided_once(app: Flask, session: Session) -> None:
    add(session)
    run(app, session, MADE)
    (kept,) = kept_reports(session)
    assert count_drafts(session) == 1
    with transaction(session):
        services.decide(
            session, work_at(MADE, actor_id=None), report_id=kept.id, approve=True, note="Yuborildi"
        )
    assert count_drafts(session) == 0
    with pytest.raises(ReportError) as refused, transaction(session):
        services.decide(session, work_at(MADE), report_id=kept.id, approve=False)
    assert refused.value.code is ReportCode.DECIDED
    about, _content = kept_report(session, kept.id)
    assert (about.state, about.note) == ("approved", "Yuborildi")
    assert "report_approved" in session.scalars(select(AuditEntry.action)).all()


def test_a_dropped_draft_is_not_prepared_again(app: Flask, session: Session) -> None:
    add(session)
    run(app, session, MADE)
    (kept,) = kept_reports(session)
    with transaction(session):
        services.decide(session, work_at(MADE), report_id=kept.id, approve=False)
    run(app, session, MADE + timedelta(days=2))
    assert [each.state for each in kept_reports(session)] == ["dropped"]


def test_odd_schedules_are_refused(session: Session) -> None:
    add(session)
    with pytest.raises(ReportError) as twice:
        add(session)
    assert twice.value.code is ReportCode.SCHEDULE_TWICE
    session.rollback()
    for kind, every, code in (
        ("diary", "year", ReportCode.EVERY_UNFIT),
        ("diary", "day", ReportCode.EVERY_UNFIT),
        ("novel", "month", ReportCode.KIND_UNKNOWN),
    ):
        with pytest.raises(ReportInputError) as refused:
            add(session, kind=kind, every=every)
        assert refused.value.code is code
        session.rollback()
    for act in (
        lambda: services.switch_schedule(session, work_at(MADE), schedule_id=99, active=False),
        lambda: services.decide(session, work_at(MADE), report_id=99, approve=True),
        lambda: kept_report(session, 99),
    ):
        with pytest.raises(ReportNotFoundError):
            act()
        session.rollback()
    assert len(schedules(session)) == 1


def test_the_number_of_inhabitants(session: Session) -> None:
    work = Work(MADE)
    for odd in (0, -1, 10**10):
        with pytest.raises(ReportInputError):
            services.set_population(session, work, people=odd)


def test_the_database_itself_takes_a_period_once(session: Session) -> None:
    schedule_id = add(session)
    columns: dict[str, Any] = {
        "kind": "diary", "params": {}, "first": date(2026, 3, 1), "last": date(2026, 3, 31), "language": "uz",
        "content": {}, "state": "draft", "schedule_id": schedule_id, "created_at": MADE,
    }  # fmt: skip
    with pytest.raises(IntegrityError), transaction(session):
        session.add_all([KeptReport(**columns), KeptReport(**columns)])


def test_a_draft_is_looked_at_approved_and_sent(session: Session, signed_in: SignIn, at_noon: Any) -> None:
    client = signed_in(Role.DIRECTOR, "en")
    answer = client.post("/reports/diary/keep?year=2026&period=m3")
    assert answer.status_code == 302
    page = client.get(answer.location)
    assert "draft" in page.text
    assert client.get(answer.location + ".pdf").mimetype == "application/pdf"
    assert openpyxl.load_workbook(BytesIO(client.get(answer.location + ".xlsx").data)).worksheets
    assert client.post(answer.location + "/decide", data={"decision": "maybe"}).status_code == 400
    assert client.post(answer.location + "/decide", data={"decision": "approve"}).status_code == 302
    assert "approved" in client.get(answer.location).text
    assert client.post(answer.location + "/decide", data={"decision": "drop"}).status_code == 422
    assert "approved" in client.get("/reports/kept?state=approved").text
    assert client.get("/reports/kept?state=x").status_code == 400


def test_a_schedule_is_made_on_its_page(session: Session, signed_in: SignIn, at_noon: Any) -> None:
    client = signed_in(Role.DIRECTOR, "en")
    page = client.get("/reports/schedules?kind=custom&indicator=visits&by=sector")
    assert 'name="indicator" value="visits"' in page.text
    form = {"kind": "custom", "every": "month", "language": "ru", "indicator": "visits", "by": "sector"}
    assert client.post("/reports/schedules", data=form).status_code == 302
    assert "Visits · Sector" in client.get("/reports/schedules").text
    assert client.post("/reports/schedules", data=form | {"language": "xx"}).status_code == 400
    assert client.post("/reports/schedules", data=form | {"indicator": "nothing"}).status_code == 400
    (schedule,) = schedules(session)
    assert client.post(f"/reports/schedules/{schedule.id}/switch", data={"active": ""}).status_code == 302
    assert "rests" in client.get("/reports/schedules").text


def test_who_sees_the_plan_may_look_but_not_decide(session: Session, signed_in: SignIn, at_noon: Any) -> None:
    client = signed_in(Role.DESK, "en")
    assert client.get("/reports/diary").status_code == 200
    for address in ("diary/keep", "schedules", "kept/1/decide", "population", "schedules/1/switch"):
        assert client.post(f"/reports/{address}").status_code == 403, address
    assert "Keep as a draft" not in client.get("/reports/diary").text


def test_the_population_is_told_on_the_page_of_ratios(
    session: Session, signed_in: SignIn, at_noon: Any
) -> None:
    client = signed_in(Role.DIRECTOR, "en")
    assert client.post("/reports/population", data={"people": "46 200"}).status_code == 302
    assert "46\N{NO-BREAK SPACE}200" in client.get("/reports/ratios").text
    assert client.post("/reports/population", data={"people": "many"}).status_code == 400
    assert client.post("/reports/population", data={"people": ""}).status_code == 302


def test_periods() -> None:
    assert period_of(date(2028, 2, 29), "month").last == date(2028, 2, 29)
    assert before(period_of(date(2026, 1, 5), "quarter"), "quarter").first == date(2025, 10, 1)
    assert len(list(ended_since(date(2026, 1, 1), date(2026, 4, 1), "month"))) == 3
    assert list(ended_since(date(2026, 4, 1), date(2026, 4, 30), "month")) == []
    assert [
        code_of(each.first, each.last) for each in (read_code(2026, code) for code in ("", "q3", "m12"))
    ] == ["", "q3", "m12"]
    assert code_of(date(2026, 1, 1), date(2026, 1, 2)) is None
    assert year_ago(date(2029, 2, 1), date(2029, 2, 28)).last == date(2028, 2, 29)
    assert year_ago(date(2028, 2, 29), date(2028, 3, 1)).first == date(2027, 2, 28)
    assert NOON.year == 2026
