"""The act of a check of the fund (practice.md §4.3) and its lists, as PDF and as a spreadsheet."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from werkzeug.wrappers import Response

from foreign_fund.custody.messages import OUTCOMES, VERDICTS
from foreign_fund.custody.models import CheckState
from foreign_fund.custody.queries import checks as queries
from foreign_fund.custody.queries.checks import CheckRow, CopyRow, ScanRow
from foreign_fund.custody.queries.custodians import custodian_names
from foreign_fund.custody.rules.checking import HERE, Outcome, Verdict
from foreign_fund.custody.views.base import CHECK, DATA, blueprint, fonts, institution, spoken
from ils import clock
from ils.accounts.permissions import Permission
from ils.printing.pdf import make_pdf
from ils.printing.words import COPY, SOM, in_words
from ils.printing.xlsx import Cell, Column, Sheet, make_xlsx
from ils.web.auth import require
from ils.web.files import PDF, XLSX, send
from ils.web.filters import day, moment, num
from ils.web.frame import place_name_of
from ils.web.session import current_session

SURPLUS = (Verdict.STRANGER, Verdict.WITHDRAWN, Verdict.UNKNOWN)
LISTED = (
    Outcome.MISSING,
    Outcome.MISPLACED,
    Outcome.LOST_BY_READER,
    Outcome.ON_LOAN,
    Outcome.EXHIBITED,
    Outcome.ELSEWHERE,
)


@blueprint.get(f"/checks/{CHECK}/act.pdf")
@require(Permission.SEE_FOREIGN_FUND)
def check_paper(check_id: int) -> Response:
    """Send the act of a check as PDF."""
    session, now = current_session(), clock.now()
    row = queries.check_row(session, check_id)
    with spoken() as language:
        title = _title(row)
        data = _data(row, queries.copies_of_check(session, row), language)
        made = make_pdf(DATA / "check.typ", data, title=title, language=language, at=now, fonts=fonts())
    return send(made, PDF, f"check-{row.year}-{row.number or 'draft'}.pdf")


@blueprint.get(f"/checks/{CHECK}/lists.xlsx")
@require(Permission.SEE_FOREIGN_FUND)
def check_lists(check_id: int) -> Response:
    """Send the lists of a check as a spreadsheet, a sheet an outcome."""
    session = current_session()
    row = queries.check_row(session, check_id)
    with spoken() as language:
        copies = queries.copies_of_check(session, row)
        sheets = [_summary(row, copies, language)]
        for each in Outcome:
            listed = [copy for copy in copies if copy.outcome is each]
            if listed:
                sheets.append(Sheet(str(OUTCOMES[each]), _columns(), [_cells(copy) for copy in listed]))
        sheets += _odd_sheet(check_id)
        made = make_xlsx(sheets, title=_title(row), at=clock.now())
    return send(made, XLSX, f"check-{row.year}-{row.number or 'draft'}.xlsx", keep=True)


def _title(row: CheckRow) -> str:
    name = _("Act of checking the fund")
    return f"{name} № {row.name}" if row.name else str(name)


def _columns() -> list[Column]:
    headings = (
        (_("Inventory number"), 18), (_("Barcode"), 18), (_("Author, title"), 60), (_("Year"), 8), (_("Call number"), 20),
        (_("Department"), 24), (_("Price, soʻm"), 14), (_("Shelf"), 20),
    )  # fmt: skip
    return [Column(*each) for each in headings]


def _cells(copy: CopyRow) -> list[Cell]:
    return [
        copy.inventory_number, copy.barcode, _heading(copy), str(copy.year or ""), copy.call_number,
        place_name_of(copy.department), copy.price, copy.shelf,
    ]  # fmt: skip


def _heading(copy: CopyRow) -> str:
    return " ".join(text for text in (f"{copy.author}." if copy.author else "", copy.title) if text)[:300]


def _summary(row: CheckRow, copies: tuple[CopyRow, ...], language: str) -> Sheet:
    above = [_title(row), institution(language), *(f"{label}: {value}" for label, value in _facts(row))]
    columns = [
        Column(_("What became of the copies"), 44),
        Column(_("Copies"), 12),
        Column(_("Sum, soʻm"), 16),
    ]
    return Sheet(_("Result"), columns, [list(each) for each in _counts(copies)], above)


def _odd_sheet(check_id: int) -> list[Sheet]:
    rows = [
        row
        for row in queries.scans_of_check(current_session(), check_id, limit=None)
        if row.verdict is not Verdict.FOUND
    ]
    columns = [
        Column(*each)
        for each in ((_("Number"), 20), (_("What it means"), 34), (_("Title"), 60), (_("Shelf"), 24))
    ]
    cells: list[list[Cell]] = [[row.code, str(VERDICTS[row.verdict]), row.title, row.shelf] for row in rows]
    return [Sheet(_("Scans to look at"), columns, cells)] if cells else []


def _facts(row: CheckRow) -> list[tuple[str, str]]:
    session = current_session()
    before = queries.previous_check(session, row)
    names = custodian_names(session, [row.custodian_id])
    last = f"№ {before.name}, {day(before.closed_on)}" if before else _("none in the program")
    found = [
        (_("Reason of the check"), row.reason),
        (_("Period"), f"{day(row.started_on)} – {day(row.closed_on) if row.closed_on else ''}"),
        (_("Department"), place_name_of(row.department) if row.department else ""),
        (_("Custodian"), names.get(row.custodian_id, "")),
        (_("Act of the previous check"), last),
        (_("Summary book examined"), row.papers),
    ]
    return [(str(label), str(value)) for label, value in found if value]


def _counts(copies: tuple[CopyRow, ...]) -> list[tuple[str, int, int]]:
    def line(label: str, chosen: list[CopyRow]) -> tuple[str, int, int]:
        return str(label), len(chosen), sum(copy.price or 0 for copy in chosen)

    lines = [line(_("Expected by the papers"), list(copies))]
    lines.append(line(_("Found"), [copy for copy in copies if copy.outcome in HERE]))
    for each in Outcome:
        chosen = [copy for copy in copies if copy.outcome is each]
        if each not in HERE and chosen:
            lines.append(line(str(OUTCOMES[each]), chosen))
    return lines


def _data(row: CheckRow, copies: tuple[CopyRow, ...], language: str) -> dict[str, Any]:
    missing = [copy for copy in copies if copy.outcome is Outcome.MISSING]
    return {
        "institution": institution(language),
        "considered": _(
            "Considered by the commission for the preservation of funds: minutes № %(minutes)s",
            minutes=row.minutes or "______",
        ),
        "approve": {"word": _("I approve"), "post": _("Director"), "day": "“____” ______________ 20___"},
        "draft": _("draft") if row.state is not CheckState.CLOSED else "",
        "day": day(row.closed_on) if row.closed_on else "",
        "name": row.title,
        "facts": _facts(row),
        "examined": _("The commission compared the copies on the shelves with the papers named above."),
        "heads": [_("What became of the copies"), _("Copies"), _("Sum, soʻm")],
        "counts": [[label, num(count), num(som)] for label, count, som in _counts(copies)],
        "words": [
            (_("Not found, copies:"), in_words(len(missing), COPY, language)),
            (_("Sum:"), in_words(sum(copy.price or 0 for copy in missing), SOM, language)),
        ],
        "lists": [_list(each, copies) for each in LISTED if any(copy.outcome is each for copy in copies)],
        "list_heads": ["№", _("Inventory number"), _("Author, title"), _("Year"), _("Price, soʻm")],
        "surplus": _surplus(row),
        "conclusions_head": _("Conclusions"),
        "conclusions": row.conclusions.splitlines(),
        "signatures": _signatures(row),
        "printed": _("Printed: %(at)s", at=moment(clock.now())),
    }  # fmt: skip


def _list(each: Outcome, copies: tuple[CopyRow, ...]) -> dict[str, Any]:
    chosen = [copy for copy in copies if copy.outcome is each]
    rows = [
        [str(number), copy.code, _heading(copy), str(copy.year or ""), num(copy.price or 0)]
        for number, copy in enumerate(chosen, start=1)
    ]
    return {"title": str(_("List: %(name)s", name=str(OUTCOMES[each]))), "rows": rows}


def _surplus(row: CheckRow) -> dict[str, Any]:
    scans: list[ScanRow] = [
        each
        for each in queries.scans_of_check(current_session(), row.id, limit=None)
        if each.verdict in SURPLUS
    ]
    return {
        "title": str(_("Surplus: on the shelves, but not in the papers of what is checked")),
        "rows": [
            f"{each.code} – {VERDICTS[each.verdict]}{': ' + each.title if each.title else ''}"
            for each in reversed(scans)
        ],
    }


def _signatures(row: CheckRow) -> list[tuple[str, str]]:
    members = row.members
    chair = [(_("Chair of the commission"), members[0])] if members else []
    others = [(_("Member of the commission"), name) for name in members[1:]]
    names = custodian_names(current_session(), [row.custodian_id])
    return [*chair, *others, (_("Custodian"), names.get(row.custodian_id, ""))]
