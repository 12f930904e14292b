"""Words of orders, requests and QR codes."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from catalog.orders.errors import OrderCode
from catalog.orders.rules import Form, Reason, Recipient, RequestState, ScanState

ORDER_WORDS: dict[OrderCode, Any] = {
    OrderCode.SCAN_UNKNOWN: _l("There is no such order."),
    OrderCode.SCAN_NOT_OPEN: _l("The order “%(title)s” is finished or cancelled. Open it again first."),
    OrderCode.SCAN_NOT_ENDED: _l("The order “%(title)s” is open."),
    OrderCode.PAGES_UNKNOWN: _l("There are no such pages."),
    OrderCode.PAGES_CORRECTED: _l("These pages are taken back already."),
    OrderCode.IMAGES_INVALID: _l("The number of images is a whole number from 1 to %(most)s."),
    OrderCode.PAGES_INVALID: _l("The number of pages wanted is a whole number from 1 to %(most)s."),
    OrderCode.REQUESTER_MISSING: _l("Write down who ordered it."),
    OrderCode.DUE_BEFORE_ORDER: _l("It cannot be due on %(due)s: the order is of %(ordered)s. Check the year."),
    OrderCode.DAY_AHEAD: _l("%(day)s has not come yet. Write down what was done today or before."),
    OrderCode.DAY_ODD: _l("%(day)s cannot be right. Check the year."),
    OrderCode.DAY_BEFORE_ORDER: _l("%(day)s is before the order, which is of %(ordered)s."),
    OrderCode.WORK_BEFORE_ORDER: _l("Work was done on %(day)s: the order cannot be of %(ordered)s."),
    OrderCode.NOTHING_SCANNED: _l(
        "“%(title)s” would have no pages scanned. Write the pages down first, or cancel it."
    ),
    OrderCode.OBJECT_NEEDED: _l(
        "A rare work is done when its file stands with its record. Attach the file and choose it."
    ),
    OrderCode.OBJECT_FOREIGN: _l("This file does not stand with the record of the order."),
    OrderCode.OBJECT_TAKEN: _l("This file came of the order %(order)s already."),
    OrderCode.RECORD_UNKNOWN: _l("There is no record %(record)s."),
    OrderCode.RECORD_MERGED: _l("The record %(record)s was merged into the record %(into)s. Take that one."),
    OrderCode.REQUEST_UNKNOWN: _l("There is no such request."),
    OrderCode.REQUEST_REFUSED: _l("The request of %(recipient)s was refused. Take the refusal back first."),
    OrderCode.REQUEST_NOT_ASKED: _l("The request of %(recipient)s does not wait any more."),
    OrderCode.REQUEST_NOT_REFUSED: _l("The request of %(recipient)s was not refused."),
    OrderCode.COUNTRY_MISSING: _l("Write down the country of a foreign reader: two letters, such as KZ."),
    OrderCode.COUNTRY_INVALID: _l("“%(country)s” is no code of a foreign country: two letters, such as KZ."),
    OrderCode.DOCUMENT_UNKNOWN: _l("There is no such document."),
    OrderCode.DOCUMENTS_MISSING: _l("A request asks for one document at least."),
    OrderCode.DOCUMENTS_MANY: _l("A request has at most %(most)s documents."),
    OrderCode.DOCUMENT_DELIVERED: _l("“%(title)s” was delivered on %(day)s."),
    OrderCode.DOCUMENT_NOT_DELIVERED: _l("“%(title)s” is not delivered."),
    OrderCode.DOCUMENT_COUNTED: _l("“%(title)s” was counted once and stays on the request."),
    OrderCode.CODE_UNKNOWN: _l("There is no such QR code."),
    OrderCode.CODE_TAKEN_BACK: _l("This QR code was taken back as a mistake."),
    OrderCode.CODE_THERE: _l("“%(title)s” hangs on the board “%(board)s” already."),
    OrderCode.CODE_REMOVED: _l("This QR code was taken down on %(day)s."),
    OrderCode.CODE_NOT_REMOVED: _l("This QR code hangs on its board."),
    OrderCode.REMOVED_BEFORE_PLACED: _l("It was put up on %(placed)s and cannot be taken down on %(day)s."),
    OrderCode.NO_FULL_TEXT: _l("The record %(record)s has no full text that everybody may open. Attach one first."),
    OrderCode.ADDRESS_INVALID: _l("“%(address)s” is not an address that begins with http:// or https://."),
    OrderCode.BOARD_EMPTY: _l("No QR code hangs on the board “%(board)s”."),
}  # fmt: skip

REASONS: dict[Reason, Any] = {
    Reason.ORDER: _l("ordered by a reader"),
    Reason.PLAN: _l("plan of the library"),
    Reason.RARE: _l("rare fund"),
}

LINES: dict[Reason, str] = {Reason.ORDER: "32", Reason.PLAN: "35", Reason.RARE: "25.2"}
"""The lines of the work plan that an order of each reason feeds."""

SCAN_STATES: dict[ScanState, Any] = {
    ScanState.OPEN: _l("being scanned"),
    ScanState.DONE: _l("done"),
    ScanState.CANCELLED: _l("cancelled"),
}
SCAN_TAGS: dict[ScanState, str] = {
    ScanState.OPEN: "info",
    ScanState.DONE: "ok",
    ScanState.CANCELLED: "plain",
}

RECIPIENTS: dict[Recipient, Any] = {
    Recipient.LOCAL: _l("reader of this country"),
    Recipient.FOREIGN: _l("foreign reader"),
    Recipient.LIBRARY: _l("library"),
}

REQUEST_STATES: dict[RequestState, Any] = {
    RequestState.ASKED: _l("waits"),
    RequestState.DONE: _l("delivered"),
    RequestState.REFUSED: _l("refused"),
}
REQUEST_TAGS: dict[RequestState, str] = {
    RequestState.ASKED: "warn",
    RequestState.DONE: "ok",
    RequestState.REFUSED: "plain",
}

FORMS: dict[Form, Any] = {
    Form.EMAIL: _l("e-mail"),
    Form.TELEGRAM: "Telegram",
    Form.POST: _l("post"),
    Form.LINK: _l("link for some days"),
}

CODE_STATES: dict[str, Any] = {
    "up": _l("on the board"),
    "removed": _l("taken down"),
    "taken_back": _l("a mistake"),
}
CODE_TAGS: dict[str, str] = {"up": "ok", "removed": "plain", "taken_back": "no"}

AUDIT_WORDS: dict[str, Any] = {
    "scan_ordered": _l("Scan ordered"),
    "scan_order_changed": _l("Order of a scan changed"),
    "scan_pages": _l("Scanned pages written down"),
    "scan_pages_back": _l("Scanned pages taken back"),
    "scan_finished": _l("Order of a scan finished"),
    "scan_cancelled": _l("Order of a scan cancelled"),
    "scan_reopened": _l("Order of a scan opened again"),
    "request_written": _l("Remote request written down"),
    "request_changed": _l("Remote request changed"),
    "request_document_added": _l("Document added to a remote request"),
    "request_document_dropped": _l("Document struck off a remote request"),
    "request_refused": _l("Remote request refused"),
    "request_reopened": _l("Refusal of a remote request taken back"),
    "document_delivered": _l("Document delivered from afar"),
    "document_delivery_back": _l("Delivery of a document taken back"),
    "qr_placed": _l("QR code put up"),
    "qr_removed": _l("QR code taken down"),
    "qr_hung_again": _l("QR code not taken down after all"),
    "qr_taken_back": _l("QR code taken back as a mistake"),
    "catalogue_address_set": _l("Address of the catalogue set"),
}

CHECK_WORDS: dict[str, Any] = {
    "order_log_differs": _l(
        "The table “%(what)s” has in its row %(number)s on %(day)s: %(rows)s; the activity log says: %(logged)s."
    ),
    "order_twin_differs": _l("The pages of the row %(row)s do not take back those of the row %(corrects)s."),
}

FIELD_LABELS: dict[str, Any] = {
    "title": _l("Title"),
    "requester": _l("Who ordered it"),
    "contact": _l("How to reach them"),
    "note": _l("Note"),
    "recipient": _l("Who asks"),
    "board": _l("Board"),
    "reason": _l("Reason"),
}
"""What the pages of this subject call the fields that a refusal names."""
