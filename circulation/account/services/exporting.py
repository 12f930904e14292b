"""All that is kept about a reader, handed out: as the reader's right, and with a trace of who did it."""

from __future__ import annotations

import base64
import json
from datetime import date, datetime
from enum import Enum
from typing import Any

from sqlalchemy.orm import Session

from circulation.account.queries.everything import Everything, everything
from ils.accounts.audit import audit
from ils.activity.work import Work

JSON_FILE, XLSX_FILE = "json", "xlsx"


def export(session: Session, work: Work, *, patron_id: int, file: str) -> Everything:
    """Return all that is kept about a reader and note on the trail that it was handed out; `file` is json or xlsx."""
    found = everything(session, patron_id)
    by = "staff" if work.actor_id is not None else "reader"
    audit(session, work, "reader_exported", subject_type="patron", subject_id=patron_id, file=file, by=by)
    return found


def as_json(found: Everything, *, library: str, at: datetime) -> bytes:
    """Return it for machines: days and instants in ISO 8601, values as the database has them, the photo in base64."""
    told: dict[str, Any] = {"library": library, "made_at": at, "reader": found.reader}
    told |= {kind.value: list(rows) for kind, rows in found.rows.items() if kind.value != "photo"}
    told["photo_jpeg_base64"] = base64.b64encode(found.photo).decode() if found.photo else None
    return json.dumps(told, ensure_ascii=False, indent=2, default=_plain).encode()


def _plain(value: object) -> Any:
    if isinstance(value, date):  # an instant is a day too
        return value.isoformat()
    return value.value if isinstance(value, Enum) else str(value)
