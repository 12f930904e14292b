"""Reads of orders, requests and QR codes."""

from catalog.orders.queries.acts import (
    DOCUMENT,
    PLACEMENT,
    SCAN_ORDER,
    SCAN_WORK,
    ever_counted,
    standing_acts,
)
from catalog.orders.queries.codes import (
    ADDRESS,
    CodePage,
    CodeRow,
    WantedCodes,
    boards,
    catalogue_address,
    code_row,
    codes,
    codes_on,
    describe_codes,
    open_text,
    same_code,
)
from catalog.orders.queries.requests import (
    DocumentRow,
    RequestPage,
    RequestRow,
    WantedRequests,
    count_waiting,
    delivered_by_kind,
    describe_documents,
    documents_of,
    request_row,
    requests,
)
from catalog.orders.queries.scans import (
    PagesRow,
    ScanPage,
    ScanRow,
    WantedScans,
    count_late,
    describe_pages,
    describe_scans,
    pages_by_reason,
    pages_rows,
    scan_row,
    scans,
    scans_of,
    taken_objects,
)

__all__ = [
    "ADDRESS", "DOCUMENT", "PLACEMENT", "SCAN_ORDER", "SCAN_WORK", "CodePage", "CodeRow", "DocumentRow", "PagesRow",
    "RequestPage", "RequestRow", "ScanPage", "ScanRow", "WantedCodes", "WantedRequests", "WantedScans", "boards",
    "catalogue_address", "code_row", "codes", "codes_on", "count_late", "count_waiting", "delivered_by_kind",
    "describe_codes", "describe_documents", "describe_pages", "describe_scans", "documents_of", "ever_counted",
    "open_text", "pages_by_reason", "pages_rows", "request_row", "requests", "same_code", "scan_row", "scans", "scans_of",
    "standing_acts", "taken_objects",
]  # fmt: skip
