"""Words of readers: refusals, doubts, audit actions, problems found by the checks, choices."""

from __future__ import annotations

from typing import Any, Protocol

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from circulation.patrons.errors import DoubtCode, PatronCode, TableCode
from circulation.patrons.models import PatronKind, RestrictionKind

PATRON_WORDS: dict[PatronCode, Any] = {
    PatronCode.UNKNOWN: _l("There is no such reader."),
    PatronCode.CARD_INVALID: _l(
        "“%(card)s” cannot be a card number: Latin letters, digits, dash, dot and slash, at most 40."
    ),
    PatronCode.CARD_TAKEN: _l("The card number %(card)s already belongs to a reader."),
    PatronCode.CARD_NOT_LOST: _l(
        "The card %(card)s is not reported lost. Report it first, or scan a card with another number."
    ),
    PatronCode.CARD_ALREADY_LOST: _l("The card %(card)s was reported lost on %(day)s."),
    PatronCode.ERASED: _l(
        "The data of the reader of card %(card)s were erased on %(day)s. The card is not valid any more: "
        "who wants to read here again is added as a new reader."
    ),
    PatronCode.ALREADY_REGISTERED: _l("The reader of card %(card)s is already registered in %(year)s."),
    PatronCode.NOT_REGISTERED: _l("The reader of card %(card)s is not registered in %(year)s."),
    PatronCode.REGISTRATION_NOT_LAST: _l(
        "Others were registered after number %(number)s of %(year)s, or this reader came back later: it stays, "
        "for the register has no gaps."
    ),
    PatronCode.REGISTER_BEGUN: _l(
        "Readers are registered in %(year)s already: its numbers go on as they are."
    ),
    PatronCode.REGISTER_NUMBER: _l("The last number of a paper register is from 0 to 999999."),
    PatronCode.PHONE_INVALID: _l(
        "“%(phone)s” is not a telephone number like 90 123 45 67 or +998 90 123 45 67."
    ),
    PatronCode.EMAIL_INVALID: _l("“%(email)s” is not an e-mail address."),
    PatronCode.CHANNEL_UNKNOWN: _l("No message is sent by “%(value)s”."),
    PatronCode.BIRTH_DATE_ODD: _l("Nobody of today was born on %(birth_date)s."),
    PatronCode.CONSENT_LATER: _l("%(day)s is still to come: nobody has agreed then."),
    PatronCode.CATEGORY_UNKNOWN: _l("There is no category of readers “%(value)s”."),
    PatronCode.CATEGORY_TAKEN: _l("There is a category with the code “%(code)s” already."),
    PatronCode.CATEGORY_CODE: _l(
        "“%(code)s” cannot be a code: lower-case Latin letters, digits and _, a letter first, 2 to 40."
    ),
    PatronCode.LANGUAGE_UNKNOWN: _l("The library does not write to readers in “%(value)s”."),
    PatronCode.CITIZENSHIP_INVALID: _l("“%(value)s” is not a country code of two letters such as UZ."),
    PatronCode.SEX_INVALID: _l("“%(value)s” cannot be chosen here."),
    PatronCode.KIND_UNKNOWN: _l("“%(value)s” is neither a person nor an organisation."),
    PatronCode.GUARDIAN_UNKNOWN: _l("There is no reader with the card of this guardian."),
    PatronCode.GUARDIAN_SELF: _l("Nobody is the guardian of oneself."),
    PatronCode.GUARDIAN_OF_OTHERS: _l(
        "This reader is the guardian of other readers: %(count)s. Give them another one first."
    ),
    PatronCode.GUARDIAN_CHILD: _l("This reader has a guardian too, and cannot be one."),
    PatronCode.DOUBTS: _l("Look at this first: nothing is written yet."),
    PatronCode.SUSPENSION_ENDLESS: _l("A suspension needs its last day."),
    PatronCode.UNTIL_PAST: _l("%(day)s is over: a restriction cannot end then."),
    PatronCode.RESTRICTION_UNKNOWN: _l("There is no such restriction."),
    PatronCode.RESTRICTION_LIFTED: _l("This restriction has been lifted already."),
    PatronCode.PIN_INVALID: _l("A PIN has 4 to 8 digits."),
    PatronCode.PIN_SIMPLE: _l("This PIN is guessed at once: take no equal digits and no digits in a row."),
    PatronCode.PIN_LOCKED: _l("Too many wrong tries. Minutes to wait: %(minutes)s"),
    PatronCode.TELEGRAM_TOKEN: _l("This link is used or too old. Ask at the desk for a new one."),
    PatronCode.TELEGRAM_TAKEN: _l("This Telegram account belongs to another reader already."),
    PatronCode.TELEGRAM_NOT_LINKED: _l("No Telegram account is linked to this reader."),
    PatronCode.PHOTO_UNREADABLE: _l("This is not a photo in JPEG or PNG."),
    PatronCode.PHOTO_LARGE: _l("The photo is too large: at most %(limit)s MB and %(pixels)s megapixels."),
    PatronCode.PHOTO_NONE: _l("There is no photo of this reader."),
    PatronCode.CARDS_NONE: _l("Nobody is chosen: tick the readers whose cards are to be printed."),
    PatronCode.CARDS_MANY: _l("Too many cards at once: %(count)s. At most %(most)s."),
    PatronCode.CARDS_LONG: _l("These card numbers are too long for a barcode that fits the card: %(cards)s"),
    PatronCode.CARDS_FIRST: _l("A sheet has the places 1 to %(places)s."),
}

