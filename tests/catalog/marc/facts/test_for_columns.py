"""What an import leaves out of the facts changes nothing of what the catalogue keeps."""

from __future__ import annotations

from io import BytesIO

import pytest

from catalog.marc import facts, read
from catalog.marc.facts import facts_for_columns
from catalog.records.rules import derive, host_keys, index_text, keys_of
from catalog.records.rules.matching import described
from ils.demo.marcfile import marc21_file
from ils.demo.works import load_works
from tests.conftest import CORPUS

pytestmark = pytest.mark.engine_free


def _compare(stream: BytesIO) -> int:
    count = 0
    for each in read(stream):
        if each.record is None:
            continue
        count += 1
        whole, brief = facts(each.record, each.profile), facts_for_columns(each.record, each.profile)
        for made in (derive, keys_of, index_text, host_keys, described):
            assert made(whole) == made(brief), (each.position, made.__name__)
        assert whole.class_marks == brief.class_marks
    return count


def test_columns_keys_and_index_are_the_same_for_the_sample() -> None:
    works = load_works()
    assert _compare(BytesIO(marc21_file(works))) == len(works)


@pytest.mark.corpus
@pytest.mark.parametrize("name", ["rusmarc/TEST1.ISO", "Evergreen/jazz_1k.mrc", "Catmandu-MARC/bu_bibs.mrc"])
def test_columns_keys_and_index_are_the_same_for_real_records(name: str) -> None:
    path = CORPUS / name
    if not path.exists():
        pytest.skip(f"{name} is not here")
    assert _compare(BytesIO(path.read_bytes())) > 50
