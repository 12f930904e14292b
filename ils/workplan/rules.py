"""Which acts each line of the plan counts, and the arithmetic of a figure (practice.md §2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from ils.activity.cut import Cut
from ils.activity.kinds import Channel, Kind

REGISTERED = (Kind.PATRON_REGISTER, Kind.PATRON_REREGISTER)

# Number of the line → the acts it sums. A line that is not here is not fed yet and says so.
COUNTERS: Mapping[str, Cut] = {
    # Articles about the profession and about the library itself: one act a record and card index.
    "4": Cut(kinds=(Kind.CARD_INDEX_ADD,), sources=("professional_press",)),
    # Copies of approved acceptance acts, never by the day of cataloguing; a correcting act counts with its sign.
    "10": Cut(kinds=(Kind.ACCESSION,)),
    "10.1": Cut(kinds=(Kind.ACCESSION,), sources=("legal_deposit",)),
    "10.2": Cut(kinds=(Kind.ACCESSION,), sources=("purchase",)),
    "10.3": Cut(kinds=(Kind.ACCESSION,), sources=("exchange",)),
    "10.4": Cut(kinds=(Kind.ACCESSION,), sources=("gift_person", "gift_organisation")),
    "10.4.1": Cut(kinds=(Kind.ACCESSION,), sources=("gift_person",)),
    "10.4.2": Cut(kinds=(Kind.ACCESSION,), sources=("gift_organisation",)),
    # Records first brought into the catalogue, described here or imported; articles are counted elsewhere.
    "11": Cut(kinds=(Kind.RECORD_CREATE,)),
    # A record counts at its first class mark; marks that come with an import only if the source is set to count.
    "12": Cut(kinds=(Kind.RECORD_CLASSIFY,)),
    # Pairs of a record and its file or link; taking one away takes the count back.
    "13": Cut(kinds=(Kind.DIGITAL_LINK,)),
    # Counted when the union catalogue has taken the batch, a record once a year.
    "14": Cut(kinds=(Kind.UNION_ACCEPT,)),
    # RG-01: one person once a year for the whole library, so registrations are persons.
    "15": Cut(kinds=REGISTERED),
    "15.1": Cut(kinds=(Kind.PATRON_REGISTER,)),
    "15.2": Cut(kinds=(Kind.PATRON_REREGISTER,)),
    # Visits add up over sectors (VS-01).
    "16": Cut(kinds=(Kind.VISIT,)),
    "16.1": Cut(kinds=(Kind.VISIT,), sectors=("lending",)),
    "16.2": Cut(kinds=(Kind.VISIT,), sectors=("reading",)),
    "16.3": Cut(kinds=(Kind.VISIT,), sectors=("youth",)),
    "16.4": Cut(kinds=(Kind.VISIT,), sectors=("electronic",)),
    "16.5": Cut(kinds=(Kind.VISIT,), sectors=("legal",)),
    "16.6": Cut(kinds=(Kind.VISIT,), sectors=("local",)),
    "16.7": Cut(kinds=(Kind.VISIT,), sectors=("other",)),
    # One copy to one reader at his request; a renewal asked for is one more, an automatic one never.
    "17": Cut(kinds=(Kind.LOAN_OPEN, Kind.LOAN_RENEW), without_channels=(Channel.AUTOMATIC,)),
    # Copies put on an exhibition, each once on each exhibition.
    "26": Cut(kinds=(Kind.EXHIBITION_ITEM,)),
    "28": Cut(kinds=(Kind.CHRONICLE_SEND,)),
    "29": Cut(kinds=(Kind.CARD_INDEX_ADD,), sources=("uzbekistanika",)),
    "34": Cut(kinds=(Kind.DIGITAL_PUBLISH,)),
}


def counter(number: str, *, renewals_count: bool = True) -> Cut | None:
    """Return what a line counts, None for a line not fed; libraries may leave renewals out of line 17."""
    cut = COUNTERS.get(number)
    if number == "17" and cut is not None and not renewals_count:
        return replace(cut, kinds=(Kind.LOAN_OPEN,))
    return cut


def percent(fact: int | None, plan: int | None) -> int | None:
    """Return the fulfilment in whole per cent; a plan of nothing has none."""
    if fact is None or not plan:
        return None
    return (fact * 100 + plan // 2) // plan


@dataclass(frozen=True, slots=True)
class Period:
    """Days from first to last inclusive."""

    first: date
    last: date


def year_period(year: int) -> Period:
    """Return the whole calendar year."""
    return Period(date(year, 1, 1), date(year, 12, 31))


def quarter_period(year: int, quarter: int) -> Period:
    """Return a quarter, 1 to 4."""
    first = date(year, quarter * 3 - 2, 1)
    return Period(first, _month_end(year, quarter * 3))


def month_period(year: int, month: int) -> Period:
    """Return a month, 1 to 12."""
    return Period(date(year, month, 1), _month_end(year, month))


def _month_end(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def year_gone(year: int, today: date) -> int:
    """Return how many per cent of the year are over on the evening of `today`, 0 to 100."""
    whole = year_period(year)
    days = (whole.last - whole.first).days + 1
    return max(0, min(100, ((today - whole.first).days + 1) * 100 // days))
