"""Reads of paid services."""

from circulation.paid.queries.prices import PriceView, latest_price, priced_on, prices_of, prices_on
from circulation.paid.queries.receipts import (
    LineView,
    ReceiptFilter,
    ReceiptPage,
    ReceiptView,
    describe,
    lines_of_receipts,
    receipt_view,
    receipts,
)
from circulation.paid.queries.sums import DaySums, ServiceSum, by_day, by_service, taken

__all__ = [
    "DaySums", "LineView", "PriceView", "ReceiptFilter", "ReceiptPage", "ReceiptView", "ServiceSum", "by_day",
    "by_service", "describe", "latest_price", "lines_of_receipts", "priced_on", "prices_of", "prices_on", "receipt_view",
    "receipts", "taken",
]  # fmt: skip
