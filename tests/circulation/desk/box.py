"""A scan box for tests: each scan is its own transaction, two seconds after the last, with a key of its own."""

from __future__ import annotations

from datetime import datetime
from itertools import count
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from circulation.desk.rules import Asked, Desk, Given, Outcome, Reply, Said, ScanAnswer, replies_to
from circulation.desk.services import leave, renew_loan, reply, scan
from circulation.loans.models import Loan
from circulation.loans.rules import from_text
from ils.activity.models import Activity
from ils.activity.work import Work
from ils.db import transaction
from tests.circulation.loans.desk import Desk as Shelves
from tests.world import add_nilufar, work_at


class ScanBox(Shelves):
    """What a browser does with the answers: it keeps the state of the desk and the question it was asked."""

    def __init__(self, session: Session, now: datetime) -> None:
        super().__init__(session, now)
        self.staff = add_nilufar(session, now)
        self.state_of_desk = Desk()
        self.keys = (f"test-key-{number:04d}" for number in count(1))
        self.last: ScanAnswer | None = None

    @property
    def work(self) -> Work:
        return work_at(self.now, department=self.department, sector=self.sector, actor_id=self.staff.id)

    def scan(self, code: str, *, after: float = 2, **given: Any) -> Said:
        return self._send(scan, after, code=code, **given)

    def yes(self, *, after: float = 2) -> Said:  # type: ignore[override]
        """Answer yes to what stands in the box."""
        return self.reply(Reply.YES, after=after)

    def reply(self, given: Reply, text: str = "", *, author: str = "", after: float = 2) -> Said:
        """Answer what stands in the box, as somebody who may override."""
        box = self.last and self.last.said.box
        assert box is not None
        offered = replies_to(box, reader_open=self.state_of_desk.patron_id is not None, may_override=True)
        asked = Asked(box.act, box.code, box.loan_id, from_text(box.acknowledgement), box.blocks, offered)
        return self._send(reply, after, asked=asked, given=Given(given, text, author))

    def no(self) -> Said:
        return self._send(leave, 2)

    def renew_loan(self, loan_id: int) -> Said:
        return self._send(renew_loan, 2, loan_id=loan_id)

    def _send(self, act: Any, after: float, **given: Any) -> Said:
        self.later(seconds=after)
        with transaction(self.session) as session:
            sent = {"key": next(self.keys), "desk": self.state_of_desk} | given
            self.last = act(session, self.work, **sent)
        assert self.last is not None
        self.state_of_desk = self.last.said.desk
        return self.last.said

    def open_loans(self) -> int:
        return self._count(select(func.count()).select_from(Loan).where(Loan.closed_at.is_(None)))

    def acts(self, kind: str) -> int:
        return self._count(select(func.count()).select_from(Activity).where(Activity.kind == kind))

    def _count(self, query: Any) -> int:
        self.session.rollback()
        return int(self.session.scalars(query).one())


def outcomes(said: Said) -> list[Outcome]:
    return [row.outcome for row in said.rows]


def codes(said: Said) -> list[str]:
    return [each.code for each in (said.box.told if said.box else ())]
