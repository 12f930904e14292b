"""Every code has its words, and they name only facts that the code has."""

from __future__ import annotations

from catalog.importing.errors import ImportCode, RowCode
from catalog.importing.messages import (
    BATCH_STATES,
    BATCH_TAGS,
    FINDING_WORDS,
    IMPORT_WORDS,
    MARC_WORDS,
    ROW_STATES,
    ROW_TAGS,
    RULES,
)
from catalog.importing.models import BatchState, StagedState
from catalog.importing.rules import Rule
from catalog.marc import FindingCode, MarcCode


def test_every_code_has_words() -> None:
    assert set(IMPORT_WORDS) == set(ImportCode)
    assert set(MARC_WORDS) == set(MarcCode)
    assert set(FINDING_WORDS) == {*FindingCode, *RowCode}
    assert set(RULES) == set(Rule)


def test_every_state_has_words_and_a_colour() -> None:
    assert set(BATCH_STATES) == set(BATCH_TAGS) == set(BatchState)
    assert set(ROW_STATES) == set(ROW_TAGS) == set(StagedState)
