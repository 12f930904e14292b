"""What the page of the desk shows, made of plain values for the templates."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from circulation.desk import messages
from circulation.desk.queries import FeedRow, LoanLine, feed, loan_lines, visits_in
from circulation.desk.rules import IDLE, Box, BoxKind, Desk, Ended, Mode, Outcome, Row, Said, Sound
from circulation.desk.views.state import sign_yes
from circulation.loans.errors import LoanCode
from circulation.loans.queries import held_by
from circulation.loans.rules import Held
from circulation.patrons.queries import PatronFacts, patron_facts
from ils.accounts.permissions import Permission
from ils.activity.kinds import Kind
from ils.activity.queries import totals_by_kind
from ils.clock import at_hour
from ils.text import has_cyrillic, to_cyrillic, to_latin
from ils.web.auth import can

FEED, FEED_WITH_READER, LOANS = 20, 8, 12


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row of the feed in words."""

    at: datetime
    row: Row
    tag: str
    kind: str
    url: str | None
    line: str
    new: bool
    late: bool


@dataclass(frozen=True, slots=True)
class ShownReason:
    """One reason of a box in words."""

    label: str
    text: str
    question: str
    rule: str


@dataclass(frozen=True, slots=True)
class ShownBox:
    """The box that locks, in words; `token` is the signed yes, empty where no yes is possible."""

    box: Box
    head: str
    reasons: tuple[ShownReason, ...]
    yes: str
    token: str
    links: tuple[tuple[str, str], ...]

    @property
    def which(self) -> bool:
        """Tell whether it asks for card or copy (SB-06)."""
        return self.box.kind is BoxKind.WHICH

    @property
    def refused(self) -> bool:
        """Tell whether nothing but leaving it is possible."""
        return self.box.kind is BoxKind.REFUSED


@dataclass(frozen=True, slots=True)
class ReaderCard:
    """The open reader: name in both scripts, registration, what they hold."""

    facts: PatronFacts
    other_script: str
    registered: bool
    year: int
    held: Held
    visits: int
    loans: tuple[LoanLine, ...]


@dataclass(frozen=True, slots=True)
class Screen:
    """Everything that the page and its parts show."""

    desk: Desk
    key: str
    day: date
    reader: ReaderCard | None
    rows: tuple[ShownRow, ...]
    figures: tuple[tuple[str, int, str | None], ...]
    box: ShownBox | None
    ended: tuple[str, str] | None  # the reader and what was done
    notes: tuple[str, ...]
    sound: Sound | None
    spoken: str
    idle_ms: int

    @property
    def returning(self) -> bool:
        """Tell whether every copy is taken back."""
        return self.desk.mode is Mode.RETURN


def build(
    session: Session, said: Said, *, staff_id: int, now: datetime, day: date, new_key: str = ""
) -> Screen:
    """Return the screen after what was said; `new_key` marks the rows that the present scan made."""
    reader = _reader(session, said.desk.patron_id, day)
    limit = FEED_WITH_READER if reader else FEED
    rows = feed(session, staff_id, since=at_hour(day, 0), limit=limit)
    shown = tuple(_row(each, day, new=bool(new_key) and each.key == new_key) for each in rows)
    box = _box(said.box, staff_id) if said.box else None
    return Screen(
        desk=said.desk,
        key=secrets.token_hex(16),
        day=day,
        reader=reader,
        rows=shown,
        figures=_figures(session, day),
        box=box,
        ended=(said.ended.reader, _counts(said.ended)) if said.ended else None,
        notes=tuple(messages.sentence(each) for each in said.notes),
        sound=said.sound if new_key else None,
        spoken=_spoken(box, shown) if new_key else "",
        idle_ms=int(IDLE.total_seconds() * 1000),
    )


def _counts(ended: Ended) -> str:
    """Return what the grouped notice says (SB-10)."""
    counts = (
        (ended.lent, _("Lent: %(count)s", count=ended.lent)),
        (ended.renewed, _("Renewed: %(count)s", count=ended.renewed)),
        (ended.returned, _("Returned: %(count)s", count=ended.returned)),
    )
    return " · ".join(words for count, words in counts if count) or str(_("Nothing was lent or taken back."))


