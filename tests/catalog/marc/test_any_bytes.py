"""Whatever bytes come in: records, quarantined ones or a named refusal, and every byte can be found again."""

from __future__ import annotations

import gzip
import io
import json
import re
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from catalog.marc import (
    FileFormat,
    MarcCode,
    MarcError,
    Profile,
    ReadRecord,
    display_fields,
    facts,
    from_bytes,
    item_rows,
    nature_of,
    open_plain,
    read,
    sniff,
    to_bytes,
)
from tests.catalog.marc.builders import PLAIN, UNIMARC, marcxml, record, xml_record
from tests.catalog.marc.roundtrip import comes_back

PATIENT = settings(deadline=None)
NAMES: set[MarcCode] = set()
"""Codes of the refusals met; a refusal without a known code fails on the way in here."""

IRBIS = "#920: PAZK\n#200: ^AДни минувшие^Eроман\n#610: тарих\n#10: ^A5-86150-048-7^D80\n#1119: x\n*****\n"
MRK = "=LDR  00755cam  22002414a 4500\n=001  fol05731351\\\n=245  10$aOʻtkan {dollar}5$cA.\n=650  \\0$aTarix\n\n"
JSON = json.dumps(
    {
        "leader": "00755cam  22002414a 4500",
        "fields": [
            {"001": "1"},
            {"245": {"ind1": "1", "ind2": "0", "subfields": [{"a": "Дни"}, {"c": "x"}]}},
        ],
    }
)


def zipped(data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("one.mrc", data)
        archive.writestr("two.mrc", data)
    return out.getvalue()


SOUND: dict[str, bytes] = {
    "iso2709": record(PLAIN) * 3,
    "unimarc in cp1251": record(UNIMARC, charset="cp1251", coding=" ") * 3,
    "marc-8": record((("245", b"00\x1faM\xe8uller \x1b(Npo\x1b(B"),), coding=" ") * 2,
    "marcxml": marcxml(*[xml_record(title) for title in ("Бир", "Икки", "Уч")]),
    "sru": marcxml(
        f"<zs:records><zs:record><zs:recordData>{xml_record()}</zs:recordData></zs:record></zs:records>",
        head='<zs:searchRetrieveResponse xmlns:zs="http://www.loc.gov/zing/srw/">',
    ),
    "json": f"[{JSON},\n{JSON},\n{JSON}]".encode(),
    "json lines": f"{JSON}\n{JSON}\n".encode(),
    "mrk": (MRK * 3).encode(),
    "irbis": (IRBIS * 3).encode(),
    "irbis in cp1251": (IRBIS * 3).encode("cp1251", "replace"),
    "utf-16": (IRBIS * 2).encode("utf-16"),
    "gzip": gzip.compress(record(PLAIN) * 3),
    "zip": zipped(record(PLAIN) * 3),
}


def use(found: ReadRecord) -> None:
    """Everything that is done with a record on its way; nothing of it may fail."""
    if found.record is None:
        assert found.problems
        return
    assert facts(found.record, found.profile) is not None
    item_rows(found.record, found.profile)
    display_fields(found.record)
    nature_of(found.record, found.profile)
    kept = to_bytes(found.record)
    assert to_bytes(from_bytes(kept)) == kept


def check(data: bytes, *, undo_double: bool = False, profile: Profile | None = None) -> list[ReadRecord]:
    """Read, use, and find every byte again; a refusal must have a name."""
    try:
        found = list(read(io.BytesIO(data), undo_double=undo_double, profile=profile))
    except MarcError as refused:
        NAMES.add(MarcCode(refused.code))
        return []
    assert found
    assert [one.position for one in found] == list(range(1, len(found) + 1))
    for one in found:
        use(one)
    opened = open_plain(io.BytesIO(data))
    if not opened.container and data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        assert recovered(data, found, opened.format), "bytes that no record has and no envelope explains"
    return found


def recovered(data: bytes, found: list[ReadRecord], file_format: FileFormat) -> bool:
    """Whether what lies between the records is nothing but white space, or the envelope of the format."""
    at, between = 0, []
    for one in found:
        assert one.offset >= at
        cut = any("kept" in problem.detail for problem in one.problems)
        assert cut or data[one.offset : one.offset + len(one.raw)] == one.raw
        between.append(data[at : one.offset])
        at = one.offset + len(one.raw)
    return all(map(_ENVELOPE[file_format], [*between, data[at:]]))


def _white(piece: bytes) -> bool:
    return not piece.replace(b"\xef\xbb\xbf", b"").strip(b" \t\r\n\x00\x1a")


def _json_envelope(piece: bytes) -> bool:
    plain = re.sub(
        rb'"(?:[^"\\]|\\.)*"|[\s,\[\]{}:\x00\x1a]|\xef\xbb\xbf|true|false|null|-?[0-9][0-9.eE+-]*', b"", piece
    )
    return not plain


def _xml_envelope(piece: bytes) -> bool:
    """Elements around records belong to no record, but MARC fields never stand there, save in comments."""
    plain = re.sub(rb"<!--.*?(?:-->|\Z)", b"", piece, flags=re.DOTALL)
    return not re.search(rb"<(?:[\w.\-]+:)?(?:leader|controlfield|datafield)[\s>/]", plain)


_ENVELOPE: dict[FileFormat, Callable[[bytes], bool]] = {
    FileFormat.ISO2709: _white,
    FileFormat.MRK: _white,
    FileFormat.IRBIS_TEXT: _white,
    FileFormat.JSON: _json_envelope,
    FileFormat.MARCXML: _xml_envelope,
}


@PATIENT
@given(st.binary(max_size=600))
@example(b"\x1e\x1d" * 30)
@example(b'{"leader":' * 20)
@example(b"[" * 5000 + b'"leader":')
@example(b'{"fields":' + b"[" * 3000)
@example(b"PK\x03\x04")
@example(b"\x1f\x8b\x08\x00\x00\x00\x00\x00")
def test_any_bytes(data: bytes) -> None:
    check(data)


PIECES = st.sampled_from(
    [
        *[
            value.encode()
            for value in (
                "=LDR  ",
                "=245  10$a",
                "=001  ",
                "\n\n",
                "{acute}",
                "\\",
                "#920: ",
                "^A",
                "*****\n",
            )
        ],
        *[
            b"<record>",
            b"</record>",
            b"<leader>",
            b"<collection>",
            b"<datafield tag='245'>",
            b"<subfield code='a'>",
            b"&amp;",
        ],
        *[
            b'{"leader":',
            b'"fields":[',
            b'{"245":',
            b"}",
            b"]",
            b",",
            b'"',
            b"\\",
            b'{"subfields":[{"a":"x"}]}',
        ],
        *[
            b"\x1d",
            b"\x1e",
            b"\x1f",
            b"00100nam a2200037 a 4500",
            b"245001200000",
            b"\x1b(N",
            b"\xef\xbb\xbf",
            b"\xff\xfe",
        ],
    ]
)


@PATIENT
@given(st.lists(st.one_of(PIECES, st.binary(max_size=12)), max_size=40), st.sampled_from(sorted(SOUND)))
def test_pieces_of_every_format(pieces: list[bytes], begin: str) -> None:
    check(b"".join(pieces))
    check(SOUND[begin] + b"".join(pieces))
    check(b"".join(pieces) + SOUND[begin])


@PATIENT
@given(st.sampled_from(sorted(SOUND)), st.data())
def test_sound_files_with_bits_turned(name: str, data: st.DataObject) -> None:
    spoilt = bytearray(SOUND[name])
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(spoilt) - 1))
        spoilt[at] ^= 1 << data.draw(st.integers(0, 7))
    check(bytes(spoilt), undo_double=data.draw(st.booleans()))


