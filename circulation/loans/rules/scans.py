"""What a scanner sent: whether it can be a number, and what is said when nobody answers to it."""

from __future__ import annotations

from circulation.loans.errors import LoanCode
from circulation.loans.rules.outcome import Reason, Severity

LONGEST = 60  # characters: more than any number has, and as much as a screen repeats


def readable(code: str) -> bool:
    """Tell whether a scan can be a number at all: not empty, not a page of text, no control characters."""
    return 0 < len(code) <= LONGEST and code.isprintable()


def shown(code: str) -> str:
    """Return a scan as it may be repeated on a screen: its beginning, without control characters."""
    start = code[:LONGEST]
    visible = "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in start)
    return visible + "…" if len(code) > LONGEST else visible


def copy_unknown(rule: str, scanned: str, nearest: tuple[str, ...]) -> Reason:
    """Return the reason for a scan that no copy answers to (CO-01, CI-01, RN-01)."""
    facts = {"scanned": shown(scanned), "nearest": ", ".join(nearest) or None}
    return Reason(rule, LoanCode.COPY_UNKNOWN, Severity.BLOCK, facts)


def reader_unknown(scanned: str) -> Reason:
    """Return the reason for a scan that no reader answers to (CO-02)."""
    return Reason("CO-02", LoanCode.READER_UNKNOWN, Severity.BLOCK, {"scanned": shown(scanned)})
