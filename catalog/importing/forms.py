"""What is chosen for an import, and what a library decides about a source."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice

from catalog.importing.models import Decision
from catalog.importing.queries import SourceView
from catalog.importing.rules import ADD, REPLACE, clean_patterns
from catalog.incoming import FACTS, Holdings

CHARSETS = (
    ("utf-8", "UTF-8"),
    ("marc-8", "MARC-8"),
    ("cp1251", "Windows-1251"),
    ("cp866", "CP866 (DOS)"),
    ("koi8-r", "KOI8-R"),
    ("iso-8859-1", "ISO 8859-1 (Latin-1)"),
    ("iso5426", "ISO 5426"),
)
PROFILES = (("marc21", "MARC 21"), ("unimarc", "UNIMARC / RUSMARC"), ("irbis", "IRBIS"))

PLAIN = ("code", "name_uz", "name_ru", "name_en", "charset", "profile", "threshold", "counts_marks", "active")
BY_PROFILE, OWN = "", "own"
MAPS = (
    ("952", _l("952 (Koha)")),
    ("852", "852 (MARC 21)"),
    ("949", "949"),
    ("995", _l("995 (Koha, UNIMARC)")),
    ("899", "899 (RUSMARC)"),
    ("910", _l("910 (IRBIS)")),
)
FACT_LABELS: dict[str, Any] = {
    "barcode": _l("Barcode"),
    "inventory_number": _l("Inventory number"),
    "call_number": _l("Call number"),
    "location": _l("Location"),
    "price": _l("Price"),
    "acquired_on": _l("Date of acquisition"),
    "note": _l("Note"),
}


AUTOMATIC, BY_SOURCE = _l("automatic"), _l("as the source says")


def charset_choices(empty: Any = AUTOMATIC) -> list[tuple[str, Any]]:
    """Return the character sets that can be chosen, nothing chosen first."""
    return [("", empty), *CHARSETS]


def profile_choices(empty: Any = AUTOMATIC) -> list[tuple[str, Any]]:
    """Return the profiles that can be chosen, nothing chosen first."""
    return [("", empty), *PROFILES]


def _choices(pairs: list[tuple[str, Any]]) -> list[SelectChoice]:
    return [SelectChoice(*pair) for pair in pairs]


class ImportForm(FlaskForm):  # type: ignore[misc]
    """A file, where it comes from, how to read it, whose copies it describes."""

    file = FileField(_l("File"))
    source = SelectField(_l("Source"))
    charset = SelectField(_l("Character set"), choices=_choices(charset_choices(BY_SOURCE)), default="")
    profile = SelectField(_l("Profile"), choices=_choices(profile_choices(BY_SOURCE)), default="")
    department = SelectField(_l("Department of the copies"))


class SourceForm(FlaskForm):  # type: ignore[misc]
    """Where files come from: how to read them, when a record is the same, what an update takes, how copies stand."""

    code = StringField(
        _l("Code"), description=_l("Lower-case Latin letters, digits, - and _; it never changes.")
    )
    name_uz = StringField(_l("Name in Uzbek"))
    name_ru = StringField(_l("Name in Russian"))
    name_en = StringField(_l("Name in English"))
    charset = SelectField(_l("Character set"), choices=_choices(charset_choices()), default="")
    profile = SelectField(_l("Profile"), choices=_choices(profile_choices()), default="")
    threshold = IntegerField(
        _l("Threshold"), description=_l("A match with this score or more is the same record."), default=80
    )
    on_match = SelectField(_l("With the same record"), choices=[])
    merge_mode = SelectField(
        _l("An update"),
        choices=_choices([
            (REPLACE, _l("takes all fields of the file, but what is kept")),
            (ADD, _l("adds only fields that ours lacks, and what is taken")),
        ]),
    )  # fmt: skip
    merge_keep = StringField(_l("Keep ours"), description=_l("Tags, X stands for any digit: 001, 9XX"))
    merge_take = StringField(
        _l("Take from the file"), description=_l("Tags, X stands for any digit: 6XX, 856")
    )
    use = SelectField(
        _l("Copies stand in"),
        choices=_choices([(BY_PROFILE, _l("as the profile has it")), *MAPS, (OWN, _l("a field of its own"))]),
    )
    tag = StringField(_l("Field"))
    barcode = StringField(FACT_LABELS["barcode"])
    inventory_number = StringField(FACT_LABELS["inventory_number"])
    call_number = StringField(FACT_LABELS["call_number"])
    location = StringField(FACT_LABELS["location"])
    price = StringField(FACT_LABELS["price"])
    acquired_on = StringField(FACT_LABELS["acquired_on"])
    note = StringField(FACT_LABELS["note"])
    places = TextAreaField(
        _l("Whose copies"),
        description=_l("A line for each location: what the file says = code of the department"),
    )
    counts_marks = BooleanField(_l("Class marks that come along count in the work plan"))
    active = BooleanField(_l("In use"), default=True)

    def offer_choices(self, decisions: Mapping[Decision, Any]) -> SourceForm:
        """Fill the list of what can become of a record that is there already."""
        self.on_match.choices = [SelectChoice(each.value, label) for each, label in decisions.items()]
        return self

    def fill(self, view: SourceView) -> SourceForm:
        """Show a source as it is kept."""
        for name in (
            "code",
            "name_uz",
            "name_ru",
            "name_en",
            "charset",
            "profile",
            "threshold",
            "counts_marks",
            "active",
        ):
            self[name].data = getattr(view, name)
        merge, copies = view.merge_profile, view.copies
        self.on_match.data = view.on_match.value
        self.merge_mode.data = merge.mode
        self.merge_keep.data, self.merge_take.data = ", ".join(merge.keep), ", ".join(merge.take)
        self.use.data = copies.use or (OWN if copies.tag else BY_PROFILE)
        self.tag.data = copies.tag
        for name in FACTS:
            self[name].data = copies.codes.get(name, "")
        self.places.data = "\n".join(f"{said} = {code}" for said, code in copies.places.items())
        return self

    @property
    def merge(self) -> dict[str, Any]:
        """What an update takes, as a source keeps it."""
        return {
            "mode": self.merge_mode.data,
            "keep": list(clean_patterns(self.merge_keep.data or "")),
            "take": list(clean_patterns(self.merge_take.data or "")),
        }

    @property
    def holdings(self) -> Holdings:
        """How copies stand in the records, as it was typed."""
        own = self.use.data == OWN
        return Holdings(
            use="" if own else self.use.data or "",
            tag=(self.tag.data or "").strip() if own else "",
            codes={name: code for name in FACTS if own and (code := (self[name].data or "").strip())},
            places=dict(_places(self.places.data or "")),
        )


def _places(text: str) -> list[tuple[str, str]]:
    pairs = [line.partition("=") for line in text.splitlines() if line.strip()]
    return [(said.strip().casefold(), code.strip()) for said, _sign, code in pairs]
