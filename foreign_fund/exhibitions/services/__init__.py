"""Acts on exhibitions.

A copy counts (plan line 26) at its scan, once an exhibition: put back after it was taken down, it does not count
again. The count is taken back, with a negative twin in the log, when the copy leaves before the exhibition has
opened (nobody saw it) or when the scan is undone on its own day (a mistake); otherwise the act stays.
"""

from foreign_fund.exhibitions.services.adding import Added, add_copy
from foreign_fund.exhibitions.services.hanging import COPY, SUBJECT
from foreign_fund.exhibitions.services.opening import close_exhibition, open_exhibition, undo_opening
from foreign_fund.exhibitions.services.preparing import change, create
from foreign_fund.exhibitions.services.removing import remove_copy, undo_copy

__all__ = [
    "COPY",
    "SUBJECT",
    "Added",
    "add_copy",
    "change",
    "close_exhibition",
    "create",
    "open_exhibition",
    "remove_copy",
    "undo_copy",
    "undo_opening",
]
