"""Refusals of readers and registrations."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from ils.errors import InputError, LibraryError, NotFoundError


class PatronCode(StrEnum):
    """Why an act on a reader was refused."""

    UNKNOWN = "patron_unknown"
    CARD_INVALID = "card_invalid"
    CARD_TAKEN = "card_taken"
    CARD_NOT_LOST = "card_not_lost"
    CARD_ALREADY_LOST = "card_already_lost"
    ALREADY_REGISTERED = "already_registered"
    NOT_REGISTERED = "not_registered"
    REGISTRATION_NOT_LAST = "registration_not_last"
    ERASED = "reader_erased"
    REGISTER_BEGUN = "register_begun"
    REGISTER_NUMBER = "register_number"
    PHONE_INVALID = "phone_invalid"
    EMAIL_INVALID = "email_invalid"
    CHANNEL_UNKNOWN = "channel_of_reader_unknown"
    BIRTH_DATE_ODD = "birth_date_odd"
    CONSENT_LATER = "consent_later"
    CATEGORY_UNKNOWN = "patron_category_unknown"
    CATEGORY_TAKEN = "patron_category_taken"
    CATEGORY_CODE = "patron_category_code"
    LANGUAGE_UNKNOWN = "patron_language_unknown"
    CITIZENSHIP_INVALID = "citizenship_invalid"
    SEX_INVALID = "sex_invalid"
    KIND_UNKNOWN = "patron_kind_unknown"
    GUARDIAN_UNKNOWN = "guardian_unknown"
    GUARDIAN_SELF = "guardian_self"
    GUARDIAN_CHILD = "guardian_child"
    GUARDIAN_OF_OTHERS = "guardian_of_others"
    DOUBTS = "patron_doubts"
    SUSPENSION_ENDLESS = "suspension_endless"
    UNTIL_PAST = "restriction_until_past"
    RESTRICTION_UNKNOWN = "restriction_unknown"
    RESTRICTION_LIFTED = "restriction_lifted_already"
    PIN_INVALID = "pin_invalid"
    PIN_SIMPLE = "pin_simple"
    PIN_LOCKED = "pin_locked"
    TELEGRAM_TOKEN = "telegram_token"  # noqa: S105 - the code of a refusal
    TELEGRAM_TAKEN = "telegram_taken"
    TELEGRAM_NOT_LINKED = "telegram_not_linked"
    PHOTO_UNREADABLE = "photo_unreadable"
    PHOTO_LARGE = "photo_large"
    PHOTO_NONE = "photo_none"
    CARDS_NONE = "cards_none"
    CARDS_MANY = "cards_many"
    CARDS_LONG = "cards_long"
    CARDS_FIRST = "cards_first"


class DoubtCode(StrEnum):
    """What makes a librarian look twice before a reader is written down; it is passed by saying that it was seen."""

    SAME_PERSON = "doubt_same_person"
    SIMILAR_NAME = "doubt_similar_name"
    SAME_PHONE = "doubt_same_phone"
    NO_GUARDIAN = "doubt_no_guardian"
    AGE_UNLIKE_CATEGORY = "doubt_age_unlike_category"


class TableCode(StrEnum):
    """Why a table of readers, or one line of it, was not taken, and what was made of a cell that could not be kept."""

    EMPTY = "reader_table_empty"
    NOT_A_TABLE = "reader_table_unreadable"
    OLD_EXCEL = "reader_table_old_excel"
    TOO_LARGE = "reader_table_large"
    UNKNOWN = "reader_table_unknown"
    CLOSED = "reader_table_closed"
    FIELD_UNKNOWN = "reader_table_field"
    NO_NAME = "reader_row_no_name"
    NO_CATEGORY = "reader_row_no_category"
    CATEGORY = "reader_row_category"
    BIRTH = "reader_row_birth"
    SEX = "reader_row_sex"
    CARD_TWICE = "reader_row_card_twice"
    CARD_KNOWN = "reader_row_card_known"
    KNOWN = "reader_row_known"
    IN_FILE = "reader_row_in_file"
    LEFT_OUT = "reader_row_left_out"
    YEAR_ONLY = "reader_row_year_only"
    UPDATED = "reader_row_updated"


@dataclass(frozen=True, slots=True)
class Doubt:
    """One reason to look twice; `key` names it with what was shown, so that only that is passed."""

    code: DoubtCode
    facts: dict[str, Any] = field(default_factory=dict)
    patron_id: int | None = None

    @property
    def key(self) -> str:
        """What the page sends back: the code, and the reader that it is about."""
        return f"{self.code}:{self.patron_id or ''}"


class PatronError(LibraryError):
    """A refusal of readers and registrations."""


class PatronDoubted(PatronError):
    """Nothing was written: the librarian is asked first, about all of it at once."""

    def __init__(self, doubts: Iterable[Doubt]) -> None:
        self.doubts = tuple(doubts)
        super().__init__(PatronCode.DOUBTS, codes=[str(each.code) for each in self.doubts])


class PatronInputError(PatronError, InputError):
    """What was typed about a reader cannot be right."""


class TableError(PatronError, InputError):
    """A file that is no table of readers, or a line of one that cannot be taken."""


class PatronNotFound(PatronError, NotFoundError):
    """No such reader."""
