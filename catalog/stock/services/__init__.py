"""Acts on acceptance, inventory books and labels."""

from catalog.stock.services.approving import approve
from catalog.stock.services.correcting import Correction, begin_correction
from catalog.stock.services.defaults import install_defaults
from catalog.stock.services.drafting import ActFacts, begin_act, cancel_act, change_act
from catalog.stock.services.lines import NewLine, add_line, add_lines, change_line, remove_line
from catalog.stock.services.series import add_series, follow_copies, save_series
from catalog.stock.services.sheets import delete_printer, delete_sheet, save_printer, save_sheet
from catalog.stock.services.whole import accept_at_once

__all__ = [
    "ActFacts",
    "Correction",
    "NewLine",
    "accept_at_once",
    "add_line",
    "add_lines",
    "add_series",
    "approve",
    "begin_act",
    "begin_correction",
    "cancel_act",
    "change_act",
    "change_line",
    "delete_printer",
    "delete_sheet",
    "follow_copies",
    "install_defaults",
    "remove_line",
    "save_printer",
    "save_series",
    "save_sheet",
]
