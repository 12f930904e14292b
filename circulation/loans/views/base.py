"""What the screens of loans share."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from circulation.loans.rules import Assessment, Outcome, acknowledge, to_text
from ils import clock
from ils.errors import InputCode, InputError
from ils.library.places import departments
from ils.web.frame import place_label

blueprint = Blueprint("loans", __name__, template_folder="../templates", url_prefix="/loans")

LOAN = "<int(max=2147483647):loan_id>"
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def place_names(session: Session) -> dict[str, str]:
    """Return the departments by code in the language of the request."""
    return {place.code: place_label(place) for place in departments(session)}


def answer_to(assessment: Assessment) -> str | None:
    """Return the yes that the page's button sends back; None where no yes would help."""
    if assessment.outcome is not Outcome.ASK:
        return None
    return to_text(acknowledge(assessment, at=clock.now()))


def given_day(name: str, text: str | None = None) -> date | None:
    """Return a day of the form, or of `text`; None for none, refused where it is no day."""
    typed = (request.form.get(name, "") if text is None else text).strip()
    if not typed:
        return None
    try:
        found = date.fromisoformat(typed)
    except ValueError:
        raise InputError(InputCode.NOT_A_DATE, field=name) from None
    if not 2000 <= found.year <= 2100:  # 0026-04-15 is what a date box makes of a year typed with two figures
        raise InputError(InputCode.NOT_A_DATE, field=name)
    return found


def given_number(name: str) -> int | None:
    """Return a whole number of the form, spaces read over; None for none, refused where it is none."""
    typed = "".join(request.form.get(name, "").split())
    if not typed:
        return None
    if not typed.isascii() or not typed.isdigit() or len(typed) > 10:
        raise InputError(InputCode.NOT_A_NUMBER, field=name)
    return int(typed)


def send(body: bytes, kind: str, name: str, *, keep: bool = False) -> Response:
    """Send a file: to be shown in the browser, or (`keep`) saved; never kept in its cache."""
    answer = Response(body, mimetype=kind)
    answer.headers["Content-Disposition"] = f'{"attachment" if keep else "inline"}; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
