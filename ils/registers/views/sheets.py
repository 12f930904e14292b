"""Registers and the tally board as spreadsheets."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ils import clock
from ils.accounts.permissions import Permission
from ils.accounts.queries import staff_names
from ils.printing.xlsx import Cell, Column, Sheet, make_xlsx
from ils.registers import messages
from ils.registers.messages import field_label
from ils.registers.queries.board import taps
from ils.registers.queries.entries import EntryView
from ils.registers.queries.entries import entries as find_entries
from ils.registers.rules.kinds import KINDS
from ils.registers.views.base import REGISTER, blueprint, spoken, type_word
from ils.registers.views.entries import read_filter
from ils.web.asked import asked_day
from ils.web.auth import require
from ils.web.files import XLSX, send
from ils.web.filters import day as day_text
from ils.web.frame import place_name_of
from ils.web.session import current_session
from ils.web.words import CHANNEL_WORDS

WIDTHS = {
    "title": 60,
    "note": 40,
    "people": 30,
    "partner": 30,
    "place": 24,
    "link": 34,
    "library_id": 34,
    "type": 24,
}
WIDEST = 16


@blueprint.get(f"/{REGISTER}/entries.xlsx")
@require(Permission.SEE_PLAN)
def sheet(register: str) -> Response:
    """Send the entries that the address asks for as a spreadsheet."""
    wanted = read_filter(register)
    with spoken():
        page = find_entries(current_session(), wanted, limit=None)
        made = make_xlsx(
            [_entry_sheet(register, page.rows, wanted.since, wanted.until, page.counted)],
            title=str(messages.REGISTERS[register]),
            at=clock.now(),
        )
    return send(made, XLSX, f"{register}-{wanted.since}-{wanted.until}.xlsx", keep=True)


def _entry_sheet(register: str, rows: Sequence[EntryView], since: date, until: date, counted: int) -> Sheet:
    kind = KINDS[register]
    heads = [Column(str(field_label(register, name)), WIDTHS.get(name, WIDEST)) for name in kind.fields]
    heads += [
        Column(_("Department"), 26), Column(_("Files"), 8), Column(_("Counts"), 10), Column(_("Withdrawn"), 24),
    ]  # fmt: skip
    told = [
        [*(_cell(row, name) for name in kind.fields), place_name_of(row.department), row.files, row.counted,
         row.withdraw_reason]
        for row in rows
    ]  # fmt: skip
    title = str(messages.REGISTERS[register])
    total: list[Cell] = [None] * len(heads)
    total[0], total[-2] = _("In all"), counted
    return Sheet(title, heads, told, above=[title, f"{day_text(since)} – {day_text(until)}"], totals=[total])


def _cell(row: EntryView, name: str) -> Cell:
    if name == "library_id":
        return row.library
    if name == "type":
        return type_word(row.type)
    value: Cell = getattr(row, name)
    return value


@blueprint.get("/board/taps.xlsx")
@require(Permission.SEE_PLAN)
def tap_sheet() -> Response:
    """Send the taps of some days as a spreadsheet."""
    today, session = clock.today(), current_session()
    since = asked_day("since", near=True) or today.replace(day=1)
    until = asked_day("until", near=True) or today
    with spoken():
        found = taps(session, since=since, until=until, limit=None)
        names = staff_names(session, (row.staff_id for row in found.rows))
        rows: list[list[Cell]] = [
            [row.day, str(messages.BOARD[row.kind]), type_word(row.type) if row.type else "",
             str(CHANNEL_WORDS.get(row.channel, row.channel)), place_name_of(row.department), row.amount, row.note,
             names.get(row.staff_id or 0, "")]
            for row in found.rows
        ]  # fmt: skip
        heads = [
            Column(_("Day"), 12), Column(_("What"), 16), Column(_("Kind"), 22), Column(_("Channel"), 16),
            Column(_("Department"), 26), Column(_("Number"), 10), Column(_("Note"), 50), Column(_("Who"), 24),
        ]  # fmt: skip
        table = Sheet(
            _("Tally board"), heads, rows, above=[_("Tally board"), f"{day_text(since)} – {day_text(until)}"]
        )
        made = make_xlsx([table], title=_("Tally board"), at=clock.now())
    return send(made, XLSX, f"board-{since}-{until}.xlsx", keep=True)
