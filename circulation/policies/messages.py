"""Words of the rules of lending."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from catalog.items.models import Use
from catalog.items.queries import item_types
from catalog.marc.facts.model import DocumentType
from circulation.policies.errors import PolicyCode
from circulation.policies.rules import Severity, Verdict
from ils.library.funds import FOREIGN
from ils.web.frame import place_label

POLICY_WORDS: dict[PolicyCode, Any] = {
    PolicyCode.UNKNOWN: _l("There is no such row in the table of policies."),
    PolicyCode.TAKEN: _l(
        "There is already a row for this category, item type, place of use and department. Change that one."
    ),
    PolicyCode.GENERAL_STAYS: _l(
        "The general row stays as it is for everybody, so that some rule always holds."
    ),
    PolicyCode.DAYS_INVALID: _l("The days of a loan are a number from 0 to %(last)s."),
    PolicyCode.LIMIT_INVALID: _l("The limit of copies is a number from 0 to %(last)s."),
    PolicyCode.RENEWALS_INVALID: _l("The number of renewals is a number from 0 to %(last)s."),
    PolicyCode.EARLIEST_INVALID: _l("The days before the due date are a number from 0 to %(last)s."),
    PolicyCode.QUEUE_INVALID: _l("The length of a queue and the days are numbers from 0 to %(last)s."),
    PolicyCode.QUEUE_HALF: _l("For a queue give both: how many wait, and for how many days is lent then."),
    PolicyCode.DEBT_INVALID: _l("The debt is a whole number of soʻm from 0 to %(last)s."),
    PolicyCode.OVERDUE_INVALID: _l("The days late are a number from %(first)s to %(last)s."),
    PolicyCode.FINE_INVALID: _l("The fine is a whole number of soʻm from 0 to %(last)s."),
    PolicyCode.SUSPEND_INVALID: _l("The days without lending are a number from 0 to %(last)s."),
    PolicyCode.FROM_UNKNOWN: _l("A renewal counts from the day of renewing or from the old due date."),
    PolicyCode.FIXED_INVALID: _l("“%(value)s” cannot be the last day of loans."),
    PolicyCode.CATEGORY_UNKNOWN: _l("There is no category of readers “%(value)s”."),
    PolicyCode.ITEM_TYPE_UNKNOWN: _l("There is no item type “%(value)s”."),
    PolicyCode.USE_UNKNOWN: _l("There is no place of use “%(value)s”."),
    PolicyCode.FUND_UNKNOWN: _l("There is no fund “%(value)s”."),
    PolicyCode.LIMIT_UNKNOWN: _l("There is no such limit."),
    PolicyCode.LIMIT_TAKEN: _l(
        "There is already a limit for this category and this kind of copies. Change that one."
    ),
    PolicyCode.LIMIT_OF_ONE: _l("A limit is either of an item type or of a fund: choose one of the two."),
    PolicyCode.DECISION_UNKNOWN: _l("There is no decision “%(value)s”."),
    PolicyCode.DECISION_FIXED: _l(
        "Without a copy, a reader or a rule nothing can be lent: this always stops."
    ),
    PolicyCode.SEVERITY_UNKNOWN: _l("A decision stops, asks, tells or is off; “%(value)s” is none of these."),
    PolicyCode.TYPE_CODE: _l(
        "“%(code)s” cannot be the code of an item type: 2 to 40 lower-case Latin letters, digits and _."
    ),
    PolicyCode.TYPE_TAKEN: _l("There is already an item type “%(code)s”."),
    PolicyCode.TYPE_IN_USE: _l("The item type “%(code)s” stays: copies, policies or limits name it."),
}

AUDIT_WORDS: dict[str, Any] = {
    "policy_saved": _l("Loan policy saved"),
    "policy_deleted": _l("Loan policy deleted"),
    "loan_limit_saved": _l("Limit of copies saved"),
    "loan_limit_deleted": _l("Limit of copies deleted"),
    "desk_decisions_set": _l("Decisions of the desk changed"),
    "item_type_saved": _l("Item type saved"),
    "item_type_moved": _l("Item types put in another order"),
    "item_type_deleted": _l("Item type deleted"),
}

TYPES_SHOWN: dict[DocumentType, Any] = {
    DocumentType.BOOK: _l("book"),
    DocumentType.SERIAL: _l("periodical"),
    DocumentType.ARTICLE: _l("article"),
    DocumentType.MAP: _l("map"),
    DocumentType.MUSIC_SCORE: _l("printed music"),
    DocumentType.SOUND: _l("sound recording"),
    DocumentType.VIDEO: _l("film"),
    DocumentType.PICTURE: _l("picture"),
    DocumentType.ELECTRONIC: _l("electronic resource"),
    DocumentType.MANUSCRIPT: _l("manuscript"),
    DocumentType.MIXED: _l("mixed material"),
    DocumentType.OBJECT: _l("object"),
    DocumentType.OTHER: _l("other"),
}

USES_SHOWN: dict[str, Any] = {
    Use.HOME.value: _l("at home"),
    Use.ROOM.value: _l("in the reading room"),
    Use.OVERNIGHT.value: _l("overnight"),
    Use.EXHIBITION.value: _l("from an exhibition"),
    Use.ORGANISATION.value: _l("by an organisation"),
}

FUNDS_SHOWN: dict[str, Any] = {FOREIGN: _l("foreign fund")}

SEVERITIES_SHOWN: dict[Severity, Any] = {
    Severity.BLOCK: _l("stops"),
    Severity.ASK: _l("asks"),
    Severity.TELL: _l("tells"),
    Severity.OFF: _l("off"),
}

# What each decision is about, for the settings; the desk says it with its facts.
DECISIONS_SHOWN: dict[str, Any] = {
    "copy_unknown": _l("No copy has this number"),
    "reader_unknown": _l("No reader has this card"),
    "card_lost": _l("The card was reported lost"),
    "registration_due": _l("Not registered this year: a yes registers"),
    "reader_suspended": _l("The reader is suspended"),
    "reader_expired": _l("The membership or contract has ended"),
    "reader_restricted": _l("The reader has a restriction: late copies, a lost book, or set by hand"),
    "debt_limit": _l("The reader owes more than the row allows"),
    "has_overdue": _l("The reader has overdue copies; a row may stop from so many days on"),
    "copy_withdrawn": _l("The copy was written off"),
    "copy_missing": _l("The copy is lost or missing: a yes says that it was found"),
    "room_only": _l("The copy is for the reading room only: a yes lends it for use there"),
    "on_exhibition": _l("The copy is on an exhibition; one that lends nothing stops"),
    "copy_not_ready": _l("The copy is being processed, in repair or on its way"),
    "already_yours": _l("The reader has this copy already: a yes renews"),
    "lent_to_other": _l("Another reader has the copy: a yes takes it back first"),
    "limit_total": _l("The limit of copies in all is reached"),
    "limit_type": _l("The limit of copies of this type or fund is reached"),
    "held_for_other": _l("The copy waits on the hold shelf for another reader"),
    "queue_waiting": _l("Others wait for the title and no other free copy serves them"),
    "age_mark": _l("The reader is younger than the age mark of the record"),
    "same_title": _l("The reader has another copy of the title"),
    "had_before": _l("The reader has borrowed the title before"),
    "count_parts": _l("Parts of the copy must be counted"),
    "note": _l("There is a note on the reader or the copy"),
    "due_date_odd": _l("The date set by hand is odd: past, closed, after the membership or the term"),
    "no_policy": _l("No row of the table fits"),
}

VERDICTS_SHOWN: dict[Verdict, Any] = {
    Verdict.REFUSED: _l("Would be refused"),
    Verdict.FREED: _l("Would not be refused any more"),
    Verdict.SHORTER: _l("Would be shorter"),
    Verdict.LONGER: _l("Would be longer"),
}


def type_choices(session: Session) -> list[tuple[str, str]]:
    """Return all item types with their names; a document type that the table lacks is there all the same."""
    own = [(each.code, place_label(each)) for each in item_types(session)]
    named = {code for code, _name in own}
    return own + [(each.value, str(words)) for each, words in TYPES_SHOWN.items() if each.value not in named]


def type_name(session: Session, code: str) -> str:
    """Return the name of an item type; a code that is gone stays a code."""
    return dict(type_choices(session)).get(code, code)
