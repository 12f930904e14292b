"""Words of this subject."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from catalog.items.errors import ItemCode
from catalog.items.models import ItemState, Use

ITEM_WORDS: dict[ItemCode, Any] = {
    ItemCode.UNKNOWN: _l("There is no such copy."),
    ItemCode.RECORD_UNKNOWN: _l("There is no such bibliographic record."),
    ItemCode.BARCODE_INVALID: _l(
        "“%(barcode)s” cannot be a barcode: 1 to %(longest)s Latin letters, digits and signs."
    ),
    ItemCode.BARCODE_TAKEN: _l("The barcode “%(barcode)s” already belongs to another copy."),
    ItemCode.INVENTORY_INVALID: _l(
        "“%(inventory_number)s” cannot be an inventory number: 1 to %(longest)s characters."
    ),
    ItemCode.INVENTORY_TAKEN: _l(
        "The inventory number “%(inventory_number)s” already belongs to another copy."
    ),
    ItemCode.GIVEN_TWICE: _l("“%(number)s” was given to two copies."),
    ItemCode.COUNT_INVALID: _l("Copies are added 1 to %(most)s at a time; %(count)s were asked for."),
    ItemCode.COUNT_DIFFERS: _l("Copies to add: %(count)s, but numbers given: %(given)s."),
    ItemCode.RANGE_WITHOUT_NUMBER: _l("“%(inventory_number)s” has no digits to count up from."),
    ItemCode.PRICE_INVALID: _l("“%(price)s” is not a price in soʻm."),
    ItemCode.DAY_INVALID: _l("%(day)s is in the future, or before the copy was acquired."),
    ItemCode.ON_LOAN: _l("The copy %(code)s is on loan. It must come back first."),
    ItemCode.WITHDRAWN: _l("The copy %(code)s was withdrawn on %(day)s by act %(act)s."),
    ItemCode.HELD: _l("The copy %(code)s is set aside for a reader. End the hold first."),
    ItemCode.IN_TRANSIT: _l("The copy %(code)s is on its way to another department. Receive it there first."),
    ItemCode.PLACED: _l("The copy %(code)s is on display: %(label)s."),
    ItemCode.TYPE_UNKNOWN: _l("There is no item type “%(item_type)s”."),
    ItemCode.USE_UNKNOWN: _l("There is no place of use “%(use)s”."),
    ItemCode.STATE_FIXED: _l(
        "The state of the copy %(code)s is not changed by hand: it is on loan, promised, or gone."
    ),
    ItemCode.PLACEMENT_UNKNOWN: _l("There is no such placement."),
    ItemCode.MERGE_SELF: _l("A record cannot be merged with itself."),
    ItemCode.MERGE_UNKNOWN: _l("There is no such merge."),
    ItemCode.MERGE_UNDONE: _l("This merge was undone already: %(when)s."),
    ItemCode.MERGE_DESCRIBED_SINCE: _l(
        "The merged record %(record)s has been changed since (version %(version)s). Restore its merged version first."
    ),
    ItemCode.MERGE_COPIES_ELSEWHERE: _l("Copies have moved on to another record: %(copies)s."),
}

STATE_WORDS: dict[ItemState, Any] = {
    ItemState.AVAILABLE: _l("on the shelf"),
    ItemState.ON_LOAN: _l("on loan"),
    ItemState.PROCESSING: _l("being processed"),
    ItemState.IN_REPAIR: _l("in repair"),
    ItemState.MISSING: _l("missing"),
    ItemState.LOST: _l("lost"),
    ItemState.WITHDRAWN: _l("withdrawn"),
    ItemState.HELD: _l("on the hold shelf"),
    ItemState.IN_TRANSIT: _l("on its way"),
}

STATE_TAGS: dict[ItemState, str] = {
    ItemState.AVAILABLE: "ok",
    ItemState.ON_LOAN: "info",
    ItemState.PROCESSING: "plain",
    ItemState.IN_REPAIR: "plain",
    ItemState.MISSING: "warn",
    ItemState.LOST: "no",
    ItemState.WITHDRAWN: "no",
    ItemState.HELD: "warn",
    ItemState.IN_TRANSIT: "info",
}

USES: dict[Use, Any] = {
    Use.HOME: _l("at home"),
    Use.ROOM: _l("in the reading room only"),
    Use.OVERNIGHT: _l("overnight"),
    Use.EXHIBITION: _l("from an exhibition"),
    Use.ORGANISATION: _l("by an organisation"),
}

AUDIT_WORDS: dict[str, Any] = {
    "item_changed": _l("Copy changed"),
    "items_added": _l("Copies added"),
    "item_written_off": _l("Copy withdrawn"),
    "item_moved": _l("Copy moved to another department by an act"),
    "barcodes_given": _l("Barcodes given"),
    "records_merged": _l("Two records merged into one"),
    "merge_undone": _l("Merge of two records undone"),
}

CHECK_WORDS: dict[str, Any] = {
    "withdrawn_item_placed": _l("The withdrawn copy %(item)s is still on display."),
    "item_of_merged_record": _l("The copy %(item)s hangs on a record that was merged into another."),
}
