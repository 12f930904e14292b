"""Pages of long work: the list, one job, and the part of a page that shows how far it is until it ends."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, current_app, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response

from ils.accounts.errors import AccountCode
from ils.accounts.permissions import Permission
from ils.accounts.queries import staff_names
from ils.db import transaction
from ils.errors import ForbiddenError
from ils.jobs import queries, services
from ils.jobs.models import JobState
from ils.jobs.queries import LARGEST_ID, JobView
from ils.jobs.waking import Bell
from ils.web.auth import can, current_work, require
from ils.web.errors import explain
from ils.web.figures import subjects
from ils.web.locale import safe_path
from ils.web.session import current_session

blueprint = Blueprint("jobs", __name__, url_prefix="/jobs")

PER_PAGE = 50
SECONDS_BETWEEN_LOOKS = 1

STATES: dict[JobState, Any] = {
    JobState.QUEUED: _l("waiting"),
    JobState.RUNNING: _l("running"),
    JobState.DONE: _l("done"),
    JobState.FAILED: _l("failed"),
    JobState.STOPPED: _l("stopped"),
}
TAGS: dict[JobState, str] = {
    JobState.QUEUED: "plain",
    JobState.RUNNING: "info",
    JobState.DONE: "ok",
    JobState.FAILED: "no",
    JobState.STOPPED: "warn",
}

Page = str | Response


@dataclass(frozen=True, slots=True)
class ShownJob:
    """A job as a page shows it: in words, with the page of what it is about."""

    view: JobView
    label: str
    state: str
    tag: str
    who: str
    about: str
    about_url: str | None
    told: str
    mine: bool

    @property
    def id(self) -> int:
        """Its number."""
        return self.view.id

    @property
    def may_stop(self) -> bool:
        """Whether the person of this request may stop it now."""
        return self.mine and self.view.active and not self.view.stop_asked

    @property
    def may_go_on(self) -> bool:
        """Whether it ended before its work was done, and the person may let it go on."""
        return self.mine and self.view.state in (JobState.FAILED, JobState.STOPPED)


def wake() -> None:
    """Wake whoever runs jobs; to be called after the commit of what put a job down."""
    bell: Bell = current_app.extensions["ils_bell"]
    bell.ring()


def shown_jobs(views: Iterable[JobView]) -> list[ShownJob]:
    """Put words, names and links to jobs."""
    views = list(views)
    names = staff_names(current_session(), (view.created_by for view in views))
    told: dict[str, Mapping[int, tuple[str, int | None]]] = {}
    for kind, subject in subjects().items():
        ids = {view.subject_id for view in views if view.subject_type == kind and view.subject_id}
        told[kind] = subject.describe(current_session(), ids) if ids else {}
    return [_shown(view, names, told.get(view.subject_type, {})) for view in views]


def job_about(subject_type: str, subject_id: int) -> ShownJob | None:
    """Return the newest job about a thing, for its page to include `jobs/part.html`."""
    view = queries.latest_about(current_session(), subject_type, subject_id)
    return None if view is None else shown_jobs([view])[0]


def _shown(view: JobView, names: Mapping[int, str], told: Mapping[int, tuple[str, int | None]]) -> ShownJob:
    about, page = told.get(view.subject_id or 0, ("", None))
    return ShownJob(
        view=view,
        label=explain(view.kind, {}),
        state=str(STATES[view.state]),
        tag=TAGS[view.state],
        who=names.get(view.created_by or 0, ""),
        about=about,
        about_url=_address(view.subject_type, page),
        told=_told(view),
        mine=view.created_by == current_user.id or can(Permission.SETTINGS),
    )


def _address(subject_type: str, page: int | None) -> str | None:
    subject = subjects().get(subject_type)
    if subject is None or page is None or (subject.permission and not can(subject.permission)):
        return None
    values: dict[str, Any] = {subject.argument: page}
    return url_for(subject.endpoint, **values)


def _told(view: JobView) -> str:
    """Return what came of a job in one sentence: its refusal, or the subject's words for its kind of result."""
    if view.error:
        return explain(view.error["code"], view.error["facts"])
    known: Mapping[str, Any] = current_app.extensions["ils_words"]
    sentence = f"{view.kind}:done"
    return explain(sentence, view.result) if view.result and sentence in known else ""


@blueprint.get("")
@require(Permission.CATALOGUE)
def index() -> Page:
    """Show my jobs, or everybody's to whoever may change settings."""
    everybody = "all" in request.args and can(Permission.SETTINGS)
    before = request.args.get("before", type=int)
    views = queries.jobs(
        current_session(), staff_id=None if everybody else current_user.id,
        before=min(before, LARGEST_ID) if before else None, limit=PER_PAGE + 1,
    )  # fmt: skip
    older = views[PER_PAGE - 1].id if len(views) > PER_PAGE else None
    return render_template(
        "jobs/index.html",
        jobs=shown_jobs(views[:PER_PAGE]),
        everybody=everybody,
        older_url=url_for("jobs.index", before=older, all=1 if everybody else None) if older else None,
    )


@blueprint.get("/<int:job_id>")
@require(Permission.CATALOGUE)
def show(job_id: int) -> Page:
    """Show one job until it ends, and how it ended."""
    return render_template("jobs/show.html", job=_one(job_id))


@blueprint.get("/<int:job_id>/part")
@require(Permission.CATALOGUE)
def part(job_id: int) -> Page:
    """Give the part that shows how far a job is; when it has ended, let the page around it load anew."""
    if not request.headers.get("HX-Request"):
        return redirect(url_for("jobs.show", job_id=job_id))
    job = _one(job_id)
    answer = make_response(render_template("jobs/part.html", job=job))
    if not job.view.active:
        answer.headers["HX-Refresh"] = "true"
    return answer


@blueprint.post("/<int:job_id>/stop")
@require(Permission.CATALOGUE)
def stop(job_id: int) -> Page:
    """Stop a job after its present step."""
    _refuse_others(_one(job_id))
    with transaction(current_session()) as session:
        services.ask_to_stop(session, current_work(), job_id=job_id)
    flash(_("The job stops after its present step; what it has done stays done."), "info")
    return redirect(_back(job_id))


@blueprint.post("/<int:job_id>/go-on")
@require(Permission.CATALOGUE)
def go_on(job_id: int) -> Page:
    """Let a job that failed or was stopped go on where it ended."""
    _refuse_others(_one(job_id))
    with transaction(current_session()) as session:
        again = services.enqueue_again(session, current_work(), job_id=job_id)
    wake()
    return redirect(_back(again))


def _one(job_id: int) -> ShownJob:
    return shown_jobs([queries.job(current_session(), job_id)])[0]


def _refuse_others(job: ShownJob) -> None:
    if not job.mine:
        raise ForbiddenError(AccountCode.NOT_ALLOWED, permission=Permission.SETTINGS.value)


def _back(job_id: int) -> str:
    wanted = request.form.get("next", "")
    return safe_path(wanted) if wanted else url_for("jobs.show", job_id=job_id)
