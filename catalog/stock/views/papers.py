"""The papers of an act: PDF and spreadsheet, in any language of the interface."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import request
from flask_babel import force_locale
from werkzeug.wrappers import Response

from catalog.stock.views.base import ACT, DATA, blueprint, fonts
from catalog.stock.views.paper_data import Paper, paper_data, paper_of, paper_sheet
from ils import clock
from ils.accounts.permissions import Permission
from ils.printing.pdf import make_pdf
from ils.printing.xlsx import make_xlsx
from ils.web.auth import require
from ils.web.files import PDF, XLSX, send
from ils.web.locale import CODES, current_language
from ils.web.session import current_session


@contextmanager
def _spoken() -> Iterator[str]:
    """Speak the language that the address asks for, else that of the interface."""
    asked = request.args.get("language", "")
    language = asked if asked in CODES else current_language()
    with force_locale(language):
        yield language


@blueprint.get(f"/accession/{ACT}/act.pdf")
@require(Permission.CATALOGUE)
def paper(act_id: int) -> Response:
    """Send the act as PDF."""
    now = clock.now()
    with _spoken() as language:
        told = paper_of(current_session(), act_id, language)
        data = paper_data(told, at=now)
        made = make_pdf(DATA / "act.typ", data, title=told.title, language=language, at=now, fonts=fonts())
    return send(made, PDF, f"{_file_name(told)}.pdf")


@blueprint.get(f"/accession/{ACT}/act.xlsx")
@require(Permission.CATALOGUE)
def spreadsheet(act_id: int) -> Response:
    """Send the act as a spreadsheet."""
    with _spoken() as language:
        told = paper_of(current_session(), act_id, language)
        made = make_xlsx([paper_sheet(told)], title=told.title, at=clock.now())
    return send(made, XLSX, f"{_file_name(told)}.xlsx", keep=True)


def _file_name(told: Paper) -> str:
    return f"act-{told.act.year}-{told.act.number or 'draft'}"
