"""One reader: the page, the yearly registration, the card."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from circulation.patrons import queries, services
from circulation.patrons.forms import CardForm, country_names
from circulation.patrons.messages import CHANNELS_SHOWN, REGISTRATION_KINDS, RESTRICTION_KINDS, SEXES_SHOWN
from circulation.patrons.queries.details import details_of, has_photo, wards_of
from circulation.patrons.queries.registering import last_number
from circulation.patrons.rules import CHANNELS, age, age_group
from circulation.patrons.views.base import PATRON, Page, back, blueprint, language_choices
from ils import clock
from ils.accounts.permissions import Permission
from ils.accounts.queries import staff_names
from ils.db import transaction
from ils.errors import InputCode, InputError, LibraryError
from ils.library.places import departments
from ils.printing.barcodes import code128_svg
from ils.text import whole_number
from ils.web.auth import current_work, require
from ils.web.errors import explain
from ils.web.frame import place_label
from ils.web.session import current_session

Panel = Callable[[Session, int], Markup]


@blueprint.get(f"/{PATRON}")
@require(Permission.CIRCULATE)
def show(patron_id: int) -> str:
    """Show a reader: facts, registrations, restrictions, and what upper floors add."""
    session, today = current_session(), clock.today()
    patron = queries.patron_facts(session, patron_id)
    restrictions = queries.restrictions_of(session, patron_id)
    registrations = queries.registrations_of(session, patron_id)
    return render_template(
        "patrons/show.html",
        patron=patron,
        details=details_of(session, patron_id),
        year=today.year,
        registrations=registrations,
        newest=bool(registrations)
        and registrations[0].running_number == last_number(session, registrations[0].year),
        restrictions=restrictions,
        restriction_kinds=RESTRICTION_KINDS,
        staff=staff_names(session, (who for row in restrictions for who in (row.set_by, row.lifted_by))),
        age=_("age group %(ages)s", ages=age_group(patron.birth_date, today)),
        years=_("%(years)s years old", years=age(patron.birth_date, today)) if patron.birth_date else None,
        country=country_names().get(patron.citizenship, patron.citizenship),
        language=dict(language_choices()).get(patron.language, patron.language),
        sex=SEXES_SHOWN[patron.sex] if patron.sex else "",
        channels=[CHANNELS_SHOWN[each] for each in patron.channels or () if each in CHANNELS],
        photo_url=url_for("patrons.photo", patron_id=patron_id) if has_photo(session, patron_id) else None,
        wards=wards_of(session, patron_id),
        kinds=REGISTRATION_KINDS,
        department_names={place.code: place_label(place) for place in departments(session)},
        panels=[panel(session, patron_id) for panel in _panels()],
    )


def _panels() -> Iterable[Panel]:
    """Return what the roof put on a reader's page: loans, visits."""
    panels: Iterable[Panel] = current_app.extensions.get("ils_patron_panels", ())
    return panels


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
    return redirect(back(url_for("patrons.show", patron_id=patron_id)))


@blueprint.post(f"/{PATRON}/register/back")
@require(Permission.CIRCULATE)
def unregister(patron_id: int) -> Response:
    """Take back a registration made by mistake."""
    with transaction(current_session()) as session:
        number = services.take_registration_back(
            session, current_work(), patron_id=patron_id, year=_year_asked()
        )
    flash(_("The registration was taken back; number %(number)s is free again.", number=number), "success")
    return redirect(url_for("patrons.show", patron_id=patron_id))


def _year_asked() -> int:
    text = request.form.get("year", "")
    year = whole_number(text, digits=4)
    if year is None:
        raise InputError(InputCode.UNKNOWN_CHOICE, field="year", value=text[:20])
    return year


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
def new_card(patron_id: int) -> Page:
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
    session = current_session()
    patron = queries.patron_facts(session, patron_id)
    photo_url = url_for("patrons.photo", patron_id=patron_id) if has_photo(session, patron_id) else None
    return render_template(
        "patrons/card.html", patron=patron, barcode=code128_svg(patron.card_number), photo_url=photo_url
    )
