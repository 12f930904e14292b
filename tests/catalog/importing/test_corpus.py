"""Real files: every record of them is accounted for."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.importing.jobs import ImportSummary, import_file
from catalog.importing.models import StagedRecord, StagedState
from tests.catalog.importing.conftest import problems
from tests.conftest import NOON
from tests.world import work_at

pytestmark = pytest.mark.corpus


def take_in(session: Session, path: Path, charset: str | None = None) -> ImportSummary:
    """Import a real file and check that nothing of it is lost."""
    summary = import_file(session, work_at(NOON), path, charset=charset)
    parts = (summary.accepted, summary.updated, summary.skipped, summary.quarantined)
    assert summary.found == sum(parts)
    unexplained = select(func.count()).where(
        StagedRecord.state == StagedState.SKIPPED, StagedRecord.match.is_(None)
    )
    assert session.scalars(unexplained).one() == 0
    assert problems(session) == []
    return summary


def test_rusmarc_in_cp1251(session: Session, corpus: Path) -> None:
    summary = take_in(session, corpus / "rusmarc" / "TEST1.ISO", "cp1251")
    assert (summary.found, summary.quarantined, summary.profile, summary.charset) == (
        81,
        0,
        "unimarc",
        "cp1251",
    )
    assert summary.accepted + summary.skipped == 81


def test_jazz_in_marc8(session: Session, corpus: Path) -> None:
    summary = take_in(session, corpus / "Evergreen" / "jazz_1k.mrc")
    assert (summary.quarantined, summary.profile) == (0, "marc21")
    again = take_in(session, corpus / "Evergreen" / "jazz_1k.mrc")
    assert (again.found, again.skipped) == (summary.found, summary.found)


@pytest.mark.slow
def test_the_arabic_collections(session: Session, corpus: Path) -> None:
    summary = take_in(session, corpus / "aco-karms" / "aco_one_per_work.mrc")
    assert (summary.found, summary.quarantined) == (21_146, 0)
