"""Interest profiles of readers, as the staff keep them."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from circulation.patrons.queries import patron_facts
from foreign_fund.service import services
from foreign_fund.service.forms import ProfileForm
from foreign_fund.service.queries import profiles as queries
from foreign_fund.service.views.base import (
    PATRON,
    Answer,
    blueprint,
    branch_choices,
    do,
    language_choices,
    patron_of_card,
    type_choices,
)
from ils import clock
from ils.accounts.permissions import Permission
from ils.db import transaction
from ils.errors import LibraryError
from ils.library.funds import load_fund
from ils.web.auth import current_work, require
from ils.web.errors import STATUS, explain
from ils.web.session import current_session


def profile_form() -> ProfileForm:
    """Return the form with the languages of the fund, the kinds and the branches."""
    codes = sorted(load_fund(current_session()).languages)
    return ProfileForm().offer(language_choices(codes), type_choices(), branch_choices())


def names() -> dict[str, dict[str, str]]:
    """Return how languages, kinds and branches are called."""
    return {"type_names": dict(type_choices()), "branch_names": dict(branch_choices())}


@blueprint.get("/profiles")
@require(Permission.CIRCULATE)
def profiles() -> str:
    """Show the profiles, and a box that leads to a reader's: what readers read is for those who may see readers."""
    rows = queries.profiles(current_session(), clock.today())
    return render_template(
        "service/profiles.html", rows=rows, writes=sum(row.gets for row in rows), **names()
    )


@blueprint.post("/profiles/find")
@require(Permission.FOREIGN_FUND)
def find_profile() -> Answer:
    """Go to the profile of the reader whose card was scanned."""
    try:
        patron_id = patron_of_card(request.form.get("card", ""))
    except LibraryError as problem:
        flash(explain(problem.code, problem.facts), "danger")
        patron_id = None
    if patron_id is None:
        return redirect(url_for("service.profiles"))
    return redirect(url_for("service.profile", patron_id=patron_id))


@blueprint.route(f"/profiles/{PATRON}", methods=["GET", "POST"])
@require(Permission.FOREIGN_FUND)
def profile(patron_id: int) -> Answer:
    """Show and save what a reader wants to be told of."""
    session, form = current_session(), profile_form()
    reader = patron_facts(session, patron_id)
    problem: LibraryError | None = None
    if request.method == "POST" and form.validate():
        problem = save(current_work(), patron_id, form)
        if problem is None:
            flash(_("The interest profile was saved."), "success")
            return redirect(url_for("service.profiles"))
    row = queries.profile_of(session, patron_id, clock.today())
    if request.method == "GET" and row:
        form.show(row)
    page = render_template("service/profile.html", form=form, reader=reader, row=row, problem=problem)
    return (page, STATUS[problem.kind] if problem else 400) if request.method == "POST" else page


def save(work: Any, patron_id: int, form: ProfileForm) -> LibraryError | None:
    """Save a profile; return what stands against it."""
    try:
        with transaction(current_session()) as session:
            services.save_profile(session, work, patron_id=patron_id, wanted=form.interests())
    except LibraryError as problem:
        return problem
    return None


@blueprint.post(f"/profiles/{PATRON}/stop")
@require(Permission.FOREIGN_FUND)
def stop_profile(patron_id: int) -> Answer:
    """Stop the bulletin for a reader who says so at the desk."""
    return do(
        lambda session: services.stop_profile(session, current_work(), patron_id=patron_id),
        said=_("The reader gets no more bulletins."), back=url_for("service.profiles"),
    )  # fmt: skip
