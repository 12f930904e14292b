"""Long work on files: by command, and as jobs in the background."""

from catalog.importing.jobs.background import JOBS
from catalog.importing.jobs.files import (
    ImportSummary,
    accept_batch,
    import_file,
    import_stream,
    summary,
    trial_batch,
    undo_batch,
)
from catalog.importing.jobs.steps import Progress
from catalog.importing.jobs.uploads import drop_upload, keep_upload, tidy_uploads

__all__ = [
    "JOBS",
    "ImportSummary",
    "Progress",
    "accept_batch",
    "drop_upload",
    "import_file",
    "import_stream",
    "keep_upload",
    "summary",
    "tidy_uploads",
    "trial_batch",
    "undo_batch",
]
