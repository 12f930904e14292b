"""Age groups of the state's statistics (practice.md §4.8) from those that the log keeps."""

from __future__ import annotations

from collections.abc import Mapping

# Group of the state → groups of the log. Rows of before 18-24 and 25-30 were told apart stay unknown.
STATE_AGES: Mapping[str, tuple[str, ...]] = {
    "14": ("0-6", "7-14"),
    "24": ("15-17", "18-24"),
    "25": ("25-30", "31-55", "56+"),
    "": ("", "18-30"),
}
