"""The table of targets: those that come with the program, and what a library decides about them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.copying.errors import CopyCode, CopyInputError, CopyNotFoundError, CopyRefused
from catalog.copying.models import Protocol, Target
from catalog.copying.rules import (
    ACCESS,
    CQL_INDEX,
    DATABASE,
    HOST,
    SCHEMA,
    SYNTAXES,
    USE_ATTRIBUTE,
    VERSIONS,
    is_web_address,
)
from catalog.marc import CHARSETS, Profile
from catalog.records.queries import LARGEST_ID
from ils.accounts.audit import audit
from ils.activity.work import Work
from ils.errors import clean_text

_BATH = {"isbn": "bath.isbn", "title": "bath.title", "author": "bath.author"}
_BIB1 = {"isbn": "7", "title": "4", "author": "1003"}

# name, protocol, address, port, database, version, schema, profile, indexes, active
_DEFAULTS: tuple[tuple[Any, ...], ...] = (
    ("Library of Congress (SRU)", Protocol.SRU, "http://lx2.loc.gov:210/LCDB", None, "", "1.1", "marcxml",
     Profile.MARC21, _BATH, True),
    ("Library of Congress (Z39.50)", Protocol.Z3950, "lx2.loc.gov", 210, "LCDB", "", "USMARC",
     Profile.MARC21, _BIB1, False),
    ("Deutsche Nationalbibliothek", Protocol.SRU, "https://services.dnb.de/sru/dnb", None, "", "1.1", "MARC21-xml",
     Profile.MARC21, {"isbn": "NUM", "title": "TIT", "author": "PER"}, True),
    ("Bibliothèque nationale de France", Protocol.SRU, "https://catalogue.bnf.fr/api/SRU", None, "", "1.2",
     "unimarcXchange", Profile.UNIMARC,
     {"isbn": "bib.isbn all", "title": "bib.title all", "author": "bib.author all"}, True),
    # Its door is not open to everybody: address and database are as the library gives them to those who ask.
    ("Российская национальная библиотека", Protocol.Z3950, "z3950.nlr.ru", 210, "RNB", "", "RUSMARC",
     Profile.UNIMARC, _BIB1, False),
)  # fmt: skip


def install_defaults(session: Session) -> None:
    """Add the targets that a new library starts with, unless there is any; two of them are switched off."""
    if session.scalars(select(Target.id).limit(1)).first() is not None:
        return
    for position, row in enumerate(_DEFAULTS, start=1):
        name, protocol, address, port, database, version, schema, profile, indexes, active = row
        session.add(
            Target(
                name=name, protocol=protocol, address=address, port=port, database=database, version=version,
                schema=schema, profile=profile.value, charset="", indexes=dict(indexes), active=active,
                position=position,
            )
        )  # fmt: skip
    session.flush()


def save_target(
    session: Session,
    work: Work,
    *,
    target_id: int | None = None,
    name: str,
    protocol: Protocol,
    address: str,
    port: int | None = None,
    database: str = "",
    version: str = "1.1",
    schema: str,
    profile: str = "",
    charset: str = "",
    indexes: Mapping[str, str],
    active: bool = True,
) -> int:
    """Write a target, a new one without `target_id`, and return its id; a target is switched off, never deleted."""
    name = clean_text(name, field="name", limit=200, required=True)
    row = _row(session, target_id)
    _refuse_taken(session, name, row.id)
    values: dict[str, Any] = {"name": name, "active": active, "profile": _profile(profile)}
    values |= _where(protocol, clean_text(address, field="address", limit=300), port, database, version)
    values |= {"schema": _schema(protocol, schema), "indexes": _indexes(protocol, indexes)}
    values |= {"charset": _charset(charset) if protocol is Protocol.Z3950 else ""}
    for key, value in values.items():
        setattr(row, key, value)
    row.protocol = protocol
    session.add(row)
    session.flush()
    shown = values | {"protocol": protocol.value}
    audit(session, work, "copy_target_saved", subject_type="copy_target", subject_id=row.id, **shown)
    return row.id


def _row(session: Session, target_id: int | None) -> Target:
    if target_id is None:
        last = session.scalars(select(func.max(Target.position))).one() or 0
        return Target(position=last + 1)
    row = session.get(Target, target_id) if 0 < target_id <= LARGEST_ID else None
    if row is None:
        raise CopyNotFoundError(CopyCode.TARGET_UNKNOWN, target=target_id)
    return row


def _refuse_taken(session: Session, name: str, own: int | None) -> None:
    other = session.scalars(select(Target.id).where(Target.name == name)).one_or_none()
    if other is not None and other != own:
        raise CopyRefused(CopyCode.NAME_TAKEN, name=name)


def _where(protocol: Protocol, address: str, port: int | None, database: str, version: str) -> dict[str, Any]:
    if protocol is Protocol.SRU:
        if not is_web_address(address):
            raise CopyInputError(CopyCode.ADDRESS_INVALID, address=address[:100])
        if version not in VERSIONS:
            raise CopyInputError(CopyCode.VERSION_INVALID, version=version[:20])
        return {"address": address, "version": version, "port": None, "database": ""}
    if not HOST.fullmatch(address):
        raise CopyInputError(CopyCode.ADDRESS_INVALID, address=address[:100])
    if port is None or not 1 <= port <= 65_535:
        raise CopyInputError(CopyCode.PORT_INVALID)
    database = clean_text(database, field="database", limit=100, required=True)
    if not DATABASE.fullmatch(database):
        raise CopyInputError(CopyCode.SYNTAX_INVALID, value=database)
    return {"address": address, "version": "", "port": port, "database": database}


def _schema(protocol: Protocol, schema: str) -> str:
    said = clean_text(schema, field="schema", limit=100, required=True)
    known = SCHEMA.fullmatch(said) if protocol is Protocol.SRU else said in SYNTAXES
    if not known:
        raise CopyInputError(CopyCode.SYNTAX_INVALID, value=said[:40])
    return said


def _indexes(protocol: Protocol, indexes: Mapping[str, str]) -> dict[str, str]:
    pattern = CQL_INDEX if protocol is Protocol.SRU else USE_ATTRIBUTE
    kept = {name: " ".join(indexes.get(name, "").split()) for name in ACCESS}
    for value in kept.values():
        if value and not pattern.fullmatch(value):
            raise CopyInputError(CopyCode.INDEX_INVALID, value=value[:60])
    if not any(kept.values()):
        raise CopyInputError(CopyCode.NO_INDEX)
    return {name: value for name, value in kept.items() if value}


def _profile(profile: str) -> str:
    if profile and profile not in set(Profile):
        raise CopyInputError(CopyCode.PROFILE_UNKNOWN, profile=profile[:20])
    return profile


def _charset(charset: str) -> str:
    if charset and charset not in CHARSETS:
        raise CopyInputError(CopyCode.CHARSET_UNKNOWN, charset=charset[:20])
    return charset


def move_target(session: Session, work: Work, *, target_id: int, up: bool) -> None:
    """Change places with the neighbour above or below; the first stays first, the last last."""
    row = _row(session, target_id)
    ordered = list(session.scalars(select(Target).order_by(Target.position, Target.id)))
    at = ordered.index(row)
    to = at - 1 if up else at + 1
    if not 0 <= to < len(ordered):
        return
    ordered[at], ordered[to] = ordered[to], ordered[at]
    for position, each in enumerate(ordered, start=1):
        each.position = position
    session.flush()
    audit(session, work, "copy_target_moved", subject_type="copy_target", subject_id=row.id, position=to + 1)
