"""Writing records out, and acts on batches for other catalogues."""

from catalog.export.services.lists import list_pdf
from catalog.export.services.taking_back import take_answer_back, unsend
from catalog.export.services.union import accept, choose_shape, drop, prepare, refuse, renew, send, take_out
from catalog.export.services.writing import Account, LeftOut, Note, Refused, write

__all__ = [
    "Account", "LeftOut", "Note", "Refused", "accept", "choose_shape", "drop", "list_pdf", "prepare", "refuse", "renew",
    "send", "take_answer_back", "take_out", "unsend",
    "write",
]  # fmt: skip