@PATIENT
@given(st.sampled_from(sorted(SOUND)), st.data())
def test_sound_files_cut_and_spliced(name: str, data: st.DataObject) -> None:
    whole = SOUND[name]
    start, end = sorted((data.draw(st.integers(0, len(whole))), data.draw(st.integers(0, len(whole)))))
    other = SOUND[data.draw(st.sampled_from(sorted(SOUND)))]
    check(whole[:end])
    check(whole[:start] + whole[end:])
    check(whole[:start] + other + whole[end:])


@pytest.mark.parametrize("name", sorted(SOUND))
def test_sound_files_cut_at_every_place(name: str) -> None:
    whole = SOUND[name]
    for end in range(len(whole)):
        found = check(whole[:end], profile=None)
        assert len(found) <= 7


@pytest.mark.parametrize("name", sorted(SOUND))
def test_the_sound_files_are_sound(name: str) -> None:
    found = check(SOUND[name])
    assert len(found) in (1, 2, 3, 6)
    assert all(one.record is not None and not one.problems for one in found)


@PATIENT
@given(st.binary(max_size=300))
def test_sniffing_never_fails_otherwise(head: bytes) -> None:
    for data in (head, b"PK\x03\x04" + head, b"\x1f\x8b\x08" + head, b"<" + head, b"{" + head):
        try:
            sniff(data)
        except MarcError as refused:
            NAMES.add(MarcCode(refused.code))


TEXT = st.text(
    st.characters(codec="utf-8", exclude_characters="\x1d\x1e\x1f", exclude_categories=("Cs",)), max_size=12
)

FIELD = st.tuples(
    st.sampled_from(["245", "500", "650", "AVA"]),
    st.lists(st.tuples(st.sampled_from("abc1"), TEXT), max_size=4),
)


@PATIENT
@given(
    st.lists(FIELD, min_size=1, max_size=5),
    st.sampled_from([FileFormat.ISO2709, FileFormat.MARCXML, FileFormat.JSON, FileFormat.MRK]),
)
def test_what_is_written_comes_back(
    made: list[tuple[str, list[tuple[str, str]]]], file_format: FileFormat
) -> None:
    fields = [{"001": "1"}] + [
        {tag: {"ind1": "1", "ind2": " ", "subfields": [{code: text} for code, text in parts] or [{"a": "x"}]}}
        for tag, parts in made
    ]
    (found,) = read(io.BytesIO(json.dumps({"leader": "00000nam a2200000 a 4500", "fields": fields}).encode()))
    assert found.record is not None
    assert comes_back(found, file_format)
