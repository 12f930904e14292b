"""Making a report in a language, and the daily look at what is to be prepared."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import current_app
from flask_babel import force_locale
from sqlalchemy.orm import Session

from ils.clock import local_day
from ils.db import transaction
from ils.errors import LibraryError
from ils.jobs.periodic import Periodic
from ils.jobs.running import JobFunction, Run
from ils.reports import services
from ils.reports.messages import Voice, spoken
from ils.reports.queries import Roof, make
from ils.reports.rules import Asked, Report

KIND = "reports:prepare"
EARLY = 3  # local hour: before the desks open, and long enough after midnight for the last acts of the day


def roof() -> Roof:
    """Return what the floors above hand down."""
    told: Mapping[str, Any] = current_app.extensions
    return Roof(
        names=told["ils_names"], stock=told["ils_stock_measures"], stock_by=told["ils_stock_by"],
        mass_work=told["ils_mass_work"],
    )  # fmt: skip


def tell(session: Session, asked: Asked, language: str) -> Report:
    """Return the report asked for, said in a language of the interface."""
    hooks = roof()
    made = make(session, asked, hooks)
    with force_locale(language):
        return spoken(made, Voice(language, lambda by: hooks.names(session, by, language)))


def prepare(run: Run) -> Mapping[str, Any] | None:
    """Prepare every report whose period is over; a run that was killed goes on with what it had not done."""
    waiting = list(services.due(run.session, today=local_day(run.now())))
    run.session.rollback()
    done = {"prepared": 0, "refused": 0}
    for number, each in enumerate(waiting, start=1):
        if run.stop_asked():
            break
        try:
            done["prepared"] += _keep(run, each)
        except LibraryError:  # a line that its year no longer has must not keep other reports waiting
            run.session.rollback()
            done["refused"] += 1
        run.tell(number, len(waiting))
    return done


def _keep(run: Run, each: services.Due) -> bool:
    report = tell(run.session, each.asked, each.schedule.language)
    run.session.rollback()
    with transaction(run.session) as session:
        return services.keep_draft(session, run.work, due=each, report=report)


def something_due(session: Session, now: datetime) -> bool:
    """Tell whether any period ended that nobody has prepared."""
    return next(services.due(session, today=local_day(now)), None) is not None


JOBS: Mapping[str, JobFunction] = {KIND: prepare}
PERIODIC = (Periodic(KIND, at_hour=EARLY, due=something_due),)
