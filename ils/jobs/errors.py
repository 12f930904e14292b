"""Why a job ended badly, or why it cannot be touched."""

from __future__ import annotations

from enum import StrEnum

from ils.errors import LibraryError, NotFoundError


class JobCode(StrEnum):
    """Refusals and bad ends of jobs in general; a subject's own refusals stand in the row under their own codes."""

    UNKNOWN = "job_unknown"
    ENDED = "job_ended"
    NOT_ENDED = "job_not_ended"
    KIND_UNKNOWN = "job_kind_unknown"
    BROKE = "job_broke"


class JobRefused(LibraryError):
    """What was asked of a job cannot be done."""


class JobNotFoundError(NotFoundError):
    """No such job."""
