"""IRBIS text: lines `#tag: text^Acode…`, a record ends with `*****` (corpus D25, practice.md §5.1).

Nothing is dropped: codes keep their case, a text before the first `^` is a subfield with the code "", a line that
is no field is mended where its sense is plain, else kept under the tag ???, always with its number in the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pymarc import Field, Leader, Record, Subfield

from catalog.marc.cleaning import Cleaner, decoded
from catalog.marc.containers import Source
from catalog.marc.directory import LOST_TAG
from catalog.marc.fields import BLANKS, data_field
from catalog.marc.framing import overfull
from catalog.marc.model import SHOWN, FindingCode, Notes, Profile, ReadRecord
from catalog.marc.options import Options
from catalog.marc.textframing import TextChunk, text_chunks

LEADER = "00000nam a2200000   450 "
"""IRBIS has no leader; what it would say stands in 900 and 920."""

_END = re.compile(rb"^[ \t]*\*{5}[^\n]*(?:\n|\Z)", re.MULTILINE)
_LINE = re.compile(r"#(\d{1,5}): ?(.*)", re.DOTALL)
_NEARLY = re.compile(r"\s*+#?\s*+(\d{1,5})\s*+(?:: ?|(?=\^))(.*)", re.DOTALL)
"""A line that lost its `#` or its colon, or was pushed in."""


def irbis_chunks(head: bytes, stream: Source) -> Iterator[TextChunk]:
    """Yield the records of an IRBIS text file, each with its line of asterisks."""
    return text_chunks(head, stream, _END)


def decode_irbis(chunk: TextChunk, position: int, options: Options) -> ReadRecord:
    """Decode one record; whatever is wrong with it, the answer is a ReadRecord and never an exception."""
    notes = Notes()
    if chunk.bom:
        notes.repaired(FindingCode.BOM_SKIPPED)
        options.utf8_seen = True
    record, charset = None, options.charset or ""
    if chunk.size > len(chunk.raw) or overfull(chunk.raw, b"\n", b"^"):
        notes.problem(FindingCode.TOO_LONG, bytes=chunk.size, kept=len(chunk.raw))
    else:
        record, charset = _record(chunk, options, notes)
    return ReadRecord(
        position=position,
        offset=chunk.offset,
        raw=chunk.raw,
        record=record,
        profile=options.profile or Profile.IRBIS,
        charset=charset,
        repairs=tuple(notes.repairs),
        problems=tuple(notes.problems),
    )


def _record(chunk: TextChunk, options: Options, notes: Notes) -> tuple[Record | None, str]:
    text, charset, lost = decoded(chunk.raw, options, notes)
    cleaner = Cleaner(notes, undo_double=options.undo_double)
    fields = [field for field in _fields(text, chunk, cleaner, notes) if field]
    cleaner.report(fields, counted=lost)
    if not any(field.tag != LOST_TAG for field in fields):
        notes.problem(FindingCode.EMPTY_RECORD if not fields else FindingCode.NO_FIELDS)
        return None, charset
    if not chunk.ended:
        notes.problem(FindingCode.TRUNCATED, bytes=chunk.size)
    record = Record()
    record.leader = Leader(LEADER)
    record.fields = fields
    return record, charset


def _fields(text: str, chunk: TextChunk, cleaner: Cleaner, notes: Notes) -> Iterator[Field | None]:
    lines = text.split("\n")
    if chunk.ended:
        lines = lines[:-2] if not lines[-1] else lines[:-1]
    elif not lines[-1]:
        lines.pop()
    for number, line in enumerate(lines, start=chunk.line):
        yield _field(line.removesuffix("\r"), number, cleaner, notes)


def _field(line: str, number: int, cleaner: Cleaner, notes: Notes) -> Field | None:
    match = _LINE.fullmatch(line)
    if match is None:
        match = _NEARLY.fullmatch(line)
        if match or not line.strip():
            notes.repaired(FindingCode.LINE_MENDED, line=number, before=line[:SHOWN], after=_mended(match))
        if not line.strip():
            return None
    if match is None:
        notes.problem(FindingCode.BROKEN_LINE, line=number, text=line[:SHOWN])
        return data_field(LOST_TAG, BLANKS, [Subfield("", cleaner.text(line))])
    return data_field(str(int(match[1])).zfill(3), BLANKS, _subfields(match[2], cleaner))


def _mended(match: re.Match[str] | None) -> str:
    return f"#{match[1]}: {match[2]}"[:SHOWN] if match else ""


def _subfields(text: str, cleaner: Cleaner) -> list[Subfield]:
    """Split at `^`; a text before the first, or a mark without a code behind it, has the code ""."""
    head, *parts = text.split("^")
    subfields = [Subfield(part[:1], cleaner.text(part[1:])) for part in parts]
    if head or (parts and not parts[0]):
        subfields.insert(0, Subfield("", cleaner.text(head)))
    return subfields
