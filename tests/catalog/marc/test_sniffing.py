from __future__ import annotations

import io

import pytest

from catalog.marc import HEAD_BYTES, FileFormat, MarcCode, MarcError, read, sniff
from tests.catalog.marc.builders import marcxml, record, xml_record


@pytest.mark.parametrize(
    ("head", "looks_like"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "pdf"),
        (b"PK\x03\x04\x14\x00", "zip"),
        (b"\x1f\x8b\x08\x00", "gzip"),
        (b"\xff\xfe<\x00?\x00", "utf16"),
        (b"<!DOCTYPE html><html><body>record</body></html>", "html"),
        (b"<?xml version='1.0'?><article>MARC <![CDATA[<record>]]></article>", "xml"),
        (b'{"name": "no record"}', "json"),
        (b"PK\x03\x04" + b"x" * 60 + b"word/document.xml", "docx"),
        (b"PK\x03\x04" + b"x" * 60 + b"xl/workbook.xml", "xlsx"),
        (b"\x89PNG\r\n\x1a\n", "image"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ms_office"),
        (b"x" * 257 + b"ustar\x0000", "tar"),
        (b"barcode;title;year\n1;A;1990\n2;B;1991\n", "table"),
        (b"From: a@b.uz\nSubject: records\n\nSee below.", "mail"),
        (b"000000001 LDR   L ^^^^^nam\n", "alephseq"),
        ("Oddiy matn, hech qanday yozuv yoʻq.\n".encode() * 50, "text"),
        (b"12345 begins with digits and is a letter to the editor", "text"),
        (bytes(range(1, 32)) * 40, "binary"),
    ],
)
def test_what_is_not_marc_is_named(head: bytes, looks_like: str) -> None:
    with pytest.raises(MarcError) as refused:
        sniff(head)
    assert refused.value.code is MarcCode.NOT_MARC
    assert refused.value.facts["looks_like"] == looks_like


@pytest.mark.parametrize("head", [b"", b"\xef\xbb\xbf", b" \r\n\x00\x1a"])
def test_nothing_is_an_empty_file(head: bytes) -> None:
    with pytest.raises(MarcError) as refused:
        sniff(head)
    assert refused.value.code is MarcCode.EMPTY_FILE


@pytest.mark.parametrize("before", [b"", b"\xef\xbb\xbf", b"\r\n"])
def test_iso2709_behind_marks_and_line_ends(before: bytes) -> None:
    assert sniff(before + record()) is FileFormat.ISO2709


def test_iso2709_with_a_spoilt_first_record() -> None:
    assert sniff(b"garbage without leader\x1e\x1d" + record()) is FileFormat.ISO2709


@pytest.mark.parametrize(
    "head",
    [
        '<collection xmlns="http://www.loc.gov/MARC21/slim">',
        '<marc:collection xmlns:marc="http://www.loc.gov/MARC21/slim">',
        '<zs:searchRetrieveResponse xmlns:zs="http://www.loc.gov/zing/srw/">',
    ],
)
def test_marcxml_by_its_elements(head: str) -> None:
    assert sniff(marcxml(xml_record(), head=head)) is FileFormat.MARCXML


@pytest.mark.parametrize(
    ("head", "found"),
    [
        (b'{"leader": "", "fields": []}', FileFormat.JSON),
        (b'[{"fields":[{"001":"1"}],"leader":""}]', FileFormat.JSON),
        (b"=LDR  00000nam\n=001  1\n", FileFormat.MRK),
        (b"=001  1\r\n=245  00$aOnly fields\r\n", FileFormat.MRK),
        ("\ufeff#920: PAZK\n#200: ^AСарлавҳа\n*****\n".encode(), FileFormat.IRBIS_TEXT),
        ("#200: ^AСарлавҳа\n*****\n".encode("cp1251", "replace"), FileFormat.IRBIS_TEXT),
        ("<collection><record/></collection>".encode("utf-16"), FileFormat.MARCXML),
        ("#920: PAZK\n#200: ^AДни\n*****\n".encode("utf-16"), FileFormat.IRBIS_TEXT),
    ],
)
def test_formats_of_text(head: bytes, found: FileFormat) -> None:
    assert sniff(head) is found


class Endless(io.RawIOBase):
    """A text without end that counts what is read of it."""

    taken = 0

    def read(self, size: int = -1) -> bytes:
        self.taken += size
        return b"a long text " * (size // 12 + 1)


def test_a_huge_text_is_refused_by_its_head_before_iterating() -> None:
    stream = Endless()
    with pytest.raises(MarcError):
        read(stream)  # type: ignore[arg-type]
    assert stream.taken == HEAD_BYTES


def test_an_unknown_charset_is_refused_with_the_known_ones() -> None:
    with pytest.raises(MarcError) as refused:
        read(io.BytesIO(record()), charset="cp1252x")
    assert refused.value.code is MarcCode.UNKNOWN_CHARSET
    assert "cp1251" in str(refused.value.facts["known"])
