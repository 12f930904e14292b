"""One MARCXML record element to a `ReadRecord`."""

from __future__ import annotations

from unicodedata import normalize

from lxml import etree
from pymarc import Field, Indicators, Leader, Record, Subfield

from catalog.marc.charset_names import UTF8
from catalog.marc.fields import control_field, data_field, is_control_tag
from catalog.marc.model import FindingCode, Notes, Profile, ReadRecord
from catalog.marc.profiles import profile_of
from catalog.marc.xmlframing import Surroundings, XmlChunk

LEADER_LENGTH = 24
_UNKNOWN_TAG = "???"
_UNKNOWN_CODE = "?"
_CONTROLS = dict.fromkeys(code for code in range(0x20) if code not in (9, 10, 13))


def decode_element(
    chunk: XmlChunk, position: int, around: Surroundings, charset: str | None, profile: Profile | None
) -> ReadRecord:
    """Parse one element; an unreadable one gives a ReadRecord without record."""
    notes = Notes()
    record = None
    if chunk.whole:
        root = _parse(chunk.raw, around, charset or around.encoding, notes)
        record = None if root is None else _record(root, notes)
    else:
        notes.problem(
            FindingCode.TOO_LONG if chunk.size > len(chunk.raw) else FindingCode.TRUNCATED, bytes=chunk.size
        )
    return ReadRecord(
        position=position,
        offset=chunk.offset,
        raw=chunk.raw,
        record=record,
        profile=profile or (profile_of(record) if record else Profile.MARC21),
        charset=charset or around.encoding.lower() or UTF8,
        repairs=tuple(notes.repairs),
        problems=tuple(notes.problems),
    )


def _parse(raw: bytes, around: Surroundings, encoding: str, notes: Notes) -> etree._Element | None:
    """Parse strictly; once more without control characters and invalid bytes if that is all that is wrong."""
    text = _text(raw, encoding, notes)
    wrapped = f"<r{around.namespaces.decode('utf-8', 'replace')}>{text}</r>".encode()
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, encoding="utf-8")
    try:
        return etree.fromstring(wrapped, parser)[0]
    except etree.XMLSyntaxError as error:
        notes.problem(FindingCode.BROKEN_XML, message=str(error.msg)[:200], line=error.lineno or 0)
        return None


def _text(raw: bytes, encoding: str, notes: Notes) -> str:
    try:
        text = raw.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        text = raw.decode("utf-8", "replace")
        if "\ufffd" in text:
            notes.problem(FindingCode.INVALID_BYTES, count=text.count("\ufffd"), charset=encoding)
    cleaned = text.translate(_CONTROLS)
    if len(cleaned) != len(text):
        notes.problem(FindingCode.CONTROL_CHARACTERS, count=len(text) - len(cleaned))
    return cleaned


def _record(root: etree._Element, notes: Notes) -> Record | None:
    leader = ""
    fields: list[Field] = []
    for child in root:
        name = _local_name(child)
        if name == "leader":
            leader = leader or _inner_text(child)
        elif name == "controlfield":
            fields.append(control_field(_tag(child, notes), normalize("NFC", _inner_text(child))))
        elif name == "datafield":
            fields.append(_data_field(child, notes))
    if not fields:
        notes.problem(FindingCode.NO_FIELDS)
        return None
    record = Record()
    record.leader = Leader(_leader(leader, notes))
    record.fields = fields
    return record


def _local_name(element: etree._Element) -> str:
    """Name without namespace (D8); comments and processing instructions have none."""
    tag: object = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _inner_text(element: etree._Element) -> str:
    return "".join(str(part) for part in element.itertext())


def _leader(text: str, notes: Notes) -> str:
    """Return 24 characters: XML writers pad the leader with line ends, or cut its blanks off (D6)."""
    if len(text) == LEADER_LENGTH and text.isprintable():
        return text
    notes.repaired(FindingCode.LEADER_MENDED)
    stripped = " ".join(text.split("\n")).strip()
    if stripped and not stripped[0].isdigit() and len(stripped) < LEADER_LENGTH:
        stripped = "     " + stripped
    printable = "".join(char if char.isascii() and char.isprintable() else " " for char in stripped)
    return printable[:LEADER_LENGTH].ljust(LEADER_LENGTH)


def _tag(element: etree._Element, notes: Notes) -> str:
    tag = str(element.get("tag") or "").strip()
    if len(tag) == len(_UNKNOWN_TAG):
        return tag
    if tag.isdigit() and len(tag) < len(_UNKNOWN_TAG):
        return tag.zfill(len(_UNKNOWN_TAG))
    notes.problem(FindingCode.FIELD_WITHOUT_TAG, found=tag[:20])
    return _UNKNOWN_TAG


def _data_field(element: etree._Element, notes: Notes) -> Field:
    tag = _tag(element, notes)
    indicators = Indicators(_indicator(element.get("ind1")), _indicator(element.get("ind2")))
    subfields = [_subfield(child, tag, notes) for child in element if _local_name(child) == "subfield"]
    if is_control_tag(
        tag
    ):  # danMARC and NORMARC: 001 with subfields is kept as it would stand in ISO 2709 (D18)
        data = "".join(f"\x1f{part.code}{part.value}" for part in subfields)
        return control_field(tag, "".join(indicators) + data)
    return data_field(tag, indicators, subfields)


def _indicator(value: object) -> str:
    text = str(value or " ")
    return text if len(text) == 1 else text[:1]


def _subfield(element: etree._Element, tag: str, notes: Notes) -> Subfield:
    code = str(element.get("code") or "")
    if len(code) != 1:
        notes.problem(FindingCode.SUBFIELD_WITHOUT_CODE, tag=tag, found=code[:20])
        code = code[:1] or _UNKNOWN_CODE
    return Subfield(code, normalize("NFC", _inner_text(element)))
