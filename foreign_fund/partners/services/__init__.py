"""Acts on partners, shipments and interlibrary requests."""

from foreign_fund.partners.services.accepting import make_act, settle_by_act
from foreign_fund.partners.services.correcting import correct
from foreign_fund.partners.services.keeping import change_partner, enter_partner, tie_entry, untie_entry
from foreign_fund.partners.services.requesting import (
    change_request,
    open_request,
    take_step,
    take_step_back,
)
from foreign_fund.partners.services.shipping import (
    add_copy,
    add_line,
    begin_shipment,
    cancel_shipment,
    change_shipment,
    describe_line,
    post,
    remove_line,
)

__all__ = [
    "add_copy",
    "add_line",
    "begin_shipment",
    "cancel_shipment",
    "change_partner",
    "change_request",
    "change_shipment",
    "correct",
    "describe_line",
    "enter_partner",
    "make_act",
    "open_request",
    "post",
    "remove_line",
    "settle_by_act",
    "take_step",
    "take_step_back",
    "tie_entry",
    "untie_entry",
]
