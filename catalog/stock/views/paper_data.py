"""What stands on the paper of an act, in words and rows; the PDF and the spreadsheet are made of the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from catalog.stock.messages import SOURCES, fact_name
from catalog.stock.models import ActState
from catalog.stock.queries.series import series_view
from catalog.stock.queries.showing import ActView, LineView, Totals, act_lines, act_view, totals
from catalog.stock.rules.money import HOME, HUNDREDTHS, rate_text
from catalog.stock.rules.ready import APPRAISED
from ils.library.places import department, institution_name
from ils.printing.words import COPY, SOM, TITLE, in_words
from ils.printing.xlsx import Cell, Column, Sheet
from ils.text import to_cyrillic
from ils.web.filters import day, decimal, moment, num

LONGEST_TITLE = 300
MINUS = "−"


@dataclass(frozen=True, slots=True)
class Paper:
    """An act ready for paper, in one language; must be made under that locale."""

    act: ActView
    lines: tuple[LineView, ...]
    totals: Totals
    language: str
    institution: str
    place: str
    book: str
    first: ActView | None  # the act that this one corrects

    @property
    def foreign_money(self) -> bool:
        """Whether the prices are in another currency than soʻm."""
        return self.act.currency != HOME

    @property
    def title(self) -> str:
        """What kind of act it is, with its number."""
        if self.first:
            name = _("Act correcting acceptance act № %(number)s", number=self.first.name)
            return f"{name} · № {self.act.name}" if self.act.name else name
        name = _("Acceptance act")
        return f"{name} № {self.act.name}" if self.act.name else name


def paper_of(session: Session, act_id: int, language: str) -> Paper:
    """Read an act for its paper."""
    act = act_view(session, act_id)
    lines = act_lines(session, act)
    names = (
        institution_name(session),
        department(session, act.department).name(language),
        series_view(session, act.series).name(language),
    )
    if (
        language == "uz_Cyrl"
    ):  # the library's own names are kept in Latin; what the act quotes stays as written
        names = (to_cyrillic(names[0]), to_cyrillic(names[1]), to_cyrillic(names[2]))
    first = act_view(session, act.corrects_id) if act.corrects_id else None
    return Paper(act, lines, totals(lines), language, *names, first)


def paper_data(paper: Paper, *, at: datetime) -> dict[str, Any]:
    """Return the data of the template `act.typ`."""
    return {
        "institution": paper.institution,
        "approve": {"word": _("I approve"), "post": _("Director"), "day": "“____” ______________ 20___"},
        "draft": _("draft") if paper.act.state is not ActState.APPROVED else "",
        "day": day(paper.act.day),
        "grounds": grounds(paper),
        "columns": [heading for heading, _width in columns(paper)],
        "widths": [width for _heading, width in columns(paper)],
        "rows": [[shown(cell) for cell in row] for row in rows(paper)],
        "total": [shown(cell) for cell in total_row(paper)],
        "words": words(paper),
        "breakdown": breakdown(paper),
        "notes": notes(paper),
        "signatures": signatures(paper),
        "printed": _("Printed: %(at)s", at=moment(at)),
    }


def shown(cell: Cell) -> str:
    """Return a cell as the paper shows it: a fraction is of money, so it has two digits."""
    if isinstance(cell, float):
        return decimal(f"{cell:.2f}").replace("-", MINUS)
    return num(cell).replace("-", MINUS) if isinstance(cell, int) else str(cell or "")


def grounds(paper: Paper) -> list[tuple[str, str]]:
    """Return what the act rests on: where from, by which papers, into which fund."""
    act = paper.act
    document = " · ".join(text for text in (act.document, day(act.document_day)) if text)
    found = [
        (_("Entry of the summary book, part 1"), f"№ {act.name}" if act.name else ""),
        (_("Source"), str(SOURCES[act.source])),
        (str(fact_name("partner", act.source)), act.partner),
        (str(fact_name("contract", act.source)), act.contract),
        (str(fact_name("document", act.source)), document),
        (_("Department"), paper.place),
        (_("Inventory book"), paper.book),
    ]
    if paper.foreign_money:
        found.append((_("Rate"), f"1 {act.currency} = {decimal(rate_text(act.rate))} {_('soʻm')}"))
    return [(label, value) for label, value in found if value]


def columns(paper: Paper) -> list[tuple[str, int]]:
    """Return headings and widths in millimetres; the title takes what is left."""
    money = [(_("Price, %(currency)s", currency=paper.act.currency), 19)] if paper.foreign_money else []
    return [
        ("№", 8),
        (_("Author, title"), 0),
        (_("Year"), 11),
        (_("Copies"), 19),
        *money,
        (_("Price, soʻm"), 20),
        (_("Sum, soʻm"), 23),
        (_("Inventory numbers"), 28 if money else 31),
    ]


def rows(paper: Paper) -> list[list[Cell]]:
    """Return a row a line, with numbers as numbers; the year is text, for it is never summed."""
    return [
        [number, _heading(line), str(line.year or ""), line.copies, *_foreign(paper, line.price), line.price_som,
         line.som, line.numbers]
        for number, line in enumerate(paper.lines, start=1)
    ]  # fmt: skip


def _heading(line: LineView) -> str:
    whole = " ".join(text for text in (f"{line.author}." if line.author else "", line.title) if text)
    short = whole if len(whole) <= LONGEST_TITLE else whole[: LONGEST_TITLE - 1].rstrip() + "…"
    return f"{short} ({line.note})" if line.note else short


def _foreign(paper: Paper, price: int | None) -> list[Cell]:
    if not paper.foreign_money:
        return []
    return [None if price is None else price / HUNDREDTHS]


def total_row(paper: Paper) -> list[Cell]:
    """Return the last row of the table."""
    total = paper.totals
    return [None, _("In all"), None, total.copies, *_foreign(paper, None), None, total.som, None]


def words(paper: Paper) -> list[tuple[str, str]]:
    """Return the totals in words."""
    total, language = paper.totals, paper.language
    return [
        (_("Copies:"), in_words(total.copies, COPY, language)),
        (_("Titles:"), in_words(total.titles, TITLE, language)),
        (_("Sum:"), in_words(total.som, SOM, language)),
    ]


def breakdown(paper: Paper) -> list[tuple[str, str]]:
    """Return the copies by kind of document and by language."""
    # The public catalogue, a floor above, names kinds and languages and gives the names to every template.
    names = current_app.jinja_env.filters
    kinds = [f"{names['document_type_name'](code)} – {num(copies)}" for code, copies in paper.totals.by_type]
    tongues = [
        f"{names['language_name'](code) if code else _('not stated')} – {num(copies)}"
        for code, copies in paper.totals.by_language
    ]
    found = [(_("By kind:"), "; ".join(kinds)), (_("By language:"), "; ".join(tongues))]
    return [(label, shares) for label, shares in found if shares]


def notes(paper: Paper) -> list[str]:
    """Return what has to be said below the table."""
    found = []
    if paper.first:
        found.append(
            _("A minus takes copies back, and this act withdraws them; a plus keeps copies at a new price.")
        )
    elif paper.act.source.value in APPRAISED:
        found.append(_("Books that came without a price were valued by the commission as stated above."))
    if paper.foreign_money or any(line.price % HUNDREDTHS for line in paper.lines):
        found.append(_("The price of a copy in soʻm is rounded to whole soʻm; half a soʻm is rounded up."))
    return [*found, *paper.act.note.splitlines()]


def signatures(paper: Paper) -> list[tuple[str, str]]:
    """Return who signs: the commission with its chair first, who handed over and who took in."""
    members = paper.act.members
    chair = [(_("Chair of the commission"), members[0])] if members else []
    others = [(_("Member of the commission"), name) for name in members[1:]]
    return [*chair, *others, (_("Handed over by"), ""), (_("Received by"), "")]


def paper_sheet(paper: Paper) -> Sheet:
    """Return the act as a table of a spreadsheet."""
    heads = [Column(heading, width / 1.8 if width else 60) for heading, width in columns(paper)]
    above = [paper.title, f"{paper.institution} · {day(paper.act.day)}"]
    above += [f"{label}: {value}" for label, value in grounds(paper)]
    below = [f"{label} {text}" for label, text in (*words(paper), *breakdown(paper))]
    below += notes(paper)
    below += [f"{role}: ____________ {name}" for role, name in signatures(paper)]
    return Sheet(_("Act"), heads, rows(paper), above=above, totals=[total_row(paper)], below=below)
