"""From one chunk of an ISO 2709 file to a `ReadRecord`: charset, profile, fields."""

from __future__ import annotations

from collections.abc import Callable

from pymarc import Leader, Record

from catalog.marc.charset import broken_utf8, choose_charset
from catalog.marc.charset_names import ASCII, ISO5426, MARC8, UTF8
from catalog.marc.cleaning import note_doubled
from catalog.marc.directory import LEADER_LENGTH, parse
from catalog.marc.doubled import double_encoded, undone
from catalog.marc.framing import Chunk, overfull
from catalog.marc.isofields import irbis_field, marc_field
from catalog.marc.marc8 import decode_5426, decode_marc8, decode_references
from catalog.marc.model import SHOWN, FindingCode, Notes, Profile, RawField, ReadRecord
from catalog.marc.options import Options
from catalog.marc.profiles import decide_profile, processing_data

_CONTROLS = bytes(code for code in range(0x20) if code not in b"\t\n\r\x1b\x1d\x1e\x1f")
_CONTROLS_AND_ESCAPE = _CONTROLS + b"\x1b"
_LARGEST_STATED = 99_999

FieldText = Callable[[bytes, "Losses"], str]


class Losses:
    """Count of bytes of one record that no character could be found for."""

    __slots__ = ("bytes",)

    def __init__(self) -> None:
        self.bytes = 0


def decode_chunk(chunk: Chunk, position: int, options: Options) -> ReadRecord:
    """Decode one chunk; whatever is wrong with it, the answer is a ReadRecord and never an exception."""
    notes = Notes()
    if chunk.bom:
        notes.repaired(FindingCode.BOM_SKIPPED)
    leader, raw_fields = parse(chunk.raw, notes) if _whole(chunk, notes) else ("", [])
    profile = options.profile or _profile(raw_fields, leader)
    charset, record = options.charset or ASCII, None
    if raw_fields:
        _check_length(leader, chunk, notes)
        charset = options.charset or choose_charset(
            chunk.raw, leader, raw_fields, profile=profile, guess=options.guess, notes=notes
        )
        record = Record()
        record.leader = Leader(leader)
        texts = _strictly(raw_fields) if charset == UTF8 else None
        if texts is None:
            if charset == UTF8 and not options.charset:
                charset = broken_utf8(chunk.raw, leader, options.guess, profile, notes)
            texts = _texts(raw_fields, leader, charset, notes)
        _look_for_problems(chunk.raw, charset, len(raw_fields) + 1, notes)
        if charset == UTF8:
            texts = _single(chunk.raw, texts, options, notes)
        make = irbis_field if profile is Profile.IRBIS else marc_field
        record.fields = [make(tag, text, notes) for tag, text in texts]
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


def decode_sound(raw: bytes) -> Record:
    """Return the record of bytes that were once decoded without a repair, as MARC 21 in UTF-8."""
    notes = Notes()
    leader, raw_fields = parse(raw, notes)
    record = Record()
    record.leader = Leader(leader)
    texts = _strictly(raw_fields) or _texts(raw_fields, leader, UTF8, notes)
    record.fields = [marc_field(tag, text, notes) for tag, text in texts]
    return record


def _whole(chunk: Chunk, notes: Notes) -> bool:
    """False for what is not worth decoding; the reason is noted."""
    if chunk.size > len(chunk.raw) or overfull(chunk.raw, b"\x1f", b"\x1e"):
        notes.problem(FindingCode.TOO_LONG, bytes=chunk.size, kept=len(chunk.raw))
    elif not chunk.terminated:
        notes.problem(FindingCode.TRUNCATED, bytes=chunk.size)
    elif not chunk.raw[:-1].strip():
        notes.problem(FindingCode.EMPTY_RECORD)
    elif len(chunk.raw) <= LEADER_LENGTH + 1:
        notes.problem(FindingCode.TOO_SHORT, bytes=chunk.size)
    else:
        return True
    return False


def _check_length(leader: str, chunk: Chunk, notes: Notes) -> None:
    """The length in the leader decides nothing (D2): a wrong one is only reported."""
    stated = leader[:5]
    right = stated.isdigit() and int(stated) == min(chunk.size, _LARGEST_STATED)
    if not right:
        notes.repaired(
            FindingCode.RECORD_LENGTH, stated=stated, actual=chunk.size, before=stated, after=chunk.size
        )


