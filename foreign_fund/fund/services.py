"""Acts on the fund: defining what belongs to it."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.orm import Session

from foreign_fund.fund.rules import require_something
from ils.accounts.audit import audit
from ils.activity.work import Work
from ils.library.funds import FOREIGN, Fund, define_fund, load_fund


def define(session: Session, work: Work, *, departments: Iterable[str], languages: Iterable[str]) -> Fund:
    """Define the fund by departments and ISO 639-2 codes; the log keeps what belonged to it at each act."""
    new_departments, new_languages = frozenset(departments), frozenset(languages)
    require_something(new_departments, new_languages)
    old = load_fund(session)
    define_fund(session, departments=new_departments, languages=new_languages)
    session.flush()
    new = load_fund(session)
    if new != old:
        audit(
            session, work, "fund_defined", subject_type="fund", subject_id=None, fund=FOREIGN,
            departments=sorted(new.departments), languages=sorted(new.languages),
            departments_before=sorted(old.departments), languages_before=sorted(old.languages),
        )  # fmt: skip
    return new
