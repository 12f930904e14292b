"""The table of targets: what a library decides, and what it cannot."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy.orm import Session

from catalog.copying.errors import CopyCode
from catalog.copying.models import Protocol
from catalog.copying.queries import TargetView, target, targets
from catalog.copying.services import install_defaults, move_target, save_target
from ils.db import transaction
from ils.errors import InputCode, LibraryError
from tests.conftest import NOON
from tests.world import work_at

SRU: dict[str, Any] = {
    "name": "GBV", "protocol": Protocol.SRU, "address": "https://sru.example.org/k10", "version": "1.2",
    "schema": "marcxml", "profile": "marc21", "indexes": {"isbn": "pica.isb", "title": " pica.tit   all ", "author": ""},
}  # fmt: skip
Z3950: dict[str, Any] = {
    "name": "Ruslan", "protocol": Protocol.Z3950, "address": "z.example.org", "port": 210, "database": "BOOKS",
    "schema": "RUSMARC", "profile": "unimarc", "charset": "cp1251",
    "indexes": {"isbn": "7", "title": "4 4=6", "author": "1003"},
}  # fmt: skip


def save(session: Session, **values: Any) -> TargetView:
    with transaction(session):
        target_id = save_target(session, work_at(NOON), **values)
    return target(session, target_id)


def test_a_new_library_knows_five(session: Session) -> None:
    known = targets(session)
    assert [(each.protocol.value, each.active) for each in known] == [
        ("sru", True), ("z3950", False), ("sru", True), ("sru", True), ("z3950", False),
    ]  # fmt: skip
    assert known[2].where == "https://services.dnb.de/sru/dnb"
    assert known[1].where == "lx2.loc.gov:210/LCDB"
    with transaction(session):
        install_defaults(session)
    assert targets(session) == known
    assert len(targets(session, active_only=True)) == 3


def test_every_seed_could_be_typed(session: Session) -> None:
    for each in targets(session):
        values = {
            name: getattr(each, name)
            for name in (
                "name",
                "protocol",
                "address",
                "port",
                "database",
                "schema",
                "profile",
                "charset",
                "active",
            )
        }
        kept = save(
            session, target_id=each.id, version=each.version or "1.1", indexes=dict(each.indexes), **values
        )
        assert kept == each


def test_targets_are_kept_as_typed(session: Session) -> None:
    one, other = save(session, **SRU), save(session, **Z3950)
    assert dict(one.indexes) == {"isbn": "pica.isb", "title": "pica.tit all"}
    assert (one.port, one.database, one.charset, one.position) == (None, "", "", 6)
    assert (other.port, other.database, other.charset, other.version) == (210, "BOOKS", "cp1251", "")
    changed = save(session, target_id=one.id, **(SRU | {"active": False}))
    assert (changed.id, changed.active, changed.position) == (one.id, False, 6)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        (SRU | {"name": " "}, InputCode.EMPTY),
        (SRU | {"name": "Deutsche Nationalbibliothek"}, CopyCode.NAME_TAKEN),
        (SRU | {"address": "file:///etc/passwd"}, CopyCode.ADDRESS_INVALID),
        (SRU | {"address": "z.example.org"}, CopyCode.ADDRESS_INVALID),
        (SRU | {"version": "3"}, CopyCode.VERSION_INVALID),
        (SRU | {"schema": "marc xml&x=1"}, CopyCode.SYNTAX_INVALID),
        (SRU | {"schema": ""}, InputCode.EMPTY),
        (SRU | {"profile": "danmarc"}, CopyCode.PROFILE_UNKNOWN),
        (SRU | {"indexes": {"isbn": "", "title": ""}}, CopyCode.NO_INDEX),
        (SRU | {"indexes": {"isbn": 'x="a" or y'}}, CopyCode.INDEX_INVALID),
        (SRU | {"target_id": 99}, CopyCode.TARGET_UNKNOWN),
        (SRU | {"target_id": 2**40}, CopyCode.TARGET_UNKNOWN),
        (Z3950 | {"address": "https://z.example.org"}, CopyCode.ADDRESS_INVALID),
        (Z3950 | {"port": None}, CopyCode.PORT_INVALID),
        (Z3950 | {"port": 70_000}, CopyCode.PORT_INVALID),
        (Z3950 | {"database": ""}, InputCode.EMPTY),
        (Z3950 | {"database": "a b"}, CopyCode.SYNTAX_INVALID),
        (Z3950 | {"schema": "DANMARC"}, CopyCode.SYNTAX_INVALID),
        (Z3950 | {"charset": "klingon"}, CopyCode.CHARSET_UNKNOWN),
        (Z3950 | {"indexes": {"isbn": "bath.isbn"}}, CopyCode.INDEX_INVALID),
    ],
)
def test_what_cannot_be_asked_is_refused(session: Session, values: dict[str, Any], code: Any) -> None:
    with pytest.raises(LibraryError) as refusal, transaction(session):
        save_target(session, work_at(NOON), **values)
    assert refusal.value.code is code


def test_the_order_is_the_librarys(session: Session) -> None:
    def order() -> list[int]:
        return [each.id for each in targets(session)]

    def move(target_id: int, *, up: bool) -> None:
        with transaction(session):
            move_target(session, work_at(NOON), target_id=target_id, up=up)

    first, second, *others = order()
    move(second, up=True)
    assert order() == [second, first, *others]
    move(second, up=True)
    move(others[-1], up=False)
    assert order() == [second, first, *others]
    move(second, up=False)
    assert order() == [first, second, *others]
