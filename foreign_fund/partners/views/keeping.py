"""The form of a partner; entries of registers tied and taken off."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from foreign_fund.partners import services
from foreign_fund.partners.forms import PartnerForm
from foreign_fund.partners.messages import KINDS
from foreign_fund.partners.queries.partners import PartnerRow, partner_row
from foreign_fund.partners.views.base import NUMBER, PARTNER, Answer, act, blueprint, choices, say
from ils.accounts.permissions import Permission
from ils.db import transaction
from ils.errors import LibraryError
from ils.text import whole_number
from ils.web.auth import current_work, require
from ils.web.errors import STATUS
from ils.web.session import current_session


@blueprint.route("/new", methods=["GET", "POST"])
@require(Permission.FOREIGN_FUND)
def new() -> Answer:
    """Enter a partner."""
    form = PartnerForm().offer(choices(KINDS))
    if request.method == "GET":
        return _page(form)
    if not form.validate():
        return _page(form), 400
    try:
        with transaction(current_session()) as session:
            made = services.enter_partner(session, current_work(), facts=form.facts()).id
    except LibraryError as problem:
        return _page(form, problem=problem), STATUS[problem.kind]
    return redirect(url_for("partners.show", partner_id=made))


@blueprint.route(f"{PARTNER}/edit", methods=["GET", "POST"])
@require(Permission.FOREIGN_FUND)
def edit(partner_id: int) -> Answer:
    """Change a partner."""
    row = partner_row(current_session(), partner_id)
    form = PartnerForm().offer(choices(KINDS))
    if request.method == "GET":
        form.show(row)
        return _page(form, row)
    if not form.validate():
        return _page(form, row), 400
    try:
        with transaction(current_session()) as session:
            services.change_partner(session, current_work(), partner_id=partner_id, facts=form.facts())
    except LibraryError as problem:
        return _page(form, row, problem), STATUS[problem.kind]
    flash(_("Saved."), "success")
    return redirect(url_for("partners.show", partner_id=partner_id))


def _page(form: PartnerForm, row: PartnerRow | None = None, problem: LibraryError | None = None) -> str:
    return render_template("partners/form.html", form=form, row=row, problem=say(problem) if problem else "")


@blueprint.post(f"{PARTNER}/entries")
@require(Permission.FOREIGN_FUND)
def tie(partner_id: int) -> Answer:
    """Tie an entry of a register to a partner."""
    entry_id = whole_number(request.form.get("entry_id")) or 0
    return act(
        url_for("partners.show", partner_id=partner_id),
        _("The entry is the partner's now."),
        lambda session: services.tie_entry(session, current_work(), partner_id=partner_id, entry_id=entry_id),
    )


@blueprint.post(f"{PARTNER}/entries/<{NUMBER}:entry_id>/off")
@require(Permission.FOREIGN_FUND)
def untie(partner_id: int, entry_id: int) -> Answer:
    """Take an entry off a partner."""
    return act(
        url_for("partners.show", partner_id=partner_id),
        _("Taken off the partner; the entry stays in its register."),
        lambda session: services.untie_entry(
            session, current_work(), partner_id=partner_id, entry_id=entry_id
        ),
    )
