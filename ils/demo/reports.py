"""Reports of the sample: three that come back, and the drafts that they left this month; one of them approved."""

from __future__ import annotations

from sqlalchemy.orm import Session

from ils.activity.work import Work
from ils.db import transaction
from ils.reports import services
from ils.reports.jobs import tell
from ils.reports.queries import kept_reports

COMING_BACK: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("diary", "month", {}),
    ("quarter", "quarter", {}),
    ("custom", "month", {"indicator": "issues", "by": "branch", "by2": "language"}),
)


def plan_reports(session: Session, work: Work) -> None:
    """Let three reports come back, prepare what is due, and approve the diary; opens transactions of its own."""
    with transaction(session):
        for kind, every, params in COMING_BACK:
            services.add_schedule(session, work, kind=kind, every=every, language="uz", params=params)
    waiting = list(services.due(session, today=work.day))
    session.rollback()
    for each in waiting:
        report = tell(session, each.asked, each.schedule.language)
        session.rollback()
        with transaction(session):
            services.keep_draft(session, work, due=each, report=report)
    with transaction(session):
        diary = next(each.id for each in kept_reports(session) if each.kind == "diary")
        services.decide(session, work, report_id=diary, approve=True)
