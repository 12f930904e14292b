"""Acts on the ladder (OV-01): the levels are rows that the library may add, change, rest and take away."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Unpack

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from circulation.overdue.errors import OverdueCode, OverdueError, OverdueInputError, OverdueNotFound
from circulation.overdue.models import OverdueLevel, OverdueNotice
from circulation.overdue.queries import load_level
from circulation.overdue.rules import KIND, LevelRow
from ils.accounts.audit import audit
from ils.activity.work import Work
from ils.errors import clean_text
from ils.outbox.models import ChannelName
from ils.outbox.texts import text_keys

FIRST_DAY, LAST_DAY = -60, 3650
HIGHEST_CHARGE = 100_000_000
_CHANNELS = frozenset(channel.value for channel in ChannelName)


# days, template, Uzbek, Russian, English; the last two also restrict, or give the copy up for lost.
DEFAULTS = (
    (-3, "overdue_before", "Muddat yaqinlashdi", "Срок подходит", "Due soon"),
    (0, "overdue_today", "Bugun qaytarish kuni", "Вернуть сегодня", "Due today"),
    (1, "overdue_1", "Muddati oʻtgan", "Просрочено", "Overdue"),
    (7, "overdue_7", "Bir hafta kechikdi", "Просрочено на неделю", "A week late"),
    (30, "overdue_30", "Bir oy kechikdi", "Просрочено на месяц", "A month late"),
    (90, "overdue_90", "Yoʻqolgan hisoblanadi", "Считается утерянной", "Held to be lost"),
)
RESTRICTS_FROM, LOST_FROM = 30, 90


def install_defaults(session: Session) -> None:
    """Set the ladder up where there is none."""
    if session.scalars(select(OverdueLevel.id)).first() is not None:
        return
    for days, template, uz, ru, en in DEFAULTS:
        session.add(
            OverdueLevel(
                name_uz=uz, name_ru=ru, name_en=en, days=days, open_days=False,
                channels=["letter"] if days >= LOST_FROM else [], template=template,
                restricts=days >= RESTRICTS_FROM, charge=0, marks_lost=days >= LOST_FROM, active=True,
            )
        )  # fmt: skip
    session.flush()


def save_level(session: Session, work: Work, *, level_id: int | None = None, **row: Unpack[LevelRow]) -> int:
    """Add a level or change one; what was sent by it before stays sent."""
    values = _checked(row)
    kept = OverdueLevel() if level_id is None else _row(session, level_id)
    before = {} if level_id is None else _plain(load_level(session, level_id))
    _refuse_twin(session, level_id, values)
    for name, value in values.items():
        setattr(kept, name, value)
    session.add(kept)
    try:
        session.flush()
    except IntegrityError as problem:  # somebody else set the same days a moment ago
        raise _taken(values) from problem
    audit(
        session, work, "overdue_level_saved",
        subject_type="overdue_level", subject_id=kept.id, before=before, after=values,
    )  # fmt: skip
    return kept.id


def delete_level(session: Session, work: Work, *, level_id: int) -> None:
    """Take a level away that no loan ever reached; one that was used can only rest."""
    row, before = _row(session, level_id), _plain(load_level(session, level_id))
    used = session.scalars(
        select(func.count()).select_from(OverdueNotice).where(OverdueNotice.level_id == level_id)
    ).one()
    if used:
        raise OverdueError(OverdueCode.LEVEL_USED, count=used)
    session.delete(row)
    audit(
        session, work, "overdue_level_deleted",
        subject_type="overdue_level", subject_id=level_id, before=before,
    )  # fmt: skip


def _row(session: Session, level_id: int) -> OverdueLevel:
    query = select(OverdueLevel).where(OverdueLevel.id == level_id).with_for_update()
    row = session.scalars(query).one_or_none()
    if row is None:
        raise OverdueNotFound(OverdueCode.LEVEL_UNKNOWN, level=level_id)
    return row


def _plain(level: object) -> dict[str, Any]:
    told = asdict(level)  # type: ignore[call-overload]
    return {**told, "channels": list(told["channels"])}


def _checked(row: LevelRow) -> dict[str, Any]:
    """Return the values of a level; refuse days, sums, channels and consequences that cannot be."""
    days, charge = row["days"], row["charge"]
    if not isinstance(days, int) or not FIRST_DAY <= days <= LAST_DAY:
        raise OverdueInputError(OverdueCode.LEVEL_DAYS, first=FIRST_DAY, last=LAST_DAY)
    if not isinstance(charge, int) or not 0 <= charge <= HIGHEST_CHARGE:
        raise OverdueInputError(OverdueCode.LEVEL_CHARGE, last=HIGHEST_CHARGE)
    if days <= 0 and (row["restricts"] or row["marks_lost"] or charge):
        raise OverdueInputError(OverdueCode.LEVEL_EARLY)
    if row["template"] not in text_keys(KIND):
        raise OverdueInputError(OverdueCode.LEVEL_TEMPLATE, template=row["template"][:40])
    uz = clean_text(row["name_uz"], field="name_uz", limit=200, required=True)
    return {
        **row,
        "channels": _channels(row["channels"]),
        "name_uz": uz,
        "name_ru": clean_text(row["name_ru"], field="name_ru", limit=200) or uz,
        "name_en": clean_text(row["name_en"], field="name_en", limit=200) or uz,
    }


def _channels(given: list[str]) -> list[str]:
    for wrong in (each for each in given if each not in _CHANNELS):
        raise OverdueInputError(OverdueCode.LEVEL_CHANNEL, channel=wrong[:20])
    return list(dict.fromkeys(given))


def _refuse_twin(session: Session, level_id: int | None, values: dict[str, Any]) -> None:
    same = select(OverdueLevel.id).where(
        OverdueLevel.days == values["days"], OverdueLevel.open_days == values["open_days"]
    )
    if any(other != level_id for other in session.scalars(same)):
        raise _taken(values)


def _taken(values: dict[str, Any]) -> OverdueError:
    return OverdueError(OverdueCode.LEVEL_TAKEN, days=values["days"])
