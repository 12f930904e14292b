"""Editing the lines of a year: adding, splitting, rewording, moving, retiring."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from ils.accounts.audit import audit
from ils.activity.cut import Cut, cut_data
from ils.activity.work import Work
from ils.workplan.errors import PlanCode, PlanError, PlanInputError
from ils.workplan.models import Mode, PlanLine
from ils.workplan.queries import find_line, lines_of
from ils.workplan.rules import (
    DEADLINES,
    MODES,
    SERVICES,
    LineText,
    SectionText,
    is_number,
    next_part,
    parent_of,
)
from ils.workplan.services.sections import opened_section

LONGEST = {"name": 600, "unit": 60, "mechanism": 1000, "responsible": 200}
DEEPEST = 3  # 10.4.1


@dataclass(frozen=True, slots=True)
class PartText:
    """A part that a line is split into: its names, and what of the line's acts is its own (none: to be set later)."""

    name_uz: str
    name_ru: str = ""
    name_en: str = ""
    terms: tuple[Cut, ...] = field(default=())


def add_line(
    session: Session,
    work: Work,
    *,
    year: int,
    parent: str = "",
    section: str = "",
    new_section: SectionText | None = None,
    text: LineText,
    number: str = "",
) -> str:
    """Add a line at the end of its parent, of a section named by its Uzbek text, or as the first of a new one.

    Return its number.
    """
    lines = lines_of(session, year)
    opened = opened_section(lines, year, new_section) if new_section else {}
    above = lines[-1] if opened else _above(session, lines, year, parent, section)
    own = _new_number(lines, year, parent, number)
    after = _end_of(above, lines) if parent else above
    line = _insert(session, lines, after, own, _like(above, parent) | opened, text)
    _trace(session, work, "plan_line_added", line, name=line.name_uz)
    return own


def split_line(
    session: Session, work: Work, *, year: int, number: str, parts: Sequence[PartText]
) -> tuple[str, ...]:
    """Add parts of a line, each with its unit, service and deadline; return their numbers."""
    if not parts:
        raise PlanInputError(PlanCode.NOTHING_TO_SPLIT, number=number)
    line = find_line(session, year=year, number=number, for_update=True)
    made = []
    for part in parts:
        lines = lines_of(session, year)
        own = _new_number(lines, year, line.number, "")
        text = LineText(
            part.name_uz, part.name_ru, part.name_en, line.unit_uz, line.unit_ru, line.unit_en,
            service=line.service, responsible=line.responsible, deadline=line.deadline, mode=line.mode.value,
        )  # fmt: skip
        new = _insert(session, lines, _end_of(line, lines), own, _like(line, line.number), text)
        new.counter = [cut_data(term) for term in part.terms] or None
        made.append(own)
    _trace(session, work, "plan_line_split", line, parts=made)
    return tuple(made)


def change_line(session: Session, work: Work, *, year: int, number: str, text: LineText) -> None:
    """Reword a line; nothing is written where nothing changes."""
    line = find_line(session, year=year, number=number, for_update=True)
    values = _sound(text)
    was = {name: getattr(line, name) for name in values}
    changed = {name: value for name, value in values.items() if was[name] != value}
    if not changed:
        return
    for name, value in changed.items():
        setattr(line, name, value)
    _trace(
        session, work, "plan_line_changed", line,
        was={name: _plain(was[name]) for name in changed},
        becomes={name: _plain(value) for name, value in changed.items()},
    )  # fmt: skip


def move_line(session: Session, work: Work, *, year: int, number: str, up: bool) -> bool:
    """Let a line and its parts change places with its neighbour in the same section; tell whether there was one."""
    lines = lines_of(session, year)
    line = find_line(session, year=year, number=number)
    beside = [each for each in lines if each.parent == line.parent and each.section_uz == line.section_uz]
    at = beside.index(line) + (-1 if up else 1)
    if not 0 <= at < len(beside):
        return False
    first, second = sorted((line, beside[at]), key=lambda each: each.position)
    order = _with_parts(second, lines) + _with_parts(first, lines)
    for position, each in zip(sorted(each.position for each in order), order, strict=True):
        each.position = position
    _trace(session, work, "plan_line_moved", line, up=up)
    return True


def retire_line(session: Session, work: Work, *, year: int, number: str, reason: str) -> None:
    """Ask for a line and its parts no more; it stays in the reports of what was done."""
    line = find_line(session, year=year, number=number, for_update=True)
    if line.retired_at is not None:
        raise PlanError(PlanCode.RETIRED_ALREADY, number=number)
    if not (why := " ".join(reason.split())[:300]):
        raise PlanInputError(PlanCode.REASON_MISSING, number=number)
    for each in _with_parts(line, lines_of(session, year)):
        if each.retired_at is None:
            each.retired_at, each.retire_reason = work.now, why
    _trace(session, work, "plan_line_retired", line, reason=why)


