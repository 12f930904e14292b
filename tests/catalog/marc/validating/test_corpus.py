"""Real records: nothing raises, and what is found is what is wrong with them."""

from __future__ import annotations

from collections import Counter

import pytest

from catalog.marc import MarcError, read
from catalog.marc.validating import SEVERITIES, CheckCode, findings
from tests.conftest import CORPUS

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.engine_free,
    pytest.mark.slow,
    pytest.mark.skipif(not (CORPUS / "manifest.tsv").exists(), reason="the corpus is not here"),
]


def counted(name: str, limit: int = 10_000) -> tuple[int, Counter[CheckCode]]:
    found: Counter[CheckCode] = Counter()
    count = 0
    with (CORPUS / name).open("rb") as stream:
        for one in read(stream):
            if one.record is not None:
                count += 1
                found.update({told.code for told in findings(one.record, one.profile, this_year=2026)})
            if count == limit:
                break
    return count, found


def test_no_file_of_the_corpus_makes_it_raise() -> None:
    for line in (CORPUS / "manifest.tsv").read_text().splitlines()[1:]:
        name = line.split("\t")[0]
        try:
            count, found = counted(name, limit=300)
        except MarcError:
            continue
        assert set(found) <= set(SEVERITIES)
        assert count or not found


def test_good_records_are_mostly_found_good() -> None:
    count, found = counted("aco-karms/aco_one_per_work.mrc", limit=2_000)
    assert count == 2_000
    assert max(found.values()) < count / 5
    assert (
        not found[CheckCode.MIXED_SCRIPTS]
        + found[CheckCode.REPLACEMENT_CHARACTERS]
        + found[CheckCode.BAD_ISBN]
    )


def test_russian_records_are_mostly_found_good() -> None:
    count, found = counted("rusmarc/TEST1.ISO")
    assert count == 81
    assert found[CheckCode.MIXED_SCRIPTS] == 2  # і typed as a Latin letter, у too
    assert found[CheckCode.BAD_ISBN] == 2
    assert not found[CheckCode.UNKNOWN_TAG] + found[CheckCode.BAD_INDICATOR] + found[CheckCode.FIELD_REPEATED]


def test_records_of_irbis_keep_their_own_ways() -> None:
    count, found = counted("derived-irbis/istu.irbis.utf8.txt")
    assert count == 300
    assert found[CheckCode.BAD_UDC] == 5  # a bracket never opened or never closed
    assert not found[CheckCode.MISSING_TITLE]
    assert found[CheckCode.UNKNOWN_TAG] == 1  # 007


def test_files_flawed_on_purpose_are_found_flawed() -> None:
    _, found = counted("processing-marc/pride-and-prejudice-with-many-errors.mrc")
    assert {CheckCode.REPLACEMENT_CHARACTERS, CheckCode.UNKNOWN_TAG, CheckCode.BAD_ISBN} <= set(found)
