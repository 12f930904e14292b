"""The bulletin: made of what acts brought, sent once a reader and period whatever happens to the job."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from circulation.account.services.erasing import erase
from foreign_fund.service import services
from foreign_fund.service.errors import ProfileCode
from foreign_fund.service.jobs import JOB, due_period, is_due, make_and_send
from foreign_fund.service.measures import CHECKS
from foreign_fund.service.models import InterestProfile
from foreign_fund.service.queries import bulletins, profiles
from foreign_fund.service.rules.matching import Interests
from foreign_fund.service.rules.stopping import signature
from foreign_fund.service.services.bulletins import refresh, send_portion
from ils.activity.work import Work
from ils.app.tables import JOBS, OUTBOX, PERIODIC
from ils.db import transaction
from ils.errors import LibraryError
from ils.outbox.queries import message
from ils.web.session import db
from tests.conftest import NOON, POSTGRESQL, app_for
from tests.foreign_fund.service.house import GERMAN, House, at, leave

LAST_WEEK = (date(2026, 4, 6), date(2026, 4, 12))


def test_an_issue_holds_what_acts_of_the_period_brought_to_the_fund(house: House, session: Session) -> None:
    house.arrive("ger", days=-7, copies=2)
    house.arrive("eng", days=-3)
    house.arrive("eng", days=-1, title="This week")
    house.arrive("eng", days=-20, title="Long ago")
    assert make_and_send(session, at()).issues == 1
    (issue,) = bulletins.issues(session)
    assert (issue.since, issue.until, issue.titles, issue.readers) == (*LAST_WEEK, 2, 0)
    groups = bulletins.arrivals(session, issue.id)
    assert {code: [(row.record.title, row.copies) for row in rows] for code, rows in groups.items()} == {
        "eng": [("Focus 5", 1)], "ger": [("Der kleine Prinz", 2)]
    }  # fmt: skip
    assert issue.sent_at is not None
    assert due_period(session, at().day) is None
    assert not is_due(session, NOON)


def test_a_reader_is_told_of_what_interests_only_and_once(house: House, session: Session) -> None:
    german = house.reader("R-1", language="ru")
    house.profile(german)
    house.profile(house.reader("R-2"), Interests(languages=("kor",)))
    house.arrive("ger")
    house.arrive("eng")
    for _turn in range(3):
        make_and_send(session, at())
    (sent,) = house.messages()
    assert (sent.recipient_id, sent.language, sent.dedupe) == (german, "ru", f"bulletin:1:{german}")
    assert "Der kleine Prinz" in sent.body
    assert "немецкий" in sent.body
    assert "Focus" not in sent.body
    assert house.copies() == [(1, german)]


def test_nothing_new_is_no_message_and_still_a_period(house: House, session: Session) -> None:
    house.profile(house.reader())
    make_and_send(session, at())
    assert (house.messages(), house.copies(), bulletins.count_issues(session)) == ([], [], 1)
    make_and_send(session, at(7))
    assert [row.since for row in bulletins.issues(session)] == [date(2026, 4, 13), date(2026, 4, 6)]


def test_weeks_missed_are_made_up_in_one_issue(house: House, session: Session) -> None:
    make_and_send(session, at())
    house.arrive("ger", days=3)
    make_and_send(session, at(30))
    newest = bulletins.issues(session)[0]
    assert (newest.since, newest.until, newest.titles) == (date(2026, 4, 13), date(2026, 5, 10), 1)


@pytest.mark.parametrize("why", ["consent", "left", "erased", "stopped"])
def test_who_is_not_written_to(house: House, session: Session, why: str) -> None:
    reader = house.reader()
    house.profile(reader)
    house.arrive("ger")
    _turn_away(session, reader, why)
    make_and_send(session, at())
    assert house.messages() == []


@pytest.mark.parametrize("why", ["consent", "left", "stopped"])
def test_a_message_that_waits_is_not_sent_to_them_either(house: House, session: Session, why: str) -> None:
    reader = house.reader()
    house.profile(reader)
    house.arrive("ger")
    make_and_send(session, at())
    (waits,) = house.messages()
    assert refresh(session, message(session, waits.id), NOON) is not None
    _turn_away(session, reader, why)
    assert refresh(session, message(session, waits.id), NOON) is None


def _turn_away(session: Session, reader: int, why: str) -> None:
    if why == "left":
        leave(session, reader, date(2026, 4, 1))
    elif why == "stopped":
        with transaction(session):
            services.stop_profile(session, at(), patron_id=reader)
    elif why == "erased":
        with transaction(session):
            erase(session, at(), patron_id=reader, reason="asked for it")
    else:
        with transaction(session):
            session.execute(text("UPDATE patron SET consent_on = NULL WHERE id = :id"), {"id": reader})


def test_the_signed_link_stops_and_a_new_start_ends_it(house: House, session: Session) -> None:
    reader = house.reader()
    profile = house.profile(reader)
    key = session.get_one(InterestProfile, profile).key
    with pytest.raises(LibraryError) as caught, transaction(session):
        services.stop_by_link(session, at(), profile_id=profile, given="0" * 32)
    assert caught.value.code is ProfileCode.LINK_WRONG
    with transaction(session):
        services.stop_by_link(session, at(), profile_id=profile, given=signature(key, profile))
    row = profiles.profile_of(session, reader, at().day)
    assert row is not None
    assert (row.stopped_at, row.gets) == (NOON, False)
    house.profile(reader)
    with pytest.raises(LibraryError), transaction(session):
        services.stop_by_link(session, at(), profile_id=profile, given=signature(key, profile))


@pytest.mark.parametrize(
    ("details", "wanted", "code"),
    [
        ({"consent_on": None}, GERMAN, ProfileCode.NO_CONSENT),
        ({"member_until": date(2026, 1, 1)}, GERMAN, ProfileCode.GONE),
        ({}, Interests(), ProfileCode.EMPTY),
        ({}, Interests(languages=("german",)), ProfileCode.LANGUAGE_UNKNOWN),
    ],
)
def test_profiles_that_are_refused(
    house: House, details: dict[str, Any], wanted: Interests, code: ProfileCode
) -> None:
    with pytest.raises(LibraryError) as caught:
        house.profile(house.reader(**details), wanted)
    assert caught.value.code is code


def test_the_period_can_be_changed_and_nothing_is_told_twice(house: House, session: Session) -> None:
    make_and_send(session, at())
    with transaction(session):
        services.set_every(session, at(), every="month")
    assert due_period(session, date(2026, 4, 30)) is None
    make_and_send(session, at(17))
    newest = bulletins.issues(session)[0]
    assert (newest.since, newest.until) == (
        date(2026, 4, 13), date(2026, 4, 30)
    )  # fmt: skip
    with pytest.raises(LibraryError), transaction(session):
        services.set_every(session, at(), every="day")


def test_the_database_takes_one_copy_a_reader_and_issue(house: House, session: Session) -> None:
    house.profile(house.reader())
    house.arrive("ger")
    make_and_send(session, at())
    again = (
        "INSERT INTO bulletin_copy (bulletin_id, patron_id, titles, at)"
        " SELECT bulletin_id, patron_id, titles, at FROM bulletin_copy"
    )
    with pytest.raises(IntegrityError), transaction(session):
        session.execute(text(again))


def test_the_checks_find_a_gap_and_a_second_message(house: House, session: Session) -> None:
    house.profile(house.reader())
    house.arrive("ger")
    make_and_send(session, at())
    make_and_send(session, at(7))
    assert [each for check in CHECKS for each in check(session)] == []
    with transaction(session):
        session.execute(text("DELETE FROM bulletin_title"))
        session.execute(text("UPDATE bulletin SET until = '2026-04-11' WHERE since = '2026-04-06'"))
        session.execute(text(
            "INSERT INTO message (kind, recipient_type, recipient_id, language, facts, subject, body, channels, state,"
            " dedupe, created_at, day, not_before, attempts, sent_by, cancel_reason) SELECT kind, recipient_type,"
            " recipient_id, language, facts, subject, body, channels, state, 'x', created_at, day, not_before, attempts,"
            " sent_by, cancel_reason FROM message"
        ))  # fmt: skip
        session.execute(text(
            "INSERT INTO message_subject (message_id, subject_type, subject_id)"
            " SELECT id, 'bulletin', 1 FROM message WHERE dedupe = 'x'"
        ))  # fmt: skip
    found = {each.code for check in CHECKS for each in check(session)}
    assert found == {"bulletin_gap", "bulletin_twice", "bulletin_of_nothing"}


def test_the_job_is_known_to_the_roof() -> None:
    assert JOB in JOBS
    assert {"new_arrivals", "query_answer"} <= {source.kind for source in OUTBOX}
    assert [each.at_hour for each in PERIODIC if each.kind == JOB] == [5]


class KilledError(Exception):
    """The process ended here."""


class Weeks(RuleBasedStateMachine):
    """Weeks go by: books arrive, readers come, stop and begin again, jobs run, run twice, and are killed anywhere."""

    template: Path
    readers = ("R-1", "R-2", "R-3", "R-4")

    def __init__(self) -> None:
        super().__init__()
        self.home = Path(tempfile.mkdtemp())
        shutil.copy(self.template / "library.sqlite", self.home / "library.sqlite")
        self.app: Flask = app_for(self.home)
        self.context = self.app.app_context()
        self.context.push()
        self.session = db.session()
        self.house = House(self.session)
        self.ids = [self.house.reader(card) for card in self.readers]
        self.days = 0.0

    @property
    def work(self) -> Work:
        return at(self.days)

    @rule(days=st.integers(1, 9))
    def time_goes_by(self, days: int) -> None:
        self.days += days

    @rule(language=st.sampled_from(["ger", "eng"]))
    def a_book_arrives(self, language: str) -> None:
        self.house.arrive(language, days=self.days)

    @rule(who=st.integers(0, 3), languages=st.sampled_from([("ger",), ("eng",), ("ger", "eng")]))
    def a_reader_wants(self, who: int, languages: tuple[str, ...]) -> None:
        self.house.profile(self.ids[who], Interests(languages=languages), days=self.days)

    @rule(who=st.integers(0, 3))
    def a_reader_stops(self, who: int) -> None:
        if profiles.profile_of(self.session, self.ids[who], self.work.day):
            with transaction(self.session):
                services.stop_profile(self.session, self.work, patron_id=self.ids[who])

    @rule(portion=st.integers(1, 3))
    def the_job_runs(self, portion: int) -> None:
        make_and_send(self.session, self.work, portion=portion)
        assert not is_due(self.session, self.work.now)

    @rule(steps=st.integers(0, 3), portion=st.integers(1, 2))
    def the_job_is_killed_between_portions(self, steps: int, portion: int) -> None:
        looks = iter(range(steps))

        def stop() -> bool:
            if next(looks, None) is None:
                raise KilledError
            return False

        with suppress(KilledError):
            make_and_send(self.session, self.work, stop=stop, portion=portion)
        self.session.rollback()

    @rule(portion=st.integers(1, 3))
    def the_job_is_killed_inside_a_portion(self, portion: int) -> None:
        waiting = bulletins.unsent(self.session)
        with suppress(KilledError), transaction(self.session):
            for number in waiting:
                send_portion(self.session, self.work, bulletin_id=number, limit=portion)
            raise KilledError

    @invariant()
    def one_copy_and_one_message_a_reader_and_issue(self) -> None:
        copies = self.house.copies()
        assert len(copies) == len(set(copies))
        sent = [(each.facts["since"], each.recipient_id) for each in self.house.messages()]
        assert len(sent) == len(set(sent)) == len(copies)
        assert all(each.facts["titles"] for each in self.house.messages())
        assert [each for check in CHECKS for each in check(self.session)] == []
        self.session.rollback()

    def teardown(self) -> None:
        db.session.remove()
        db.engine.dispose()
        self.context.pop()
        shutil.rmtree(self.home, ignore_errors=True)


@pytest.mark.skipif(bool(POSTGRESQL), reason="each example copies a database file")
def test_one_bulletin_a_reader_and_period_whatever_happens(template: Path) -> None:
    Weeks.template = template
    run_state_machine_as_test(
        Weeks,
        settings=settings(
            max_examples=12, stateful_step_count=14, deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        ),
    )  # fmt: skip


def test_two_runs_beside_each_other_write_once(house: House, session: Session) -> None:
    """A second run that read the profiles before the first had written finds the rows and passes over."""
    ids = [house.reader(f"R-{number}") for number in range(4)]
    for each in ids:
        house.profile(each)
    house.arrive("ger")
    make_and_send(session, at(), portion=1)
    with transaction(session):
        session.execute(text("UPDATE bulletin SET sent_at = NULL"))
    make_and_send(session, at(), portion=2)
    assert sorted(patron or 0 for _issue, patron in house.copies()) == sorted(ids)
    assert len(house.messages()) == 4
