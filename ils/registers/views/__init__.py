"""Screens of registers, evidence, the tally board, other libraries, personnel and proposals."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from ils.activity.measures import Check, Problem
from ils.registers import measures
from ils.registers.views import board, entries, evidence, libraries, papers, people, proposals, sheets
from ils.registers.views.base import blueprint, home
from ils.registers.views.board import VisitCounter

__all__ = [
    "CHECKS", "VisitCounter", "blueprint", "board", "entries", "evidence", "libraries", "papers", "people", "proposals",
    "sheets",
]  # fmt: skip


def evidence_is_there(session: Session) -> Iterator[Problem]:
    """Find evidence without its file in the data folder of this library."""
    yield from measures.evidence_is_there(session, home())


CHECKS: tuple[Check, ...] = (*measures.CHECKS, evidence_is_there)
