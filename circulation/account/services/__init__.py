"""Acts on the whole of a reader's account: what readers do alone, papers, and the care of their data."""

from circulation.account.services.own import (
    change_pin,
    renew_own,
    set_wishes,
    sign_in,
    stop_waiting,
    wait_for,
)

__all__ = ["change_pin", "renew_own", "set_wishes", "sign_in", "stop_waiting", "wait_for"]
