"""Words of partners, of the exchange, of interlibrary requests."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from foreign_fund.partners.errors import PartnerCode, RequestCode, ShipmentCode
from foreign_fund.partners.rules.ledger import Direction, ShipmentState
from foreign_fund.partners.rules.partners import PartnerKind
from foreign_fund.partners.rules.requests import Form, RequestState, Way

PARTNER_ERROR_WORDS: dict[PartnerCode, Any] = {
    PartnerCode.UNKNOWN: _l("There is no such partner."),
    PartnerCode.NAME_TAKEN: _l("There is already a partner “%(name)s”."),
    PartnerCode.KIND_UNKNOWN: _l("There is no kind of partner “%(kind)s”."),
    PartnerCode.COUNTRY_INVALID: _l("“%(country)s” is not a country code of two letters such as KZ."),
    PartnerCode.LINK_INVALID: _l("“%(link)s” is not an address such as https://example.uz."),
    PartnerCode.INACTIVE: _l("With “%(name)s” nothing new begins. Make the partner active first."),
    PartnerCode.ENTRY_NOT_OURS: _l("Choose a standing entry: an agreement, a delegation or an event abroad."),
    PartnerCode.ENTRY_TAKEN: _l("“%(title)s” is a partner's already. Take it off there first."),
    PartnerCode.ENTRY_NOT_TIED: _l("This entry is not this partner's."),
}

SHIPMENT_ERROR_WORDS: dict[ShipmentCode, Any] = {
    ShipmentCode.UNKNOWN: _l("There is no such shipment."),
    ShipmentCode.LINE_UNKNOWN: _l("The shipment has no such line."),
    ShipmentCode.NOT_DRAFT: _l("The shipment is posted or given up. What is posted is corrected by another entry."),
    ShipmentCode.NOT_POSTED: _l("The shipment is not posted yet."),
    ShipmentCode.CORRECTS: _l("This entry corrects another one. Correct the first shipment once more."),
    ShipmentCode.DAY_AHEAD: _l("%(day)s has not come yet. Enter what was sent or received."),
    ShipmentCode.DAY_ODD: _l("%(day)s is too long ago: entries begin with the year 2000."),
    ShipmentCode.DAY_BEFORE: _l("%(day)s is before the shipment itself, %(first)s."),
    ShipmentCode.NO_LINES: _l("The shipment is empty. Add what is in it."),
    ShipmentCode.NO_DOCUMENT: _l("The number of the document is missing: a letter, a list, a waybill."),
    ShipmentCode.COPIES_INVALID: _l("Copies are a whole number from %(least)s to %(most)s."),
    ShipmentCode.TITLE_MISSING: _l("Type a title, or choose a record."),
    ShipmentCode.RECORD_UNKNOWN: _l("The catalogue has no record № %(record)s."),
    ShipmentCode.COPY_UNKNOWN: _l("No copy has the number %(code)s."),
    ShipmentCode.COPY_HERE: _l("The copy %(code)s stands in a shipment already."),
    ShipmentCode.COPY_WITHDRAWN: _l(
        "The copy %(code)s was written off: %(act)s. If it came back, accept it anew by an act, then scan its new number."
    ),
    ShipmentCode.COPY_OF_SENT_ONLY: _l("Copies of ours are scanned into what is sent, not into what is received."),
    ShipmentCode.NOTHING_TO_CORRECT: _l("No number was changed, so there is nothing to correct."),
    ShipmentCode.NOT_RECEIVED: _l("Only what was received is accepted by an act."),
    ShipmentCode.ACT_THERE: _l("The act is there already."),
    ShipmentCode.RECORDS_MISSING: _l(
        "Titles without a record: %(count)s, the first is “%(title)s”. Say which records they are, or that they are not"
        " for the fund."
    ),
    ShipmentCode.NOTHING_FOR_ACT: _l("Nothing in this shipment is for the fund."),
    ShipmentCode.ACT_NOT_APPROVED: _l("The act is not approved yet."),
    ShipmentCode.ACT_AGREES: _l("Ledger and act agree."),
    ShipmentCode.DESCRIBED: _l("“%(title)s” has its record already."),
    ShipmentCode.TOO_MANY_LINES: _l("A shipment has at most %(most)s lines. Begin another one."),
}  # fmt: skip

REQUEST_ERROR_WORDS: dict[RequestCode, Any] = {
    RequestCode.UNKNOWN: _l("There is no such interlibrary request."),
    RequestCode.STEP_INVALID: _l("This step does not follow from where the request stands."),
    RequestCode.REASON_MISSING: _l("Write the reason."),
    RequestCode.DAY_AHEAD: _l("%(day)s has not come yet."),
    RequestCode.DAY_BEFORE: _l("%(day)s is before the last step, %(since)s."),
    RequestCode.DUE_BEFORE: _l("The book would be due on %(due)s, before it was sent on %(day)s."),
    RequestCode.DUE_MISSING: _l("A book comes back: enter the day it is due."),
    RequestCode.ENDED: _l("The request has ended."),
    RequestCode.NOTHING_TO_UNDO: _l("There is no step to take back."),
    RequestCode.FORM_UNKNOWN: _l("There is no form “%(form)s”."),
}

AUDIT_WORDS: dict[str, Any] = {
    "partner_entered": _l("Partner entered"),
    "partner_changed": _l("Partner changed"),
    "partner_entry_tied": _l("Entry of a register tied to a partner"),
    "partner_entry_untied": _l("Entry of a register taken off a partner"),
    "shipment_begun": _l("Shipment begun"),
    "shipment_changed": _l("Shipment changed"),
    "shipment_cancelled": _l("Draft of a shipment given up"),
    "shipment_line_added": _l("Line added to a shipment"),
    "shipment_line_removed": _l("Line taken out of a shipment"),
    "shipment_line_described": _l("Line of a shipment given its record"),
    "shipment_posted": _l("Shipment posted in the exchange ledger"),
    "shipment_corrected": _l("Shipment corrected by another entry"),
    "shipment_act_made": _l("Acceptance act made of a shipment"),
    "interlibrary_written": _l("Interlibrary request written down"),
    "interlibrary_changed": _l("Interlibrary request changed"),
    "interlibrary_step": _l("Interlibrary request led on"),
    "interlibrary_step_back": _l("Step of an interlibrary request taken back"),
}

CHECK_WORDS: dict[str, Any] = {
    "exchange_sides_differ": _l(
        "The two sides of shipment %(shipment)s of %(day)s are not what its lines say."
    ),
    "exchange_unbalanced": _l(
        "The accounts of “%(partner)s” do not add up to nothing: copies %(copies)s, soʻm %(som)s."
    ),
    "exchange_act_differs": _l(
        "Shipment %(shipment)s, record %(record)s: the exchange ledger says %(ledger)s, the approved act %(act)s."
    ),
    "exchange_copy_still_here": _l("Copy %(item)s was sent in shipment %(shipment)s and is not written off."),
}

KINDS: dict[PartnerKind, Any] = {
    PartnerKind.LIBRARY: _l("library"),
    PartnerKind.PUBLISHER: _l("publisher"),
    PartnerKind.SUPPLIER: _l("supplier"),
    PartnerKind.CENTRE: _l("cultural or language centre"),
    PartnerKind.EMBASSY: _l("embassy"),
    PartnerKind.PROGRAMME: _l("donor programme"),
}

DIRECTIONS: dict[Direction, Any] = {
    Direction.RECEIVED: _l("received"),
    Direction.SENT: _l("sent"),
}

SHIPMENT_STATES: dict[ShipmentState, Any] = {
    ShipmentState.DRAFT: _l("draft"),
    ShipmentState.POSTED: _l("in the ledger"),
    ShipmentState.CANCELLED: _l("given up"),
}
SHIPMENT_TAGS: dict[ShipmentState, str] = {
    ShipmentState.DRAFT: "warn",
    ShipmentState.POSTED: "ok",
    ShipmentState.CANCELLED: "plain",
}

WAYS: dict[Way, Any] = {Way.OUT: _l("asked by us"), Way.IN: _l("asked of us")}

REQUEST_STATES: dict[RequestState, Any] = {
    RequestState.ASKED: _l("request"),
    RequestState.FOUND: _l("found"),
    RequestState.SENT: _l("sent"),
    RequestState.RETURNED: _l("came back"),
    RequestState.REFUSED: _l("refused"),
    RequestState.CANCELLED: _l("cancelled"),
}
REQUEST_TAGS: dict[RequestState, str] = {
    RequestState.ASKED: "warn",
    RequestState.FOUND: "info",
    RequestState.SENT: "info",
    RequestState.RETURNED: "ok",
    RequestState.REFUSED: "no",
    RequestState.CANCELLED: "plain",
}
FORMS: dict[Form, Any] = {
    Form.BOOK: _l("the book itself"),
    Form.COPY: _l("a copy on paper"),
    Form.FILE: _l("a file"),
}

FIELD_LABELS: dict[str, Any] = {
    "name": _l("Name"),
    "document": _l("Document"),
    "title": _l("Title"),
    "reason": _l("Reason"),
    "note": _l("Note"),
    "author": _l("Author"),
    "contact": _l("Whom to write to"),
    "for_whom": _l("For whom"),
}
"""What the pages of this subject call the fields that a refusal names."""

ALL = _l("All")
PARTNER_STATES: dict[str, Any] = {
    "": _l("working with us"),
    "ended": _l("not any more"),
    "all": _l("All"),
}
TIED: dict[str, Any] = {
    "agreements": _l("Agreements"),
    "delegations": _l("Foreign delegations"),
    "abroad": _l("Events abroad"),
}
"""Registers whose entries are a partner's."""
