"""Other scripts: 880 of MARC 21, fields repeated with $6 and $7 in UNIMARC."""

from __future__ import annotations

from pymarc import Field, Subfield

from catalog.marc.converting.model import Source
from catalog.marc.fields import BLANKS, data_field

OTHER_SCRIPT = "880"
_SCRIPTS = {"(3": "fa", "(4": "fa", "(N": "ca", "(Q": "ca", "(2": "ha", "(S": "ga", "$1": "ea", "(B": "ba"}
_MARC_SCRIPTS = {"fa": "(3", "ca": "(N", "ha": "(2", "ga": "(S", "ea": "$1", "ba": "(B", "da": "$1", "db": "$1",
                 "dc": "$1", "ka": "$1"}  # fmt: skip
_UNKNOWN = "zz"


def link_of(field: Field) -> tuple[str, str, str]:
    """Tag, number and script code of $6: `245-01/(3` → 245, 01, (3; empty where it is none."""
    tag, dash, rest = (field.get("6") or "").strip().partition("-")
    number, _, script = rest.partition("/")
    return (tag, number[:2], script[:2]) if dash and len(tag) == 3 else ("", "", "")


def unlinked(field: Field, tag: str) -> Field:
    """Return the field under another tag, without its $6."""
    subfields = [part for part in field.subfields if part.code != "6"]
    return data_field(tag, field.indicators or BLANKS, subfields)


def linked_to_unimarc(fields: list[Field], number: str, script: str = "") -> None:
    """Give made fields their $6 and, in another script, their $7."""
    for field in fields:
        link = [Subfield("6", f"a{number}")]
        if script:
            link.append(Subfield("7", _SCRIPTS.get(script, _UNKNOWN)))
        field.subfields[:0] = link


def is_other_script(source: Source, seen: set[tuple[str, str]]) -> bool:
    """True for a UNIMARC field that repeats one before it in another script, and for one that stands alone.

    Of two that both name their script the first is the one that stays; `seen` remembers tag and number.
    """
    link = source.peek("6")
    if not _is_link(link):
        return False
    known = (source.tag[:2], link[1:3])  # a name may be 701 here and 702 there
    again = known in seen or link[1:3] == "00"
    seen.add(known)
    return again and bool(source.peek("7"))


def _is_link(text: str) -> bool:
    """`a01`, `z00/200`: a letter and two digits."""
    return len(text) >= 3 and text[:1].isalpha() and text[1:3].isdigit()


def linked_to_marc21(fields: list[Field], source: Source, *, other: bool) -> list[Field]:
    """Give made fields their $6; those in another script become 880."""
    number = source.peek("6")[1:3]
    script = _MARC_SCRIPTS.get(source.peek("7"), "")
    done = []
    for field in fields:
        if other:
            link = Subfield("6", f"{field.tag}-{number}{'/' if script else ''}{script}")
            done.append(data_field(OTHER_SCRIPT, field.indicators or BLANKS, [link, *field.subfields]))
        else:
            field.subfields.insert(0, Subfield("6", f"{OTHER_SCRIPT}-{number}"))
            done.append(field)
    return done
