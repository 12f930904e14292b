"""What the catalogue holds, as something that can be compared: before and after."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.importing import services
from catalog.importing.jobs import accept_batch, undo_batch
from catalog.importing.models import Decision
from catalog.importing.queries import BatchView, rows
from catalog.items.models import Item
from catalog.marc import Profile, from_bytes
from catalog.records.models import Record, RecordKey, RecordVersion
from catalog.records.services import replace_record
from catalog.search.models import SearchText
from ils.activity.models import Activity
from ils.db import transaction
from tests.catalog.importing.files import book, copy, unreadable
from tests.conftest import NOON
from tests.world import work_at

WORK = work_at(NOON)
FILE = (
    book("1", "Oʻtkan kunlar", "Qodiriy, Abdulla", 1926, "384 b.", copy("LIB-1", "7"), copy("LIB-2")),
    unreadable(),
    book("2", "Sarob", "Qahhor, Abdulla", 1934, "290 b.", copy("LIB-3")),
    book("1", "Oʻtkan kunlar", "Qodiriy, Abdulla", 1926, "384 b.", copy("LIB-4")),
    book("3", "Kecha va kunduz", "Choʻlpon", 1936, "300 b."),
)
"""Three works and a duplicate with copies, and something that is no record."""
TABLES: tuple[Any, ...] = (Record, RecordKey, RecordVersion, SearchText, Item)


def dump(session: Session) -> dict[str, Any]:
    """Return every row of the catalogue, and the sums of the log by kind, day and source."""
    session.expire_all()
    found: dict[str, Any] = {}
    for table in TABLES:
        columns = table.__table__
        keys = columns.primary_key.columns
        found[columns.name] = [tuple(row) for row in session.execute(select(columns).order_by(*keys))]
    cut = (Activity.kind, Activity.day, Activity.source, Activity.item_language, Activity.batch)
    sums = session.execute(select(*cut, func.sum(Activity.amount)).group_by(*cut).order_by(*cut))
    found["sums"] = [tuple(row) for row in sums if row[-1]]
    return found


def undo(session: Session, batch_id: int) -> BatchView:
    """Take an import back."""
    return undo_batch(session, WORK, batch_id)


def accept(session: Session, batch_id: int) -> BatchView:
    """Accept what is staged."""
    return accept_batch(session, WORK, batch_id)


def reasons(session: Session, batch_id: int) -> dict[int, list[str]]:
    """Return why rows were not taken back, by position."""
    found = rows(session, batch_id, limit=10_000)
    return {
        row.position: [row.undo["code"], *(each["code"] for each in row.undo["more"])]
        for row in found
        if row.undo
    }


def set_source(session: Session, code: str = "any", **changes: Any) -> None:
    """Change what a source has decided."""
    names = {f"name_{language}": "Manba" for language in ("uz", "ru", "en")}
    with transaction(session):
        services.save_source(session, WORK, code=code, **(names | changes))


def update_all(session: Session, **changes: Any) -> None:
    """Let the source of no source update what it finds."""
    set_source(session, on_match=Decision.UPDATE, **changes)


def killed(act: Callable[..., Any], steps: int) -> Callable[..., Any]:
    """Return an act that works a few times and then takes the process with it in the middle of its transaction."""
    done: list[Any] = []

    def dying(*args: Any, **facts: Any) -> Any:
        result = act(*args, **facts)
        done.append(result)
        if len(done) > steps:
            raise PowerCutError
        return result

    return dying


class PowerCutError(BaseException):
    """The power is gone."""


def edit(session: Session) -> None:
    """What an editor does to the first record."""
    record = session.get_one(Record, 1)
    marc = from_bytes(record.marc)
    marc.fields = marc.fields[:-1]
    replace_record(session, WORK, record_id=1, marc=marc, profile=Profile.MARC21)
