"""From one chunk of an ISO 2709 file to a `ReadRecord`: charset, profile, fields."""

from __future__ import annotations

from collections.abc import Callable
from unicodedata import normalize

from pymarc import Field, Indicators, Leader, Record, Subfield

from catalog.marc.charset import choose_charset
from catalog.marc.charset_names import ASCII, ISO5426, MARC8, UTF8
from catalog.marc.cleaning import note_doubled
from catalog.marc.directory import LEADER_LENGTH, parse
from catalog.marc.doubled import double_encoded, undone
from catalog.marc.fields import BLANKS, control_field, data_field, indicators_of, is_control_tag
from catalog.marc.framing import Chunk, overfull
from catalog.marc.marc8 import decode_5426, decode_marc8, decode_references
from catalog.marc.model import SHOWN, FindingCode, Notes, Profile, RawField, ReadRecord
from catalog.marc.options import Options
from catalog.marc.profiles import decide_profile, processing_data

_CONTROLS = bytes(code for code in range(0x20) if code not in b"\t\n\r\x1b\x1d\x1e\x1f")
_CONTROLS_AND_ESCAPE = _CONTROLS + b"\x1b"
_LARGEST_STATED = 99_999

_new_tuple: Callable[[type[Subfield], tuple[str, str]], Subfield] = tuple.__new__

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
        _look_for_problems(chunk.raw, charset, len(raw_fields) + 1, notes)
        texts = _texts(raw_fields, leader, charset, notes)
        if charset == UTF8:
            texts = _single(chunk.raw, texts, options, notes)
        make = _irbis_field if profile is Profile.IRBIS else _field
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
    record.fields = [_field(tag, text, notes) for tag, text in _texts(raw_fields, leader, UTF8, notes)]
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
    return decide_profile(tags, processing_data(raw_fields), leader)


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


def _field(tag: str, text: str, notes: Notes) -> Field:
    if tag < "010" and is_control_tag(tag):
        return control_field(tag, _composed(text))
    head, *parts = text.split("\x1f") if text.isascii() else _composed_parts(tag, text, notes)
    if not parts:
        return _without_mark(tag, text, notes)
    if "" in parts:
        notes.repaired(FindingCode.EMPTY_SUBFIELD, tag=tag, before="␟" * parts.count(""), after="")
        parts = [part for part in parts if part]
    # Past the constructor of the named tuple, which is twice as slow: there are seventy of them in a record.
    subfields = [_new_tuple(Subfield, (part[0], part[1:])) for part in parts]
    return data_field(tag, indicators_of(head) or _mended_indicators(tag, head, notes), subfields)


def _irbis_field(tag: str, text: str, notes: Notes) -> Field:
    """IRBIS knows neither control fields nor indicators: what stands before the first mark is text."""
    head, *parts = _composed(text).split("\x1f")
    if head.startswith("  ") or (parts and indicators_of(head)):
        head = head[2:]
    subfields = [Subfield(part[:1], part[1:]) for part in parts]
    if head or not (parts or text):
        subfields.insert(0, Subfield("", head))
    return data_field(tag, BLANKS, subfields)


def _composed_parts(tag: str, text: str, notes: Notes) -> list[str]:
    """Split at subfield marks and compose (NFC, D14), but never a code with a mark its value begins with."""
    parts = normalize("NFC", text).split("\x1f")
    if all(part[:1].isascii() for part in parts):
        return parts
    return [_composed_part(tag, part, notes) for part in text.split("\x1f")]


def _composed_part(tag: str, part: str, notes: Notes) -> str:
    """A letter outside ASCII is no code: it begins the text of a subfield that lost its code."""
    if part[:1].isascii():
        return part[:1] + normalize("NFC", part[1:])
    notes.problem(FindingCode.SUBFIELD_WITHOUT_CODE, tag=tag, found=part[:1])
    return "?" + normalize("NFC", part)


def _composed(text: str) -> str:
    return text if text.isascii() else normalize("NFC", text)


def _mended_indicators(tag: str, head: str, notes: Notes) -> Indicators:
    if head[2:].strip() or len(head) < 2:
        notes.problem(FindingCode.BAD_INDICATORS, tag=tag, found=head[:40])
    else:
        notes.repaired(FindingCode.INDICATORS_CUT, tag=tag, before=head[:SHOWN], after=head[:2])
    padded = (head + "  ")[:2]
    return Indicators(padded[0], padded[1])


def _without_mark(tag: str, text: str, notes: Notes) -> Field:
    """A field without 0x1F: Aleph's FMT and the like stay control fields, text elsewhere becomes $a."""
    if not tag.isdigit():
        return control_field(tag, _composed(text))
    if len(text) <= 2:
        return data_field(tag, indicators_of(text) or BLANKS, [])
    notes.repaired(FindingCode.NO_SUBFIELD_MARK, tag=tag, before=text[:SHOWN], after="␟a" + text[:SHOWN])
    indicators = BLANKS
    if all(char.isdigit() or char == " " for char in text[:2]):
        indicators, text = Indicators(text[0], text[1]), text[2:]
    return data_field(tag, indicators, [Subfield("a", _composed(text))])


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
