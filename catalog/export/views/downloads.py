"""A search, a list or one record as a file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from catalog.export import messages
from catalog.export.errors import ExportCode, ExportError
from catalog.export.queries import Selection, count_selected, selected
from catalog.export.rules import LISTS, MARC, MOST_PUBLIC, Shape
from catalog.export.views.asked import Asked, read_asked, read_shape
from catalog.export.views.door import Page, blueprint
from catalog.export.views.giving import Offer, give
from catalog.marc.holdings import DEFAULT_HOLDINGS
from catalog.records.queries import record_view, resolve
from ils import clock
from ils.accounts.permissions import Permission
from ils.web.auth import can, limiter
from ils.web.filters import num
from ils.web.session import current_session

STRANGERS = "30 per minute"


def _is_known() -> bool:
    return bool(current_user.is_authenticated)


@blueprint.get("/export")
@limiter.limit(STRANGERS, exempt_when=_is_known)
def search() -> Page:
    """Ask how, or give the file: the arguments of a search, or `ids`, `batch`, `cards`, with `format`."""
    asked, shape = read_asked(), read_shape()
    if shape is None:
        return _form_page(asked)
    return _answer(asked, shape)


@blueprint.get("/export/record/<int:record_id>")
@limiter.limit(STRANGERS, exempt_when=_is_known)
def record(record_id: int) -> Page:
    """Give one record as a file."""
    session = current_session()
    into = resolve(session, record_id)
    if into != record_id:
        given: dict[str, Any] = request.args.to_dict()
        return redirect(url_for("export.record", **(given | {"record_id": into})))
    view = record_view(session, record_id)
    asked = Asked(Selection(ids=(record_id,)), {"ids": str(record_id)}, view.brief.title)
    shape = read_shape()
    return _form_page(asked) if shape is None else _answer(asked, shape, stem=f"record-{record_id}")


def _form_page(asked: Asked) -> str:
    staff = can(Permission.CATALOGUE)
    return render_template(
        "export/index.html",
        asked=asked,
        total=count_selected(current_session(), asked.selection),
        limit=None if staff else MOST_PUBLIC,
        formats=[(form.value, str(messages.FORMATS[form])) for form in (*MARC, *LISTS)],
        profiles=[(code, str(name)) for code, name in messages.PROFILES.items()],
        tags=[("", _("without copies"))] + [(tag, tag) for tag in DEFAULT_HOLDINGS],
        staff=staff,
    )


def _answer(asked: Asked, shape: Shape, *, stem: str = "") -> Page:
    ids = _allowed(asked, shape)
    arguments: dict[str, Any] = {
        **asked.arguments, "format": shape.form.value, "profile": shape.profile or None,
        "copies": shape.copies or None,
    }  # fmt: skip
    offer = Offer(
        label=asked.label,
        shape=shape,
        stem=stem or f"records-{clock.today():%Y%m%d}",
        url=lambda **more: url_for("export.search", **arguments, **more),
        back_url=url_for("export.search", **asked.arguments),
    )
    return give(offer, ids)


def _allowed(asked: Asked, shape: Shape) -> Sequence[int]:
    """Return the numbers of the records; without the right to catalogue not more than a reader needs."""
    session = current_session()
    if not can(Permission.CATALOGUE):
        found = count_selected(session, asked.selection)
        if found > MOST_PUBLIC:
            raise ExportError(ExportCode.TOO_MANY, found=num(found), limit=num(MOST_PUBLIC))
    ids = selected(session, asked.selection, for_people=shape.form in LISTS)
    if not ids:
        raise ExportError(ExportCode.NOTHING_FOUND)
    return ids
