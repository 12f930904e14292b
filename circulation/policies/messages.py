"""Words of the table of policies."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from catalog.marc.facts.model import DocumentType
from circulation.policies.errors import PolicyCode

POLICY_WORDS: dict[PolicyCode, Any] = {
    PolicyCode.UNKNOWN: _l("There is no such row in the table of policies."),
    PolicyCode.TAKEN: _l(
        "There is already a row for this category, document type and department. Change that one."
    ),
    PolicyCode.GENERAL_STAYS: _l(
        "The general row stays as it is for everybody, so that some rule always holds."
    ),
    PolicyCode.DAYS_INVALID: _l("The days of a loan are a number from 0 to %(last)s."),
    PolicyCode.LIMIT_INVALID: _l("The limit of copies is a number from 0 to %(last)s."),
    PolicyCode.RENEWALS_INVALID: _l("The number of renewals is a number from 0 to %(last)s."),
    PolicyCode.CATEGORY_UNKNOWN: _l("There is no category of readers “%(value)s”."),
    PolicyCode.DOCUMENT_TYPE_UNKNOWN: _l("There is no document type “%(value)s”."),
}

AUDIT_WORDS: dict[str, Any] = {
    "policy_saved": _l("Loan policy saved"),
    "policy_deleted": _l("Loan policy deleted"),
}

TYPES_SHOWN: dict[DocumentType, Any] = {
    DocumentType.BOOK: _l("book"),
    DocumentType.SERIAL: _l("periodical"),
    DocumentType.ARTICLE: _l("article"),
    DocumentType.MAP: _l("map"),
    DocumentType.MUSIC_SCORE: _l("printed music"),
    DocumentType.SOUND: _l("sound recording"),
    DocumentType.VIDEO: _l("film"),
    DocumentType.PICTURE: _l("picture"),
    DocumentType.ELECTRONIC: _l("electronic resource"),
    DocumentType.MANUSCRIPT: _l("manuscript"),
    DocumentType.MIXED: _l("mixed material"),
    DocumentType.OBJECT: _l("object"),
    DocumentType.OTHER: _l("other"),
}