def _reader(session: Session, patron_id: int | None, day: date) -> ReaderCard | None:
    if patron_id is None:
        return None
    facts = patron_facts(session, patron_id)
    name = facts.full_name
    return ReaderCard(
        facts=facts,
        other_script=to_latin(name) if has_cyrillic(name) else to_cyrillic(name),
        registered=facts.registered_in(day.year),
        year=day.year,
        held=held_by(session, patron_id, day),
        visits=visits_in(session, patron_id, day.year),
        loans=loan_lines(session, patron_id, limit=LOANS),
    )


def _row(each: FeedRow, day: date, *, new: bool) -> ShownRow:
    row = each.row
    words, kind = messages.OUTCOMES[row.outcome]
    serious = any(told.code == LoanCode.RETURNED_LATE for told in row.told)
    return ShownRow(
        at=each.at,
        row=row,
        tag=str(words),
        kind="warn" if serious else kind,
        url=_row_url(row),
        line=_line(row),
        new=new,
        late=row.due is not None and row.due < day,
    )


def _line(row: Row) -> str:
    """Return what stands below the title; a refusal stood in the box in full, here its key words do."""
    if row.outcome is Outcome.REFUSED and any(told.code == LoanCode.COPY_UNKNOWN for told in row.told):
        return str(_("No such number"))
    if row.outcome is Outcome.REFUSED:
        return " · ".join(messages.label(told) or messages.sentence(told) for told in row.told)
    plain = {LoanCode.ON_SHELF.value: "available"}  # the tag says it already
    told = [each for each in row.told if plain.get(each.code) != each.facts.get("state", "")]
    said = [messages.sentence(each) for each in told]
    if row.outcome is Outcome.RETURNED and row.reader:
        said.insert(0, _("Reader: %(reader)s.", reader=row.reader))
    return " ".join(said)


def _row_url(row: Row) -> str | None:
    if row.record_id is not None:
        return url_for("public.record", record_id=row.record_id)
    if row.patron_id is not None and row.outcome in {Outcome.OPENED, Outcome.REGISTERED}:
        return url_for("patrons.show", patron_id=row.patron_id)
    return None


def _box(box: Box, staff_id: int) -> ShownBox:
    asking = box.kind is BoxKind.ASKED
    reasons = tuple(
        ShownReason(
            messages.label(each), messages.sentence(each), messages.asked(each) if asking else "", each.rule
        )
        for each in box.told
    )
    return ShownBox(
        box=box,
        head=messages.head(box),
        reasons=reasons,
        yes=messages.yes_label(box) if asking else "",
        token=sign_yes(box, staff_id) if asking else "",
        links=_links(box),
    )


def _links(box: Box) -> tuple[tuple[str, str], ...]:
    """Return what can be done about an unknown number (CO-01, CO-02)."""
    if not any(each.code == LoanCode.READER_UNKNOWN for each in box.told):
        return ()
    back = url_for("desk.index")
    return (
        (_("Register a reader"), url_for("patrons.new", card=box.code[:40], next=back)),
        (_("Search readers"), url_for("patrons.index", q=box.code)),
        (_("Search the catalogue"), url_for("public.search", q=box.code)),
    )


def _figures(session: Session, day: date) -> tuple[tuple[str, int, str | None], ...]:
    totals = totals_by_kind(session, since=day, until=day)
    return tuple((words, totals.get(kind, 0), _opened(kind, day)) for kind, words in _today().items())


def _today() -> Mapping[Kind, str]:
    return {
        Kind.LOAN_OPEN: _("Lent"),
        Kind.LOAN_CLOSE: _("Returned"),
        Kind.LOAN_RENEW: _("Renewed"),
        Kind.VISIT: _("Visits"),
        Kind.PATRON_REGISTER: _("New readers"),
        Kind.PATRON_REREGISTER: _("Re-registered"),
    }


def _opened(kind: Kind, day: date) -> str | None:
    if not can(Permission.SEE_PLAN):
        return None
    return url_for("figures.rows", kind=kind.value, since=day, until=day)


def _spoken(box: ShownBox | None, rows: tuple[ShownRow, ...]) -> str:
    """Return what a screen reader says of the present scan."""
    if box:
        return ""  # the box speaks for itself
    return ". ".join(" ".join((each.tag, each.row.title, each.line)) for each in rows if each.new)
