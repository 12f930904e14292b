"""Lines 13 and 34 of the work plan, fed by texts tied to records and opened to everybody."""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from catalog.digital import measures, services
from catalog.digital.errors import DigitalError
from catalog.digital.models import Rights
from ils.activity.measures import totals_are_sums
from ils.activity.work import Work
from ils.db import transaction
from tests.catalog.digital import samples
from tests.catalog.digital.conftest import Attach
from tests.catalog.records.builders import WORK
from tests.plan_lines import FIRST_MINUTE, LAST_MINUTE, SUNDAY, fact, load_plans

NEXT_YEAR = Work(now=FIRST_MINUTE + timedelta(days=40))


@pytest.fixture(autouse=True)
def planned(session: Session) -> None:
    """The plans of 2026 and 2027."""
    load_plans(session)


def lines(session: Session, year: int = 2026) -> tuple[int, int]:
    return fact(session, "13", year), fact(session, "34", year)


def remove(session: Session, object_id: int, work: Work = WORK) -> None:
    with transaction(session):
        services.remove(session, work, object_id=object_id, reason="Boshqa kitob skani")


def say(session: Session, object_id: int, rights: Rights, work: Work = WORK) -> None:
    with transaction(session):
        services.change(
            session, work, object_id=object_id, title="", pages=None, full_text=True, rights=rights
        )


def problems(session: Session) -> list[str]:
    return [problem.code for check in (*measures.CHECKS, totals_are_sums) for problem in check(session)]


@pytest.mark.line("13 34", "once repeated")
def test_line_13_and_34_rise_by_a_text_once_and_not_by_a_file_put_in_its_place(
    session: Session, attach: Attach, folder: Path
) -> None:
    content = samples.pdf(1)
    kept = attach(content)
    assert lines(session) == (1, 1)
    with pytest.raises(DigitalError, match="digital_already_there"):
        attach(content)
    with (
        services.received(
            io.BytesIO(samples.pdf(3)), file_name="yangi.pdf", folder=folder, limit=10_000_000
        ) as file,
        transaction(session),
    ):
        services.replace_file(session, WORK, object_id=kept, file=file)
    assert lines(session) == (1, 1)
    attach(samples.pdf(2), rights=Rights.CLOSED)
    assert lines(session) == (2, 1)
    assert problems(session) == []


@pytest.mark.line("13 34", "undone corrected")
def test_line_13_and_34_fall_when_texts_are_taken_away_and_34_when_they_are_closed_to_readers(
    session: Session, attach: Attach
) -> None:
    kept, closed = attach(samples.pdf(1)), attach(samples.pdf(2), rights=Rights.CLOSED)
    say(session, kept, Rights.LIBRARY)
    assert lines(session) == (2, 0)
    say(session, kept, Rights.OPEN)
    say(session, closed, Rights.OPEN)
    assert lines(session) == (2, 2)
    for object_id in (kept, closed):
        remove(session, object_id)
    assert lines(session) == (0, 0)
    attach(samples.pdf(1))
    assert lines(session) == (1, 1)
    assert problems(session) == []


@pytest.mark.line("13 34", "undone")
def test_line_13_and_34_keep_what_was_still_there_at_the_end_of_its_year(
    session: Session, attach: Attach
) -> None:
    gone, shut = attach(samples.pdf(1)), attach(samples.pdf(2))
    remove(session, gone, NEXT_YEAR)
    say(session, shut, Rights.CLOSED, NEXT_YEAR)
    say(session, shut, Rights.OPEN, NEXT_YEAR)
    assert (lines(session), lines(session, 2027)) == ((2, 2), (0, 0))
    assert problems(session) == []


@pytest.mark.line("13 34", "midnight closed")
@pytest.mark.parametrize(
    ("now", "year"),
    [(LAST_MINUTE, 2026), (FIRST_MINUTE, 2027), (SUNDAY, 2026)],
    ids=["23:59", "00:01", "closed"],
)
def test_line_13_and_34_at_the_turn_of_the_year_in_tashkent_and_on_a_closed_day(
    session: Session, attach: Attach, now: datetime, year: int
) -> None:
    attach(samples.pdf(1), work=Work(now=now))
    for each in (2026, 2027):
        assert lines(session, each) == ((1, 1) if each == year else (0, 0))
