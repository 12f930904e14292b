"""What should be looked at: findings of the validation, and how much each matters here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from catalog.marc.validating import SEVERITIES
from catalog.records.models import FindingSeverity, Record, RecordFinding, Severity
from catalog.records.queries.showing import Brief, brief
from ils.library.models import Setting

LEVEL_SETTING = "record_level"
LEVELS = ("brief", "full")

ORDER = (Severity.ERROR, Severity.WARNING, Severity.HINT, Severity.OFF)
"""The worst first."""


@dataclass(frozen=True, slots=True)
class FindingView:
    """One finding on one record; `detail` are the facts of its words."""

    code: str
    tag: str
    detail: dict[str, Any]
    severity: Severity

    @property
    def words(self) -> str:
        """The key of its sentence in the table of words."""
        return f"finding:{self.code}"


@dataclass(frozen=True, slots=True)
class FindingCount:
    """How many records have a finding; codes that none has stand there too, with 0."""

    code: str
    severity: Severity
    records: int


@dataclass(frozen=True, slots=True)
class MendRow:
    """A record of the worklist with what was found, the worst first."""

    record: Brief
    findings: tuple[FindingView, ...]


@dataclass(frozen=True, slots=True)
class MendPage:
    """A page of the worklist; `total` counts records."""

    total: int
    rows: tuple[MendRow, ...]


def severities(session: Session) -> Mapping[str, Severity]:
    """Return how much each finding matters: the library's choice, else the program's."""
    found = {str(code): Severity(severity) for code, severity in SEVERITIES.items()}
    chosen = session.execute(select(FindingSeverity.code, FindingSeverity.severity))
    return found | {code: severity for code, severity in chosen if code in found}


def record_level(session: Session) -> str:
    """Return the level by which descriptions are checked: `brief` unless the library wants `full`."""
    row = session.get(Setting, LEVEL_SETTING)
    return str(row.value) if row is not None and row.value in LEVELS else LEVELS[0]


def record_findings(session: Session, record_id: int) -> tuple[FindingView, ...]:
    """Return what was found on a record, the worst first, without what the library has switched off."""
    weights = severities(session)
    return _of(session, [record_id], _shown(weights), weights).get(record_id, ())


def _shown(
    weights: Mapping[str, Severity], code: str | None = None, severity: Severity | None = None
) -> list[str]:
    return [
        each
        for each, weight in weights.items()
        if weight is not Severity.OFF and code in (None, each) and severity in (None, weight)
    ]


def _of(
    session: Session, ids: Collection[int], codes: Collection[str], weights: Mapping[str, Severity]
) -> dict[int, tuple[FindingView, ...]]:
    rows = session.execute(
        select(RecordFinding.record_id, RecordFinding.code, RecordFinding.tag, RecordFinding.detail)
        .where(RecordFinding.record_id.in_(ids), RecordFinding.code.in_(codes))
        .order_by(RecordFinding.id)
    )
    found: defaultdict[int, list[FindingView]] = defaultdict(list)
    for record_id, code, tag, detail in rows:
        found[record_id].append(FindingView(code, tag, detail, weights[code]))
    return {
        record_id: tuple(sorted(each, key=lambda view: ORDER.index(view.severity)))
        for record_id, each in found.items()
    }


def unchecked_ids(session: Session, limit: int = 200) -> tuple[int, ...]:
    """Return the oldest records whose present version nobody has checked yet."""
    return tuple(session.scalars(_unchecked(Record.id).order_by(Record.id).limit(limit)))


def count_unchecked(session: Session) -> int:
    """Return how many records are still to be checked."""
    return int(session.scalars(_unchecked(func.count())).one())


def _unchecked(column: Any) -> Select[Any]:
    return select(column).where(Record.checked_version < Record.version, Record.merged_into.is_(None))


def records_to_mend(
    session: Session,
    *,
    code: str | None = None,
    severity: Severity | None = None,
    limit: int = 50,
    offset: int = 0,
) -> MendPage:
    """Return one page of the records that should be mended, newest first; switched-off findings do not count."""
    weights = severities(session)
    codes = _shown(weights, code, severity)
    having = select(RecordFinding.record_id).where(RecordFinding.code.in_(codes)).distinct()
    total = session.scalars(select(func.count()).select_from(having.subquery())).one()
    page = having.order_by(RecordFinding.record_id.desc()).limit(limit).offset(offset)
    ids = list(session.scalars(page))
    found, shown = _of(session, ids, codes, weights), brief(session, ids)
    return MendPage(total, tuple(MendRow(shown[each], found[each]) for each in ids))


def finding_counts(session: Session) -> tuple[FindingCount, ...]:
    """Return how many records have each finding: the worst first, then the most."""
    weights = severities(session)
    rows = session.execute(
        select(RecordFinding.code, func.count(RecordFinding.record_id.distinct())).group_by(
            RecordFinding.code
        )
    )
    counted = {code: number for code, number in rows}  # noqa: C416 - a Row is no pair to dict()
    counts = [FindingCount(code, weight, counted.get(code, 0)) for code, weight in weights.items()]
    return tuple(sorted(counts, key=lambda each: (ORDER.index(each.severity), -each.records, each.code)))
