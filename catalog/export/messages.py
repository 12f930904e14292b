"""Words of this subject: refusals, formats, batches."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from catalog.export.errors import ExportCode
from catalog.export.models import UnionState
from catalog.export.rules import Centre, ExportFormat

EXPORT_WORDS: dict[ExportCode, Any] = {
    ExportCode.NOTHING_FOUND: _l("There is nothing to export: no record fits."),
    ExportCode.TOO_MANY: _l(
        "The search finds %(found)s records; without signing in at most %(limit)s are given at once. Narrow it down."
    ),
    ExportCode.TOO_MANY_ON_PAPER: _l(
        "A list of %(found)s descriptions is too long for one PDF; the limit is %(limit)s. Take it as text."
    ),
    ExportCode.FORMAT_UNKNOWN: _l("“%(format)s” is not a format that records can be exported in."),
    ExportCode.BATCH_UNKNOWN: _l("There is no such batch."),
    ExportCode.BATCH_EMPTY: _l("The batch is empty; give it up instead."),
    ExportCode.NOT_PREPARED: _l("The batch was sent already; it is not changed any more."),
    ExportCode.NOT_SENT: _l("Only a batch that was sent and not yet answered can be answered."),
    ExportCode.NOT_ANSWERED: _l("The batch has no answer that could be taken back."),
    ExportCode.DAY_MISSING: _l("Write the day as 21.11.2026."),
    ExportCode.DAY_INVALID: _l("%(day)s cannot be: it must lie between %(first)s and %(last)s."),
}

FORMATS: dict[ExportFormat, Any] = {
    ExportFormat.ISO2709: _l("ISO 2709 (MARC file)"),
    ExportFormat.MARCXML: _l("MARCXML"),
    ExportFormat.JSON: _l("MARC-in-JSON"),
    ExportFormat.MRK: _l("MarcEdit text (.mrk)"),
    ExportFormat.IRBIS_TEXT: _l("IRBIS text"),
    ExportFormat.GOST: _l("Bibliographic list, text"),
    ExportFormat.GOST_PDF: _l("Bibliographic list, PDF"),
    ExportFormat.BIBTEX: _l("BibTeX"),
    ExportFormat.RIS: _l("RIS"),
}

PROFILES: dict[str, Any] = {
    "": _l("as each record is catalogued"),
    "marc21": _l("MARC 21"),
    "unimarc": _l("UNIMARC"),
}

CENTRES: dict[str, Any] = {
    Centre.OBLAST: _l("Oblast centre"),
    Centre.UNION: _l("Union catalogue of the republic"),
    Centre.NATIONAL: _l("National Library"),
}

STATES: dict[UnionState, Any] = {
    UnionState.PREPARED: _l("prepared"),
    UnionState.SENT: _l("sent, not yet answered"),
    UnionState.ACCEPTED: _l("accepted"),
    UnionState.REFUSED: _l("refused"),
}

STATE_TAGS: dict[UnionState, str] = {
    UnionState.PREPARED: "info",
    UnionState.SENT: "warn",
    UnionState.ACCEPTED: "ok",
    UnionState.REFUSED: "no",
}

AUDIT_WORDS: dict[str, Any] = {
    "union_prepared": _l("Batch for another catalogue prepared"),
    "union_taken_out": _l("Records taken out of a batch"),
    "union_renewed": _l("Newest versions put into a batch"),
    "union_reshaped": _l("Format of a batch changed"),
    "union_dropped": _l("Batch given up"),
    "union_sent": _l("Batch sent"),
    "union_accepted": _l("Batch accepted"),
    "union_refused": _l("Batch refused"),
    "union_answer_taken_back": _l("Answer to a batch taken back"),
    "union_unsent": _l("Sending of a batch taken back"),
}

CHECK_WORDS: dict[str, Any] = {
    "union_counted_untaken": _l("The record %(record)s counts by the batch %(batch)s, which nobody took."),
    "chronicle_counted_twice": _l("The record %(record)s of the press chronicle counts more than once."),
    "chronicle_not_sent": _l(
        "The record %(record)s counts as sent with the press chronicle, but no batch has it."
    ),
}


def centre_name(centre: str) -> str:
    """Return the name of a centre; one that the library named itself is shown as it is."""
    return str(CENTRES.get(centre, centre))


def shape_name(code: str) -> str:
    """Return a format with its profile as a page shows it."""
    form, _colon, profile = code.partition(":")
    name = str(FORMATS[ExportFormat(form)]) if form in set(ExportFormat) else form
    return f"{name} · {PROFILES[profile]}" if profile in PROFILES and profile else name
