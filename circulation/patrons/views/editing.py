"""The form of a reader: a new one, a change, and what the library thinks of it while it is being typed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask import session as browser
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from circulation.patrons import queries, services
from circulation.patrons.errors import Doubt, DoubtCode, PatronCode, PatronDoubted, PatronInputError
from circulation.patrons.forms import PatronForm
from circulation.patrons.models import PatronKind
from circulation.patrons.queries import PatronFacts
from circulation.patrons.queries.details import details_of
from circulation.patrons.queries.finding import SUGGESTED
from circulation.patrons.rules import Details, clean_name, full_name, other_script
from circulation.patrons.rules.alike import category_doubt
from circulation.patrons.views.base import (
    PATRON,
    Page,
    back,
    blueprint,
    category_choices,
    channel_choices,
    language_choices,
    sex_choices,
)
from ils import clock
from ils.accounts.permissions import Permission
from ils.db import transaction
from ils.errors import LibraryError
from ils.web.auth import current_work, require
from ils.web.errors import explain
from ils.web.session import current_session


@blueprint.route("/new", methods=["GET", "POST"])
@require(Permission.CIRCULATE)
def new() -> Page:
    """Register a new reader; the desk gives the scanned card and where to go back to (CO-02)."""
    kind = "organisation" if request.args.get("kind") == "organisation" else "person"
    form = _form(PatronForm(data=_beginning(kind)), kind)
    if not form.validate_on_submit():
        return _shown(form, kind, back_url=back(url_for("patrons.index")))
    try:
        return _added(form, kind)
    except LibraryError as refusal:
        return _shown(form, kind, refusal, back_url=back(url_for("patrons.index")))


def _beginning(kind: str) -> dict[str, Any]:
    codes = [code for code, _name in category_choices()]
    category = {"category": "organisation"} if kind == "organisation" and "organisation" in codes else {}
    return {"card_number": request.args.get("card", "")[:40], **category}


def _added(form: PatronForm, kind: str) -> Response:
    details = _details(form, kind)
    _look_twice(details)
    with transaction(current_session()) as session:
        patron = services.add_patron(
            session, current_work(), card_number=form.card_number.data or None, seen=_seen(), **details
        )
    flash(_("Reader registered. Card: %(card)s", card=patron.card_number), "success")
    to = back(url_for("patrons.show", patron_id=patron.id))
    if to == url_for("desk.index"):
        browser["newcomer"] = patron.card_number  # the desk opens whom it sent here
    return redirect(to)


@blueprint.route(f"/{PATRON}/edit", methods=["GET", "POST"])
@require(Permission.CIRCULATE)
def edit(patron_id: int) -> Page:
    """Change a reader's details."""
    patron = queries.patron_facts(current_session(), patron_id)
    kind, back_url = patron.kind.value, url_for("patrons.show", patron_id=patron_id)
    form = _form(PatronForm(data=_told(patron)), kind)
    del form.card_number
    if not form.validate_on_submit():
        return _shown(form, kind, patron=patron, back_url=back_url)
    try:
        details = _details(form, kind)
        _look_twice(details, besides=patron_id)
        with transaction(current_session()) as session:
            services.change_patron(session, current_work(), patron_id=patron_id, seen=_seen(), **details)
    except LibraryError as refusal:
        return _shown(form, kind, refusal, patron=patron, back_url=back_url)
    flash(_("Saved"), "success")
    return redirect(back_url)


def _told(patron: PatronFacts) -> dict[str, Any]:
    """Return what stands in the form of a reader on record."""
    session = current_session()
    told: dict[str, Any] = dict(details_of(session, patron.id))
    guardian_id = patron.guardian_id
    card = queries.patron_facts(session, guardian_id).card_number if guardian_id else ""
    channels = told.pop("channels", None) or [""]
    return {**told, "guardian_card": card, "channel": channels[0]}


@blueprint.post("/alike")
@require(Permission.CIRCULATE)
def alike() -> str:
    """Say, while a reader is typed, how the name looks in the other script and who may be the same person."""
    kind = "organisation" if request.args.get("kind") == "organisation" else "person"
    besides = request.args.get("besides", type=int)
    form = _form(PatronForm(), kind)
    name = full_name(*(_part(form, field) for field in ("surname", "given_name", "patronymic")))
    return render_template("patrons/alike.html", other=other_script(name), doubts=_likes(form, kind, besides))


def _part(form: PatronForm, field: str) -> str:
    try:
        return clean_name(form[field].data, field=field) if field in form else ""
    except LibraryError:
        return ""


