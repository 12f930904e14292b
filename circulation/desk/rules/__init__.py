"""What a scan means and what an answer looks like, without database or clock."""

from circulation.desk.rules.answers import (
    Act,
    Box,
    BoxKind,
    Desk,
    Ended,
    Outcome,
    Row,
    Said,
    ScanAnswer,
    Sound,
    Told,
    told_of,
)
from circulation.desk.rules.scans import (
    IDLE,
    SAME_SCAN,
    Command,
    Meaning,
    Mode,
    check_code,
    check_key,
    clean,
    command_of,
    is_same_scan,
    meaning,
    was_repaired,
)
from circulation.desk.rules.stored import from_data, to_data

__all__ = [
    "IDLE", "SAME_SCAN", "Act", "Box", "BoxKind", "Command", "Desk", "Ended", "Meaning", "Mode", "Outcome", "Row",
    "Said", "ScanAnswer", "Sound", "Told", "check_code", "check_key", "clean", "command_of", "from_data",
    "is_same_scan", "meaning", "to_data", "told_of", "was_repaired",
]  # fmt: skip
