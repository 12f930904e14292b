"""What the desk prints: the card of all commands (PDF, Code 128), and the last slip as a small page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import current_app, render_template
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from circulation.desk.messages import COMMANDS
from circulation.desk.queries import brief_copies, last_slip
from circulation.desk.rules import Command, Slip
from circulation.desk.services.commands import LOOK_BACK
from circulation.desk.views.bars import help_groups
from circulation.desk.views.door import blueprint
from circulation.desk.views.slips import shown_slip
from circulation.desk.views.state import read_desk
from ils import clock
from ils.accounts.permissions import Permission
from ils.library.places import institution_name
from ils.printing.barcodes import QUIET, code128_bars
from ils.printing.pdf import make_pdf, own_fonts
from ils.web.auth import require
from ils.web.files import PDF, send
from ils.web.locale import current_language
from ils.web.session import current_session

CARD = Path(__file__).parent.parent / "data" / "commands.typ"


@blueprint.get("/commands.pdf")
@require(Permission.CIRCULATE)
def commands() -> Response:
    """Print every command as a barcode on one sheet of A4, to lie beside the scanner."""
    now = clock.now()
    pdf = make_pdf(
        CARD, _card(), title=_("Commands of the desk"), language=current_language(), at=now,
        fonts=own_fonts(current_app.config["ILS_SETTINGS"].home),
    )  # fmt: skip
    return send(pdf, PDF, "desk-commands.pdf")


def _card() -> dict[str, Any]:
    """Return the sheet as plain data: the groups of the overlay that have barcodes."""
    groups = [
        {"title": str(title), "commands": [_command(code, key) for key, _words, code in keys if code]}
        for title, keys in help_groups()
    ]
    return {
        "institution": institution_name(current_session()),
        "groups": [group for group in groups if group["commands"]],
        "hint": _("Scan a command as you scan a book; the keyboard layout does not matter."),
    }


def _command(code: str, key: str) -> dict[str, Any]:
    bars = code128_bars(code)
    words = str(COMMANDS[Command(code)])
    return {
        "words": words,
        "code": code,
        "key": key,
        "modules": bars.modules,
        "bars": bars.bars,
        "quiet": QUIET,
    }


@blueprint.get("/slip")
@require(Permission.CIRCULATE)
def slip() -> str:
    """Show the last slip as a page of its own, for a browser that does not print by itself."""
    now = clock.now()
    last = last_slip(current_session(), current_user.id, since=now - LOOK_BACK)
    open_reader = read_desk().patron_id
    if open_reader is not None and (last is None or last.hold_id is None):
        last = Slip(open_reader)
    shown = shown_slip(current_session(), last, now=now, day=clock.local_day(now)) if last else None
    return render_template("desk/slip_page.html", slip=shown)


@blueprint.get("/added")
@require(Permission.CATALOGUE)
def added() -> str:
    """Show the cataloguers what the desk added in two lines (CO-01)."""
    return render_template("desk/added.html", copies=brief_copies(current_session()))
