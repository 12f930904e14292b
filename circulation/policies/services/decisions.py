"""What the library makes of the numbered decisions: stop, ask, tell, or nothing at all."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import delete
from sqlalchemy.orm import Session

from circulation.policies.errors import PolicyCode, PolicyInputError
from circulation.policies.models import DeskSeverity
from circulation.policies.queries import load_severities
from circulation.policies.rules import Severity, decision_of, may_be
from ils.accounts.audit import audit
from ils.activity.work import Work


def set_decisions(session: Session, work: Work, *, chosen: Mapping[str, str]) -> int:
    """Set the severities of these codes; what equals the default leaves no row. Return how many changed."""
    before = load_severities(session)
    changed = {}
    for code, severity in chosen.items():
        _check(code, severity)
        if before.get(code, _default(code)) == severity:
            continue
        changed[code] = severity
        session.execute(delete(DeskSeverity).where(DeskSeverity.code == code))
        if severity != _default(code):
            session.add(DeskSeverity(code=code, severity=severity))
    session.flush()
    if changed:
        was = {code: before.get(code, _default(code)) for code in changed}
        audit(
            session, work, "desk_decisions_set", subject_type="desk_severity", subject_id=None, before=was,
            after=changed,
        )  # fmt: skip
    return len(changed)


def _default(code: str) -> str:
    known = decision_of(code)
    return known.default.value if known else ""


def _check(code: str, severity: str) -> None:
    if decision_of(code) is None:
        raise PolicyInputError(PolicyCode.DECISION_UNKNOWN, value=code[:40])
    if severity not in set(Severity):
        raise PolicyInputError(PolicyCode.SEVERITY_UNKNOWN, value=severity[:40])
    if severity not in may_be(code):
        raise PolicyInputError(PolicyCode.DECISION_FIXED, code=code)
