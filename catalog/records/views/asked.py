"""What the editor asks for while one types: what belongs in a field, and the journal or book an article stands in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from flask import render_template, request

from catalog.marc import Profile
from catalog.marc.rows import LEADER
from catalog.marc.tables import Names, table
from catalog.records.errors import RecordCode, RecordNotFoundError
from catalog.records.queries import Brief, Filters, record_view, search_records
from catalog.records.rules import ARTICLE
from catalog.records.views.door import Page, blueprint, named
from ils.accounts.permissions import Permission
from ils.web.auth import require
from ils.web.session import current_session

MOST_HOSTS = 8


@blueprint.get("/help/<profile>/<tag>")
@require(Permission.CATALOGUE)
def help_on(profile: str, tag: str) -> Page:
    """Tell what a field is for, what its indicators mean and which subfields it has."""
    if profile not in set(Profile):
        raise RecordNotFoundError(RecordCode.UNKNOWN, record=0)
    rules = table(Profile(profile))
    rule = rules.fields.get(tag)
    return render_template(
        "records/help.html",
        tag=tag[:4],
        rule=rule,
        indicators=(("ind1", _meanings(rule.ind1)), ("ind2", _meanings(rule.ind2))) if rule else (),
        leader=rules.leader if tag == LEADER else (),
        local=rule is None and tag != LEADER and rules.is_local(tag),
        named=named,
    )


def _meanings(values: Mapping[str, Names]) -> list[tuple[str, str]]:
    """Return what the characters of an indicator mean; those that mean the same share a line."""
    grouped = groupby(((code, named(names)) for code, names in values.items()), key=itemgetter(1))
    return [(_span([code for code, _name in found]), name) for name, found in grouped]


def _span(codes: list[str]) -> str:
    return codes[0] if len(codes) == 1 else f"{codes[0]}–{codes[-1]}"


@dataclass(frozen=True, slots=True)
class Host:
    """A journal or book to choose, with what the field of its part says of it."""

    record: Brief
    issn: str
    control: str


@blueprint.get("/hosts")
@require(Permission.CATALOGUE)
def hosts() -> str:
    """Find journals first, then books, for a part that is being described."""
    query = request.args.get("q", "").strip()[:400]
    return render_template("records/hosts.html", hosts=_hosts(query) if query else ())


def _hosts(query: str) -> tuple[Host, ...]:
    session = current_session()
    journals = search_records(
        session, query, filters=Filters(document_type="serial"), limit=MOST_HOSTS
    ).records
    others = search_records(session, query, limit=MOST_HOSTS).records
    found = {each.id: each for each in (*journals, *others) if each.document_type != ARTICLE}
    return tuple(_host(each) for each in list(found.values())[:MOST_HOSTS])


def _host(record: Brief) -> Host:
    said = record_view(current_session(), record.id).facts
    control = said.control_number
    if control and said.control_source:
        control = f"({said.control_source}){control}"
    return Host(record, said.issns[0] if said.issns else "", control)
