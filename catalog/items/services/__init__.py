"""Acts on copies."""

from catalog.items.services.adding import add_item, add_items, added, added_under, insert_items
from catalog.items.services.changing import RESTING, change_item
from catalog.items.services.moving import move_items
from catalog.items.services.numbers import free_barcodes, give_barcodes, queue_numbers
from catalog.items.services.placing import end_placement, place
from catalog.items.services.states import MAY_BE_WITHDRAWN, PROMISED, refuse_promised, set_state, withdraw

__all__ = [
    "MAY_BE_WITHDRAWN",
    "PROMISED",
    "RESTING",
    "add_item",
    "add_items",
    "added",
    "added_under",
    "change_item",
    "end_placement",
    "free_barcodes",
    "give_barcodes",
    "insert_items",
    "move_items",
    "place",
    "queue_numbers",
    "refuse_promised",
    "set_state",
    "withdraw",
]
