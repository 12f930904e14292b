"""Title and responsibility: 245 and 200 (ISBD area 1), with what is passed over in sorting."""

from __future__ import annotations

import re

from pymarc import Field

from catalog.marc.converting.model import Parts, Source, made
from catalog.marc.converting.punctuation import joined, stripped
from catalog.marc.facts.text import NONSORT_BEGIN, NONSORT_END, without_nonsort

_INNER = re.compile(r" ([:=;]) ")
_RESPONSIBLE = re.compile(r" ; ")
_BY_SIGN = {":": "e", "=": "d", ";": "a"}
_SIGN_BEFORE = {"e": ":", "d": "=", "a": ";", "c": "."}
_IN_245 = {"b": " :", "c": " /", "n": ".", "p": ".", "np": ",", "h": ""}
_BEGIN, _END = NONSORT_BEGIN[0], NONSORT_END[0]
_DESIGNATION = re.compile(
    r"^(?:\W*\d|\W*[IVXLCDM]+\W*$|(?:[Вв]ып|[Тт](?:ом)?|[Чч](?:асть)?|[Кк]н|[Нн]омер|№|[Vv]ol|[Pp]art|[Bb]d"
    r"|[Jj]ild|[Qq]ism|[Kk]it|[Tt]om|[Жж]илд|[Ққ]исм)\b)"
)


def to_unimarc(source: Source) -> list[Field]:
    """245 → 200: signs at the ends of subfields become codes, what is passed over gets its marks (corpus D16)."""
    parts: Parts = []
    sign = ""
    for code, value in source.take("abchnp" if source.peek("a") else "abchnpkfgs"):
        parts += _to_200(code, value, sign)
        sign = value.rstrip()[-1:]
    skip = int(source.ind2) if source.ind2.isascii() and source.ind2.isdigit() else 0
    return [made("200", _marked(parts, skip), source.ind1 if source.ind1 in "01" else "1")] if parts else []


def _to_200(code: str, value: str, sign: str) -> Parts:
    """One subfield of 245; `sign` ended the one before it."""
    if code == "a":
        return _split("a", value)
    if code == "b":
        return _split(_BY_SIGN.get(sign, "e"), value)
    if code == "c":
        pieces = [piece for part in _RESPONSIBLE.split(stripped(value)) if (piece := part.strip())]
        return [("f" if at == 0 else "g", piece) for at, piece in enumerate(pieces)]
    if code == "h":
        return [("b", stripped(value).strip("[]"))]
    return [({"n": "h", "p": "i"}.get(code, "e"), stripped(value))]


def _split(code: str, value: str) -> Parts:
    """`Title = Parallel : more` in one subfield, taken apart by its signs."""
    pieces = _INNER.split(stripped(value))
    found = [(code, pieces[0].strip())]
    for sign, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        found.append((_BY_SIGN[sign], piece.strip()))
    return found


def _marked(parts: Parts, skip: int) -> Parts:
    if not parts or not 0 < skip < len(parts[0][1]):
        return parts
    code, title = parts[0]
    return [(code, f"{_BEGIN}{title[:skip]}{_END}{title[skip:]}"), *parts[1:]]


def to_marc21(source: Source, whole: str = "") -> list[Field]:
    """200 → 245; `whole` is the title of the set that a volume without a title of its own belongs to."""
    given = source.take("aebcdfghiv")
    if not given:
        return []
    parts = [(code, stripped(without_nonsort(value)[0])) for code, value in given]
    skip = without_nonsort(given[0][1])[1]
    if whole and not parts[0][1].startswith(whole):
        code = "h" if _DESIGNATION.match(parts[0][1]) else "i"
        parts, skip = [("a", whole), (code, parts[0][1]), *parts[1:]], 0
    ind1 = source.ind1 if source.ind1 in "01" else "1"
    return [made("245", joined(_to_245(parts), _IN_245, stop=True), ind1, str(min(skip, 9)))]


def _to_245(parts: Parts) -> Parts:
    """Codes of 245: what follows the title stands in one $b, responsibility in one $c."""
    out: Parts = []
    for at, (code, value) in enumerate(parts):
        if at == 0:
            out.append(("a", value))
        elif code in "fg":
            _append(out, "c", value, " ; ")
        elif code in "hiv":
            out.append(("p" if code == "i" else "n", value))
        elif code == "b":
            out.append(("h", f"[{value}]"))
        else:
            _continue(out, _SIGN_BEFORE[code], value)
    return _with_c_last(out)


def _append(out: Parts, code: str, value: str, sign: str) -> None:
    for at, (given, text) in enumerate(out):
        if given == code:
            out[at] = (code, text + sign + value)
            return
    out.append((code, value))


def _continue(out: Parts, sign: str, value: str) -> None:
    """Put a further title into $b, with its sign before it: in the text, or at the end of the subfield before."""
    if any(code == "b" for code, _ in out):
        _append(out, "b", value, f" {sign} " if sign != "." else ". ")
        return
    if sign != ":" and out:
        code, text = out[-1]
        out[-1] = (code, f"{text} {sign}" if sign != "." else f"{text}.")
    out.append(("b", value))


def _with_c_last(out: Parts) -> Parts:
    return [part for part in out if part[0] != "c"] + [part for part in out if part[0] == "c"]
