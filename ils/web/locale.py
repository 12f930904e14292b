"""Languages of the interface: Uzbek in two scripts, Russian, English.

English is the text in the code; Uzbek Latin and Russian are catalogues (`translations/*.po`); Uzbek Cyrillic
is the Latin catalogue transliterated by `ils.text` when it is first asked for, so it can never lag behind.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Blueprint, Flask, abort, current_app, has_request_context, redirect, request, session
from flask_babel import Babel, Domain, get_locale
from flask_login import current_user
from werkzeug.wrappers import Response

from ils.accounts.services import choose_language
from ils.db import transaction
from ils.text import to_cyrillic
from ils.web.once import every_time
from ils.web.session import current_session

HERE = Path(__file__).parent / "translations"


@dataclass(frozen=True, slots=True)
class Language:
    """A language of the interface: its code here, its BCP 47 tag, how it calls itself."""

    code: str
    tag: str
    short: str
    label: str


LANGUAGES = (
    Language("uz", "uz", "Oʻz", "Oʻzbekcha"),
    Language("uz_Cyrl", "uz-Cyrl", "Ўз", "Ўзбекча"),
    Language("ru", "ru", "Ру", "Русский"),
    Language("en", "en", "En", "English"),
)
CODES = tuple(language.code for language in LANGUAGES)


def read_catalogue(code: str) -> Catalog:
    """Read the catalogue of `uz` or `ru`, or make the one of `uz_Cyrl`."""
    source = "uz" if code == "uz_Cyrl" else code
    with (HERE / f"{source}.po").open("rb") as file:
        catalogue = read_po(file, locale=source)
    if code == "uz_Cyrl":
        for message in catalogue:
            if message.id and isinstance(message.string, str):
                message.string = to_cyrillic(message.string)
    return catalogue


@cache
def translations_of(code: str) -> NullTranslations:
    """Return the translations of a language, compiled in memory once a process."""
    if code == "en":
        return NullTranslations()
    compiled = BytesIO()
    write_mo(compiled, read_catalogue(code))
    compiled.seek(0)
    return Translations(fp=compiled)


class _Catalogues(Domain):  # type: ignore[misc]
    """Looks texts up in our own catalogues instead of compiled files on disk."""

    def get_translations(self) -> NullTranslations:
        locale = get_locale()
        return translations_of(str(locale) if locale else "en")


def init_locale(app: Flask, default: str) -> None:
    """Set the languages up; `default` is the one for people who have chosen none."""
    app.config["ILS_LANGUAGE"] = default
    babel = Babel(app, default_locale=default, locale_selector=current_language)
    babel.domain_instance = _Catalogues()  # the object that flask_babel asks, not its settings
    app.extensions["ils_babel"] = babel
    app.register_blueprint(blueprint)


def current_language() -> str:
    """Return the code of the language of this request: chosen in this session, else the default."""
    if not has_request_context():  # a command speaks the library's language
        return str(current_app.config["ILS_LANGUAGE"])
    chosen = session.get("language")
    return chosen if chosen in CODES else str(current_app.config["ILS_LANGUAGE"])


blueprint = Blueprint("locale", __name__)


@blueprint.post("/language")
@every_time
def switch() -> Response:
    """Change the language and go back to the page; staff find their choice again at the next sign-in."""
    code = request.form.get("language", "")
    if code not in CODES:
        abort(400)
    session["language"] = code
    if current_user.is_authenticated:
        with transaction(current_session()) as database:
            choose_language(database, staff_id=current_user.id, language=code)
    return redirect(safe_path(request.form.get("next")))


def safe_path(target: str | None) -> str:
    """Return a path on this very site, never another host."""
    try:
        parts = urlsplit((target or "").replace("\\", "/"))
    except ValueError:  # such as //[
        return "/"
    if parts.scheme or parts.netloc or not parts.path.startswith("/") or parts.path.startswith("//"):
        return "/"
    return parts.path + (f"?{parts.query}" if parts.query else "")
