"""The reader's form on paper (practice.md §4.5): of one reader, of those ticked."""

from __future__ import annotations

from typing import Any

from flask import render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from circulation.account.errors import ClearCode, ClearInputError
from circulation.account.queries.formulyar import Fill, FormFacts, FormLoan, FormReminder, forms_of
from circulation.account.views.papers import DATA, PATRON, blueprint, ids_of, paper, place_names
from circulation.patrons.forms import country_names
from circulation.patrons.messages import SEXES_SHOWN, studies
from circulation.patrons.queries import patron_facts
from circulation.patrons.rules import show_phone
from circulation.patrons.views.base import language_choices
from ils import clock
from ils.accounts.permissions import Permission
from ils.outbox.models import MessageState
from ils.web.asked import asked_choice
from ils.web.auth import require
from ils.web.files import PDF, send
from ils.web.filters import day
from ils.web.frame import place_label
from ils.web.outbox.messages import CHANNELS
from ils.web.session import current_session

MOST_FORMS = 300
LINES = 18  # of the table on a page
YEARS, NOTES = 12, 8  # lines for the marks of years on the front, for notes on the back


def fill_choices() -> list[tuple[str, str]]:
    """Return what the table may be filled with."""
    year = clock.today().year
    return [
        (Fill.OPEN, _("copies at home")),
        (Fill.YEAR, _("loans of %(year)s", year=year)),
        (Fill.BLANK, _("nothing: to be written by hand")),
    ]


@blueprint.get(f"/{PATRON}/formulyar")
@require(Permission.CIRCULATE)
def formulyar(patron_id: int) -> str:
    """Choose what the form of one reader is filled with."""
    patron = patron_facts(current_session(), patron_id)
    return render_template("account/formulyar.html", patron=patron, fills=fill_choices())


@blueprint.get(f"/{PATRON}/formulyar.pdf")
@require(Permission.CIRCULATE)
def formulyar_pdf(patron_id: int) -> Response:
    """Send the form of one reader; refuse an unknown one."""
    patron_facts(current_session(), patron_id)
    return _forms([patron_id], f"formulyar-{patron_id}.pdf")


@blueprint.get("/formulyar.pdf")
@require(Permission.CIRCULATE)
def formulyars_pdf() -> Response:
    """Send the forms of the ticked readers, in their order."""
    ids = ids_of(request.args.getlist("id", type=int))
    if not ids:
        raise ClearInputError(ClearCode.NOBODY)
    if len(ids) > MOST_FORMS:
        raise ClearInputError(ClearCode.FORMS_TOO_MANY, count=len(ids), most=MOST_FORMS)
    return _forms(ids, f"formulyar-{clock.today()}.pdf")


def _forms(ids: list[int], name: str) -> Response:
    session = current_session()
    fill = Fill(asked_choice("fill", list(Fill)) or Fill.OPEN)
    found = forms_of(session, ids, fill=fill, year=clock.today().year)
    places = place_names(session)
    data = {"words": _words(), "readers": [form_data(each, places) for each in found]}
    return send(paper(DATA / "formulyar.typ", data, title=_("Reader's form")), PDF, name)


def _words() -> dict[str, Any]:
    return {
        "heading": _("Reader's form"),
        "promise": _("I know the rules of the library and undertake to keep them."),
        "signature": _("Reader's signature"),
        "day": _("Day"),
        "years": _("Registration"),
        "year_columns": [_("Year"), "№", _("Day")],
        "columns": [
            _("Return by"), _("Inventory №"), _("Department, shelf mark"), _("Author and title"),
            _("Signature on taking"), _("Mark of return"),
        ],
        "notes": _("Notes"),
        "reminders": _("Reminders"),
        "reminder_columns": [_("Day"), _("How"), _("What came of it")],
        "photo": _("Photo"),
    }  # fmt: skip


def form_data(form: FormFacts, places: dict[str, str]) -> dict[str, Any]:
    """Return what stands on one form; the table and the back are filled up with empty lines."""
    patron = form.patron
    marks = [[str(each.year), str(each.number), day(each.day)] for each in form.years]
    lines = [_line(each, places) for each in form.loans]
    # Front and back of a folded sheet lie outside: the table takes an even number of pages.
    room = 2 * LINES * max(1, -(-len(lines) // (2 * LINES)))
    return {
        "number": patron.card_number,
        "name": patron.full_name,
        "other": patron.shown_other_name,
        "facts": _facts(form),
        "years": _filled(marks, YEARS, 3),
        "pages": [_filled(lines, room, 6)[at : at + LINES] for at in range(0, room, LINES)],
        "note": patron.note,
        "notes": NOTES,
        "reminders": _filled([_reminder(each) for each in form.reminders], 10, 3),
        "photo": list(form.photo) if form.photo else None,
    }


def _filled(rows: list[list[str]], lines: int, columns: int) -> list[list[str]]:
    return [*rows[-lines:], *([[""] * columns] * (lines - len(rows)))]


def _facts(form: FormFacts) -> list[tuple[str, str]]:
    """Return the lines of the front; what is not known stays empty, to be written by hand."""
    patron = form.patron
    guardian = ", ".join(each for each in (patron.guardian_name, patron.shown_guardian_phone) if each)
    facts = [
        (_("Year of birth"), str(patron.birth_date.year) if patron.birth_date else ""),
        (_("Sex"), str(SEXES_SHOWN[patron.sex]) if patron.sex else ""),
        (_("Citizenship"), country_names().get(patron.citizenship, patron.citizenship)),
        (_("Category"), place_label(patron.category_place)),
        (_("Education"), form.education),
        (_("Place of work or study"), form.workplace),
        (_("Faculty, course, group"), studies(patron)),
        (_("Address"), patron.address),
        (_("Telephone"), show_phone(patron.phone)),
        (_("Passport or certificate"), form.document_number),
        (_("Language"), dict(language_choices()).get(patron.language, patron.language)),
        (_("Registered first on"), day(form.years[0].day) if form.years else ""),
    ]
    return [*facts, *([(_("Guardian"), guardian)] if guardian else [])]


def _line(loan: FormLoan, places: dict[str, str]) -> list[str]:
    where = " · ".join(each for each in (places.get(loan.department, ""), loan.call_number) if each)
    book = f"{loan.author.rstrip('.')}. {loan.title}" if loan.author else loan.title
    back = day(loan.closed_on) if loan.closed_on else (_("lost") if loan.lost_on else "")
    return [day(loan.due_on), loan.code, where, book, "", back]


def _reminder(each: FormReminder) -> list[str]:
    states = {
        MessageState.SENT: _("sent"), MessageState.TO_PRINT: _("a letter is being printed"),
        MessageState.TO_CALL: _("to be called"), MessageState.FAILED: _("could not be reached"),
    }  # fmt: skip
    how = str(CHANNELS.get(each.channel, each.channel)) if each.channel else ""
    return [day(each.day), how, str(states.get(each.state, ""))]
