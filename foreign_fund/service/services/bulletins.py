"""Issues of the bulletin made of what acts brought to the fund, and sent: one a reader and period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from babel import Locale
from babel.core import get_global
from sqlalchemy import update
from sqlalchemy.orm import Session

from catalog.orders.queries import catalogue_address
from catalog.records.queries import brief
from circulation.patrons.queries import patron_facts, recipient_of
from foreign_fund.service.errors import ProfileCode, ServiceInputError, ServiceNotFoundError
from foreign_fund.service.models import Bulletin, BulletinCopy, BulletinTitle
from foreign_fund.service.queries.bulletins import (
    EVERY_SETTING,
    accepted_titles,
    issue_row,
    new_titles,
    was_written_to,
)
from foreign_fund.service.queries.profiles import ProfileRow, due_profiles, profile_of
from foreign_fund.service.rules.matching import NewTitle, fits
from foreign_fund.service.rules.periods import Every, Period
from foreign_fund.service.rules.stopping import signature
from ils.accounts.audit import audit
from ils.activity.work import Work
from ils.db import is_postgresql, upsert
from ils.library.funds import load_fund
from ils.library.models import Setting
from ils.outbox.queries import MessageView
from ils.outbox.rules import LANGUAGES, Fresh
from ils.outbox.services import queue_message

KIND = "new_arrivals"
SUBJECT = "bulletin"
MOST_IN_MESSAGE = 30
PORTION = 100  # readers looked at in one transaction


@dataclass(frozen=True, slots=True)
class Portion:
    """How far a sending came: the last profile looked at, how many readers were written to, whether that was all."""

    last: int
    sent: int
    done: bool


def set_every(session: Session, work: Work, *, every: str) -> None:
    """Choose how often an issue is made."""
    if every not in set(Every):
        raise ServiceInputError(ProfileCode.PERIOD_UNKNOWN, value=every[:20])
    session.merge(Setting(name=EVERY_SETTING, value=every))
    audit(session, work, "bulletin_every_set", subject_type="setting", subject_id=None, every=every)


def make_issue(
    session: Session, work: Work, *, period: Period, begins: datetime, ends: datetime
) -> int | None:
    """Make the issue of a period and return its id; None where somebody else has made it.

    `begins` and `ends` are the instants between which acts were approved. An issue without a title is kept too: its
    period is over and nobody is written to.
    """
    values = {"since": period.since, "until": period.until, "made_at": work.now, "made_by": work.actor_id}
    insert = upsert(Bulletin, postgresql=is_postgresql(session)).values(**values)
    made: int | None = session.scalars(insert.on_conflict_do_nothing().returning(Bulletin.id)).one_or_none()
    if made is None:
        return None
    titles = accepted_titles(session, load_fund(session), begins=begins, ends=ends)
    session.add_all(
        BulletinTitle(bulletin_id=made, record_id=number, copies=copies) for number, copies in titles
    )
    audit(
        session, work, "bulletin_made", subject_type=SUBJECT, subject_id=made,
        since=period.since.isoformat(), until=period.until.isoformat(), titles=len(titles),
    )  # fmt: skip
    session.flush()
    return made


def send_portion(
    session: Session, work: Work, *, bulletin_id: int, after: int = 0, limit: int = PORTION
) -> Portion:
    """Write to the next readers whose interests an issue meets; after the last of them the issue is sent.

    Nothing of interest: no message. Whoever was written to before, by a run that was killed or by one beside this, is
    passed over: the row of the copy is put in first, and the database takes it once.
    """
    issue = session.get(Bulletin, bulletin_id, with_for_update=True, populate_existing=True)
    if issue is None:
        raise ServiceNotFoundError(ProfileCode.BULLETIN_UNKNOWN)
    titles = new_titles(session, bulletin_id)
    found = due_profiles(session, work.day, after=after, limit=limit) if titles else ()
    had = was_written_to(session, bulletin_id, [each.patron_id for each in found])
    sent = sum(
        _send(session, work, issue, each, _of_interest(titles, each))
        for each in found
        if each.patron_id not in had
    )
    done = len(found) < limit
    if done and issue.sent_at is None:
        issue.sent_at = work.now
    session.flush()
    return Portion(found[-1].id if found else after, sent, done)


def _of_interest(titles: tuple[NewTitle, ...], profile: ProfileRow) -> list[int]:
    wanted = profile.interests
    return [title.record_id for title in titles if fits(title, wanted)]


def _send(session: Session, work: Work, issue: Bulletin, profile: ProfileRow, ids: list[int]) -> bool:
    """Write to one reader; False where nothing is of interest, or somebody was quicker."""
    if not ids:
        return False
    values = {
        "bulletin_id": issue.id, "patron_id": profile.patron_id, "titles": len(ids), "message_id": None, "at": work.now
    }  # fmt: skip
    insert = upsert(BulletinCopy, postgresql=is_postgresql(session)).values(**values)
    copy_id = session.scalars(insert.on_conflict_do_nothing().returning(BulletinCopy.id)).one_or_none()
    if copy_id is None:
        return False
    message_id = queue_message(
        session, work, kind=KIND, recipient=recipient_of(patron_facts(session, profile.patron_id), work.day),
        facts=facts_of(session, issue.since, issue.until, profile, ids), subjects=((SUBJECT, issue.id),),
        dedupe=f"bulletin:{issue.id}:{profile.patron_id}",
    )  # fmt: skip
    session.execute(update(BulletinCopy).where(BulletinCopy.id == copy_id).values(message_id=message_id))
    return True


def facts_of(
    session: Session, since: date, until: date, profile: ProfileRow, ids: list[int]
) -> dict[str, Any]:
    """Return what the message says: the titles of interest by language, and the links that an address allows."""
    shown, address = ids[:MOST_IN_MESSAGE], catalogue_address(session)
    briefs = brief(session, shown)
    told = [briefs[each] for each in shown if each in briefs]
    stop = f"{address}/new-arrivals/stop/{profile.id}/{signature(profile.key, profile.id)}"
    return {
        "since": since,
        "until": until,
        "records": list(ids),
        "titles": [
            {
                "title": each.title,
                "author": each.responsibility or each.author,
                "year": str(each.year or ""),
                "language": language_names(each.language),
                "link": f"{address}/records/{each.id}" if address else "",
            }
            for each in told
        ],
        "rest": len(ids) - len(told),
        "page": f"{address}/new-arrivals" if address else "",
        "stop": stop if address else "",
    }


def language_names(code: str) -> dict[str, str]:
    """Return the name of a language in those of the messages; the code itself for one that CLDR does not know."""
    tag = get_global("language_aliases").get(code, code)
    return {language: Locale.parse(language).languages.get(tag, code) for language in LANGUAGES}


def refresh(session: Session, view: MessageView, now: datetime) -> Fresh | None:
    """Look again when it is sent (OV-03): whoever has stopped, left or withdrawn consent is not written to."""
    work = Work(now=now)
    profile = profile_of(session, view.recipient_id, work.day)
    ids = [number for name, number in view.subjects if name == SUBJECT]
    if profile is None or not profile.gets or not ids:
        return None
    issue = issue_row(session, ids[0])
    records = [int(each) for each in view.facts.get("records", ())]
    facts = facts_of(session, issue.since, issue.until, profile, records)
    return Fresh(facts, recipient_of(patron_facts(session, view.recipient_id), work.day))
