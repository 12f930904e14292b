"""Reading what goes out: which records, their MARC and copies, batches for other catalogues."""

from catalog.export.queries.reading import CHUNK, Stored, chunks, copies_of
from catalog.export.queries.selecting import ANYWHERE, Holding, Selection, count_selected, selected
from catalog.export.queries.union import (
    UnionView,
    Wanted,
    batch_records,
    candidates,
    chronicle_of,
    count_candidates,
    union_batch,
    union_batches,
)

__all__ = [
    "ANYWHERE", "CHUNK", "Holding", "Selection", "Stored", "UnionView", "Wanted", "batch_records", "candidates",
    "chronicle_of", "chunks", "copies_of", "count_candidates", "count_selected", "selected", "union_batch",
    "union_batches",
]  # fmt: skip
