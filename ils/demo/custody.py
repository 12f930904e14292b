"""Who answers for the foreign fund in the sample: two custodians, their acts, a check closed and one going on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.items.models import Item, ItemState
from catalog.records.models import Record
from foreign_fund.custody import services
from foreign_fund.custody.queries.checks import check_row, copies_of_check
from foreign_fund.custody.rules.checking import Outcome
from foreign_fund.fund.services import read_titles
from ils.accounts.models import Staff
from ils.activity.work import Work
from ils.clock import at_hour
from ils.db import transaction

FOREIGN = "foreign"
COMMISSION = "Rustamova Dilfuza (rais)\nKarimova Nilufar\nYusupov Sardor"
HANDED, MOVED, CHECKED = 60, 25, 4  # days before today
SHORTEST = 30  # days of a sample in which custodians hand anything over
OVERLOOKED = 3  # copies that the check did not find
SHELVES = (
    ("JAVON-ING", "Ingliz tilidagi adabiyotlar", "eng"),
    ("JAVON-NEM", "Nemis tilidagi adabiyotlar", "ger"),
    ("JAVON-FRA", "Fransuz tilidagi adabiyotlar", "fre"),
)


def answer_for_fund(
    session: Session, today: date, *, staff: Mapping[str, Staff], first: date, days: int
) -> None:
    """Set a custodian over the department, give German books to another, move some copies, and check the shelves."""
    head, person = staff["direktor"], staff["xorijiy"]
    with transaction(session):
        while read_titles(session):
            pass
    with transaction(session):
        aziza, botir = _people(session, _on(person, first))
        for code, name, _language in SHELVES:
            services.save_shelf(
                session,
                _on(person, today - timedelta(days=CHECKED)),
                code=code,
                name=name,
                department=FOREIGN,
                begins="",
            )
    if days < SHORTEST:
        return
    with transaction(session):
        handed = today - timedelta(days=min(HANDED, days * 3 // 4))
        moved = today - timedelta(days=min(MOVED, days // 2))
        _give(
            session,
            head,
            handed,
            aziza,
            botir,
            _codes(session, "ger", handed),
            "Buyruq № 14: nemis fondini topshirish",
        )
        act = _give(
            session,
            head,
            moved,
            aziza,
            None,
            _codes(session, "fre", moved)[:4],
            "Abonement boʻlimining talabnomasi",
            to="lending",
        )
        again = services.begin_correction(session, _on(head, moved + timedelta(days=2)), act_id=act)
        services.approve(session, _on(head, moved + timedelta(days=2)), act_id=again)
        begun = _head(today, aziza, botir, "Buyruq № 31: ingliz tilidagi lugʻatlarni topshirish", None)
        draft = services.begin_act(session, _on(person, today), **begun)
        services.put_codes(session, _on(person, today), act_id=draft, codes=_codes(session, "eng", today)[:6])
    _check(session, today, head, person)


def _people(session: Session, work: Work) -> tuple[int, int]:
    aziza = services.add_custodian(
        session, work, name="Yusupova Aziza", post="xorijiy adabiyotlar boʻlimi mudiri", department=FOREIGN,
        since=work.day,
    )  # fmt: skip
    services.post(session, work, custodian_id=aziza.id, department=FOREIGN, since=work.day)
    botir = services.add_custodian(
        session, work, name="Saidov Botir", post="bosh kutubxonachi", department=FOREIGN, since=work.day
    )  # fmt: skip
    return aziza.id, botir.id


def _codes(session: Session, language: str, day: date) -> list[str]:
    """Return the copies of a language that came to the department before a day and can be handed over."""
    here = (ItemState.AVAILABLE, ItemState.ON_LOAN)
    came = func.coalesce(Item.acquired_on, func.date(Item.created_at))
    query = select(Item.inventory_number, came).join(Record, Record.id == Item.record_id)
    query = query.where(
        Record.language == language, Item.department == FOREIGN, Item.state.in_(here)
    ).order_by(Item.id)
    return [
        number for number, came_on in session.execute(query) if number and str(came_on) <= day.isoformat()
    ]


def _give(
    session: Session, head: Staff, day: date, giver: int | None, taker: int | None, codes: list[str], grounds: str,
    to: str | None = None,
) -> int:  # fmt: skip
    work = _on(head, day)
    act_id = services.begin_act(session, work, **_head(day, giver, taker, grounds, to))
    services.put_codes(session, work, act_id=act_id, codes=codes)
    services.approve(session, work, act_id=act_id)
    return act_id


def _head(day: date, giver: int | None, taker: int | None, grounds: str, to: str | None) -> services.Head:
    return services.Head(
        day=day,
        giver_id=giver,
        taker_id=taker,
        to_department=to,
        grounds=grounds,
        commission=COMMISSION,
        note="",
    )


def _check(session: Session, today: date, head: Staff, person: Staff) -> None:
    """One check was closed the day before yesterday: three copies were not found; another began this morning."""
    begun, closed, dice = today - timedelta(days=CHECKED), today - timedelta(days=2), Random(11)
    with transaction(session):
        made = services.begin_check(
            session, _on(person, begun), title="Nemis va fransuz tilidagi adabiyotlarni tekshirish", department=FOREIGN,
            reason="Yillik reja boʻyicha", commission=COMMISSION, papers="Jamlanma hisob kitobi № 2", language="ger",
        ).id  # fmt: skip
        _scan(session, made, person, head, begun, leave=OVERLOOKED, dice=dice)
        services.close_check(
            session, _on(head, closed, 15), check_id=made, day=closed, minutes=f"4, {closed:%d.%m.%Y}",
            conclusions="Fond saqlanishi qoniqarli.\nTopilmagan nusxalar boʻyicha izlash davom ettirilsin.",
            place="Xorijiy adabiyotlar fondi",
        )  # fmt: skip
        going = services.begin_check(
            session, _on(person, today, 8.5), title="Ingliz tilidagi adabiyotlarni tekshirish", department=FOREIGN,
            reason="Javonlar almashtirilgani uchun", commission=COMMISSION, language="eng",
        ).id  # fmt: skip
        _scan(session, going, person, head, today, leave=40, dice=dice)
        services.scan(session, _on(person, today, 8.9), check_id=going, code="ESKI-1047", shelf=SHELVES[0][1])


def _scan(
    session: Session, check_id: int, person: Staff, head: Staff, day: date, *, leave: int, dice: Random
) -> None:
    """Two people scan what stands on the shelves, but for what is overlooked; one copy is scanned by both."""
    found = copies_of_check(session, check_row(session, check_id))
    here = [copy for copy in found if copy.outcome is Outcome.MISSING]
    shelf = next(
        name for _code, name, language in SHELVES if language == (here[0].language if here else "ger")
    )
    for number, copy in enumerate(dice.sample(here, k=max(0, len(here) - leave))):
        work = _on(person if number % 3 else head, day, 8.6)
        services.scan(session, work, check_id=check_id, code=copy.code, shelf=shelf)
        if number == 1:
            services.scan(
                session, replace(work, actor_id=head.id), check_id=check_id, code=copy.code, shelf=shelf
            )


def _on(person: Staff, day: date, hour: float = 9) -> Work:
    return Work(now=at_hour(day, hour), actor_id=person.id, department=FOREIGN, sector="other")