def _likes(form: PatronForm, kind: str, besides: int | None) -> list[dict[str, Any]]:
    """Return the readers who may be meant; a form that is not whole yet has none."""
    session = current_session()
    try:
        details = _details(form, kind)
        details["category"] = (
            details.get("category") or category_choices()[0][0]
        )  # not chosen yet: it tells nothing
        values = services.checked(session, current_work(), details)
    except LibraryError:
        return []
    found = services.doubts(session, current_work(), values, besides=besides)
    return [_shown_doubt(each) for each in found if each.code is not DoubtCode.NO_GUARDIAN]


def _form(form: PatronForm, kind: str) -> PatronForm:
    return form.for_kind(kind).offer(
        categories=category_choices(),
        sexes=sex_choices(),
        languages=language_choices(),
        channels=channel_choices(),
    )


def _details(form: PatronForm, kind: str) -> Details:
    details = form.details()
    details["kind"] = kind
    if kind == "organisation":
        return details
    card = (form.guardian_card.data or "").strip()
    guardian = queries.find_patron(current_session(), card) if card else None
    if card and guardian is None:
        raise PatronInputError(PatronCode.GUARDIAN_UNKNOWN)
    details["guardian_id"] = guardian.id if guardian else None
    return details


def _look_twice(details: Details, *, besides: int | None = None) -> None:
    """Ask the librarian about a category of another age, together with all that the services doubt.

    Only a form is asked: a table of readers or a program of others brings the categories as they are kept there.
    """
    session, work = current_session(), current_work()
    values = services.checked(session, work, details, patron_id=besides)
    odd = [] if values["kind"] is PatronKind.ORGANISATION else [*_odd_category(values)]
    if any(each.key not in _seen() for each in odd):
        raise PatronDoubted((*services.doubts(session, work, values, besides=besides), *odd))


def _odd_category(values: dict[str, Any]) -> Iterator[Doubt]:
    return category_doubt(values["category"], values["birth_date"], clock.today())


def _seen() -> set[str]:
    """Return the doubts that the librarian has looked at: the value of the button “save all the same”."""
    return {each for each in request.form.get("seen", "")[:4000].split(",") if each}


def _shown(
    form: PatronForm,
    kind: str,
    refusal: LibraryError | None = None,
    *,
    patron: PatronFacts | None = None,
    back_url: str,
) -> tuple[str, int]:
    doubts = refusal.doubts if isinstance(refusal, PatronDoubted) else ()
    session = current_session()
    if refusal and not doubts:
        _mark(form, refusal)
    page = render_template(
        "patrons/form.html",
        form=form,
        kind=kind,
        patron=patron,
        back_url=back_url,
        problem=explain(refusal.code, refusal.facts) if refusal and not doubts else None,
        doubts=[_shown_doubt(each) for each in doubts],
        seen=",".join(each.key for each in doubts),
        other=_other_of(form, patron),
        suggested={name: queries.suggestions(session, name) for name in SUGGESTED if name in form},
        is_organisation=kind == PatronKind.ORGANISATION.value,
    )
    return page, 422 if refusal or form.errors else 200


REFUSED_IN: dict[str, tuple[str, ...]] = {
    PatronCode.PHONE_INVALID: ("phone", "guardian_phone"),
    PatronCode.EMAIL_INVALID: ("email",),
    PatronCode.BIRTH_DATE_ODD: ("birth_date",),
    PatronCode.CONSENT_LATER: ("consent_on",),
    PatronCode.CITIZENSHIP_INVALID: ("citizenship",),
    PatronCode.CATEGORY_UNKNOWN: ("category",),
    PatronCode.GUARDIAN_UNKNOWN: ("guardian_card",),
    PatronCode.GUARDIAN_CHILD: ("guardian_card",),
    PatronCode.GUARDIAN_SELF: ("guardian_card",),
    PatronCode.CARD_INVALID: ("card_number",),
    PatronCode.CARD_TAKEN: ("card_number",),
}
"""The fields that a refusal speaks of."""


def _mark(form: PatronForm, refusal: LibraryError) -> None:
    """Put the refusal beside the field it is about; of two telephones, beside the one that was refused."""
    names = REFUSED_IN.get(refusal.code, (str(refusal.facts.get("field", "")),))
    shown = str(refusal.facts.get("phone", ""))
    fields = [form[name] for name in names if name in form]
    for field in [each for each in fields if shown and (each.data or "").strip() == shown] or fields[:1]:
        field.errors = [*field.errors, explain(refusal.code, refusal.facts)]


def _other_of(form: PatronForm, patron: PatronFacts | None) -> str:
    if patron is not None and not form.is_submitted():
        return other_script(patron.full_name)
    return other_script(full_name(*(_part(form, field) for field in ("surname", "given_name", "patronymic"))))


def _shown_doubt(doubt: Doubt) -> dict[str, Any]:
    url = url_for("patrons.show", patron_id=doubt.patron_id) if doubt.patron_id else None
    return {"text": explain(doubt.code, doubt.facts), "url": url, "code": str(doubt.code)}
