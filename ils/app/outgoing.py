"""What the outbox needs of other subjects: jobs with the sources of facts, Telegram tied to cards, letters on paper."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from circulation.patrons.queries import recipient_of
from circulation.patrons.services import link_telegram
from ils.clock import local_day
from ils.errors import LibraryError
from ils.jobs.periodic import Periodic
from ils.jobs.running import JobFunction, Run
from ils.outbox.channels.telegram import Start
from ils.outbox.linking import bot_is_on, take_starts
from ils.outbox.queries import anything_waits
from ils.outbox.rules import Recipient
from ils.outbox.sending import ask_statuses, send_waiting, statuses_wait
from ils.outbox.sources import Source
from ils.printing.letters import Letter, letters_pdf
from ils.printing.pdf import own_fonts

SEND, STATUSES, STARTS = "outbox_send", "outbox_statuses", "telegram_updates"

PERIODIC = (
    Periodic(SEND, due=anything_waits),
    Periodic(STATUSES, due=statuses_wait),
    Periodic(STARTS, due=bot_is_on),
)


def jobs(sources: Iterable[Source]) -> Mapping[str, JobFunction]:
    """Return the kinds of jobs of the outbox, with who reads the facts of each kind of message anew."""
    table = {source.kind: source for source in sources}

    def send(run: Run) -> Mapping[str, Any]:
        return send_waiting(run.session, table, now=run.now, stop=run.stop_asked, tell=run.tell).plain()

    return {SEND: send, STATUSES: _statuses, STARTS: _starts}


def _statuses(run: Run) -> Mapping[str, Any]:
    return {"answers": ask_statuses(run.session, now=run.now)}


def _starts(run: Run) -> Mapping[str, Any]:
    return {"tied": take_starts(run.session, tie_to_card, now=run.now)}


def tie_to_card(session: Session, start: Start, now: datetime) -> Recipient | None:
    """Tie a chat to the reader whose token it brought; None for a token that is worth nothing, or a chat already tied."""
    try:
        reader = link_telegram(session, now, token=start.token, telegram_id=start.chat)
    except LibraryError:
        return None
    return recipient_of(reader, local_day(now))


def letter_press(home: Path) -> Callable[..., bytes]:
    """Return what makes a PDF of letters, with the fonts that the library has laid into its folder."""

    def press(pages: Iterable[Mapping[str, str]], **options: Any) -> bytes:
        return letters_pdf([Letter(**page) for page in pages], fonts=own_fonts(home), **options)

    return press
