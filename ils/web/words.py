"""Words of the ground's own codes: roles, permissions, activity kinds, audit actions, refusals."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from ils.accounts.errors import AccountCode
from ils.accounts.permissions import Permission, Role
from ils.activity.kinds import Channel, Kind, Source
from ils.jobs.errors import JobCode
from ils.library.errors import PlaceCode

ROLE_WORDS: dict[Role, Any] = {
    Role.ADMINISTRATOR: _l("Administrator"),
    Role.DIRECTOR: _l("Director"),
    Role.CATALOGUER: _l("Cataloguer"),
    Role.DESK: _l("Circulation desk"),
    Role.FOREIGN: _l("Foreign department"),
    Role.KIOSK: _l("Visit kiosk"),
}

PERMISSION_WORDS: dict[Permission, Any] = {
    Permission.CATALOGUE: _l("cataloguing"),
    Permission.APPROVE_ACTS: _l("approving acts"),
    Permission.CIRCULATE: _l("the desk"),
    Permission.OVERRIDE: _l("passing what blocks, with a reason"),
    Permission.FORGIVE: _l("striking off debts"),
    Permission.COUNT_VISITS: _l("counting visits"),
    Permission.OVERDUE: _l("overdue control"),
    Permission.FOREIGN_FUND: _l("the foreign fund"),
    Permission.SEE_FOREIGN_FUND: _l("seeing the foreign fund"),
    Permission.SEE_PLAN: _l("seeing the work plan"),
    Permission.PLAN: _l("the work plan"),
    Permission.SETTINGS: _l("settings"),
    Permission.STAFF: _l("staff accounts"),
}

KIND_WORDS: dict[str, Any] = {
    Kind.RECORD_CREATE: _l("Bibliographic record created"),
    Kind.RECORD_CLASSIFY: _l("Record classified"),
    Kind.CLASS_MARK: _l("Class mark given"),
    Kind.ANALYTIC_CREATE: _l("Article described"),
    Kind.CARD_INDEX_ADD: _l("Record put into a card index"),
    Kind.CHRONICLE_SEND: _l("Record of the press chronicle sent"),
    Kind.DIGITAL_LINK: _l("Full text or link attached"),
    Kind.DIGITAL_PUBLISH: _l("Full text published"),
    Kind.UNION_ACCEPT: _l("Record taken by the union catalogue"),
    Kind.ACCESSION: _l("Copies accepted by act"),
    Kind.ITEM_ADD: _l("Copy added"),
    Kind.ITEM_WITHDRAW: _l("Copy withdrawn"),
    Kind.PATRON_REGISTER: _l("Reader registered"),
    Kind.PATRON_REREGISTER: _l("Reader re-registered"),
    Kind.VISIT: _l("Visit"),
    Kind.LOAN_OPEN: _l("Book lent"),
    Kind.LOAN_RENEW: _l("Loan renewed"),
    Kind.LOAN_CLOSE: _l("Book returned"),
    Kind.ROOM_USE: _l("Used in the room"),
    Kind.HOLD_PLACE: _l("Hold placed"),
    Kind.HOLD_SHELF: _l("Copy set aside for a reader"),
    Kind.LOSS_REPORT: _l("Copy reported lost"),
    Kind.LOSS_SETTLE: _l("Lost copy made good"),
    Kind.PAYMENT: _l("Payment taken, soʻm"),
    Kind.OVERDUE_NOTICE: _l("Reader written to about an overdue copy"),
    Kind.OVERDUE_CALL: _l("Reader called about overdue copies"),
    Kind.EXHIBITION_ITEM: _l("Copy put on an exhibition"),
    Kind.EXHIBITION_OPEN: _l("Exhibition opened"),
    Kind.DOCUMENT_FILE: _l("Document filed"),
    Kind.METHOD_HELP: _l("Library helped"),
    Kind.PROJECT_START: _l("Project begun"),
    Kind.AID_FINISH: _l("Bibliographic aid finished"),
    Kind.OWN_PUBLICATION: _l("Own publication put on the web"),
    Kind.POST_PUBLISH: _l("News published"),
    Kind.MEDIA_APPEAR: _l("Appearance in the media"),
    Kind.TRAINING_HOLD: _l("Training held"),
    Kind.AGREEMENT_SIGN: _l("Agreement signed"),
    Kind.DELEGATION_RECEIVE: _l("Delegation received, persons"),
    Kind.ABROAD_TAKE_PART: _l("Part taken in an event abroad"),
    Kind.RENT_RECEIVE: _l("Rent received, soʻm"),
    Kind.OTHER_WORK: _l("Other work done"),
    Kind.QUARTER_CLOSE: _l("Quarterly report closed"),
    Kind.STOCKTAKE_CLOSE: _l("Stocktaking closed by an act"),
    Kind.QUESTION_ANSWER: _l("Question answered"),
    Kind.REFUSAL_NOTE: _l("Refusal noted"),
    Kind.HELP_GIVE: _l("Reader helped"),
    Kind.COPY_MAKE: _l("Copies made, pages"),
    Kind.CALL_TAKE: _l("Telephone call taken"),
    Kind.EVENT_HOLD: _l("Event held"),
    Kind.POINT_SERVE: _l("Mobile point served"),
    Kind.SURVEY_CLOSE: _l("Survey closed with a conclusion"),
    Kind.PAID_SERVICE: _l("Received for paid services, soʻm"),
    Kind.POINT_ISSUE: _l("Copies given out at a mobile point without a scan"),
    Kind.PAGES_SCAN: _l("Pages scanned"),
    Kind.RARE_DIGITISE: _l("Rare work digitised"),
    Kind.REMOTE_DELIVER: _l("Document delivered from afar"),
    Kind.QR_PLACE: _l("QR code put up"),
}

CHANNEL_WORDS: dict[str, Any] = {
    Channel.DESK: _l("at the desk"),
    Channel.WEB: _l("on the web"),
    Channel.KIOSK: _l("at the kiosk"),
    Channel.TELEPHONE: _l("by telephone"),
    Channel.TELEGRAM: _l("by Telegram"),
    Channel.COMMAND: _l("by command"),
    Channel.AUTOMATIC: _l("automatically"),
}

SOURCE_WORDS: dict[str, Any] = {
    Source.ORIGINAL: _l("described here"),
    Source.IMPORTED: _l("imported"),
    Source.CARD: _l("card scanned"),
    Source.LOAN: _l("implied by a loan or return"),
    Source.TALLY: _l("counted on the tally board"),
    Source.KIOSK: _l("at the kiosk"),
    Source.GROUP: _l("group"),
    Source.EVENT: _l("event"),
    Source.FIELD: _l("field event"),
    Source.CLUB: _l("club meeting"),
    Source.EXCURSION: _l("excursion in the library"),
    Source.TRAINING: _l("lesson for readers"),
    Source.PROFESSIONAL_PRESS: _l("professional press"),
    Source.CHRONICLE: _l("chronicle of the district press"),
    Source.UZBEKISTANIKA: _l("documents about Uzbekistan"),
    Source.LOCAL_HISTORY: _l("local history"),
    Source.OWN_PUBLICATIONS: _l("the library's own publications"),
    Source.UDC: _l("UDC"),
    Source.BBK: _l("BBK"),
    Source.DDC: _l("Dewey"),
    Source.LCC: _l("Library of Congress classification"),
    Source.LEGAL_DEPOSIT: _l("legal deposit"),
    Source.PURCHASE: _l("purchase"),
    Source.SUBSCRIPTION: _l("subscription"),
    Source.EXCHANGE: _l("exchange of books"),
    Source.GIFT_PERSON: _l("gift of a person"),
    Source.GIFT_ORGANISATION: _l("gift of an organisation"),
    Source.REPLACEMENT: _l("in place of a lost book"),
    Source.CORRECTION: _l("taken back by a correcting act"),
    # Where a copy lent is used: the source of a loan.
    "home": _l("at home"),
    "room": _l("in the reading room"),
    "overnight": _l("overnight"),
    "exhibition": _l("from an exhibition"),
    "organisation": _l("by an organisation"),
    # Types of entries in the registers and of taps on the board (ils.registers).
    "manual": _l("manual"),
    "recommendation": _l("methodical recommendations"),
    "staff_summary": _l("quarterly summary of personnel"),
    "directory": _l("directory of the district's libraries"),
    "rare_list": _l("list of rare books"),
    "rare_service": _l("service of digitising rare books"),
    "rare_technology": _l("choice of a digitising technology"),
    "security_report": _l("quarterly report on information security"),
    "on_site": _l("on site"),
    "oral": _l("by word of mouth"),
    "written": _l("in writing"),
    "project": _l("project"),
    "campaign": _l("campaign"),
    "website": _l("website"),
    "telegram": "Telegram",
    "facebook": "Facebook",
    "instagram": "Instagram",
    "youtube": "YouTube",
    "twitter": "X (Twitter)",
    "television": _l("television"),
    "radio": _l("radio"),
    "press": _l("press"),
    "internet": _l("internet"),
    "course": _l("course"),
    "seminar": _l("seminar"),
    "webinar": _l("webinar"),
    "internship": _l("internship"),
    "conference": _l("conference"),
    "fair": _l("book fair"),
    "visit": _l("visit to a library"),
    "training": _l("training"),
    "universal": _l("universal aid"),
    "branch": _l("aid of a branch of knowledge"),
    "thematic": _l("thematic or other aid"),
    "foreign": _l("foreign"),
    "local": _l("of this country"),
    "address": _l("where to find it"),
    "fact": _l("fact"),
    "topic": _l("topic"),
    "clarify": _l("bibliographic detail"),
    "not_held": _l("not in the library"),
    "on_loan": _l("lent out"),
    "room_only": _l("not lent home"),
    "unprocessed": _l("not processed yet"),
    "other": _l("other"),
    # Usual codes of the price list; a library has its own.
    "copying": _l("photocopying"),
    "printing": _l("printing"),
    "scanning": _l("scanning"),
    "search": _l("search of literature"),
    "binding": _l("binding"),
    # Where readers are asked: the source of a closed survey.
    "inside": _l("in the library"),
    "outside": _l("outside the library"),
    "both": _l("in the library and outside"),
    # Why pages are scanned, and who is served from afar beside `local` and `foreign` (catalog.orders).
    "order": _l("ordered by a reader"),
    "plan": _l("plan of the library"),
    "rare": _l("rare fund"),
    "library": _l("library"),
}

AUDIT_WORDS: dict[str, Any] = {
    "sign_in": _l("Signed in"),
    "sign_in_failed": _l("Failed sign-in"),
    "staff_added": _l("Account opened"),
    "staff_changed": _l("Account changed"),
    "password_set": _l("Password set"),
    "department_saved": _l("Department saved"),
    "institution_named": _l("Library named"),
    "calendar_changed": _l("Calendar changed"),
    "fund_defined": _l("Fund defined"),
}

ACCOUNT_WORDS: dict[AccountCode, Any] = {
    AccountCode.SIGN_IN_FAILED: _l("The login or the password is not right."),
    AccountCode.SIGN_IN_LOCKED: _l("Too many wrong passwords. Try again in %(minutes)s minutes."),
    AccountCode.LOGIN_TAKEN: _l("The login “%(login)s” is already in use."),
    AccountCode.LOGIN_INVALID: _l(
        "The login “%(login)s” cannot be used: lower-case Latin letters, digits, dot and dash, 2 to 40."
    ),
    AccountCode.PASSWORD_SHORT: _l("A password has %(shortest)s to %(longest)s characters."),
    AccountCode.STAFF_UNKNOWN: _l("There is no such member of staff."),
    AccountCode.LAST_ADMINISTRATOR: _l("“%(login)s” is the last administrator; make another one first."),
    AccountCode.NOT_ALLOWED: _l("Your role does not include it. The administrator can change roles."),
}

PLACE_WORDS: dict[PlaceCode, Any] = {
    PlaceCode.DEPARTMENT_UNKNOWN: _l("There is no department “%(department)s”."),
    PlaceCode.DEPARTMENT_TAKEN: _l("There is already a department “%(department)s”."),
    PlaceCode.CODE_INVALID: _l(
        "The code “%(code)s” cannot be used: lower-case Latin letters, digits and _, 2 to 30."
    ),
    PlaceCode.SECTOR_UNKNOWN: _l("There is no sector “%(sector)s”."),
    PlaceCode.DAY_RANGE_INVALID: _l("From %(first)s to %(last)s is not a span of 1 to 366 days."),
    PlaceCode.DAY_NOT_SET: _l("%(day)s is not an exception of the calendar."),
    PlaceCode.ALWAYS_CLOSED: _l("The library would never be open. Leave at least one open day."),
    PlaceCode.HOURS_INVALID: _l("From %(opens)s to %(closes)s is no opening time: it ends before it begins."),
    PlaceCode.TIME_INVALID: _l("“%(time)s” is not a time like 9:00."),
    PlaceCode.LANGUAGE_UNKNOWN: _l("“%(language)s” is not a language code of three letters such as eng."),
}

JOB_WORDS: dict[JobCode, Any] = {
    JobCode.UNKNOWN: _l("There is no such job."),
    JobCode.ENDED: _l("The job has already ended."),
    JobCode.NOT_ENDED: _l("The job has not ended yet."),
    JobCode.KIND_UNKNOWN: _l("This program does not know jobs of the kind “%(kind)s”."),
    JobCode.BROKE: _l(
        "The program has made a mistake; what was done before it stays done. The mistake is in the log, by its time."
    ),
}

NIGHTLY_WORDS: dict[str, Any] = {
    "sent_forms_forget": _l("Forget which forms were sent"),
    "sent_forms_forget:done": _l("Sent forms forgotten: %(forgotten)s."),
}

CHECK_WORDS: dict[str, Any] = {
    "total_differs": _l(
        "The total of %(kind)s on %(day)s is kept as %(kept)s, but its rows sum to %(rows)s."
    ),
    "month_differs": _l(
        "The total of %(kind)s in the month of %(month)s is kept as %(kept)s, but its rows sum to %(rows)s."
        " “ils rebuild” mends it."
    ),
    "log_differs": _l("The table “%(what)s” has rows: %(rows)s; the activity log says: %(logged)s."),
}
