"""Every code has its words, and they name only facts that the code has."""

from __future__ import annotations

from catalog.importing.errors import ImportCode, RowCode, UndoCode
from catalog.importing.messages import (
    BATCH_STATES,
    BATCH_TAGS,
    DECISIONS,
    FINDING_WORDS,
    IMPORT_WORDS,
    MARC_WORDS,
    ROW_STATES,
    ROW_TAGS,
    RULE_WORDS,
    UNDO_WORDS,
    UPLOAD_WORDS,
)
from catalog.importing.models import BatchState, Decision, StagedState
from catalog.marc import FindingCode, MarcCode
from catalog.records.rules.matching import Rule


def test_every_code_has_words() -> None:
    assert set(IMPORT_WORDS) | set(UPLOAD_WORDS) == set(ImportCode)
    assert set(UNDO_WORDS) == set(UndoCode)
    assert set(MARC_WORDS) == set(MarcCode)
    assert set(FINDING_WORDS) == {*FindingCode, *RowCode}
    assert set(RULE_WORDS) == set(Rule)


def test_every_state_has_words_and_a_colour() -> None:
    assert set(BATCH_STATES) == set(BATCH_TAGS) == set(BatchState)
    assert set(ROW_STATES) == set(ROW_TAGS) == set(StagedState)
    assert set(DECISIONS) == set(Decision)
