"""Words of this subject."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from catalog.stock.errors import StockCode
from catalog.stock.models import AccessionSource, ActState, LabelKind

STOCK_WORDS: dict[StockCode, Any] = {
    StockCode.ACT_UNKNOWN: _l("There is no such act."),
    StockCode.LINE_UNKNOWN: _l("There is no such line in the act."),
    StockCode.NOT_DRAFT: _l(
        "The act is no longer a draft, so it cannot be changed. Another act can correct it."
    ),
    StockCode.NOT_APPROVED: _l("Only an approved act is corrected by another; a draft is simply changed."),
    StockCode.CORRECTS: _l("This act corrects another one. Give it up and write a new correction instead."),
    StockCode.NOT_READY: _l("The act cannot be approved. Reasons: %(count)s."),
    StockCode.NOTHING_TO_CORRECT: _l("Nothing was chosen: tick copies to take back or enter another price."),
    StockCode.NOT_OF_ACT: _l("These copies do not stand by the act: %(items)s."),
    StockCode.FACT_MISSING: _l("Missing: %(fact)s."),
    StockCode.NO_LINES: _l("The act has no lines."),
    StockCode.DAY_IN_FUTURE: _l("The day of the act, %(day)s, is in the future."),
    StockCode.DAY_BEFORE: _l("The day %(day)s is before that of the act it corrects, %(first)s."),
    StockCode.LINE_PRICE_MISSING: _l("Line %(number)s, “%(title)s”, has no price."),
    StockCode.LINE_NOTE_MISSING: _l(
        "Line %(number)s, “%(title)s”: say in the note which lost book it replaces."
    ),
    StockCode.NUMBERS_TAKEN: _l(
        "The act would take the inventory numbers %(first)s – %(last)s, but copies already have: %(numbers)s. "
        "Set the next number of the inventory book higher."
    ),
    StockCode.COPY_PROMISED: _l(
        "The copy %(code)s, “%(title)s”, is set aside for a reader or on its way to another department."
    ),
    StockCode.COPY_ON_LOAN: _l("The copy %(code)s, “%(title)s”, is on loan. It must come back first."),
    StockCode.COPY_PLACED: _l("The copy %(code)s, “%(title)s”, is on display: %(label)s."),
    StockCode.COPY_WITHDRAWN: _l("The copy %(code)s, “%(title)s”, is already withdrawn."),
    StockCode.COPY_CORRECTED: _l(
        "A copy of this act was corrected by another act meanwhile. Write the correction anew."
    ),
    StockCode.COUNT_INVALID: _l("A line has 1 to %(most)s copies; %(count)s were entered."),
    StockCode.TOO_MANY: _l("%(count)s is too many; at most %(most)s at once."),
    StockCode.PRICE_INVALID: _l("“%(price)s” is not a price. Write 45000 or 12.50."),
    StockCode.RATE_INVALID: _l(
        "“%(rate)s” is not a rate. Write how many soʻm one unit costs, such as 12650.55."
    ),
    StockCode.CURRENCY_UNKNOWN: _l("“%(currency)s” is not a currency of the list."),
    StockCode.LIST_WRONG: _l("Nothing was added. Lines to mend: %(count)s."),
    StockCode.LIST_COLUMNS: _l("Line %(number)s cannot be read: “%(line)s”."),
    StockCode.LIST_NOT_FOUND: _l("Line %(number)s: the catalogue has no “%(wanted)s”."),
    StockCode.LIST_SEVERAL: _l(
        "Line %(number)s: “%(wanted)s” finds %(count)s records; give the ISBN or the whole title."
    ),
    StockCode.SERIES_UNKNOWN: _l("There is no inventory book “%(series)s”."),
    StockCode.SERIES_TAKEN: _l("There is already an inventory book “%(code)s”."),
    StockCode.SERIES_CODE_INVALID: _l(
        "“%(code)s” cannot be the code of an inventory book: lower-case Latin letters, digits and _, 2 to 30."
    ),
    StockCode.PREFIX_INVALID: _l(
        "“%(prefix)s” cannot be a prefix: at most 20 characters, and no digit at its end."
    ),
    StockCode.PREFIX_TAKEN: _l("The prefix “%(prefix)s” belongs to the inventory book “%(series)s”."),
    StockCode.DIGITS_INVALID: _l("A number is padded to 0 to %(most)s digits."),
    StockCode.NUMBER_USED: _l(
        "The number %(used)s is already used. The next one can be %(least)s or higher."
    ),
    StockCode.SERIES_IN_USE: _l(
        "Acts have given numbers of this book; its prefix and digits stay as they are."
    ),
    StockCode.SHEET_UNKNOWN: _l("There is no such sheet of labels."),
    StockCode.SHEET_TAKEN: _l("There is already a sheet “%(name)s”."),
    StockCode.SIZE_INVALID: _l(
        "Pages and labels measure %(smallest)s to %(largest)s mm; margins cannot be negative."
    ),
    StockCode.SHEET_TOO_WIDE: _l(
        "The labels reach %(needed)s mm to the right, the page is %(page)s mm wide."
    ),
    StockCode.SHEET_TOO_HIGH: _l("The labels reach %(needed)s mm down, the page is %(page)s mm high."),
    StockCode.LABELS_OVERLAP: _l(
        "The labels overlap: a step must be at least as long as the label, %(width)s × %(height)s mm."
    ),
    StockCode.FIRST_LABEL_INVALID: _l("The first label is 1 to %(labels)s on this sheet, not %(first)s."),
    StockCode.LAST_SHEET: _l("“%(name)s” is the last sheet; add another one first."),
    StockCode.CODES_TOO_LONG: _l(
        "These codes cannot be printed as barcodes on a label so narrow: %(codes)s. Choose a wider label."
    ),
    StockCode.TOO_MANY_LABELS: _l("Labels are printed %(most)s at a time; %(count)s were chosen."),
    StockCode.RANGE_INVALID: _l(
        "From “%(first)s” to “%(last)s” is not a range of at most %(most)s inventory numbers."
    ),
    StockCode.PRINTER_UNKNOWN: _l("There is no such printer."),
    StockCode.PRINTER_TAKEN: _l("There is already a printer “%(name)s”."),
    StockCode.MEASURE_INVALID: _l(
        "These measures cannot be right. Measure in millimetres, on a page printed without fitting."
    ),
}

# Names of things, not sentences for codes of refusals.
SOURCES: dict[AccessionSource, Any] = {
    AccessionSource.LEGAL_DEPOSIT: _l("Legal deposit"),
    AccessionSource.PURCHASE: _l("Purchase"),
    AccessionSource.SUBSCRIPTION: _l("Subscription"),
    AccessionSource.EXCHANGE: _l("Exchange of books"),
    AccessionSource.GIFT_PERSON: _l("Gift of a person"),
    AccessionSource.GIFT_ORGANISATION: _l("Gift of an organisation"),
    AccessionSource.REPLACEMENT: _l("In place of a lost book"),
}

STATES: dict[ActState, Any] = {
    ActState.DRAFT: _l("draft"),
    ActState.APPROVED: _l("approved"),
    ActState.CANCELLED: _l("given up"),
}

STATE_TAGS: dict[ActState, str] = {
    ActState.DRAFT: "warn",
    ActState.APPROVED: "ok",
    ActState.CANCELLED: "plain",
}

KINDS: dict[LabelKind, Any] = {
    LabelKind.BARCODE: _l("Barcode"),
    LabelKind.SPINE: _l("Spine"),
}

# How a fact is called depends on where the copies come from.
_PARTNERS: dict[AccessionSource, Any] = {
    AccessionSource.LEGAL_DEPOSIT: _l("Publisher or sender"),
    AccessionSource.PURCHASE: _l("Supplier"),
    AccessionSource.SUBSCRIPTION: _l("Supplier"),
    AccessionSource.EXCHANGE: _l("Partner library"),
    AccessionSource.GIFT_PERSON: _l("Donor"),
    AccessionSource.GIFT_ORGANISATION: _l("Donor organisation"),
    AccessionSource.REPLACEMENT: _l("Reader and card number"),
}
_DOCUMENTS: dict[AccessionSource, Any] = {
    AccessionSource.PURCHASE: _l("Invoice"),
    AccessionSource.SUBSCRIPTION: _l("Invoice"),
    AccessionSource.GIFT_PERSON: _l("Letter of gift"),
    AccessionSource.GIFT_ORGANISATION: _l("Letter of gift"),
}


def fact_name(name: str, source: AccessionSource) -> Any:
    """Return how a fact of an act is called for copies of this source."""
    if name == "partner":
        return _PARTNERS[source]
    if name == "document":
        return _DOCUMENTS.get(source, _l("Document"))
    if name == "contract":
        return _l("Agreement") if source is AccessionSource.EXCHANGE else _l("Contract")
    return _l("Commission")


AUDIT_WORDS: dict[str, Any] = {
    "act_begun": _l("Acceptance act begun"),
    "act_changed": _l("Acceptance act changed"),
    "act_cancelled": _l("Acceptance act given up"),
    "act_approved": _l("Acceptance act approved"),
    "act_correction_begun": _l("Correcting act begun"),
    "act_lines_added": _l("Lines added to an act"),
    "act_line_changed": _l("Line of an act changed"),
    "act_line_removed": _l("Line of an act removed"),
    "series_saved": _l("Inventory book saved"),
    "series_moved": _l("Next inventory number set"),
    "label_sheet_saved": _l("Sheet of labels saved"),
    "label_sheet_deleted": _l("Sheet of labels deleted"),
    "printer_saved": _l("Printer saved"),
    "printer_deleted": _l("Printer deleted"),
}

CHECK_WORDS: dict[str, Any] = {
    "act_copies_differ": _l("Line %(line)s of act %(act)s counts copies: %(copies)s; it names: %(found)s."),
    "act_copy_still_here": _l("The copy %(inventory_number)s was taken back by an act but is not withdrawn."),
    "act_number_gap": _l("The acts of %(year)s: %(acts)s, but they are numbered %(first)s to %(last)s."),
    "series_gap": _l("The inventory book “%(series)s” jumps from %(after)s to %(next)s without a reason."),
}
