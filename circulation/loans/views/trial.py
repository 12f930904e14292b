"""The trial page: a reader and a copy, every reason, the row that rules, the due date step by step ("Why?")."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext as _

from catalog.items.models import Use
from circulation.loans import services
from circulation.loans.messages import SEVERITIES, question, step_told, told
from circulation.loans.rules import DEFAULTS, Outcome, Reason, Severity
from circulation.loans.services import Tried
from circulation.patrons.queries import categories
from circulation.policies.messages import (
    DECISIONS_SHOWN,
    FUNDS_SHOWN,
    SEVERITIES_SHOWN,
    USES_SHOWN,
    type_choices,
)
from circulation.policies.rules import DECISIONS
from ils.accounts.permissions import Permission
from ils.errors import InputCode, InputError
from ils.library.places import departments
from ils.web.asked import asked_day
from ils.web.auth import current_work, require
from ils.web.frame import place_label
from ils.web.session import current_session

blueprint = Blueprint("trial", __name__, template_folder="../templates", url_prefix="/loans/why")

HEADS: dict[Outcome, tuple[str, str]] = {
    Outcome.ALLOWED: ("success", "check"),
    Outcome.ASK: ("warning", "warning"),
    Outcome.BLOCKED: ("danger", "warning"),
}


@dataclass(frozen=True, slots=True)
class ShownReason:
    """One reason in words: what it does, where its severity comes from, and the row that caused it."""

    reason: Reason
    label: str
    text: str
    question: str
    changed: str  # what it would be by default, where the library or a row made something else of it
    url: str | None


@blueprint.get("")
@require(Permission.CIRCULATE)
def show() -> str:
    """Show what would happen to this reader and this copy and why; without both, the form alone."""
    card, code = (request.args.get(name, "").strip() for name in ("card", "code"))
    use, due_on = _use(), asked_day("due", near=True)
    tried = None
    if card and code:
        tried = services.try_lending(
            current_session(), current_work(), card=card, code=code, use=use, due_on=due_on
        )
    return render_template(
        "trial/show.html",
        card=card,
        code=code,
        use=use.value if use else "",
        due=due_on,
        uses=USES_SHOWN,
        tried=tried,
        **(_shown(tried) if tried else {}),
    )


def _use() -> Use | None:
    value = request.args.get("use", "")
    if value and value not in USES_SHOWN:
        raise InputError(InputCode.UNKNOWN_CHOICE, field="use", value=value[:40])
    return Use(value) if value else None


def _shown(tried: Tried) -> dict[str, Any]:
    session = current_session()
    due = tried.due
    return {
        "head": _head(tried),
        "tone": HEADS[tried.assessment.outcome],
        "reasons": [_reason(each) for each in tried.assessment.reasons],
        "besides": _besides(tried),
        "steps": [step_told(step) for step in due.steps] if due else [],
        "names": {
            "category": {each.code: place_label(each) for each in categories(session)},
            "item_type": dict(type_choices(session)),
            "use": {code: str(words) for code, words in USES_SHOWN.items()},
            "department": {each.code: place_label(each) for each in departments(session)},
            "fund": {code: str(words) for code, words in FUNDS_SHOWN.items()},
        },
    }


def _head(tried: Tried) -> str:
    renews = tried.case.renews
    words: dict[Outcome, tuple[Any, Any]] = {
        Outcome.ALLOWED: (_("It would be lent"), _("It would be renewed")),
        Outcome.ASK: (_("It would be lent after a yes"), _("It would be renewed after a yes")),
        Outcome.BLOCKED: (_("It would not be lent"), _("It would not be renewed")),
    }
    return str(words[tried.assessment.outcome][renews])


def _reason(reason: Reason) -> ShownReason:
    default = DEFAULTS.get(reason.code)
    return ShownReason(
        reason=reason,
        label=str(SEVERITIES[reason.severity]),
        text=told(reason),
        question=question(reason),
        changed=str(SEVERITIES_SHOWN[default]) if default and default is not reason.severity else "",
        url=_row_url(reason),
    )


def _row_url(reason: Reason) -> str | None:
    """Return the page of the row or the limit that caused a reason."""
    if not reason.policy_id:
        return None
    if reason.facts.get("of"):
        return url_for("policies.edit_limit", limit_id=reason.policy_id)
    return url_for("policies.edit", policy_id=reason.policy_id)


def _besides(tried: Tried) -> list[tuple[str, str, bool]]:
    """Return the decisions that do not apply, or that the library has switched off, by number."""
    if tried.patron is None or tried.item is None or tried.case.renews:
        return []
    told_codes = {str(each.code) for each in tried.assessment.reasons}
    return [
        (each.rule, str(DECISIONS_SHOWN[each.code]), tried.case.severities.get(each.code) == Severity.OFF)
        for each in DECISIONS
        if each.code not in told_codes
    ]
