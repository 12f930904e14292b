"""Did the exhibition raise lending: the comparison, its doubts, and what the curator makes of it."""

from __future__ import annotations

from decimal import Decimal

from flask import request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from foreign_fund.exhibitions import queries, services
from foreign_fund.exhibitions.messages import DOUBTS, LEAST
from foreign_fund.exhibitions.rules.effect import Effect, doubts
from foreign_fund.exhibitions.views.base import SHOW, blueprint, done, shown
from ils import clock
from ils.accounts.permissions import Permission
from ils.web.auth import current_work, require
from ils.web.filters import decimal
from ils.web.session import current_session


@blueprint.get(f"/{SHOW}/effect")
@require(Permission.SEE_FOREIGN_FUND)
def effect(exhibition_id: int) -> str:
    """Show the three figures side by side."""
    row = queries.exhibition_row(current_session(), exhibition_id)
    found = queries.effect_of(current_session(), row, today=clock.today())
    return shown(
        "effect", exhibition_id, "effect", exhibition=row, found=found,
        doubted=doubts_in_words(found) if found else (), tenths=tenths, table=comparison(found) if found else (),
    )  # fmt: skip


def doubts_in_words(found: Effect) -> list[str]:
    """Return why the comparison says little, in words."""
    return [str(DOUBTS[doubt]) % {"least": LEAST[doubt]} for doubt in doubts(found)]


def tenths(value: Decimal | None, *, signed: bool = False) -> str:
    """Return a figure with one decimal; a dash for none."""
    if value is None:
        return "–"
    return decimal(f"{value:+.1f}" if signed and value else f"{value:.1f}").replace("-", "−")


def comparison(found: Effect) -> list[list[str]]:
    """Return the rows of the comparison: what, titles, before, during, both to a hundred titles, change."""
    rows = ((_("Titles shown"), found.shown), (_("Comparable titles, not shown"), found.others))
    return [
        [
            label, str(each.titles), str(each.before), str(each.during), tenths(each.per_hundred_before),
            tenths(each.per_hundred_during), tenths(each.change, signed=True),
        ]
        for label, each in rows
    ]  # fmt: skip


@blueprint.post(f"/{SHOW}/result")
@require(Permission.FOREIGN_FUND)
def write_result(exhibition_id: int) -> Response:
    """Keep the curator's conclusion."""
    text = request.form.get("result", "")
    return done(
        exhibition_id,
        lambda session: services.set_result(
            session, current_work(), exhibition_id=exhibition_id, result=text
        ),
        _("The conclusion was saved; the final report prints it."),
        page="effect",
    )
