"""Acts on exhibitions.

A copy counts (plan line 26) at its scan, once an exhibition: put back after it was taken down, it does not count
again. The count is taken back, with a negative twin in the log, when the copy leaves before the exhibition has
opened (nobody saw it) or when the scan is undone on its own day (a mistake); otherwise the act stays.
"""

from foreign_fund.exhibitions.services.adding import Added, add_copy
from foreign_fund.exhibitions.services.cases import add_cases, arrange, find_case, remove_case, rename_case
from foreign_fund.exhibitions.services.gathering import link_event, plan_event, plan_review, unlink_event
from foreign_fund.exhibitions.services.hanging import COPY, SUBJECT
from foreign_fund.exhibitions.services.opening import (
    close_exhibition,
    open_exhibition,
    reopen_exhibition,
    undo_opening,
)
from foreign_fund.exhibitions.services.papers import write_issue, write_return
from foreign_fund.exhibitions.services.pieces import (
    add_from_record,
    add_records,
    add_title,
    annotate_piece,
    give_piece_back,
    remove_piece,
    take_in,
)
from foreign_fund.exhibitions.services.planning import (
    Changed,
    Planned,
    arrange_planned,
    change_scan,
    plan_copy,
    put_up,
    rotate_copy,
    take_scan,
    unplan,
)
from foreign_fund.exhibitions.services.preparing import change, create
from foreign_fund.exhibitions.services.removing import remove_copy, undo_copy
from foreign_fund.exhibitions.services.rotating import add_rotation, change_rotation, remove_rotation
from foreign_fund.exhibitions.services.telling import (
    add_person,
    count_visitors,
    follow_qr,
    hide_photo,
    remove_person,
    set_result,
    show_photo,
    tell,
    uncount_visitors,
    untell,
)
from foreign_fund.exhibitions.services.walking import Seen, finish_walk, start_walk, walk_scan

__all__ = [
    "COPY",
    "SUBJECT",
    "Added",
    "Changed",
    "Planned",
    "Seen",
    "add_cases",
    "add_copy",
    "add_from_record",
    "add_person",
    "add_records",
    "add_rotation",
    "add_title",
    "annotate_piece",
    "arrange",
    "arrange_planned",
    "change",
    "change_rotation",
    "change_scan",
    "close_exhibition",
    "count_visitors",
    "create",
    "find_case",
    "finish_walk",
    "follow_qr",
    "give_piece_back",
    "hide_photo",
    "link_event",
    "open_exhibition",
    "plan_copy",
    "plan_event",
    "plan_review",
    "put_up",
    "remove_case",
    "remove_copy",
    "remove_person",
    "remove_piece",
    "remove_rotation",
    "rename_case",
    "reopen_exhibition",
    "rotate_copy",
    "set_result",
    "show_photo",
    "start_walk",
    "take_in",
    "take_scan",
    "tell",
    "uncount_visitors",
    "undo_copy",
    "undo_opening",
    "unlink_event",
    "unplan",
    "untell",
    "walk_scan",
    "write_issue",
    "write_return",
]
