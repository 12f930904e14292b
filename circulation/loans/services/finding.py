"""A lost copy is here again: the loss is settled as found, and what was charged for it is taken back (CI-08)."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.items.queries import ItemFacts, snapshot
from circulation.charges.queries import ChargeRow, charge_row
from circulation.charges.services import charge_reversed
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
    """A loss that ended by the copy's return; `was` is its state before, `reversed` soʻm of its charge."""

    loss_id: int
    was: LossState
    charge_id: int | None
    reversed: int
    forgiven: int  # soʻm of it that had been struck off
    done: Done
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
    was, charged = loss.state, _charge_of(session, loss)
    twins = () if was is LossState.OPEN else latest_row(session, Kind.LOSS_SETTLE, "loss", loss.id)
    if charged:
        about = f"{item.title} · {item.code}"[:500]
        twins += charge_reversed(session, work, charge_id=charged.id, reason=about)[1]
    loss.state, loss.settled_at, loss.settled_on, loss.settled_by = (
        LossState.FOUND, work.now, work.day, work.actor_id,
    )  # fmt: skip
    session.flush()
    audit(session, work, "loss_settled", subject_type="loss", subject_id=loss.id, way=loss.state.value)
    return Found(
        loss_id=loss.id,
        was=was,
        charge_id=charged.id if charged else None,
        reversed=charged.amount if charged else 0,
        forgiven=charged.forgiven if charged else 0,
        done=settled(session, work, loss, item),
        twins=twins,
    )


def _charge_of(session: Session, loss: Loss) -> ChargeRow | None:
    """Return the charge that is taken back with the loss."""
    if loss.charge_id is None:
        return None
    row = charge_row(session, loss.charge_id)
    money = row.paid - row.forgiven
    stays = row.reversed_by is not None or (money > 0 and not refunds_paid_losses(session))
    return None if stays else row


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
