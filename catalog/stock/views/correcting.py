"""Writing an act that corrects an approved one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from flask import redirect, render_template, request, url_for

from catalog.items.messages import STATE_TAGS as ITEM_TAGS
from catalog.items.messages import STATE_WORDS as ITEM_WORDS
from catalog.stock import services
from catalog.stock.forms import CorrectionForm
from catalog.stock.queries.showing import ActView, act_view
from catalog.stock.queries.standing import StandingCopy, standing
from catalog.stock.rules.money import parse_price, price_text
from catalog.stock.services import Correction
from catalog.stock.views.base import ACT, Page, blueprint, told
from ils import clock
from ils.accounts.permissions import Permission
from ils.db import transaction
from ils.errors import LibraryError
from ils.web.auth import current_work, require
from ils.web.errors import STATUS
from ils.web.session import current_session


@blueprint.route(f"/accession/{ACT}/correct", methods=["GET", "POST"])
@require(Permission.CATALOGUE)
def correct(act_id: int) -> Page:
    """Choose copies to take back and prices to change; a draft of the correcting act comes of it."""
    act = act_view(current_session(), act_id)
    form = CorrectionForm()
    copies = standing(current_session(), act_id)
    if request.method == "GET":
        form.day.data = clock.today()
        return _page(act, form, copies)
    if not form.validate():
        return _page(act, form, copies), 400
    try:
        wanted = _wanted(copies)
        with transaction(current_session()) as session:
            made = services.begin_correction(
                session, current_work(), act_id=act_id, wanted=wanted, day=form.day.data,
                document=form.document.data or "", note=form.note.data,
            )  # fmt: skip
    except LibraryError as problem:
        return _page(act, form, copies, problem), STATUS[problem.kind]
    return redirect(url_for("stock.act", act_id=made))


def _wanted(copies: Sequence[StandingCopy]) -> Correction:
    ticked = [int(each) for each in request.form.getlist("copy") if each.isascii() and each.isdigit()]
    prices = {
        line.id: parse_price(request.form[f"price-{line.id}"])
        for line in dict.fromkeys(copy.line for copy in copies)
        if request.form.get(f"price-{line.id}", "").strip()
    }
    return Correction(ticked, prices)


def _page(
    act: ActView, form: CorrectionForm, copies: Sequence[StandingCopy], problem: LibraryError | None = None
) -> str:
    groups = [(line, list(group)) for line, group in groupby(copies, key=lambda copy: copy.line)]
    return render_template(
        "stock/correct.html",
        act=act,
        form=form,
        groups=groups,
        ticked=set(request.form.getlist("copy")),
        typed={
            line.id: request.form.get(f"price-{line.id}", price_text(line.price)) for line, _copies in groups
        },
        reasons=told(problem, act.source) if problem else [],
        state_words=ITEM_WORDS,
        state_tags=ITEM_TAGS,
    )
