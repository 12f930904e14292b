"""The acts of lending, renewing and taking back."""

from circulation.loans.services.acts import note_act
from circulation.loans.services.claiming import claim_returned
from circulation.loans.services.granting import Override
from circulation.loans.services.lending import assess_loan, check_out
from circulation.loans.services.losing import declare_lost, set_rules
from circulation.loans.services.renewing import assess_renewal_of, renew
from circulation.loans.services.results import (
    ARRIVED,
    LENT,
    NOT_ON_LOAN,
    RENEWED,
    RETURNED,
    Lent,
    Renewed,
    Returned,
)
from circulation.loans.services.returning import check_in
from circulation.loans.services.room_use import undo_use
from circulation.loans.services.seen import hold_reader
from circulation.loans.services.settling import name_new_copy, settle
from circulation.loans.services.trying import Tried, try_lending, try_table
from circulation.loans.services.turning_up import TurnedUp, hold_gone, turn_up, vanish_again
from circulation.loans.services.undoing import Undone, undo_act

__all__ = [
    "ARRIVED", "LENT", "NOT_ON_LOAN", "RENEWED", "RETURNED", "Lent", "Override", "Renewed", "Returned", "Tried",
    "TurnedUp", "Undone", "assess_loan", "assess_renewal_of", "check_in", "check_out", "claim_returned",
    "declare_lost", "hold_gone", "hold_reader", "name_new_copy", "note_act", "renew", "set_rules", "settle",
    "try_lending", "try_table", "turn_up", "undo_act", "undo_use", "vanish_again",
]  # fmt: skip
