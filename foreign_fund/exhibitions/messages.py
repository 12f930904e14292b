"""Words of exhibitions: states, refusals, audit actions, problems found by the checks."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from foreign_fund.exhibitions.errors import ExhibitionCode
from foreign_fund.exhibitions.models import ExhibitionState
from foreign_fund.exhibitions.rules.effect import LEAST_DAYS, LEAST_LOANS, LEAST_TITLES, Doubt
from foreign_fund.exhibitions.rules.places import Access, Form, Role
from foreign_fund.exhibitions.rules.rotating import Phase
from foreign_fund.exhibitions.rules.telling import Came, Extra
from foreign_fund.exhibitions.rules.walking import Result, Walk

EXHIBITION_WORDS: dict[ExhibitionCode, Any] = {
    ExhibitionCode.UNKNOWN: _l("There is no such exhibition."),
    ExhibitionCode.COPY_NOT_HERE: _l("This copy is not on the exhibition, or was taken down already."),
    ExhibitionCode.DATES_REVERSED: _l("The last day %(closes_on)s is before the first day %(opens_on)s."),
    ExhibitionCode.DATES_ODD: _l("%(day)s cannot be a day of an exhibition. Check the year."),
    ExhibitionCode.NOT_IN_THIS_STATE: _l(
        "The exhibition “%(exhibition)s” does not allow this now: look at whether it is still open."
    ),
    ExhibitionCode.EMPTY: _l("“%(exhibition)s” has no copies yet. Scan at least one, then open it."),
    ExhibitionCode.ALREADY_OVER: _l(
        "The last day of “%(exhibition)s” was %(closes_on)s. Set a later one, then open it."
    ),
    ExhibitionCode.NOTHING_SCANNED: _l("Nothing was scanned. Scan a barcode or type an inventory number."),
    ExhibitionCode.COPY_UNKNOWN: _l("No copy has the number “%(code)s”."),
    ExhibitionCode.COPY_UNKNOWN_NEAR: _l("No copy has the number “%(code)s”. Similar: %(nearest)s."),
    ExhibitionCode.COPY_WITHDRAWN: _l(
        "%(code)s, “%(title)s”, was withdrawn on %(day)s (act %(act)s) and cannot be shown. If it came back, accept it"
        " anew by an act, then scan its new number."
    ),
    ExhibitionCode.COPY_ON_LOAN: _l(
        "%(code)s, “%(title)s”, is on loan until %(due)s. Take it back at the desk first."
    ),
    ExhibitionCode.ALREADY_HERE: _l("%(code)s, “%(title)s”, is already on this exhibition."),
    ExhibitionCode.ON_ANOTHER: _l(
        "%(code)s, “%(title)s”, is on display at “%(exhibition)s” until %(until)s. Take it down there first."
    ),
    ExhibitionCode.COPIES_HINDER: _l(
        "“%(exhibition)s” cannot open. Copies withdrawn or on display elsewhere: %(copies)s. Take them off the list."
    ),
    ExhibitionCode.UNDO_TOO_LATE: _l(
        "%(code)s was scanned on %(day)s and has been shown since. Take it down instead; it stays counted."
    ),
    ExhibitionCode.LENT_MEANWHILE: _l(
        "Readers have borrowed from “%(exhibition)s” already: %(loans)s. It was open; close it instead."
    ),
    ExhibitionCode.SETUP_LATE: _l("Mounting on %(day)s would be after the first day %(opens_on)s."),
    ExhibitionCode.TAKEDOWN_EARLY: _l("Taking down on %(day)s would be before the last day %(closes_on)s."),
    ExhibitionCode.WENT_BACK: _l(
        "Copies of “%(exhibition)s” went back to their shelves by an act: %(copies)s. Enter a new exhibition."
    ),
    ExhibitionCode.FORM_UNKNOWN: _l("There is no such form of an exhibition: %(form)s."),
    ExhibitionCode.CHOICE_UNKNOWN: _l("This cannot be chosen here: %(value)s."),
    ExhibitionCode.CASE_UNKNOWN: _l("The exhibition has no such case."),
    ExhibitionCode.CASE_ELSEWHERE: _l("%(code)s is the code of a case of another exhibition."),
    ExhibitionCode.CASE_THERE: _l("The case “%(case)s” is there already."),
    ExhibitionCode.CASE_IN_USE: _l(
        "Something stands or stood in the case “%(case)s”. It can be renamed, not removed."
    ),
    ExhibitionCode.CASE_FIRST: _l("First scan the code of the case you stand at, then its copies."),
    ExhibitionCode.CASES_TOO_MANY: _l("Name from one to %(most)s cases, one on each line."),
    ExhibitionCode.WALK_WRONG_STATE: _l(
        "“%(exhibition)s” is not checked this way now: mounting is before the close, the evening check while it is open,"
        " the return after it closed."
    ),
    ExhibitionCode.WALK_GOING: _l("Another check of “%(exhibition)s” is going. Finish it first."),
    ExhibitionCode.WALK_OVER: _l("This check of %(day)s is finished. Begin a new one."),
    ExhibitionCode.WALK_UNKNOWN: _l("There is no such check of this exhibition."),
    ExhibitionCode.NOT_ON_LIST: _l("%(code)s, “%(title)s”, is not on the list of this exhibition."),
    ExhibitionCode.NOTHING_TO_ISSUE: _l("Every copy of “%(exhibition)s” is on an act of issue already."),
    ExhibitionCode.NOTHING_TO_RETURN: _l(
        "No copy of “%(exhibition)s” waits for an act of return: only issued copies that were taken down or scanned on"
        " the way back do."
    ),
    ExhibitionCode.PAPER_UNKNOWN: _l("There is no such act of this exhibition."),
    ExhibitionCode.PERSONS_ODD: _l("Enter a number from 1 to %(most)s."),
    ExhibitionCode.DAY_AHEAD: _l("%(day)s has not come yet."),
    ExhibitionCode.LINK_ODD: _l("An address begins with https:// or http://."),
    ExhibitionCode.LINE_UNKNOWN: _l("There is no such line on this exhibition."),
    ExhibitionCode.EVENT_THERE: _l("“%(event)s” belongs to this exhibition already."),
    ExhibitionCode.PIECE_UNKNOWN: _l("There is no such piece on this exhibition, or it went back already."),
    ExhibitionCode.PIECE_BACK_EARLY: _l("%(day)s is before the day on which the piece was received."),
    ExhibitionCode.TITLE_THERE: _l("This title is on “%(exhibition)s” already."),
    ExhibitionCode.NOT_VIRTUAL: _l(
        "“%(exhibition)s” shows copies. Only a virtual exhibition shows titles without them."
    ),
    ExhibitionCode.NO_FREE_COPY: _l(
        "A chosen title has no free copy: all are lent, promised, or shown somewhere."
    ),
    ExhibitionCode.ROTATION_UNKNOWN: _l("There is no such rotation of this exhibition."),
    ExhibitionCode.ROTATION_OUTSIDE: _l(
        "Rotation %(rotation)s would not lie within the days of the exhibition, %(opens_on)s – %(closes_on)s."
    ),
    ExhibitionCode.ROTATION_OVERLAPS: _l(
        "These days belong to rotation %(rotation)s already: %(first)s – %(last)s."
    ),
    ExhibitionCode.ROTATION_IN_USE: _l(
        "Copies hung in rotation %(rotation)s or wait for it. It can be changed, not removed."
    ),
    ExhibitionCode.ROTATION_OVER: _l("Rotation %(rotation)s ended on %(last)s."),
    ExhibitionCode.ROTATION_BEGUN: _l(
        "Copies of rotation %(rotation)s hang already: %(copies)s. Take them down before it is to begin later."
    ),
    ExhibitionCode.ROTATION_LATER: _l(
        "Rotation %(rotation)s begins on %(first)s. Take the copy down, then scan it for that rotation."
    ),
    ExhibitionCode.ROTATION_STAYS: _l(
        "%(code)s, “%(title)s”, stays: it hangs until %(last)s. To take it down now, use the list of copies."
    ),
    ExhibitionCode.ROTATIONS_TOO_MANY: _l("An exhibition has at most %(most)s rotations."),
    ExhibitionCode.PLANNED_LATER: _l(
        "%(code)s, “%(title)s”, waits for rotation %(rotation)s, which begins on %(first)s."
    ),
    ExhibitionCode.PLANNED_THERE: _l("%(code)s, “%(title)s”, waits for rotation %(rotation)s already."),
    ExhibitionCode.PLAN_UNKNOWN: _l("This copy waits for no rotation of the exhibition."),
    ExhibitionCode.PHOTO_UNFIT: _l(
        "Only a picture among the files of this exhibition can be shown: %(file)s."
    ),
}

FORMS: dict[Form, Any] = {
    Form.THEMATIC: _l("thematic exhibition"),
    Form.NEW_ARRIVALS: _l("exhibition of new arrivals"),
    Form.PERSONAL: _l("exhibition about one person"),
    Form.ONE_BOOK: _l("exhibition of one book"),
    Form.VIRTUAL: _l("virtual exhibition"),
}

ACCESSES: dict[Access, Any] = {
    Access.LEND: _l("may be lent"),
    Access.ROOM: _l("for reading in the room"),
    Access.LOOK: _l("only to look at"),
}

ROLES: dict[Role, Any] = {
    Role.SELECTION: _l("selection of books"),
    Role.TEXTS: _l("texts"),
    Role.DESIGN: _l("design"),
    Role.MOUNTING: _l("mounting"),
    Role.GUIDE: _l("guided tours"),
    Role.DUTY: _l("on duty"),
    Role.ADVISER: _l("adviser"),
}

WALKS: dict[Walk, Any] = {
    Walk.MOUNTING: _l("mounting check"),
    Walk.EVENING: _l("evening check"),
    Walk.RETURN: _l("return to the shelf"),
}

RESULTS: dict[Result, Any] = {
    Result.RIGHT: _l("in its place"),
    Result.MISPLACED: _l("in another case"),
    Result.MISSING: _l("missing"),
    Result.ON_LOAN: _l("with a reader"),
}

RESULT_TAGS: dict[Result, str] = {
    Result.RIGHT: "ok",
    Result.MISPLACED: "warn",
    Result.MISSING: "no",
    Result.ON_LOAN: "info",
}

CAME: dict[Came, Any] = {
    Came.VISITORS: _l("visitors, by tally"),
    Came.GROUP: _l("group"),
    Came.TOUR: _l("guided tour"),
    Came.VIEWS: _l("books looked at on the spot"),
    Came.QUESTIONS: _l("questions asked"),
}

EXTRAS: dict[Extra, Any] = {
    Extra.PRESS: _l("press"),
    Extra.WEB: _l("page on the web"),
    Extra.WORDS: _l("words of a reader"),
}

PHASES: dict[Phase, Any] = {
    Phase.COMING: _l("to come"),
    Phase.NOW: _l("now"),
    Phase.OVER: _l("over"),
}
PHASE_TAGS: dict[Phase, str] = {Phase.COMING: "plain", Phase.NOW: "ok", Phase.OVER: "plain"}

PAPERS: dict[str, Any] = {
    "issue": _l("Act of issue to an exhibition"),
    "return": _l("Act of return from an exhibition"),
}

DOUBTS: dict[Doubt, Any] = {
    Doubt.FEW_DAYS: _l("it was open for fewer than %(least)s days"),
    Doubt.FEW_TITLES: _l("fewer than %(least)s titles were shown"),
    Doubt.FEW_LOANS: _l("these titles had fewer than %(least)s loans in both periods together"),
    Doubt.FEW_COMPARABLE: _l("there are fewer than %(least)s comparable titles"),
}
LEAST: dict[Doubt, int] = {
    Doubt.FEW_DAYS: LEAST_DAYS,
    Doubt.FEW_TITLES: LEAST_TITLES,
    Doubt.FEW_LOANS: LEAST_LOANS,
    Doubt.FEW_COMPARABLE: LEAST_TITLES,
}

STATE_WORDS: dict[ExhibitionState, Any] = {
    ExhibitionState.PREPARING: _l("in preparation"),
    ExhibitionState.OPEN: _l("open to readers"),
    ExhibitionState.CLOSED: _l("closed"),
}

STATE_TAGS: dict[ExhibitionState, str] = {
    ExhibitionState.PREPARING: "warn",
    ExhibitionState.OPEN: "ok",
    ExhibitionState.CLOSED: "plain",
}

AUDIT_WORDS: dict[str, Any] = {
    "exhibition_created": _l("Exhibition entered"),
    "exhibition_changed": _l("Exhibition changed"),
    "exhibition_opened": _l("Exhibition opened"),
    "exhibition_closed": _l("Exhibition closed"),
    "exhibition_unopened": _l("Opening of an exhibition taken back"),
    "exhibition_reopened": _l("Exhibition closed by mistake opened again"),
    "exhibition_cases_added": _l("Cases added to an exhibition"),
    "exhibition_case_renamed": _l("Case of an exhibition renamed"),
    "exhibition_case_removed": _l("Case of an exhibition removed"),
    "exhibition_copy_arranged": _l("Place or label of a copy on an exhibition changed"),
    "exhibition_title_added": _l("Title put on a virtual exhibition"),
    "exhibition_piece_taken_in": _l("Piece of another owner taken in for an exhibition"),
    "exhibition_piece_returned": _l("Piece given back to its owner"),
    "exhibition_piece_removed": _l("Title or piece taken off an exhibition"),
    "exhibition_piece_arranged": _l("Place or label of a piece changed"),
    "exhibition_walk_begun": _l("Check of an exhibition begun"),
    "exhibition_walk_ended": _l("Check of an exhibition finished"),
    "exhibition_issue_act": _l("Act of issue to an exhibition written"),
    "exhibition_return_act": _l("Act of return from an exhibition written"),
    "exhibition_visitors_counted": _l("Visitors of an exhibition counted"),
    "exhibition_visitors_uncounted": _l("Count of visitors of an exhibition taken back"),
    "exhibition_told": _l("Press, link or words of a reader entered"),
    "exhibition_untold": _l("Press, link or words of a reader taken off"),
    "exhibition_event_linked": _l("Event put under an exhibition"),
    "exhibition_event_unlinked": _l("Event taken from under an exhibition"),
    "exhibition_person_added": _l("Person named on an exhibition"),
    "exhibition_person_removed": _l("Person struck off an exhibition"),
    "exhibition_result_written": _l("Conclusion on an exhibition written"),
    "exhibition_photo_shown": _l("Picture put on the public page"),
    "exhibition_photo_hidden": _l("Picture taken off the public page"),
    "exhibition_rotation_added": _l("Rotation of an exhibition entered"),
    "exhibition_rotation_changed": _l("Rotation of an exhibition changed"),
    "exhibition_rotation_removed": _l("Rotation of an exhibition removed"),
    "exhibition_copy_planned": _l("Copy planned for a rotation of an exhibition"),
    "exhibition_copy_unplanned": _l("Copy taken off the plan of a rotation"),
    "exhibition_plan_arranged": _l("Place or label of a planned copy changed"),
    "exhibition_copy_rotated": _l("Rotation of a copy on an exhibition changed"),
    "exhibition_copy_added": _l("Copy put on an exhibition"),
    "exhibition_copy_removed": _l("Copy taken down from an exhibition"),
    "exhibition_copy_undone": _l("Scan onto an exhibition taken back"),
}

CHECK_WORDS: dict[str, Any] = {
    "exhibition_copy_not_placed": _l(
        "Exhibition %(exhibition)s shows the copy %(item)s, but the desk is not told of it."
    ),
    "placement_without_exhibition": _l(
        "The desk is told that the copy %(item)s hangs in exhibition %(exhibition)s, but it does not."
    ),
    "placement_says_otherwise": _l(
        "Exhibition %(exhibition)s and what the desk is told of the copy %(item)s differ: lending, place or last day."
    ),
    "exhibition_copy_of_another": _l(
        "A check or an act of exhibition %(exhibition)s names the copy %(item)s of another one."
    ),
    "exhibition_rotation_odd": _l(
        "Rotation %(rotation)s of exhibition %(exhibition)s overlaps another one or has copies of another exhibition."
    ),
    "exhibition_planned_twice": _l(
        "The copy %(item)s hangs in exhibition %(exhibition)s and waits for a rotation of it as well."
    ),
    "exhibition_acts_differ": _l(
        "The acts of exhibition %(exhibition)s do not balance: the copy %(item)s was issued and returned unequally."
    ),
}
