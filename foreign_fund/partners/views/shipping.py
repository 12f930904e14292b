"""Acts on a shipment: lines, posting, correcting, the act of acceptance."""

from __future__ import annotations

from collections.abc import Mapping

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _

from catalog.stock.queries.showing import last_commission
from catalog.stock.views.base import series_choices
from foreign_fund.partners import services
from foreign_fund.partners.forms import ActForm, LineForm
from foreign_fund.partners.queries import shipments as queries
from foreign_fund.partners.views.base import NUMBER, SHIPMENT, Answer, act, blueprint, say
from foreign_fund.partners.views.shipments import shipment_page
from ils import clock
from ils.accounts.permissions import Permission
from ils.db import transaction
from ils.errors import LibraryError
from ils.registers.views.base import department_choices
from ils.text import whole_number
from ils.web.asked import near_day_of
from ils.web.auth import current_work, require
from ils.web.errors import STATUS
from ils.web.session import current_session


@blueprint.post(f"{SHIPMENT}/lines")
@require(Permission.FOREIGN_FUND)
def add_line(shipment_id: int) -> Answer:
    """Add copies of a title to a draft, or a copy of ours that was scanned."""
    here, code = url_for("partners.shipment", shipment_id=shipment_id), request.form.get("code", "").strip()
    if code:
        return act(
            here,
            _("The copy is in the shipment."),
            lambda session: services.add_copy(session, current_work(), shipment_id=shipment_id, code=code),
        )
    form = LineForm()
    row = queries.shipment_row(current_session(), shipment_id)
    if not form.validate():
        return shipment_page(row, form), 400
    try:
        line = form.line()
        with transaction(current_session()) as session:
            services.add_line(session, current_work(), shipment_id=shipment_id, line=line)
    except LibraryError as problem:
        return shipment_page(row, form, problem), STATUS[problem.kind]
    return redirect(here)


@blueprint.post(f"{SHIPMENT}/lines/<{NUMBER}:line_id>/remove")
@require(Permission.FOREIGN_FUND)
def remove_line(shipment_id: int, line_id: int) -> Answer:
    """Take a line out of a draft."""
    return act(
        url_for("partners.shipment", shipment_id=shipment_id),
        _("Taken out."),
        lambda session: services.remove_line(
            session, current_work(), shipment_id=shipment_id, line_id=line_id
        ),
    )


@blueprint.post(f"{SHIPMENT}/lines/<{NUMBER}:line_id>/describe")
@require(Permission.FOREIGN_FUND)
def describe_line(shipment_id: int, line_id: int) -> Answer:
    """Say of which record a line is."""
    record_id = whole_number(request.form.get("record_id")) or 0
    return act(
        url_for("partners.shipment", shipment_id=shipment_id),
        _("The line has its record."),
        lambda session: services.describe_line(
            session, current_work(), shipment_id=shipment_id, line_id=line_id, record_id=record_id
        ),
    )


@blueprint.post(f"{SHIPMENT}/post")
@require(Permission.FOREIGN_FUND)
def post(shipment_id: int) -> Answer:
    """Post a draft in the ledger."""
    return act(
        url_for("partners.shipment", shipment_id=shipment_id),
        _("The shipment stands in the ledger. From now on another entry corrects it."),
        lambda session: services.post(session, current_work(), shipment_id=shipment_id),
    )


@blueprint.post(f"{SHIPMENT}/cancel")
@require(Permission.FOREIGN_FUND)
def cancel(shipment_id: int) -> Answer:
    """Give a draft up."""
    return act(
        url_for("partners.shipments"),
        _("The draft was given up."),
        lambda session: services.cancel_shipment(session, current_work(), shipment_id=shipment_id),
    )


@blueprint.post(f"{SHIPMENT}/correct")
@require(Permission.FOREIGN_FUND)
def correct(shipment_id: int) -> Answer:
    """Post an entry that corrects a shipment."""
    here = url_for("partners.shipment", shipment_id=shipment_id)
    wanted: dict[int, int] = {}
    for name, typed in request.form.items():
        number = whole_number(name.removeprefix("line-")) if name.startswith("line-") else None
        if number is not None:
            copies = whole_number("".join(typed.split()))
            if copies is None:
                flash(_("This is not a whole number."), "danger")
                return redirect(here)
            wanted[number] = copies
    try:
        day = near_day_of(request.form.get("day"), field="day") or clock.today()
    except LibraryError as problem:
        flash(say(problem), "danger")
        return redirect(here)
    reason = request.form.get("reason", "")
    return act(
        here,
        _corrected(shipment_id, wanted),
        lambda session: services.correct(
            session, current_work(), shipment_id=shipment_id, wanted=wanted, day=day, reason=reason
        ),
    )


def _corrected(shipment_id: int, wanted: Mapping[int, int]) -> str:
    """Say that it was corrected, and of copies of ours that came back what is to be done with them."""
    lines = queries.standing_lines(current_session(), shipment_id)
    back = [line.code for line in lines if line.item_id and line.standing and wanted.get(line.id) == 0]
    said = _("Corrected by another entry; the first one stands as it was.")
    if not back:
        return str(said)
    told = _("They stay written off: %(codes)s. Accept what came back anew by an act.", codes=", ".join(back))
    return f"{said} {told}"


@blueprint.post(f"{SHIPMENT}/act")
@require(Permission.CATALOGUE)
def make_act(shipment_id: int) -> Answer:
    """Make the draft of an acceptance act and go to it."""
    here = url_for("partners.shipment", shipment_id=shipment_id)
    form = ActForm().offer(series_choices(), department_choices())
    if not form.validate():
        flash(_("Please mend the marked fields."), "danger")
        return redirect(here)
    try:
        with transaction(current_session()) as session:
            act_id = services.make_act(
                session, current_work(), shipment_id=shipment_id, series=form.series.data,
                department=form.department.data, commission=last_commission(session),
            )  # fmt: skip
    except LibraryError as problem:
        flash(say(problem), "danger")
        return redirect(here)
    return redirect(url_for("stock.act", act_id=act_id))


@blueprint.post(f"{SHIPMENT}/settle")
@require(Permission.FOREIGN_FUND)
def settle(shipment_id: int) -> Answer:
    """Bring the ledger to what the approved act accepted, by another entry."""
    reason = request.form.get("reason", "")
    return act(
        url_for("partners.shipment", shipment_id=shipment_id),
        _("The ledger says what the act says."),
        lambda session: services.settle_by_act(
            session, current_work(), shipment_id=shipment_id, reason=reason
        ),
    )
