"""Proof that registrations agree with the log, numbers have no gaps, names are found, and guardians are grown-ups."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from circulation.patrons.models import Patron, PatronImportRow, Registration, RegistrationKind
from circulation.patrons.queries.registering import register_starts
from circulation.patrons.rules import full_name, name_keys
from ils.activity.kinds import Kind
from ils.activity.measures import Check, Problem, equals_log

_LOGGED = (
    (RegistrationKind.NEW, Kind.PATRON_REGISTER),
    (RegistrationKind.RETURNING, Kind.PATRON_REREGISTER),
)
_AT_ONCE = 1000  # rows held while a whole table passes by


def registrations_are_logged(session: Session) -> Iterator[Problem]:
    """RG-01: as many registrations of each kind as the log says were made."""
    counted = session.execute(select(Registration.kind, func.count()).group_by(Registration.kind))
    kept: dict[RegistrationKind, int] = dict(counted.all())
    for kind, logged in _LOGGED:
        yield from equals_log(
            session, what=f"registration:{kind.value}", rows=kept.get(kind, 0), kinds=(logged,)
        )


def running_numbers_have_no_gaps(session: Session) -> Iterator[Problem]:
    """RG-02: the running numbers of a year are 1, 2, 3 … to the number of its registrations, or go on from paper so."""
    starts = register_starts(session)
    years = session.execute(
        select(
            Registration.year,
            func.count(),
            func.min(Registration.running_number),
            func.max(Registration.running_number),
        )
        .group_by(Registration.year)
        .order_by(Registration.year)
    )
    for year, rows, first, last in years:
        before = starts.get(year, 0)
        if (first, last) != (before + 1, before + rows):
            yield Problem("running_number_gap", {"year": year, "rows": rows, "first": first, "last": last})


def kinds_of_registration_are_right(session: Session) -> Iterator[Problem]:
    """RG-01: who is noted as new has no earlier year on record, who is noted as returning has one."""
    earlier = aliased(Registration)
    before = (
        select(earlier.id)
        .where(earlier.patron_id == Registration.patron_id, earlier.year < Registration.year)
        .exists()
    )
    is_new = Registration.kind == RegistrationKind.NEW
    wrong = (is_new & before) | (~is_new & ~before)
    rows = session.execute(
        select(Registration.patron_id, Registration.year, Registration.kind)
        .where(wrong)
        .order_by(Registration.id)
    )
    for patron_id, year, kind in rows:
        yield Problem("registration_kind_wrong", {"patron": patron_id, "year": year, "kind": kind.value})


def names_are_found(session: Session) -> Iterator[Problem]:
    """The keys by which a reader is found and sorted are those of the name on record."""
    rows = session.execute(
        select(
            Patron.id, Patron.surname, Patron.given_name, Patron.patronymic, Patron.name_sort, Patron.name_folded
        ).execution_options(yield_per=_AT_ONCE)
    )  # fmt: skip
    for row in rows:
        name = full_name(row.surname, row.given_name, row.patronymic)
        sort, folded = name_keys(name)  # behind these words stand those of the other script
        if row.name_sort != sort or not row.name_folded.startswith(folded):
            yield Problem("name_not_found", {"patron": row.id})


def guardians_have_no_guardian(session: Session) -> Iterator[Problem]:
    """Nobody who answers for a child is a child of somebody else, so no two readers answer for each other."""
    guardian = aliased(Patron)
    rows = session.execute(
        select(Patron.id, guardian.id)
        .join(guardian, guardian.id == Patron.guardian_id)
        .where(guardian.guardian_id.is_not(None))
        .order_by(Patron.id)
    )
    for patron_id, guardian_id in rows:
        yield Problem("guardian_has_guardian", {"patron": patron_id, "guardian": guardian_id})


def imported_lines_have_readers(session: Session) -> Iterator[Problem]:
    """Every line of a table that was taken in leads to its reader."""
    lost = session.execute(
        select(PatronImportRow.import_id, PatronImportRow.line)
        .where(PatronImportRow.state == "added", PatronImportRow.patron_id.is_(None))
        .order_by(PatronImportRow.id)
    )
    for import_id, line in lost:
        yield Problem("import_row_lost", {"import": import_id, "line": line})


CHECKS: tuple[Check, ...] = (
    registrations_are_logged,
    running_numbers_have_no_gaps,
    kinds_of_registration_are_right,
    names_are_found,
    guardians_have_no_guardian,
    imported_lines_have_readers,
)
