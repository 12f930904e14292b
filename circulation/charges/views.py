"""Screens of money: a reader's account, receipts on screen and on paper, the till's journal of a day."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from circulation.charges import queries, services
from circulation.charges.forms import ChargeForm, PayForm, ReasonForm
from circulation.charges.messages import KINDS, METHODS
from circulation.charges.models import ChargeKind, Method
from circulation.charges.queries import ReceiptFacts
from circulation.patrons.queries import PatronFacts, patron_facts
from ils import clock
from ils.accounts.permissions import Permission
from ils.accounts.queries import staff_names
from ils.db import transaction
from ils.errors import LibraryError
from ils.library.places import institution_name
from ils.printing.pdf import make_pdf, own_fonts
from ils.printing.words import SOM, in_words
from ils.text import to_cyrillic
from ils.web.asked import asked_day
from ils.web.auth import current_work, require
from ils.web.errors import explain
from ils.web.files import PDF, send
from ils.web.filters import day, moment, num
from ils.web.locale import current_language
from ils.web.session import current_session

blueprint = Blueprint("charges", __name__, template_folder="templates", url_prefix="/charges")

PATRON = "<int(max=2147483647):patron_id>"
CHARGE = "<int(max=2147483647):charge_id>"
RECEIPT = "<int(max=2147483647):receipt_id>"
DATA = Path(__file__).parent / "data"


@blueprint.get("/")
@require(Permission.CIRCULATE)
def index() -> str:
    """Show the receipts of a day, or of several, and what they come to: the till's journal."""
    session, today = current_session(), clock.today()
    since = asked_day("since") or today
    until = max(since, asked_day("until") or since)
    receipts = queries.receipts_between(session, since=since, until=until)
    sums = {each: sum(row.amount for row in receipts if row.method is each) for each in Method}
    return render_template(
        "charges/index.html",
        since=since,
        until=until,
        receipts=receipts,
        sums={method: amount for method, amount in sums.items() if amount},
        taken=sum(amount for method, amount in sums.items() if method is not Method.FORGIVEN),
        staff=staff_names(session, {row.staff_id for row in receipts}),
        methods=METHODS,
    )


@blueprint.get(f"/of/{PATRON}")
@require(Permission.CIRCULATE)
def account(patron_id: int) -> str:
    """Show what a reader owes and has paid."""
    return _account(patron_id, PayForm(formdata=None), ChargeForm(formdata=None))


def _account(patron_id: int, paying: PayForm, charging: ChargeForm) -> str:
    session = current_session()
    found = queries.account(session, patron_id)
    if not paying.is_submitted() or paying.amount.data is None:
        paying.amount.data = max(found.owed, 0)
    return render_template(
        "charges/account.html",
        patron=patron_facts(session, patron_id),
        account=found,
        paying=paying.offer(METHODS),
        charging=charging.offer(KINDS),
        staff=staff_names(
            session, {each.staff_id for each in found.charges} | {each.staff_id for each in found.receipts}
        ),
        kinds=KINDS,
        methods=METHODS,
    )


@blueprint.post(f"/of/{PATRON}/pay")
@require(Permission.CIRCULATE)
def pay(patron_id: int) -> Response | tuple[str, int]:
    """Take a payment and show its receipt."""
    form = PayForm().offer(METHODS)
    if form.validate():
        try:
            with transaction(current_session()) as session:
                receipt = services.pay(
                    session, current_work(), patron_id=patron_id, amount=form.amount.data,
                    method=Method(form.method.data), note=form.note.data or "",
                )  # fmt: skip
        except LibraryError as refusal:
            form.amount.errors = [*form.amount.errors, explain(refusal.code, refusal.facts)]
        else:
            flash(_("Payment taken. Receipt № %(number)s", number=receipt.label), "success")
            return redirect(url_for("charges.receipt", receipt_id=receipt.id))
    return _account(patron_id, form, ChargeForm(formdata=None)), 400


@blueprint.post(f"/of/{PATRON}/charge")
@require(Permission.CIRCULATE)
def charge(patron_id: int) -> Response | tuple[str, int]:
    """Enter a debt by hand."""
    form = ChargeForm().offer(KINDS)
    if form.validate():
        try:
            with transaction(current_session()) as session:
                services.charge(
                    session, current_work(), patron_id=patron_id, kind=ChargeKind(form.kind.data),
                    amount=form.amount.data, note=form.note.data or "",
                )  # fmt: skip
        except LibraryError as refusal:
            form.amount.errors = [*form.amount.errors, explain(refusal.code, refusal.facts)]
        else:
            flash(_("Debt charged"), "success")
            return redirect(url_for("charges.account", patron_id=patron_id))
    return _account(patron_id, PayForm(formdata=None), form), 400


@blueprint.route(f"/{CHARGE}/forgive", methods=["GET", "POST"])
@require(Permission.FORGIVE)
def forgive(charge_id: int) -> str | Response | tuple[str, int]:
    """Strike off what is open of a debt, with a reason."""
    return _with_reason(charge_id, services.forgive, _("Strike the debt off"), _("Debt struck off"))


@blueprint.route(f"/{CHARGE}/reverse", methods=["GET", "POST"])
@require(Permission.FORGIVE)
def reverse(charge_id: int) -> str | Response | tuple[str, int]:
    """Take a wrong debt back, with a reason."""
    return _with_reason(charge_id, services.reverse_charge, _("Take the debt back"), _("Debt taken back"))


