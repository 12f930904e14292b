"""What a row may say: cells that exist, numbers within bounds, rules that are whole."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from catalog.items.models import ItemType
from catalog.marc.facts.model import DocumentType
from circulation.patrons.models import Category
from circulation.policies.errors import PolicyCode, PolicyInputError
from circulation.policies.models import RenewalFrom
from circulation.policies.rules import USES, Policy, Row
from ils.library.funds import FOREIGN
from ils.library.places import department as department_of

LONGEST, MOST_COPIES, MOST_RENEWALS, MOST_MONEY, FARTHEST_YEAR = 366, 9999, 99, 100_000_000, 2200
FUNDS = (FOREIGN,)

# name → first, last, may be absent, refusal
_NUMBERS: tuple[tuple[str, int, int, bool, PolicyCode], ...] = (
    ("days", 0, LONGEST, False, PolicyCode.DAYS_INVALID),
    ("limit_total", 0, MOST_COPIES, False, PolicyCode.LIMIT_INVALID),
    ("renewals", 0, MOST_RENEWALS, False, PolicyCode.RENEWALS_INVALID),
    ("renew_earliest", 0, LONGEST, True, PolicyCode.EARLIEST_INVALID),
    ("queue_longer", 0, MOST_COPIES, True, PolicyCode.QUEUE_INVALID),
    ("queue_days", 0, LONGEST, True, PolicyCode.QUEUE_INVALID),
    ("debt_limit", 0, MOST_MONEY, True, PolicyCode.DEBT_INVALID),
    ("overdue_blocks", 1, LONGEST, True, PolicyCode.OVERDUE_INVALID),
    ("fine_per_day", 0, MOST_MONEY, False, PolicyCode.FINE_INVALID),
    ("suspend_per_day", 0, LONGEST, False, PolicyCode.SUSPEND_INVALID),
)
_ABSENT: dict[str, Any] = {
    "use": "", "renewal_from": RenewalFrom.TODAY.value, "renew_earliest": None, "fixed_due": None, "queue_longer": None,
    "queue_days": None, "debt_limit": None, "overdue_blocks": None, "fine_per_day": 0, "suspend_per_day": 0,
}  # fmt: skip


def checked_row(session: Session, row: Row) -> dict[str, Any]:
    """Return the row with every column; refuse unknown cells, numbers out of bounds and half a rule."""
    whole: dict[str, Any] = _ABSENT | {**row}
    check_category(session, whole["category"])
    check_item_type(session, whole["item_type"])
    if whole["use"] and whole["use"] not in USES:
        raise PolicyInputError(PolicyCode.USE_UNKNOWN, value=whole["use"][:40])
    if whole["department"]:
        department_of(session, whole["department"])
    for name, first, last, absent, code in _NUMBERS:
        check_number(whole[name], first, last, code, absent=absent)
    if (whole["queue_longer"] is None) != (whole["queue_days"] is None):
        raise PolicyInputError(PolicyCode.QUEUE_HALF)
    _check_rest(whole)
    return whole


def _check_rest(whole: dict[str, Any]) -> None:
    if whole["renewal_from"] not in {each.value for each in RenewalFrom}:
        raise PolicyInputError(PolicyCode.FROM_UNKNOWN, value=str(whole["renewal_from"])[:40])
    fixed = whole["fixed_due"]
    if fixed is not None and not (isinstance(fixed, date) and 2000 <= fixed.year <= FARTHEST_YEAR):
        raise PolicyInputError(PolicyCode.FIXED_INVALID, value=str(fixed)[:40])


def check_number(value: object, first: int, last: int, code: PolicyCode, *, absent: bool = False) -> None:
    """Refuse what is no whole number from first to last."""
    if value is None and absent:
        return
    if not isinstance(value, int) or isinstance(value, bool) or not first <= value <= last:
        raise PolicyInputError(code, value=value, first=first, last=last)


def check_category(session: Session, code: str) -> None:
    """Refuse a category of readers that there is not."""
    if code and session.get(Category, code) is None:
        raise PolicyInputError(PolicyCode.CATEGORY_UNKNOWN, value=code[:40])


def check_item_type(session: Session, code: str) -> None:
    """Refuse an item type that is neither a document type nor one of the library's own."""
    if code and code not in set(DocumentType) and session.get(ItemType, code) is None:
        raise PolicyInputError(PolicyCode.ITEM_TYPE_UNKNOWN, value=code[:40])


def check_fund(code: str) -> None:
    """Refuse a fund that there is not."""
    if code and code not in FUNDS:
        raise PolicyInputError(PolicyCode.FUND_UNKNOWN, value=code[:40])


def as_policy(policy_id: int, whole: dict[str, Any]) -> Policy:
    """Return a checked row as the rules take it."""
    return Policy(id=policy_id, **whole)
