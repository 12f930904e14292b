"""Acts on holds and on copies between departments."""

from circulation.holds.rules.endings import Arrival
from circulation.holds.services.catching import catch_returned, release, set_aside
from circulation.holds.services.choosing import choose
from circulation.holds.services.ending import expire_holds, report_missing
from circulation.holds.services.fulfilling import fulfil, unfulfil
from circulation.holds.services.placing import cancel_hold, change_pickup, move_hold, place_hold
from circulation.holds.services.redating import HoldToMove, holds_to_move, move_shelf_date
from circulation.holds.services.results import Arrived, Caught
from circulation.holds.services.transit import arrive, send, send_on

__all__ = [
    "Arrival", "Arrived", "Caught", "HoldToMove", "arrive", "cancel_hold", "catch_returned", "change_pickup", "choose",
    "expire_holds", "fulfil", "holds_to_move", "move_hold", "move_shelf_date", "place_hold",
    "release", "report_missing", "send", "send_on", "set_aside", "unfulfil",
]  # fmt: skip
