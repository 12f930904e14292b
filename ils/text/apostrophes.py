"""Every apostrophe people type, brought to the two letters of the alphabet (practice.md §6.1)."""

import re

TURNED = "\u02bb"  # ʻ of oʻ gʻ
TUTUQ = "\u02bc"  # ʼ, tutuq belgisi
APOSTROPHES = "\u02bb\u02bc\u2018\u2019\u201b'`\u00b4\u2032\uff07"

_AFTER_O_G = re.compile(f"(?<=[oOgG])[{APOSTROPHES}]")
_BETWEEN = re.compile(rf"(?<=[^\W\d_])(?<![oOgG])[{APOSTROPHES}](?=[^\W\d_])")


def normalise_apostrophes(text: str) -> str:
    """Give every apostrophe its canonical form: ʻ after o and g, ʼ between other letters."""
    return _BETWEEN.sub(TUTUQ, _AFTER_O_G.sub(TURNED, text))
