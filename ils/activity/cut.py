"""Which acts a figure counts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cut:
    """Which acts a figure counts: any of the kinds, narrowed by what is not empty."""

    kinds: tuple[str, ...]
    sectors: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    without_channels: tuple[str, ...] = ()
    funds: tuple[str, ...] = ()
