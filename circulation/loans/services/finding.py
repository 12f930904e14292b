"""A lost copy is here again: the loss is settled as found, and what was charged for it is taken back (CI-08)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.items.queries import ItemFacts, snapshot
from circulation.charges.queries import ChargeRow, ReceiptFacts, charge_row, forgiven_receipts, owed
from circulation.charges.services import charge_reversed, forgiven
from circulation.loans.models import Loss, LossState
from circulation.loans.queries.losses import refunds_paid_losses
from circulation.loans.services.twins import latest_row
from circulation.patrons.queries import patron_facts, patron_snapshot
from ils.accounts.audit import audit
from ils.activity.kinds import Kind
from ils.activity.models import Activity
from ils.activity.work import Done, Work


@dataclass(frozen=True, slots=True)
class Found:
    """A loss that ended by the copy's return; `reversed` soʻm are owed no more."""

    loss_id: int
    reversed: int
    before: dict[str, Any]  # what an undo needs, as plain JSON
    done: tuple[Done, ...]
    twins: tuple[Activity, ...]  # rows of the log that the caller reverses


# A replaced copy was made good by another: it comes back as a second one, and nothing is owed or given back.
ENDS_BY_FINDING = (LossState.OPEN, LossState.COMPENSATED, LossState.FORGIVEN)


def found_again(session: Session, work: Work, *, item: ItemFacts) -> Found | None:
    """Settle the copy's latest loss as found; None where there is none, or it was replaced or found before.

    A charge that is not paid is always taken back; a paid one only where the library gives such money back.
    """
    latest = select(Loss).where(Loss.item_id == item.id).order_by(Loss.id.desc()).limit(1).with_for_update()
    loss = session.scalars(latest.execution_options(populate_existing=True)).one_or_none()
    if loss is None or loss.state not in ENDS_BY_FINDING:
        return None
    about, before = f"{item.title} · {item.code}"[:500], _as_it_was(loss)
    charged, kept = _charge_of(session, loss)
    twins = () if loss.state is LossState.OPEN else latest_row(session, Kind.LOSS_SETTLE, "loss", loss.id)
    before["settled_row"] = twins[0].id if twins else None
    struck: tuple[ReceiptFacts, Done] | None = None
    if charged and not kept:
        before |= {"charge_id": charged.id, "struck_off": list(forgiven_receipts(session, charged.id))}
        twins += charge_reversed(session, work, charge_id=charged.id, reason=about)[1]
    elif charged and owed_of(session, charged) > 0:
        struck = forgiven(session, work, charge_id=charged.id, reason=about)
        before["struck"] = struck[0].id
    loss.state, loss.settled_at, loss.settled_on, loss.settled_by = (
        LossState.FOUND, work.now, work.day, work.actor_id,
    )  # fmt: skip
    session.flush()
    audit(session, work, "loss_settled", subject_type="loss", subject_id=loss.id, way=loss.state.value)
    back = charged if charged and not kept else None
    return Found(
        loss_id=loss.id,
        reversed=back.amount if back else struck[0].amount if struck else 0,
        before=before,
        done=(*((struck[1],) if struck else ()), settled(session, work, loss, item)),
        twins=twins,
    )


def _as_it_was(loss: Loss) -> dict[str, Any]:
    """Return how a loss stood: its state and how it had been settled, the debt and what was struck off still empty."""
    return {
        "id": loss.id, "was": loss.state.value, "charge_id": None, "struck_off": [], "struck": None,
        "settled_at": loss.settled_at.isoformat() if loss.settled_at else None,
        "settled_on": loss.settled_on.isoformat() if loss.settled_on else None,
        "settled_by": loss.settled_by,
    }  # fmt: skip


def _charge_of(session: Session, loss: Loss) -> tuple[ChargeRow | None, bool]:
    """Return the charge that ends with the loss, and whether the library keeps what was paid for it."""
    if loss.charge_id is None:
        return None, False
    row = charge_row(session, loss.charge_id)
    if row.reversed_by is not None:
        return None, False
    return row, row.paid > row.forgiven and not refunds_paid_losses(session)


def owed_of(session: Session, row: ChargeRow) -> int:
    """Return what is still to be paid of a debt: never more than its reader owes in all."""
    return min(row.open, owed(session, row.patron_id))


def settled(session: Session, work: Work, loss: Loss, item: ItemFacts) -> Done:
    """Return the log's row of a settled loss; its source says how."""
    patron = patron_facts(session, loss.patron_id)
    return Done(
        kind=Kind.LOSS_SETTLE, subject_type="loss", subject_id=loss.id, patron=patron_snapshot(patron, work.day),
        item=snapshot(session, item), source=SOURCES[loss.state],
    )  # fmt: skip


SOURCES = {
    LossState.REPLACED: "replacement",
    LossState.COMPENSATED: "compensation",
    LossState.FOUND: "found",
    LossState.FORGIVEN: "forgiven",
}
