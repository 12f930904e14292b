"""Words of this subject: refusals, what came instead of an answer, protocols."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from catalog.copying.errors import AnswerCode, CopyCode
from catalog.copying.models import Protocol

COPY_WORDS: dict[CopyCode, Any] = {
    CopyCode.TARGET_UNKNOWN: _l("There is no such catalogue in the list."),
    CopyCode.NAME_TAKEN: _l("There is already a catalogue “%(name)s” in the list."),
    CopyCode.ADDRESS_INVALID: _l(
        "“%(address)s” cannot be asked: SRU needs an address with http:// or https://, Z39.50 the name of a host."
    ),
    CopyCode.PORT_INVALID: _l("A port is a number from 1 to 65535; most Z39.50 servers have 210."),
    CopyCode.VERSION_INVALID: _l("“%(version)s” is not a version of SRU that is spoken here."),
    CopyCode.SYNTAX_INVALID: _l("“%(value)s” is not a name of a record schema, syntax or database."),
    CopyCode.INDEX_INVALID: _l(
        "“%(value)s” is no index: SRU has names such as bath.isbn, Z39.50 numbers such as 7."
    ),
    CopyCode.NO_INDEX: _l("Name at least one index, or the catalogue cannot be asked for anything."),
    CopyCode.PROFILE_UNKNOWN: _l("“%(profile)s” is not a profile of records."),
    CopyCode.CHARSET_UNKNOWN: _l("“%(charset)s” is not a character set that is known here."),
    CopyCode.SEAL_BROKEN: _l("The record did not come back whole. Ask the catalogue once more."),
    CopyCode.SAME_RECORD: _l("This is already record %(record)s, “%(title)s” (score %(score)s)."),
    CopyCode.NOT_CONVERTIBLE: _l(
        "Record %(record)s is in the IRBIS format; others are not converted into it."
    ),
    CopyCode.NOTHING_NEW: _l("It says nothing that record %(record)s does not have."),
    CopyCode.DRAFT_OPEN: _l(
        "You have an unsaved draft of record %(record)s. Save it or throw it away first."
    ),
}

ANSWER_WORDS: dict[AnswerCode, Any] = {
    AnswerCode.NOT_ASKED: _l("It cannot be asked for this: the list names no index for it."),
    AnswerCode.CROWDED: _l("Too many questions are on their way just now. Try again in a moment."),
    AnswerCode.NO_NAME: _l(
        "The host %(host)s is not found. Either there is no internet now or the address is wrong."
    ),
    AnswerCode.UNREACHABLE: _l("It cannot be reached (%(reason)s). Perhaps there is no internet now."),
    AnswerCode.NOBODY_THERE: _l(
        "The host %(host)s does not accept the connection: its catalogue is switched off."
    ),
    AnswerCode.TIMEOUT: _l("No answer within %(seconds)s seconds."),
    AnswerCode.CERTIFICATE: _l(
        "The certificate of %(host)s cannot be trusted (%(reason)s); nothing was asked."
    ),
    AnswerCode.REDIRECT: _l("It has moved to %(to)s. If that is right, change the address in the list."),
    AnswerCode.STATUS: _l("The server answers with the error %(status)s."),
    AnswerCode.TOO_LARGE: _l("The answer is larger than %(limit)s MB and was not read."),
    AnswerCode.NOT_XML: _l("What came is not XML."),
    AnswerCode.NOT_SRU: _l("What came is not an answer of SRU; the address may be wrong."),
    AnswerCode.NOT_MARC: _l("Found: %(found)s, but they did not come as MARC. Check the record schema."),
    AnswerCode.NOT_Z3950: _l("What answers there does not speak Z39.50."),
    AnswerCode.CLOSED: _l("The server closed the connection before the end."),
    AnswerCode.REJECTED: _l("The server does not let us in. %(message)s"),
    AnswerCode.FAILED: _l("The search failed there without a reason."),
    AnswerCode.DIAGNOSTIC: _l("It answers: %(message)s (%(number)s)."),
    AnswerCode.BAD_QUERY: _l("It does not understand the question: %(message)s (%(number)s)."),
    AnswerCode.NO_SUCH_INDEX: _l("It does not know the index: %(message)s (%(number)s). Check the list."),
    AnswerCode.NO_SUCH_SCHEMA: _l(
        "It does not give records in this form: %(message)s (%(number)s). Check the list."
    ),
    AnswerCode.NO_SUCH_DATABASE: _l("It has no such database: %(message)s (%(number)s). Check the list."),
    AnswerCode.NOT_ALLOWED: _l("It does not allow this: %(message)s (%(number)s)."),
    AnswerCode.OVERLOADED: _l("It has too much to do just now: %(message)s (%(number)s). Try again later."),
}

PROTOCOLS: dict[Protocol, str] = {Protocol.SRU: "SRU", Protocol.Z3950: "Z39.50"}

AUDIT_WORDS: dict[str, Any] = {
    "copy_target_saved": _l("Catalogue to copy from saved"),
    "copy_target_moved": _l("Catalogue to copy from moved in the list"),
}
