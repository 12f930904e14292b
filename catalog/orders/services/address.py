"""Under which address readers find the catalogue: what the codes lead to."""

from __future__ import annotations

from sqlalchemy.orm import Session

from catalog.orders.queries.codes import ADDRESS
from catalog.orders.rules import ascii_address
from ils.accounts.audit import audit
from ils.activity.work import Work
from ils.library.models import Setting


def set_catalogue_address(session: Session, work: Work, *, address: str) -> str:
    """Set the address that codes to come begin with, without its last slash; nothing forgets it."""
    clean = ascii_address(address).rstrip("/") if address.strip() else ""
    session.merge(Setting(name=ADDRESS, value=clean))
    audit(session, work, "catalogue_address_set", subject_type="setting", subject_id=None, address_set=clean)
    return clean
