"""A receipt on paper."""

from __future__ import annotations

from typing import Any

from flask import current_app
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from circulation.paid import queries
from circulation.paid.messages import METHODS
from circulation.paid.queries import ReceiptView
from circulation.paid.rules import Method
from circulation.paid.views.base import DATA, RECEIPT, blueprint, name_of, unit_of
from ils import clock
from ils.accounts.permissions import Permission
from ils.accounts.queries import staff_names
from ils.clock import local_day
from ils.printing.pdf import make_pdf, own_fonts
from ils.printing.words import SOM, in_words
from ils.registers.views.base import institution, spoken
from ils.web.auth import require
from ils.web.files import PDF, send
from ils.web.filters import day, moment, num
from ils.web.session import current_session


@blueprint.get(f"/{RECEIPT}/receipt.pdf")
@require(Permission.CIRCULATE)
def paper(receipt_id: int) -> Response:
    """Send a receipt as PDF, twice on one sheet: for the payer and for the till."""
    facts = queries.receipt_view(current_session(), receipt_id)
    with spoken() as language:
        title = _("Receipt № %(number)s", number=facts.label)
        fonts = own_fonts(current_app.config["ILS_SETTINGS"].home)
        data = _data(facts, language)
        made = make_pdf(
            DATA / "receipt.typ", data, title=title, language=language, at=clock.now(), fonts=fonts
        )
    return send(made, PDF, f"paid-{facts.year}-{facts.number}.pdf")


def _data(facts: ReceiptView, language: str) -> dict[str, Any]:
    session = current_session()
    staff = staff_names(session, {facts.staff_id})
    lines = queries.lines_of_receipts(session, [facts.id])[facts.id]
    card = f"{facts.patron} · {facts.card_number}" if facts.patron else ""
    told = [
        (_("Who pays"), " · ".join(each for each in (card, facts.payer) if each)),
        (_("Paid by"), str(METHODS[Method(facts.method)])),
        (_("Day"), day(facts.day)),
        (_("Written"), moment(facts.at) if local_day(facts.at) != facts.day else ""),
        (_("Gives back №"), facts.first),
        (_("Note"), facts.note),
    ]
    return {
        "institution": institution(language),
        "facts": [row for row in told if row[1]],
        "columns": [_("Service"), _("Quantity"), _("Price"), _("soʻm")],
        "rows": [
            [name_of(each), f"{num(each.quantity)} {unit_of(each)}".strip(), num(each.price),
             num(each.amount)]
            for each in lines
        ],
        "total": (_("Total, soʻm"), num(facts.amount)),
        "words": in_words(facts.amount, SOM, language),
        "copies": [_("For who pays"), _("For the library")],
        "signatures": [(_("Librarian"), staff.get(facts.staff_id or 0, "")), (_("Who pays"), "")],
    }  # fmt: skip
