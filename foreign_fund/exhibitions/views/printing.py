"""The papers of an exhibition as PDF, in the language that the address asks for."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from werkzeug.wrappers import Response

from foreign_fund.exhibitions import queries
from foreign_fund.exhibitions.views import reports, sheets
from foreign_fund.exhibitions.views.base import DATA, ROW, SHOW, blueprint
from foreign_fund.exhibitions.views.passport import languages_shown
from ils import clock
from ils.accounts.permissions import Permission
from ils.printing.pdf import make_pdf, own_fonts
from ils.registers.views.base import home, spoken
from ils.web.auth import require
from ils.web.files import PDF, send
from ils.web.session import current_session


def _sent(template: str, data: dict[str, Any], title: str, language: str, name: str) -> Response:
    made = make_pdf(
        DATA / f"{template}.typ",
        data,
        title=title,
        language=language,
        at=clock.now(),
        fonts=own_fonts(home()),
    )
    return send(made, PDF, f"{name}.pdf")


@blueprint.get(f"/{SHOW}/passport.pdf")
@require(Permission.SEE_FOREIGN_FUND)
def passport_paper(exhibition_id: int) -> Response:
    """Send the passport."""
    row = queries.exhibition_row(current_session(), exhibition_id)
    with spoken() as language:
        data = sheets.passport_data(row, languages_shown(exhibition_id), language=language, at=clock.now())
        return _sent(
            "document", data, _("Passport of the exhibition"), language, f"exhibition-{row.id}-passport"
        )


@blueprint.get(f"/{SHOW}/list.pdf")
@require(Permission.SEE_FOREIGN_FUND)
def book_list(exhibition_id: int) -> Response:
    """Send the list of books in GOST style."""
    row = queries.exhibition_row(current_session(), exhibition_id)
    with spoken() as language:
        data = sheets.list_data(row, language=language, at=clock.now())
        return _sent("list", data, row.title, language, f"exhibition-{row.id}-list")


@blueprint.get(f"/{SHOW}/checklist.pdf")
@require(Permission.SEE_FOREIGN_FUND)
def checklist(exhibition_id: int) -> Response:
    """Send the checklist by case."""
    row = queries.exhibition_row(current_session(), exhibition_id)
    with spoken() as language:
        data = sheets.checklist_data(row, language=language, at=clock.now())
        return _sent("document", data, _("Checklist by case"), language, f"exhibition-{row.id}-checklist")


@blueprint.get(f"/{SHOW}/labels.pdf")
@require(Permission.SEE_FOREIGN_FUND)
def case_labels(exhibition_id: int) -> Response:
    """Send the labels of the cases."""
    session = current_session()
    row = queries.exhibition_row(session, exhibition_id)
    with spoken() as language:
        data = sheets.labels_data(row, queries.cases_of(session, exhibition_id))
        return _sent("cases", data, _("Labels of the cases"), language, f"exhibition-{row.id}-labels")


@blueprint.get(f"/{SHOW}/leaflet.pdf")
@require(Permission.SEE_FOREIGN_FUND)
def leaflet(exhibition_id: int) -> Response:
    """Send the leaflet of A5."""
    row = queries.exhibition_row(current_session(), exhibition_id)
    with spoken() as language:
        data = sheets.leaflet_data(row, languages_shown(exhibition_id), language=language)
        return _sent("leaflet", data, row.title, language, f"exhibition-{row.id}-leaflet")


@blueprint.get(f"/{SHOW}/report.pdf")
@require(Permission.SEE_FOREIGN_FUND)
def report(exhibition_id: int) -> Response:
    """Send the final report."""
    row = queries.exhibition_row(current_session(), exhibition_id)
    with spoken() as language:
        data = reports.report_data(
            row, languages_shown(exhibition_id), language=language, at=clock.now(), today=clock.today()
        )
        title = _("Final report on the exhibition")
        return _sent("document", data, title, language, f"exhibition-{row.id}-report")


@blueprint.get(f"/{SHOW}/acts/{ROW}.pdf")
@require(Permission.SEE_FOREIGN_FUND)
def act_paper(exhibition_id: int, row_id: int) -> Response:
    """Send an act of issue or return."""
    session = current_session()
    row = queries.exhibition_row(session, exhibition_id)
    paper = queries.paper_row(session, exhibition_id=exhibition_id, paper_id=row_id)
    with spoken() as language:
        data = reports.act_data(row, paper, language=language, at=clock.now())
        return _sent(
            "document", data, data["heading"], language, f"exhibition-{row.id}-{paper.kind}-{paper.number}"
        )
