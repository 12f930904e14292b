"""`ils desk`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

import click
from sqlalchemy.orm import Session

from circulation.loans import services
from circulation.loans.errors import LoanRefused
from circulation.loans.messages import told as told_in_words
from circulation.loans.rules import Acknowledgement, Assessment, Reason, fingerprint
from circulation.loans.services import assess_loan
from ils.activity.work import Work
from ils.cli.base import REFUSED, command_work, json_option, refusals, say_json
from ils.db import transaction
from ils.web.session import current_session

department_option = click.option(
    "--department", default=None, help="Where the desk stands; default: the first."
)
yes_option = click.option(
    "--yes",
    "yes",
    multiple=True,
    metavar="CODE",
    help="Say yes to a question with this code; may be repeated.",
)

Act = Callable[[Session, Work, str, str, Acknowledgement | None], tuple[str, tuple[Reason, ...], date | None]]


@click.group("desk")
def desk() -> None:
    """Lend, return and renew by numbers, as the scan box does."""


def _answer(outcome: str, reasons: Iterable[Reason], due: date | None, as_json: bool) -> None:
    reasons = list(reasons)
    if as_json:
        told = [{"code": each.code, "severity": each.severity, "facts": each.facts} for each in reasons]
        say_json({"outcome": outcome, "reasons": told, "due": due})
        return
    click.echo(f"{outcome}{f' {due:%d.%m.%Y}' if due else ''}")
    for each in reasons:
        click.echo(f"  {each.rule} {told_in_words(each)}")


def _yes_to(assessment: Assessment, codes: tuple[str, ...], at: datetime) -> Acknowledgement:
    """Return the yes to those questions of the assessment whose codes were given."""
    shown = frozenset(fingerprint(each) for each in assessment.asks if str(each.code) in codes)
    return Acknowledgement(assessment.patron_id, assessment.item_id, shown, at)


def _carry_out(
    act: Act, card: str, barcode: str, yes: tuple[str, ...], department: str | None, as_json: bool
) -> None:
    """Do the act; what it asks is answered by `yes` and the act tried once more."""
    session = current_session()
    work = command_work(session, department)
    try:
        try:
            with transaction(session):
                done = act(session, work, card, barcode, None)
        except LoanRefused as asked:
            if not yes:
                raise
            with transaction(session):
                done = act(session, work, card, barcode, _yes_to(asked.assessment, yes, work.now))
    except LoanRefused as refusal:
        _answer(refusal.assessment.outcome, refusal.assessment.reasons, None, as_json)
        sys.exit(REFUSED)
    _answer(*done, as_json)


@desk.command("assess")
@click.argument("card")
@click.argument("barcode")
@department_option
@json_option
@refusals
def assess(card: str, barcode: str, department: str | None, as_json: bool) -> None:
    """Tell whether CARD may borrow BARCODE, and why not; nothing changes."""
    session = current_session()
    seen = assess_loan(session, command_work(session, department), card=card, code=barcode)
    _answer(seen.outcome, seen.reasons, seen.due_on, as_json)
    if seen.reasons and str(seen.outcome) != "allowed":
        sys.exit(REFUSED)


def _lend(session: Session, work: Work, card: str, code: str, yes: Acknowledgement | None) -> Any:
    lent = services.check_out(session, work, card=card, code=code, acknowledged=yes)
    return lent.outcome, lent.reasons, lent.due_on


def _return(session: Session, work: Work, card: str, code: str, yes: Acknowledgement | None) -> Any:
    returned = services.check_in(session, work, code=code)
    return returned.outcome, returned.reasons, returned.due_on


def _renew(session: Session, work: Work, card: str, code: str, yes: Acknowledgement | None) -> Any:
    renewed = services.renew(session, work, code=code, card=card, acknowledged=yes)
    return "renewed", (), renewed.due_on


@desk.command("lend")
@click.argument("card")
@click.argument("barcode")
@yes_option
@department_option
@json_option
@refusals
def lend(card: str, barcode: str, yes: tuple[str, ...], department: str | None, as_json: bool) -> None:
    """Lend the copy BARCODE to the reader CARD."""
    _carry_out(_lend, card, barcode, yes, department, as_json)


@desk.command("return")
@click.argument("card")
@click.argument("barcode")
@department_option
@json_option
@refusals
def return_command(card: str, barcode: str, department: str | None, as_json: bool) -> None:
    """Take the copy BARCODE back, whoever has it; CARD is the reader who brings it."""
    _carry_out(_return, card, barcode, (), department, as_json)


@desk.command("renew")
@click.argument("card")
@click.argument("barcode")
@yes_option
@department_option
@json_option
@refusals
def renew(card: str, barcode: str, yes: tuple[str, ...], department: str | None, as_json: bool) -> None:
    """Renew the loan of the copy BARCODE by the reader CARD."""
    _carry_out(_renew, card, barcode, yes, department, as_json)
