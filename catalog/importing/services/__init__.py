"""Acts of importing, a chunk at a time."""

from catalog.importing.services.accepting import accept_chunk, close_batch, take_chunk
from catalog.importing.services.deciding import choose_match, decide_rows, release, set_aside
from catalog.importing.services.planning import Seen
from catalog.importing.services.previewing import CopyPreview, MergePreview, copies_preview, merge_preview
from catalog.importing.services.reading import Incoming, open_incoming
from catalog.importing.services.sources import Reading, install_defaults, reading_of, save_source
from catalog.importing.services.staging import (
    Opened,
    close_reading,
    open_batch,
    reseen,
    reset_reading,
    stage_chunk,
    store_file,
)
from catalog.importing.services.trying import Trial, begin_trial, close_trial, trial_chunk
from catalog.importing.services.undoing import begin_undo, close_undo, undo_chunk

__all__ = [
    "CopyPreview",
    "Incoming",
    "MergePreview",
    "Opened",
    "Reading",
    "Seen",
    "Trial",
    "accept_chunk",
    "begin_trial",
    "begin_undo",
    "choose_match",
    "close_batch",
    "close_reading",
    "close_trial",
    "close_undo",
    "copies_preview",
    "decide_rows",
    "install_defaults",
    "merge_preview",
    "open_batch",
    "open_incoming",
    "reading_of",
    "release",
    "reseen",
    "reset_reading",
    "save_source",
    "set_aside",
    "stage_chunk",
    "store_file",
    "take_chunk",
    "trial_chunk",
    "undo_chunk",
]
