"""Copies that stand in a record, as a source writes them."""

from __future__ import annotations

from typing import Any

from catalog.incoming.holdings import FACTS, Holdings
from catalog.marc import ItemRow, Profile, item_rows
from catalog.marc.holdings import DEFAULT_HOLDINGS, HoldingsMap


def copies_in(marc: Any, profile: Profile, holdings: Holdings) -> tuple[ItemRow, ...]:
    """Return the copies of a record, each location in the library's own words where the source has a place for it."""
    rows = item_rows(marc, profile, _map(holdings))
    if not holdings.places:
        return rows
    return tuple(row._replace(location=_place(row.location, holdings)) for row in rows)


def _place(location: str, holdings: Holdings) -> str:
    return holdings.places.get(location.strip().casefold(), location)


def _map(holdings: Holdings) -> HoldingsMap | None:
    if not holdings.tag:
        return DEFAULT_HOLDINGS.get(holdings.use)
    codes: dict[str, Any] = {name: holdings.codes.get(name, "") for name in FACTS}
    return HoldingsMap(holdings.tag, **codes)
