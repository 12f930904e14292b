"""Which acts a figure counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class Cut:
    """Which acts a figure counts: any of the kinds, narrowed by what is not empty."""

    kinds: tuple[str, ...]
    sectors: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    without_channels: tuple[str, ...] = ()
    funds: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    ages: tuple[str, ...] = ()
    sexes: tuple[str, ...] = ()
    citizenships: tuple[str, ...] = ()
    without_citizenships: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    branches: tuple[str, ...] = ()
    types: tuple[str, ...] = ()


CUT_FIELDS = tuple(field.name for field in fields(Cut))


def cut_of(data: Mapping[str, Any]) -> Cut:
    """Return the cut that a term of a stored counter says: {"kinds": […], "sources": […], …}.

    Raises ValueError for a name that no cut has: a condition left unread would count too much.
    """
    if odd := sorted(set(data) - set(CUT_FIELDS)):
        raise ValueError(f"a counter with unknown conditions: {odd}")
    return Cut(**{"kinds": ()} | {name: tuple(map(str, values)) for name, values in data.items()})


def cuts_of(terms: Iterable[Mapping[str, Any]] | None) -> tuple[Cut, ...]:
    """Return the cuts of a stored counter; none for a line that counts nothing."""
    return tuple(map(cut_of, terms or ()))


def cut_data(cut: Cut) -> dict[str, list[str]]:
    """Return the cut as it is stored, without its empty conditions: the opposite of `cut_of`."""
    return {name: list(values) for name in CUT_FIELDS if (values := getattr(cut, name))}
