"""Acts on copies."""

from catalog.items.services.adding import add_item, add_items, added, added_under, insert_items
from catalog.items.services.numbers import free_barcodes, give_barcodes, queue_numbers
from catalog.items.services.placing import end_placement, place
from catalog.items.services.states import MAY_BE_WITHDRAWN, set_state, withdraw

__all__ = [
    "MAY_BE_WITHDRAWN",
    "add_item",
    "add_items",
    "added",
    "added_under",
    "end_placement",
    "free_barcodes",
    "give_barcodes",
    "insert_items",
    "place",
    "queue_numbers",
    "set_state",
    "withdraw",
]
