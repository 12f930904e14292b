"""Objects of records, and what the log says of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from catalog.digital.errors import DigitalCode, DigitalNotFoundError
from catalog.digital.models import DigitalObject, ObjectForm, Rights
from catalog.digital.rules import SHOWN_IN_PLACE
from catalog.records.models import Record
from catalog.records.queries import LARGEST_ID
from ils.activity.models import Activity


@dataclass(frozen=True, slots=True)
class ObjectView:
    """A full text, scan or link as a page shows it; `size` in bytes, 0 for a link."""

    id: int
    record_id: int
    form: ObjectForm
    title: str
    url: str
    file_name: str
    media_type: str
    size: int
    sha256: str
    pages: int | None
    full_text: bool
    rights: Rights
    created_at: datetime
    created_by: int | None
    replaced_at: datetime | None
    removed_at: datetime | None
    removed_because: str

    @property
    def is_file(self) -> bool:
        """Tell a file that we keep from a link to elsewhere."""
        return self.form is ObjectForm.FILE

    @property
    def shown_in_place(self) -> bool:
        """Tell whether a browser shows it without leaving the page for a program of its own."""
        return self.media_type in SHOWN_IN_PLACE

    @property
    def label(self) -> str:
        """What names it: its title, else the file or the address."""
        return self.title or self.file_name or self.url


_COLUMNS = tuple(getattr(DigitalObject, name) for name in ObjectView.__slots__)


def object_view(session: Session, object_id: int) -> ObjectView:
    """Return one object, a removed one too; refuse an unknown id."""
    row = None
    if 0 < object_id <= LARGEST_ID:
        row = session.execute(select(*_COLUMNS).where(DigitalObject.id == object_id)).one_or_none()
    if row is None:
        raise DigitalNotFoundError(DigitalCode.UNKNOWN, object=object_id)
    return ObjectView(*row)


def objects_of(session: Session, record_id: int, *, removed: bool = False) -> tuple[ObjectView, ...]:
    """Return the objects of a record, oldest first; removed ones only where they are asked for."""
    query = select(*_COLUMNS).where(DigitalObject.record_id == record_id).order_by(DigitalObject.id)
    if not removed:
        query = query.where(DigitalObject.removed_at.is_(None))
    return tuple(ObjectView(*row) for row in session.execute(query))


def has_objects(session: Session, ids: Collection[int]) -> frozenset[int]:
    """Return those of the records that have or had objects."""
    rows = select(DigitalObject.record_id).where(DigitalObject.record_id.in_(ids)).distinct()
    return frozenset(session.scalars(rows))


def titles_of(session: Session, ids: Iterable[int]) -> dict[int, tuple[str, int]]:
    """Return (what names the object and its record, record) by object, for the rows behind a figure."""
    rows = session.execute(
        select(
            DigitalObject.id, DigitalObject.title, DigitalObject.file_name, DigitalObject.url, Record.title, Record.id
        )
        .join(Record, Record.id == DigitalObject.record_id)
        .where(DigitalObject.id.in_(set(ids)))
    )  # fmt: skip
    return {key: (f"{title or name or url} · {of}", record) for key, title, name, url, of, record in rows}


def same_object(session: Session, *, record_id: int, sha256: str = "", url: str = "") -> int | None:
    """Return the object of the record that has this very content or address already."""
    same = DigitalObject.sha256 == sha256 if sha256 else DigitalObject.url == url
    query = select(DigitalObject.id).where(
        DigitalObject.record_id == record_id, DigitalObject.removed_at.is_(None), same
    )
    return session.scalars(query.limit(1)).one_or_none()


def is_kept(session: Session, sha256: str) -> bool:
    """Tell whether any object, a removed one too, has this content."""
    return session.scalars(select(func.count()).where(DigitalObject.sha256 == sha256)).one() > 0


def standing_act(session: Session, object_id: int, kind: str) -> Activity | None:
    """Return the act of this kind that counts an object now: neither taken back nor a taking back."""
    twin = aliased(Activity)
    undone = select(twin.id).where(twin.undo_of == Activity.id).exists()
    return session.scalars(
        select(Activity)
        .where(
            Activity.subject_type == "digital",
            Activity.subject_id == object_id,
            Activity.kind == kind,
            Activity.undo_of.is_(None),
            ~undone,
        )
        .order_by(Activity.id.desc())
        .limit(1)
    ).one_or_none()
