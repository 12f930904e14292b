"""The sample library: made through the services, the same for the same seed, and true to `ils check`."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.items.models import Item
from catalog.records.models import Record
from circulation.loans.models import Loan
from circulation.patrons.models import Patron
from foreign_fund.exhibitions.models import Exhibition
from ils.app import CHECKS
from ils.db import transaction
from ils.demo.year import FILLING, SAMPLE, DemoError, fill, is_empty
from ils.library.models import Setting
from ils.web.session import db
from ils.workplan.queries import plan_figures
from tests.conftest import NOON, app_for
from tests.world import work_at

pytestmark = pytest.mark.slow


def count(session: Session, table: type) -> int:
    return session.scalars(select(func.count()).select_from(table)).one()


def test_a_year_of_work(app: Flask) -> None:
    with app.app_context():
        session = db.session()
        assert is_empty(session)
        told = fill(session, work_at(NOON), seed=2026, say=lambda _text: None)
        assert count(session, Record) >= 300
        assert count(session, Item) >= 500
        assert count(session, Patron) >= 80
        assert count(session, Exhibition) == 2
        assert told["circulation:loan:open"] == count(session, Loan) > 500
        late = session.scalars(
            select(func.count()).select_from(Loan).where(Loan.closed_at.is_(None), Loan.due_on < NOON.date())
        ).one()
        assert late >= 5
        languages = set(session.scalars(select(Record.language).distinct()))
        assert {"uzb", "rus", "eng", "ger", "fre", "ara", "kor"} <= languages
        figures = {each.number: each.fact for each in plan_figures(session, year=NOON.year)}
        assert all(figures[number] for number in ("11", "15", "16", "16.1", "17", "26"))
        assert [problem for check in CHECKS for problem in check(session)] == []
        assert not is_empty(session)
        with pytest.raises(DemoError):
            fill(session, work_at(NOON), seed=2026, say=lambda _text: None)
        db.session.remove()


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
        rows = list(session.execute(loans))
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
