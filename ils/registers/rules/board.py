"""The tally board: nameless work that is counted by one tap."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ils.activity.kinds import Channel, Kind

MOST = 999
CHANNELS = (Channel.DESK, Channel.TELEPHONE, Channel.TELEGRAM, Channel.WEB)


@dataclass(frozen=True, slots=True)
class BoardKind:
    """A kind of nameless work: its kind of activity, its types, and whether the words of the reader are asked for."""

    code: str
    kind: Kind
    types: tuple[str, ...] = ()
    channels: tuple[Channel, ...] = CHANNELS
    text_needed: bool = False


_ROWS = (
    BoardKind("question", Kind.QUESTION_ANSWER, ("address", "fact", "topic", "clarify")),
    BoardKind("help", Kind.HELP_GIVE),
    BoardKind("copy", Kind.COPY_MAKE),
    BoardKind("call", Kind.CALL_TAKE, channels=(Channel.TELEPHONE,)),
    # What readers asked for in vain is what the library should buy: without the text nobody knows.
    BoardKind(
        "refusal", Kind.REFUSAL_NOTE, ("not_held", "on_loan", "room_only", "unprocessed", "other"), text_needed=True
    ),
)  # fmt: skip
BOARD: Mapping[str, BoardKind] = {row.code: row for row in _ROWS}
