"""What floors above keep about readers: the roof hands it down, so that export, erasing and forgetting reach it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select
from sqlalchemy.orm import Session

from circulation.account.queries.kinds import Kept
from ils.activity.work import Work


@dataclass(frozen=True, slots=True)
class Keeper:
    """A subject of a floor above.

    `tables`: table → the kind that holds it in the export; `kinds`: what the export reads, the reader bound as `patron`.
    `erase(session, work, patron)` takes everything personal out. `forget(session, before, limit)` lets at most `limit`
    ended rows older than a day go of their readers and returns how many. `asked`, `notes`: words typed without a card,
    as in `typed.py`: (table, name, contact, further words), (table, columns).
    """

    tables: Mapping[str, Kept]
    kinds: Mapping[Kept, Select[Any]]
    erase: Callable[[Session, Work, int], None]
    forget: Callable[[Session, date, int], int]
    asked: tuple[tuple[Any, str, str, tuple[str, ...]], ...] = ()
    notes: tuple[tuple[Any, tuple[str, ...]], ...] = ()


_KEEPERS: list[Keeper] = []


def use_keepers(*keepers: Keeper) -> None:
    """Take what the roof hands down, in the place of what there was."""
    _KEEPERS[:] = keepers


def keepers() -> tuple[Keeper, ...]:
    """Return what floors above keep."""
    return tuple(_KEEPERS)
