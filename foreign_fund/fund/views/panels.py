"""What the fund adds to the page of a title in the catalogue."""

from __future__ import annotations

from flask import render_template
from markupsafe import Markup
from sqlalchemy.orm import Session

from foreign_fund.fund import queries
from foreign_fund.fund.messages import KINDS
from foreign_fund.fund.views.base import price_words, rate_words
from ils.accounts.permissions import Permission
from ils.library.funds import load_fund
from ils.web.auth import can

_TOLD = ("level", "kind", "original_title", "original_language", "translated_title")


def record_panel(session: Session, record_id: int) -> Markup:
    """Return what the department reads in a title, for its page in the catalogue; nothing where it says nothing."""
    said = queries.title_said(session, record_id)
    if said is None or not any(getattr(said, name) for name in _TOLD):
        return Markup()
    panel = render_template("fund/record_panel.html", said=said, kinds=KINDS)
    return Markup(panel)  # noqa: S704 - a template of ours has escaped every value


def purchase_panel(session: Session, record_id: int) -> Markup:
    """Return for whom sees the fund what its copies of a title cost, what belongs to them and who gave them."""
    if not can(Permission.SEE_FOREIGN_FUND):
        return Markup()
    rows = queries.purchases_of(session, fund=load_fund(session), records=[record_id]).get(record_id, ())
    if not rows:
        return Markup()
    panel = render_template(
        "fund/purchase_panel.html",
        purchases=rows,
        said=queries.title_said(session, record_id),
        price_words=price_words,
        rate_words=rate_words,
    )
    return Markup(panel)  # noqa: S704 - a template of ours has escaped every value
