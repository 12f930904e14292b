"""Sections and cases of an exhibition, and how each copy stands in them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from foreign_fund.exhibitions.errors import (
    ExhibitionCode,
    ExhibitionError,
    ExhibitionInputError,
    ExhibitionNotFoundError,
)
from foreign_fund.exhibitions.models import (
    ExhibitionCase,
    ExhibitionItem,
    ExhibitionPiece,
    ExhibitionPlan,
    ExhibitionRound,
    ExhibitionSighting,
)
from foreign_fund.exhibitions.rules import Act
from foreign_fund.exhibitions.rules.places import Access, as_case_code, case_code, place_words
from foreign_fund.exhibitions.services.hanging import case_of, locked, note, stand, tell_desk
from ils.activity.work import Work
from ils.errors import clean_text

MOST_CASES = 200


def add_cases(
    session: Session, work: Work, *, exhibition_id: int, section: str, names: Sequence[str]
) -> tuple[ExhibitionCase, ...]:
    """Add cases to a section; each gets a code of its own that is printed and scanned."""
    exhibition = locked(session, exhibition_id, Act.CHANGE)
    section = clean_text(section, field="section", limit=60)
    wanted = [clean_text(name, field="case", limit=40, required=True) for name in names]
    last = _last(session, exhibition_id)
    if not wanted or last + len(wanted) > MOST_CASES:
        raise ExhibitionInputError(ExhibitionCode.CASES_TOO_MANY, most=MOST_CASES)
    for name in wanted:
        _refuse_twin(session, exhibition_id, section, name)
    made = tuple(
        ExhibitionCase(
            exhibition_id=exhibition_id, code=case_code(exhibition_id, at), section=section, name=name, position=at
        )
        for at, name in enumerate(wanted, start=last + 1)
    )  # fmt: skip
    session.add_all(made)
    session.flush()
    note(session, work, "exhibition_cases_added", exhibition, section=section, cases=len(made))
    return made


def _last(session: Session, exhibition_id: int) -> int:
    """The highest number given so far: a code that was printed is never given to another case."""
    query = select(func.max(ExhibitionCase.position)).where(ExhibitionCase.exhibition_id == exhibition_id)
    return session.scalars(query).one() or 0


def _refuse_twin(session: Session, exhibition_id: int, section: str, name: str, *, besides: int = 0) -> None:
    twin = select(ExhibitionCase.id).where(
        ExhibitionCase.exhibition_id == exhibition_id, ExhibitionCase.section == section,
        ExhibitionCase.name == name, ExhibitionCase.id != besides,
    )  # fmt: skip
    if session.scalars(twin).first() is not None:
        raise ExhibitionError(ExhibitionCode.CASE_THERE, case=place_words(section, name))


def rename_case(
    session: Session, work: Work, *, exhibition_id: int, case_id: int, section: str, name: str
) -> ExhibitionCase:
    """Call a case otherwise; the desk says the new words of what hangs there."""
    exhibition = locked(session, exhibition_id, Act.CHANGE)
    case = _known(session, exhibition_id, case_id)
    section = clean_text(section, field="section", limit=60)
    name = clean_text(name, field="case", limit=40, required=True)
    _refuse_twin(session, exhibition_id, section, name, besides=case.id)
    case.section, case.name = section, name
    for entry in session.scalars(select(ExhibitionItem).where(ExhibitionItem.case_id == case.id)):
        entry.section = place_words(section, name)
    session.flush()
    tell_desk(session, exhibition)
    note(session, work, "exhibition_case_renamed", exhibition, case=case.code)
    return case


def remove_case(session: Session, work: Work, *, exhibition_id: int, case_id: int) -> None:
    """Take away a case in which nothing stands or ever stood."""
    exhibition = locked(session, exhibition_id, Act.CHANGE)
    case = _known(session, exhibition_id, case_id)
    for table in (ExhibitionItem, ExhibitionPlan, ExhibitionPiece, ExhibitionSighting, ExhibitionRound):
        used = session.scalars(select(func.count()).where(table.case_id == case.id)).one()
        if used:
            raise ExhibitionError(ExhibitionCode.CASE_IN_USE, case=place_words(case.section, case.name))
    session.delete(case)
    session.flush()
    note(session, work, "exhibition_case_removed", exhibition, case=case.code)


def _known(session: Session, exhibition_id: int, case_id: int) -> ExhibitionCase:
    case = case_of(session, exhibition_id, case_id)
    if case is None:
        raise ExhibitionNotFoundError(ExhibitionCode.CASE_UNKNOWN, case=case_id)
    return case


def find_case(session: Session, *, exhibition_id: int, scanned: str) -> ExhibitionCase | None:
    """Return the case whose code was scanned, None for what is no code of a case; refuse one of another exhibition."""
    code = as_case_code(scanned)
    if code is None:
        return None
    case = session.scalars(select(ExhibitionCase).where(ExhibitionCase.code == code)).one_or_none()
    if case is None:
        return None
    if case.exhibition_id != exhibition_id:
        raise ExhibitionError(ExhibitionCode.CASE_ELSEWHERE, code=code)
    return case


def arrange(
    session: Session,
    work: Work,
    *,
    exhibition_id: int,
    entry_id: int,
    case_id: int | None,
    position: int | None = None,
    access: str = Access.LEND,
    annotation: str = "",
) -> ExhibitionItem:
    """Say of a copy in which case and where it stands, whether it may be taken, and what its label tells."""
    exhibition = locked(session, exhibition_id, Act.CHANGE)
    entry = session.get(ExhibitionItem, entry_id, populate_existing=True)
    if entry is None or entry.exhibition_id != exhibition_id or entry.removed_at is not None:
        raise ExhibitionNotFoundError(ExhibitionCode.COPY_NOT_HERE, exhibition=exhibition_id, entry=entry_id)
    if access not in set(Access):
        raise ExhibitionInputError(ExhibitionCode.CHOICE_UNKNOWN, value=access[:40])
    case = case_of(session, exhibition_id, case_id)
    if entry.case_id != (case.id if case else None):
        entry.section = "" if case is None else entry.section
        stand(session, entry, case)
    if position is not None and 0 <= position <= 9_999:
        entry.position = position
    entry.access = str(access)
    entry.annotation = clean_text(" ".join(annotation.split()), field="annotation", limit=1000)
    session.flush()
    tell_desk(session, exhibition)
    note(session, work, "exhibition_copy_arranged", exhibition, item=entry.item_id)
    return entry
