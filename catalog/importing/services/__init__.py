"""Acts of importing, a chunk at a time."""

from catalog.importing.services.accepting import accept_chunk, close_batch, take_chunk
from catalog.importing.services.reading import CHUNK, Candidate, Incoming, open_incoming
from catalog.importing.services.staging import Opened, Seen, close_reading, open_batch, stage_chunk

__all__ = [
    "CHUNK",
    "Candidate",
    "Incoming",
    "Opened",
    "Seen",
    "accept_chunk",
    "close_batch",
    "close_reading",
    "open_batch",
    "open_incoming",
    "stage_chunk",
    "take_chunk",
]
