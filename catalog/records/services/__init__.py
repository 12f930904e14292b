"""Acts on records."""

from catalog.records.services.adding import NewRecord, add_record, add_records
from catalog.records.services.changing import replace_record
from catalog.records.services.rebuilding import CHUNK, rebuild

__all__ = ["CHUNK", "NewRecord", "add_record", "add_records", "rebuild", "replace_record"]
