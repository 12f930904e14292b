"""Refusals of partners, of the exchange ledger, of interlibrary requests."""

from __future__ import annotations

from enum import StrEnum

from ils.errors import InputError, LibraryError, NotFoundError


class PartnerCode(StrEnum):
    """Why an act on a partner was refused."""

    UNKNOWN = "partner_unknown"
    NAME_TAKEN = "partner_name_taken"
    KIND_UNKNOWN = "partner_kind_unknown"
    COUNTRY_INVALID = "partner_country_invalid"
    LINK_INVALID = "partner_link_invalid"
    INACTIVE = "partner_inactive"
    ENTRY_NOT_OURS = "partner_entry_not_ours"
    ENTRY_TAKEN = "partner_entry_taken"
    ENTRY_NOT_TIED = "partner_entry_not_tied"


class ShipmentCode(StrEnum):
    """Why an act on a shipment was refused."""

    UNKNOWN = "shipment_unknown"
    LINE_UNKNOWN = "shipment_line_unknown"
    NOT_DRAFT = "shipment_not_draft"
    NOT_POSTED = "shipment_not_posted"
    CORRECTS = "shipment_corrects"
    DAY_AHEAD = "shipment_day_ahead"
    DAY_ODD = "shipment_day_odd"
    DAY_BEFORE = "shipment_day_before"
    NO_LINES = "shipment_no_lines"
    NO_DOCUMENT = "shipment_no_document"
    COPIES_INVALID = "shipment_copies_invalid"
    TITLE_MISSING = "shipment_title_missing"
    RECORD_UNKNOWN = "shipment_record_unknown"
    COPY_UNKNOWN = "shipment_copy_unknown"
    COPY_HERE = "shipment_copy_here"
    COPY_WITHDRAWN = "shipment_copy_withdrawn"
    COPY_OF_SENT_ONLY = "shipment_copy_of_sent_only"
    NOTHING_TO_CORRECT = "shipment_nothing_to_correct"
    NOT_RECEIVED = "shipment_not_received"
    ACT_THERE = "shipment_act_there"
    RECORDS_MISSING = "shipment_records_missing"
    NOTHING_FOR_ACT = "shipment_nothing_for_act"
    ACT_NOT_APPROVED = "shipment_act_not_approved"
    ACT_AGREES = "shipment_act_agrees"
    DESCRIBED = "shipment_described"
    TOO_MANY_LINES = "shipment_too_many_lines"


class RequestCode(StrEnum):
    """Why an act on an interlibrary request was refused."""

    UNKNOWN = "interlibrary_unknown"
    STEP_INVALID = "interlibrary_step_invalid"
    REASON_MISSING = "interlibrary_reason_missing"
    DAY_AHEAD = "interlibrary_day_ahead"
    DAY_BEFORE = "interlibrary_day_before"
    DUE_BEFORE = "interlibrary_due_before"
    DUE_MISSING = "interlibrary_due_missing"
    ENDED = "interlibrary_ended"
    NOTHING_TO_UNDO = "interlibrary_nothing_to_undo"
    FORM_UNKNOWN = "interlibrary_form_unknown"


class PartnerError(LibraryError):
    """A refusal of this subject."""


class PartnerInputError(InputError):
    """A value that nothing of this subject can have."""


class PartnerNotFoundError(NotFoundError):
    """No such partner, shipment, line or request."""
