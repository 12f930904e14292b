"""What a library decides about a catalogue it asks."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, IntegerField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from catalog.copying.models import Protocol
from catalog.copying.queries import TargetView
from catalog.copying.rules import ACCESS, SYNTAXES, VERSIONS
from catalog.importing.forms import charset_choices, profile_choices

PLAIN = ("name", "address", "port", "database", "profile", "charset", "active")


def _choices(pairs: Any) -> list[SelectChoice]:
    return [SelectChoice(*pair) for pair in pairs]


class TargetForm(FlaskForm):  # type: ignore[misc]
    """Where a catalogue is, what it understands, what it answers in."""

    name = StringField(_l("Name"))
    protocol = SelectField(
        _l("Protocol"), choices=_choices(((Protocol.SRU.value, "SRU"), (Protocol.Z3950.value, "Z39.50")))
    )
    address = StringField(_l("Address"), description=_l("SRU: https://…; Z39.50: the name of the host"))
    port = IntegerField(_l("Port"), validators=[Optional()])
    database = StringField(_l("Database"))
    version = SelectField(_l("Version of SRU"), choices=_choices((each, each) for each in VERSIONS))
    schema = StringField(_l("Record schema"), description=_l("as the catalogue calls it: marcxml"))
    syntax = SelectField(_l("Record syntax"), choices=_choices((each, each) for each in SYNTAXES))
    profile = SelectField(_l("Profile"), choices=_choices(profile_choices()), default="")
    charset = SelectField(_l("Character set"), choices=_choices(charset_choices()), default="")
    isbn = StringField(_l("ISBN"))
    title = StringField(_l("Title"))
    author = StringField(_l("Author"))
    active = BooleanField(_l("In use"), default=True)

    def fill(self, view: TargetView) -> TargetForm:
        """Show a target as it is kept."""
        for name in PLAIN:
            self[name].data = getattr(view, name)
        self.protocol.data = view.protocol.value
        self.version.data = view.version or VERSIONS[0]
        both = self.schema if view.protocol is Protocol.SRU else self.syntax
        both.data = view.schema
        for name, index in view.indexes:
            self[name].data = index
        return self

    @property
    def values(self) -> dict[str, Any]:
        """What was typed, as the service takes it."""
        protocol = Protocol(self.protocol.data)
        sru = protocol is Protocol.SRU
        return {
            "protocol": protocol,
            "version": self.version.data,
            "schema": (self.schema.data if sru else self.syntax.data) or "",
            "indexes": {name: self[name].data or "" for name in ACCESS},
            "port": self.port.data,
            "active": bool(self.active.data),
        } | {name: self[name].data or "" for name in ("name", "address", "database", "profile", "charset")}
