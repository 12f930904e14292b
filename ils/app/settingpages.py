"""Where what is set: the pages of settings, in groups, as the first page of settings lists them."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from ils.accounts.permissions import Permission
from ils.web.settings import SettingGroup, SettingPage

SETTING_PAGES: tuple[SettingGroup, ...] = (
    SettingGroup(
        _l("Lending"),
        (
            SettingPage(
                _l("Loan policies"), "policies.index", _l("For how long, how many, how often renewed")
            ),
            SettingPage(_l("Limits by type and fund"), "policies.limits", _l("How many of a kind at once")),
            SettingPage(_l("Item types"), "policies.types", _l("Kinds of copies that policies tell apart")),
            SettingPage(
                _l("Decisions of the desk"),
                "policies.decisions",
                _l("What blocks, what asks, what is only told"),
            ),
            SettingPage(_l("Holds"), "holds.rules", _l("How long a copy waits on the hold shelf")),
            SettingPage(_l("The desk"), "desk.settings", _l("Idle time, slips, undoing")),
        ),
    ),
    SettingGroup(
        _l("Readers"),
        (
            SettingPage(
                _l("Categories of readers"),
                "patrons.categories",
                _l("Who reads here, in the order of reports"),
            ),
            SettingPage(_l("What counts once"), "visits.rule", _l("The rule of counting visits")),
            SettingPage(_l("Readers' data"), "care.history", _l("For how long history knows whose it was")),
        ),
    ),
    SettingGroup(
        _l("Overdue control and messages"),
        (
            SettingPage(
                _l("Levels of overdue control"),
                "overdue.ladder",
                _l("When a reader is written to, restricted, asked to replace"),
            ),
            SettingPage(
                _l("Channels"),
                "outbox.channels",
                _l("Telegram, SMS, e-mail, letters, calls: order and access"),
            ),
            SettingPage(_l("Texts of messages"), "outbox.texts", _l("In every language, with a preview")),
        ),
    ),
    SettingGroup(
        _l("The library"),
        (
            SettingPage(_l("Calendar"), "calendar.index", _l("Hours, holidays, sanitary days, closures")),
            SettingPage(_l("Late closures"), "loans.closures", _l("What they moved, and taking it back")),
            SettingPage(_l("Staff"), "staff.index", _l("Accounts, roles, audit trail"), Permission.STAFF),
        ),
    ),
)
