"""How far files and records have come, and why two descriptions are held for the same."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from catalog.importing.models import BatchState, Decision, StagedState
from catalog.records.rules.matching import Rule

BATCH_STATES: dict[BatchState, Any] = {
    BatchState.STAGING: _l("not read to the end"),
    BatchState.STAGED: _l("to be accepted"),
    BatchState.ACCEPTING: _l("accepted in part"),
    BatchState.ACCEPTED: _l("accepted"),
    BatchState.UNDOING: _l("being taken back"),
    BatchState.UNDONE: _l("taken back"),
}

BATCH_TAGS: dict[BatchState, str] = {
    BatchState.STAGING: "warn",
    BatchState.STAGED: "info",
    BatchState.ACCEPTING: "warn",
    BatchState.ACCEPTED: "ok",
    BatchState.UNDOING: "warn",
    BatchState.UNDONE: "plain",
}

ROW_STATES: dict[StagedState, Any] = {
    StagedState.NEW: _l("new"),
    StagedState.DUPLICATE: _l("already there"),
    StagedState.QUARANTINED: _l("set aside"),
    StagedState.ACCEPTED: _l("accepted"),
    StagedState.UPDATED: _l("updated"),
    StagedState.SKIPPED: _l("duplicate, skipped"),
    StagedState.UNDONE: _l("taken back"),
}

ROW_TAGS: dict[StagedState, str] = {
    StagedState.NEW: "info",
    StagedState.DUPLICATE: "warn",
    StagedState.QUARANTINED: "no",
    StagedState.ACCEPTED: "ok",
    StagedState.UPDATED: "ok",
    StagedState.SKIPPED: "plain",
    StagedState.UNDONE: "plain",
}

DECISIONS: dict[Decision, Any] = {
    Decision.NEW: _l("new record"),
    Decision.UPDATE: _l("update"),
    Decision.SKIP: _l("skip"),
}

RULE_WORDS: dict[Rule, Any] = {
    Rule.CONTROL: _l("The same control number from the same source, and the description agrees: %(value)s"),
    Rule.NUMBER: _l("The same control number from the same source, but nothing else agrees: %(value)s"),
    Rule.ISBN: _l("The same ISBN: %(value)s"),
    Rule.ISSN: _l("The same ISSN: %(value)s"),
    Rule.TITLE: _l("The same title"),
    Rule.AUTHOR: _l("The same author: %(value)s"),
    Rule.YEAR: _l("The same year: %(value)s"),
    Rule.EXTENT: _l("The same number of pages or volumes: %(value)s"),
    Rule.EXTENT_SMALL: _l("The same extent, but too small to tell editions apart: %(value)s"),
    Rule.FINGERPRINT: _l("Title, author, year and extent all agree"),
    Rule.IDENTICAL: _l("The very same bytes were imported before."),
    Rule.TITLE_DIFFERS: _l("Another title"),
    Rule.AUTHOR_DIFFERS: _l("Another author: %(value)s"),
    Rule.YEAR_DIFFERS: _l("Another year: %(value)s"),
    Rule.EXTENT_DIFFERS: _l("Another number of pages or volumes: %(value)s"),
    Rule.KIND_DIFFERS: _l("Another kind of document"),
    Rule.OTHER_ISBN: _l("Each has an ISBN of its own"),
    Rule.OTHER_NUMBER: _l("The same source gave them two numbers: %(value)s"),
    Rule.UNSAID: _l("Title, year or extent is missing in one of them: it may be the whole set and a volume"),
}
