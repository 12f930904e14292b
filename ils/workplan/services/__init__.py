"""Acts on the plan."""

from ils.workplan.services.counters import count_renewals, renewals_counted, set_counter, sound_counter
from ils.workplan.services.lines import (
    PartText,
    add_line,
    change_line,
    move_line,
    restore_line,
    retire_line,
    split_line,
)
from ils.workplan.services.openings import Typed, set_openings
from ils.workplan.services.reading import ReadRow, read_openings, typed
from ils.workplan.services.sections import rename_section
from ils.workplan.services.targets import HIGHEST_TARGET, set_target
from ils.workplan.services.years import TEMPLATE_YEAR, copy_year, load_year, refuse_odd_year, template_lines

__all__ = [
    "HIGHEST_TARGET", "TEMPLATE_YEAR", "PartText", "ReadRow", "Typed", "add_line", "change_line",
    "copy_year", "count_renewals", "load_year", "move_line", "read_openings", "refuse_odd_year", "rename_section",
    "renewals_counted", "restore_line", "retire_line", "set_counter", "set_openings", "set_target", "sound_counter",
    "split_line", "template_lines", "typed",
]  # fmt: skip
