"""Long work in the background: what each kind of job does. Each goes on where a killed one stopped."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from catalog.importing import services
from catalog.importing.jobs.steps import accept_all, by_job, read_in, try_all, undo_all
from catalog.importing.jobs.uploads import drop_upload, open_upload
from catalog.importing.models import BatchState
from catalog.importing.queries import BatchView, batch
from catalog.marc import Profile
from ils.db import transaction
from ils.jobs.running import JobFunction, Run
from ils.jobs.services import enqueue

CHECK_JOB = "records:check"


def read_job(run: Run) -> Mapping[str, Any] | None:
    """Stage an uploaded file; a killed run goes on behind the last record that it kept."""
    view = _batch_of(run)
    if view.state is not BatchState.STAGING:
        return None
    profile = run.arguments.get("profile")
    reading = services.reading_of(
        run.session, view.source, charset=run.arguments.get("charset") or None,
        profile=Profile(profile) if profile else None,
    )  # fmt: skip
    with open_upload(run.home, view.stored_file) as stream:
        incoming = services.open_incoming(
            stream,
            path=run.home / view.stored_file,
            file_name=view.file_name,
            undo_double=view.undo_double,
            **reading.options(),
        )
        ended = read_in(by_job(run), incoming, view.id, after=view.found, accept=False)
    return _told(run) if ended else None


def accept_job(run: Run) -> Mapping[str, Any] | None:
    """Take what is staged into the catalogue; then the uploaded file may go, for every byte of it is in the rows."""
    view = _batch_of(run)
    if not accept_all(by_job(run), view.id):
        return None
    with transaction(run.session):
        services.store_file(run.session, batch_id=view.id, name="")
        enqueue(run.session, run.work, CHECK_JOB)
    drop_upload(run.session, run.home, view.stored_file)
    return _told(run)


def trial_job(run: Run) -> Mapping[str, Any] | None:
    """Say what accepting would do."""
    return batch(run.session, _id(run)).trial if try_all(by_job(run), _id(run)) else None


def undo_job(run: Run) -> Mapping[str, Any] | None:
    """Take a whole import back; whoever asked for it has said that it is to begin."""
    return _told(run) if undo_all(by_job(run), _id(run)) else None


def _id(run: Run) -> int:
    return run.job.subject_id or 0


def _batch_of(run: Run) -> BatchView:
    return batch(run.session, _id(run))


_COUNTS = ("found", "accepted", "updated", "skipped", "quarantined", "items", "undone", "undo_refused")


def _told(run: Run) -> Mapping[str, Any]:
    view = _batch_of(run)
    return {name: getattr(view, name) for name in _COUNTS}


JOBS: Mapping[str, JobFunction] = {
    "import:read": read_job,
    "import:trial": trial_job,
    "import:accept": accept_job,
    "import:undo": undo_job,
}
