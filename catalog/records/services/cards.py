"""Card indexes (kartotekas): professional press, chronicle of the district, Uzbekistanika (plan lines 4, 28, 29)."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from catalog.records.errors import RecordCode, RecordError, RecordInputError
from catalog.records.models import CardIndex, RecordCard
from catalog.records.queries.acts import standing_acts
from catalog.records.queries.cards import cards_of
from catalog.records.services.counting import item_of, take_back
from catalog.records.services.locking import locked_record
from ils.accounts.audit import audit
from ils.activity import services as log
from ils.activity.kinds import Kind
from ils.activity.work import Done, Work
from ils.errors import clean_text
from ils.library.places import CODE

# code, Uzbek, Russian, English
CARD_INDEXES = (
    ("professional_press", "Kasbiy matbuot", "Профессиональная печать", "Professional press"),
    ("chronicle", "Tuman matbuoti solnomasi", "Летопись печати района", "Chronicle of the district press"),
    ("uzbekistanika", "Oʻzbekistonga oid hujjatlar", "Узбекистаника", "Documents about Uzbekistan"),
    ("local_history", "Oʻlkashunoslik", "Краеведение", "Local history"),
    ("own_publications", "Kutubxona nashrlari", "Издания библиотеки", "The library's own publications"),
)


def install_defaults(session: Session) -> None:
    """Fill the table of card indexes where it is empty; a second call changes nothing."""
    if session.scalars(select(CardIndex.code)).first():
        return
    for position, (code, uz, ru, en) in enumerate(CARD_INDEXES, start=1):
        session.add(CardIndex(code=code, name_uz=uz, name_ru=ru, name_en=en, position=position))
    session.flush()


def save_card_index(
    session: Session, work: Work, *, code: str, name_uz: str, name_ru: str = "", name_en: str = ""
) -> None:
    """Add a card index or change its names; a code, once given, stays."""
    if not CODE.fullmatch(code):
        raise RecordInputError(RecordCode.CARD_INDEX_CODE, code=code[:60])
    row = session.get(CardIndex, code)
    if row is None:
        last = session.scalars(select(func.coalesce(func.max(CardIndex.position), 0))).one()
        row = CardIndex(code=code, position=last + 1)
        session.add(row)
    row.name_uz = clean_text(name_uz, field="name_uz", limit=200, required=True)
    row.name_ru = clean_text(name_ru, field="name_ru", limit=200) or row.name_uz
    row.name_en = clean_text(name_en, field="name_en", limit=200) or row.name_uz
    session.flush()
    audit(session, work, "card_index_saved", subject_type="card_index", subject_id=None, code=code)


def set_cards(session: Session, work: Work, *, record_id: int, codes: Iterable[str]) -> None:
    """Let a record stand in exactly these card indexes; each new one counts, each one it leaves is taken back."""
    wanted = frozenset(codes)
    record = locked_record(session, record_id)
    known = set(session.scalars(select(CardIndex.code)))
    if unknown := sorted(wanted - known):
        raise RecordError(RecordCode.CARD_INDEX_UNKNOWN, code=unknown[0][:40])
    had = cards_of(session, record_id)
    if wanted == had:
        return
    leaves, enters = had - wanted, sorted(wanted - had)
    session.execute(
        delete(RecordCard).where(RecordCard.record_id == record_id, RecordCard.card_index.in_(leaves))
    )
    session.add_all(RecordCard(record_id=record_id, card_index=code, added_at=work.now) for code in enters)
    session.flush()
    audit(
        session, work, "record_cards_set", subject_type="record", subject_id=record_id, cards=sorted(wanted)
    )
    acts = standing_acts(session, [record_id], [Kind.CARD_INDEX_ADD])
    take_back(session, work, [act for act in acts if act.source in leaves], reason="card_index_left")
    item = item_of(session, record)
    log.record(
        session,
        work,
        *(Done(Kind.CARD_INDEX_ADD, "record", record_id, item=item, source=code) for code in enters),
    )
