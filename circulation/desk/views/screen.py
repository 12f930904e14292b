"""What the page of the desk shows, made of plain values for the templates."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from circulation.charges.queries import owed
from circulation.desk import messages
from circulation.desk.errors import DeskCode
from circulation.desk.queries import LoanLine, feed, idle_time, loan_lines, visits_in
from circulation.desk.rules import Desk, Ended, Mode, Said, Sound
from circulation.desk.views import bars
from circulation.desk.views.boxes import ShownBox, shown_box
from circulation.desk.views.rows import ShownRow, shown_row
from circulation.desk.views.slips import ShownSlip, shown_slip
from circulation.holds.queries import count_on_shelf, holds_of
from circulation.loans.queries import held_by
from circulation.loans.rules import Held
from circulation.patrons.queries import PatronFacts, RestrictionFacts, open_restrictions, patron_facts
from circulation.patrons.queries.details import has_photo
from ils.accounts.permissions import Permission
from ils.activity.kinds import Kind
from ils.activity.queries import totals_by_kind
from ils.clock import at_hour
from ils.text import has_cyrillic, to_cyrillic, to_latin
from ils.web.auth import can

FEED, FEED_WITH_READER, LOANS = 20, 8, 12


@dataclass(frozen=True, slots=True)
class ReaderCard:
    """The open reader: name in both scripts, registration, what they hold, wait for and owe (soʻm)."""

    facts: PatronFacts
    other_script: str
    registered: bool
    year: int
    held: Held
    visits: int
    holds: int
    ready: int
    owed: int
    restrictions: tuple[RestrictionFacts, ...]
    photo: bool
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
    modes: tuple[bars.Button, ...]
    places: tuple[bars.Button, ...]
    bars: tuple[bars.Bar, ...]
    slip: ShownSlip | None
    caught: tuple[ShownRow, ...]
    on_shelf: int  # copies on all hold shelves: the badge of the menu

    @property
    def moved(self) -> bool:
        """Tell whether the page was out of date: what it still had to send belongs to a desk that is no more."""
        return self.box is not None and any(each.code == DeskCode.OTHER_WINDOW for each in self.box.box.told)

    @property
    def returning(self) -> bool:
        """Tell whether copies are taken back whoever is open."""
        return self.desk.mode in {Mode.RETURN, Mode.DROP, Mode.IN_ROOM}


def build(
    session: Session, said: Said, *, staff_id: int, now: datetime, day: date, new_key: str = ""
) -> Screen:
    """Return the screen after what was said; `new_key` marks the rows that the present scan made."""
    reader = _reader(session, said.desk.patron_id, day)
    limit = FEED_WITH_READER if reader else FEED
    rows = feed(session, staff_id, since=at_hour(day, 0), limit=limit)
    shown = tuple(shown_row(each, day, new=bool(new_key) and each.key == new_key) for each in rows)
    card = reader.facts.card_number if reader else ""
    box = shown_box(said.box, said.desk, staff_id=staff_id, card=card) if said.box else None
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
        idle_ms=int(idle_time(session).total_seconds() * 1000),
        modes=bars.modes(said.desk),
        places=bars.places(said.desk),
        bars=bars.bars(said.desk),
        slip=shown_slip(session, said.slip, now=now, day=day) if said.slip and said.prints else None,
        caught=tuple(each for each in shown if each.new and each.loud),
        on_shelf=count_on_shelf(session),
    )


def _counts(ended: Ended) -> str:
    """Return what the grouped notice says (SB-10)."""
    lent, renewed, returned = len(ended.lent_ids), len(ended.renewed_ids), len(ended.returned_ids)
    counts = (
        (lent, _("Lent: %(count)s", count=lent)),
        (renewed, _("Renewed: %(count)s", count=renewed)),
        (returned, _("Returned: %(count)s", count=returned)),
    )
    return " · ".join(words for count, words in counts if count) or str(_("Nothing was lent or taken back."))


def _reader(session: Session, patron_id: int | None, day: date) -> ReaderCard | None:
    if patron_id is None:
        return None
    facts = patron_facts(session, patron_id)
    name = facts.full_name
    waits = holds_of(session, patron_id)
    return ReaderCard(
        facts=facts,
        other_script=facts.other_name or (to_latin(name) if has_cyrillic(name) else to_cyrillic(name)),
        registered=facts.registered_in(day.year),
        year=day.year,
        held=held_by(session, patron_id, day),
        visits=visits_in(session, patron_id, day.year),
        holds=len(waits),
        ready=sum(each.shelf_until is not None for each in waits),
        owed=owed(session, patron_id),
        restrictions=open_restrictions(session, patron_id, day),
        photo=has_photo(session, patron_id),
        loans=loan_lines(session, patron_id, limit=LOANS),
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
