"""Screens of closings, the director's page, tasks."""

from __future__ import annotations

from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ils.accounts.permissions import Role
from ils.activity.kinds import Kind
from ils.activity.services import record
from ils.activity.work import Done
from ils.db import transaction
from ils.workplan.queries import plan_figures
from ils.workplan.queries.closing import closures
from ils.workplan.queries.directing import slow_lines, standings
from ils.workplan.queries.tasks import open_tasks, tasks
from ils.workplan.rules.pace import Verdict
from ils.workplan.services import load_year, set_target
from tests.conftest import NOON, SignIn
from tests.world import work_at

YEAR = NOON.year


@pytest.fixture
def plan(session: Session) -> Session:
    """The plan of the year, with issues in January: as many as the year asks for; line 33 with none."""
    with transaction(session):
        load_year(session, work_at(NOON), year=YEAR)
        set_target(session, work_at(NOON), year=YEAR, number="17", plan=100)
        record(session, work_at(NOON), Done(Kind.LOAN_OPEN, "gate", 1, amount=100, day=date(YEAR, 1, 10)))
    return session


@pytest.fixture
def director(signed_in: SignIn) -> FlaskClient:
    return signed_in(Role.DIRECTOR)


def test_a_month_is_closed_and_opened_on_the_screen(plan: Session, director: FlaskClient) -> None:
    page = director.get(f"/plan/{YEAR}/closings").text
    assert page.count("Close this period?") >= 1
    shown = director.post(f"/plan/{YEAR}/closings/m1", follow_redirects=True)
    assert "January" in shown.text
    assert shown.text.count('data-label="Plan">—<') > 60  # the year's targets are not those of January
    assert "Nothing has changed" in shown.text
    plan.rollback()
    closing = closures(plan, YEAR)[0]
    assert director.post(f"/plan/{YEAR}/closings/m1").status_code == 422
    with transaction(plan):
        record(plan, work_at(NOON), Done(Kind.LOAN_OPEN, "gate", 2, amount=4, day=date(YEAR, 1, 20)))
    changed = director.get(f"/plan/closings/{closing.id}").text
    assert "acts entered since: 1" in changed
    late = director.get(f"/plan/closings/{closing.id}/lines/17").text
    assert ">104<" in late
    assert ">100<" in late
    refused = director.post(f"/plan/closings/{closing.id}/reopen", data={"reason": " "})
    assert refused.status_code == 422
    assert "Say why a closed period is opened again." in refused.text
    opened = director.post(
        f"/plan/closings/{closing.id}/reopen", data={"reason": "A form was found"}, follow_redirects=True
    )
    assert "A form was found" in opened.text


def test_what_is_not_there_is_told(plan: Session, director: FlaskClient) -> None:
    assert director.get("/plan/closings/77").status_code == 404
    assert director.post(f"/plan/{YEAR}/closings/m13").status_code in {400, 404, 422}
    assert director.post(f"/plan/{YEAR}/closings/q4").status_code == 422


def test_those_behind_come_first(plan: Session, director: FlaskClient) -> None:
    found = standings(plan, year=YEAR, today=date(YEAR, 12, 31))
    verdicts = [each.verdict for each in found]
    assert verdicts[0] is Verdict.FAR
    assert verdicts == sorted(
        verdicts,
        key=[Verdict.FAR, Verdict.BEHIND, Verdict.ON, Verdict.NOT_YET, Verdict.DONE, Verdict.NONE].index,
    )
    line = {each.figure.number: each for each in found}
    assert line["17"].verdict is Verdict.DONE
    assert (line["33"].verdict, line["33"].due) == (Verdict.FAR, line["33"].figure.plan)
    page = director.get(f"/plan/{YEAR}/director").text
    assert page.index("far behind") < page.index("keeps the pace")
    assert (
        director.get(f"/plan/{YEAR}/director?period=q1&service=abon&section=1&sector=lending").status_code
        == 200
    )
    assert director.get(f"/plan/{YEAR}/director?section=99").status_code in {400, 422}


def test_the_page_narrows_to_a_section_and_to_how_lines_stand(plan: Session, director: FlaskClient) -> None:
    plan.rollback()
    last = director.get(
        f"/plan/{YEAR}/director?section=5&service=hr"
    ).text  # the same section, whatever the service
    assert '<option value="5" selected>V. ' in last
    assert 'aria-label="Tasks about line 42.2"' in last
    assert 'aria-label="Tasks about line 2"' not in last
    done = director.get(f"/plan/{YEAR}/director?state=done").text
    assert 'aria-label="Tasks about line 17"' in done
    assert 'aria-label="Tasks about line 33"' not in done
    assert "No line stands like this." in director.get(f"/plan/{YEAR}/director?state=done&section=4").text
    assert director.get(f"/plan/{YEAR}/director?state=gone").status_code in {400, 422}


def test_the_plan_names_the_same_lines_as_behind(plan: Session) -> None:
    today = date(YEAR, 6, 30)
    told = slow_lines(plan, plan_figures(plan, year=YEAR), year=YEAR, today=today)
    found = [
        each.figure.number
        for each in standings(plan, year=YEAR, today=today)
        if each.verdict in {Verdict.FAR, Verdict.BEHIND}
    ]
    assert sorted(each.number for each in told) == sorted(found)
    assert "33" in found
    assert "30" not in found  # its months have not come


def test_a_line_of_autumn_is_not_due_in_spring(plan: Session) -> None:
    line = {each.figure.number: each for each in standings(plan, year=YEAR, today=date(YEAR, 4, 1))}["30"]
    assert (line.due, line.verdict) == (0, Verdict.NOT_YET)


def test_a_task_goes_to_the_service_of_the_line_and_is_done(plan: Session, director: FlaskClient) -> None:
    written = director.post(
        f"/plan/{YEAR}/tasks", data={"line": "33", "text": "Two posts a week", "due_on": f"{YEAR}-12-20"},
        follow_redirects=True,
    )  # fmt: skip
    assert "Two posts a week" in written.text
    plan.rollback()
    task = tasks(plan, year=YEAR)[0]
    assert (task.service, open_tasks(plan, YEAR)["33"]) == ("akt", 1)
    assert (
        "Two posts a week" in director.get(f"/plan/{YEAR}/lines/33").text
    )  # the service sees it beside its figure
    empty = director.post(f"/plan/{YEAR}/tasks", data={"line": "33", "text": ""})
    assert empty.status_code == 422
    assert "Say what is to be done." in empty.text
    over = director.post(f"/plan/{YEAR}/tasks", data={"line": "33", "text": "late", "due_on": "2020-01-01"})
    assert over.status_code == 422
    assert 'value="late"' in over.text
    done = director.post(f"/plan/tasks/{task.id}/done", data={"note": "Nine posts"}, follow_redirects=True)
    assert "Nine posts" in done.text
    assert director.post(f"/plan/tasks/{task.id}/done").status_code == 422
    assert director.post("/plan/tasks/999/done").status_code == 404
    plan.rollback()
    assert open_tasks(plan, YEAR)["33"] == 0