DOUBT_WORDS: dict[DoubtCode, Any] = {
    DoubtCode.SAME_PERSON: _l("%(reader)s, card %(card)s: the same name and date of birth."),
    DoubtCode.SIMILAR_NAME: _l("%(reader)s, card %(card)s, born %(birth_date)s: nearly the same."),
    DoubtCode.SAME_PHONE: _l("%(reader)s, card %(card)s: the same telephone."),
    DoubtCode.NO_GUARDIAN: _l(
        "The reader is %(age)s years old: up to the age of %(limit)s somebody answers for a child."
    ),
    DoubtCode.AGE_UNLIKE_CATEGORY: _l(
        "The reader is %(age)s years old; the usual age in this category is %(first)s to %(last)s. "
        "Is the category right?"
    ),
}

TABLE_WORDS: dict[TableCode, Any] = {
    TableCode.EMPTY: _l("There is no line in this file: “%(file)s”."),
    TableCode.NOT_A_TABLE: _l(
        "“%(file)s” is no table that can be read. Save it as XLSX, as CSV, or as the text export of IRBIS."
    ),
    TableCode.OLD_EXCEL: _l("“%(file)s” is a workbook of an old Excel. Save it as XLSX and choose it again."),
    TableCode.TOO_LARGE: _l("“%(file)s” is too large: at most %(limit)s lines at once."),
    TableCode.UNKNOWN: _l("There is no such import of readers."),
    TableCode.CLOSED: _l("This import is closed: nothing of it can be changed."),
    TableCode.FIELD_UNKNOWN: _l("The table has no column “%(heading)s”."),
    TableCode.NO_NAME: _l("There is no name in this line."),
    TableCode.NO_CATEGORY: _l("There is no category in this line, and none is chosen for all."),
    TableCode.CATEGORY: _l("The library has no category “%(value)s”."),
    TableCode.BIRTH: _l("“%(value)s” is not a date of birth."),
    TableCode.SEX: _l("“%(value)s” is neither male nor female."),
    TableCode.CARD_TWICE: _l("The card %(card)s stands in line %(line)s too."),
    TableCode.CARD_KNOWN: _l("The card %(card)s belongs to another reader: %(reader)s"),
    TableCode.KNOWN: _l("On record already: %(reader)s, card %(card)s"),
    TableCode.IN_FILE: _l("The same person as in line %(line)s."),
    TableCode.LEFT_OUT: _l("Left out, because it cannot be read: %(values)s"),
    TableCode.YEAR_ONLY: _l("Only the year of birth is known: 1 January %(year)s is written."),
    TableCode.UPDATED: _l("Brought up to date from this line: %(reader)s, card %(card)s"),
}

JOB_WORDS: dict[str, Any] = {
    "patrons:import": _l("Readers taken in from a table"),
    "patrons:import:done": _l("Added: %(added)s. Brought up to date: %(updated)s. Not taken: %(skipped)s."),
}

