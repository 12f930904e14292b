"""Reports as files."""

from __future__ import annotations

from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ils import clock
from ils.library.places import institution_name
from ils.printing.pdf import make_pdf
from ils.printing.xlsx import make_xlsx
from ils.reports.rules import Report
from ils.reports.views.base import DATA, fonts
from ils.reports.views.shown import paper_of, sheets_of
from ils.text import to_cyrillic
from ils.web.files import PDF, XLSX, send
from ils.web.filters import moment
from ils.web.session import current_session

# Kinds whose paper is signed by the director, with the place of approval above.
SIGNED = {"plan", "quarter", "diary", "statistics", "ratios"}


def send_pdf(report: Report, language: str) -> Response:
    """Send a spoken report as PDF; flask_babel must speak the language meanwhile."""
    now = clock.now()
    data = {
        **paper_of(report, language),
        "institution": institution(language),
        "printed": _("Printed: %(at)s", at=moment(now)),
        "signature": _("Director") if report.kind in SIGNED else "",
        "approve": [_("I approve"), _("Director")] if report.approved else None,
    }
    made = make_pdf(
        DATA / "report.typ", data, title=str(report.title), language=language, at=now, fonts=fonts()
    )
    return send(made, PDF, f"{_file_name(report)}.pdf")


def send_xlsx(report: Report, language: str) -> Response:
    """Send a spoken report as a spreadsheet."""
    made = make_xlsx(sheets_of(report, institution(language)), title=str(report.title), at=clock.now())
    return send(made, XLSX, f"{_file_name(report)}.xlsx", keep=True)


def institution(language: str) -> str:
    """Return the library's name in the script of the language."""
    name = institution_name(current_session())
    return to_cyrillic(name) if language == "uz_Cyrl" else name


def _file_name(report: Report) -> str:
    return f"{report.kind}-{report.first:%Y%m%d}-{report.last:%Y%m%d}"
