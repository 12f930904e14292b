"""Words of this subject."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from catalog.marc.tables import TableCode
from catalog.marc.validating import CheckCode
from catalog.records.errors import RecordCode
from catalog.records.models import Severity

TABLE_WORDS: dict[TableCode, Any] = {
    TableCode.BAD_TABLE: _l("The profile table “%(file)s” has a slip (%(reason)s): %(found)s."),
    TableCode.UNKNOWN_TABLE: _l("There is no profile table or list “%(found)s”."),
}

RECORD_WORDS: dict[RecordCode, Any] = {
    RecordCode.UNKNOWN: _l("There is no such bibliographic record."),
    RecordCode.CHANGED_MEANWHILE: _l(
        "Somebody else changed this record meanwhile: %(who)s, %(when)s (version %(version)s)."
    ),
    RecordCode.MERGED: _l("The record %(record)s was merged into the record %(into)s."),
    RecordCode.VERSION_UNKNOWN: _l("The record %(record)s never had a version %(version)s."),
    RecordCode.DRAFT_UNKNOWN: _l("You have no such draft. It may have been saved or thrown away."),
    RecordCode.NOBODY: _l("Only a signed-in cataloguer has drafts."),
    RecordCode.TEMPLATE_UNKNOWN: _l("There is no such template."),
    RecordCode.TEMPLATE_TAKEN: _l("There is already a template “%(name)s”."),
    RecordCode.CARD_INDEX_UNKNOWN: _l("There is no card index “%(code)s”."),
    RecordCode.CARD_INDEX_CODE: _l(
        "The code “%(code)s” cannot be used: lower-case Latin letters, digits and _, 2 to 30."
    ),
    RecordCode.HOST_IS_PART: _l("One of the records %(record)s and %(host)s is a part of the other."),
    RecordCode.MARKS_UNREADABLE: _l(
        "Line %(line)s is neither a mark nor a word of an author-mark table: “%(text)s”."
    ),
    RecordCode.MARKS_EMPTY: _l("The file has no line of an author-mark table."),
    RecordCode.MARKS_UNKNOWN: _l("There is no author-mark table “%(name)s”."),
    RecordCode.LETTERS_INVALID: _l("“%(letter)s” → “%(becomes)s” is not a pair of letters."),
    RecordCode.FINDING_UNKNOWN: _l("There is no finding “%(code)s”."),
}

# `FindingView.words` → the sentence; the tag stands before it. Codes of findings are also those of other subjects.
FINDING_WORDS: dict[str, Any] = {
    f"finding:{CheckCode.LEADER_LENGTH}": _l(
        "The leader has characters: %(length)s instead of %(expected)s."
    ),
    f"finding:{CheckCode.LEADER_VALUE}": _l(
        "The leader has no such value at position %(position)s: “%(value)s”."
    ),
    f"finding:{CheckCode.NO_FIELDS}": _l("The record has no fields."),
    f"finding:{CheckCode.MISSING_FIELD}": _l("The field is missing."),
    f"finding:{CheckCode.MISSING_ONE_OF}": _l("One of these fields is missing: %(tags)s."),
    f"finding:{CheckCode.MISSING_SUBFIELD}": _l("The subfield %(subfield)s is missing."),
    f"finding:{CheckCode.MISSING_TITLE}": _l("The record has no title."),
    f"finding:{CheckCode.UNKNOWN_TAG}": _l("The profile has no such field."),
    f"finding:{CheckCode.UNKNOWN_SUBFIELD}": _l("The field has no subfield %(subfield)s."),
    f"finding:{CheckCode.FIELD_REPEATED}": _l(
        "The field does not repeat, but stands there times: %(count)s."
    ),
    f"finding:{CheckCode.SUBFIELD_REPEATED}": _l(
        "The subfield %(subfield)s does not repeat, but stands there times: %(count)s."
    ),
    f"finding:{CheckCode.BAD_INDICATOR}": _l("Indicator %(indicator)s has no such value: “%(value)s”."),
    f"finding:{CheckCode.EMPTY_FIELD}": _l("The field is empty."),
    f"finding:{CheckCode.EMPTY_SUBFIELD}": _l("The subfield %(subfield)s is empty."),
    f"finding:{CheckCode.FIXED_LENGTH}": _l("The field has characters: %(length)s instead of %(expected)s."),
    f"finding:{CheckCode.FIXED_VALUE}": _l("There is no such value at position %(position)s: “%(value)s”."),
    f"finding:{CheckCode.BAD_ISBN}": _l("The ISBN does not check: “%(value)s”."),
    f"finding:{CheckCode.BAD_ISSN}": _l("The ISSN does not check: “%(value)s”."),
    f"finding:{CheckCode.UNKNOWN_CODE}": _l("“%(value)s” is not in the list of codes."),
    f"finding:{CheckCode.BAD_UDC}": _l("“%(value)s” is not written as a UDC mark."),
    f"finding:{CheckCode.BAD_BBK}": _l("“%(value)s” is not written as a BBK mark."),
    f"finding:{CheckCode.BAD_DATE}": _l("“%(value)s” is not a date."),
    f"finding:{CheckCode.IMPOSSIBLE_YEAR}": _l("The year cannot be: “%(value)s”."),
    f"finding:{CheckCode.YEARS_DIFFER}": _l("The coded year is %(coded)s, the imprint says %(stated)s."),
    f"finding:{CheckCode.LANGUAGES_DIFFER}": _l(
        "The language is coded as %(coded)s here, as %(stated)s elsewhere."
    ),
    f"finding:{CheckCode.CONTROL_CHARACTERS}": _l("The text has a control character: %(character)s."),
    f"finding:{CheckCode.REPLACEMENT_CHARACTERS}": _l(
        "Letters were lost on the way; signs in their place: %(count)s."
    ),
    f"finding:{CheckCode.DOUBLE_ENCODED}": _l("The text looks encoded twice: “%(value)s”."),
    f"finding:{CheckCode.MIXED_SCRIPTS}": _l("A word has Latin and Cyrillic letters at once: “%(word)s”."),
    f"finding:{CheckCode.FONT_TRICK}": _l(
        "Uzbek letters are written by a font's trick: “%(word)s”. Words: %(count)s."
    ),
    f"finding:{CheckCode.CAPITAL_TITLE}": _l("The title is written in capitals: “%(value)s”."),
    f"finding:{CheckCode.SKIP_TOO_LONG}": _l(
        "Sorting skips characters: %(skip)s, more than the first word of “%(value)s” has."
    ),
}

FINDING_NAME_WORDS: dict[str, Any] = {
    f"name:{CheckCode.LEADER_LENGTH}": _l("Length of the leader"),
    f"name:{CheckCode.LEADER_VALUE}": _l("Value in the leader"),
    f"name:{CheckCode.NO_FIELDS}": _l("No fields"),
    f"name:{CheckCode.MISSING_FIELD}": _l("Field missing"),
    f"name:{CheckCode.MISSING_ONE_OF}": _l("One of several fields missing"),
    f"name:{CheckCode.MISSING_SUBFIELD}": _l("Subfield missing"),
    f"name:{CheckCode.MISSING_TITLE}": _l("No title"),
    f"name:{CheckCode.UNKNOWN_TAG}": _l("Unknown field"),
    f"name:{CheckCode.UNKNOWN_SUBFIELD}": _l("Unknown subfield"),
    f"name:{CheckCode.FIELD_REPEATED}": _l("Field repeated"),
    f"name:{CheckCode.SUBFIELD_REPEATED}": _l("Subfield repeated"),
    f"name:{CheckCode.BAD_INDICATOR}": _l("Indicator"),
    f"name:{CheckCode.EMPTY_FIELD}": _l("Empty field"),
    f"name:{CheckCode.EMPTY_SUBFIELD}": _l("Empty subfield"),
    f"name:{CheckCode.FIXED_LENGTH}": _l("Length of a coded field"),
    f"name:{CheckCode.FIXED_VALUE}": _l("Value in a coded field"),
    f"name:{CheckCode.BAD_ISBN}": _l("ISBN does not check"),
    f"name:{CheckCode.BAD_ISSN}": _l("ISSN does not check"),
    f"name:{CheckCode.UNKNOWN_CODE}": _l("Code not in its list"),
    f"name:{CheckCode.BAD_UDC}": _l("UDC mark"),
    f"name:{CheckCode.BAD_BBK}": _l("BBK mark"),
    f"name:{CheckCode.BAD_DATE}": _l("Date"),
    f"name:{CheckCode.IMPOSSIBLE_YEAR}": _l("Impossible year"),
    f"name:{CheckCode.YEARS_DIFFER}": _l("Years differ"),
    f"name:{CheckCode.LANGUAGES_DIFFER}": _l("Languages differ"),
    f"name:{CheckCode.CONTROL_CHARACTERS}": _l("Control characters"),
    f"name:{CheckCode.REPLACEMENT_CHARACTERS}": _l("Lost letters"),
    f"name:{CheckCode.DOUBLE_ENCODED}": _l("Text encoded twice"),
    f"name:{CheckCode.MIXED_SCRIPTS}": _l("Latin and Cyrillic in one word"),
    f"name:{CheckCode.FONT_TRICK}": _l("Uzbek letters by a font's trick"),
    f"name:{CheckCode.CAPITAL_TITLE}": _l("Title in capitals"),
    f"name:{CheckCode.SKIP_TOO_LONG}": _l("Characters skipped in sorting"),
}

SEVERITY_WORDS: dict[Severity, Any] = {
    Severity.ERROR: _l("error"),
    Severity.WARNING: _l("warning"),
    Severity.HINT: _l("hint"),
    Severity.OFF: _l("not shown"),
}

# Why a version was made: `import:5` is the word of `import` with the number 5.
REASON_WORDS: dict[str, Any] = {
    "created": _l("Created"),
    "edited": _l("Edited"),
    "import": _l("Import %(number)s"),
    "restored": _l("Version %(number)s restored"),
    "merge": _l("Merged with the record %(number)s"),
    "unmerge": _l("Parted from the record %(number)s"),
    "copied": _l("Taken over from another catalogue"),
}

JOB_WORDS: dict[str, Any] = {
    "records:check": _l("Check of records"),
    "records:check:done": _l("Records checked: %(checked)s, findings: %(findings)s."),
}

AUDIT_WORDS: dict[str, Any] = {
    "record_added": _l("Bibliographic record added"),
    "record_changed": _l("Bibliographic record changed"),
    "record_host_set": _l("Record tied to the journal or book it is a part of"),
    "record_cards_set": _l("Card indexes of a record changed"),
    "card_index_saved": _l("Card index saved"),
    "template_saved": _l("Template saved"),
    "template_deleted": _l("Template deleted"),
    "author_marks_loaded": _l("Author-mark table loaded"),
    "author_marks_dropped": _l("Author-mark table removed"),
    "author_mark_letters_set": _l("Letters for author marks set"),
    "finding_severity_set": _l("Severity of a finding set"),
    "record_level_set": _l("Level of description set"),
}

CHECK_WORDS: dict[str, Any] = {
    "search_row_missing": _l("The record %(record)s is not in the search index."),
    "search_row_orphan": _l("The search index has a record %(record)s that does not exist."),
    "class_mark_not_logged": _l(
        "The class mark (%(scheme)s) of the record %(record)s is not in the activity log."
    ),
    "class_mark_logged_wrongly": _l(
        "The activity log has the class mark (%(scheme)s) of the record %(record)s as given %(times)s times."
    ),
    "merged_record_keeps": _l("The record %(record)s was merged into another, but still has: %(what)s."),
    "merge_not_told": _l("The record %(record)s was merged into another, but no merge tells of it."),
    "version_missing": _l("The record %(record)s has versions: %(kept)s kept, %(version)s in all."),
}
