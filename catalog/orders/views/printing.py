"""The sheet of the QR codes of a board as PDF."""

from __future__ import annotations

from pathlib import Path

from flask_babel import gettext as _
from werkzeug.wrappers import Response

from catalog.orders.views.base import blueprint
from catalog.orders.views.codes import asked_board
from catalog.orders.views.drawing import squares
from ils import clock
from ils.accounts.permissions import Permission
from ils.printing.pdf import make_pdf, own_fonts
from ils.registers.views.base import home, institution, spoken
from ils.web.auth import require
from ils.web.files import PDF, send

DATA = Path(__file__).parent.parent / "data"


@blueprint.get("/board.pdf")
@require(Permission.SEE_PLAN)
def board_sheet() -> Response:
    """Send the codes that hang on a board, to be cut out and put up."""
    board, rows = asked_board()
    with spoken() as language:
        data = {
            "institution": institution(language),
            "board": board,
            "hint": _("Point the camera of a telephone at the code: the book opens."),
            "codes": [
                {"title": row.title, "about": row.about, "url": row.url, **squares(row.url)} for row in rows
            ],
        }
        made = make_pdf(
            DATA / "board.typ", data, title=_("QR codes: %(board)s", board=board), language=language,
            at=clock.now(), fonts=own_fonts(home()),
        )  # fmt: skip
    return send(made, PDF, "qr-codes.pdf")
