"""Words of databases and of reminders."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from foreign_fund.databases.errors import DatabaseCode
from foreign_fund.databases.rules import Access, LinkState, Outcome, Standing, Term

DATABASE_ERROR_WORDS: dict[DatabaseCode, Any] = {
    DatabaseCode.UNKNOWN: _l("There is no such database."),
    DatabaseCode.TITLE_TAKEN: _l("There is already a database “%(title)s”."),
    DatabaseCode.LINK_INVALID: _l("“%(link)s” is not an address such as https://example.uz."),
    DatabaseCode.ACCESS_UNKNOWN: _l("There is no way of access “%(access)s”."),
    DatabaseCode.DAYS_REVERSED: _l("A subscription ends after it begins. Enter both days."),
    DatabaseCode.DAY_ODD: _l("%(day)s cannot be a day of a subscription. Check the year."),
    DatabaseCode.LANGUAGE_UNKNOWN: _l("“%(language)s” is not a language code of three letters such as eng."),
    DatabaseCode.CLOSED: _l("“%(title)s” is off the lists since %(day)s."),
    DatabaseCode.NOT_CLOSED: _l("“%(title)s” is on the lists."),
    DatabaseCode.NOT_SHOWN: _l("“%(title)s” cannot be opened now: its subscription or trial is over."),
    DatabaseCode.DEADLINE_UNKNOWN: _l("There is no such reminder."),
    DatabaseCode.DEADLINE_ANSWERED: _l("This reminder was answered already."),
    DatabaseCode.OUTCOME_UNKNOWN: _l("Say whether the term was renewed or let go."),
}

AUDIT_WORDS: dict[str, Any] = {
    "database_entered": _l("Database entered"),
    "database_changed": _l("Database changed"),
    "database_closed": _l("Database taken off the lists"),
    "database_reopened": _l("Database put back on the lists"),
    "deadline_answered": _l("Reminder of a term answered"),
}

JOB_KIND_WORDS: dict[str, Any] = {
    "database_links": _l("Links of databases asked"),
    "database_links:done": _l(
        "Addresses asked: %(asked)s; that answer: %(ok)s; that ask who we are: %(refused)s; that do not answer:"
        " %(broken)s; without a network: %(offline)s; of an inner network, not tried: %(inner)s;"
        " left for the next time: %(left)s"
    ),
    "ending_terms": _l("Reminders of terms that end"),
    "ending_terms:done": _l("Reminders written: %(reminded)s; closed, for the term was moved: %(moved)s"),
}

ACCESS: dict[Access, Any] = {
    Access.OPEN: _l("open to everybody"),
    Access.IP: _l("on the library's network"),
    Access.LOGIN: _l("by login"),
    Access.BUILDING: _l("in the building only"),
}

STANDINGS: dict[Standing, Any] = {
    Standing.OPEN: _l("free of charge"),
    Standing.SUBSCRIBED: _l("subscribed"),
    Standing.TRIAL: _l("on trial"),
    Standing.COMING: _l("begins later"),
    Standing.ENDED: _l("over"),
    Standing.CLOSED: _l("off the lists"),
}
STANDING_TAGS: dict[Standing, str] = {
    Standing.OPEN: "ok",
    Standing.SUBSCRIBED: "ok",
    Standing.TRIAL: "warn",
    Standing.COMING: "info",
    Standing.ENDED: "no",
    Standing.CLOSED: "plain",
}

LINKS: dict[LinkState, Any] = {
    LinkState.UNASKED: _l("not asked yet"),
    LinkState.OK: _l("answers"),
    LinkState.REFUSED: _l("answers, asks who we are"),
    LinkState.BROKEN: _l("does not answer"),
    LinkState.OFFLINE: _l("the library had no network"),
    LinkState.INNER: _l("address of an inner network: not tried"),
}
LINK_TAGS: dict[LinkState, str] = {
    LinkState.UNASKED: "plain",
    LinkState.OK: "ok",
    LinkState.REFUSED: "info",
    LinkState.BROKEN: "no",
    LinkState.OFFLINE: "warn",
    LinkState.INNER: "warn",
}

TERMS: dict[Term, Any] = {
    Term.TRIAL: _l("Trial"),
    Term.SUBSCRIPTION: _l("Subscription"),
    Term.AGREEMENT: _l("Agreement"),
}

OUTCOMES: dict[Outcome, Any] = {
    Outcome.RENEWED: _l("renewed"),
    Outcome.ENDED: _l("let go"),
    Outcome.MOVED: _l("has another end now"),
}

FIELD_LABELS: dict[str, Any] = {
    "title": _l("Title"),
    "provider": _l("Provider"),
    "subjects": _l("Fields of knowledge"),
    "about": _l("What it holds"),
    "how": _l("How one gets in"),
    "terms": _l("Terms of the licence"),
    "note": _l("Note"),
}
"""What the pages of this subject call the fields that a refusal names."""
