"""Acts on responsibility for the fund."""

from foreign_fund.custody.rules.ready import Head
from foreign_fund.custody.services.approving import approve
from foreign_fund.custody.services.checking import begin_check, cancel_check, scan, undo_scan
from foreign_fund.custody.services.closing import close_check, mark_missing, markable
from foreign_fund.custody.services.custodians import (
    add_custodian,
    change_custodian,
    end_custodian,
    end_post,
    post,
)
from foreign_fund.custody.services.drafting import begin_act, begin_correction, cancel_act, change_act
from foreign_fund.custody.services.filling import put_all, put_codes, remove_line
from foreign_fund.custody.services.shelves import remove_shelf, save_shelf

__all__ = [
    "Head",
    "add_custodian",
    "approve",
    "begin_act",
    "begin_check",
    "begin_correction",
    "cancel_act",
    "cancel_check",
    "change_act",
    "change_custodian",
    "close_check",
    "end_custodian",
    "end_post",
    "mark_missing",
    "markable",
    "post",
    "put_all",
    "put_codes",
    "remove_line",
    "remove_shelf",
    "save_shelf",
    "scan",
    "undo_scan",
]
