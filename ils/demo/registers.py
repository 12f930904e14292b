"""The sample's registers: documents, help, posts and the rest of a year, the directory, personnel, the tally board."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

from sqlalchemy.orm import Session

from ils.accounts.models import Staff
from ils.activity.kinds import Channel
from ils.activity.work import Work
from ils.clock import at_hour
from ils.db import transaction
from ils.demo.tables import table
from ils.registers import services
from ils.registers.rules.checking import Facts
from ils.registers.services.libraries import LibraryFacts

SITE = "https://arnasoy-akm.uz"
NUMBERS = frozenset({"persons", "hours", "amount", "stock", "readers", "staff"})

HELP_EVERY, POST_EVERY, TAPS_EVERY = 24, 14, 7  # days
TOPICS = ("Katalog yuritish", "Fond hisobi", "Kitob koʻrgazmasi", "Hisobot tuzish")
NETWORKS = ("telegram", "facebook", "website")
TAPS = (
    ("question", "address"),
    ("question", "topic"),
    ("help", ""),
    ("copy", ""),
    ("call", ""),
    ("question", "fact"),
)
EDUCATION = ("higher", "secondary_special", "higher", "higher", "secondary", "secondary_special")


def keep_registers(session: Session, last: date, *, staff: dict[str, Staff], days: int, seed: int) -> None:
    """Enter the year's work that ends on `last`, day by day as it happened, nothing older than `days`."""
    who = staff["direktor"]
    random = Random(seed)
    first = last - timedelta(days=days - 1)
    with transaction(session):
        schools = [
            services.save_library(session, _work(who, first), facts=LibraryFacts(**_typed(each))).id
            for each in table("libraries.tsv")
        ]
        for number, person in enumerate(staff.values()):
            told = EDUCATION[number % len(EDUCATION)]
            services.save_profile(
                session,
                _work(who, first),
                staff_id=person.id,
                position="kutubxonachi",
                education=told,
                librarian=number % 2 == 0,
            )
        for row in table("registers.tsv"):
            ago, register = int(row.pop("ago")), row.pop("register")
            if ago < days:
                _enter(session, _work(who, last - timedelta(days=ago)), register, **_typed(row))
    with transaction(session):
        for ago in range(days - 1, 0, -1):
            _day(session, _work(who, last - timedelta(days=ago)), ago, schools, random)


def _day(session: Session, work: Work, ago: int, schools: list[int], random: Random) -> None:
    if ago % HELP_EVERY == 0:
        school, topic = random.choice(schools), random.choice(TOPICS)
        _enter(
            session,
            work,
            "method_help",
            library_id=school,
            type="on_site",
            people="Sh. Karimova",
            title=topic,
        )
    if ago % POST_EVERY == 0:
        for network in NETWORKS[: random.randint(1, 3)]:
            link = f"{SITE}/{network}/{ago}"
            _enter(session, work, "posts", type=network, title="Yangi kitoblar sharhi", link=link)
    if ago % TAPS_EVERY == 0:
        kind, type_ = random.choice(TAPS)
        services.tap(session, work, kind=kind, type=type_, amount=random.randint(1, 4))
    if ago % 40 == 0:
        services.tap(
            session, replace(work, channel=Channel.TELEPHONE), kind="refusal", type="not_held",
            note="“Ikki eshik orasi”, yangi nashri",
        )  # fmt: skip


def _typed(row: dict[str, str]) -> dict[str, Any]:
    """Return the cells of a table that have something in them, numbers as numbers."""
    return {name: int(cell) if name in NUMBERS else cell for name, cell in row.items() if cell}


def _enter(session: Session, work: Work, register: str, *, title: str, **facts: Any) -> None:
    services.enter(session, work, register=register, facts=Facts(day=work.day, title=title, **facts))


def _work(staff: Staff, day: date) -> Work:
    return Work(now=at_hour(day, 15), actor_id=staff.id, department="lending", sector="lending")
