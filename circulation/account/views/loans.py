"""What the reader has at home, and renewing it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from circulation.account import services
from circulation.account.messages import why_not
from circulation.account.queries import OwnReader
from circulation.account.views.door import LOAN, Page, blueprint, own, shown, web_work
from circulation.charges.queries import owed
from circulation.loans.errors import LoanError, LoanNotFound
from circulation.loans.queries import LoanRow, open_loans
from circulation.loans.services import assess_renewal_of
from circulation.policies.queries import load_severities
from ils import clock
from ils.db import transaction
from ils.library.calendar import clock_time
from ils.web.session import current_session


@dataclass(frozen=True, slots=True)
class ShownLoan:
    """A loan with what became of the reader's wish to renew it a moment ago."""

    row: LoanRow
    days_left: int
    time: str
    renewed: bool
    refused: list[str]


@blueprint.get("/")
@own
def index(reader: OwnReader) -> Page:
    """Show what the reader has at home, the most urgent first."""
    session = current_session()
    rows = [_shown(each) for each in open_loans(session, reader.id, day=clock.today())]
    return shown(reader, "account/index.html", loans=rows, owed=owed(session, reader.id))


def _shown(row: LoanRow) -> ShownLoan:
    """Tell of one loan; after a refusal its reasons are asked for anew, so that the address carries no words."""
    return ShownLoan(
        row=row,
        days_left=(row.due_on - clock.today()).days,
        time=clock_time(row.due_minute) if row.due_minute is not None else "",
        renewed=_named("renewed", row.id),
        refused=_why_not(row.id) if _named("refused", row.id) else [],
    )


def _named(name: str, loan_id: int) -> bool:
    return str(loan_id) in request.args.getlist(name)


def _why_not(loan_id: int) -> list[str]:
    session = current_session()
    assessment = assess_renewal_of(session, web_work(), loan_id=loan_id)
    return why_not(assessment.reasons, load_severities(session))


@blueprint.post(f"/loans/{LOAN}/renew")
@own
def renew(reader: OwnReader, loan_id: int) -> Page:
    """Renew one loan of the reader."""
    refused = [] if _renewed(reader, loan_id) else [loan_id]
    return _told([loan_id], refused)


@blueprint.post("/renew")
@own
def renew_all(reader: OwnReader) -> Page:
    """Renew all that can be; each loan is an act of its own, so that one refusal does not keep the others back."""
    ids = [each.id for each in open_loans(current_session(), reader.id, day=clock.today())]
    return _told(ids, [each for each in ids if not _renewed_if_there(reader, each)])


def _renewed_if_there(reader: OwnReader, loan_id: int) -> bool:
    """Renew a loan that the desk may be taking back at this moment."""
    try:
        return _renewed(reader, loan_id)
    except LoanNotFound:
        return False


def _renewed(reader: OwnReader, loan_id: int) -> bool:
    try:
        with transaction(current_session()) as session:
            services.renew_own(session, web_work(), patron_id=reader.id, loan_id=loan_id)
    except LoanNotFound:
        raise
    except LoanError:  # its reasons are told on the page
        return False
    return True


def _told(ids: Iterable[int], refused: list[int]) -> Response:
    renewed = [each for each in ids if each not in refused]
    return redirect(url_for("account.index", renewed=renewed, refused=refused))
