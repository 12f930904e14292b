"""What a scan means and what an answer looks like, without database or clock."""

from circulation.desk.rules.answers import (
    IDLE,
    Act,
    Box,
    BoxKind,
    Desk,
    Ended,
    Outcome,
    Row,
    Said,
    ScanAnswer,
    Slip,
    Sound,
    Told,
    told_of,
)
from circulation.desk.rules.commands import (
    KEYS,
    MODE_OF,
    PLACE_OF,
    TAKES_BACK,
    Command,
    Mode,
    Place,
    command_of,
)
from circulation.desk.rules.dates import back_day, due_day
from circulation.desk.rules.replies import REPLY_KEYS, Asked, Given, Reply, is_passable, replies_to
from circulation.desk.rules.scans import (
    SAME_SCAN,
    Meaning,
    check_code,
    check_key,
    clean,
    is_same_scan,
    meaning,
    was_repaired,
)
from circulation.desk.rules.stored import from_data, to_data

__all__ = [
    "IDLE", "KEYS", "MODE_OF", "PLACE_OF", "REPLY_KEYS", "SAME_SCAN", "TAKES_BACK", "Act", "Asked", "Box", "BoxKind",
    "Command", "Desk", "Ended", "Given", "Meaning", "Mode", "Outcome", "Place", "Reply", "Row", "Said", "ScanAnswer",
    "Slip", "Sound", "Told", "back_day", "check_code", "check_key", "clean", "command_of", "due_day", "from_data",
    "is_passable", "is_same_scan", "meaning", "replies_to", "to_data", "told_of", "was_repaired",
]  # fmt: skip
