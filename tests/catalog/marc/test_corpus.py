"""Every real file of the corpus, unaided: nothing raises, nothing is lost, nothing is left uncounted."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from catalog.marc import (
    MarcCode,
    MarcError,
    Profile,
    display_fields,
    facts,
    from_bytes,
    item_rows,
    read,
    to_bytes,
    to_iso2709,
)

CORPUS = Path(os.environ.get("ILS_CORPUS", Path(__file__).parents[4] / "shared" / "corpus"))
JUNK = b"\xef\xbb\xbf \t\r\n\x00\x1a"

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.engine_free,
    pytest.mark.skipif(not (CORPUS / "manifest.tsv").exists(), reason="the corpus is not here"),
]


def manifest() -> Iterator[list[str]]:
    for line in (CORPUS / "manifest.tsv").read_text().splitlines()[1:]:
        yield line.split("\t")


def test_every_file_is_accounted_for() -> None:
    for name, form, *_ in manifest():
        path = CORPUS / name
        if path.name.startswith("aco_one_per_work") or path.suffix == ".gz":
            continue
        if form == "iso2709":
            read_and_count(path)
        elif form != "marcxml":
            with pytest.raises(MarcError), path.open("rb") as stream:
                read(stream)


def read_and_count(path: Path) -> None:
    data = path.read_bytes()
    with path.open("rb") as stream:
        found = list(read(stream))
    tail = data.rpartition(b"\x1d")[2].strip(JUNK)
    assert len(found) == data.count(b"\x1d") + bool(tail), path
    for one in found:
        assert data[one.offset : one.offset + len(one.raw)] == one.raw, path
        if one.record is not None:
            facts(one.record, one.profile)
            item_rows(one.record, one.profile)
            display_fields(one.record)
            assert to_bytes(from_bytes(to_bytes(one.record))) == to_bytes(one.record), path


def test_every_marcxml_file_gives_at_least_what_other_readers_find() -> None:
    for name, form, _, _, _, yaz, *_ in manifest():
        if form == "marcxml":
            assert records_in(CORPUS / name) >= int(yaz), name


def records_in(path: Path) -> int:
    """How many records a file gives; none if it is refused as a file that has none."""
    try:
        with path.open("rb") as stream:
            return len(list(read(stream)))
    except MarcError as refused:
        return {MarcCode.NOT_MARC: 0, MarcCode.NO_RECORDS: 0}[MarcCode(refused.code)]


@pytest.mark.slow
def test_the_load_set_is_read_whole() -> None:
    with (CORPUS / "aco-karms" / "aco_one_per_work.mrc").open("rb") as stream:
        readable = [one.record is not None and not one.problems for one in read(stream)]
    assert len(readable) == 21_146
    assert all(readable)


@pytest.mark.parametrize("charset", ["cp1251", None])
def test_rusmarc_with_its_charset_and_unaided(charset: str | None) -> None:
    with (CORPUS / "rusmarc" / "TEST1.ISO").open("rb") as stream:
        found = list(read(stream, charset=charset))
    assert len(found) == 81
    assert {(one.charset, one.profile) for one in found} == {("cp1251", Profile.UNIMARC)}
    titles = [facts(one.record, one.profile).title for one in found if one.record is not None]
    assert all(titles)
    assert titles[0] == "Задачи и этюды. Вып. 13."


def test_marc8_is_written_as_utf8_and_read_back() -> None:
    with (CORPUS / "Evergreen" / "jazz_1k.mrc").open("rb") as stream:
        found = list(read(stream))
    assert len(found) == 1000
    assert {one.charset for one in found} == {"ascii", "marc-8"}
    written = b"".join(to_iso2709(one.record) for one in found if one.record is not None)
    assert written.count(b"\x1d") == 1000
