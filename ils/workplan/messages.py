"""Words of the work plan's codes."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from ils.workplan.errors import PlanCode
from ils.workplan.models import Mode

PLAN_WORDS: dict[PlanCode, Any] = {
    PlanCode.LINE_UNKNOWN: _l("The plan of %(year)s has no line %(number)s."),
    PlanCode.LINE_NOT_FED: _l("Nothing feeds line %(number)s yet."),
    PlanCode.YEAR_OUT_OF_RANGE: _l("%(year)s is not a year from 2000 to 2100."),
    PlanCode.YEAR_LOADED: _l("The plan of %(year)s is there already."),
    PlanCode.TARGET_INVALID: _l("The target of line %(number)s is not a whole number from 0."),
    PlanCode.PERIOD_INVALID: _l("From %(first)s to %(last)s is not a span of days within the year %(year)s."),
}

MODE_WORDS: dict[Mode, Any] = {
    Mode.AUTO: _l("automatic"),
    Mode.SEMI: _l("half-automatic"),
    Mode.MANUAL: _l("by hand"),
}

SERVICE_WORDS: dict[str, Any] = {
    "bib": _l("Bibliography"),
    "fond": _l("Collections"),
    "abon": _l("Readers"),
    "akt": _l("Technology"),
    "hr": _l("Personnel"),
}

AUDIT_WORDS: dict[str, Any] = {
    "plan_loaded": _l("Work plan loaded"),
    "plan_target_set": _l("Plan target set"),
    "plan_renewals_set": _l("Counting of renewals set"),
}
