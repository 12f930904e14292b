"""What the screens of loans share."""

from __future__ import annotations

from flask import Blueprint
from sqlalchemy.orm import Session

from circulation.loans.rules import Assessment, Outcome, acknowledge, to_text
from ils import clock
from ils.library.places import departments
from ils.web.frame import place_label

blueprint = Blueprint("loans", __name__, template_folder="../templates", url_prefix="/loans")

LOAN = "<int(max=2147483647):loan_id>"


def place_names(session: Session) -> dict[str, str]:
    """Return the departments by code in the language of the request."""
    return {place.code: place_label(place) for place in departments(session)}


def answer_to(assessment: Assessment) -> str | None:
    """Return the yes that the page's button sends back; None where no yes would help."""
    if assessment.outcome is not Outcome.ASK:
        return None
    return to_text(acknowledge(assessment, at=clock.now()))
