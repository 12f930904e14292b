"""gzip and zip: several members, what is refused, and what is left of damaged ones."""

from __future__ import annotations

import gzip
import io
import random
import zipfile

import pytest

from catalog.marc import FileFormat, MarcCode, MarcError, open_plain, read, sniff, to_bytes
from catalog.marc.archive import FREE_OF_RATIO
from tests.catalog.marc.builders import codes, marcxml, read_bytes, record, text_of, xml_record


def zipped(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()


def refusal(data: bytes) -> MarcError:
    with pytest.raises(MarcError) as refused:
        read_bytes(data)
    return refused.value


@pytest.mark.parametrize(
    "inner",
    [record(), marcxml(xml_record("Oʻtkan kunlar :")), "#920: J\n#200: ^AДни\n*****\n".encode("utf-16")],
)
def test_gzip_of_any_format(inner: bytes) -> None:
    (plain,), (packed,) = read_bytes(inner), read_bytes(gzip.compress(inner, mtime=0))
    assert (packed.raw, packed.offset, packed.charset) == (plain.raw, plain.offset, plain.charset)
    assert plain.record is not None
    assert to_bytes(packed.record) == to_bytes(plain.record)
    assert sniff(gzip.compress(inner, mtime=0)) is sniff(inner)


def test_gzip_in_several_pieces_with_zeros_behind() -> None:
    found = read_bytes(gzip.compress(record()) + gzip.compress(record()) + b"\0" * 600)
    assert [(one.position, one.record is not None) for one in found] == [(1, True), (2, True)]
    assert found[1].offset == len(record())


@pytest.mark.parametrize(
    "spoil", [lambda data: data[:-400], lambda data: data[:-9] + b"x" * 9, lambda data: data + b"more"]
)
def test_damaged_gzip_gives_what_it_has_and_says_so(spoil: object) -> None:
    noise = random.Random(1)
    many = b"".join(
        record((("001", f"{noise.random()}"), ("245", f"00$aT{noise.random()}"))) for _ in range(200)
    )
    found = read_bytes(spoil(gzip.compress(many, mtime=0)))  # type: ignore[operator]
    assert len(found) > 100
    assert found[-1].record is None
    assert codes(found[-1])[1] == {"archive_damaged"}
    assert [one.position for one in found] == list(range(1, len(found) + 1))


def test_a_zip_of_several_members_in_several_formats() -> None:
    data = zipped(
        ("readme.txt", b"Records of the exchange of 2026."),
        ("a/one.mrc", record() * 2),
        ("__MACOSX/a/._one.mrc", b"\0\5\x16\7"),
        ("a/", b""),
        ("two.xml", marcxml(xml_record("B"))),
        ("empty.mrc", b""),
        ("three.mrk", b"=LDR  00000nam  2200000 a 4500\n=245  00$aC\n"),
    )
    opened = open_plain(io.BytesIO(data))
    assert (opened.format, opened.container) == (FileFormat.ISO2709, "zip")
    assert [(one.name, one.format, one.looks_like) for one in opened.members] == [
        ("readme.txt", None, "text"),
        ("a/one.mrc", FileFormat.ISO2709, ""),
        ("two.xml", FileFormat.MARCXML, ""),
        ("empty.mrc", None, "empty"),
        ("three.mrk", FileFormat.MRK, ""),
    ]
    found = read_bytes(data)
    assert [(one.position, one.member) for one in found] == [
        (1, "a/one.mrc"),
        (2, "a/one.mrc"),
        (3, "two.xml"),
        (4, "three.mrk"),
    ]
    assert found[1].offset == len(record())
    assert text_of(found[3], "245", "a") == "C"


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_zip_is_told_by_its_head(method: int) -> None:
    assert sniff(zipped(("readme.txt", b"text"), ("one.mrc", record()), method=method)) is FileFormat.ISO2709
    assert sniff(zipped(("one.mrc", record() * 5000), method=method)[:65_536]) is FileFormat.ISO2709


def test_a_zip_from_a_pipe() -> None:
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    assert len(list(read(Pipe(zipped(("one.mrc", record() * 3)))))) == 3


@pytest.mark.parametrize(
    "data",
    [
        gzip.compress(gzip.compress(record())),
        gzip.compress(zipped(("one.mrc", record()))),
        zipped(("one.mrc", record()), ("more.zip", zipped(("two.mrc", record())))),
        zipped(("more.gz", gzip.compress(record()))),
    ],
)
def test_archives_in_archives_are_refused(data: bytes) -> None:
    assert refusal(data).code is MarcCode.ARCHIVE_NESTED


@pytest.mark.parametrize(
    ("data", "code", "looks_like"),
    [
        (zipped(("word/document.xml", b"<w/>"), ("[Content_Types].xml", b"<t/>")), MarcCode.NOT_MARC, "docx"),
        (zipped(("xl/workbook.xml", b"<w/>")), MarcCode.NOT_MARC, "xlsx"),
        (zipped(("photo.jpg", b"\xff\xd8\xff\xe0")), MarcCode.NOT_MARC, "zip"),
        (gzip.compress(b"only words", mtime=0), MarcCode.NOT_MARC, "text"),
        (zipped(), MarcCode.EMPTY_FILE, None),
        (gzip.compress(b"", mtime=0), MarcCode.NOT_MARC, "gzip"),
        (zipped(("one.mrc", record()))[:-30], MarcCode.ARCHIVE_DAMAGED, None),
    ],
)
def test_archives_without_marc_are_named(data: bytes, code: MarcCode, looks_like: str | None) -> None:
    refused = refusal(data)
    assert (refused.code, refused.facts.get("looks_like")) == (code, looks_like)


def test_a_locked_zip_is_refused() -> None:
    data = bytearray(zipped(("one.mrc", record())))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert refusal(bytes(data)).code is MarcCode.ARCHIVE_ENCRYPTED


def test_a_member_with_a_wrong_checksum_is_read_and_told() -> None:
    data = zipped(("bad.mrc", record() * 3000), ("good.mrc", record()), method=zipfile.ZIP_STORED)
    at = data.index(b"roman", 500_000)
    found = read_bytes(data[:at] + b"ROMAN" + data[at + 5 :])
    assert [one.member for one in found if codes(one)[1] == {"archive_damaged"}] == ["bad.mrc"]
    assert found[-1].member == "good.mrc"
    assert found[-1].record is not None


def bomb() -> bytes:
    return record((("001", "1"), ("500", "  $a" + " " * 9000)))


def test_bombs_are_refused_while_they_unpack() -> None:
    repeats = 2 * FREE_OF_RATIO // len(bomb())
    assert refusal(gzip.compress(bomb() * repeats)).code is MarcCode.ARCHIVE_TOO_LARGE
    refused = refusal(zipped(("bomb.mrc", bomb() * repeats)))
    assert refused.code is MarcCode.ARCHIVE_TOO_LARGE
    assert int(str(refused.facts["unpacked"])) > FREE_OF_RATIO


def test_too_many_members_are_refused() -> None:
    assert refusal(zipped(*((f"{n}.mrc", b"x") for n in range(2_001)))).code is MarcCode.ARCHIVE_TOO_LARGE
