"""Lists as PDF and text: answers, reading lists, reviews, bulletins."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from werkzeug.wrappers import Response

from foreign_fund.fund.messages import language_name
from foreign_fund.service.queries import asked, bulletins, chosen, reviews
from foreign_fund.service.queries.chosen import Covered
from foreign_fund.service.queries.titles import QUERY as QUERY_LIST
from foreign_fund.service.queries.titles import REVIEW as REVIEW_LIST
from foreign_fund.service.queries.titles import Listed, descriptions, listed
from foreign_fund.service.rules.describing import Line, Part, as_text
from foreign_fund.service.views.base import (
    BULLETIN,
    DATA,
    QUERY,
    REVIEW,
    SELECTION,
    blueprint,
    fonts,
    open_blueprint,
)
from ils import clock
from ils.accounts.permissions import Permission
from ils.library.places import institution_name
from ils.printing.pdf import make_pdf
from ils.web.auth import require
from ils.web.files import PDF, send
from ils.web.filters import day, latin_or_cyrillic, moment, num
from ils.web.locale import current_language
from ils.web.session import current_session

TEXT = "text/plain; charset=utf-8"
FORMS = "<any(pdf, txt):form>"


@dataclass(frozen=True, slots=True)
class Paper:
    """A list as it is printed."""

    title: str
    heading: str
    facts: Sequence[tuple[str, str]]
    parts: Sequence[Part]
    foot: Sequence[str] = ()


def _sent(paper: Paper, form: str, name: str) -> Response:
    facts = [(label, value) for label, value in paper.facts if value]
    if form == "txt":
        told = as_text(f"{paper.title}: {paper.heading}", facts, paper.parts)
        return send(told.encode(), TEXT, f"{name}.txt", keep=True)
    data = {
        "institution": latin_or_cyrillic(institution_name(current_session())),
        "heading": paper.heading,
        "facts": [list(each) for each in facts],
        "parts": [
            {"heading": part.heading, "lines": [[line.text, line.note] for line in part.lines]}
            for part in paper.parts
            if part.lines
        ],
        "foot": list(paper.foot),
        "empty": _("No title is on the list yet."),
        "printed": _("Printed: %(at)s", at=moment(clock.now())),
    }
    made = make_pdf(
        DATA / "list.typ", data, title=paper.title, language=current_language(), at=clock.now(), fonts=fonts()
    )
    return send(made, PDF, f"{name}.pdf")


def _lines(rows: Iterable[Listed], notes: dict[int, str] | None = None) -> tuple[Line, ...]:
    found = list(rows)
    told = descriptions(current_session(), [row.record.id for row in found if row.record])
    return tuple(
        Line(
            told.get(row.record.id, row.record.title) if row.record else row.described,
            " · ".join(each for each in (row.note, (notes or {}).get(row.id, "")) if each),
        )
        for row in found
    )


@blueprint.get(f"/queries/{QUERY}.{FORMS}")
@require(Permission.SEE_FOREIGN_FUND)
def query_list(query_id: int, form: str) -> Response:
    """Send the list of an answer."""
    row = asked.query_row(current_session(), query_id)
    facts = ((_("Day"), day(row.day)), (_("Languages"), ", ".join(map(language_name, row.codes))))
    parts = (Part("", _lines(listed(current_session(), QUERY_LIST, query_id))),)
    return _sent(Paper(_("List of literature"), row.topic, facts, parts), form, f"query-{query_id}")


@blueprint.get(f"/selections/{SELECTION}.{FORMS}")
@require(Permission.SEE_FOREIGN_FUND)
def reading_list(selection_id: int, form: str) -> Response:
    """Send the reading list of a course: main and further reading, with what the library has of each."""
    session = current_session()
    row = chosen.selection_row(session, selection_id)
    rows = chosen.covered(session, row)
    facts = (
        (_("Teacher"), row.name), (_("Faculty"), row.faculty),
        (_("Course"), ", ".join(each for each in (row.course, row.study_group) if each)), (_("Term"), row.term),
        (_("Students"), num(row.students) if row.students else ""),
    )  # fmt: skip
    notes = {each.title.id: _held(each) for each in rows}
    main = [each.title for each in rows if not each.title.additional]
    further = [each.title for each in rows if each.title.additional]
    parts = (
        Part(_("Main reading") if further else "", _lines(main, notes)),
        Part(_("Further reading"), _lines(further, notes)),
    )
    foot = (_("Head of the department"), _("Teacher"))
    paper = Paper(_("Reading list"), row.discipline, facts, parts, foot)
    return _sent(paper, form, f"reading-list-{selection_id}")


def _held(row: Covered) -> str:
    said = [_("Copies: %(count)s", count=num(row.title.copies))] if row.title.record else []
    if row.title.open_text:
        said.append(_("full text in the catalogue"))
    return " · ".join(said)


@blueprint.get(f"/reviews/{REVIEW}.{FORMS}")
@require(Permission.SEE_FOREIGN_FUND)
def review_list(review_id: int, form: str) -> Response:
    """Send the list of a review."""
    row = reviews.review_row(current_session(), review_id)
    event = row.event
    facts = (
        (_("Day"), " · ".join(each for each in (day(event.day), event.time) if each)), (_("Topic"), event.topic),
        (_("Place"), event.place), (_("For whom"), event.audience), (_("Who gives it"), event.organiser),
        (_("Listeners"), num(event.came) if event.came else ""),
        (_("Minutes"), num(row.minutes) if row.minutes else ""),
    )  # fmt: skip
    parts = (Part("", _lines(listed(current_session(), REVIEW_LIST, review_id))),)
    return _sent(Paper(_("Bibliographic review"), event.title, facts, parts), form, f"review-{review_id}")


@open_blueprint.get(f"/new-arrivals/{BULLETIN}.pdf")
def bulletin_paper(bulletin_id: int) -> Response:
    """Send an issue of the bulletin, language by language."""
    session = current_session()
    issue = bulletins.issue_row(session, bulletin_id)
    groups = bulletins.arrivals(session, bulletin_id)
    told = descriptions(session, [each.record.id for rows in groups.values() for each in rows])
    parts = [
        Part(
            language_name(code),
            tuple(
                Line(told.get(each.record.id, each.record.title), _("Copies: %(count)s", count=each.copies))
                for each in rows
            ),
        )
        for code, rows in groups.items()
    ]
    heading = f"{day(issue.since)} – {day(issue.until)}"
    facts = ((_("Titles"), num(issue.titles)),)
    return _sent(
        Paper(_("New foreign literature"), heading, facts, parts), "pdf", f"new-arrivals-{issue.until:%Y%m%d}"
    )
