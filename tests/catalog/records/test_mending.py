"""Findings are kept beside the record, weighed as the library wants, and lead to a worklist."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from catalog.marc import Profile
from catalog.marc.validating import SEVERITIES, CheckCode
from catalog.records.errors import RecordNotFoundError
from catalog.records.jobs import JOBS
from catalog.records.messages import FINDING_WORDS
from catalog.records.models import RecordFinding, Severity
from catalog.records.queries import (
    FindingView,
    count_unchecked,
    finding_counts,
    record_findings,
    record_level,
    records_to_mend,
    severities,
    unchecked_ids,
)
from catalog.records.services import check_records, replace_record, set_level, set_severity
from ils.activity.work import Work
from ils.db import transaction
from ils.errors import InputError
from tests.catalog.records.builders import WORK, add, add_all, marc21
from tests.conftest import NOON

GOOD, BAD = "9785170908776", "9785170908777"


def check(session: Session) -> int:
    with transaction(session):
        return check_records(session, unchecked_ids(session))


def codes(session: Session, record_id: int) -> set[str]:
    return {finding.code for finding in record_findings(session, record_id)}


@pytest.fixture
def two(session: Session) -> tuple[int, int]:
    with transaction(session):
        good, bad = add_all(session, marc21("Oʻtkan kunlar", isbn=GOOD), marc21("Xato", isbn=BAD))
    return good, bad


def test_what_was_added_waits_until_it_is_checked(session: Session, two: tuple[int, int]) -> None:
    assert (unchecked_ids(session), count_unchecked(session)) == (two, 2)
    check(session)
    assert (unchecked_ids(session), count_unchecked(session)) == ((), 0)
    assert CheckCode.BAD_ISBN in codes(session, two[1]) - codes(session, two[0])


def test_a_mended_record_leaves_the_worklist(session: Session, two: tuple[int, int]) -> None:
    check(session)
    only = CheckCode.BAD_ISBN.value
    page = records_to_mend(session, code=only)
    assert (page.total, [row.record.title for row in page.rows]) == (1, ["Xato"])
    assert [finding.code for finding in page.rows[0].findings] == [only]
    with transaction(session):
        replace_record(
            session, WORK, record_id=two[1], marc=marc21("Xato", isbn=GOOD), profile=Profile.MARC21
        )
    assert unchecked_ids(session) == (two[1],)
    check(session)
    assert records_to_mend(session, code=only).total == 0


def test_the_library_says_how_much_a_finding_matters(session: Session, two: tuple[int, int]) -> None:
    check(session)
    code = CheckCode.BAD_ISBN.value
    usual = severities(session)[code]
    assert usual.value == SEVERITIES[CheckCode.BAD_ISBN]
    other = Severity.HINT if usual is not Severity.HINT else Severity.ERROR
    with transaction(session):
        set_severity(session, WORK, code=code, severity=other)
    assert {finding.severity for finding in record_findings(session, two[1]) if finding.code == code} == {
        other
    }
    assert records_to_mend(session, code=code, severity=usual).total == 0
    assert records_to_mend(session, code=code, severity=other).total == 1
    with transaction(session):
        set_severity(session, WORK, code=code, severity=Severity.OFF)
    assert code not in codes(session, two[1])
    assert records_to_mend(session, code=code).total == 0
    counted = {each.code: (each.severity, each.records) for each in finding_counts(session)}
    assert counted[code] == (Severity.OFF, 1)
    with pytest.raises(RecordNotFoundError), transaction(session):
        set_severity(session, WORK, code="nothing", severity=Severity.OFF)


def test_every_finding_is_counted_the_worst_first(session: Session) -> None:
    counts = finding_counts(session)
    assert {each.code for each in counts} == {code.value for code in CheckCode}
    order = [each.severity for each in counts]
    assert order == sorted(order, key=[Severity.ERROR, Severity.WARNING, Severity.HINT, Severity.OFF].index)


def test_the_worklist_comes_in_pages_the_newest_first(session: Session) -> None:
    with transaction(session):
        ids = add_all(session, *(marc21(f"Xato {number}", isbn=BAD) for number in range(5)))
    check(session)
    code = CheckCode.BAD_ISBN.value
    page = records_to_mend(session, code=code, limit=2, offset=2)
    assert (page.total, [row.record.id for row in page.rows]) == (5, [ids[2], ids[1]])


def test_another_level_lets_everything_be_checked_anew(session: Session, two: tuple[int, int]) -> None:
    check(session)
    brief = session.query(RecordFinding).count()
    with transaction(session):
        set_level(session, WORK, level="brief")
    assert unchecked_ids(session) == ()
    with transaction(session):
        set_level(session, WORK, level="full")
    assert record_level(session) == "full"
    assert unchecked_ids(session) == two
    check(session)
    assert session.query(RecordFinding).count() >= brief
    with pytest.raises(InputError), transaction(session):
        set_level(session, WORK, level="exhausting")


class Told:
    """A job's surroundings: remembers what it was told, asks to stop when it is told to."""

    def __init__(self, session: Session, *, stop_after: int = 1000) -> None:
        self.session, self.stop_after = session, stop_after
        self.work = Work(now=NOON + timedelta(hours=1))
        self.arguments: dict[str, object] = {}
        self.told: list[tuple[int, int]] = []

    def tell(self, done: int, total: int) -> None:
        self.told.append((done, total))

    def stop_asked(self) -> bool:
        return len(self.told) >= self.stop_after


def test_the_job_checks_all_and_goes_on_where_it_was_stopped(session: Session) -> None:
    with transaction(session):
        add_all(session, *(marc21(f"Kitob {number}", isbn=BAD) for number in range(250)))
    job = JOBS["records:check"]
    stopped = Told(session, stop_after=1)
    assert job(stopped) is None  # type: ignore[arg-type]
    assert stopped.told == [(100, 250)]
    run = Told(session)
    done = job(run)  # type: ignore[arg-type]
    assert done is not None
    assert (done["checked"], run.told) == (150, [(100, 150), (150, 150)])
    assert done["findings"] >= 150
    assert count_unchecked(session) == 0


def test_findings_are_made_once_however_often_a_record_is_checked(session: Session) -> None:
    with transaction(session):
        record = add(session, marc21("Xato", isbn=BAD))
        first = check_records(session, [record])
        assert check_records(session, [record]) == first
    assert session.query(RecordFinding).count() == first


def test_every_finding_has_a_sentence_and_a_name(app: Flask) -> None:
    words = app.extensions["ils_words"]
    assert set(FINDING_WORDS) == {f"finding:{code}" for code in CheckCode}
    assert [key for key, sentence in FINDING_WORDS.items() if words[key] is not sentence] == []
    assert [code for code in CheckCode if f"name:{code}" not in words] == []
    assert FindingView("bad_isbn", "020", {}, Severity.HINT).words in words
