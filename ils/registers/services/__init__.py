"""Acts of registers."""

from ils.registers.services.board import take_back, tap, undo_last
from ils.registers.services.entries import change, enter, withdraw
from ils.registers.services.evidence import attach, evidence_of, remove
from ils.registers.services.libraries import close_library, file_directory, save_library
from ils.registers.services.people import file_summary, save_profile

__all__ = [
    "attach", "change", "close_library", "enter", "evidence_of", "file_directory", "file_summary", "remove",
    "save_library", "save_profile", "take_back", "tap", "undo_last", "withdraw",
]  # fmt: skip
