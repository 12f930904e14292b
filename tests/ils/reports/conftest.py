"""A worked year, and reports said in English."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from flask_babel import force_locale
from sqlalchemy.orm import Session

from ils.reports.jobs import tell
from ils.reports.rules import Asked, Report, read_code
from tests.ils.reports.year import YEAR, WorkedYear

Told = Callable[..., Report]


@pytest.fixture
def worked(session: Session) -> Iterator[Session]:
    """A library that has worked a year."""
    WorkedYear(session).go()
    with force_locale("en"):  # the words that tests look cells up by
        yield session


@pytest.fixture
def told(session: Session) -> Told:
    """Return a function: kind, code of the period, choices → the report in a language."""

    def make(kind: str, code: str = "", *, year: int = YEAR, language: str = "en", **params: str) -> Report:
        period = read_code(year, code)
        session.rollback()
        return tell(session, Asked(kind, period.first, period.last, params), language)

    return make


@pytest.fixture
def year_days() -> tuple[date, date]:
    """The first and the last day of the year."""
    return date(YEAR, 1, 1), date(YEAR, 12, 31)
