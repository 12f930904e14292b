"""The targets as the library keeps them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.copying.errors import CopyCode, CopyNotFoundError
from catalog.copying.models import Protocol, Target
from catalog.records.queries import LARGEST_ID


@dataclass(frozen=True, slots=True)
class TargetView:
    """A catalogue that can be asked; `indexes` are pairs (isbn, title or author; index or attributes)."""

    id: int
    name: str
    protocol: Protocol
    address: str
    port: int | None
    database: str
    version: str
    schema: str
    profile: str
    charset: str
    indexes: tuple[tuple[str, str], ...]
    active: bool
    position: int

    @property
    def where(self) -> str:
        """The address as one line."""
        if self.protocol is Protocol.SRU:
            return self.address
        return f"{self.address}:{self.port}/{self.database}"


def targets(session: Session, *, active_only: bool = False) -> tuple[TargetView, ...]:
    """Return the targets in the library's order."""
    query = select(Target).order_by(Target.position, Target.id)
    if active_only:
        query = query.where(Target.active.is_(True))
    return tuple(_view(row) for row in session.scalars(query))


def target(session: Session, target_id: int) -> TargetView:
    """Return one target; refuse an unknown one."""
    row = session.get(Target, target_id) if 0 < target_id <= LARGEST_ID else None
    if row is None:
        raise CopyNotFoundError(CopyCode.TARGET_UNKNOWN, target=target_id)
    return _view(row)


def _view(row: Target) -> TargetView:
    plain = {name: getattr(row, name) for name in TargetView.__slots__ if name != "indexes"}
    return TargetView(**plain, indexes=tuple(sorted(row.indexes.items())))