AUDIT_WORDS: dict[str, Any] = {
    "patron_added": _l("Reader added"),
    "patron_changed": _l("Reader's details changed"),
    "patron_registered": _l("Reader registered for the year"),
    "registration_taken_back": _l("Registration of a reader taken back"),
    "register_continued": _l("Register of the year goes on from paper"),
    "patron_card_lost": _l("Card reported lost"),
    "patron_card_replaced": _l("Card replaced"),
    "patron_restricted": _l("Restriction set"),
    "patron_restricted_again": _l("Restriction brought back"),
    "patron_restriction_lifted": _l("Restriction lifted"),
    "patron_pin_set": _l("PIN set"),
    "patron_pin_cleared": _l("PIN taken away"),
    "patron_telegram_offered": _l("Link to Telegram given"),
    "patron_telegram_linked": _l("Telegram linked"),
    "patron_telegram_unlinked": _l("Telegram unlinked"),
    "patron_photo_set": _l("Photo taken"),
    "patron_photo_dropped": _l("Photo deleted"),
    "patron_category_saved": _l("Category of readers saved"),
    "patron_import_read": _l("Table of readers read"),
    "patron_import_accepted": _l("Table of readers taken in"),
    "patron_import_dropped": _l("Table of readers put aside"),
}

CHECK_WORDS: dict[str, Any] = {
    "running_number_gap": _l(
        "The running numbers of %(year)s have a gap: numbers %(first)s–%(last)s for %(rows)s registrations."
    ),
    "registration_kind_wrong": _l(
        "The registration of reader %(patron)s in %(year)s is noted as %(kind)s, against the years on record."
    ),
    "name_not_found": _l("Reader %(patron)s is not found by the name that is on record."),
    "guardian_has_guardian": _l("Guardian %(guardian)s of reader %(patron)s has a guardian too."),
    "import_row_lost": _l("Line %(line)s of the import of readers %(import)s has no reader."),
}

REGISTRATION_KINDS: dict[str, Any] = {
    "new": _l("new reader"),
    "returning": _l("re-registered"),
}

RESTRICTION_KINDS: dict[RestrictionKind, Any] = {
    RestrictionKind.MANUAL: _l("set by hand"),
    RestrictionKind.OVERDUE: _l("late copies"),
    RestrictionKind.LOSS: _l("lost copy"),
    RestrictionKind.SUSPENSION: _l("suspension"),
}

PATRON_KINDS: dict[PatronKind, Any] = {
    PatronKind.PERSON: _l("person"),
    PatronKind.ORGANISATION: _l("organisation"),
}

FORGOTTEN = _l("reader forgotten")  # in place of a name, in a row that has let go of its reader
SEXES_SHOWN: dict[str, Any] = {"": _l("not given"), "m": _l("male"), "f": _l("female")}

CHANNELS_SHOWN: dict[str, Any] = {
    "telegram": _l("Telegram"),
    "sms": _l("SMS"),
    "email": _l("E-mail"),
    "letter": _l("Letter"),
    "call": _l("Call"),
}

# What a column of a table of readers may hold, in the order of the form.
TABLE_FIELDS: dict[str, Any] = {
    "full_name": _l("Surname, given name and patronymic in one"),
    "surname": _l("Surname"),
    "given_name": _l("Given name"),
    "patronymic": _l("Patronymic"),
    "card_number": _l("Card number"),
    "category": _l("Category"),
    "birth_date": _l("Date of birth"),
    "sex": _l("Sex"),
    "phone": _l("Telephone"),
    "email": _l("E-mail"),
    "faculty": _l("Faculty"),
    "course": _l("Course"),
    "study_group": _l("Group"),
    "workplace": _l("Place of work or study"),
    "education": _l("Education"),
    "address": _l("Address"),
    "document_number": _l("Passport or certificate"),
    "citizenship": _l("Citizenship"),
    "language": _l("Language of letters"),
    "guardian_name": _l("Guardian"),
    "guardian_phone": _l("Guardian's telephone"),
    "member_until": _l("Member until"),
    "note": _l("Note for the desk"),
}

ROW_STATES: dict[str, Any] = {
    "new": _l("will be added"),
    "duplicate": _l("on record already"),
    "refused": _l("cannot be taken"),
    "added": _l("added"),
    "skipped": _l("left out"),
}


class Studying(Protocol):
    """Whoever studies somewhere: a reader, a line of the register, a clearance sheet."""

    @property
    def faculty(self) -> str: ...
    @property
    def course(self) -> str: ...
    @property
    def study_group(self) -> str: ...


def studies(who: Studying) -> str:
    """Return faculty, course and group in one line; a bare figure is said to be a course."""
    course = _("course %(number)s", number=who.course) if who.course.isdigit() else who.course
    return " · ".join(each for each in (who.faculty, course, who.study_group) if each)
