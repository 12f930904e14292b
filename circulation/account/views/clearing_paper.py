"""What stands on a clearance sheet, and on the certificate of a reader who owes something."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _

from circulation.account.queries.clearing import OwedCopy, Standing
from circulation.account.queries.sheets import ClearanceFacts
from circulation.charges.messages import KINDS
from circulation.patrons.queries import PatronFacts
from ils.clock import local_day
from ils.printing.barcodes import code128_bars
from ils.printing.words import SOM, in_words
from ils.web.filters import day, num
from ils.web.frame import place_label
from ils.web.locale import current_language


def words(places: Mapping[str, str]) -> dict[str, Any]:
    """Return what all sheets of a file share: headings, and the lines where the library signs."""
    return {
        "copy_columns": ["№", _("Author and title"), _("Inventory №"), _("Return by"), _("Price, soʻm")],
        "debt_columns": [_("Day"), _("For what"), _("soʻm")],
        "debts": _("Debts"),
        "signed": _("Signatures of the departments"),
        "signatures": [*places.values(), _("Director")],
        "seal": _("Place of the seal"),
    }


def _person(card: str, name: str, other: str, facts: list[tuple[str, str]]) -> dict[str, Any]:
    bars = code128_bars(card)
    return {
        "code": card, "modules": bars.modules, "bars": bars.bars, "name": name, "other": other,
        "facts": [(label, value) for label, value in facts if value],
    }  # fmt: skip


def sheet_data(sheet: ClearanceFacts, staff: Mapping[int, str]) -> dict[str, Any]:
    """Return one sheet; a withdrawn one says so across its head."""
    leaves = [_("The reader leaves the library; membership ended on %(day)s.", day=day(sheet.day))]
    facts = [
        (_("Card"), sheet.card_number), (_("Category"), place_label(sheet.category)), (_("Faculty"), sheet.faculty),
        (_("Course"), sheet.course), (_("Group or class"), sheet.study_group), (_("Given for"), sheet.reason),
    ]  # fmt: skip
    return {
        **_person(sheet.card_number, sheet.patron, sheet.other_name, facts),
        "title": _("Clearance sheet № %(number)s", number=sheet.label),
        "day": day(sheet.day),
        "said": _("The reader owes the library nothing as of %(day)s.", day=day(sheet.day)),
        "more": leaves if sheet.leaves else [],
        "withdrawn": _("Withdrawn on %(day)s: %(reason)s", day=day(local_day(sheet.withdrawn_at)),
                       reason=sheet.withdraw_reason) if sheet.withdrawn_at else "",
        "copies": [], "copies_total": [], "owed": [], "owed_total": [],
        "librarian": (_("Librarian"), staff.get(sheet.staff_id or 0, "")),
        "round": True,
    }  # fmt: skip


def certificate_data(patron: PatronFacts, standing: Standing, today: date) -> dict[str, Any]:
    """Return the certificate of a reader who still has to settle something; it has no number."""
    facts = [
        (_("Card"), patron.card_number), (_("Category"), place_label(patron.category_place)),
        (_("Faculty"), patron.faculty), (_("Course"), patron.course), (_("Group or class"), patron.study_group),
        (_("Telephone"), patron.shown_phone),
    ]  # fmt: skip
    owed = max(standing.owed, 0)
    return {
        **_person(patron.card_number, patron.full_name, patron.shown_other_name, facts),
        "title": _("Debt certificate"),
        "day": day(today),
        "said": _("As of %(day)s the reader has to settle with the library:", day=day(today)),
        "more": [],
        "withdrawn": "",
        "copies": [_copy(number, each) for number, each in enumerate(standing.copies, start=1)],
        "copies_total": [_("Copies: %(count)s", count=len(standing.copies)), num(standing.price)],
        "owed": [[day(each.day), _for_what(each), num(each.open)] for each in standing.debts] if owed else [],
        "owed_total": [_("Owed in all: %(words)s", words=in_words(owed, SOM, current_language())), num(owed)],
        "librarian": (_("Librarian"), ""),
        "round": False,
    }


def _for_what(debt: Any) -> str:
    return ". ".join(each for each in (str(KINDS[debt.kind]), debt.note) if each)


def _copy(number: int, each: OwedCopy) -> list[str]:
    book = f"{each.author.rstrip('.')}. {each.title}" if each.author else each.title
    told = f"{book} ({_('lost')})" if each.lost else book
    return [str(number), told, each.code, day(each.due_on), num(each.price)]
