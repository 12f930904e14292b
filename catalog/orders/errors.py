"""Refusals of orders, requests and QR codes."""

from __future__ import annotations

from enum import StrEnum

from ils.errors import InputError, LibraryError, NotFoundError


class OrderCode(StrEnum):
    """Why an act was refused."""

    SCAN_UNKNOWN = "order_scan_unknown"
    SCAN_NOT_OPEN = "order_scan_not_open"
    SCAN_NOT_ENDED = "order_scan_not_ended"
    PAGES_UNKNOWN = "order_pages_unknown"
    PAGES_CORRECTED = "order_pages_corrected"
    IMAGES_INVALID = "order_images_invalid"
    PAGES_INVALID = "order_pages_invalid"
    REQUESTER_MISSING = "order_requester_missing"
    DUE_BEFORE_ORDER = "order_due_before_order"
    DAY_AHEAD = "order_day_ahead"
    DAY_ODD = "order_day_odd"
    DAY_BEFORE_ORDER = "order_day_before_order"
    WORK_BEFORE_ORDER = "order_work_before_order"
    NOTHING_SCANNED = "order_nothing_scanned"
    OBJECT_NEEDED = "order_object_needed"
    OBJECT_FOREIGN = "order_object_foreign"
    OBJECT_TAKEN = "order_object_taken"
    RECORD_UNKNOWN = "order_record_unknown"
    RECORD_MERGED = "order_record_merged"
    REQUEST_UNKNOWN = "order_request_unknown"
    REQUEST_REFUSED = "order_request_refused"
    REQUEST_NOT_ASKED = "order_request_not_asked"
    REQUEST_NOT_REFUSED = "order_request_not_refused"
    COUNTRY_MISSING = "order_country_missing"
    COUNTRY_INVALID = "order_country_invalid"
    DOCUMENT_UNKNOWN = "order_document_unknown"
    DOCUMENTS_MISSING = "order_documents_missing"
    DOCUMENTS_MANY = "order_documents_many"
    DOCUMENT_DELIVERED = "order_document_delivered"
    DOCUMENT_NOT_DELIVERED = "order_document_not_delivered"
    DOCUMENT_COUNTED = "order_document_counted"
    CODE_UNKNOWN = "order_code_unknown"
    CODE_TAKEN_BACK = "order_code_taken_back"
    CODE_THERE = "order_code_there"
    CODE_REMOVED = "order_code_removed"
    CODE_NOT_REMOVED = "order_code_not_removed"
    REMOVED_BEFORE_PLACED = "order_removed_before_placed"
    NO_FULL_TEXT = "order_no_full_text"
    ADDRESS_INVALID = "order_address_invalid"
    BOARD_EMPTY = "order_board_empty"


class OrderError(LibraryError):
    """A refusal of this subject."""


class OrderInputError(InputError):
    """A value that none of it can have."""


class OrderNotFoundError(NotFoundError):
    """No such order, request, document or code."""
