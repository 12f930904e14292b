"""Links: what is followed, what is left alone, how long a night may take, who comes first the next time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from functools import partial
from io import BytesIO
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from foreign_fund.databases import services
from foreign_fund.databases.jobs import LINKS, RUN_SECONDS, check_links
from foreign_fund.databases.queries import addresses, database_row
from foreign_fund.databases.rules import DatabaseFacts, LinkState, leads_on
from foreign_fund.databases.services import Answered
from ils.app.working import runner_of
from ils.db import transaction
from ils.jobs.models import Job, JobState
from ils.jobs.running import Runner
from ils.jobs.services import enqueue
from ils.net.addresses import NOBODY, Allowed
from ils.web.session import db
from tests.conftest import NOON
from tests.ils.outbox.servers import Asked, closed_port, serving, silent
from tests.world import work_at

TODAY = NOON.date()
WORK = work_at(NOON, department="foreign", sector="other")
HERE = Allowed(networks=(ip_network("127.0.0.0/8"),))
OK = Answered(LinkState.OK, "HTTP 200")
INNER = Answered(LinkState.INNER, "inner", reached=False)
AWAY = Answered(LinkState.BROKEN, "no such host", reached=False)


def entered(session: Session, title: str, url: str = "https://ebsco.example/") -> int:
    with transaction(session):
        facts = DatabaseFacts(title, url, "open", "foreign")
        return services.enter_database(session, WORK, facts=facts).id


@pytest.mark.parametrize(
    ("asked", "status", "location", "following"),
    [
        ("http://a.uz/x", 302, "/y", "http://a.uz/y"),
        ("http://a.uz/x/", 301, "y?z=1#top", "http://a.uz/x/y?z=1"),
        ("http://a.uz/", 307, "https://b.uz/", "https://b.uz/"),
        ("https://a.uz/", 308, "//b.uz/рўй", "https://b.uz/%D1%80%D1%9E%D0%B9"),
        ("https://a.uz/", 303, "https://китоб.uz", "https://xn--90anfrt.uz"),
        ("https://a.uz/", 302, "http://a.uz/", ""),
        ("http://a.uz/", 302, "ftp://a.uz/", ""),
        ("http://a.uz/", 302, "file:///etc/passwd", ""),
        ("http://a.uz/", 302, "gopher://127.0.0.1:25/x", ""),
        ("http://a.uz/", 302, "javascript:alert(1)", ""),
        ("http://a.uz/", 302, "http://a.uz:99999/", ""),
        ("http://a.uz/", 302, "http://[", ""),
        ("http://a.uz/", 302, "", ""),
        ("http://a.uz/", 200, "/y", ""),
        ("http://a.uz/", 304, "/y", ""),
        ("http://a.uz/", 300, "/y", ""),
    ],
)
def test_where_an_answer_leads(asked: str, status: int, location: str, following: str) -> None:
    assert leads_on(asked, status, location) == following


class TestAsking:
    """Servers on the loopback, which the tests allow and a library does not."""

    def test_this_machine_is_left_alone(self) -> None:
        with serving(lambda _asked: (200, "")) as provider:
            assert services.ask_address(provider.url) == INNER
            assert not provider.asked

    def test_an_allowed_one_is_asked(self) -> None:
        with serving(lambda _asked: (403, "")) as provider:
            assert services.ask_address(provider.url, allowed=HERE) == Answered(LinkState.REFUSED, "HTTP 403")

    def test_nobody_is_there_and_no_address_is_told(self) -> None:
        url = f"http://127.0.0.1:{closed_port()}/"
        answered = services.ask_address(url, allowed=HERE)
        assert (answered.state, answered.reached) == (LinkState.BROKEN, False)
        assert "127" not in answered.told
        # As browsers send it: other letters do not break a link.
        assert services.ask_address(f"{url}рўйхат?q=kitob ҳақида", allowed=HERE) == answered

    def test_a_way_is_followed_to_its_end(self) -> None:
        def answer(asked: Asked) -> tuple[int, str]:
            return (302, "") if asked.path == "/" else (404, "")

        with serving(answer) as provider:
            assert services.ask_address(provider.url, allowed=HERE) == Answered(LinkState.BROKEN, "HTTP 404")
            assert provider.paths() == ["/", "/elsewhere"]

    def test_a_way_without_an_end_is_left_after_five_steps_and_is_an_answer(self) -> None:
        with serving(lambda _asked: (302, "")) as provider:
            assert services.ask_address(provider.url, allowed=HERE) == Answered(LinkState.OK, "HTTP 302")
            assert len(provider.asked) == 6

    def test_every_step_is_looked_at(self) -> None:
        """The first name is an allowed one, what it leads to is not: nothing is sent there."""
        hosts: list[str] = []

        def find(host: str, _port: int, _left: Any) -> Sequence[str]:
            hosts.append(host)
            return ("127.0.0.1",) if len(hosts) == 1 else ("169.254.169.254",)

        with serving(lambda _asked: (302, "")) as provider:
            answered = services.ask_address(provider.url, allowed=HERE, find=find)
            assert answered == Answered(LinkState.INNER, "inner", reached=True)
            assert provider.paths() == ["/"]

    def test_the_time_is_for_all_steps_together(self) -> None:
        now = [0.0]

        def answer(_asked: Asked) -> tuple[int, str]:
            now[0] += 4.0
            return 302, ""

        with serving(answer) as provider:
            answered = services.ask_address(provider.url, allowed=HERE, tick=lambda: now[0])
            assert answered == Answered(LinkState.BROKEN, "timed out")
            assert len(provider.asked) == 3

    def test_a_silent_server_is_left(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("foreign_fund.databases.services.linking.SECONDS", 0.05)
        with silent() as port:
            answered = services.ask_address(f"http://127.0.0.1:{port}/", allowed=HERE)
        assert answered == Answered(LinkState.BROKEN, "timed out", reached=False)


def noted(session: Session, found: dict[int, Answered]) -> dict[str, int]:
    with transaction(session):
        return services.note_links(session, WORK, found=found)


def test_an_inner_address_is_neither_broken_nor_a_sign_of_no_net(session: Session) -> None:
    first, second, third = (entered(session, title) for title in "ABC")
    noted(session, {first: AWAY, second: OK})
    assert noted(session, {first: INNER, second: OK, third: AWAY})["inner"] == 1
    row = database_row(session, first)
    assert (row.link, row.link_state, row.broken_since) == (LinkState.INNER, "", None)
    assert row.link_checked_at == NOON
    counts = noted(session, {first: INNER, second: AWAY, third: AWAY})
    assert (counts["inner"], counts["offline"], counts["broken"]) == (1, 2, 0)
    assert database_row(session, first).link is LinkState.INNER
    assert noted(session, {first: INNER, second: AWAY})["broken"] == 1
    noted(session, {first: OK})
    assert database_row(session, first).link is LinkState.OK


class TestNight:
    """The job: it ends in its time, and what it did not come to is first the next time."""

    def run(
        self, session: Session, function: Any, allowed: Allowed = NOBODY, night: int = 0
    ) -> dict[str, Any]:
        @contextmanager
        def open_session() -> Iterator[Session]:
            yield db.session()

        with transaction(session):
            enqueue(session, WORK, LINKS)
        now = NOON + timedelta(days=night)
        Runner({LINKS: function}, open_session, Path(), now=lambda: now, inner_hosts=allowed).run_next()
        job = session.scalars(select(Job).order_by(Job.id.desc())).first()
        assert job is not None
        assert job.state is JobState.DONE, job.error
        return dict(job.result or {})

    def slow(self, asked: list[str], seconds: float) -> Callable[..., Any]:
        """Return the job with addresses each of which takes so long, by a clock of its own."""
        now = [0.0]

        def ask(url: str) -> Answered:
            asked.append(url.removeprefix("https://").removesuffix(".example"))
            now[0] += seconds
            return OK

        return partial(check_links, ask=ask, tick=lambda: now[0])

    def test_what_is_left_comes_first(self, session: Session) -> None:
        for title in "abc":
            entered(session, title, f"https://{title}.example")
        asked: list[str] = []
        job = self.slow(asked, RUN_SECONDS / 2)
        told = self.run(session, job)
        assert (asked, told["asked"], told["left"]) == (["a", "b"], 2, 1)
        self.run(session, job, night=1)
        assert asked == ["a", "b", "c", "a"]
        entered(session, "new", "https://new.example")
        assert [url for _id, url in addresses(session, TODAY)][:2] == [
            "https://new.example",
            "https://b.example",
        ]

    def test_one_address_is_asked_however_slow_it_is(self, session: Session) -> None:
        entered(session, "a")
        assert self.run(session, self.slow([], 2 * RUN_SECONDS))["asked"] == 1

    def test_the_job_leaves_inner_addresses_alone_but_for_those_allowed(self, session: Session) -> None:
        with serving(lambda _asked: (200, "")) as provider:
            entered(session, "A", provider.url)
            told = self.run(session, check_links)
            assert (told["asked"], told["inner"], len(provider.asked)) == (0, 1, 0)
            told = self.run(session, check_links, HERE)
            assert (told["asked"], told["ok"], len(provider.asked)) == (1, 1, 1)


@pytest.mark.own_app
def test_the_setting_reaches_the_job(app: Flask, session: Session) -> None:
    app.config["ILS_SETTINGS"] = replace(app.config["ILS_SETTINGS"], inner_hosts=HERE)
    assert runner_of(app).inner_hosts is HERE


def test_the_pages_say_that_an_address_was_not_tried(department: FlaskClient, session: Session) -> None:
    number = entered(session, "Local", "http://10.0.0.5/")
    noted(session, {number: INNER})
    for path in ("", f"/{number}"):
        page = department.get(f"/foreign/databases{path}").text
        assert "address of an inner network: not tried" in page
        assert "· inner" not in page
    sheet = load_workbook(BytesIO(department.get("/foreign/databases.xlsx").data)).active
    told = {cell.value for row in sheet.iter_rows() for cell in row}  # type: ignore[union-attr]
    assert "address of an inner network: not tried" in told
