"""Two people changed one record: what each did since the version both began from, tag by tag, and the record that
comes of choosing. A tag that only one of them changed needs no choice."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from catalog.marc.rows import LEADER, Row, Rows


@dataclass(frozen=True, slots=True)
class TagChange:
    """The fields of one tag: as both found them, as they stand in the catalogue now, as they stand in my draft."""

    tag: str
    base: Rows
    theirs: Rows
    mine: Rows

    @property
    def disputed(self) -> bool:
        """True where both changed, and not to the same."""
        return self.base not in (self.theirs, self.mine) and self.theirs != self.mine

    @property
    def chosen(self) -> Rows:
        """What stands without asking: the side that changed; mine where both did."""
        return self.theirs if self.mine == self.base else self.mine


def changes(base: Rows, theirs: Rows, mine: Rows) -> tuple[TagChange, ...]:
    """Return the tags that somebody changed, in the order of the record."""
    tags = sorted({row.tag for row in (*base, *theirs, *mine)}, key=lambda tag: (tag != LEADER, tag))
    each = (TagChange(tag, _of(base, tag), _of(theirs, tag), _of(mine, tag)) for tag in tags)
    return tuple(change for change in each if not change.base == change.theirs == change.mine)


def _of(rows: Rows, tag: str) -> Rows:
    return tuple(row for row in rows if row.tag == tag)


def merged(base: Rows, theirs: Rows, mine: Rows, take_theirs: Collection[str] = ()) -> Rows:
    """Return the record of both people's changes; of disputed tags mine stands unless `take_theirs` names it."""
    wanted: Mapping[str, Rows] = {
        change.tag: change.theirs if change.disputed and change.tag in take_theirs else change.chosen
        for change in changes(base, theirs, mine)
    }
    result: list[Row] = []
    placed: set[str] = set()
    for row in mine:
        if row.tag not in wanted:
            result.append(row)
        elif row.tag not in placed:
            placed.add(row.tag)
            result += wanted[row.tag]
    for tag in (tag for tag in wanted if tag not in placed):
        at = _place(result, tag)
        result[at:at] = wanted[tag]
    return tuple(result)


def _place(rows: list[Row], tag: str) -> int:
    fits = [at + 1 for at, row in enumerate(rows) if row.tag == LEADER or row.tag <= tag]
    return fits[-1] if fits else 0
