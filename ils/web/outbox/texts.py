"""The texts of messages: which there are, and one with its preview on sample facts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ils.accounts.permissions import Permission
from ils.db import transaction
from ils.errors import LibraryError
from ils.library.places import institution_name
from ils.outbox import services
from ils.outbox.errors import OutboxCode, OutboxInputError
from ils.outbox.rules import FORM_OF, LANGUAGES, SMS
from ils.outbox.services.queueing import writer
from ils.outbox.services.wording import check_text, own_text
from ils.outbox.sms import Segments, segments
from ils.outbox.texts import FORMS, Text, Writer, Written, kind_of_key, kinds, known_words
from ils.outbox.wording import shown, with_sums
from ils.web.auth import current_work, require
from ils.web.errors import explain
from ils.web.locale import LANGUAGES as SHOWN_LANGUAGES
from ils.web.locale import current_language
from ils.web.outbox import messages as words
from ils.web.outbox.base import blueprint, sources, tabs
from ils.web.session import current_session

SAMPLE_NAME = "Karimov Anvar Botir oʻgʻli"


@dataclass(frozen=True, slots=True)
class Cell:
    """Which text is meant: its key, language and form, and the kind of message that it is for."""

    key: str
    language: str
    form: str
    kind: str

    @property
    def sample(self) -> dict[str, Any]:
        """The example of facts: the program's, over it the one of whoever sends such messages."""
        source = sources().get(self.kind)
        own = dict(source.sample) if source else {}
        return {**kinds()[self.kind].sample, **own, "template": self.key}


@dataclass(frozen=True, slots=True)
class Preview:
    """How a text looks with the sample in it, what it costs as SMS, or why it cannot be used."""

    written: Written | None
    cost: Segments | None
    problem: str | None


def read_cell(key: str) -> Cell:
    """Read which text is meant; refuse one that there is not."""
    language = request.values.get("language", "") or current_language()
    form = request.values.get("form", "") or "long"
    kind = kind_of_key(key)
    if kind is None or language not in LANGUAGES or form not in FORMS:
        raise OutboxInputError(OutboxCode.TEXT_UNKNOWN, text=key[:40])
    return Cell(key, language, form, kind)


@blueprint.get("/texts")
@require(Permission.SETTINGS)
def texts() -> str:
    """Show every text, and which of them are the library's own."""
    own = set(writer(current_session()).own)
    rows = [
        (key, words.TEXTS.get(key, key), _forms(kind)) for kind, told in kinds().items() for key in told.texts
    ]
    return render_template(
        "outbox/texts.html",
        tabs=tabs("texts"),
        rows=rows,
        own=own,
        written=SHOWN_LANGUAGES,
        forms=words.FORMS,
        cells=words.CELLS,
    )


def _forms(kind: str) -> list[str]:
    """Return the forms in which texts of a kind are used, in the order of the program's own list."""
    used = {FORM_OF[channel] for channel in kinds()[kind].channels}
    return [form for form in FORMS if form in used]


@blueprint.route("/texts/<key>", methods=["GET", "POST"])
@require(Permission.SETTINGS)
def text(key: str) -> str | Response | tuple[str, int]:
    """Change a text."""
    cell = read_cell(key)
    problem = None
    if request.method == "POST":
        problem = _save(cell)
        if problem is None:
            flash(_("Text saved"), "success")
            return redirect(url_for("outbox.text", key=key, language=cell.language, form=cell.form))
    own = own_text(current_session(), key=key, language=cell.language, form=cell.form)
    value = _typed() if problem else _value(cell)
    page = render_template(
        "outbox/text.html", cell=cell, label=words.TEXTS.get(key, key), own=own, value=value, problem=problem,
        preview=_preview(cell, value), facts=_facts(cell),
        forms=[(form, words.FORMS[form]) for form in _forms(cell.kind)],
        written=SHOWN_LANGUAGES, approvals=words.APPROVALS, made=cell.language == "uz_Cyrl" and own is None,
    )  # fmt: skip
    return (page, 422) if problem else page


def _typed() -> Text:
    return Text(request.form.get("subject", ""), request.form.get("body", ""))


def _value(cell: Cell) -> Text:
    """Return the text that holds now, in the letters in which it would be changed."""
    found, script = writer(current_session(), cell.kind).text_for(cell.key, cell.language, cell.form)
    return Text(_in_script(found.subject, script), _in_script(found.body, script))


def _in_script(text: str, script: Any) -> str:
    """Turn what is not in braces into the other script."""
    parts = text.replace("}", "}\0").replace("{", "\0{").split("\0")
    return "".join(part if part.startswith("{") else script(part) for part in parts)


def _preview(cell: Cell, text: Text) -> Preview:
    try:
        clean = check_text(cell.key, text, cell.sample, form=cell.form)
        written = Writer(institution_name(current_session())).fill(
            clean, cell.sample, name=SAMPLE_NAME, language=cell.language, form=cell.form
        )
    except LibraryError as refusal:
        return Preview(None, None, explain(refusal.code, refusal.facts))
    cost = segments(written.body) if cell.form == FORM_OF[SMS] else None
    return Preview(written, cost, None)


def _facts(cell: Cell) -> list[tuple[str, str]]:
    """Return the words that the text may use, each with what it says in the example."""
    facts = with_sums(cell.sample)
    lists = [value for value in facts.values() if isinstance(value, list)]
    inner = {name: value for each in lists for thing in each[:1] for name, value in thing.items()}
    known = {**inner, **facts, "name": SAMPLE_NAME, "institution": institution_name(current_session())}
    return [
        (name, "…" if isinstance(known.get(name), list) else shown(known.get(name), cell.language))
        for name in known_words(cell.kind, cell.sample)
    ]


@blueprint.post("/texts/<key>/preview")
@require(Permission.SETTINGS)
def preview(key: str) -> str:
    """Give the preview of what is being typed."""
    cell = read_cell(key)
    return render_template("outbox/preview.html", cell=cell, preview=_preview(cell, _typed()))


def _save(cell: Cell) -> str | None:
    try:
        with transaction(current_session()) as session:
            services.save_text(
                session, current_work(), key=cell.key, language=cell.language, form=cell.form, text=_typed(),
                sample=cell.sample, approved=request.form.get("approved", "")[:20],
            )  # fmt: skip
    except LibraryError as refusal:
        return explain(refusal.code, refusal.facts)
    return None


@blueprint.post("/texts/<key>/reset")
@require(Permission.SETTINGS)
def reset(key: str) -> Response:
    """Go back to the program's own text."""
    cell = read_cell(key)
    with transaction(current_session()) as session:
        services.reset_text(session, current_work(), key=key, language=cell.language, form=cell.form)
    flash(_("The program's own text holds again"), "success")
    return redirect(url_for("outbox.text", key=key, language=cell.language, form=cell.form))
