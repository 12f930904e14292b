"""Sections of a plan: each is known by the lines that name it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy.orm import Session

from ils.accounts.audit import audit
from ils.activity.work import Work
from ils.workplan.errors import PlanCode, PlanError, PlanInputError
from ils.workplan.models import PlanLine
from ils.workplan.queries import lines_of
from ils.workplan.rules import SectionText

LONGEST = 200


def opened_section(lines: Sequence[PlanLine], year: int, text: SectionText) -> dict[str, str]:
    """Return the columns of the first line of a new section; refuse one that is there already."""
    values = _sound(text)
    if not lines:
        raise PlanError(PlanCode.YEAR_WITHOUT_PLAN, year=year)
    _refuse_taken(lines, values, year)
    return values


def rename_section(session: Session, work: Work, *, year: int, section: str, text: SectionText) -> None:
    """Give a section, known by its Uzbek name, another name in all of its lines."""
    lines = lines_of(session, year)
    own = [line for line in lines if line.section_uz == section]
    if not own:
        raise PlanInputError(PlanCode.SECTION_UNKNOWN, year=year, section=section[:60])
    values = _sound(text)
    was = {name: getattr(own[0], name) for name in values}
    if was == values:
        return
    _refuse_taken([line for line in lines if line.section_uz != section], values, year)
    for line in own:
        for name, value in values.items():
            setattr(line, name, value)
    audit(
        session, work, "plan_section_renamed", subject_type="plan", subject_id=None, year=year, was=was, becomes=values
    )  # fmt: skip


def _sound(text: SectionText) -> dict[str, str]:
    given = {language: " ".join(value.split()) for language, value in asdict(text).items()}
    if not given["uz"]:
        raise PlanInputError(PlanCode.SECTION_NAME_MISSING)
    for value in given.values():
        if len(value) > LONGEST:
            raise PlanInputError(PlanCode.TEXT_TOO_LONG, longest=LONGEST, text=value[:60])
    return {f"section_{language}": value or given["uz"] for language, value in given.items()}


def _refuse_taken(lines: Sequence[PlanLine], values: dict[str, str], year: int) -> None:
    if values["section_uz"] in {line.section_uz for line in lines}:
        raise PlanError(PlanCode.SECTION_TAKEN, year=year, section=values["section_uz"][:60])
