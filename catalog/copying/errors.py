"""Why a catalogue was not asked, did not answer, or its record was not taken."""

from __future__ import annotations

from enum import StrEnum

from ils.errors import InputError, LibraryError, NotFoundError


class CopyCode(StrEnum):
    """Refusals of this subject."""

    TARGET_UNKNOWN = "copy_target_unknown"
    NAME_TAKEN = "copy_name_taken"
    ADDRESS_INVALID = "copy_address_invalid"
    PORT_INVALID = "copy_port_invalid"
    VERSION_INVALID = "copy_version_invalid"
    SYNTAX_INVALID = "copy_syntax_invalid"
    INDEX_INVALID = "copy_index_invalid"
    NO_INDEX = "copy_no_index"
    PROFILE_UNKNOWN = "copy_profile_unknown"
    CHARSET_UNKNOWN = "copy_charset_unknown"
    SEAL_BROKEN = "copy_seal_broken"
    SAME_RECORD = "copy_same_record"
    NOT_CONVERTIBLE = "copy_not_convertible"
    NOTHING_NEW = "copy_nothing_new"
    DRAFT_OPEN = "copy_draft_open"


class AnswerCode(StrEnum):
    """What came instead of records when a catalogue was asked."""

    NOT_ASKED = "answer_not_asked"
    CROWDED = "answer_crowded"
    NO_NAME = "answer_no_name"
    UNREACHABLE = "answer_unreachable"
    NOBODY_THERE = "answer_nobody_there"
    TIMEOUT = "answer_timeout"
    CERTIFICATE = "answer_certificate"
    REDIRECT = "answer_redirect"
    STATUS = "answer_status"
    TOO_LARGE = "answer_too_large"
    NOT_XML = "answer_not_xml"
    NOT_SRU = "answer_not_sru"
    NOT_MARC = "answer_not_marc"
    NOT_Z3950 = "answer_not_z3950"
    CLOSED = "answer_closed"
    REJECTED = "answer_rejected"
    FAILED = "answer_failed"

    DIAGNOSTIC = "answer_diagnostic"
    BAD_QUERY = "answer_bad_query"
    NO_SUCH_INDEX = "answer_no_such_index"
    NO_SUCH_SCHEMA = "answer_no_such_schema"
    NO_SUCH_DATABASE = "answer_no_such_database"
    NOT_ALLOWED = "answer_not_allowed"
    OVERLOADED = "answer_overloaded"


class CopyRefused(LibraryError):
    """A refusal of this subject."""


class CopyInputError(InputError):
    """A value of a target, or a record sent back, that cannot be used."""


class CopyNotFoundError(NotFoundError):
    """No such target."""


class NoAnswer(LibraryError):
    """A catalogue that did not answer with records; its code is an `AnswerCode`."""
