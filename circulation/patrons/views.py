"""Screens of readers: the list, the reader's page, registration, the card."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from circulation.patrons import queries, services
from circulation.patrons.forms import CardForm, PatronForm, country_names
from circulation.patrons.messages import REGISTRATION_KINDS, SEXES_SHOWN
from circulation.patrons.rules import age_group
from ils import clock
from ils.accounts.permissions import Permission
from ils.db import transaction
from ils.errors import InputCode, InputError, LibraryError
from ils.library.places import departments
from ils.printing.barcodes import code128_svg
from ils.web.auth import current_work, require
from ils.web.errors import explain
from ils.web.frame import place_label
from ils.web.locale import LANGUAGES, safe_path
from ils.web.session import current_session

blueprint = Blueprint("patrons", __name__, template_folder="templates", url_prefix="/patrons")

PAGE = 50
LAST_PAGE = 100_000
PATRON = "<int(max=2147483647):patron_id>"
Panel = Callable[[Session, int], Markup]


@dataclass(frozen=True, slots=True)
class Pager:
    """Which rows of how many a page shows, and where the pages beside it are."""

    first: int | None
    last: int | None
    total: int
    prev_url: str | None
    next_url: str | None


@blueprint.get("/")
@require(Permission.CIRCULATE)
def index() -> str | Response:
    """Show readers by name; a scanned card opens its reader at once."""
    session, asked = current_session(), request.args.get("q", "").strip()[:200]
    if asked and (scanned := queries.find_patron(session, asked)) is not None:
        return redirect(url_for("patrons.show", patron_id=scanned.id))
    choices, year = [("", _("All categories")), *_category_choices()], clock.today().year
    category = _chosen("category", choices)
    registered = request.args.get("registered") == "1"
    number = _page_number()
    found = queries.search_patrons(
        session,
        asked,
        category=category,
        registered_in=year if registered else None,
        limit=PAGE,
        offset=(number - 1) * PAGE,
    )
    return render_template(
        "patrons/index.html",
        found=found,
        asked=asked,
        category=category,
        registered=registered,
        year=year,
        registered_count=queries.count_registered(session, year),
        category_choices=choices,
        pager=_pager(
            number, found, q=asked or None, category=category or None, registered=1 if registered else None
        ),
    )


def _chosen(name: str, choices: list[tuple[str, str]]) -> str:
    value = request.args.get(name, "")
    if value not in dict(choices):
        raise InputError(InputCode.UNKNOWN_CHOICE, field=name, value=value[:40])
    return value


def _page_number() -> int:
    text = request.args.get("page", "1")
    if not (text.isascii() and text.isdigit() and len(text) < 7 and 1 <= int(text) <= LAST_PAGE):
        raise InputError(InputCode.NOT_A_NUMBER, field="page")
    return int(text)


def _pager(number: int, found: queries.PatronPage, **arguments: Any) -> Pager:
    first = (number - 1) * PAGE + 1

    def address(page: int) -> str:
        return url_for("patrons.index", page=page, **arguments)

    return Pager(
        first=first if found.rows else None,
        last=first + len(found.rows) - 1 if found.rows else None,
        total=found.total,
        prev_url=address(number - 1) if number > 1 else None,
        next_url=address(number + 1) if number * PAGE < found.total else None,
    )


@blueprint.route("/new", methods=["GET", "POST"])
@require(Permission.CIRCULATE)
def new() -> str | Response | tuple[str, int]:
    """Register a new reader; the desk gives the scanned card and where to go back to (CO-02)."""
    form = _form(PatronForm(card_number=request.args.get("card", "")[:40]))
    problem = None
    if form.validate_on_submit():
        try:
            return _added(form)
        except LibraryError as refusal:
            problem = explain(refusal.code, refusal.facts)
    return _shown_form(form, problem, patron=None, back_url=_back(url_for("patrons.index")))


def _added(form: PatronForm) -> Response:
    with transaction(current_session()) as session:
        patron = services.add_patron(
            session, current_work(), card_number=form.card_number.data or None, **form.details()
        )
    flash(_("Reader registered. Card: %(card)s", card=patron.card_number), "success")
    return redirect(_back(url_for("patrons.show", patron_id=patron.id)))


def _back(otherwise: str) -> str:
    """Return where the caller wants to go on, on this site only."""
    wanted = request.args.get("next", "")
    return safe_path(wanted) if wanted else otherwise


@blueprint.get(f"/{PATRON}")
@require(Permission.CIRCULATE)
def show(patron_id: int) -> str:
    """Show a reader: facts, registrations, and what upper floors add."""
    session, today = current_session(), clock.today()
    patron = queries.patron_facts(session, patron_id)
    return render_template(
        "patrons/show.html",
        patron=patron,
        year=today.year,
        registrations=queries.registrations_of(session, patron_id),
        age=age_group(patron.birth_date, today),
        country=country_names().get(patron.citizenship, patron.citizenship),
        language=dict(_language_choices()).get(patron.language, patron.language),
        sex=SEXES_SHOWN[patron.sex] if patron.sex else "",
        kinds=REGISTRATION_KINDS,
        department_names={place.code: place_label(place) for place in departments(session)},
        panels=[panel(session, patron_id) for panel in _panels()],
    )


def _panels() -> Iterable[Panel]:
    """Return what the roof put on a reader's page: loans, visits."""
    panels: Iterable[Panel] = current_app.extensions.get("ils_patron_panels", ())
    return panels


