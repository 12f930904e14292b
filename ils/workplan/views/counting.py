"""The builder of a counter: terms of acts, the way of counting, and a preview of what they make of this year."""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from ils.accounts.permissions import Permission
from ils.activity.cut import CUT_FIELDS, Cut
from ils.activity.kinds import Kind
from ils.activity.queries import counted, counted_by, opened_terms
from ils.db import transaction
from ils.errors import LibraryError
from ils.web.auth import current_work, require
from ils.web.errors import explain
from ils.web.figures import show_acts
from ils.web.session import current_session
from ils.workplan import queries, services
from ils.workplan.messages import AREAS_SHOWN, CUTS_SHOWN, MEASURES_SHOWN
from ils.workplan.models import PlanLine
from ils.workplan.rules import year_period
from ils.workplan.views.base import Page, blueprint
from ils.workplan.views.telling import COLUMN_OF, known_values, name_of, tell_terms

MOST_TERMS = 12
NEWEST = 10
# Columns whose values are few and known: all of them are offered. Of the others, those that the log has seen.
WHOLE = frozenset({"sector", "department", "channel", "category", "age", "sex", "branch", "type", "fund"})
ALWAYS = {"citizenship": ("UZ", ""), "language": ("uzb", "rus", "eng")}


@dataclass(frozen=True, slots=True)
class Choice:
    """One value that a condition may name."""

    code: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition of a term: its values, and how many of them are chosen."""

    name: str
    label: str
    choices: tuple[Choice, ...]

    @property
    def chosen(self) -> int:
        """How many are chosen."""
        return sum(each.chosen for each in self.choices)


@dataclass(frozen=True, slots=True)
class Term:
    """A term as the builder shows it: the acts by area, then the conditions."""

    index: int
    empty: bool
    areas: tuple[Condition, ...]
    conditions: tuple[Condition, ...]


@blueprint.route("/<int:year>/lines/<number>/counter", methods=["GET", "POST"])
@require(Permission.PLAN)
def counter(year: int, number: str) -> Page:
    """Build what a line counts."""
    services.refuse_odd_year(year)
    session = current_session()
    line = queries.find_line(session, year=year, number=number)
    terms = () if line.measure == "parts" else queries.terms_of([line])[number][0]
    measure, problem = line.measure, None
    if request.method == "POST":
        terms, measure = read_terms(), request.form.get("measure", "")
        try:
            with transaction(session):
                services.set_counter(
                    session, current_work(), year=year, number=number, terms=terms, measure=measure
                )
            flash(_("Line %(number)s counts anew.", number=number), "success")
            return redirect(url_for("workplan.line", year=year, number=number))
        except LibraryError as refusal:
            problem = explain(refusal.code, refusal.facts)
            line = queries.find_line(session, year=year, number=number)
    shown = render_template(
        "workplan/counter.html", year=year, line=line, measure=measure, measures=_measures(session, line),
        terms=_terms(session, terms, year), problem=problem, **preview_of(session, line, terms, measure),
    )  # fmt: skip
    return shown, 422 if problem else 200


@blueprint.post("/<int:year>/lines/<number>/counter/preview")
@require(Permission.PLAN)
def counter_preview(year: int, number: str) -> str:
    """Show what the chosen counter counts, before it is saved."""
    services.refuse_odd_year(year)
    session = current_session()
    line = queries.find_line(session, year=year, number=number)
    told = preview_of(session, line, read_terms(), request.form.get("measure", ""))
    return render_template("workplan/counter_preview.html", year=year, line=line, **told)


def read_terms() -> tuple[Cut, ...]:
    """Read the terms of the form; one without acts is no term."""
    terms = []
    for index in range(MOST_TERMS):
        given = {
            name: tuple(dict.fromkeys(each[:40] if name != "kinds" else each[:60] for each in values))
            for name in CUT_FIELDS
            if (values := request.form.getlist(f"t{index}-{name}"))
        }
        if given.get("kinds"):
            terms.append(Cut(**given))
    return tuple(terms)


def preview_of(session: Session, line: PlanLine, terms: tuple[Cut, ...], measure: str) -> dict[str, object]:
    """Return what the template of the preview shows: the figure of the year, its months, the newest acts, in words."""
    span = year_period(line.year)
    if measure == "parts" or not terms or measure not in MEASURES_SHOWN:
        parts = measure == "parts"
        months = queries.by_month(session, year=line.year, number=line.number) if parts else (0,) * 12
        return {"told": [], "figure": None, "months": months, "acts": [], "page": None, "parts": parts}
    found = counted_by(session, terms, "month", since=span.first, until=span.last, measure=measure)
    page = opened_terms(session, terms, since=span.first, until=span.last, limit=NEWEST)
    return {
        "told": tell_terms(session, terms),
        "figure": counted(session, terms, measure, since=span.first, until=span.last),
        "months": tuple(found.get(f"{line.year}-{month:02}", 0) for month in range(1, 13)),
        "acts": show_acts(session, page.rows),
        "page": page,
        "parts": False,
    }


def _measures(session: Session, line: PlanLine) -> list[tuple[str, str]]:
    has_parts = any(each.parent == line.number for each in queries.lines_of(session, line.year))
    return [(code, str(word)) for code, word in MEASURES_SHOWN.items() if has_parts or code != "parts"]


def _terms(session: Session, terms: tuple[Cut, ...], year: int) -> list[Term]:
    """Return the terms and, after them, an empty one to be filled."""
    shown = [*terms, Cut(())][:MOST_TERMS]
    return [_term(session, index, term, year) for index, term in enumerate(shown)]


def _term(session: Session, index: int, term: Cut, year: int) -> Term:
    conditions = tuple(_condition(session, name, term, year) for name in CUT_FIELDS[1:])
    return Term(index, not term.kinds, _areas(session, term), conditions)


def _areas(session: Session, term: Cut) -> tuple[Condition, ...]:
    areas: dict[str, list[Choice]] = {}
    for kind in Kind:
        code = str(kind)
        choice = Choice(code, name_of(session, "kinds", code), code in term.kinds)
        areas.setdefault(code.partition(":")[0], []).append(choice)
    return tuple(Condition("kinds", str(AREAS_SHOWN[area]), tuple(found)) for area, found in areas.items())


def _condition(session: Session, name: str, term: Cut, year: int) -> Condition:
    by, chosen = COLUMN_OF[name], getattr(term, name)
    seen = _seen(session, by, term.kinds, year)
    offered = [*chosen, *ALWAYS.get(by, ()), *(known_values(session, by) if by in WHOLE else ()), *seen]
    choices = tuple(
        Choice(code, name_of(session, name, code), code in chosen) for code in dict.fromkeys(offered)
    )
    return Condition(name, str(CUTS_SHOWN[name]), choices)


def _seen(session: Session, by: str, kinds: tuple[str, ...], year: int) -> list[str]:
    """Return the values that acts of the kinds (of any kind for a new term) had in this year and the one before."""
    if by in WHOLE:
        return []
    asked = (Cut(kinds or tuple(str(kind) for kind in Kind)),)
    before, now = year_period(year - 1), year_period(year)
    found = counted_by(session, asked, by, since=before.first, until=now.last)
    return [*found, *(known_values(session, by) if by == "source" else ())]
