"""Databases: where they stand, clicks, links without a net, reminders."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from foreign_fund.databases import services
from foreign_fund.databases.errors import DatabaseCode
from foreign_fund.databases.jobs import LINKS, TERMS, any_database, check_links
from foreign_fund.databases.models import DatabaseUse
from foreign_fund.databases.queries import (
    count_broken,
    count_deadlines,
    database_row,
    databases,
    deadlines,
    shown_to_readers,
    uses_by_day,
    uses_by_month,
)
from foreign_fund.databases.rules import (
    DatabaseFacts,
    LinkState,
    Outcome,
    Standing,
    Term,
    checked_languages,
    checked_link,
    ends_soon,
    link_to_ask,
    standing_of,
    state_of_status,
)
from foreign_fund.databases.services import Answered
from ils.app.tables import JOBS
from ils.db import transaction
from ils.errors import LibraryError
from ils.jobs.models import Job, JobState
from ils.jobs.running import Runner
from ils.jobs.services import enqueue
from ils.registers import services as registers
from ils.registers.rules.checking import Facts
from ils.web.session import db
from tests.conftest import NOON
from tests.world import work_at

TODAY = NOON.date()
DAY = timedelta(days=1)
WORK = work_at(NOON, department="foreign", sector="other")
EBSCO = DatabaseFacts("EBSCO", "https://ebsco.example/search", "ip", "foreign")


def entered(session: Session, facts: DatabaseFacts = EBSCO, **changed: Any) -> int:
    with transaction(session):
        return services.enter_database(session, WORK, facts=replace(facts, **changed)).id


def click(session: Session, number: int, day: date = TODAY) -> str:
    with transaction(session):
        return services.count_click(session, replace(WORK, now=NOON + (day - TODAY)), database_id=number)


def refused(code: DatabaseCode, act: Callable[[], object]) -> None:
    with pytest.raises(LibraryError) as problem:
        act()
    assert problem.value.code is code


@pytest.mark.parametrize(
    ("said", "standing"),
    [
        ({"access": "open"}, Standing.OPEN),
        ({}, Standing.ENDED),
        ({"subscribed_from": TODAY}, Standing.SUBSCRIBED),
        ({"subscribed_from": TODAY, "subscribed_until": TODAY}, Standing.SUBSCRIBED),
        ({"subscribed_from": TODAY - 9 * DAY, "subscribed_until": TODAY - DAY}, Standing.ENDED),
        ({"access": "open", "subscribed_from": TODAY - 9 * DAY, "subscribed_until": TODAY - DAY}, Standing.ENDED),
        ({"trial_until": TODAY}, Standing.TRIAL),
        ({"trial_until": TODAY - DAY}, Standing.ENDED),
        ({"trial_until": TODAY, "subscribed_from": TODAY}, Standing.SUBSCRIBED),
        ({"trial_until": TODAY, "subscribed_from": TODAY + DAY}, Standing.TRIAL),
        ({"subscribed_from": TODAY + DAY}, Standing.COMING),
    ],
)  # fmt: skip
def test_where_a_database_stands(session: Session, said: dict[str, Any], standing: Standing) -> None:
    row = database_row(session, entered(session, **said))
    assert row.standing(TODAY) is standing
    assert (len(shown_to_readers(session, TODAY)) == 1) is (
        standing in {Standing.OPEN, Standing.SUBSCRIBED, Standing.TRIAL}
    )
    with transaction(session):
        services.close_database(session, WORK, database_id=row.id)
    assert standing_of(database_row(session, row.id), TODAY) is Standing.CLOSED


@pytest.mark.parametrize(
    ("term", "days", "soon"),
    [
        (Term.TRIAL, 14, True), (Term.TRIAL, 15, False), (Term.SUBSCRIPTION, 60, True), (Term.AGREEMENT, 61, False),
        (Term.TRIAL, -365, True), (Term.TRIAL, -366, False),
    ],
)  # fmt: skip
def test_which_term_ends_soon(term: Term, days: int, soon: bool) -> None:
    assert ends_soon(term, TODAY + days * DAY, TODAY) is soon


def test_what_an_address_and_languages_may_be() -> None:
    assert checked_link(" https://a.example/x?y=1 ") == "https://a.example/x?y=1"
    for link in (
        "",
        "ftp://a.example",
        "javascript:alert(1)",
        "https://u:p@a.example",
        "https://",
        "a b",
        "https://[",
    ):
        refused(DatabaseCode.LINK_INVALID, lambda link=link: checked_link(link))  # type: ignore[misc]
    assert checked_languages("ENG, ger eng") == "eng ger"
    refused(DatabaseCode.LANGUAGE_UNKNOWN, lambda: checked_languages("english"))


@pytest.mark.parametrize(
    ("status", "state"),
    [
        (200, LinkState.OK), (204, LinkState.OK), (302, LinkState.OK), (401, LinkState.REFUSED), (403, LinkState.REFUSED),
        (429, LinkState.REFUSED), (404, LinkState.BROKEN), (410, LinkState.BROKEN), (500, LinkState.BROKEN),
    ],
)  # fmt: skip
def test_what_a_status_means(status: int, state: LinkState) -> None:
    assert state_of_status(status) is state


def test_a_database_is_entered_changed_closed_and_priced(session: Session) -> None:
    number = entered(session, price=1_000_50, currency="USD", rate=127_000_000, languages="eng GER")
    row = database_row(session, number)
    assert (row.price_som, row.languages) == (12_706_350, "eng ger")
    refused(DatabaseCode.TITLE_TAKEN, lambda: entered(session, title="ebsco"))
    entered(session, title="ЎҚУВ базаси")
    for title in ("ЎҚУВ базаси", "ўқув Базаси"):  # SQLite makes only Latin letters small
        refused(DatabaseCode.TITLE_TAKEN, lambda title=title: entered(session, title=title))
    refused(DatabaseCode.ACCESS_UNKNOWN, lambda: entered(session, title="B", access="magic"))
    refused(DatabaseCode.DAYS_REVERSED, lambda: entered(session, title="B", subscribed_until=TODAY))
    wrong = {"subscribed_from": TODAY, "subscribed_until": TODAY - DAY}
    refused(DatabaseCode.DAYS_REVERSED, lambda: entered(session, title="B", **wrong))
    refused(DatabaseCode.DAY_ODD, lambda: entered(session, title="B", trial_until=date(26, 1, 1)))
    noted(session, {number: Answered(LinkState.BROKEN, "HTTP 404")})
    with transaction(session):
        services.change_database(
            session, WORK, database_id=number, facts=replace(EBSCO, url="https://b.example")
        )
    row = database_row(session, number)
    assert (row.link_state, row.broken_since, row.link_checked_at) == ("", None, None)
    with transaction(session):
        services.close_database(session, WORK, database_id=number)
    refused(DatabaseCode.CLOSED, lambda: services.close_database(session, WORK, database_id=number))
    with transaction(session):
        services.reopen_database(session, WORK, database_id=number)
    refused(DatabaseCode.NOT_CLOSED, lambda: services.reopen_database(session, WORK, database_id=number))
    refused(DatabaseCode.UNKNOWN, lambda: database_row(session, 99))


def test_clicks_are_counted_by_day_and_hold_nothing_of_a_person(session: Session) -> None:
    number = entered(session, access="open")
    for day in (TODAY, TODAY, TODAY - DAY, TODAY - 60 * DAY):
        assert click(session, number, day) == EBSCO.url
    assert uses_by_day(session, number) == ((TODAY, 2), (TODAY - DAY, 1), (TODAY - 60 * DAY, 1))
    assert uses_by_month(session, number, 2026)[:4] == (0, 1, 0, 3)
    (row,) = databases(session, since=TODAY - DAY, until=TODAY)
    assert row.uses == 3
    assert {column.name for column in DatabaseUse.__table__.columns} == {"database_id", "day", "uses"}
    over = entered(session, title="Over", trial_until=TODAY - DAY)
    refused(DatabaseCode.NOT_SHOWN, lambda: click(session, over))
    refused(DatabaseCode.UNKNOWN, lambda: click(session, 99))


def noted(session: Session, found: dict[int, Answered], now: Any = NOON) -> dict[str, int]:
    with transaction(session):
        return services.note_links(session, replace(WORK, now=now), found=found)


def test_a_link_is_broken_since_the_first_day_and_mended_again(session: Session) -> None:
    first, second = entered(session), entered(session, title="B")
    broken, ok = Answered(LinkState.BROKEN, "timed out", reached=False), Answered(LinkState.OK, "HTTP 200")
    assert noted(session, {first: broken, second: ok}) == {
        "ok": 1,
        "refused": 0,
        "broken": 1,
        "offline": 0,
        "inner": 0,
    }
    noted(session, {first: broken, second: ok}, NOON + DAY)
    assert database_row(session, first).broken_since == TODAY
    assert count_broken(session) == 1
    noted(session, {first: ok, second: ok}, NOON + 2 * DAY)
    assert (database_row(session, first).broken_since, count_broken(session)) == (None, 0)


def test_a_library_without_a_net_calls_nothing_broken(session: Session) -> None:
    first, second = entered(session), entered(session, title="B")
    away = Answered(LinkState.BROKEN, "no such host", reached=False)
    assert noted(session, {first: away, second: away})["offline"] == 2
    assert (database_row(session, first).link_state, count_broken(session)) == ("offline", 0)


class TestJobs:
    """Both nightly runs, as the runner runs them; nobody is asked over a net."""

    def run(self, session: Session, kind: str, function: Any) -> dict[str, Any]:
        from contextlib import contextmanager
        from pathlib import Path

        @contextmanager
        def open_session() -> Any:
            yield db.session()

        with transaction(session):
            enqueue(session, WORK, kind)
        Runner({kind: function}, open_session, Path(), now=lambda: NOON).run_next()
        job = session.scalars(select(Job).order_by(Job.id.desc())).first()
        assert job is not None
        assert job.state is JobState.DONE, job.error
        return dict(job.result or {})

    def test_every_address_is_asked_once_and_written_down(self, session: Session) -> None:
        assert not any_database(session, NOON)
        number = entered(session)
        closed = entered(session, title="B", url="https://closed.example")
        with transaction(session):
            services.close_database(session, WORK, database_id=closed)
        asked: list[str] = []

        def answer(url: str) -> Answered:
            asked.append(url)
            return Answered(LinkState.OK, "HTTP 200")

        told = self.run(session, LINKS, lambda run: check_links(run, ask=answer))
        assert asked == [EBSCO.url]
        assert told == {
            "asked": 1, "left": 0, "ok": 1, "refused": 0, "broken": 0, "offline": 0, "inner": 0,
        }  # fmt: skip
        assert any_database(session, NOON)
        assert database_row(session, number).link_state == "ok"

    def test_terms_are_reminded_of_by_night(self, session: Session) -> None:
        entered(session, trial_until=TODAY + 3 * DAY)
        assert self.run(session, TERMS, JOBS[TERMS]) == {"reminded": 1, "moved": 0}
        assert self.run(session, TERMS, JOBS[TERMS]) == {"reminded": 0, "moved": 0}


def remind(session: Session) -> dict[str, int]:
    with transaction(session):
        return services.remind(session, WORK)


def test_reminders_are_written_once_answered_or_closed_by_a_new_end(session: Session) -> None:
    number = entered(
        session, trial_until=TODAY + 5 * DAY, subscribed_from=TODAY + 6 * DAY, subscribed_until=TODAY + 300 * DAY
    )  # fmt: skip
    with transaction(session):
        entry = registers.enter(
            session, WORK, register="agreements",
            facts=Facts(day=TODAY, title="Almashinuv", partner="Goethe", country="DE", until=TODAY + 20 * DAY),
        ).id  # fmt: skip
    assert remind(session) == {"reminded": 2, "moved": 0}
    assert remind(session) == {"reminded": 0, "moved": 0}
    first, second = deadlines(session)
    assert (first.term, first.title, second.term, second.title) == (
        Term.TRIAL, "EBSCO", Term.AGREEMENT, "Goethe · Almashinuv",
    )  # fmt: skip
    answer = services.answer_deadline
    refused(
        DatabaseCode.OUTCOME_UNKNOWN, lambda: answer(session, WORK, deadline_id=first.id, outcome="moved")
    )
    with transaction(session):
        answer(session, WORK, deadline_id=first.id, outcome="ended", answer="Kerak emas")
    refused(
        DatabaseCode.DEADLINE_ANSWERED, lambda: answer(session, WORK, deadline_id=first.id, outcome="ended")
    )
    refused(DatabaseCode.DEADLINE_UNKNOWN, lambda: answer(session, WORK, deadline_id=99, outcome="ended"))
    with transaction(session):
        registers.withdraw(session, WORK, entry_id=entry, reason="Xato")
    assert remind(session) == {"reminded": 0, "moved": 1}
    assert count_deadlines(session) == 0
    moved, ended = deadlines(session, answered=True)
    assert (moved.outcome, ended.outcome, ended.answer) == (Outcome.MOVED, Outcome.ENDED, "Kerak emas")
    assert number


@pytest.mark.parametrize(
    ("address", "asked"),
    [
        ("https://ebsco.example/a%20b?x=1&y=%D1%83", "https://ebsco.example/a%20b?x=1&y=%D1%83"),
        ("http://пример.рф:8080/рўй#top", "http://xn--e1afmkfd.xn--p1ai:8080/%D1%80%D1%9E%D0%B9"),
        ("http://[2001:db8::1]:80/", "http://[2001:db8::1]:80/"),
    ],
)
def test_an_address_as_it_goes_over_the_net(address: str, asked: str) -> None:
    assert checked_link(address) == address
    assert link_to_ask(address) == asked


@pytest.mark.parametrize(
    "address", ["http://a..b/", "http://a\x00b/", "http://a.uz/\nb", "http://a:99999/", "http://" + "a" * 70]
)
def test_an_address_that_no_net_has_is_refused(address: str) -> None:
    refused(DatabaseCode.LINK_INVALID, lambda: checked_link(address))


def test_a_term_put_back_is_reminded_of_again(session: Session) -> None:
    number = entered(session, trial_until=TODAY + 5 * DAY)
    assert remind(session) == {"reminded": 1, "moved": 0}
    with transaction(session):
        services.close_database(session, WORK, database_id=number)
    assert remind(session) == {"reminded": 0, "moved": 1}
    with transaction(session):
        services.reopen_database(session, WORK, database_id=number)
    assert remind(session) == {"reminded": 1, "moved": 0}
    assert remind(session) == {"reminded": 0, "moved": 0}
    assert [each.term for each in deadlines(session)] == [Term.TRIAL]


@pytest.mark.parametrize("words", ["ЎҚУВ", "ўқув", "Ўқув мажмуаси"])
def test_cyrillic_words_are_found_in_capitals_or_not(session: Session, words: str) -> None:
    number = entered(session, title="ЎҚУВ мажмуаси")
    assert [row.id for row in databases(session, since=TODAY, until=TODAY, words=words)] == [number]
