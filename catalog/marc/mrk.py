"""MarcEdit text (.mrk): lines `=245  10$aTitle$b…`, blanks as `\\` where they count, a blank line between records."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pymarc import Field, Indicators, Leader, Record, Subfield

from catalog.marc.cleaning import Cleaner, decoded
from catalog.marc.containers import Source
from catalog.marc.directory import LOST_TAG
from catalog.marc.fields import BLANKS, control_field, data_field, is_control_tag
from catalog.marc.framing import overfull
from catalog.marc.leaders import mended_leader
from catalog.marc.mnemonics import from_mnemonics
from catalog.marc.model import SHOWN, FindingCode, Notes, Profile, ReadRecord
from catalog.marc.options import Options
from catalog.marc.profiles import profile_of
from catalog.marc.textframing import TextChunk, text_chunks

_END = re.compile(rb"^[ \t]*\r?\n|^(?==(?:LDR|000)[ \t])", re.MULTILINE)
_LINE = re.compile(r"=([!-<>-~]{3}|\d{4})(?: {1,2}(.*)|)", re.DOTALL)
_LEADER_TAGS = ("LDR", "000")
_IRBIS_SHEET = re.compile(r"[A-Z][A-Z0-9]{1,7}")

Line = tuple[str, str]
"""Tag and all that follows it."""


def mrk_chunks(head: bytes, stream: Source) -> Iterator[TextChunk]:
    """Yield the records of a MarcEdit file."""
    return text_chunks(head, stream, _END)


def decode_mrk(chunk: TextChunk, position: int, options: Options) -> ReadRecord:
    """Decode one record; whatever is wrong with it, the answer is a ReadRecord and never an exception."""
    notes = Notes()
    if chunk.bom:
        notes.repaired(FindingCode.BOM_SKIPPED)
        options.utf8_seen = True
    record, charset, profile = None, options.charset or "", options.profile or Profile.MARC21
    if chunk.size > len(chunk.raw) or overfull(chunk.raw, b"\n", b"$"):
        notes.problem(FindingCode.TOO_LONG, bytes=chunk.size, kept=len(chunk.raw))
    else:
        text, charset, lost = decoded(chunk.raw, options, notes)
        lines = list(_lines(text, chunk.line, notes))
        irbis = options.profile is Profile.IRBIS or (options.profile is None and _is_irbis(lines))
        record = _record(lines, notes, options, irbis=irbis, lost=lost)
        if record:
            profile = options.profile or (Profile.IRBIS if irbis else profile_of(record))
    return ReadRecord(
        position=position,
        offset=chunk.offset,
        raw=chunk.raw,
        record=record,
        profile=profile,
        charset=charset,
        repairs=tuple(notes.repairs),
        problems=tuple(notes.problems),
    )


def _lines(text: str, first: int, notes: Notes) -> Iterator[Line]:
    """Lines with their tags; what begins with no tag belongs to the field before it, or to none."""
    tag, rest = "", ""
    for number, written in enumerate(text.rstrip("\r\n").split("\n"), start=first):
        line = written.removesuffix("\r")
        match = _LINE.fullmatch(line)
        if match:
            if tag:
                yield tag, rest
            tag, rest = match[1], match[2] or ""
        elif tag:
            notes.repaired(
                FindingCode.LINE_MENDED, line=number, before=line[:SHOWN], after=f"…{line}"[:SHOWN]
            )
            rest += f" {line.strip()}"
        elif line.strip():
            notes.problem(FindingCode.BROKEN_LINE, line=number, text=line[:SHOWN])
            yield "", line
    if tag:
        yield tag, rest


def _is_irbis(lines: list[Line]) -> bool:
    """A record in the native form of IRBIS: tags of four digits, or a worksheet's name alone in 920."""
    return any(
        (len(tag) == 4 and tag.isdigit()) or (tag == "920" and _IRBIS_SHEET.fullmatch(rest[2:]))
        for tag, rest in lines
    )


def _record(lines: list[Line], notes: Notes, options: Options, *, irbis: bool, lost: int) -> Record | None:
    cleaner = Cleaner(notes, undo_double=options.undo_double)
    leader = next((rest for tag, rest in lines if tag in _LEADER_TAGS), "")
    make = _irbis_field if irbis else _field
    fields = [make(tag, rest, cleaner, notes) for tag, rest in lines if tag not in _LEADER_TAGS]
    cleaner.report(fields, counted=lost)
    if not any(field.tag != LOST_TAG for field in fields):
        notes.problem(FindingCode.NO_FIELDS)
        return None
    record = Record()
    record.leader = Leader(mended_leader(leader.replace("\\", " "), notes))
    record.fields = fields
    return record


def _field(tag: str, rest: str, cleaner: Cleaner, notes: Notes) -> Field:
    if not tag:
        return data_field(LOST_TAG, BLANKS, [Subfield("a", cleaner.text(from_mnemonics(rest)))])
    if is_control_tag(tag) or (not tag.isdigit() and "$" not in rest):
        parts = rest.replace("\\", " ").split("$")
        return control_field(tag, "\x1f".join(cleaner.text(from_mnemonics(part)) for part in parts))
    head, *parts = rest.split("$")
    if not parts:
        return _without_mark(tag, rest, cleaner, notes)
    if "" in parts:
        notes.repaired(FindingCode.EMPTY_SUBFIELD, tag=tag, before="$" * parts.count(""), after="")
    subfields = [_subfield(part, cleaner) for part in parts if part]
    return data_field(tag, _indicators(tag, head, notes), subfields)


def _subfield(part: str, cleaner: Cleaner) -> Subfield:
    return Subfield(part[0], cleaner.text(from_mnemonics(part[1:])))


def _indicators(tag: str, head: str, notes: Notes) -> Indicators:
    plain = from_mnemonics(head.replace("\\", " "))
    if len(plain) != 2:
        if plain[2:].strip() or len(plain) < 2:
            notes.problem(FindingCode.BAD_INDICATORS, tag=tag, found=plain[:40])
        else:
            notes.repaired(FindingCode.INDICATORS_CUT, tag=tag, before=plain[:SHOWN], after=plain[:2])
        plain = plain[:2].ljust(2)
    return Indicators(plain[0], plain[1])


def _without_mark(tag: str, rest: str, cleaner: Cleaner, notes: Notes) -> Field:
    if len(rest) <= 2:
        return data_field(tag, _indicators(tag, rest.ljust(2), notes), [])
    notes.repaired(FindingCode.NO_SUBFIELD_MARK, tag=tag, before=rest[:SHOWN], after=f"$a{rest}"[:SHOWN])
    head, text = (rest[:2], rest[2:]) if all(char in "\\0123456789 " for char in rest[:2]) else ("\\\\", rest)
    return data_field(tag, _indicators(tag, head, notes), [Subfield("a", cleaner.text(from_mnemonics(text)))])


def _irbis_field(tag: str, rest: str, cleaner: Cleaner, notes: Notes) -> Field:
    tag = tag or LOST_TAG
    head, *parts = rest.split("$")
    text = from_mnemonics(head[2:] if head[:2] in ("\\\\", "  ") else head)
    subfields = [Subfield(part[:1], cleaner.text(from_mnemonics(part[1:]))) for part in parts]
    if text or (parts and not parts[0]):
        subfields.insert(0, Subfield("", cleaner.text(text)))
    return data_field(tag, BLANKS, subfields)
