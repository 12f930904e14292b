"""What is asked of a copy that somebody would borrow (desk.md §1)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from circulation.loans.errors import LoanCode
from circulation.loans.rules.case import IN_ROOM, Copy, Hanging, LoanCase
from circulation.loans.rules.outcome import Fact, Reason, Severity

WITHDRAWN = "withdrawn"
GONE = frozenset({"missing", "lost"})
NOT_READY = frozenset({"processing", "in_repair", "in_transit"})
HANDED_OVER = "handed_over"

PERIODICAL = "serial"
# "3 v.", «в 2 т.», "2 jild", "4 Bde": a set of volumes described in one record.
_VOLUMES = re.compile(
    r"\b([2-9]|[1-9]\d+)\s*(?:v|vols?|volumes?|т|тт|тома?|томов|кн|ч|jild(?:da)?|жилд(?:да)?|qism(?:da)?|Bde?)\b",
    re.I,
)


def about_copy(copy: Copy, case: LoanCase) -> Iterator[Reason]:
    """Yield CO-09, CO-10, CO-12 and CO-13, and for a new loan CO-11 and CO-23."""
    if copy.state == WITHDRAWN:
        facts: dict[str, Fact] = {"act": copy.withdrawn_act or None, "day": copy.withdrawn_on}
        yield Reason("CO-09", LoanCode.COPY_WITHDRAWN, Severity.BLOCK, facts)
    if copy.state in GONE:
        yield Reason("CO-10", LoanCode.COPY_MISSING, Severity.ASK, {"since": copy.state_since})
    yield from _not_ready(copy)
    if case.renews:
        return
    yield from _room_only(copy, case)
    if copy.hanging:
        yield _on_exhibition(copy.hanging)
    if copy.parts:
        yield Reason("CO-23", LoanCode.COUNT_PARTS, Severity.ASK, {"parts": copy.parts})


def _not_ready(copy: Copy) -> Iterator[Reason]:
    facts: dict[str, Fact] = {"state": copy.state, "since": copy.state_since}
    if copy.state in NOT_READY:
        yield Reason("CO-13", LoanCode.COPY_NOT_READY, Severity.ASK, facts)
    if copy.handed_over:
        facts = {"state": HANDED_OVER, "since": copy.handed_over}
        yield Reason("CO-13", LoanCode.COPY_NOT_READY, Severity.ASK, facts)


def _room_only(copy: Copy, case: LoanCase) -> Iterator[Reason]:
    """CO-11: a yes lends for use in the room; to lend it home all the same somebody has to pass the block."""
    if copy.use != "room" or (case.in_room and case.use == "room"):
        return
    severity = Severity.ASK if case.use in IN_ROOM else Severity.BLOCK
    yield Reason("CO-11", LoanCode.ROOM_ONLY, severity, {"location": copy.department, "use": case.use})


def _on_exhibition(hanging: Hanging) -> Reason:
    severity = Severity.ASK if hanging.lendable else Severity.BLOCK
    facts: dict[str, Fact] = {
        "exhibition": hanging.label,
        "section": hanging.section or None,
        "until": hanging.until,
    }
    return Reason("CO-12", LoanCode.ON_EXHIBITION, severity, facts)


def in_many_parts(document_type: str, extent: str) -> bool:
    """Tell whether copies of the title differ by their content: issues of a periodical, volumes of a set (CO-21)."""
    return document_type == PERIODICAL or bool(_VOLUMES.search(extent))
