"""Every real file of the corpus, unaided: nothing raises, nothing is lost, nothing is left uncounted."""

from __future__ import annotations

import os
import random
import re
import time
from collections.abc import Iterator
from pathlib import Path
from unicodedata import normalize

import pytest

from bench import corpus as survey
from catalog.marc import FileFormat, MarcError, Profile, ReadRecord, facts, read
from tests.catalog.marc.roundtrip import comes_back
from tests.catalog.marc.test_any_bytes import check

CORPUS = Path(os.environ.get("ILS_CORPUS", Path(__file__).parents[4] / "shared" / "corpus"))
LOAD_SET = "aco-karms/aco_one_per_work.mrc"

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.engine_free,
    pytest.mark.skipif(not (CORPUS / "manifest.tsv").exists(), reason="the corpus is not here"),
]


def files() -> Iterator[Path]:
    """Every file but the load set, which has tests of its own."""
    for line in (CORPUS / "manifest.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        name = line.split("\t")[0]
        if name != LOAD_SET:
            yield CORPUS / name


def records(path: Path) -> list[ReadRecord]:
    """All records of a file; none if it is refused."""
    try:
        with path.open("rb") as stream:
            return list(read(stream))
    except MarcError:
        return []


@pytest.mark.slow
def test_every_file_is_counted_and_the_page_tells_it() -> None:
    table = list(survey.rows())
    for row in table:
        assert row.found == row.accepted + row.repaired + row.quarantined, row
        assert row.found or row.refused, row
        if row.terminators is not None:
            assert row.found == row.terminators, row
        assert row.difference != survey.UNEXPLAINED, row
    assert survey.page(table) == survey.PAGE.read_text(encoding="utf-8")


def test_every_byte_of_every_file_is_in_a_record_or_explained() -> None:
    for path in files():
        check(path.read_bytes())


@pytest.mark.slow
def test_every_accepted_record_comes_back_from_every_format() -> None:
    written: dict[FileFormat, int] = dict.fromkeys(FileFormat, 0)
    for found in [one for path in files() for one in records(path) if one.record is not None]:
        came_back = [file_format for file_format in FileFormat if comes_back(found, file_format)]
        assert FileFormat.JSON in came_back
        assert FileFormat.MARCXML in came_back
        for file_format in came_back:
            written[file_format] += 1
    assert min(written.values()) > 500
    assert written[FileFormat.ISO2709] > 7_000


def test_irbis_records_come_back_from_irbis_text() -> None:
    for name in ("istu.irbis.utf8.txt", "ibis32.irbis.cp1251.txt"):
        found = records(CORPUS / "derived-irbis" / name)
        assert all(comes_back(one, FileFormat.IRBIS_TEXT) for one in found)


def as_irbis(subfields: list[tuple[str, str]]) -> str:
    """Subfields in one line; only the first may be without a code and a mark."""
    told = "".join(f"^{code}{value}" for code, value in subfields)
    return told[1:] if subfields and not subfields[0][0] else told


@pytest.mark.parametrize(
    ("name", "charset", "count"),
    [("istu.irbis.utf8.txt", "utf-8", 300), ("ibis32.irbis.cp1251.txt", "cp1251", 269)],
)
def test_irbis_exports_keep_every_tag_and_every_subfield(name: str, charset: str, count: int) -> None:
    path = CORPUS / "derived-irbis" / name
    found = records(path)
    assert (len(found), {one.profile for one in found}) == (count, {Profile.IRBIS})
    told = normalize("NFC", path.read_bytes().decode(charset)).split("*****\n")
    for one, text in zip(found, told, strict=False):
        lines = [line.partition(": ") for line in text.splitlines()]
        assert one.record is not None
        ours = [(int(field.tag), as_irbis(field.subfields)) for field in one.record.fields]
        assert ours == [(int(tag[1:]), value) for tag, _, value in lines]
        assert one.problems == ()


Told = tuple[str, list[tuple[str, str]]]


def oracle() -> dict[str, Told]:
    """Records of TEST1.txt by 001: the leader without its figures, and each field as it is written there."""
    text = (CORPUS / "rusmarc" / "TEST1.txt").read_text(encoding="utf-8-sig")
    told: dict[str, Told] = {}
    for block in re.split(r"\n\s*\n", text.strip()):
        (_, _, leader), *fields = [line.partition(": ") for line in block.splitlines()]
        told[fields[0][2]] = (leader.strip()[5:12], [(tag, value.rstrip()) for tag, _, value in fields])
    return told


def as_told(found: ReadRecord) -> Told:
    """A record in the way the oracle writes it."""
    assert found.record is not None
    fields = [
        field.data or ""
        if field.control_field
        else "".join(field.indicators or "") + "".join(f"${code}{value}" for code, value in field.subfields)
        for field in found.record.fields
    ]
    tags = [field.tag for field in found.record.fields]
    return str(found.record.leader)[5:12], [
        (tag, text.rstrip()) for tag, text in zip(tags, fields, strict=True)
    ]


@pytest.mark.parametrize("charset", ["cp1251", None])
@pytest.mark.parametrize("folder", ["rusmarc", "ManagedIrbis"])
def test_rusmarc_equals_its_oracle_with_its_charset_and_unaided(folder: str, charset: str | None) -> None:
    with (CORPUS / folder / "TEST1.ISO").open("rb") as stream:
        found = list(read(stream, charset=charset))
    assert len(found) == 81
    assert {(one.charset, one.profile) for one in found} == {("cp1251", Profile.UNIMARC)}
    told = oracle()
    ours = {str(one.record["001"].data): as_told(one) for one in found if one.record is not None}
    assert set(ours) - set(told) == {"RU\\NLR\\bibl\\342331"}, "the one record that the oracle does not have"
    assert {number: ours[number] for number in told} == told


def test_rusmarc_titles() -> None:
    found = records(CORPUS / "rusmarc" / "TEST1.ISO")
    titles = [facts(one.record, one.profile).title for one in found if one.record is not None]
    assert all(titles)
    assert titles[0] == "Задачи и этюды. Вып. 13."


def test_marc8_of_the_jazz_collection() -> None:
    found = records(CORPUS / "Evergreen" / "jazz_1k.mrc")
    assert len(found) == 1000
    assert {one.charset for one in found} == {"ascii", "marc-8"}


def spoilt(data: bytes, noise: random.Random) -> bytes:
    """A copy with bits turned, a piece cut out, its end cut off, or another piece of it put in."""
    copy = bytearray(data)
    for _ in range(noise.randint(1, 20)):
        copy[noise.randrange(len(copy))] ^= 1 << noise.randrange(8)
    start, end = sorted(noise.randrange(len(copy)) for _ in range(2))
    way = noise.randrange(4)
    if way == 1:
        return bytes(copy[:end])
    if way == 2:
        return bytes(copy[:start] + copy[end:])
    if way == 3:
        at = noise.randrange(len(copy))
        return bytes(copy[:at] + copy[start : start + 4000] + copy[at:])
    return bytes(copy)


@pytest.mark.slow
def test_spoilt_copies_of_every_file_are_read_or_refused_by_name() -> None:
    noise = random.Random(2709)
    for path in files():
        data = path.read_bytes()[:60_000]
        for _ in range(4):
            begun = time.process_time()
            check(spoilt(data, noise), undo_double=noise.random() < 0.5)
            assert time.process_time() - begun < 30, path


@pytest.mark.slow
def test_the_load_set_is_read_whole() -> None:
    with (CORPUS / LOAD_SET).open("rb") as stream:
        readable = [one.record is not None and not one.problems for one in read(stream)]
    assert len(readable) == 21_146
    assert all(readable)
