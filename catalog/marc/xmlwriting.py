"""Writing MARCXML; characters that XML cannot hold are left out (corpus D21)."""

from __future__ import annotations

import re

from pymarc import Field, Record

_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
_ATTRIBUTE = _TEXT | str.maketrans({'"': "&quot;", "\n": "&#10;", "\t": "&#9;"})


class XmlWriter:
    """A collection in the namespace of MARC21/slim, UTF-8."""

    def begin(self) -> bytes:
        """Return what stands before the first record."""
        return (
            b'<?xml version="1.0" encoding="UTF-8"?>\n<collection xmlns="http://www.loc.gov/MARC21/slim">\n'
        )

    def record(self, record: Record) -> bytes:
        """Return one record; it can always be written."""
        fields = "".join(map(_field, record.fields))
        leader = _fit(str(record.leader)).translate(_TEXT)
        return f"<record>\n  <leader>{leader}</leader>\n{fields}</record>\n".encode()

    def end(self) -> bytes:
        """Return what stands behind the last record."""
        return b"</collection>\n"


def _fit(text: str) -> str:
    return text if text.isprintable() else _UNFIT.sub("", text)


def _field(field: Field) -> str:
    tag = _fit(field.tag).translate(_ATTRIBUTE)
    if not field.control_field:
        return _data_field(tag, "".join(field._indicators or "  "), [*field.subfields])
    data = field.data or ""
    head, *parts = data.split("\x1f")
    if len(head) == 2 and parts and all(parts):
        return _data_field(tag, head, [(part[0], part[1:]) for part in parts])  # danMARC 001 (D18)
    return f'  <controlfield tag="{tag}">{_fit(data).translate(_TEXT)}</controlfield>\n'


def _code(code: str) -> str:
    return _fit(code) or ("?" if code else "")


def _data_field(tag: str, indicators: str, subfields: list[tuple[str, str]]) -> str:
    first, second = ((_fit(char) or " ").translate(_ATTRIBUTE) for char in indicators)
    inside = "".join(
        f'    <subfield code="{_code(code).translate(_ATTRIBUTE)}">{_fit(value).translate(_TEXT)}</subfield>\n'
        for code, value in subfields
    )
    return f'  <datafield tag="{tag}" ind1="{first}" ind2="{second}">\n{inside}  </datafield>\n'
