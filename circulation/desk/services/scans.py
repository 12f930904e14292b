"""Answers of the scan box that are needed no more: a key comes again within seconds, and the answer names a reader."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from circulation.desk.models import ScanReceipt
from ils.text import fold

AT_ONCE = 500


def forget_scans(session: Session, *, before: datetime) -> None:
    """Drop the answers given before an instant."""
    session.execute(
        delete(ScanReceipt).where(ScanReceipt.at < before), execution_options={"synchronize_session": False}
    )


def forget_scans_about(session: Session, *, words: Collection[str]) -> None:
    """Drop the answers that name a reader by one of these words: a card number, a name."""
    sought = {fold(each) for each in words} - {""}
    rows = select(ScanReceipt.key, ScanReceipt.answer).execution_options(yield_per=AT_ONCE)
    keys = [key for key, answer in session.execute(rows) if _names(answer, sought)]
    for at in range(0, len(keys), AT_ONCE):
        session.execute(delete(ScanReceipt).where(ScanReceipt.key.in_(keys[at : at + AT_ONCE])))


def _names(answer: object, sought: Collection[str]) -> bool:
    told = f" {fold(json.dumps(answer, ensure_ascii=False))} "
    return any(f" {each} " in told for each in sought)
