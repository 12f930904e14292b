"""What a new library starts with: sectors of plan line 16, usual departments, the public holidays."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from ils.library.funds import define_fund
from ils.library.models import Department, Sector, Setting, SpecialDay
from ils.library.places import INSTITUTION

# code, Uzbek, Russian, English — order and number as lines 16.1 … 16.7 of the plan
SECTORS = (
    ("lending", "Abonementlar", "Абонементы", "Lending departments"),
    ("reading", "Umumiy oʻquv zallari", "Общие читальные залы", "General reading rooms"),
    ("youth", "Maʼnaviy-maʼrifiy va yoshlar bilan ishlash", "Работа с молодёжью", "Youth work"),
    ("electronic", "Elektron resurslar zallari", "Залы электронных ресурсов", "Electronic resources rooms"),
    ("legal", "Huquqiy axborot", "Правовая информация", "Legal information"),
    ("local", "Oʻlkashunoslik axborotlari", "Краеведение", "Local history"),
    ("other", "Boshqa sektorlar", "Другие секторы", "Other sectors"),
)  # fmt: skip

DEPARTMENTS = (
    ("lending", "Abonement", "Абонемент", "Lending department", "lending"),
    ("reading_room", "Oʻquv zali", "Читальный зал", "Reading room", "reading"),
    ("children", "Bolalar boʻlimi", "Детский отдел", "Children's department", "youth"),
    ("foreign", "Xorijiy adabiyotlar boʻlimi", "Отдел иностранной литературы", "Foreign department", "other"),
    ("electronic", "Elektron resurslar zali", "Зал электронных ресурсов", "Electronic room", "electronic"),
    ("legal", "Huquqiy axborot markazi", "Центр правовой информации", "Legal information centre", "legal"),
    ("local", "Oʻlkashunoslik boʻlimi", "Отдел краеведения", "Local history department", "local"),
)  # fmt: skip

# Uzbek, the neighbours' Cyrillic languages and Russian are at home here; a library may decide otherwise.
FOREIGN_LANGUAGES = (
    "ara", "chi", "eng", "fre", "ger", "ita", "jpn", "kor", "per", "spa", "tur",
)  # fmt: skip

# practice.md §8: fixed days off, the movable ones, and days moved to the next working day.
HOLIDAYS: dict[str, tuple[str, ...]] = {
    "Yangi yil": ("2025-01-01", "2025-01-02", "2026-01-01", "2026-01-02", "2027-01-01"),
    "Xotin-qizlar kuni": ("2025-03-08", "2025-03-10", "2026-03-08", "2026-03-09", "2027-03-08"),
    "Navroʻz": ("2025-03-21", "2026-03-21", "2026-03-23", "2027-03-21", "2027-03-22"),
    "Roʻza hayit": ("2025-03-30", "2025-03-31", "2026-03-20", "2027-03-09"),
    "Xotira va qadrlash kuni": ("2025-05-09", "2026-05-09", "2026-05-11", "2027-05-09", "2027-05-10"),
    "Qurbon hayit": ("2025-06-06", "2026-05-27", "2026-05-28", "2026-05-29", "2027-05-16", "2027-05-17"),
    "Mustaqillik kuni": ("2025-09-01", "2026-08-31", "2026-09-01", "2027-09-01"),
    "Oʻqituvchi va murabbiylar kuni": ("2025-10-01", "2026-10-01", "2027-10-01"),
    "Konstitutsiya kuni": ("2025-12-08", "2026-12-08", "2027-12-08"),
    "Dam olish kuni": ("2025-12-31", "2026-12-31"),
}


def install_library(session: Session) -> None:
    """Fill the institution's tables where they are empty; a second call changes nothing."""
    if session.scalars(select(Sector.code)).first():
        return
    for position, (code, uz, ru, en) in enumerate(SECTORS, start=1):
        session.add(Sector(code=code, name_uz=uz, name_ru=ru, name_en=en, position=position))
    session.flush()
    for position, (code, uz, ru, en, sector) in enumerate(DEPARTMENTS, start=1):
        session.add(
            Department(code=code, name_uz=uz, name_ru=ru, name_en=en, sector=sector, position=position)
        )
    session.flush()
    define_fund(session, departments=frozenset({"foreign"}), languages=frozenset(FOREIGN_LANGUAGES))
    session.add(Setting(name=INSTITUTION, value="Axborot-kutubxona markazi"))
    _install_holidays(session)


def _install_holidays(session: Session) -> None:
    for reason, days in HOLIDAYS.items():
        for text in days:
            session.add(SpecialDay(day=date.fromisoformat(text), open=False, reason=reason))


def sanitary_days(year: int) -> tuple[date, ...]:
    """Return the last Friday of every month: the usual monthly sanitary day."""
    found = []
    for month in range(1, 13):
        day = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
        found.append(day - timedelta(days=(day.weekday() - 4) % 7))
    return tuple(found)
