"""The same request many times at once: one of them does it, all of them get its answer (SB-07)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import func, select

from circulation.desk.models import ScanReceipt
from circulation.desk.rules import ScanAnswer
from circulation.desk.services import scan
from ils.activity.kinds import Kind
from ils.activity.measures import totals_are_sums
from ils.db import transaction
from ils.web.session import db
from tests.circulation.desk.box import ScanBox

pytestmark = pytest.mark.slow

AT_ONCE = 8


def test_sb_07_one_key_many_times_at_once_is_one_loan(app: Flask, box: ScanBox) -> None:
    box.reader("R-1")
    box.copy("INV-1")
    box.scan("R-1")
    box.later(seconds=2)
    work, desk = box.work, box.state_of_desk
    box.session.rollback()

    def send(_number: int) -> ScanAnswer:
        with app.app_context():
            try:
                with transaction(db.session()) as session:
                    return scan(session, work, key="one-key-for-all", code="INV-1", desk=desk)
            finally:
                db.session.remove()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(send, range(AT_ONCE)))
    assert sum(not answer.replayed for answer in answers) == 1
    assert all(answer.said == answers[0].said for answer in answers)
    assert (box.open_loans(), box.acts(Kind.LOAN_OPEN), box.acts(Kind.LOAN_RENEW)) == (1, 1, 0)
    assert box._count(select(func.count()).select_from(ScanReceipt)) == 2
    assert list(totals_are_sums(box.session)) == []