def _profile(raw_fields: list[RawField], leader: str) -> Profile:
    tags = {tag for tag, _ in raw_fields}
    general = (
        "" if "245" in tags else processing_data(raw_fields)
    )  # the first rule asks for no more than the tag
    return decide_profile(tags, general, leader)


def _strictly(raw_fields: list[RawField]) -> list[tuple[str, str]] | None:
    """Decode sound UTF-8, the fastest way; None if it is not sound."""
    try:
        return [(tag, data.decode()) for tag, data in raw_fields]
    except UnicodeDecodeError:
        return None


def _texts(raw_fields: list[RawField], leader: str, charset: str, notes: Notes) -> list[tuple[str, str]]:
    losses = Losses()
    text_of = _TEXT.get(charset) or _single_byte(charset)
    texts = [(tag, text_of(data, losses)) for tag, data in raw_fields]
    if charset in (MARC8, ASCII) and leader[9] != "a":
        texts = _with_references(texts, notes)
    if losses.bytes:
        notes.problem(FindingCode.INVALID_BYTES, count=losses.bytes, charset=charset)
    return texts


def _single(
    raw: bytes, texts: list[tuple[str, str]], options: Options, notes: Notes
) -> list[tuple[str, str]]:
    """Offer to take back a second encoding, or do it if that was agreed (D11)."""
    found = double_encoded(raw)
    if found is None:
        return texts
    single = [(tag, text if text.isascii() else undone(text, found.sets)) for tag, text in texts]
    places = sum(old != new for (_, old), (_, new) in zip(texts, single, strict=True))
    note_doubled(notes, found, places, undo=options.undo_double)
    return single if options.undo_double else texts


def _ascii_text(data: bytes, losses: Losses) -> str:
    try:
        return data.decode("ascii")
    except UnicodeDecodeError:
        return _utf8_text(data, losses)


def _utf8_text(data: bytes, losses: Losses) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
        losses.bytes += text.count("\ufffd")
        return text


def _single_byte(codec: str) -> FieldText:
    def text_of(data: bytes, losses: Losses) -> str:
        text = data.decode(codec, "replace")
        losses.bytes += text.count("\ufffd")
        return text

    return text_of


def _by_subfield(decode: Callable[[bytes], tuple[str, int]]) -> FieldText:
    """Marks and escapes never reach over a subfield's end, so each is decoded by itself."""

    def text_of(data: bytes, losses: Losses) -> str:
        texts = []
        for part in data.split(b"\x1f"):
            text, lost = decode(part)
            losses.bytes += lost
            texts.append(text)
        return "\x1f".join(texts)

    return text_of


_TEXT: dict[str, FieldText] = {
    ASCII: _ascii_text,
    UTF8: _utf8_text,
    MARC8: _by_subfield(decode_marc8),
    ISO5426: _by_subfield(decode_5426),
}


def _with_references(texts: list[tuple[str, str]], notes: Notes) -> list[tuple[str, str]]:
    if not any("#x" in text for _, text in texts):
        return texts
    decoded = [(tag, decode_references(text) if "#x" in text else text) for tag, text in texts]
    changed = [(old, new) for (_, old), (_, new) in zip(texts, decoded, strict=True) if old != new]
    if changed:
        before, after = changed[0]
        notes.repaired(
            FindingCode.REFERENCES_DECODED, fields=len(changed), before=before[:SHOWN], after=after[:SHOWN]
        )
    return decoded


def _look_for_problems(raw: bytes, charset: str, ends: int, notes: Notes) -> None:
    """Report what is kept but should be looked at: control characters, field terminators inside fields."""
    controls = _CONTROLS if charset == MARC8 else _CONTROLS_AND_ESCAPE
    count = len(raw) - len(raw.translate(None, controls)) + max(raw.count(b"\x1e") - ends, 0)
    if count:
        notes.problem(FindingCode.CONTROL_CHARACTERS, count=count)
    if charset != UTF8:
        return
    if b"\xef\xbf\xbd" in raw:
        notes.problem(FindingCode.REPLACEMENT_CHARACTERS, count=raw.count(b"\xef\xbf\xbd"))