def restore_line(session: Session, work: Work, *, year: int, number: str) -> None:
    """Ask for a retired line again, with the parts that went with it."""
    line = find_line(session, year=year, number=number, for_update=True)
    if line.retired_at is None:
        raise PlanError(PlanCode.NOT_RETIRED, number=number)
    if line.parent and find_line(session, year=year, number=line.parent).retired_at is not None:
        raise PlanError(PlanCode.PARENT_RETIRED, number=number, parent=line.parent)
    when = line.retired_at
    for each in _with_parts(line, lines_of(session, year)):
        if each.retired_at == when:
            each.retired_at, each.retire_reason = None, ""
    _trace(session, work, "plan_line_restored", line)


def _new_number(lines: Sequence[PlanLine], year: int, parent: str, asked: str) -> str:
    taken = {each.number for each in lines}
    number = asked.strip() or next_part(parent, taken)
    if number.count(".") >= DEEPEST:
        raise PlanInputError(PlanCode.TOO_DEEP, number=parent)
    if not is_number(number) or parent_of(number) != parent:
        raise PlanInputError(PlanCode.NUMBER_INVALID, number=number[:10])
    if number in taken:
        raise PlanError(PlanCode.NUMBER_TAKEN, number=number, year=year)
    if any(each.number == parent and each.retired_at is not None for each in lines):
        raise PlanError(PlanCode.PARENT_RETIRED, number=number, parent=parent)
    return number


def _above(session: Session, lines: Sequence[PlanLine], year: int, parent: str, section: str) -> PlanLine:
    return find_line(session, year=year, number=parent) if parent else _last_of_section(lines, year, section)


def _last_of_section(lines: Sequence[PlanLine], year: int, section: str) -> PlanLine:
    own = [each for each in lines if each.section_uz == section]
    if not own:
        raise PlanInputError(PlanCode.SECTION_UNKNOWN, year=year, section=section[:60])
    return own[-1]


def _with_parts(line: PlanLine, lines: Sequence[PlanLine]) -> list[PlanLine]:
    return [each for each in lines if each is line or each.number.startswith(f"{line.number}.")]


def _end_of(line: PlanLine, lines: Sequence[PlanLine]) -> PlanLine:
    return _with_parts(line, lines)[-1]


def _like(above: PlanLine, parent: str) -> dict[str, Any]:
    sections = {
        f"section_{language}": getattr(above, f"section_{language}") for language in ("uz", "ru", "en")
    }
    return {"year": above.year, "parent": parent, **sections}


def _insert(
    session: Session,
    lines: Sequence[PlanLine],
    after: PlanLine,
    number: str,
    like: dict[str, Any],
    text: LineText,
) -> PlanLine:
    values = _sound(text)
    session.execute(
        update(PlanLine)
        .where(PlanLine.year == after.year, PlanLine.position > after.position)
        .values(position=PlanLine.position + 1)
    )
    line = PlanLine(number=number, position=after.position + 1, **like, **values)
    session.add(line)
    session.flush()
    session.expire_all()
    return line


def _sound(text: LineText) -> dict[str, Any]:
    """Return the values of a line's columns; refuse what is missing, unknown or too long."""
    values = {name: _tidy(value) for name, value in asdict(text).items()}
    if not values["name_uz"]:
        raise PlanInputError(PlanCode.NAME_MISSING)
    for name in ("name", "unit", "mechanism"):
        for language in ("ru", "en"):
            values[f"{name}_{language}"] = values[f"{name}_{language}"] or values[f"{name}_uz"]
    for each in fields(text):
        longest = LONGEST.get(each.name.partition("_")[0])
        if longest and len(values[each.name]) > longest:
            raise PlanInputError(PlanCode.TEXT_TOO_LONG, longest=longest, text=values[each.name][:60])
    if values["mode"] not in MODES:
        raise PlanInputError(PlanCode.MEASURE_UNKNOWN, measure=values["mode"][:20])
    if values["service"] not in SERVICES:
        raise PlanInputError(PlanCode.SERVICE_UNKNOWN, service=values["service"][:20])
    if values["deadline"] not in DEADLINES:
        raise PlanInputError(PlanCode.DEADLINE_UNKNOWN, deadline=values["deadline"][:20])
    return values | {"mode": Mode(values["mode"])}


def _tidy(value: Any) -> Any:
    return " ".join(value.split()) if isinstance(value, str) else value


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, Mode) else value


def _trace(session: Session, work: Work, action: str, line: PlanLine, **details: Any) -> None:
    audit(
        session,
        work,
        action,
        subject_type="plan_line",
        subject_id=line.id,
        year=line.year,
        number=line.number,
        **details,
    )
