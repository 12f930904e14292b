"""The sample library: the same for the same seed, never taken for whole when it is not; its year: test_sample_year."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from circulation.loans.models import Loan
from ils.db import transaction
from ils.demo.year import FILLING, SAMPLE, DemoError, fill
from ils.library.models import Setting
from ils.web.session import db
from tests.conftest import NOON, app_for
from tests.world import work_at

pytestmark = pytest.mark.slow


def year_of(home: Path, template: Path) -> list[object]:
    """Fill a library in `home` with forty days and return what happened to whom."""
    home.mkdir()
    shutil.copy(template / "library.sqlite", home / "library.sqlite")
    app = app_for(home)
    with app.app_context():
        session = db.session()
        fill(session, work_at(NOON), seed=7, say=lambda _text: None, days=40)
        loans = select(Loan.item_id, Loan.patron_id, Loan.lent_at, Loan.closed_at, Loan.renewals).order_by(
            Loan.id
        )
        rows: list[object] = list(session.execute(loans))
        db.session.remove()
        db.engine.dispose()
    return rows


@pytest.mark.engine_free
def test_the_same_seed_makes_the_same_year(tmp_path: Path, template: Path, worker_url: str) -> None:
    if worker_url:
        pytest.skip("shown on SQLite")
    first, second = (year_of(tmp_path / name, template) for name in ("first", "second"))
    assert len(first) > 20
    assert first == second


def test_a_sample_that_was_interrupted_is_not_taken_for_a_whole_one(session: Session) -> None:
    def power_cut(_text: str) -> None:
        with transaction(session):
            session.add(Setting(name=SAMPLE, value=FILLING))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fill(session, work_at(NOON), seed=7, say=power_cut, days=40)
    with pytest.raises(DemoError, match="interrupted"):
        fill(session, work_at(NOON), seed=7, say=lambda _text: None, days=40)
