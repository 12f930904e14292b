"""An answer as JSON and back; days and instants keep their kind, so that an old answer reads like a new one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from circulation.desk.rules.answers import (
    Act,
    Box,
    BoxKind,
    Desk,
    Ended,
    Outcome,
    Row,
    Said,
    ScanAnswer,
    Slip,
    Told,
)
from circulation.desk.rules.commands import Mode, Place

VERSION = 2  # raised when the shape changes: answers of another shape are not shown any more


def to_data(answer: ScanAnswer) -> dict[str, Any]:
    """Return the answer as a receipt keeps it."""
    data: dict[str, Any] = _plain(asdict(answer.said))
    return {"version": VERSION, "code": answer.code, "said": data}


def from_data(key: str, at: datetime, data: Mapping[str, Any]) -> ScanAnswer | None:
    """Return the kept answer; None when a program of another version wrote it."""
    if data.get("version") != VERSION:
        return None
    return ScanAnswer(key, at, data["code"], _said(_value(data["said"])))


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return {"$at": value.isoformat()}
    if isinstance(value, date):
        return {"$on": value.isoformat()}
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value


def _value(value: Any) -> Any:
    if isinstance(value, list):
        return [_value(each) for each in value]
    if not isinstance(value, dict):
        return value
    if "$at" in value:
        return datetime.fromisoformat(value["$at"])
    if "$on" in value:
        return date.fromisoformat(value["$on"])
    return {name: _value(each) for name, each in value.items()}


def _said(data: dict[str, Any]) -> Said:
    desk, box, ended, slip = data["desk"], data["box"], data["ended"], data["slip"]
    return Said(
        desk=Desk(**desk | {"mode": Mode(desk["mode"]), "place": Place(desk["place"])}),
        rows=tuple(_row(each) for each in data["rows"]),
        box=_box(box) if box else None,
        ended=_ended(ended) if ended else None,
        notes=_told(data["notes"]),
        slip=Slip(**slip) if slip else None,
        prints=data["prints"],
    )


def _ended(data: dict[str, Any]) -> Ended:
    ids = ("lent_ids", "renewed_ids", "returned_ids")
    return Ended(**data | {name: tuple(data[name]) for name in ids})


def _row(data: dict[str, Any]) -> Row:
    return Row(**data | {"outcome": Outcome(data["outcome"]), "told": _told(data["told"])})


def _box(data: dict[str, Any]) -> Box:
    kinds = {"kind": BoxKind(data["kind"]), "act": Act(data["act"]), "told": _told(data["told"])}
    return Box(**data | kinds)


def _told(data: list[dict[str, Any]]) -> tuple[Told, ...]:
    return tuple(Told(**each) for each in data)
