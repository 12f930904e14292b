"""The room of the foreign department: what was done through its pages, held against the log and the work plan."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from itertools import count

from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from ils.activity.models import Activity
from ils.app import CHECKS
from ils.db import transaction
from ils.workplan.queries import plan_figures
from tests.catalog.records.builders import add, marc21
from tests.conftest import NOON
from tests.foreign_fund.shelf import Shelf

TODAY = NOON.date()
DAY = TODAY.isoformat()
_KEYS = count()  # a browser gives each scan a key of its own


@dataclass
class Done:
    """What came of something: activities by kind, and by how much the lines of the plan moved.

    `own`: by how much they moved on the first page of the department, which shows what it did itself.
    """

    acts: dict[str, int] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    own: dict[str, int] = field(default_factory=dict)


@dataclass
class Room:
    """A browser of the department, and one of the director, who approves."""

    session: Session
    browser: FlaskClient
    director: FlaskClient

    def title(self, title: str, language: str = "ger", *, copies: str = "") -> int:
        """Let a title stand in the catalogue, with copies of these numbers on the shelf; return its record."""
        with transaction(self.session):
            record = add(self.session, marc21(title, language=language))
        for code in copies.split():
            Shelf(self.session).copy(code, record=record)
        return record

    def see(self, address: str) -> str:
        """Return what a page says."""
        return said(self.browser.get(address))

    def do(self, address: str, /, **form: object) -> str:
        """Send a form; return what the page after it says."""
        return said(self.browser.post(address, data=form, follow_redirects=True))

    def approve(self, address: str, /, **form: object) -> str:
        """Let the director send a form."""
        return said(self.director.post(address, data=form, follow_redirects=True))

    def scan(self, code: str) -> str:
        """Scan a card or a copy at the desk; say yes to what it asks."""
        said = self.do("/desk/scan", code=code, key=f"browser-key-{next(_KEYS):05d}")
        asked = re.search(r'name="token" value="([^"]+)"', said)
        if asked is None:
            return said
        return self.do("/desk/answer", answer="yes", token=asked[1], key=f"browser-key-{next(_KEYS):05d}")

    @contextmanager
    def counting(self) -> Iterator[Done]:
        """Tell what was counted inside; afterwards all that `ils check` proves must hold."""
        done, acts, lines, own = Done(), self._acts(), self._lines(), self._own_lines()
        yield done
        done.acts = _moved(acts, self._acts())
        done.lines = _moved(lines, self._lines())
        done.own = _moved(own, self._own_lines())
        problems = [problem for check in CHECKS for problem in check(self.session)]
        assert problems == []

    def _acts(self) -> Counter[str]:
        self.session.rollback()
        rows = select(Activity.kind, func.sum(Activity.amount)).group_by(Activity.kind)
        return Counter({kind: int(amount) for kind, amount in self.session.execute(rows)})

    def _own_lines(self) -> Counter[str]:
        """Return what the first page says that the department did for each line."""
        rows = _OWN_LINE.findall(self.see("/fund").partition("The department in the work plan")[2])
        return Counter({number: int(figure.replace(" ", "")) for number, figure in rows})

    def _lines(self) -> Counter[str]:
        figures = plan_figures(self.session, year=TODAY.year)
        return Counter({each.number: each.fact for each in figures if each.fact is not None})


_OWN_LINE = re.compile(
    r'<td class="one tnum">([\d.]+)</td>.*?<td class="num">\s*<a[^>]*>([\d ]+)<', re.DOTALL
)


def said(answer: TestResponse) -> str:
    """Return the words of an answer, which must be good and refuse nothing."""
    text = unescape(answer.text)
    assert answer.status_code == 200, (answer.request.path, answer.status_code, text.partition("<main")[2])
    told = text.partition('id="flashes">')[2].partition("<header")[0]
    assert not re.search("notice-(danger|warning)", told), (answer.request.path, told)
    return text.replace("\xa0", " ")


def _moved(before: Counter[str], after: Counter[str]) -> dict[str, int]:
    return {key: after[key] - before[key] for key in sorted(after) if after[key] != before[key]}
