"""Transfer acts on paper and as a spreadsheet, in any language of the interface."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from werkzeug.wrappers import Response

from foreign_fund.custody.models import CustodyState
from foreign_fund.custody.queries.acts import ActView, LineView, act_lines, act_view
from foreign_fund.custody.queries.custodians import custodian_row
from foreign_fund.custody.views.base import ACT, DATA, blueprint, fonts, institution, nobody, spoken
from ils import clock
from ils.accounts.permissions import Permission
from ils.printing.pdf import make_pdf
from ils.printing.words import COPY, SOM, TITLE, in_words
from ils.printing.xlsx import Cell, Column, Sheet, make_xlsx
from ils.text import to_cyrillic
from ils.web.auth import require
from ils.web.files import PDF, XLSX, send
from ils.web.filters import day, moment, num
from ils.web.frame import place_name_of
from ils.web.session import current_session

LONGEST_TITLE = 200


@blueprint.get(f"/acts/{ACT}/act.pdf")
@require(Permission.SEE_FOREIGN_FUND)
def act_paper(act_id: int) -> Response:
    """Send a transfer act as PDF."""
    session, now = current_session(), clock.now()
    view = act_view(session, act_id)
    with spoken() as language:
        title = title_of(view)
        data = _data(view, act_lines(session, view), language)
        made = make_pdf(DATA / "transfer.typ", data, title=title, language=language, at=now, fonts=fonts())
    return send(made, PDF, f"transfer-{view.year}-{view.number or 'draft'}.pdf")


@blueprint.get(f"/acts/{ACT}/act.xlsx")
@require(Permission.SEE_FOREIGN_FUND)
def act_sheet(act_id: int) -> Response:
    """Send a transfer act as a spreadsheet."""
    session = current_session()
    view = act_view(session, act_id)
    with spoken() as language:
        lines = act_lines(session, view)
        heads = [Column(heading, width / 1.8 if width else 60) for heading, width in _columns()]
        above = [title_of(view), f"{institution(language)} · {day(view.day)}"]
        above += [f"{label}: {value}" for label, value in _grounds(view, language)]
        below = [f"{label} {text}" for label, text in _words(lines, language)]
        below += [f"{role}: ____________ {name}" for role, name in _signatures(view, language)]
        total: list[Cell] = [None, None, _("In all"), None, None, _som(lines)]
        sheet = Sheet(_("Transfer act"), heads, _rows(lines), above, [total], below)
        made = make_xlsx([sheet], title=title_of(view), at=clock.now())
    return send(made, XLSX, f"transfer-{view.year}-{view.number or 'draft'}.xlsx", keep=True)


def title_of(view: ActView) -> str:
    """Return what the paper is called."""
    name = _("Act correcting a transfer act") if view.corrects_id else _("Transfer act")
    return f"{name} № {view.name}" if view.name else str(name)


def _data(view: ActView, lines: tuple[LineView, ...], language: str) -> dict[str, Any]:
    return {
        "institution": institution(language),
        "approve": {"word": _("I approve"), "post": _("Director"), "day": "“____” ______________ 20___"},
        "draft": _("draft") if view.state is not CustodyState.APPROVED else "",
        "day": day(view.day),
        "grounds": _grounds(view, language),
        "columns": [heading for heading, _width in _columns()],
        "widths": [width for _heading, width in _columns()],
        "rows": [[num(cell) if isinstance(cell, int) else str(cell or "") for cell in row] for row in _rows(lines)],
        "total": ["", "", _("In all"), "", "", num(_som(lines))],
        "words": _words(lines, language),
        "notes": [
            *view.note.splitlines(),
            _("The copies were handed over and received one by one; neither side has objections."),
        ],
        "signatures": _signatures(view, language),
        "printed": _("Printed: %(at)s", at=moment(clock.now())),
    }  # fmt: skip


def _grounds(view: ActView, language: str) -> list[tuple[str, str]]:
    found = [
        (_("Gives"), _who(view.giver_id, language)),
        (_("Receives"), _who(view.taker_id, language)),
        (_("Into the department"), place_name_of(view.to_department) if view.to_department else ""),
        (_("Grounds"), view.grounds),
    ]
    return [(label, value) for label, value in found if value]


def _who(custodian_id: int | None, language: str) -> str:
    if custodian_id is None:
        return nobody()
    row = custodian_row(current_session(), custodian_id)
    text = ", ".join(each for each in (row.name, row.post) if each)
    return to_cyrillic(text) if language == "uz_Cyrl" else text


def _columns() -> list[tuple[str, int]]:
    return [
        ("№", 9), (_("Inventory number"), 28), (_("Author, title"), 0), (_("Year"), 12), (_("Department"), 34),
        (_("Price, soʻm"), 22),
    ]  # fmt: skip


def _rows(lines: tuple[LineView, ...]) -> list[list[Cell]]:
    return [
        [number, line.code, _heading(line), str(line.year or ""), _places(line), line.price]
        for number, line in enumerate(lines, start=1)
    ]


def _heading(line: LineView) -> str:
    whole = " ".join(text for text in (f"{line.author}." if line.author else "", line.title) if text)
    return whole if len(whole) <= LONGEST_TITLE else whole[: LONGEST_TITLE - 1].rstrip() + "…"


def _places(line: LineView) -> str:
    here, there = place_name_of(line.from_department), place_name_of(line.to_department)
    return here if here == there else f"{here} → {there}"


def _som(lines: tuple[LineView, ...]) -> int:
    return sum(line.price for line in lines)


def _words(lines: tuple[LineView, ...], language: str) -> list[tuple[str, str]]:
    titles = len({line.record_id for line in lines})
    return [
        (_("Copies:"), in_words(len(lines), COPY, language)),
        (_("Titles:"), in_words(titles, TITLE, language)),
        (_("Sum:"), in_words(_som(lines), SOM, language)),
    ]


def _signatures(view: ActView, language: str) -> list[tuple[str, str]]:
    members = view.members
    chair = [(_("Chair of the commission"), members[0])] if members else []
    others = [(_("Member of the commission"), name) for name in members[1:]]
    gave = "" if view.giver_id is None else _who(view.giver_id, language)
    took = "" if view.taker_id is None else _who(view.taker_id, language)
    return [*chair, *others, (_("Handed over by"), gave), (_("Received by"), took)]
