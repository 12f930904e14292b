"""Who a reader's browser speaks for, what is theirs, and what the library keeps about them."""

from circulation.account.models import Clearance
from circulation.account.queries.own import OwnReader, has_at_home, has_loan, own_reader, waits_for

__all__ = ["Clearance", "OwnReader", "has_at_home", "has_loan", "own_reader", "waits_for"]
