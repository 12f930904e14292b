"""Why an act on copies was refused."""

from __future__ import annotations

from enum import StrEnum

from ils.errors import InputError, LibraryError, NotFoundError


class ItemCode(StrEnum):
    """Refusals of this subject."""

    UNKNOWN = "item_unknown"
    RECORD_UNKNOWN = "item_record_unknown"
    BARCODE_INVALID = "item_barcode_invalid"
    BARCODE_TAKEN = "item_barcode_taken"
    INVENTORY_INVALID = "item_inventory_invalid"
    INVENTORY_TAKEN = "item_inventory_taken"
    GIVEN_TWICE = "item_number_given_twice"
    COUNT_INVALID = "item_count_invalid"
    COUNT_DIFFERS = "item_count_differs"
    RANGE_WITHOUT_NUMBER = "item_range_without_number"
    PRICE_INVALID = "item_price_invalid"
    DAY_INVALID = "item_day_invalid"
    ON_LOAN = "item_on_loan"
    WITHDRAWN = "item_withdrawn"
    HELD = "item_held"
    IN_TRANSIT = "item_in_transit"
    PLACED = "item_placed"
    TYPE_UNKNOWN = "item_type_unknown"
    USE_UNKNOWN = "item_use_unknown"
    STATE_FIXED = "item_state_fixed"
    PLACEMENT_UNKNOWN = "item_placement_unknown"
    MERGE_SELF = "merge_of_one"
    MERGE_UNKNOWN = "merge_unknown"
    MERGE_UNDONE = "merge_undone"
    MERGE_DESCRIBED_SINCE = "merge_described_since"
    MERGE_COPIES_ELSEWHERE = "merge_copies_elsewhere"


class ItemError(LibraryError):
    """A refusal of this subject."""


class ItemInputError(InputError):
    """A value that no copy can have."""


class ItemNotFoundError(NotFoundError):
    """No such copy, record or placement."""
