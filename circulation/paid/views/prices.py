"""The price list: prices of a day, how they changed, a new price, the end of a service, the list on paper."""

from __future__ import annotations

from datetime import timedelta

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from circulation.paid import queries, services
from circulation.paid.errors import PaidCode, PaidNotFound
from circulation.paid.forms import EndForm, PriceForm
from circulation.paid.views.base import Answer, blueprint, name_of, unit_of
from ils import clock
from ils.accounts.permissions import Permission
from ils.db import transaction
from ils.errors import LibraryError
from ils.registers.views.base import spoken
from ils.registers.views.papers import Paper, pdf_of
from ils.web.asked import asked_day
from ils.web.auth import current_work, require
from ils.web.errors import STATUS, explain
from ils.web.files import PDF, send
from ils.web.filters import day as day_text
from ils.web.filters import num
from ils.web.session import current_session


@blueprint.get("/prices")
@require(Permission.CIRCULATE)
def prices() -> str:
    """Show the price list of a day, and all prices there were and will be."""
    session, today = current_session(), clock.today()
    day = asked_day("day", near=True) or today
    return render_template(
        "paid/prices.html",
        day=day,
        today=today,
        prices=queries.prices_on(session, day),
        history=queries.prices_of(session),
    )


@blueprint.route("/prices/new", methods=["GET", "POST"])
@require(Permission.SETTINGS)
def price() -> Answer:
    """Price a service, new or known, from a day on."""
    form = PriceForm(data={"since": clock.today() + timedelta(days=1)})
    code = request.args.get("code", "")[:40]
    known = next(iter(queries.prices_of(current_session(), code)), None) if code else None
    if request.method == "GET":
        if known is not None:
            form.show(known)
        else:
            form.since.data = clock.today()
        return _price_page(form, bool(known))
    if not form.validate():
        return _price_page(form, bool(known)), 422
    try:
        with transaction(current_session()) as session:
            services.set_price(
                session, current_work(), code=known.code if known else form.code.data, price=form.price.data,
                since=form.since.data, names=form.texts("name"), units=form.texts("unit"),
            )  # fmt: skip
    except LibraryError as problem:
        told = explain(problem.code, problem.facts)
        return _price_page(form, bool(known), told), STATUS[problem.kind]
    flash(_("Saved."), "success")
    return redirect(url_for("paid.prices", day=form.since.data))


def _price_page(form: PriceForm, known: bool, problem: str | None = None) -> str:
    return render_template("paid/price.html", form=form, known=known, problem=problem)


@blueprint.route("/prices/<code>/end", methods=["GET", "POST"])
@require(Permission.SETTINGS)
def end(code: str) -> Answer:
    """Take a service off the list."""
    known = next(iter(queries.prices_of(current_session(), code)), None)
    if known is None:
        raise PaidNotFound(PaidCode.SERVICE_UNKNOWN, service=code[:40])
    form = EndForm(data={"until": clock.today()})
    if request.method == "GET" or not form.validate():
        page = render_template("paid/end.html", form=form, price=known)
        return page if request.method == "GET" else (page, 422)
    with transaction(current_session()) as session:
        services.end_price(session, current_work(), code=code, until=form.until.data)
    flash(_("Saved."), "success")
    return redirect(url_for("paid.prices"))


@blueprint.get("/prices/list.pdf")
@require(Permission.CIRCULATE)
def price_list() -> Response:
    """Send the price list of a day as PDF, with the director's approval."""
    day = asked_day("day", near=True) or clock.today()
    with spoken() as language:
        found = queries.prices_on(current_session(), day)
        paper = Paper(
            title=_("Price list of paid services"),
            sub=_("Prices on %(day)s", day=day_text(day)),
            columns=[("№", 10), (_("Service"), 0), (_("Unit"), 36), (_("Price, soʻm"), 30)],
            rows=[
                [str(number), name_of(each), unit_of(each), num(each.price)]
                for number, each in enumerate(found, start=1)
            ],
            language=language,
            numbers=(0, 3),
            signatures=[_("Chief accountant")],
        )
        made = pdf_of(paper)
    return send(made, PDF, f"prices-{day}.pdf")
