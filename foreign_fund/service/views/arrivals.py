"""New arrivals for everybody: the page, the feed, the link that stops the messages."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from catalog.orders.queries import catalogue_address
from foreign_fund.service import services
from foreign_fund.service.queries import bulletins as queries
from foreign_fund.service.services.profiles import signed_profile
from foreign_fund.service.views.base import BULLETIN, Answer, open_blueprint
from ils import clock
from ils.activity.kinds import Channel
from ils.activity.work import Work
from ils.db import transaction
from ils.library.places import institution_name
from ils.web.auth import SIGN_INS_A_MINUTE, limiter
from ils.web.filters import latin_or_cyrillic
from ils.web.locale import current_language
from ils.web.security import csrf
from ils.web.session import current_session

LINK = "<int(max=2147483647):profile_id>/<string(length=32):signature>"
OLDER = 12
ATOM = "application/atom+xml; charset=utf-8"
LONGEST_CODE = 3


@open_blueprint.get("/new-arrivals")
def index() -> str:
    """Show the newest issue that has a title."""
    newest = queries.issues(current_session(), limit=1, filled=True)
    return _page(newest[0].id if newest else None)


@open_blueprint.get(f"/new-arrivals/{BULLETIN}")
def issue(bulletin_id: int) -> str:
    """Show an issue."""
    return _page(bulletin_id)


def _page(bulletin_id: int | None) -> str:
    session = current_session()
    chosen = _language()
    groups = queries.arrivals(session, bulletin_id) if bulletin_id else {}
    return render_template(
        "service/arrivals.html",
        issue=queries.issue_row(session, bulletin_id) if bulletin_id else None,
        groups={code: rows for code, rows in groups.items() if not chosen or code == chosen},
        kinds=[(code, len(rows)) for code, rows in groups.items()],
        chosen=chosen if chosen in groups else "",
        older=queries.issues(session, limit=OLDER, filled=True),
        open_page=True,
    )


def _language() -> str:
    return request.args.get("language", "")[:LONGEST_CODE]


@open_blueprint.get("/new-arrivals.atom")
def feed() -> Response:
    """Give the newest arrivals as an Atom feed, of all languages or of one; addresses as readers find the catalogue."""
    session, chosen = current_session(), _language()
    found = [each for each in queries.latest_arrivals(session) if chosen in ("", each[1].record.language)]
    body = render_template(
        "service/feed.xml",
        root=catalogue_address(session) or request.url_root.rstrip("/"),
        found=found,
        chosen=chosen,
        updated=_instant(found[0][0].made_at if found else clock.now()),
        stamp=_instant,
        name=latin_or_cyrillic(institution_name(session)),
        locale=current_language().replace("_", "-"),
    )
    answer = Response(body, content_type=ATOM)
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def _instant(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


@open_blueprint.get(f"/new-arrivals/stop/{LINK}")
@limiter.limit(SIGN_INS_A_MINUTE)
def stop(profile_id: int, signature: str) -> str:
    """Ask once: programs that look at every link of a message must not stop it."""
    row = signed_profile(current_session(), profile_id, signature)
    return render_template(
        "service/stop.html", stopped=row.stopped_at is not None, **_link(profile_id, signature)
    )


@open_blueprint.post(f"/new-arrivals/stop/{LINK}")
@limiter.limit(SIGN_INS_A_MINUTE)
@csrf.exempt  # type: ignore[untyped-decorator] # the signature is the proof, and mail programs send this too
def stop_now(profile_id: int, signature: str) -> Answer:
    """Stop the messages."""
    work = Work(now=clock.now(), channel=Channel.WEB)
    with transaction(current_session()) as session:
        services.stop_by_link(session, work, profile_id=profile_id, given=signature)
    return render_template("service/stop.html", stopped=True, **_link(profile_id, signature))


def _link(profile_id: int, signature: str) -> dict[str, str]:
    return {
        "url": url_for("arrivals.stop_now", profile_id=profile_id, signature=signature),
        "sub": _("Bulletin of new arrivals"),
    }
