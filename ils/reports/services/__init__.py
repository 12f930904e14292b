"""Acts on reports: schedules, drafts, the number of inhabitants."""

from sqlalchemy.orm import Session

from ils.accounts.audit import audit
from ils.activity.work import Work
from ils.library.models import Setting
from ils.reports.errors import ReportCode, ReportInputError
from ils.reports.queries import POPULATION, population
from ils.reports.services.drafts import Due, decide, due, keep_draft, keep_report
from ils.reports.services.schedules import add_schedule, switch_schedule

MOST_PEOPLE = 1_000_000_000


def set_population(session: Session, work: Work, *, people: int | None) -> None:
    """Set how many people live where the library serves; None takes the number away."""
    if people is not None and not 1 <= people <= MOST_PEOPLE:
        raise ReportInputError(ReportCode.NUMBER_INVALID, value=people)
    before = population(session)
    if before == people:
        return
    session.merge(Setting(name=POPULATION, value=people or 0))
    audit(
        session,
        work,
        "report_population_set",
        subject_type="setting",
        subject_id=None,
        was=before,
        becomes=people,
    )


__all__ = [
    "Due", "add_schedule", "decide", "due", "keep_draft", "keep_report", "set_population", "switch_schedule",
]  # fmt: skip
