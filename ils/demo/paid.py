"""Paid services of the sample year: a price list, one price raised, receipts, one given back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from circulation.paid import services
from circulation.paid.rules import Wanted
from circulation.patrons.models import Patron
from ils.accounts.models import Staff
from ils.activity.work import Work
from ils.clock import at_hour
from ils.db import transaction

RECEIPTS = 25
# code, soʻm, unit and name in Uzbek and Russian
PRICES = (
    ("copying", 500, "bet", "страница", "Nusxa olish, A4", "Копирование, A4"),
    ("printing", 800, "bet", "страница", "Chop etish, A4", "Печать, A4"),
    ("scanning", 1000, "bet", "страница", "Skanerlash", "Сканирование"),
    ("search", 15000, "mavzu", "тема", "Mavzu boʻyicha adabiyot tanlash", "Подбор литературы по теме"),
    ("binding", 12000, "dona", "штука", "Muqovalash", "Переплёт"),
    ("internet", 3000, "soat", "час", "Internetdan foydalanish", "Пользование интернетом"),
)
RAISED = ("copying", 600)
MOST = {"copying": 20, "printing": 12, "scanning": 10, "search": 1, "binding": 2, "internet": 3}


def sell_services(session: Session, today: date, *, staff: Mapping[str, Staff], days: int, seed: int) -> None:
    """Write receipts over the last `days`, each on its own day; the last but one is given back."""
    who, director, random = staff["peshtaxta"], staff["direktor"], Random(seed)
    first = today - timedelta(days=days - 1)
    cards = list(session.scalars(select(Patron.card_number).order_by(Patron.id).limit(20)))
    with transaction(session):
        for row in PRICES:
            _price(session, _on(director, first), row, row[1], first)
        raised = next(row for row in PRICES if row[0] == RAISED[0])
        middle = first + timedelta(days=max(days // 2, 1))
        _price(session, _on(director, first), raised, RAISED[1], middle)
        numbers = [
            _receipt(session, _on(who, first + (today - first) * each // (RECEIPTS - 1), 11.5), random, cards)
            for each in range(RECEIPTS - 1)
        ]
        back = _on(director, today - timedelta(days=1) if days > 1 else today, 17)
        services.refund(session, back, receipt_id=numbers[-3], reason="Nusxalar xira chiqdi")


def _price(
    session: Session, work: Work, row: tuple[str, int, str, str, str, str], price: int, since: date
) -> None:
    code, _price, unit_uz, unit_ru, uz, ru = row
    services.set_price(
        session, work, code=code, price=price, since=since, names={"uz": uz, "ru": ru},
        units={"uz": unit_uz, "ru": unit_ru},
    )  # fmt: skip


def _receipt(session: Session, work: Work, random: Random, cards: list[str]) -> int:
    codes = random.sample(list(MOST), random.choice((1, 1, 2)))
    wanted = [Wanted(code, random.randint(1, MOST[code])) for code in codes]
    card = random.choice(cards) if cards and random.random() < 0.5 else ""
    method = random.choice(("cash", "cash", "card"))
    return services.take(session, work, wanted=wanted, method=method, card=card).id


def _on(person: Staff, day: date, hour: float = 9) -> Work:
    return Work(now=at_hour(day, hour), actor_id=person.id, department="lending", sector="lending")
