"""The acts of orders, requests from afar and QR codes."""

from catalog.orders.services.address import set_catalogue_address
from catalog.orders.services.delivering import deliver, take_delivery_back
from catalog.orders.services.pages import add_pages, take_back_pages
from catalog.orders.services.placing import hang_again, place, take_down, withdraw_code
from catalog.orders.services.requests import (
    add_document,
    change_request,
    drop_document,
    open_request,
    refuse_request,
    reopen_request,
)
from catalog.orders.services.scans import cancel_order, change_order, finish_order, open_order, reopen_order

__all__ = [
    "add_document", "add_pages", "cancel_order", "change_order", "change_request", "deliver", "drop_document",
    "finish_order", "hang_again", "open_order", "open_request", "place", "refuse_request", "reopen_order",
    "reopen_request", "set_catalogue_address", "take_back_pages", "take_delivery_back", "take_down", "withdraw_code",
]  # fmt: skip
