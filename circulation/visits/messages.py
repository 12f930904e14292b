"""Words of visits."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from circulation.visits.errors import VisitCode
from circulation.visits.rules import VisitRule

VISIT_WORDS: dict[VisitCode, Any] = {
    VisitCode.UNKNOWN: _l("There is no such visit."),
    VisitCode.SECTOR_MISSING: _l("Choose the department you work in: a visit belongs to its sector."),
    VisitCode.SECTOR_UNKNOWN: _l("There is no sector “%(sector)s”."),
    VisitCode.DAY_AHEAD: _l("%(day)s has not come yet: visits are counted today or for a day gone by."),
    VisitCode.PERSONS_INVALID: _l("A head-count is a number from 1 to %(most)s."),
    VisitCode.CARD_LOST: _l("The card %(card)s was reported lost on %(day)s."),
    VisitCode.READER_UNKNOWN: _l("No reader has the card “%(card)s”."),
    VisitCode.TAKEN_BACK: _l("This has been taken back already."),
    VisitCode.RULE_UNKNOWN: _l("There is no rule of counting “%(rule)s”."),
}

AUDIT_WORDS: dict[str, Any] = {
    "visit_counted": _l("Visit counted by card"),
    "visits_tallied": _l("Visitors counted on the tally board"),
    "visit_taken_back": _l("Visit or head-count taken back"),
    "tally_taken_back": _l(
        "Head-count taken back"
    ),  # so it was called until the readers' visits could be taken back too
    "visit_rule_set": _l("Rule of counting visits chosen"),
}

RULES: dict[VisitRule, Any] = {
    VisitRule.SECTOR_DAY: _l("One reader, one sector, one day"),
    VisitRule.INSTITUTION_DAY: _l("One reader, one day in the whole library"),
    VisitRule.EVERY_SCAN: _l("Every scan of a card"),
}
