"""Words of responsibility for the fund."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from foreign_fund.custody.errors import CheckingCode, CustodyCode
from foreign_fund.custody.models import CheckState, CustodyState
from foreign_fund.custody.rules.checking import Outcome, Verdict
from foreign_fund.custody.rules.ledger import LegKind

CUSTODY_WORDS: dict[CustodyCode, Any] = {
    CustodyCode.CUSTODIAN_UNKNOWN: _l("There is no such custodian."),
    CustodyCode.CUSTODIAN_TAKEN: _l("There is already a custodian “%(name)s”."),
    CustodyCode.CUSTODIAN_LEFT: _l("%(name)s answers for nothing since %(day)s."),
    CustodyCode.STILL_HOLDS: _l(
        "%(name)s still answers for copies: %(copies)s. Give them to somebody by a transfer act first."
    ),
    CustodyCode.STILL_POSTED: _l(
        "%(name)s still answers for what comes into departments: %(departments)s. End that first."
    ),
    CustodyCode.DAY_ODD: _l("%(day)s cannot be this day: it is before the beginning or still to come."),
    CustodyCode.POST_STANDS: _l("This custodian stands at the department already, since %(day)s."),
    CustodyCode.POST_OVERLAPS: _l(
        "Somebody else stood at the department up to %(day)s or after. Choose a later day."
    ),
    CustodyCode.POST_UNKNOWN: _l("This custodian does not stand at the department any more."),
    CustodyCode.ACT_UNKNOWN: _l("There is no such transfer act."),
    CustodyCode.NOT_DRAFT: _l("This act is approved or given up. Another act can correct it."),
    CustodyCode.NOT_APPROVED: _l(
        "Only an approved act is corrected by another one. A draft is simply changed."
    ),
    CustodyCode.MOVES_NOTHING: _l(
        "Who gives and who receives are the same, and no department is named: such an act moves nothing."
    ),
    CustodyCode.LINE_UNKNOWN: _l("This copy is not in the act."),
    CustodyCode.LINE_TAKEN: _l(
        "A correcting act has the copies of the act that it corrects. Take out those that stay."
    ),
    CustodyCode.COPY_UNKNOWN: _l("No copy has the number %(code)s."),
    CustodyCode.TOO_MANY: _l("An act has at most %(most)s copies. Write a second one."),
    CustodyCode.NOT_READY: _l("The act is not ready. Reasons: %(count)s."),
    CustodyCode.NO_LINES: _l("The act has no copies."),
    CustodyCode.GROUNDS_MISSING: _l(
        "The grounds of the act are missing: an order, a hand-over, a new custodian."
    ),
    CustodyCode.COMMISSION_MISSING: _l("The commission is missing."),
    CustodyCode.DAY_AHEAD: _l("The day of the act, %(day)s, has not come yet."),
    CustodyCode.BEFORE_LAST: _l(
        "%(code)s: the act cannot be of a day before %(day)s, when the copy came or was last handed over."
    ),
    CustodyCode.NOT_HELD: _l("%(code)s: whoever gives it does not answer for it now."),
    CustodyCode.NOT_THERE: _l("%(code)s: a copy that is missing, lost or withdrawn cannot be handed over."),
    CustodyCode.SET_ASIDE: _l(
        "%(code)s: it waits for a reader or is on its way, so it cannot change its department now."
    ),
    CustodyCode.TAKER_LEFT: _l("Whoever receives answers for nothing since %(day)s."),
}

CHECKING_WORDS: dict[CheckingCode, Any] = {
    CheckingCode.UNKNOWN: _l("There is no such check of the fund."),
    CheckingCode.NOT_OPEN: _l("The check “%(title)s” is closed or given up."),
    CheckingCode.NOT_CLOSED: _l("The check “%(title)s” goes on. Close it by its act first."),
    CheckingCode.NOTHING_EXPECTED: _l("The papers expect no copy here. Choose another part of the fund."),
    CheckingCode.SCAN_UNKNOWN: _l("This scan was taken back already."),
    CheckingCode.SHELF_TAKEN: _l("There is already a shelf with the code %(code)s."),
    CheckingCode.SHELF_UNKNOWN: _l("There is no such shelf."),
    CheckingCode.NOTHING_MISSING: _l(
        "No copy of these can be marked: all of them were found, lent or marked since."
    ),
    CheckingCode.COMMISSION_MISSING: _l("The commission is missing. Name its members, the chair first."),
}

STATES: dict[CustodyState, Any] = {
    CustodyState.DRAFT: _l("draft"),
    CustodyState.APPROVED: _l("approved"),
    CustodyState.CANCELLED: _l("given up"),
}

STATE_TAGS: dict[CustodyState, str] = {
    CustodyState.DRAFT: "warn",
    CustodyState.APPROVED: "ok",
    CustodyState.CANCELLED: "plain",
}

CHECK_STATES: dict[CheckState, Any] = {
    CheckState.OPEN: _l("goes on"),
    CheckState.CLOSED: _l("closed by an act"),
    CheckState.CANCELLED: _l("given up"),
}

CHECK_STATE_TAGS: dict[CheckState, str] = {
    CheckState.OPEN: "warn",
    CheckState.CLOSED: "ok",
    CheckState.CANCELLED: "plain",
}

LEGS: dict[LegKind, Any] = {
    LegKind.ACCESSION: _l("Came into the library"),
    LegKind.ACT: _l("Transfer act"),
    LegKind.WITHDRAWAL: _l("Withdrawn"),
}

VERDICTS: dict[Verdict, Any] = {
    Verdict.FOUND: _l("in its place"),
    Verdict.MISPLACED: _l("on another shelf"),
    Verdict.ON_LOAN: _l("lent by the papers, and yet here"),
    Verdict.STRANGER: _l("not of what is checked"),
    Verdict.WITHDRAWN: _l("withdrawn, and yet here"),
    Verdict.UNKNOWN: _l("no copy has this number"),
    Verdict.TWICE: _l("scanned a second time"),
}

VERDICT_DOTS: dict[Verdict, str] = {
    Verdict.FOUND: "ok",
    Verdict.MISPLACED: "warn",
    Verdict.ON_LOAN: "warn",
    Verdict.STRANGER: "warn",
    Verdict.WITHDRAWN: "no",
    Verdict.UNKNOWN: "no",
    Verdict.TWICE: "warn",
}

OUTCOMES: dict[Outcome, Any] = {
    Outcome.FOUND: _l("found"),
    Outcome.MISPLACED: _l("found on another shelf"),
    Outcome.SEEN_AT_DESK: _l("seen at the desk"),
    Outcome.ON_LOAN: _l("with readers"),
    Outcome.EXHIBITED: _l("on exhibitions"),
    Outcome.ELSEWHERE: _l("set aside, on the way or in repair"),
    Outcome.LOST_BY_READER: _l("lost by readers"),
    Outcome.WITHDRAWN: _l("withdrawn meanwhile"),
    Outcome.MISSING: _l("not found"),
}

OUTCOME_TAGS: dict[Outcome, str] = {
    Outcome.FOUND: "ok",
    Outcome.MISPLACED: "warn",
    Outcome.SEEN_AT_DESK: "ok",
    Outcome.ON_LOAN: "info",
    Outcome.EXHIBITED: "info",
    Outcome.ELSEWHERE: "info",
    Outcome.LOST_BY_READER: "warn",
    Outcome.WITHDRAWN: "plain",
    Outcome.MISSING: "no",
}

AUDIT_WORDS: dict[str, Any] = {
    "custodian_added": _l("Custodian written down"),
    "custodian_changed": _l("Custodian changed"),
    "custodian_ended": _l("Custodian no longer answers for copies"),
    "custodian_posted": _l("Custodian set over what comes into a department"),
    "custodian_unposted": _l("Custodian taken off a department"),
    "custody_act_begun": _l("Transfer act begun"),
    "custody_act_changed": _l("Transfer act changed"),
    "custody_act_cancelled": _l("Transfer act given up"),
    "custody_act_approved": _l("Transfer act approved"),
    "fund_check_begun": _l("Check of the fund begun"),
    "fund_check_closed": _l("Check of the fund closed by its act"),
    "fund_check_cancelled": _l("Check of the fund given up"),
    "fund_scan_undone": _l("Scan of a check taken back"),
    "item_marked_missing": _l("Copy marked missing after a check"),
    "shelf_saved": _l("Shelf saved"),
    "shelf_removed": _l("Shelf removed"),
}

CHECK_WORDS: dict[str, Any] = {
    "custody_chain_broken": _l(
        "Copy %(item)s: its transfer act number %(turn)s does not follow from the one before."
    ),
    "custody_balance_differs": _l(
        "Custodian %(custodian)s answers for copies: %(copies)s; the movements come to: %(moved)s; soʻm more: %(som)s."
    ),
    "custody_place_differs": _l(
        "Copy %(item)s stands in %(department)s; its last transfer act says %(said)s."
    ),
    "custody_number_gap": _l(
        "Acts of %(year)s (%(what)s): there are %(acts)s, the last has the number %(last)s."
    ),
    "check_not_in_register": _l(
        "Check %(check)s, act № %(act)s, is not in the register of stocktaking acts."
    ),
}
