"""Words of registers."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from ils.registers.errors import BoardCode, EvidenceCode, RegisterCode
from ils.registers.rules.kinds import Register

REGISTER_ERROR_WORDS: dict[RegisterCode, Any] = {
    RegisterCode.UNKNOWN: _l("There is no register “%(register)s”."),
    RegisterCode.ENTRY_UNKNOWN: _l("There is no such entry."),
    RegisterCode.WITHDRAWN: _l("The entry was withdrawn: %(reason)s"),
    RegisterCode.FIELD_MISSING: _l("The field “%(field)s” is needed here."),
    RegisterCode.TYPE_UNKNOWN: _l("This register has no type “%(type)s”."),
    RegisterCode.DAY_AHEAD: _l("%(day)s has not come yet: what is entered has been done."),
    RegisterCode.DAY_TOO_OLD: _l("%(day)s is too long ago: entries begin with the year 2000."),
    RegisterCode.UNTIL_BEFORE: _l("%(until)s cannot be its end."),
    RegisterCode.NUMBER_OUT: _l("The field “%(field)s” takes a number from %(least)s to %(most)s."),
    RegisterCode.COUNTRY_INVALID: _l("“%(country)s” is not a country code of two letters such as KZ."),
    RegisterCode.COUNTRY_HOME: _l("Delegations are guests from abroad; guests of this country go to visits."),
    RegisterCode.LINK_INVALID: _l("“%(link)s” is not an address such as https://t.me/kutubxona/12."),
    RegisterCode.LIBRARY_UNKNOWN: _l("There is no such library in the directory."),
    RegisterCode.LIBRARY_TAKEN: _l("“%(name)s” is in the directory already."),
    RegisterCode.LIBRARY_KIND: _l("There is no kind of library “%(kind)s”."),
    RegisterCode.LIBRARY_NONE: _l("The directory is empty. Enter the libraries of the district first."),
    RegisterCode.PROPOSAL_TAKEN: _l("This was confirmed already."),
    RegisterCode.PROPOSAL_GONE: _l("This is no longer proposed; look at the list again."),
    RegisterCode.STAFF_UNKNOWN: _l("There is no such member of the staff."),
    RegisterCode.EDUCATION_UNKNOWN: _l("There is no education “%(education)s”."),
    RegisterCode.QUARTER_FILED: _l("The summary of quarter %(quarter)s of %(year)s is filed already."),
    RegisterCode.QUARTER_AHEAD: _l("Quarter %(quarter)s of %(year)s has not begun yet."),
    RegisterCode.YEAR_FILED: _l("The directory of %(year)s is filed already."),
}

BOARD_ERROR_WORDS: dict[BoardCode, Any] = {
    BoardCode.TAP_UNKNOWN: _l("The board has no button “%(tap)s”."),
    BoardCode.AMOUNT_INVALID: _l("A number from 1 to %(most)s is counted at once."),
    BoardCode.CHANNEL_UNKNOWN: _l("There is no way “%(channel)s” to come to the library."),
    BoardCode.SECTOR_UNKNOWN: _l("There is no sector “%(sector)s”. Choose the department you work in."),
    BoardCode.TALLY_UNKNOWN: _l("There is no such tap."),
    BoardCode.TAKEN_BACK: _l("This has been taken back already."),
    BoardCode.NOTHING_TO_UNDO: _l("You have counted nothing today that could be undone."),
    BoardCode.NOT_THE_LAST: _l("That tap is undone already, or not your last one any more."),
}

EVIDENCE_ERROR_WORDS: dict[EvidenceCode, Any] = {
    EvidenceCode.UNKNOWN: _l("There is no such file."),
    EvidenceCode.OWNER_UNKNOWN: _l("There is nothing that this file could belong to."),
    EvidenceCode.NOTHING_GIVEN: _l("Choose a file first."),
    EvidenceCode.EMPTY: _l("The file is empty."),
    EvidenceCode.TOO_LARGE: _l("The file is larger than %(limit)s MB."),
    EvidenceCode.KIND_REFUSED: _l(
        "Only PDF, pictures (JPEG, PNG, WebP) and office files without macros are taken."
    ),
    EvidenceCode.ALREADY_THERE: _l("This very file is here already."),
    EvidenceCode.FILE_GONE: _l(
        "The file is no longer in the data folder. “ils check” lists what is missing."
    ),
}

CHECK_WORDS: dict[str, Any] = {
    "register_differs": _l("Entry %(entry)s of the register “%(register)s” says another thing than the log."),
    "evidence_missing": _l("The evidence file %(file)s is missing from the data folder."),
    "evidence_differs": _l("The evidence file %(file)s has another size: %(found)s instead of %(size)s bytes."),
}  # fmt: skip

AUDIT_WORDS: dict[str, Any] = {
    "register_entered": _l("Entry made in a register"),
    "register_changed": _l("Entry of a register changed"),
    "register_withdrawn": _l("Entry of a register withdrawn"),
    "evidence_attached": _l("Evidence attached"),
    "evidence_removed": _l("Evidence taken away"),
    "tap_taken_back": _l("Tap of the board taken back"),
    "other_library_saved": _l("Library of the directory saved"),
    "other_library_closed": _l("Library of the directory closed or opened again"),
    "staff_profile_saved": _l("Training of a member of the staff noted"),
}

REGISTERS: dict[str, Any] = {
    Register.DOCUMENTS: _l("Documents"),
    Register.METHOD_HELP: _l("Help to other libraries"),
    Register.PROJECTS: _l("Projects and campaigns"),
    Register.POSTS: _l("News on the web"),
    Register.MEDIA: _l("Television, radio, press"),
    Register.TRAINING: _l("Training"),
    Register.AIDS: _l("Bibliographic aids"),
    Register.OWN_PUBLICATIONS: _l("Own publications on the web"),
    Register.AGREEMENTS: _l("Agreements"),
    Register.DELEGATIONS: _l("Foreign delegations"),
    Register.ABROAD: _l("Events abroad"),
    Register.STOCKTAKES: _l("Stocktaking acts"),
    Register.RENT: _l("Income from rent"),
    Register.OTHER: _l("Other work"),
}

ABOUT: dict[str, Any] = {
    Register.DOCUMENTS: _l("Manuals, reports and lists: a text counts once a year, a quarterly paper once a quarter."),
    Register.METHOD_HELP: _l("One library on one day is one, however many questions it had."),
    Register.PROJECTS: _l("Counts on the day it begins."),
    Register.POSTS: _l("The same news in four networks is four; one address counts once."),
    Register.MEDIA: _l("A repeat of the same piece is not counted again in the year."),
    Register.TRAINING: _l("Courses, seminars and webinars of the staff, with persons and hours."),
    Register.AIDS: _l("Local history in full text, and aids by kind."),
    Register.OWN_PUBLICATIONS: _l("Earlier printed works of the library, digitised and open on the web."),
    Register.AGREEMENTS: _l("Only agreements with partners abroad count in the plan."),
    Register.DELEGATIONS: _l("The guest book: each guest from abroad counts."),
    Register.ABROAD: _l("Conferences, fairs and visits of the staff abroad or on-line, with the report as a file."),
    Register.STOCKTAKES: _l("An act counts on its day."),
    Register.RENT: _l("Soʻm received, entered by whoever keeps the books."),
    Register.OTHER: _l("What the library itself puts into the plan."),
}  # fmt: skip

FIELDS: dict[str, Any] = {
    "type": _l("Kind"),
    "title": _l("What it is called"),
    "number": _l("Number"),
    "day": _l("Day"),
    "until": _l("Ends on"),
    "people": _l("Who did it"),
    "place": _l("Place"),
    "partner": _l("With whom"),
    "library_id": _l("Library"),
    "country": _l("Country, two letters"),
    "persons": _l("Persons"),
    "hours": _l("Hours of study"),
    "amount": _l("Sum, soʻm"),
    "link": _l("Address on the web"),
    "note": _l("Note"),
    "department": _l("Department"),
}

# How a register calls a field that it understands in a way of its own.
OWN_FIELDS: dict[tuple[str, str], Any] = {
    (Register.DOCUMENTS, "people"): _l("Authors"),
    (Register.DOCUMENTS, "partner"): _l("Sent to"),
    (Register.DOCUMENTS, "day"): _l("Day of approval"),
    (Register.DOCUMENTS, "until"): _l("Last day of the time it is about"),
    (Register.METHOD_HELP, "type"): _l("In what way"),
    (Register.METHOD_HELP, "title"): _l("Topic"),
    (Register.PROJECTS, "day"): _l("Begins"),
    (Register.PROJECTS, "persons"): _l("Persons reached"),
    (Register.POSTS, "type"): _l("Network"),
    (Register.MEDIA, "type"): _l("Medium"),
    (Register.MEDIA, "partner"): _l("Outlet"),
    (Register.MEDIA, "people"): _l("Who spoke or wrote"),
    (Register.TRAINING, "people"): _l("Who took part"),
    (Register.TRAINING, "partner"): _l("Who held it"),
    (Register.TRAINING, "number"): _l("Certificates"),
    (Register.AIDS, "people"): _l("Compilers"),
    (Register.OWN_PUBLICATIONS, "people"): _l("Authors"),
    (Register.OWN_PUBLICATIONS, "number"): _l("Year of printing"),
    (Register.AGREEMENTS, "partner"): _l("Partner"),
    (Register.AGREEMENTS, "title"): _l("About what"),
    (Register.AGREEMENTS, "day"): _l("Signed on"),
    (Register.AGREEMENTS, "until"): _l("Holds until"),
    (Register.AGREEMENTS, "people"): _l("Signed by"),
    (Register.DELEGATIONS, "partner"): _l("From where"),
    (Register.DELEGATIONS, "title"): _l("Purpose of the visit"),
    (Register.DELEGATIONS, "people"): _l("Who came"),
    (Register.ABROAD, "people"): _l("Who took part"),
    (Register.ABROAD, "partner"): _l("Who held it"),
    (Register.STOCKTAKES, "place"): _l("Fund"),
    (Register.STOCKTAKES, "number"): _l("Number of the act"),
    (Register.STOCKTAKES, "day"): _l("Day of the act"),
    (Register.STOCKTAKES, "people"): _l("Commission"),
    (Register.RENT, "partner"): _l("Tenant"),
    (Register.RENT, "title"): _l("What is rented"),
    (Register.RENT, "number"): _l("Number of the paper"),
}

BOARD: dict[str, Any] = {
    "question": _l("Question"),
    "help": _l("Help to a reader"),
    "copy": _l("Pages copied"),
    "call": _l("Telephone call"),
    "refusal": _l("Refusal"),
}

BOARD_ABOUT: dict[str, Any] = {
    "question": _l("Questions answered"),
    "refusal": _l("Asked for in vain"),
}

LIBRARY_KINDS: dict[str, Any] = {
    "school": _l("of a school"),
    "college": _l("of a college"),
    "university": _l("of a university"),
    "departmental": _l("of an institution"),
    "public": _l("public"),
    "other": _l("other"),
}

EDUCATIONS: dict[str, Any] = {
    "higher": _l("higher"),
    "secondary_special": _l("secondary special"),
    "secondary": _l("secondary"),
    "": _l("not stated"),
}


def register_name(register: str) -> str:
    """Return the name of a register, its code when it is none."""
    return str(REGISTERS.get(register, register))


def field_label(register: str, field: str) -> Any:
    """Return how a register calls a field."""
    return OWN_FIELDS.get((register, field)) or FIELDS[field]
