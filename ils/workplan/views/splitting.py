"""Parting a line: by what its acts are told apart by, or by hand."""

from __future__ import annotations

from collections.abc import Iterable

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import force_locale
from flask_babel import gettext as _

from ils.accounts.permissions import Permission
from ils.activity.cut import Cut
from ils.activity.queries import counted_by
from ils.db import transaction
from ils.errors import InputCode, InputError, LibraryError
from ils.web.asked import asked_choice
from ils.web.auth import current_work, require
from ils.web.errors import explain
from ils.web.session import current_session
from ils.web.values import BY_WORDS, value_name, values
from ils.workplan import queries, services
from ils.workplan.rules import LANGUAGES, year_period
from ils.workplan.services import PartText
from ils.workplan.views.base import Page, blueprint

HAND = "hand"
SPLITS = (
    "sector", "department", "source", "channel", "category", "age", "sex", "citizenship", "language", "branch", "type",
    "fund",
)  # fmt: skip
HAND_PARTS = 8


@blueprint.route("/<int:year>/lines/<number>/split", methods=["GET", "POST"])
@require(Permission.PLAN)
def split_line(year: int, number: str) -> Page:
    """Part a line: by what its acts are told apart by, or by hand."""
    services.refuse_odd_year(year)
    session = current_session()
    line = queries.find_line(session, year=year, number=number)
    terms = queries.terms_of([line])[number][0]
    by = asked_choice("by", {*SPLITS, HAND}) or ("sector" if terms else HAND)
    problem = None
    if request.method == "POST":
        try:
            with transaction(session):
                made = services.split_line(
                    session, current_work(), year=year, number=number, parts=_parts(by, terms)
                )
            flash(_("Parts added: %(numbers)s", numbers=", ".join(made)), "success")
            return redirect(url_for("workplan.lines", year=year) + f"#line-{number.replace('.', '-')}")
        except LibraryError as refusal:
            problem = explain(refusal.code, refusal.facts)
    choices = [(HAND, _("by hand")), *((each, str(BY_WORDS[each])) for each in SPLITS if terms)]
    shown = render_template(
        "workplan/split.html", year=year, line=queries.find_line(session, year=year, number=number), by=by,
        choices=choices, found=_found(terms, by, year) if by != HAND else [], hand=range(HAND_PARTS), problem=problem,
    )  # fmt: skip
    return shown, 422 if problem else 200


def _found(terms: tuple[Cut, ...], by: str, year: int) -> list[tuple[str, str, int, dict[str, str]]]:
    """Return code, name, figure of the year, names in three languages, for every value of the acts and every sector."""
    session = current_session()
    span = year_period(year)
    counted = counted_by(session, terms, by, since=span.first, until=span.last)
    known = values(session, by)
    codes = dict.fromkeys([*(known if by in {"sector", "department"} else ()), *counted])
    said = {language: _said(by, codes, language) for language in LANGUAGES}
    return [
        (code, value_name(by, code, known), counted.get(code, 0), {each: said[each][code] for each in said})
        for code in codes
    ]


def _said(by: str, codes: Iterable[str], language: str) -> dict[str, str]:
    """Return the names of values in a language, whatever that of the request."""
    with force_locale(language):
        known = current_app.extensions["ils_names"](current_session(), by, language)
        return {code: str(value_name(by, code, known)) for code in codes}


def _parts(by: str, terms: tuple[Cut, ...]) -> list[PartText]:
    """Read the parts from the form: those ticked, each with its acts; or those named by hand."""
    given = request.form
    indexes = (
        range(HAND_PARTS) if by == HAND else [int(each) for each in given.getlist("take") if each.isdecimal()]
    )
    parts = []
    for index in indexes:
        names = [given.get(f"{language}-{index}", "").strip() for language in LANGUAGES]
        if not names[0] and by == HAND:
            continue
        own = () if by == HAND else narrow(terms, by, given.get(f"code-{index}", ""))
        parts.append(PartText(names[0], names[1], names[2], own))
    return parts


_FIELDS = {
    "sector": "sectors", "department": "departments", "source": "sources", "channel": "channels", "fund": "funds",
    "category": "categories", "age": "ages", "sex": "sexes", "citizenship": "citizenships", "language": "languages",
    "branch": "branches", "type": "types",
}  # fmt: skip


def narrow(terms: tuple[Cut, ...], by: str, code: str) -> tuple[Cut, ...]:
    """Return the terms for one value of a column; those of other values fall away."""
    name = _FIELDS.get(by)
    if name is None:
        raise InputError(InputCode.UNKNOWN_CHOICE, field="by", value=by[:20])
    return queries.narrowed_by(terms, name, code)
