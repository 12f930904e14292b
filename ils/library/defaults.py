"""What a new library starts with: sectors of plan line 16, usual departments, the public holidays."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from ils.library.calendar import enter_holidays
from ils.library.funds import define_fund
from ils.library.holidays import KNOWN_YEARS
from ils.library.models import Department, Sector, Setting
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

ROOMS = frozenset({"reading_room"})  # what stands there is used there, unless a copy says otherwise

# Uzbek, the neighbours' Cyrillic languages and Russian are at home here; a library may decide otherwise.
FOREIGN_LANGUAGES = (
    "ara", "chi", "eng", "fre", "ger", "ita", "jpn", "kor", "per", "spa", "tur",
)  # fmt: skip


def install_library(session: Session) -> None:
    """Fill the institution's tables where they are empty; a second call changes nothing."""
    if session.scalars(select(Sector.code)).first():
        return
    for position, (code, uz, ru, en) in enumerate(SECTORS, start=1):
        session.add(Sector(code=code, name_uz=uz, name_ru=ru, name_en=en, position=position))
    session.flush()
    for position, (code, uz, ru, en, sector) in enumerate(DEPARTMENTS, start=1):
        session.add(
            Department(
                code=code, name_uz=uz, name_ru=ru, name_en=en, sector=sector, position=position,
                room_only=code in ROOMS,
            )
        )  # fmt: skip
    session.flush()
    define_fund(session, departments=frozenset({"foreign"}), languages=frozenset(FOREIGN_LANGUAGES))
    session.add(Setting(name=INSTITUTION, value="Axborot-kutubxona markazi"))
    _install_holidays(session)


def _install_holidays(session: Session) -> None:
    for year in KNOWN_YEARS:
        enter_holidays(session, year=year)
