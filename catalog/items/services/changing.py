"""What may be changed of a copy by hand: its type, where it is used, what belongs to it, and its state while it rests."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from catalog.items.errors import ItemCode, ItemError, ItemInputError
from catalog.items.models import Item, ItemState, ItemType, Use
from catalog.items.queries import item_facts
from catalog.items.services.states import set_state
from ils.accounts.audit import audit
from ils.activity.work import Work
from ils.errors import clean_text

RESTING = frozenset({ItemState.AVAILABLE, ItemState.PROCESSING, ItemState.IN_REPAIR, ItemState.MISSING})
"""States that a librarian sets by hand; a loan, a hold, a journey, a loss and a withdrawal have acts of their own."""


def change_item(
    session: Session,
    work: Work,
    *,
    item_id: int,
    item_type: str,
    use: str,
    call_number: str,
    parts: str,
    incomplete: str,
    note: str,
    state: ItemState | None = None,
) -> None:
    """Change a copy and say on the trail what was changed; `state` None leaves the state as it is.

    `use` is a value of `Use`, empty for what the department says. Refused: an unknown type or use, a state that is not
    set by hand.
    """
    facts = item_facts(session, item_id, lock=True)
    wanted: dict[str, Any] = {
        "item_type": known_type(session, item_type, present=facts.item_type),
        "use": known_use(use),
        "call_number": clean_text(call_number, field="call_number", limit=100),
        "parts": clean_text(parts, field="parts", limit=200),
        "incomplete": clean_text(incomplete, field="incomplete", limit=300),
        "note": clean_text(note, field="note", limit=500),
    }
    changed = {name: value for name, value in wanted.items() if value != getattr(facts, name)}
    item = session.get_one(Item, item_id, populate_existing=True)
    for name, value in changed.items():
        setattr(item, name, value)
    session.flush()
    told = {
        name: use_value(value) if isinstance(value, Use | None) else value for name, value in changed.items()
    }
    if state is not None and state is not facts.state:
        _rest(session, work, item_id, was=facts.state, becomes=state, code=facts.code)
        told["state"] = state.value
    if told:
        audit(session, work, "item_changed", subject_type="item", subject_id=item_id, **told)


def _rest(
    session: Session, work: Work, item_id: int, *, was: ItemState, becomes: ItemState, code: str
) -> None:
    possible = was in RESTING and becomes in RESTING
    if not possible or not set_state(session, item_id, was=was, becomes=becomes, now=work.now):
        raise ItemError(ItemCode.STATE_FIXED, code=code)


def known_type(session: Session, code: str, *, present: str = "") -> str:
    """Return an item type that there is, or the one that the copy has; empty for that of its document."""
    if code and code != present and session.get(ItemType, code[:60]) is None:
        raise ItemInputError(ItemCode.TYPE_UNKNOWN, item_type=code[:40])
    return code


def known_use(value: str) -> Use | None:
    """Return a place of use by its value, None for what the department says."""
    if not value:
        return None
    try:
        return Use(value)
    except ValueError:
        raise ItemInputError(ItemCode.USE_UNKNOWN, use=value[:20]) from None


def use_value(use: Use | None) -> str:
    """Return a place of use as forms and the trail have it."""
    return use.value if use else ""
