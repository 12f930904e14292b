"""One MARCXML record element to a `ReadRecord`."""

from __future__ import annotations

from lxml import etree
from pymarc import Field, Indicators, Leader, Record, Subfield

from catalog.marc.charset_names import ISO5426, MARC8
from catalog.marc.cleaning import Cleaner
from catalog.marc.fields import control_field, data_field, is_control_tag
from catalog.marc.framing import overfull
from catalog.marc.leaders import mended_leader
from catalog.marc.model import FindingCode, Notes, Profile, ReadRecord
from catalog.marc.nativeform import LOST_CODE, in_form_of, record_of, tag_of
from catalog.marc.options import Options
from catalog.marc.xmlframing import Surroundings, XmlChunk
from catalog.marc.xmltext import mended, text_of


def decode_element(chunk: XmlChunk, position: int, around: Surroundings, options: Options) -> ReadRecord:
    """Parse one element; an unreadable one gives a ReadRecord without record."""
    notes = Notes()
    record, profile = None, options.profile or Profile.MARC21
    encoding = _codec(options.charset) or around.encoding
    if chunk.size > len(chunk.raw) or overfull(chunk.raw, b"<subfield", b":subfield", b"field "):
        notes.problem(FindingCode.TOO_LONG, bytes=chunk.size, kept=len(chunk.raw))
    elif not chunk.whole:
        notes.problem(FindingCode.TRUNCATED, bytes=chunk.size)
    else:
        text, encoding = text_of(chunk.raw, encoding, options, notes)
        root = _parse(text, around, notes)
        if root is not None:
            record, profile = _record(root, options, notes)
    return ReadRecord(
        position=position,
        offset=chunk.offset,
        raw=chunk.raw,
        record=record,
        profile=profile,
        charset=encoding,
        repairs=tuple(notes.repairs),
        problems=tuple(notes.problems),
    )


def _codec(charset: str | None) -> str | None:
    """XML is never written in MARC-8 or ISO 5426, whatever the caller says of the file."""
    return None if charset in (MARC8, ISO5426) else charset


def _parse(text: str, around: Surroundings, notes: Notes) -> etree._Element | None:
    """Parse strictly, and once more if the only fault is an `&` that XML does not know."""
    root, fault = _strictly(text, around)
    if root is None and "&" in text:
        attempt = Notes()
        root, _ = _strictly(mended(text, attempt), around)
        if root is not None:
            notes.repairs += attempt.repairs
    if root is None:
        notes.problem(FindingCode.BROKEN_XML, message=fault[0][:200], line=fault[1])
    return root


def _strictly(text: str, around: Surroundings) -> tuple[etree._Element | None, tuple[str, int]]:
    wrapped = f"<r{around.namespaces.decode('utf-8', 'replace')}>{text}</r>".encode("utf-8", "replace")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, encoding="utf-8")
    try:
        return etree.fromstring(wrapped, parser)[0], ("", 0)
    except (etree.XMLSyntaxError, IndexError) as error:
        return None, (str(getattr(error, "msg", None) or "no element"), getattr(error, "lineno", None) or 0)


def _record(root: etree._Element, options: Options, notes: Notes) -> tuple[Record | None, Profile]:
    lost = next(
        (int(each.detail["count"]) for each in notes.problems if each.code is FindingCode.INVALID_BYTES), 0
    )
    cleaner = Cleaner(notes, undo_double=options.undo_double)
    leader = ""
    fields: list[Field] = []
    for child in root:
        name = _local_name(child)
        if name == "leader":
            leader = leader or _inner_text(child)
        elif name == "controlfield":
            fields.append(control_field(_tag(child, notes), cleaner.text(_inner_text(child))))
        elif name == "datafield":
            fields.append(_data_field(child, cleaner, notes))
    cleaner.report(fields, counted=lost)
    if not fields:
        notes.problem(FindingCode.NO_FIELDS)
        return None, options.profile or Profile.MARC21
    return in_form_of(record_of(Leader(mended_leader(leader, notes)), fields), options.profile, notes)


def _local_name(element: etree._Element) -> str:
    """Name without namespace (D8); comments and processing instructions have none."""
    tag: object = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _inner_text(element: etree._Element) -> str:
    return "".join(str(part) for part in element.itertext())


def _tag(element: etree._Element, notes: Notes) -> str:
    return tag_of(str(element.get("tag") or ""), notes)


def _data_field(element: etree._Element, cleaner: Cleaner, notes: Notes) -> Field:
    tag = _tag(element, notes)
    indicators = Indicators(_indicator(element.get("ind1")), _indicator(element.get("ind2")))
    subfields = [
        _subfield(child, tag, cleaner, notes) for child in element if _local_name(child) == "subfield"
    ]
    if is_control_tag(tag) and all(part.code for part in subfields):
        # danMARC and NORMARC: 001 with subfields is kept as it would stand in ISO 2709 (D18)
        data = "".join(f"\x1f{part.code}{part.value}" for part in subfields)
        return control_field(tag, "".join(indicators) + data)
    return data_field(tag, indicators, subfields)


def _indicator(value: object) -> str:
    text = str(value or " ")
    return text if len(text) == 1 else text[:1]


def _subfield(element: etree._Element, tag: str, cleaner: Cleaner, notes: Notes) -> Subfield:
    """A code of "" is the form of IRBIS; one that is missing or too long is lost."""
    written = element.get("code")
    code = LOST_CODE if written is None else str(written)
    if len(code) > 1 or written is None:
        notes.problem(FindingCode.SUBFIELD_WITHOUT_CODE, tag=tag, found=str(written or "")[:20])
        code = code[:1]
    return Subfield(code, cleaner.text(_inner_text(element)))
