"""Acts of overdue control."""

from circulation.overdue.services.calls import note_call
from circulation.overdue.services.ladder import delete_level, install_defaults, save_level
from circulation.overdue.services.letters import LetterPlan, plan_letters, write_letters
from circulation.overdue.services.planning import (
    NightPlan,
    PlannedCopy,
    PlannedReader,
    WaitingLoan,
    channels_to,
    plan_night,
)
from circulation.overdue.services.promises import promise, settle_promises, withdraw_promise
from circulation.overdue.services.sending import SOURCE, reached, refresh, withdraw_untrue
from circulation.overdue.services.warning import Warned, lift_groundless, note_run, warn_reader

__all__ = [
    "SOURCE", "LetterPlan", "NightPlan", "PlannedCopy", "PlannedReader", "WaitingLoan", "Warned", "channels_to",
    "delete_level", "install_defaults", "lift_groundless", "note_call", "note_run", "plan_letters", "plan_night",
    "promise", "reached", "refresh", "save_level", "settle_promises", "warn_reader", "withdraw_promise",
    "withdraw_untrue", "write_letters",
]  # fmt: skip
