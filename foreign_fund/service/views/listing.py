"""Titles put on any of the lists: scanned, or found by a search on the page itself."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from flask import request, url_for
from flask_babel import gettext as _

from catalog.public.queries import Hit, search
from foreign_fund.service import services
from foreign_fund.service.queries.titles import QUERY, REVIEW, SELECTION
from foreign_fund.service.views.base import TITLE, Answer, blueprint, do
from ils.accounts.permissions import Permission
from ils.errors import clean_text
from ils.text import whole_number
from ils.web.auth import current_work, require
from ils.web.session import current_session

LIST = "<any(query, selection, review):what>/<int(max=2147483647):owner_id>"
PAGES = {QUERY: ("service.query", "query_id"), SELECTION: ("service.selection", "selection_id"),
         REVIEW: ("service.review", "review_id")}  # fmt: skip
SHOWN = 12


def found_titles(languages: Collection[str] = ()) -> dict[str, Any] | None:
    """Return what the search box of a list finds, None where nothing was asked; the wanted languages come first."""
    text = clean_text(request.args.get("q"), field="q", limit=200)
    if not text:
        return None
    results = search(current_session(), text, limit=SHOWN)
    hits = sorted(results.hits, key=lambda hit: bool(languages) and _language(hit) not in languages)
    return {"q": text, "hits": hits, "total": results.total}


def _language(hit: Hit) -> str:
    return hit.record.language


def back_to(what: str, owner_id: int, **more: Any) -> str:
    """Return the page of a list, at its titles."""
    endpoint, name = PAGES[what]
    told: dict[str, Any] = {name: owner_id, **more, "_anchor": "titles"}
    return url_for(endpoint, **told)


@blueprint.post(f"/titles/{LIST}/scan")
@require(Permission.FOREIGN_FUND)
def scan_title(what: str, owner_id: int) -> Answer:
    """Put the title of a scanned copy on a list."""
    code = request.form.get("code", "")
    return do(
        lambda session: services.add_by_code(session, current_work(), what=what, owner_id=owner_id, code=code),
        said=_("Title put on a list"), back=back_to(what, owner_id, scan=1),
    )  # fmt: skip


@blueprint.post(f"/titles/{LIST}/add")
@require(Permission.FOREIGN_FUND)
def add_title(what: str, owner_id: int) -> Answer:
    """Put a title that was found on a list; the search stays."""
    number = whole_number(request.form.get("record", ""), digits=10) or 0
    return do(
        lambda session: services.add_title(
            session, current_work(), what=what, owner_id=owner_id, record_id=number
        ),
        said=_("Title put on a list"),
        back=back_to(what, owner_id, q=request.form.get("q") or None),
    )


@blueprint.post(f"/titles/{LIST}/{TITLE}/remove")
@require(Permission.FOREIGN_FUND)
def remove_title(what: str, owner_id: int, title_id: int) -> Answer:
    """Take a title off a list."""
    return do(
        lambda session: services.remove_title(
            session, current_work(), what=what, owner_id=owner_id, title_id=title_id
        ),
        back=back_to(what, owner_id),
    )


@blueprint.post(f"/titles/{LIST}/{TITLE}/<any(up, down):way>")
@require(Permission.FOREIGN_FUND)
def move_title(what: str, owner_id: int, title_id: int, way: str) -> Answer:
    """Move a title up or down."""
    return do(
        lambda session: services.move_title(
            session, current_work(), what=what, owner_id=owner_id, title_id=title_id, up=way == "up"
        ),
        back=back_to(what, owner_id),
    )


@blueprint.post(f"/titles/{LIST}/{TITLE}/note")
@require(Permission.FOREIGN_FUND)
def note_title(what: str, owner_id: int, title_id: int) -> Answer:
    """Write what is to be said of a title."""
    note, additional = request.form.get("note", ""), request.form.get("additional") == "1"
    return do(
        lambda session: services.note_title(
            session, current_work(), what=what, owner_id=owner_id, title_id=title_id, note=note,
            additional=additional,
        ),
        said=_("Saved"), back=back_to(what, owner_id),
    )  # fmt: skip
