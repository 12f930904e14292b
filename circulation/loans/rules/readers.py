"""What is asked of a reader who stands at the desk, whatever the act (desk.md §1, §6)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from circulation.loans.errors import LoanCode
from circulation.loans.rules.case import Reader, Reason, Severity


def about_reader(reader: Reader, day: date) -> Iterator[Reason]:
    """Yield CO-03 and CO-04; the first service of a year is also the registration for it (RG-01)."""
    if reader.card_lost_on:
        yield Reason("CO-03", LoanCode.CARD_LOST, Severity.BLOCK, {"since": reader.card_lost_on})
    if (reader.last_registered_year or 0) < day.year:
        facts = {"last_year": reader.last_registered_year, "year": day.year}
        yield Reason("CO-04", LoanCode.REGISTRATION_DUE, Severity.ASK, facts)