def _with_reason(
    charge_id: int, act: Callable[..., object], title: str, done: str
) -> str | Response | tuple[str, int]:
    row = queries.charge_row(current_session(), charge_id)
    form = ReasonForm()
    if form.is_submitted() and form.validate():
        with transaction(current_session()) as session:
            act(session, current_work(), charge_id=charge_id, reason=form.reason.data)
        flash(done, "success")
        return redirect(url_for("charges.account", patron_id=row.patron_id))
    page = render_template(
        "charges/reason.html",
        title=title,
        patron=patron_facts(current_session(), row.patron_id),
        about=_(
            "%(kind)s, %(day)s, soʻm: %(amount)s",
            kind=KINDS[row.kind],
            day=day(row.day),
            amount=num(row.open),
        ),
        note=row.note,
        form=form,
        action=request.path,
        back=url_for("charges.account", patron_id=row.patron_id),
    )
    return (page, 400) if form.is_submitted() else page


@blueprint.get(f"/receipts/{RECEIPT}")
@require(Permission.CIRCULATE)
def receipt(receipt_id: int) -> str:
    """Show a receipt with the debts that it settled."""
    session = current_session()
    facts = queries.receipt_facts(session, receipt_id)
    return render_template(
        "charges/receipt.html",
        receipt=facts,
        parts=queries.parts_of(session, receipt_id),
        staff=staff_names(session, {facts.staff_id}),
        kinds=KINDS,
        methods=METHODS,
        owed=queries.owed(session, facts.patron_id),
    )


@blueprint.route(f"/receipts/{RECEIPT}/reverse", methods=["GET", "POST"])
@require(Permission.FORGIVE)
def reverse_receipt(receipt_id: int) -> str | Response | tuple[str, int]:
    """Take a payment back, with a reason: a receipt of the opposite amount."""
    facts = queries.receipt_facts(current_session(), receipt_id)
    form = ReasonForm()
    if form.is_submitted() and form.validate():
        with transaction(current_session()) as session:
            twin = services.reverse_receipt(
                session, current_work(), receipt_id=receipt_id, reason=form.reason.data
            )
        flash(_("Payment taken back. Receipt № %(number)s", number=twin.label), "success")
        return redirect(url_for("charges.receipt", receipt_id=twin.id))
    page = render_template(
        "charges/reason.html",
        title=_("Take the payment back"),
        patron=patron_facts(current_session(), facts.patron_id),
        about=_("Receipt № %(number)s, %(day)s, soʻm: %(amount)s", number=facts.label, day=day(facts.day),
                amount=num(facts.amount)),
        note=facts.note,
        form=form,
        action=request.path,
        back=url_for("charges.receipt", receipt_id=receipt_id),
    )  # fmt: skip
    return (page, 400) if form.is_submitted() else page


@blueprint.get(f"/receipts/{RECEIPT}/receipt.pdf")
@require(Permission.CIRCULATE)
def paper(receipt_id: int) -> Response:
    """Send a receipt as PDF, twice on one sheet: for the reader and for the till."""
    session, now, language = current_session(), clock.now(), current_language()
    facts = queries.receipt_facts(session, receipt_id)
    title = _("Receipt № %(number)s", number=facts.label)
    data = _paper_data(session, facts, patron_facts(session, facts.patron_id), language)
    fonts = own_fonts(current_app.config["ILS_SETTINGS"].home)
    made = make_pdf(DATA / "receipt.typ", data, title=title, language=language, at=now, fonts=fonts)
    return send(made, PDF, f"receipt-{facts.year}-{facts.number}.pdf")


def _paper_data(session: Session, facts: ReceiptFacts, patron: PatronFacts, language: str) -> dict[str, Any]:
    institution = institution_name(session)
    staff = staff_names(session, {facts.staff_id})
    return {
        "institution": to_cyrillic(institution) if language == "uz_Cyrl" else institution,
        "facts": [
            (_("Reader"), f"{patron.full_name} · {patron.card_number}"),
            (_("Paid by"), str(METHODS[facts.method])),
            (_("Time"), moment(facts.at)),
            *([(_("Note"), facts.note)] if facts.note else ()),
        ],
        "rows": [
            [f"{KINDS[each.kind]}, {day(each.day)}", each.note, num(each.amount)]
            for each in queries.parts_of(session, facts.id)
        ],
        "columns": [_("For what"), _("Note"), _("soʻm")],
        "total": (_("Total, soʻm"), num(facts.amount)),
        "words": in_words(facts.amount, SOM, language),
        "copies": [_("For the reader"), _("For the library")],
        "signatures": [(_("Librarian"), staff.get(facts.staff_id or 0, "")), (_("Reader"), "")],
    }


def patron_panel(session: Session, patron_id: int) -> Markup:
    """Return what a reader owes, for the reader's page."""
    found = queries.account(session, patron_id)
    open_debts = [each for each in found.charges if each.reverses_id is None and each.open > 0]
    panel = render_template(
        "charges/panel.html", patron_id=patron_id, account=found, debts=open_debts, kinds=KINDS
    )
    return Markup(panel)  # noqa: S704 - a template of ours has escaped every value
