"""A list of descriptions on paper."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from catalog.export.errors import ExportCode, ExportError
from catalog.export.queries import chunks
from catalog.export.rules import MOST_ON_PAPER
from catalog.export.services.pens import described
from catalog.marc import from_bytes
from ils.printing.pdf import make_pdf

TEMPLATE = Path(__file__).parent.parent / "data" / "list.typ"


def list_pdf(
    session: Session,
    ids: Sequence[int],
    *,
    title: str,
    note: str,
    language: str,
    at: datetime,
    fonts: Path | None = None,
    union: int | None = None,
) -> bytes:
    """Return a numbered list of GOST descriptions as A4 PDF; `title`, `note` stand above it, in `language`.

    Refuses more descriptions than fit a paper that anybody would read.
    """
    if len(ids) > MOST_ON_PAPER:
        raise ExportError(ExportCode.TOO_MANY_ON_PAPER, found=len(ids), limit=MOST_ON_PAPER)
    rows = (row for part in chunks(session, ids, union=union) for row in part)
    entries = [described(row, from_bytes(row.marc), row.profile) for row in rows]
    data = {"entries": entries, "note": note}
    return make_pdf(TEMPLATE, data, title=title, language=language, at=at.replace(microsecond=0), fonts=fonts)
