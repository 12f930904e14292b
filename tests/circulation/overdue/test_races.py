"""OV-02: two runs at once, as two processes make them, send nothing twice."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from circulation.overdue.jobs import RunCounts, run_night
from circulation.overdue.models import OverdueNotice
from ils.db import transaction
from ils.web.session import db
from tests.circulation.overdue.conftest import DUE
from tests.circulation.overdue.night import Nights
from tests.world import work_at

RUNS, READERS = 4, 12


@pytest.mark.slow
def test_OV_02_runs_at_the_same_time_share_the_readers_among_them(app: Flask, nights: Nights) -> None:
    for number in range(READERS):
        nights.desk.reader(f"X-{number}", phone=f"9012345{number:02d}")
        nights.desk.copy(f"X-{number}")
        nights.desk.lend(f"X-{number}", f"X-{number}")
    nights.to(DUE + timedelta(days=7))
    work = work_at(nights.desk.now)
    nights.session.close()

    def run(_number: int) -> RunCounts:
        with app.app_context(), closing(db.session()) as session:
            return run_night(session, work)

    with ThreadPoolExecutor(RUNS) as pool:
        counts = list(pool.map(run, range(RUNS)))
    assert sum(each.messages for each in counts) == READERS
    assert sum(each.failed for each in counts) == 0
    noted = Counter((loan, days) for loan, days, _written in nights.notices())
    assert set(noted.values()) == {1}
    assert len(nights.messages()) == READERS


def test_OV_02_the_database_is_the_last_guard(nights: Nights, loan: int) -> None:
    nights.to(DUE + timedelta(days=1))
    nights.run()
    same = {
        "loan_id": loan, "level_id": 3, "due_on": DUE, "day": nights.day, "at": nights.desk.now, "message_id": None,
        "days_late": 1,
    }  # fmt: skip
    with pytest.raises(IntegrityError), transaction(nights.session) as session:
        session.execute(insert(OverdueNotice).values(**same))