@blueprint.route(f"/{PATRON}/edit", methods=["GET", "POST"])
@require(Permission.CIRCULATE)
def edit(patron_id: int) -> str | Response | tuple[str, int]:
    """Change a reader's details."""
    patron = queries.patron_facts(current_session(), patron_id)
    form = _form(PatronForm(obj=patron))
    del form.card_number
    problem = None
    if form.validate_on_submit():
        try:
            with transaction(current_session()) as session:
                services.change_patron(session, current_work(), patron_id=patron_id, **form.details())
            flash(_("Saved"), "success")
            return redirect(url_for("patrons.show", patron_id=patron_id))
        except LibraryError as refusal:
            problem = explain(refusal.code, refusal.facts)
    return _shown_form(form, problem, patron=patron, back_url=url_for("patrons.show", patron_id=patron_id))


@blueprint.post(f"/{PATRON}/register")
@require(Permission.CIRCULATE)
def register(patron_id: int) -> Response:
    """Register for the present year (RG-01)."""
    with transaction(current_session()) as session:
        registration = services.register(session, current_work(), patron_id=patron_id)
    flash(
        _(
            "Registered for %(year)s. Running number: %(number)s",
            year=registration.year,
            number=registration.running_number,
        ),
        "success",
    )
    return redirect(_back(url_for("patrons.show", patron_id=patron_id)))


@blueprint.post(f"/{PATRON}/card-lost")
@require(Permission.CIRCULATE)
def card_lost(patron_id: int) -> Response:
    """Note that the card is lost."""
    with transaction(current_session()) as session:
        services.report_card_lost(session, current_work(), patron_id=patron_id)
    flash(_("The card is now refused at every desk."), "success")
    return redirect(url_for("patrons.show", patron_id=patron_id))


@blueprint.route(f"/{PATRON}/new-card", methods=["GET", "POST"])
@require(Permission.CIRCULATE)
def new_card(patron_id: int) -> str | Response | tuple[str, int]:
    """Give the reader another card (RG-02)."""
    patron = queries.patron_facts(current_session(), patron_id)
    form = CardForm()
    problem = None
    if form.validate_on_submit():
        try:
            with transaction(current_session()) as session:
                services.replace_card(
                    session, current_work(), patron_id=patron_id, card_number=form.card_number.data or None
                )
            flash(_("The new card is valid from now on."), "success")
            return redirect(url_for("patrons.card", patron_id=patron_id))
        except LibraryError as refusal:
            problem = explain(refusal.code, refusal.facts)
    shown = render_template("patrons/new_card.html", patron=patron, form=form, problem=problem)
    return shown, 422 if problem or form.errors else 200


@blueprint.get(f"/{PATRON}/card")
@require(Permission.CIRCULATE)
def card(patron_id: int) -> str:
    """Show the card as it is printed."""
    patron = queries.patron_facts(current_session(), patron_id)
    return render_template("patrons/card.html", patron=patron, barcode=code128_svg(patron.card_number))


def _form(form: PatronForm) -> PatronForm:
    return form.offer(
        categories=_category_choices(),
        sexes=[(code, str(words)) for code, words in SEXES_SHOWN.items()],
        languages=_language_choices(),
    )


def _shown_form(
    form: PatronForm, problem: str | None, *, patron: queries.PatronFacts | None, back_url: str
) -> tuple[str, int]:
    shown = render_template("patrons/form.html", form=form, problem=problem, patron=patron, back_url=back_url)
    return shown, 422 if problem or form.errors else 200


def _category_choices() -> list[tuple[str, str]]:
    return [(each.code, place_label(each)) for each in queries.categories(current_session())]


def _language_choices() -> list[tuple[str, str]]:
    return [(language.code, language.label) for language in LANGUAGES]
