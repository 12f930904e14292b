"""Why a record of an import cannot be taken back: all reasons at once, for a whole chunk in a few queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from catalog.importing.errors import UndoCode
from catalog.importing.models import StagedState
from catalog.importing.queries.undoing import (
    Copy,
    References,
    Row,
    copies_of_records,
    later_imports,
    references,
    touched_copies,
    versions_of,
)


class Refusal(NamedTuple):
    """A reason and its facts."""

    code: UndoCode
    facts: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Unit:
    """All rows of an import that name one record: taken back together, or not at all."""

    record_id: int
    rows: tuple[Row, ...]
    copies: tuple[Copy, ...]  # those that came with the import

    @property
    def made(self) -> bool:
        """Whether the record itself came with the import."""
        return any(row.state is StagedState.ACCEPTED for row in self.rows)

    @property
    def versions(self) -> tuple[int, ...]:
        """The versions that the import made, lowest first."""
        return tuple(sorted(row.version_after for row in self.rows if row.version_after))


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of the records and copies of a chunk."""

    tag: str
    versions: Mapping[int, tuple[int, int | None]]
    copies: Mapping[int, Sequence[Copy]]
    of_records: References
    of_copies: References
    touched: set[int]
    imports: Mapping[int, int]


# Who refers to a record or a copy, by column; anything that is not named here is IN_USE.
_RECORD_CODES: Mapping[str, UndoCode] = {
    "record.host_id": UndoCode.PARTS, "record.merged_into": UndoCode.MERGED, "record_merge.kept_id": UndoCode.MERGED,
    "record_merge.gone_id": UndoCode.MERGED, "record_draft.record_id": UndoCode.EDITED,
    "digital_object.record_id": UndoCode.FILES, "acceptance_line.record_id": UndoCode.ACT,
    "union_record.record_id": UndoCode.UNION, "record_card.record_id": UndoCode.CARDS,
}  # fmt: skip
_COPY_CODES: Mapping[str, UndoCode] = {
    "loan.item_id": UndoCode.COPY_LENT, "placement.item_id": UndoCode.COPY_SHOWN,
    "exhibition_item.item_id": UndoCode.COPY_SHOWN, "accepted_item.item_id": UndoCode.COPY_ACT,
}  # fmt: skip
_BARS_REWINDING = frozenset((UndoCode.MERGED, UndoCode.EDITED))
"""A description can be put back whatever else refers to the record, but not under somebody's hands."""


def look(session: Session, batch_id: int, rows: Sequence[Row]) -> tuple[list[Unit], Standing]:
    """Return the records of some rows with everything that may stand against taking them back, all of it held."""
    tag = f"import:{batch_id}"
    named: defaultdict[int, list[Row]] = defaultdict(list)
    for row in rows:
        named[row.record_id].append(row)
    ids = set(named)
    versions, copies = versions_of(session, ids), copies_of_records(session, ids)
    ours = [each for group in copies.values() for each in group if each.batch == tag]
    standing = Standing(
        tag, versions, copies, references(session, "record", ids),
        references(session, "item", {each.id for each in ours}), touched_copies(session, ours) if ours else set(),
        later_imports(session, batch_id, ids),
    )  # fmt: skip
    return [
        _unit(record_id, named[record_id], copies, tag) for record_id in sorted(ids, reverse=True)
    ], standing


def _unit(record_id: int, rows: Sequence[Row], copies: Mapping[int, Sequence[Copy]], tag: str) -> Unit:
    return Unit(
        record_id, tuple(rows), tuple(each for each in copies.get(record_id, ()) if each.batch == tag)
    )


def refusals(unit: Unit, standing: Standing) -> list[Refusal]:
    """Return every reason against taking a record back, the weightiest first."""
    found = [*_changed(unit, standing)]
    if unit.versions:
        found += _referred(unit, standing)
    if unit.made:
        found += _others(unit, standing)
    return list(_once([*found, *_copies(unit, standing)]))


def _once(found: Sequence[Refusal]) -> Iterator[Refusal]:
    met: list[Refusal] = []
    for each in found:
        if each not in met:
            met.append(each)
            yield each


def _changed(unit: Unit, standing: Standing) -> Iterator[Refusal]:
    """Versions that the import made must be the last ones, without another between."""
    version, into = standing.versions[unit.record_id]
    if into is not None and unit.versions:
        yield Refusal(UndoCode.MERGED, {"count": 1})
    made = unit.versions
    if made and (made[-1] != version or made != tuple(range(made[0], version + 1))):
        yield Refusal(UndoCode.CHANGED, {"version": version})


def _referred(unit: Unit, standing: Standing) -> Iterator[Refusal]:
    for where, count in standing.of_records.get(unit.record_id, {}).items():
        code = _RECORD_CODES.get(where, UndoCode.IN_USE)
        if not unit.made and code not in _BARS_REWINDING:
            continue
        facts: dict[str, Any] = (
            {"where": where.partition(".")[0]} if code is UndoCode.IN_USE else {"count": count}
        )
        yield Refusal(code, facts)


def _others(unit: Unit, standing: Standing) -> Iterator[Refusal]:
    if unit.record_id in standing.imports:
        yield Refusal(UndoCode.IMPORTED, {"batch": standing.imports[unit.record_id]})
    foreign = len(standing.copies.get(unit.record_id, ())) - len(unit.copies)
    if foreign:
        yield Refusal(UndoCode.COPIES, {"count": foreign})


def _copies(unit: Unit, standing: Standing) -> Iterator[Refusal]:
    for copy in unit.copies:
        for where in standing.of_copies.get(copy.id, {}):
            code = _COPY_CODES.get(where, UndoCode.IN_USE)
            in_use: dict[str, Any] = {"where": where.partition(".")[0]}
            yield Refusal(code, in_use if code is UndoCode.IN_USE else {"code": copy.code})
        if copy.state_since != copy.created_at or copy.id in standing.touched:
            yield Refusal(UndoCode.COPY_TOUCHED, {"code": copy.code})
