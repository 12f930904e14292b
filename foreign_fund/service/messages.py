"""Words of the service to teachers and readers."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from foreign_fund.service.errors import ListCode, ProfileCode, QueryCode
from foreign_fund.service.rules.asking import AskerKind, QueryState, QueryType, RefuseReason, Way
from foreign_fund.service.rules.covering import Cover
from foreign_fund.service.rules.periods import Every
from ils.web.words import SOURCE_WORDS

QUERY_WORDS: dict[QueryCode, Any] = {
    QueryCode.UNKNOWN: _l("There is no such query."),
    QueryCode.ENDED: _l("This query was answered or refused already. Take it up again to change anything."),
    QueryCode.NOT_ENDED: _l("This query still waits, so there is nothing to take back."),
    QueryCode.DAY_ODD: _l("%(day)s cannot be the day of a query: not yet come, or more than a year ago."),
    QueryCode.CHOICE_UNKNOWN: _l("There is no such choice: “%(value)s”."),
    QueryCode.NOBODY: _l("Say who asks: scan the card, or type a name."),
    QueryCode.CONTACT_ODD: _l("An e-mail address is needed, such as kutubxona@example.uz."),
    QueryCode.ANSWER_EMPTY: _l("An answer has words, or at least one title on its list."),
    QueryCode.TOO_MANY_OPEN: _l("So many of your queries wait for an answer already: %(most)s."),
}

LIST_WORDS: dict[ListCode, Any] = {
    ListCode.TITLE_UNKNOWN: _l("Nothing in the catalogue has the code “%(code)s”."),
    ListCode.TITLE_TWICE: _l("“%(title)s” stands on the list already."),
    ListCode.TITLE_NOT_THERE: _l("This title is not on the list any more."),
    ListCode.TOO_LONG: _l("A list has at most this many titles: %(most)s."),
    ListCode.SELECTION_UNKNOWN: _l("There is no such selection."),
    ListCode.STUDENTS_INVALID: _l("The number of students is a whole number from 0 to %(most)s."),
    ListCode.COPIES_INVALID: _l("The number of copies is a whole number from 0 to %(most)s."),
    ListCode.NORM_INVALID: _l(
        "The norm is a whole number from 1 to %(most)s: copies for a hundred students."
    ),
    ListCode.REVIEW_UNKNOWN: _l("There is no such review."),
    ListCode.MINUTES_INVALID: _l("A review takes from 1 to %(most)s minutes."),
}

PROFILE_WORDS: dict[ProfileCode, Any] = {
    ProfileCode.UNKNOWN: _l("There is no such interest profile."),
    ProfileCode.EMPTY: _l("Choose at least one language, branch, kind, author or class mark."),
    ProfileCode.NO_CONSENT: _l(
        "The reader's consent to the keeping of personal data is not on record. The desk writes it down."
    ),
    ProfileCode.GONE: _l("This reader has left the library."),
    ProfileCode.TOO_MANY: _l("Lines typed: %(count)s, at most %(most)s can be."),
    ProfileCode.LANGUAGE_UNKNOWN: _l("“%(language)s” is no code of a language."),
    ProfileCode.LINK_WRONG: _l(
        "This link is not right, or it is too old. Stop the messages on your own page."
    ),
    ProfileCode.BULLETIN_UNKNOWN: _l("There is no such bulletin."),
    ProfileCode.PERIOD_UNKNOWN: _l("A bulletin is made weekly or monthly, not “%(value)s”."),
}

JOB_KIND_WORDS: dict[str, Any] = {
    "bulletin_send": _l("Bulletin of new arrivals"),
    "bulletin_send:done": _l("Bulletins made: %(issues)s, readers written to: %(readers)s"),
}

AUDIT_WORDS: dict[str, Any] = {
    "query_received": _l("Query received"),
    "query_changed": _l("Query changed"),
    "query_answered": _l("Query answered"),
    "query_refused": _l("Query refused"),
    "query_reopened": _l("Query taken up again"),
    "list_title_added": _l("Title put on a list"),
    "list_title_removed": _l("Title taken off a list"),
    "selection_made": _l("Selection made"),
    "selection_changed": _l("Selection changed"),
    "selection_closed": _l("Selection closed"),
    "selection_reopened": _l("Selection opened again"),
    "selection_wished": _l("Order asked for a course"),
    "coverage_norm_set": _l("Norm of coverage set"),
    "review_planned": _l("Bibliographic review planned"),
    "review_changed": _l("Bibliographic review changed"),
    "review_held": _l("Bibliographic review held"),
    "profile_saved": _l("Interest profile saved"),
    "profile_stopped": _l("Bulletin stopped"),
    "profile_stopped_by_link": _l("Bulletin stopped by its link"),
    "bulletin_made": _l("Bulletin made"),
    "bulletin_every_set": _l("Period of the bulletin set"),
}

CHECK_WORDS: dict[str, Any] = {
    "query_log_differs": _l("Query %(query)s ended: %(ended)s; the activity log says: %(logged)s."),
    "bulletin_twice": _l("Of the bulletin %(bulletin)s one reader has messages: %(messages)s."),
    "bulletin_of_nothing": _l("The bulletin %(bulletin)s has no title, yet readers were written to."),
    "bulletin_gap": _l("One bulletin ends on %(until)s and the next one begins on %(since)s."),
}

# Names of things, not sentences for codes of refusals.
WAYS: dict[Way, Any] = {
    Way.ORAL: _l("oral"),
    Way.WRITTEN: _l("written"),
    Way.VIRTUAL: _l("virtual"),
}
ASKERS: dict[AskerKind, Any] = {
    AskerKind.TEACHER: _l("teacher"),
    AskerKind.READER: _l("reader"),
    AskerKind.GUEST: _l("guest"),
}
QUERY_STATES: dict[QueryState, Any] = {
    QueryState.RECEIVED: _l("waits for an answer"),
    QueryState.ANSWERED: _l("answered"),
    QueryState.REFUSED: _l("refused"),
}
QUERY_TAGS: dict[str, str] = {"received": "warn", "answered": "ok", "refused": "no"}
# The same that the tally board and the figures say.
QUERY_TYPES: dict[QueryType, Any] = {each: SOURCE_WORDS[each.value] for each in QueryType}
REASONS: dict[RefuseReason, Any] = {each: SOURCE_WORDS[each.value] for each in RefuseReason}
COVERS: dict[Cover, tuple[Any, str]] = {
    Cover.ENOUGH: (_l("enough"), "ok"),
    Cover.ELECTRONIC: (_l("full text helps out"), "info"),
    Cover.BELOW: (_l("below the norm"), "warn"),
    Cover.NONE: (_l("no copy"), "no"),
    Cover.NOT_ASKED: (_l("not asked"), "plain"),
}
PERIODS: dict[Every, Any] = {Every.WEEK: _l("weekly"), Every.MONTH: _l("monthly")}
