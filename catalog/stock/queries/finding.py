"""Finding the records that a pasted list of copies means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from catalog.records.queries import search_records
from catalog.stock.errors import Reason, StockCode
from catalog.stock.rules.pasted import PastedLine


@dataclass(frozen=True, slots=True)
class FoundLine:
    """A pasted line with the one record that it means."""

    line: PastedLine
    record_id: int
    title: str


def find_pasted(
    session: Session, lines: Sequence[PastedLine]
) -> tuple[tuple[FoundLine, ...], tuple[Reason, ...]]:
    """Return the lines that mean exactly one record, and why the others do not."""
    found: list[FoundLine] = []
    wrong: list[Reason] = []
    for line in lines:
        told = {"number": line.number, "wanted": line.wanted[:80]}
        answer = search_records(session, line.wanted, limit=1)
        if answer.total == 1:
            found.append(FoundLine(line, answer.records[0].id, answer.records[0].title))
        elif answer.total:
            wrong.append(Reason(StockCode.LIST_SEVERAL, {**told, "count": answer.total}))
        else:
            wrong.append(Reason(StockCode.LIST_NOT_FOUND, told))
    return tuple(found), tuple(wrong)
