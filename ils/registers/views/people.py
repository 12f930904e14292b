"""Personnel: training of each member of the staff, and the quarterly summary of line 2."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from ils import clock
from ils.accounts.permissions import Permission
from ils.db import transaction
from ils.errors import LibraryError
from ils.registers import services
from ils.registers.errors import RegisterCode, RegisterNotFound
from ils.registers.forms import ProfileForm
from ils.registers.messages import EDUCATIONS
from ils.registers.queries.entries import document_of
from ils.registers.queries.people import people, summary
from ils.registers.rules.kinds import Doc
from ils.registers.rules.quarters import quarter_days, quarter_to_report
from ils.registers.views.base import Page, blueprint, read_number, say, spoken
from ils.registers.views.papers import asked_quarter, attach_paper, personnel_paper
from ils.web.auth import current_work, require
from ils.web.errors import STATUS
from ils.web.session import current_session


@blueprint.get("/personnel")
@require(Permission.PLAN)
def personnel() -> str:
    """Show the staff with their training, the table of the summary, and the quarters filed."""
    session, today = current_session(), clock.today()
    persons = people(session)
    year = min(max(read_number("year", default=quarter_to_report(today)[0]), 2000), 2100)
    quarters = [(number, *quarter_days(year, number)) for number in (1, 2, 3, 4)]
    return render_template(
        "registers/personnel.html",
        people=persons,
        rows=summary(persons),
        year=year,
        quarters=[
            (number, document_of(session, type=Doc.STAFF_SUMMARY, since=first, until=last), first <= today)
            for number, first, last in quarters
        ],
        undescribed=sum(1 for each in persons if not each.education),
    )


@blueprint.route("/personnel/<int:staff_id>", methods=["GET", "POST"])
@require(Permission.PLAN)
def profile(staff_id: int) -> Page:
    """Note position, education and training of a member of the staff."""
    found = next((each for each in people(current_session(), active=False) if each.id == staff_id), None)
    if found is None:
        raise RegisterNotFound(RegisterCode.STAFF_UNKNOWN, staff=staff_id)
    form = ProfileForm(obj=found)
    order = ("", "higher", "secondary_special", "secondary")
    form.education.choices = [SelectChoice(code, str(EDUCATIONS[code])) for code in order]
    problem = None
    if request.method == "POST" and form.validate():
        try:
            with transaction(current_session()) as session:
                services.save_profile(
                    session, current_work(), staff_id=staff_id, position=form.position.data or "",
                    education=form.education.data, librarian=bool(form.librarian.data), since=form.since.data,
                )  # fmt: skip
            flash(_("Saved: %(name)s", name=found.name), "success")
            return redirect(url_for("registers.personnel"))
        except LibraryError as refusal:
            problem = refusal
    page = render_template(
        "registers/profile.html", form=form, person=found, problem=say(problem) if problem else None
    )
    return page, STATUS[problem.kind] if problem else 422 if form.errors else 200


@blueprint.post("/personnel/file")
@require(Permission.PLAN)
def file_summary() -> Response:
    """File the summary of a quarter: a document that counts, with the printed table as its evidence."""
    year, quarter = asked_quarter(request.form)
    work = current_work()
    with spoken() as language:
        title = _("Summary of personnel, quarter %(quarter)s of %(year)s", quarter=quarter, year=year)
        try:
            with transaction(current_session()) as session:
                entry = services.file_summary(session, work, year=year, quarter=quarter, title=title)
                paper = personnel_paper(language, year, quarter)
                attach_paper(session, work, entry.id, paper, f"personnel-{year}-{quarter}.pdf")
        except LibraryError as problem:
            flash(say(problem), "danger")
            return redirect(url_for("registers.personnel", year=year))
    flash(_("Filed; it counts in the plan."), "success")
    return redirect(url_for("registers.show", entry_id=entry.id))
