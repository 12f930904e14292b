"""A query of the public side: by anybody with an e-mail, or by the reader who is signed in."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from circulation.account.queries import OwnReader
from circulation.account.views.door import current_reader
from circulation.patrons.queries import patron_facts
from foreign_fund.service import services
from foreign_fund.service.forms import AskForm
from foreign_fund.service.rules.asking import AskerKind, QueryFacts, Way
from foreign_fund.service.views.base import Answer, language_choices, open_blueprint
from foreign_fund.service.views.queries import TEACHING
from ils import clock
from ils.activity.kinds import Channel
from ils.activity.work import Work
from ils.db import transaction
from ils.errors import LibraryError
from ils.library.funds import load_fund
from ils.library.places import departments
from ils.web.auth import SIGN_INS_A_MINUTE, limiter
from ils.web.errors import STATUS
from ils.web.locale import current_language
from ils.web.session import current_session


@open_blueprint.route("/ask", methods=["GET", "POST"])
@limiter.limit(SIGN_INS_A_MINUTE, methods=["POST"])
def ask() -> Answer:
    """Take a query; a reader finds the answer on the own page, a guest in the mail."""
    reader = current_reader()
    form = AskForm().offer(language_choices(sorted(load_fund(current_session()).languages)))
    if request.method == "GET":
        form.topic.data = request.args.get("topic", "")[:300]
        return _page(form, reader)
    if not form.validate():
        return _page(form, reader), 400
    try:
        with transaction(current_session()) as session:
            services.receive(session, _work(), facts=_facts(form, reader), own=True)
    except LibraryError as problem:
        return _page(form, reader, problem), STATUS[problem.kind]
    if reader is not None:
        flash(_("Your query is with the department. The answer will stand here."), "success")
        return redirect(url_for("own_service.questions"))
    return redirect(
        url_for("arrivals.asked")
    )  # a page that is led to: the second press of a button leads there too


@open_blueprint.get("/ask/sent")
def asked() -> str:
    """Tell a guest where the answer will come."""
    return render_template("service/asked.html")


def _page(form: AskForm, reader: OwnReader | None, problem: LibraryError | None = None) -> str:
    return render_template("service/ask.html", form=form, asker=reader, problem=problem)


def _work() -> Work:
    return Work(now=clock.now(), channel=Channel.WEB)


def _facts(form: AskForm, reader: OwnReader | None) -> QueryFacts:
    kind = AskerKind.GUEST if reader is None else AskerKind.READER
    if reader is not None and patron_facts(current_session(), reader.id).category in TEACHING:
        kind = AskerKind.TEACHER
    return QueryFacts(
        day=clock.today(),
        way=Way.VIRTUAL.value,
        asker_kind=kind.value,
        topic=form.topic.data or "",
        patron_id=reader.id if reader else None,
        asker=form.name.data or "",
        contact=form.email.data or "",
        language=reader.language if reader else current_language(),
        wanted=form.wanted.data or "",
        languages=" ".join(form.languages.data or ()),
        department=_department(),
    )


def _department() -> str:
    """Return the department of the foreign fund; where there is none, the first of the library."""
    own = sorted(load_fund(current_session()).departments)
    return own[0] if own else departments(current_session())[0].code
