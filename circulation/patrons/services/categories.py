"""Categories of readers (practice.md §7): what a new library starts with; added, renamed and ordered in the settings."""

from __future__ import annotations

import re

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from circulation.patrons.errors import PatronCode, PatronError, PatronInputError
from circulation.patrons.models import Category
from ils.accounts.audit import audit
from ils.activity.work import Work
from ils.errors import clean_text

CODE = re.compile(r"[a-z][a-z0-9_]{1,39}")

# practice.md §7: code, Uzbek, Russian, English; first those of the National Library's report.
CATEGORIES = (
    ("pupil", "Oʻquvchi", "Учащийся", "School pupil"),
    ("preschool", "Maktabgacha yoshdagi bola", "Дошкольник", "Preschool child"),
    ("student", "Talaba", "Студент", "Student"),
    ("bachelor", "Bakalavr", "Бакалавр", "Bachelor's student"),
    ("applicant", "Abituriyent", "Абитуриент", "Applicant"),
    ("master_student", "Magistr", "Магистр", "Master's student"),
    ("doctoral", "Doktorant", "Докторант", "Doctoral student"),
    ("researcher", "Ilmiy xodim", "Научный сотрудник", "Researcher"),
    ("teacher", "Oʻqituvchi", "Преподаватель", "Teacher"),
    ("docent", "Dotsent", "Доцент", "Associate professor"),
    ("professor", "Professor", "Профессор", "Professor"),
    ("employee", "Xizmatchi", "Служащий", "Employee"),
    ("worker", "Ishchi", "Рабочий", "Worker"),
    ("housewife", "Uy bekasi", "Домохозяйка", "Housewife"),
    ("pensioner", "Nafaqaxoʻr", "Пенсионер", "Pensioner"),
    ("farmer", "Fermer", "Фермер", "Farmer"),
    ("entrepreneur", "Tadbirkor", "Предприниматель", "Entrepreneur"),
    ("unemployed", "Ishsiz", "Безработный", "Unemployed"),
    ("military", "Harbiy xizmatchi", "Военнослужащий", "Military"),
    ("disabled", "Imkoniyati cheklangan", "Лицо с инвалидностью", "Person with a disability"),
    ("staff", "Kutubxona xodimi", "Сотрудник библиотеки", "Library staff"),
    ("subscriber", "Abonement boʻyicha foydalanuvchi", "Пользователь по абонементу", "Subscriber"),
    ("external", "Tashqi foydalanuvchi", "Внешний пользователь", "External user"),
    ("online", "Onlayn foydalanuvchi", "Удалённый пользователь", "Online user"),
    ("organisation", "Tashkilot", "Организация", "Organisation"),
    ("other", "Boshqa", "Другое", "Other"),
)


def install_defaults(session: Session) -> None:
    """Fill the categories of readers where there are none."""
    if session.scalars(select(Category.code)).first():
        return
    for position, (code, uz, ru, en) in enumerate(CATEGORIES, start=1):
        session.add(Category(code=code, name_uz=uz, name_ru=ru, name_en=en, position=position))
    session.flush()


def add_usual(session: Session, work: Work) -> int:
    """Add those of the usual categories that the library lacks, at the end; returns how many."""
    known = set(session.scalars(select(Category.code)))
    missing = [each for each in CATEGORIES if each[0] not in known]
    last = _last_position(session)
    for position, (code, uz, ru, en) in enumerate(missing, start=last + 1):
        session.add(Category(code=code, name_uz=uz, name_ru=ru, name_en=en, position=position))
    session.flush()
    if missing:
        audit(
            session, work, "patron_category_saved", subject_type="patron_category", subject_id=None,
            code=", ".join(each[0] for each in missing),
        )  # fmt: skip
    return len(missing)


def save_category(
    session: Session, work: Work, *, code: str, name_uz: str, name_ru: str, name_en: str, new: bool
) -> None:
    """Add a category or rename one; a code, once given, stays: statistics are kept under it."""
    if not CODE.fullmatch(code):
        raise PatronInputError(PatronCode.CATEGORY_CODE, code=code[:60])
    row = session.get(Category, code)
    if row is not None and new:
        raise PatronError(PatronCode.CATEGORY_TAKEN, code=code)
    if row is None and not new:
        raise PatronInputError(PatronCode.CATEGORY_UNKNOWN, value=code)
    if row is None:
        row = Category(code=code, position=_last_position(session) + 1)
        session.add(row)
    row.name_uz = clean_text(name_uz, field="name_uz", limit=200, required=True)
    row.name_ru = clean_text(name_ru, field="name_ru", limit=200) or row.name_uz
    row.name_en = clean_text(name_en, field="name_en", limit=200) or row.name_uz
    session.flush()
    audit(session, work, "patron_category_saved", subject_type="patron_category", subject_id=None, code=code)


def move_category(session: Session, work: Work, *, code: str, up: bool) -> None:
    """Let a category change places with the one before or behind it."""
    rows = list(session.scalars(select(Category).order_by(Category.position, Category.code)))
    places = [row.code for row in rows]
    if code not in places:
        raise PatronInputError(PatronCode.CATEGORY_UNKNOWN, value=code[:40])
    at = places.index(code)
    other = at - 1 if up else at + 1
    if not 0 <= other < len(rows):
        return
    rows[at], rows[other] = rows[other], rows[at]
    for position, row in enumerate(rows, start=1):
        row.position = position
    session.flush()
    audit(session, work, "patron_category_saved", subject_type="patron_category", subject_id=None, code=code)


def _last_position(session: Session) -> int:
    return session.scalars(select(func.coalesce(func.max(Category.position), 0))).one()
