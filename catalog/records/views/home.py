"""Where cataloguing begins: a new record by kind of document, my drafts, templates, worklists with their counts."""

from __future__ import annotations

from flask import current_app, render_template, url_for

from catalog.marc import Profile
from catalog.records import queries
from catalog.records.forms import FORM_NAMES
from catalog.records.models import Severity
from catalog.records.views.beginning import chosen_profile
from catalog.records.views.door import blueprint, staff_id
from catalog.records.views.words import FORMS, ICONS, PROFILES
from ils.accounts.permissions import Permission
from ils.web.auth import require
from ils.web.session import current_session


@blueprint.get("/")
@require(Permission.CATALOGUE)
def index() -> str:
    """Show the first page of cataloguing."""
    session = current_session()
    to_mend = queries.records_to_mend(session, limit=0)
    return render_template(
        "records/index.html",
        profile=chosen_profile(),
        profiles=[(each.value, PROFILES[each]) for each in (Profile.MARC21, Profile.UNIMARC)],
        kinds=[(name, FORMS[name], ICONS[name]) for name in FORM_NAMES],
        drafts=queries.my_drafts(session, staff_id()),
        templates=queries.templates(session),
        forms=FORMS,
        profile_names=PROFILES,
        to_mend=to_mend.total,
        errors=queries.records_to_mend(session, severity=Severity.ERROR, limit=0).total,
        unchecked=queries.count_unchecked(session),
        pairs=queries.count_duplicates(session),
        cards=queries.card_indexes(session),
        mark_tables=queries.author_mark_tables(session),
        copying_url=url_for("copying.search") if "copying.search" in current_app.view_functions else None,
    )
