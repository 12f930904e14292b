"""The sample's electronic databases: subscribed, tried, open; their clicks of a year, their links, what ends soon."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random

from sqlalchemy.orm import Session

from foreign_fund.databases import services
from foreign_fund.databases.rules import DatabaseFacts, LinkState
from foreign_fund.databases.services import Answered
from ils.accounts.models import Staff
from ils.activity.work import Work
from ils.clock import at_hour
from ils.db import transaction

USD = 126_800_000
EVERY = 4  # days between two looks at a database, about


def _soon(today: date, days: int) -> date:
    return today + timedelta(days=days)


def _rows(today: date) -> tuple[tuple[DatabaseFacts, Answered | None, int], ...]:
    """Return each database with what its address said and the most clicks of a day."""
    ok, shut = Answered(LinkState.OK, "HTTP 200"), Answered(LinkState.REFUSED, "HTTP 403")
    return (
        (DatabaseFacts(
            "EBSCO Academic Search", "https://search.example.com/ebsco", "ip", "foreign", "EBSCO Information Services",
            "Barcha fanlar", "eng", "Ilmiy jurnallar maqolalari, toʻliq matn va annotatsiyalar",
            "Kutubxona kompyuterlarida parolsiz ochiladi", "Bitta foydalanuvchi kuniga 50 ta maqola",
            _soon(today, -320), _soon(today, 45), price=4_800_00, currency="USD", rate=USD,
        ), shut, 5),
        (DatabaseFacts(
            "Cambridge Core Journals", "https://core.example.org", "ip", "foreign", "Cambridge University Press",
            "Tilshunoslik, adabiyot, tarix", "eng", "Jurnallar, 2010-yildan", "Kutubxona tarmogʻida",
            subscribed_from=_soon(today, -200), subscribed_until=_soon(today, 165), price=2_150_00,
            currency="USD", rate=USD,
        ), ok, 3),
        (DatabaseFacts(
            "Britannica Academic", "https://academic.example.com", "login", "foreign", "Encyclopaedia Britannica",
            "Ensiklopediya", "eng", "Universal ensiklopediya", "Login va parol boʻlimda kitobxonga beriladi",
            trial_until=_soon(today, 9),
        ), ok, 4),
        (DatabaseFacts(
            "Onleihe", "https://onleihe.example.de", "login", "foreign", "Goethe-Institut Taschkent",
            "Nemis tili va adabiyoti", "ger", "Elektron kitob va audiokitoblar", "Goethe-Institut kartasi bilan",
            subscribed_from=_soon(today, -150), subscribed_until=_soon(today, 400),
        ), ok, 3),
        (DatabaseFacts(
            "Directory of Open Access Journals", "https://doaj.example.org", "open", "foreign", "DOAJ", "Barcha fanlar",
            "eng ger fre rus", "Ochiq ilmiy jurnallar",
        ), ok, 6),
        (DatabaseFacts(
            "Rossiya davlat kutubxonasi dissertatsiyalari", "https://diss.example.ru", "building", "foreign",
            "Rossiya davlat kutubxonasi", "Dissertatsiyalar", "rus", "Virtual oʻqish zali",
            "Faqat xorijiy adabiyotlar zalidagi kompyuterda", subscribed_from=_soon(today, -400),
            subscribed_until=_soon(today, -35), price=180_000_00,
        ), Answered(LinkState.BROKEN, "timed out", reached=False), 2),
        (DatabaseFacts(
            "Springer Nature Link", "https://link.example.com", "ip", "foreign", "Springer Nature",
            "Aniq va tabiiy fanlar", "eng", "", "Kutubxona tarmogʻida",
            subscribed_from=_soon(today, 30), subscribed_until=_soon(today, 395),
            price=3_900_00, currency="USD", rate=USD,
        ), None, 0),
    )  # fmt: skip


def keep_databases(
    session: Session, today: date, *, staff: Mapping[str, Staff], days: int, seed: int
) -> None:
    """Enter the databases, let readers open them over the year, ask the addresses once, remind of what ends."""
    person, random = staff["xorijiy"], Random(seed)
    first = today - timedelta(days=days - 1)
    rows = _rows(today)
    with transaction(session):
        ids = [services.enter_database(session, _work(person, first), facts=facts).id for facts, *_ in rows]
    for ago in range(days - 1, 0, -EVERY):
        day = today - timedelta(days=ago)
        with transaction(session):
            for (facts, _link, most), database_id in zip(rows, ids, strict=True):
                if _open_on(facts, day):
                    for _click in range(random.randint(0, most)):
                        services.count_click(session, _work(person, day), database_id=database_id)
    with transaction(session):
        work = _work(person, today)
        found = {number: told for (_facts, told, _most), number in zip(rows, ids, strict=True) if told}
        services.note_links(session, work, found=found)
        services.remind(session, work)


def _open_on(facts: DatabaseFacts, day: date) -> bool:
    begins, ends = facts.subscribed_from, facts.subscribed_until
    if facts.trial_until is not None:
        return day >= facts.trial_until - timedelta(days=30)
    return begins is None or (begins <= day and (ends is None or day <= ends))


def _work(person: Staff, day: date) -> Work:
    return Work(now=at_hour(day, 5), actor_id=person.id, department=person.department, sector="other")
