"""How channels are reached: their order, hours, settings, and a test message. Secrets are never shown again."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from ils import clock
from ils.accounts.audit import audit
from ils.accounts.permissions import Permission
from ils.db import transaction
from ils.errors import InputCode, InputError, LibraryError, clean_text
from ils.library.places import institution_name
from ils.outbox import services
from ils.outbox.channels import DRIVERS, driver_of
from ils.outbox.channels.base import Driver, Field, Outgoing, Result, failed
from ils.outbox.errors import DeliveryCode
from ils.outbox.rules import CHANNELS, ELECTRONIC, clean_address
from ils.outbox.services.settings import ChannelFacts, channel_of
from ils.outbox.sms import plain_sms
from ils.web.auth import current_work, require
from ils.web.errors import explain
from ils.web.locale import current_language
from ils.web.outbox import messages as words
from ils.web.outbox.base import blueprint, tabs
from ils.web.session import current_session


@blueprint.get("/channels")
@require(Permission.SETTINGS)
def channels() -> str:
    """Show every channel with its place in the order, and the hours of messages."""
    session = current_session()
    order = services.channel_order(session)
    facts = services.channels(session)
    rows = [
        (name, words.CHANNELS[name], facts[name], words.DRIVERS[facts[name].driver.name], _place(order, name))
        for name in sorted(CHANNELS, key=lambda each: _place(order, each) or len(CHANNELS) + 1)
    ]
    first, last = services.message_hours(session)
    return render_template("outbox/channels.html", tabs=tabs("channels"), rows=rows, first=first, last=last)


def _place(order: tuple[str, ...], name: str) -> int | None:
    return order.index(name) + 1 if name in order else None


@blueprint.post("/channels/order")
@require(Permission.SETTINGS)
def set_order() -> Response:
    """Set the order in which channels are tried, by their places; an empty place leaves a channel out."""
    places = {name: _number(f"place-{name}") for name in CHANNELS}
    order = sorted(
        (name for name in CHANNELS if places[name]), key=lambda name: (places[name], CHANNELS.index(name))
    )
    with transaction(current_session()) as session:
        services.set_channel_order(session, current_work(), order=order)
    flash(_("Order of channels set"), "success")
    return redirect(url_for("outbox.channels"))


@blueprint.post("/channels/hours")
@require(Permission.SETTINGS)
def set_hours() -> Response:
    """Set from which hour to which people are written to."""
    with transaction(current_session()) as session:
        services.set_message_hours(session, current_work(), first=_number("first"), last=_number("last"))
    flash(_("Hours of messages set"), "success")
    return redirect(url_for("outbox.channels"))


def _number(field: str) -> int:
    text = request.form.get(field, "").strip()
    if text and not (text.isascii() and text.isdecimal() and len(text) < 4):
        raise InputError(InputCode.NOT_A_NUMBER, field=field)
    return int(text or 0)


@blueprint.route("/channels/<name>", methods=["GET", "POST"])
@require(Permission.SETTINGS)
def channel(name: str) -> str | Response | tuple[str, int]:
    """Set a channel up."""
    facts = services.channels(current_session())[channel_of(name).value]
    driver = _driver(facts)
    problem = None
    if request.method == "POST":
        problem = _save(name, driver)
        if problem is None:
            flash(_("Channel saved"), "success")
            return redirect(url_for("outbox.channel", name=name))
    page = render_template(
        "outbox/channel.html", name=name, label=words.CHANNELS[name], facts=facts, driver=driver, problem=problem,
        drivers=[(each.name, words.DRIVERS[each.name]) for each in DRIVERS[facts.channel]],
        fields=[_shown(each, driver, facts) for each in driver.fields], tests=name in ELECTRONIC,
        callback=url_for("outbox.report", _external=True), active=_is_active(facts),
    )  # fmt: skip
    return (page, 422) if problem else page


def _driver(facts: ChannelFacts) -> Driver:
    """Return the driver that the page is about: the one chosen on it, else the one in use."""
    return (
        driver_of(facts.channel, request.values.get("driver", "")[:20] or facts.driver.name) or facts.driver
    )


def _is_active(facts: ChannelFacts) -> bool:
    return bool(request.form.get("active")) if request.method == "POST" else facts.active


def _shown(told: Field, driver: Driver, facts: ChannelFacts) -> dict[str, Any]:
    """Return a field for the page: a secret says only whether it is there."""
    in_use = facts.driver.name == driver.name
    label, help_text = words.FIELDS.get((driver.name, told.name), words.TIMEOUT)
    value = facts.values.get(told.name) if in_use else None
    if request.method == "POST":
        value = request.form.get(told.name, "")
    return {
        "name": told.name, "kind": told.kind, "label": label, "help": help_text, "required": told.required,
        "value": told.default if value in (None, "") else value, "kept": in_use and bool(facts.secrets.get(told.name)),
        "choices": [(each, words.CHOICES.get(each, each)) for each in told.choices],
    }  # fmt: skip


def _save(name: str, driver: Driver) -> str | None:
    form = request.form
    values = {each.name: form.get(each.name, "") for each in driver.fields if each.kind != "secret"}
    try:
        with transaction(current_session()) as session:
            services.save_channel(
                session, current_work(), channel=name, driver=driver.name, active=bool(form.get("active")), values=values,
                secrets={each: form.get(each, "") for each in driver.secrets},
                forget=[each for each in driver.secrets if form.get(f"forget-{each}")],
            )  # fmt: skip
    except LibraryError as refusal:
        return explain(refusal.code, _with_label(driver, refusal.facts))
    return None


def _with_label(driver: Driver, facts: dict[str, object]) -> dict[str, object]:
    field = str(facts.get("field", ""))
    label = words.FIELDS.get((driver.name, field), words.TIMEOUT if field == "timeout" else (field, ""))[0]
    return {**facts, "field": str(label)}


@blueprint.post("/channels/<name>/test")
@require(Permission.SETTINGS)
def test_channel(name: str) -> Response:
    """Send a test message over a channel as it is saved, switched on or not, and tell what came of it."""
    facts = services.channels(current_session())[channel_of(name).value]
    text = clean_text(request.form.get("address"), field=_("Address"), limit=200, required=True)
    institution = institution_name(current_session())
    current_session().rollback()  # a slow provider keeps nobody waiting
    result = _test(facts, clean_address(name, text), institution)
    with transaction(current_session()) as session:
        audit(
            session, current_work(), "channel_tested", subject_type="channel", subject_id=None,
            channel=name, ok=result.ok, code=str(result.code or ""),
        )  # fmt: skip
    if result.ok:
        flash(_("The provider has taken the test message. Look whether it arrives."), "success")
    else:
        told = f"{explain(str(result.code), {})} {result.detail}".strip()
        flash(_("The test message did not go out: %(why)s", why=told), "danger")
    return redirect(url_for("outbox.channel", name=name))


def _test(facts: ChannelFacts, address: str, institution: str) -> Result:
    if facts.channel.value not in ELECTRONIC:
        return failed(DeliveryCode.REFUSED)
    now = clock.now()
    said = _("A test message of the library system: %(library)s", library=institution)
    text = plain_sms(said) if facts.channel.value == "sms" else said
    line = facts.open()
    try:
        key = f"test-{now:%Y%m%d%H%M%S}"
        return line.send(Outgoing(key, address, "", _("Test message"), text, current_language(), now))
    finally:
        line.close()
