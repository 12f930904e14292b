"""What is chosen for an import."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice

CHARSETS = (
    ("", _l("automatic")),
    ("utf-8", "UTF-8"),
    ("marc-8", "MARC-8"),
    ("cp1251", "Windows-1251"),
    ("cp866", "CP866 (DOS)"),
    ("koi8-r", "KOI8-R"),
)


class ImportForm(FlaskForm):  # type: ignore[misc]
    """A file, how to read it, whose copies it describes."""

    file = FileField(_l("File"))
    charset = SelectField(_l("Character set"), choices=[SelectChoice(*each) for each in CHARSETS], default="")
    department = SelectField(_l("Department of the copies"))
