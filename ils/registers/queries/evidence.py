"""Files that prove something."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ils.registers.errors import EvidenceCode, RegisterNotFound
from ils.registers.models import Evidence
from ils.registers.queries.entries import LARGEST_ID
from ils.registers.rules.files import SHOWN_IN_PLACE


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """A file as a page shows it; `size` in bytes."""

    id: int
    owner_type: str
    owner_id: int
    file_name: str
    media_type: str
    size: int
    sha256: str
    added_at: datetime
    added_by: int | None
    removed_at: datetime | None

    @property
    def shown_in_place(self) -> bool:
        """Whether a browser shows it by itself."""
        return self.media_type in SHOWN_IN_PLACE


_COLUMNS = tuple(getattr(Evidence, name) for name in EvidenceView.__slots__)


def evidence_of(session: Session, owner_type: str, owner_id: int) -> tuple[EvidenceView, ...]:
    """Return the files of a thing, oldest first, without those taken away."""
    rows = select(*_COLUMNS).where(
        Evidence.owner_type == owner_type, Evidence.owner_id == owner_id, Evidence.removed_at.is_(None)
    )
    return tuple(EvidenceView(*row) for row in session.execute(rows.order_by(Evidence.id)))


def evidence_view(session: Session, evidence_id: int) -> EvidenceView:
    """Return one file, one that was taken away too; refuse an unknown id."""
    row = None
    if 0 < evidence_id <= LARGEST_ID:
        row = session.execute(select(*_COLUMNS).where(Evidence.id == evidence_id)).one_or_none()
    if row is None:
        raise RegisterNotFound(EvidenceCode.UNKNOWN, file=evidence_id)
    return EvidenceView(*row)


def has_content(session: Session, owner_type: str, owner_id: int, sha256: str) -> bool:
    """Tell whether the thing has this very file already."""
    rows = select(func.count()).where(
        Evidence.owner_type == owner_type,
        Evidence.owner_id == owner_id,
        Evidence.sha256 == sha256,
        Evidence.removed_at.is_(None),
    )
    return session.scalars(rows).one() > 0
