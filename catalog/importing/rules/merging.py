"""Which fields an update takes from the file and which it leaves as they are.

A merge profile is `{"mode": "replace" | "add", "keep": […], "take": […]}` with tags or patterns such as `9XX`:
`replace` takes every field of the file but what is kept; `add` leaves ours, takes tags that we lack and what is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

REPLACE, ADD = "replace", "add"
LEADER = "LDR"
PATTERN = re.compile(r"LDR|[0-9A-ZX]{3,4}")
DEFAULT_KEEP = ("001", "003", "9XX")


class Tagged(Protocol):
    """A field, whatever else it is."""

    @property
    def tag(self) -> str:
        """Its tag."""
        ...


T = TypeVar("T", bound=Tagged)


@dataclass(frozen=True, slots=True)
class MergeProfile:
    """How an update is put together of our record and the file's."""

    mode: str = REPLACE
    keep: tuple[str, ...] = DEFAULT_KEEP
    take: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return it as a source keeps it."""
        return {"mode": self.mode, "keep": list(self.keep), "take": list(self.take)}

    def is_kept(self, tag: str) -> bool:
        """Tell whether fields with this tag stay ours."""
        kept, taken = _closest(tag, self.keep), _closest(tag, self.take)
        return kept > 0 and kept >= taken

    def is_ours(self, tag: str, *, here: bool, there: bool) -> bool:
        """Tell whether fields with this tag stay ours; `here` and `there`: whether we and the file have any."""
        if self.is_kept(tag):
            return True
        if self.mode == REPLACE:
            return False
        return not there if _closest(tag, self.take) else here


def _closest(tag: str, patterns: Iterable[str]) -> int:
    """Return how many signs of the closest pattern that fits are no X, and one; 0 where none fits."""
    return max((1 + len(each) - each.count("X") for each in patterns if fits(tag, each)), default=0)


def fits(tag: str, pattern: str) -> bool:
    """Tell whether a tag is one of a pattern, in which X stands for any sign."""
    return len(tag) == len(pattern) and all(
        sign in (own, "X") for own, sign in zip(tag, pattern, strict=True)
    )


def merge_profile(told: Mapping[str, Any]) -> MergeProfile:
    """Return the profile that a source keeps as JSON; what is left out is as in the program."""
    return MergeProfile(
        str(told.get("mode") or REPLACE),
        tuple(told.get("keep", DEFAULT_KEEP)),
        tuple(told.get("take", ())),
    )


def clean_patterns(text: str | Iterable[str]) -> tuple[str, ...]:
    """Return the tags and patterns typed with commas or spaces between, in capitals, each once."""
    parts = re.split(r"[\s,;]+", text) if isinstance(text, str) else text
    return tuple(dict.fromkeys(part.strip().upper() for part in parts if part.strip()))


def wrong_patterns(patterns: Iterable[str]) -> tuple[str, ...]:
    """Return those that are no tag and no pattern."""
    return tuple(each for each in patterns if not PATTERN.fullmatch(each))


def merged(ours: Sequence[T], theirs: Sequence[T], profile: MergeProfile) -> list[T]:
    """Return the fields that an update makes of ours and the file's; each side keeps its order."""
    here, there = {each.tag for each in ours}, {each.tag for each in theirs}
    stays = {tag: profile.is_ours(tag, here=tag in here, there=tag in there) for tag in here | there}
    return _interleaved(
        [each for each in theirs if not stays[each.tag]], [each for each in ours if stays[each.tag]]
    )


def _interleaved(new: list[T], old: Sequence[T]) -> list[T]:
    """Put each of `old` before the first of `new` with a greater tag."""
    rows, at = list(new), 0
    for each in old:
        while at < len(rows) and _order(rows[at].tag) <= _order(each.tag):
            at += 1
        rows.insert(at, each)
        at += 1
    return rows


def _order(tag: str) -> str:
    return "" if tag == LEADER else tag
