"""The data of acts and of the final report."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _

from circulation.events.messages import TYPES
from foreign_fund.exhibitions import queries
from foreign_fund.exhibitions.messages import CAME, EXTRAS, PAPERS, RESULTS, ROLES, WALKS
from foreign_fund.exhibitions.queries import ExhibitionRow, Gathering, PaperRow
from foreign_fund.exhibitions.rules.places import Role
from foreign_fund.exhibitions.rules.telling import Came, Extra
from foreign_fund.exhibitions.views.effect import comparison, doubts_in_words, tenths
from foreign_fund.exhibitions.views.sheets import (
    copy_columns,
    copy_rows,
    days,
    document,
    part,
    passport_facts,
    rotations_part,
)
from ils.web.filters import day, num
from ils.web.frame import place_name_of
from ils.web.session import current_session


def act_data(row: ExhibitionRow, paper: PaperRow, *, language: str, at: datetime) -> dict[str, Any]:
    """Return an act of issue or return."""
    copies = queries.copies_on_paper(current_session(), paper)
    worth = sum(copy.price or 0 for copy in copies)
    facts = [
        (_("Exhibition"), f"№ {row.name} · {row.title}"),
        (_("Place"), row.place),
        (_("Days"), days(row)),
        (_("Department"), place_name_of(row.department)),
    ]
    total = ["", _("Total"), _("Copies: %(count)s", count=num(len(copies))), "", num(worth)]
    table = part(columns=copy_columns(), rows=copy_rows(copies), total=total, figures=[0, 4])
    return document(
        f"{PAPERS[paper.kind]} № {paper.name}", day(paper.day), language=language, at=at, approve=True, facts=facts,
        parts=[table], signatures=[(_("Handed over by"), paper.handed_by), (_("Received by"), paper.received_by)],
    )  # fmt: skip


def report_data(
    row: ExhibitionRow, languages: tuple[str, ...], *, language: str, at: datetime, today: date
) -> dict[str, Any]:
    """Return the final report: passport, figures, visitors, what went with it, effect, conclusion."""
    parts = [
        _figures(row), _visitors(row), _reviews(row), _events(row), rotations_part(row), _told(row), _checks(row),
        *_effect(row, today), _conclusion(row),
    ]  # fmt: skip
    people = [
        (str(ROLES[Role(each.role)]), each.name) for each in queries.people_of(current_session(), row.id)
    ]
    return document(
        _("Final report on the exhibition"), row.title, language=language, at=at, approve=True,
        facts=[*passport_facts(row, languages), *people], parts=[each for each in parts if each],
        signatures=[(_("Curator"), row.curator), (_("Head of the department"), "")],
    )  # fmt: skip


def _figures(row: ExhibitionRow) -> dict[str, Any]:
    session = current_session()
    copies, reviews = queries.copies_shown(session, row.id), _held(row, review=True)
    rows = [
        [_("Copies shown"), num(row.counted)],
        [_("Titles shown"), num(len({copy.record_id for copy in copies}))],
        [_("Titles and pieces of other owners"), num(queries.count_pieces(session, row.id))],
        [_("Persons who came"), num(queries.visitors_of(session, row.id).persons)],
        [_("Loans from the exhibition"), num(row.loans)],
        [_("Events within the exhibition"), num(len(_held(row, review=False)))],
        [_("Bibliographic reviews"), num(len(reviews))],
        [_("Listeners of the reviews"), num(sum(each.event.came for each in reviews))],
        [_("QR code followed"), num(row.qr_opened)],
    ]
    return part(_("In figures"), columns=[(_("What"), 0), (_("How many"), 34)], rows=rows, figures=[1])


def _visitors(row: ExhibitionRow) -> dict[str, Any] | None:
    found = queries.visitors_of(current_session(), row.id)
    rows = [
        [str(CAME[kind]), num(found.times[kind]), num(found.sums[kind])] for kind in Came if found.times[kind]
    ]
    if not rows:
        return None
    heads = [(_("What"), 0), (_("Times"), 24), (_("How many"), 34)]
    return part(_("Visitors"), columns=heads, rows=rows, figures=[1, 2])


def _held(row: ExhibitionRow, *, review: bool) -> list[Gathering]:
    """Return the reviews, or the other events, that took place within the exhibition."""
    rows = queries.gatherings_of(current_session(), row.id)
    return [each for each in rows if each.held and (each.review is not None) is review]


def _reviews(row: ExhibitionRow) -> dict[str, Any] | None:
    rows = [
        [
            day(each.event.day), each.event.title, each.event.organiser,
            num(each.review.minutes) if each.review and each.review.minutes else "",
            num(each.review.titles) if each.review else "", num(each.event.came),
        ]
        for each in _held(row, review=True)
    ]  # fmt: skip
    heads = [
        (_("Day"), 24), (_("Name of the review"), 0), (_("Who gives it"), 40), (_("Minutes"), 18), (_("Titles"), 18),
        (_("Listeners"), 20),
    ]  # fmt: skip
    return part(_("Bibliographic reviews"), columns=heads, rows=rows, figures=[3, 4, 5]) if rows else None


def _events(row: ExhibitionRow) -> dict[str, Any] | None:
    rows = [
        [day(each.event.day), each.event.title, str(TYPES[each.event.type]), num(each.event.came)]
        for each in _held(row, review=False)
    ]
    heads = [(_("Day"), 24), (_("Name of the event"), 0), (_("Kind"), 40), (_("Came"), 24)]
    return part(_("Events within the exhibition"), columns=heads, rows=rows, figures=[3]) if rows else None


def _told(row: ExhibitionRow) -> dict[str, Any] | None:
    session = current_session()
    rows = [
        [day(each.day), str(EXTRAS[Extra(each.kind)]), _joined(each.text, each.who, each.link)]
        for each in queries.extras_of(session, row.id)
    ]
    for each in queries.noted_of(session, row.id):
        listeners = _("listeners: %(count)s", count=num(each.persons)) if each.persons is not None else ""
        rows.append(
            [day(each.day), _("bibliographic review"), _joined(each.text, each.who, each.link, listeners)]
        )
    heads = [(_("Day"), 24), (_("What"), 42), (_("Title or words"), 0)]
    return part(_("Press, links, words of readers"), columns=heads, rows=rows) if rows else None


def _joined(*texts: str) -> str:
    return " · ".join(text for text in texts if text)


def _checks(row: ExhibitionRow) -> dict[str, Any] | None:
    rows = [
        [day(walk.day), str(WALKS[walk.walk]), *(num(walk.counts[result]) for result in RESULTS)]
        for walk in reversed(queries.walks_of(current_session(), row.id))
        if walk.finished_at
    ]
    heads = [(_("Day"), 24), (_("Check"), 0), *((str(word), 25) for word in RESULTS.values())]
    return part(_("Checks by scanner"), columns=heads, rows=rows, figures=[2, 3, 4, 5]) if rows else None


def _effect(row: ExhibitionRow, today: date) -> list[dict[str, Any]]:
    found = queries.effect_of(current_session(), row, today=today)
    if found is None:
        return []
    before = found.period.before
    lines = [
        _("Loans from the exhibition: %(count)s", count=num(found.from_it)),
        _("Days of the exhibition: %(first)s – %(last)s; the equal period before: %(from)s – %(until)s",
          first=day(found.period.first), last=day(found.period.last), until=day(before.last),
          **{"from": day(before.first)}),
    ]  # fmt: skip
    heads = [
        ("", 0), (_("Titles"), 16), (_("Loans before"), 20), (_("Loans meanwhile"), 24),
        (_("Before, to 100 titles"), 25), (_("Meanwhile, to 100 titles"), 26), (_("Difference"), 19),
    ]  # fmt: skip
    said = [
        _(
            "Gain over comparable titles, loans to a hundred titles: %(gain)s",
            gain=tenths(found.gain, signed=True),
        )
    ]
    doubted = doubts_in_words(found)
    if doubted:
        said.append(_("The sample is too small to draw conclusions: %(why)s", why="; ".join(doubted)))
    said.append(
        _(
            "Loans of any copy of a title count. Comparable: the same language and branch of knowledge,"
            " in stock at the opening, on no exhibition in either period."
        )
    )
    table = part(
        _("Effect on lending"), lines=lines, columns=heads, rows=comparison(found), figures=[1, 2, 3, 4, 5, 6]
    )
    return [table, part(lines=said)]


def _conclusion(row: ExhibitionRow) -> dict[str, Any] | None:
    return part(_("Conclusion"), lines=row.result.splitlines()) if row.result else None
