"""The data of the papers that say what is shown: passport, list of books, checklist, labels, leaflet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

import segno
from flask import url_for
from flask_babel import gettext as _

from catalog.export.queries import Stored, chunks
from catalog.export.services.pens import described
from catalog.marc import MarcError, from_bytes
from foreign_fund.exhibitions import queries
from foreign_fund.exhibitions.messages import ACCESSES, FORMS, ROLES
from foreign_fund.exhibitions.queries import CaseRow, ExhibitionRow, PieceRow, PlannedCopy, ShownCopy
from foreign_fund.exhibitions.rules.places import Access, Form, Role
from foreign_fund.exhibitions.rules.rotating import Span
from foreign_fund.fund.messages import language_name
from ils.printing.barcodes import code128_bars
from ils.registers.views.base import institution
from ils.web.filters import day, latin_or_cyrillic, moment, num
from ils.web.frame import place_name_of
from ils.web.session import current_session

LONGEST_TITLE = 160


def part(
    heading: str = "", *, lines: Sequence[str] = (), columns: Sequence[tuple[str, int]] = (),
    rows: Sequence[Sequence[str]] = (), total: Sequence[str] = (), figures: Sequence[int] = (),
) -> dict[str, Any]:  # fmt: skip
    """Return a part of `document.typ`: words, or a table with widths in millimetres (0: what is left)."""
    return {
        "heading": heading,
        "lines": list(lines),
        "columns": [name for name, _width in columns],
        "widths": [width for _name, width in columns],
        "rows": [list(row) for row in rows],
        "total": list(total),
        "figures": list(figures),
    }


def document(
    heading: str, sub: str, *, language: str, at: datetime, facts: Sequence[tuple[str, str]] = (),
    parts: Sequence[dict[str, Any]] = (), approve: bool = False, signatures: Sequence[tuple[str, str]] = (),
) -> dict[str, Any]:  # fmt: skip
    """Return the data of `document.typ`."""
    return {
        "institution": institution(language),
        "approve": [_("I approve"), _("Director")] if approve else [],
        "heading": heading,
        "sub": sub,
        "facts": [[name, value] for name, value in facts if value],
        "parts": list(parts),
        "signatures": [list(each) for each in signatures],
        "printed": _("Printed: %(at)s", at=moment(at)),
    }


def days(row: ExhibitionRow) -> str:
    """Return the days of an exhibition: as they were, else as planned."""
    return f"{day(row.first)} – {day(row.last)}"


def passport_facts(row: ExhibitionRow, languages: Sequence[str]) -> list[tuple[str, str]]:
    """Return the passport as facts, what is not said left out by the paper."""
    shifts = queries.shifts_of(current_session(), row.id)
    first = f"{day(shifts[0].old_opens_on)} – {day(shifts[0].old_closes_on)}" if shifts else ""
    occasion = " · ".join(text for text in (row.occasion, day(row.occasion_on)) if text)
    return [
        (_("Number"), row.name),
        (_("Form"), str(FORMS[Form(row.form)])),
        (_("Plan line"), row.plan_line),
        (_("Cycle or series"), row.cycle),
        (_("Occasion"), occasion),
        (_("Department"), place_name_of(row.department)),
        (_("Place"), row.place),
        (_("Days"), days(row)),
        (_("First planned"), first),
        (_("Mounted by"), day(row.setup_on) if row.setup_on else ""),
        (_("Taken down by"), day(row.takedown_on) if row.takedown_on else ""),
        (_("Languages"), ", ".join(latin_or_cyrillic(language_name(code)) for code in languages)),
        (_("For whom"), row.audience),
        (_("Purpose"), row.purpose.replace("\n", " ")),
        (_("Epigraph"), row.epigraph.replace("\n", " ")),
        (_("Curator"), row.curator),
        (_("Together with"), row.partners),
        (_("Approved by"), row.approved_by),
        (_("Lending"), _("copies may be lent") if row.lendable else _("copies are not lent")),
        (_("Note"), row.note.replace("\n", " ")),
    ]


def passport_data(
    row: ExhibitionRow, languages: Sequence[str], *, language: str, at: datetime
) -> dict[str, Any]:
    """Return the passport: facts, who works on it, cases, how much is shown."""
    session = current_session()
    people = queries.people_of(session, row.id)
    cases = queries.cases_of(session, row.id)
    parts = []
    if people:
        named = [[str(ROLES[Role(each.role)]), each.name] for each in people]
        parts.append(
            part(_("Who works on it"), columns=[(_("Role"), 60), (_("Surname, given name"), 0)], rows=named)
        )
    if cases:
        rows = [[case.code, case.section, case.name, num(case.copies)] for case in cases]
        heads = [(_("Code"), 26), (_("Section"), 0), (_("Case"), 50), (_("Copies"), 22)]
        total = ["", _("Total"), "", num(sum(case.copies for case in cases))]
        parts.append(part(_("Sections and cases"), columns=heads, rows=rows, total=total, figures=[3]))
    rotations = rotations_part(row)
    parts += [rotations] if rotations else []
    signatures = [(_("Curator"), row.curator), (_("Head of the department"), "")]
    return document(
        _("Passport of the exhibition"), row.title, language=language, at=at, approve=True,
        facts=passport_facts(row, languages), parts=parts, signatures=signatures,
    )  # fmt: skip


def rotations_part(row: ExhibitionRow) -> dict[str, Any] | None:
    """Return the rotations with their days and copies; nothing where all hang the whole time."""
    rows = [
        [each.label, f"{day(each.span.first_on)} – {day(each.span.last_on)}", num(each.shown + each.planned)]
        for each in queries.rotations_of(current_session(), row.id)
    ]
    heads = [(_("Rotation"), 0), (_("Days"), 50), (_("Copies"), 22)]
    return part(_("Rotations"), columns=heads, rows=rows, figures=[2]) if rows else None


def span_words(span: Span | None) -> str:
    """Return a rotation with its days; empty for the whole time."""
    return f"{span.label}: {day(span.first_on)} – {day(span.last_on)}" if span else ""


def _short(copy: ShownCopy | PieceRow | PlannedCopy) -> str:
    title = f"{copy.author.rstrip('.')}. {copy.title}" if copy.author else copy.title
    return title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 1].rstrip() + "…"


def copy_rows(copies: Sequence[ShownCopy]) -> list[list[str]]:
    """Return a row a copy: number, code, author and title, year, price."""
    return [
        [
            str(at),
            copy.code,
            _short(copy),
            str(copy.year or ""),
            num(copy.price) if copy.price is not None else "",
        ]
        for at, copy in enumerate(copies, start=1)
    ]


def copy_columns() -> list[tuple[str, int]]:
    """Return the headings of `copy_rows`."""
    return [
        ("№", 9),
        (_("Inventory number"), 30),
        (_("Author, title"), 0),
        (_("Year"), 13),
        (_("Price, soʻm"), 24),
    ]


def checklist_data(row: ExhibitionRow, *, language: str, at: datetime) -> dict[str, Any]:
    """Return the checklist: a table for each case, with a box to tick beside every copy."""
    session = current_session()
    spans = queries.spans_of(session, row.id)
    heads = [
        ("☐", 8), (_("Inventory number"), 28), (_("Author, title"), 0), (_("What readers may do"), 26 if spans else 34),
        *([(_("Rotation"), 34)] if spans else []), (_("Note"), 26 if spans else 30),
    ]  # fmt: skip
    parts = [
        part(
            name or _("Without a section"),
            columns=heads,
            rows=[_check_row(row, copy, spans, _reader(copy)) for copy in copies],
        )
        for name, copies in by_place(queries.copies_on(session, row.id))
    ]
    planned = queries.planned_on(session, row.id)
    if planned:
        rows = [_check_row(row, copy, spans, copy.section or _reader(copy)) for copy in planned]
        parts.append(part(_("Wait for their rotation"), columns=heads, rows=rows))
    pieces = [piece for piece in queries.pieces_of(session, row.id) if piece.kind == "loaned"]
    if pieces:
        rows = [["☐", piece.act, piece.title, piece.owner, ""] for piece in pieces]
        heads = [("☐", 8), (_("Act"), 30), (_("Author, title"), 0), (_("Owner"), 44), (_("Note"), 20)]
        parts.append(part(_("Loaned in by other owners"), columns=heads, rows=rows))
    facts = [(_("Place"), row.place), (_("Days"), days(row)), (_("Curator"), row.curator)]
    return document(
        _("Checklist by case"), row.title, language=language, at=at, facts=facts, parts=parts,
        signatures=[(_("Checked by"), "")],
    )  # fmt: skip


def _check_row(
    row: ExhibitionRow, copy: ShownCopy | PlannedCopy, spans: Mapping[int, Span], note: str
) -> list[str]:
    rotation = [span_words(spans.get(copy.rotation_id or 0))] if spans else []
    return ["☐", copy.code, _short(copy), _access(row, copy), *rotation, note]


def _access(row: ExhibitionRow, copy: ShownCopy | PlannedCopy) -> str:
    return str(ACCESSES[Access(copy.access)]) if row.lendable or copy.access != Access.LEND else ""


def _reader(copy: ShownCopy | PlannedCopy) -> str:
    return _("with a reader until %(day)s", day=day(copy.due_on)) if copy.due_on else ""


def by_place(copies: Sequence[ShownCopy]) -> list[tuple[str, list[ShownCopy]]]:
    """Return the copies by where they stand, in the order of the list."""
    found: dict[str, list[ShownCopy]] = {}
    for copy in copies:
        found.setdefault(copy.section, []).append(copy)
    return list(found.items())


def labels_data(row: ExhibitionRow, cases: Sequence[CaseRow]) -> dict[str, Any]:
    """Return the labels of cases with the bars of their codes."""
    labels = []
    for case in cases:
        bars = code128_bars(case.code)
        labels.append(
            {
                "code": case.code, "section": case.section, "name": case.name, "modules": bars.modules,
                "bars": [list(bar) for bar in bars.bars],
            }
        )  # fmt: skip
    return {"exhibition": row.title, "labels": labels}


def gost_by_record(ids: Sequence[int]) -> dict[int, str]:
    """Return the GOST description of each record; of one whose MARC cannot be read only its title is known."""
    found = (each for chunk in chunks(current_session(), sorted(set(ids))) for each in chunk)
    return {each.id: _gost(each) for each in found}


def _gost(row: Stored) -> str:
    try:
        return described(row, from_bytes(row.marc), row.profile)
    except MarcError:
        return row.title


def list_data(row: ExhibitionRow, *, language: str, at: datetime) -> dict[str, Any]:
    """Return the list of books: a title once in its section, in GOST style, with annotation and numbers."""
    session = current_session()
    copies, pieces = queries.copies_shown(session, row.id), queries.pieces_of(session, row.id)
    texts = gost_by_record(
        [copy.record_id for copy in copies] + [each.record_id for each in pieces if each.record_id]
    )
    sections = [{"name": name, "entries": _entries(group, texts)} for name, group in by_place(copies)]
    rest = [
        {
            "text": texts.get(piece.record_id, piece.title) if piece.record_id else piece.title,
            "note": piece.annotation, "place": piece.owner,
        }
        for piece in pieces
    ]  # fmt: skip
    if rest:
        sections.append({"name": _("Titles and pieces of other owners") if sections else "", "entries": rest})
    return {
        "institution": institution(language),
        "sub": " · ".join(text for text in (str(FORMS[Form(row.form)]), row.place, days(row)) if text),
        "epigraph": row.epigraph.splitlines(),
        "sections": sections,
        "printed": _("Printed: %(at)s", at=moment(at)),
    }


def _entries(copies: Sequence[ShownCopy], texts: dict[int, str]) -> list[dict[str, str]]:
    """A title once, with the numbers of all its copies that stand there."""
    found: dict[int, list[ShownCopy]] = {}
    for copy in copies:
        found.setdefault(copy.record_id, []).append(copy)
    return [
        {
            "text": texts.get(record, group[0].title),
            "note": next((copy.annotation for copy in group if copy.annotation), ""),
            "place": " · ".join(
                [*{copy.call_number: 0 for copy in group if copy.call_number}, *(c.code for c in group)]
            ),
        }
        for record, group in found.items()
    ]


def leaflet_data(row: ExhibitionRow, languages: Sequence[str], *, language: str) -> dict[str, Any]:
    """Return the leaflet: facts, words, books, and the QR code of the public page if there is one."""
    session = current_session()
    facts = [
        (_("Place"), row.place or place_name_of(row.department)), (_("Days"), days(row)),
        (_("Languages"), ", ".join(latin_or_cyrillic(language_name(code)) for code in languages)),
        (_("Curator"), row.curator),
    ]  # fmt: skip
    spans = queries.spans_of(session, row.id)
    facts += [(_("Rotation"), span_words(span)) for span in spans.values()]
    sections = [
        {"name": name, "entries": _brief(group, spans)}
        for name, group in by_place(queries.copies_on(session, row.id))
    ]
    planned = queries.planned_on(session, row.id)
    if planned:
        sections.append({"name": _("Still to come"), "entries": _brief(planned, spans)})
    pieces = queries.pieces_of(session, row.id)
    if pieces:
        rest = [
            {
                "title": _short(piece),
                "about": str(piece.year or ""),
                "place": piece.owner,
                "note": piece.annotation,
            }
            for piece in pieces
        ]
        sections.append({"name": "", "entries": rest})
    return {
        "institution": institution(language),
        "form": str(FORMS[Form(row.form)]),
        "facts": [list(fact) for fact in facts if fact[1]],
        "epigraph": row.epigraph.splitlines(),
        "words": [line for line in row.public_text.splitlines() if line],
        "sections": sections,
        "qr": qr(row) if row.public else "",
        "how": _("Point the camera of your phone here"),
    }


def _brief(
    copies: Sequence[ShownCopy] | Sequence[PlannedCopy], spans: Mapping[int, Span]
) -> list[dict[str, str]]:
    seen: dict[int, dict[str, str]] = {}
    for copy in copies:
        span = spans.get(copy.rotation_id or 0)
        when = f"{day(span.first_on)} – {day(span.last_on)}" if span else ""
        about = " · ".join(text for text in (str(copy.year or ""), when) if text)
        entry = seen.setdefault(
            copy.record_id,
            {"title": _short(copy), "about": about, "place": copy.call_number, "note": ""},
        )
        entry["note"] = entry["note"] or copy.annotation
    return list(seen.values())


def qr(row: ExhibitionRow) -> str:
    """Return the QR code of the public page as SVG; following it is counted."""
    picture = BytesIO()
    link = url_for("showcase.follow", exhibition_id=row.id, _external=True)
    segno.make(link, error="m", micro=False).save(picture, kind="svg", scale=10, border=2)
    return picture.getvalue().decode()
