"""What the library keeps about the reader, shown to the reader: counts, files, what was read and until when it stays."""

from __future__ import annotations

from datetime import date

from flask import request, url_for
from werkzeug.wrappers import Response

from circulation.account.queries import OwnReader
from circulation.account.queries.everything import consent_of, counts
from circulation.account.queries.history import history_months, kept_until
from circulation.account.views.care_files import sent
from circulation.account.views.care_words import KEPT_SHOWN
from circulation.account.views.door import Page, blueprint, own, shown, web_work
from circulation.loans.queries import history
from ils import clock
from ils.errors import InputCode, InputError
from ils.text import whole_number
from ils.web.auth import SIGN_INS_A_MINUTE, limiter
from ils.web.session import current_session

PAGE = 20


@blueprint.get("/data")
@own
def data(reader: OwnReader) -> Page:
    """Show what is kept about the reader."""
    session = current_session()
    return shown(
        reader, "account/own_data.html", kept=counts(session, reader.id), kinds=KEPT_SHOWN,
        months=history_months(session), consent_on=consent_of(session, reader.id),
    )  # fmt: skip


@blueprint.get("/history")
@own
def read(reader: OwnReader) -> Page:
    """Show the books brought back that are not forgotten yet."""
    session, number = current_session(), _page_number()
    found = history(session, reader.id, day=clock.today(), limit=PAGE, offset=(number - 1) * PAGE)
    months = history_months(session)
    return shown(
        reader, "account/own_history.html", months=months, pages=_pages(number, found.total),
        loans=[(row, _until(row.closed_on, months)) for row in found.rows],
    )  # fmt: skip


def _until(closed_on: date | None, months: int) -> date | None:
    return kept_until(closed_on, months) if closed_on else None


def _page_number() -> int:
    number = whole_number(request.args.get("page", "1"), digits=5)
    if not number:
        raise InputError(InputCode.NOT_A_NUMBER, field="page")
    return number


def _pages(number: int, total: int) -> dict[str, object]:
    first = (number - 1) * PAGE + 1
    last = min(total, number * PAGE)

    def address(page: int) -> str:
        return url_for("account.read", page=page)

    return {
        "first": first if first <= total else None,
        "last": last if first <= total else None,
        "total": total,
        "prev_url": address(number - 1) if number > 1 else None,
        "next_url": address(number + 1) if last < total else None,
    }


@blueprint.post("/data/<any(json, xlsx):file>")
@limiter.limit(SIGN_INS_A_MINUTE)
@own
def data_file(reader: OwnReader, file: str) -> Response:
    """Hand the reader all that is kept about them."""
    return sent(web_work(), reader.id, file)
