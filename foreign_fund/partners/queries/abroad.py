"""International work and work in registers, as the department sees them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ils.activity.kinds import Kind
from ils.activity.models import Activity
from ils.registers.models import RegisterEntry
from ils.registers.queries.entries import EntryFilter, entries
from ils.registers.rules.kinds import HOME_COUNTRY, KINDS, Register

READERS = (Kind.PATRON_REGISTER, Kind.PATRON_REREGISTER)
METHODICAL = (
    Register.DOCUMENTS, Register.METHOD_HELP, Register.PROJECTS, Register.AIDS, Register.POSTS, Register.TRAINING,
    Register.ABROAD, Register.AGREEMENTS, Register.DELEGATIONS,
)  # fmt: skip
"""Registers in which the department's own work stands (plan lines 1, 5, 7 and the others that it feeds)."""


@dataclass(frozen=True, slots=True)
class InRegister:
    """The department's entries of a register in some days: how many, what they count, how many lack their proof."""

    register: str
    department: str
    entries: int
    counted: int
    unproven: int
    lines: tuple[str, ...]


def foreign_readers(session: Session, *, since: date, until: date) -> tuple[tuple[str, int], ...]:
    """Return the foreign citizens registered between both days by country, each person once a year (line 40).

    Read from the log with what was known at the act, so that a reader who is forgotten later still counts.
    """
    own = Activity
    rows = session.execute(
        select(own.patron_citizenship, func.sum(own.amount))
        .where(
            own.kind.in_([each.value for each in READERS]),
            own.day.between(since, until),
            own.patron_citizenship.not_in(["", HOME_COUNTRY]),
        )
        .group_by(own.patron_citizenship)
        .order_by(func.sum(own.amount).desc(), own.patron_citizenship)
    )
    return tuple((country, int(persons)) for country, persons in rows if persons)


def guests_by_country(session: Session, *, since: date, until: date) -> tuple[tuple[str, int, int], ...]:
    """Return the members of delegations by country: country, delegations, persons."""
    own = RegisterEntry
    rows = session.execute(
        select(own.country, func.count(own.id), func.coalesce(func.sum(own.persons), 0))
        .where(
            own.register == Register.DELEGATIONS.value,
            own.withdrawn_at.is_(None),
            own.day.between(since, until),
        )
        .group_by(own.country)
        .order_by(own.country)
    )
    return tuple((country, many, int(persons or 0)) for country, many, persons in rows)


def in_registers(
    session: Session, departments: Collection[str], *, since: date, until: date
) -> tuple[InRegister, ...]:
    """Return what each department of the fund has in each register between both days."""
    found: list[InRegister] = []
    for register in METHODICAL:
        for code in sorted(departments):
            wanted = EntryFilter(register.value, since, until, department=code)
            page = entries(session, wanted, limit=None)
            bare = sum(not row.proven for row in page.rows)
            found.append(
                InRegister(register.value, code, page.total, page.counted, bare, KINDS[register.value].lines)
            )
    return tuple(found)
