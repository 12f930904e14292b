"""Every page in a real browser: it answers, says nothing to the console, fits a phone, and axe finds nothing to mend."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask, url_for
from playwright.sync_api import Page, ViewportSize, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.items.models import Item
from catalog.marc import Profile
from catalog.records.services import begin_draft
from circulation.loans.models import Loan
from circulation.patrons.models import Patron
from circulation.visits.models import Visit
from circulation.visits.services import tally
from ils import clock
from ils.activity.kinds import Kind
from ils.db import transaction
from ils.demo.year import fill
from ils.jobs.services import enqueue
from ils.reports.queries import KINDS as REPORTS
from ils.web.session import db
from tests.browser import desk_pages
from tests.browser.conftest import Server, sign_in
from tests.browser.test_whole_day import a_working_noon
from tests.catalog.orders import pages as order_pages
from tests.catalog.stock import acts
from tests.circulation.account import papers as reader_papers
from tests.circulation.account.care_pages import care_pages
from tests.circulation.events import pages as event_pages
from tests.circulation.paid import pages as paid_pages
from tests.circulation.patrons import pages as reader_pages
from tests.conftest import app_for
from tests.foreign_fund.custody import pages as custody_pages
from tests.foreign_fund.exhibitions import pages as exhibition_pages
from tests.foreign_fund.partners import pages as partner_pages
from tests.foreign_fund.service import pages as service_pages
from tests.ils.registers import pages as register_pages
from tests.ils.surveys import pages as survey_pages
from tests.ils.workplan import pages as plan_pages
from tests.world import work_at

pytestmark = [pytest.mark.browser, pytest.mark.slow]

HERE = Path(__file__).parent
AXE = HERE / "axe.min.js"
DESKTOP, PHONE = ViewportSize(width=1366, height=768), ViewportSize(width=390, height=844)
PARTS = 8  # so that no worker has all pages to itself
NOT_PAGES = {
    "static",
    "exhibitions.static",
    "importing.raw",
    "records.help_on",
    "records.hosts",
    "digital.open",
    "fund.items_file",
    "fund.titles_file",
    "export.batch_file",
    "copying.part",
    "copying.try_target",
    "overdue.export",
    "reports.kept_pdf",
    "reports.kept_xlsx",
    "reports.pdf",
    "reports.xlsx",
    "workplan.openings_table",
}

Asked = Mapping[str, Any]

RUN_AXE = """async () => {
  const found = await axe.run(document, { resultTypes: ["violations"], rules: { "target-size": { enabled: true } } });
  return found.violations.map((each) => `${each.id}: ${each.nodes.map((node) => node.target.join(" ")).join(", ")}`);
}"""
WIDER = "() => Math.max(document.documentElement.scrollWidth, document.body.scrollWidth) - window.innerWidth"


@dataclass
class Watched:
    """A window, and what was wrong on the pages that it has shown."""

    page: Page
    server: Server
    problems: list[str]

    def look(self, address: str, *, status: int = 200) -> None:
        """Open a page at the size of a desk and of a phone, and note what is wrong with it."""
        said: list[str] = []
        listen = _listener(said)
        self.page.on("console", listen)
        self.page.set_viewport_size(DESKTOP)
        answer = self.page.goto(self.server.url + address)
        if answer is None or answer.status != status:
            said.append(f"status {answer and answer.status}")
        said += self.judged("desk")
        self.page.set_viewport_size(PHONE)
        said += self.judged("phone")
        self.page.remove_listener("console", listen)
        expected = f"status of {status}"  # Chromium itself reports a refused page
        self.problems += [f"{address} {each}" for each in said if status == 200 or expected not in each]

    def judged(self, where: str) -> list[str]:
        """Return what axe finds on the page as it stands, and by how much it is wider than the window."""
        if not self.page.evaluate("() => 'axe' in window"):  # on the phone it is the same page still
            self.page.evaluate(AXE.read_text("utf-8"))
        found = [f"{where} {each}" for each in self.page.evaluate(RUN_AXE)]
        wider = self.page.evaluate(WIDER)
        return found + ([f"{where} is wider by {wider} px"] if wider > 0 else [])


def _listener(said: list[str]) -> Callable[[Any], None]:
    def listen(message: Any) -> None:
        if message.type in {"error", "warning"}:
            said.append(f"console: {message.text}")

    return listen


@dataclass(frozen=True, slots=True)
class Filled:
    """The folder of a library after forty days of work, and the noon of its last day."""

    home: Path
    noon: datetime


@pytest.fixture(scope="session")
def filled_once(tmp_path_factory: pytest.TempPathFactory, template: Path) -> Filled:
    """Forty days of work, done once a worker."""
    home, noon = tmp_path_factory.mktemp("filled"), a_working_noon()
    shutil.copy(template / "library.sqlite", home / "library.sqlite")
    with time_machine.travel(noon, tick=True), app_for(home).app_context():
        fill(db.session(), work_at(noon), seed=7, say=lambda _text: None, days=40)
        with transaction(db.session()) as session:
            acts.write_acts(session, work_at(noon))
            desk_pages.write(session, work_at(noon, actor_id=1))
        with transaction(db.session()) as session:
            tally(session, work_at(noon), sector="lending", persons=12, note="Sinf kelgan")
            begin_draft(session, work_at(noon, actor_id=1), form="book", profile=Profile.MARC21, record_id=1)
            enqueue(session, work_at(noon), "import:accept", subject_type="batch", subject_id=1)
        service_pages.write(db.session(), work_at(noon, actor_id=1))
        db.session.remove()
        db.engine.dispose()
    return Filled(home, noon)


@pytest.fixture
def filled(app: Flask, home: Path, filled_once: Filled) -> Iterator[Flask]:
    """A library after forty days of work, at noon of its last day."""
    shutil.copytree(filled_once.home, home, dirs_exist_ok=True)
    with time_machine.travel(filled_once.noon, tick=True):
        yield app


@pytest.fixture
def watched(filled: Flask, server: Server, page: Page) -> Watched:
    """A window on the filled library."""
    return Watched(page, server, [])


def samples(session: Session) -> dict[str, list[Asked]]:
    """Return with which arguments a page is visited, for every page that takes or shows some."""
    year = clock.today().year
    late = session.scalars(select(Loan).where(Loan.closed_at.is_(None)).order_by(Loan.due_on)).first()
    returned = session.scalars(select(Loan).where(Loan.closed_at.is_not(None))).first()
    counted = session.scalars(select(Visit.id).where(Visit.patron_id.is_(None), Visit.persons > 0)).first()
    assert late is not None
    assert returned is not None
    return {
        "account.wait": [{"record_id": 1}],
        "digital.add": [{"record_id": 1}],
        "digital.edit": [{"object_id": 1}],
        "export.search": [{}, {"q": "a"}],
        "export.record": [{"record_id": 1}],
        "export.new_batch": [{}, {"centre": "union"}],
        "export.batch": [{"batch_id": 1}],
        "figures.rows": [
            {"kind": Kind.LOAN_OPEN.value, "since": f"{year}-01-01"},
            {"kind": Kind.RECORD_CREATE.value},
        ],
        "foreign_overdue.index": [{}, {"language": "eng"}],
        "fund.items": [{}, {"state": "overdue"}, {"language": "fre"}],
        "importing.show": [{"batch_id": 1}, {"batch_id": 1, "state": "quarantined"}],
        "importing.row": [{"batch_id": 1, "position": 1}],
        "importing.edit_source": [{"code": "any"}],
        "copying.edit_target": [{"target_id": 1}],
        "jobs.index": [{}, {"all": 1}],
        "jobs.show": [{"job_id": 1}],
        "jobs.part": [{"job_id": 1}],
        "items.add": [{"record_id": 1}],
        "items.barcodes": [{"record_id": 1}],
        "items.show": [{"item_id": late.item_id}],
        "loans.show": [{"loan_id": late.id}, {"loan_id": returned.id}],
        "loans.history": [{"patron_id": returned.patron_id}],
        "overdue.calls": [{}, {"waiting": "yes"}],
        "overdue.index": [{}, {"days": 30}],
        "overdue.level": [{"level_id": 1}],
        "policies.index": [{}, {"category": "student"}],
        "policies.edit": [{"policy_id": 1}],
        "public.record": [{"record_id": 1}],
        "public.search": [{}, {"q": "a"}, {"q": "zzzzqqq"}],
        "settings.department": [{}, {"code": "foreign"}],
        "staff.change": [{"staff_id": 1}],
        **{name: list(asked) for name, asked in acts.act_pages(session).items()},
        **{name: list(asked) for name, asked in reader_pages.reader_pages(session).items()},
        **desk_pages.desk_pages(session),
        **custody_pages.custody_pages(session),
        **service_pages.service_pages(session),
        **event_pages.event_pages(session),
        **exhibition_pages.exhibition_pages(session),
        **order_pages.order_pages(session),
        **partner_pages.partner_pages(session),
        **register_pages.register_pages(session),
        **survey_pages.survey_pages(session),
        **paid_pages.paid_pages(session),
        **reader_papers.paper_pages(session),
        **care_pages(session),
        "records.author_marks": [{}, {"word": "Qodiriy"}],
        "reports.kept": [{"report_id": 1}, {"report_id": 2}],
        "reports.rows": [{"t": f"kinds={Kind.VISIT}|sectors=lending", "since": f"{year}-01-01"}],
        "reports.schedules": [{}, {"kind": "custom", "indicator": "visits", "by": "sector"}],
        "reports.show": [
            *({"kind": kind} for kind in REPORTS),
            {"kind": "custom", "by": "branch", "by2": "language"},
            {"kind": "plan", "year": year, "plain": 1},
        ],
        "records.card_index": [{"code": "chronicle"}],
        "records.conflict": [{"draft_id": 1}],
        "records.draft": [{"draft_id": 1}, {"draft_id": 1, "by": "fields"}],
        "records.edit": [{"record_id": 2}],
        "records.history": [{"record_id": 1}],
        "records.mend": [{}, {"severity": "error"}],
        "records.merge": [{"kept": 1, "gone": 2}],
        "records.new": [{"form": "book"}, {"form": "article", "profile": "unimarc"}],
        "records.save_as_template": [{"draft_id": 1}],
        "visits.rows": [{}, {"since": f"{year}-01-01"}],
        "visits.take_back": [{"visit_id": counted}],
        "workplan.show": [{"year": year}, {"year": year, "period": "q2"}, {"year": 2099}],
        "workplan.line": [{"year": year, "number": "17"}, {"year": year, "number": "1"}],
        "workplan.targets": [
            {"year": year},
            {"year": year, "by": "quarters"},
            {"year": year, "by": "months"},
        ],
        "workplan.lines": [{"year": year}, {"year": 2099}],
        "workplan.add_line": [{"year": year}, {"year": year, "parent": "17"}],
        "workplan.edit_line": [{"year": year, "number": "17"}],
        "workplan.split_line": [
            {"year": year, "number": "17"},
            {"year": year, "number": "16", "by": "sector"},
            {"year": year, "number": "17", "by": "hand"},
        ],
        "workplan.counter": [{"year": year, "number": "17"}, {"year": year, "number": "22"}],
        "workplan.openings": [{"year": year}, {"year": year, "line": "17"}],
        "workplan.copy_year": [{"year": year + 1}],
        **plan_pages.plan_pages(session),
    }


def pages(app: Flask) -> list[str]:
    """Return the names of all pages, in order."""
    no_pages = NOT_PAGES.union(
        acts.NOT_PAGES,
        reader_pages.NOT_PAGES,
        desk_pages.NOT_PAGES,
        custody_pages.NOT_PAGES,
        service_pages.NOT_PAGES,
        partner_pages.NOT_PAGES,
        register_pages.NOT_PAGES,
        event_pages.NOT_PAGES,
        exhibition_pages.NOT_PAGES,
        survey_pages.NOT_PAGES,
        paid_pages.NOT_PAGES,
        order_pages.NOT_PAGES,
        reader_papers.NOT_PAGES,
    )
    shown = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    return sorted(name for name in shown if not name.endswith(".static") and name not in no_pages)


def addresses(app: Flask, part: int) -> list[str]:
    """Return the addresses of a part of the pages; a page that takes an argument and has no sample fails here.

    The pages are shared out, not their addresses: each worker fills a library of its own, and where one has an
    address more than another a page at the seam would be nobody's.
    """
    with app.test_request_context():
        known = samples(db.session())
        found = [
            url_for(name, **asked) for name in pages(app)[part::PARTS] for asked in known.get(name, [{}])
        ]
        db.session.remove()
    return found


def test_axe_is_the_published_file() -> None:
    told = re.search(r"`([0-9a-f]{64})`", (HERE / "README.md").read_text("utf-8"))
    assert told is not None
    assert hashlib.sha256(AXE.read_bytes()).hexdigest() == told[1]


@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_of_the_staff(watched: Watched, part: int) -> None:
    sign_in(watched.page, watched.server, "admin")
    for address in addresses(watched.server.app, part):
        if address != "/sign-in":
            watched.look(address)
    watched.look("/nowhere", status=404)
    assert not watched.problems, "\n".join(watched.problems)


def test_every_page_of_the_public(watched: Watched) -> None:
    for address in (
        "/search",
        "/search?q=kitob",
        "/search?q=zzzzqqq",
        "/records/1",
        "/databases",
        "/help",
        "/shows",
        "/shows/1",
        "/shows/2",
        "/sign-in",
        "/me/sign-in",
    ):
        watched.look(address)
    watched.look("/nowhere", status=404)
    assert not watched.problems, "\n".join(watched.problems)


def test_what_a_page_becomes_while_one_works_on_it(watched: Watched) -> None:
    """The desk with a reader and a question, the menus of a phone, a form sent with nothing in it, a question box."""
    page, url = watched.page, watched.server.url
    sign_in(page, watched.server, "admin")

    def judge(what: str) -> None:
        watched.problems += [f"{what} {each}" for each in watched.judged(what)]

    page.goto(f"{url}/desk/")
    card, copy = _card_and_foreign_copy(watched.server.app)
    page.keyboard.type(card)
    page.keyboard.press("Enter")
    expect(page.locator("#desk-feed tbody tr")).to_have_count(1)
    page.keyboard.type(copy)
    page.keyboard.press("Enter")
    page.locator("#desk-box").wait_for()
    judge("question")
    page.set_viewport_size(PHONE)
    judge("question on a phone")
    page.goto(f"{url}/")
    page.locator("details.menu-main > summary").press("Enter")
    judge("menu")
    page.set_viewport_size(DESKTOP)
    page.goto(f"{url}/patrons/new")
    page.locator("[name=surname]").press("Enter")
    page.goto(f"{url}/staff/new")
    page.keyboard.press("F9")
    page.locator(".notice-danger").first.wait_for()
    judge("refused form")
    page.goto(f"{url}/exhibitions/1")
    page.keyboard.press("F9")
    page.locator("dialog[open]").wait_for()
    judge("question box")
    assert not watched.problems, "\n".join(watched.problems)


def _card_and_foreign_copy(app: Flask) -> tuple[str, str]:
    """Return a reader's card and a copy that another reader has: the desk asks before it lends it."""
    with app.app_context():
        session = db.session()
        loan = session.scalars(
            select(Loan).where(Loan.closed_at.is_(None)).order_by(Loan.due_on.desc())
        ).first()
        assert loan is not None
        free = select(Patron).where(Patron.id.not_in(select(Loan.patron_id).where(Loan.closed_at.is_(None))))
        reader, copy = session.scalars(free).first(), session.get(Item, loan.item_id)
        assert reader is not None
        assert copy is not None
        found = reader.card_number, copy.barcode or ""
        db.session.remove()
    return found
