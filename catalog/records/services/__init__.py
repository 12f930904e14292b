"""Acts on records."""

from catalog.records.services.adding import NewRecord, add_record, add_records
from catalog.records.services.authormarks import drop_author_marks, load_author_marks, set_mark_letters
from catalog.records.services.cards import install_defaults, save_card_index, set_cards
from catalog.records.services.changing import replace_record, restore_version
from catalog.records.services.checking import check_records, set_level, set_severity
from catalog.records.services.drafts import (
    SavedRecord,
    begin_draft,
    drop_draft,
    keep_draft,
    rebase_draft,
    save_draft,
)
from catalog.records.services.hosts import set_host
from catalog.records.services.locking import locked_record
from catalog.records.services.rebuilding import CHUNK, rebuild
from catalog.records.services.templates import delete_template, save_template

__all__ = [
    "CHUNK",
    "NewRecord",
    "SavedRecord",
    "add_record",
    "add_records",
    "begin_draft",
    "check_records",
    "delete_template",
    "drop_author_marks",
    "drop_draft",
    "install_defaults",
    "keep_draft",
    "load_author_marks",
    "locked_record",
    "rebase_draft",
    "rebuild",
    "replace_record",
    "restore_version",
    "save_card_index",
    "save_draft",
    "save_template",
    "set_cards",
    "set_host",
    "set_level",
    "set_mark_letters",
    "set_severity",
]
