"""Screens of exhibitions, and what readers see of them."""

from foreign_fund.exhibitions.views import (
    arranging,
    effect,
    gathering,
    listing,
    papers,
    passport,
    printing,
    rotating,
    showcase,
    showing,
    telling,
    walking,
)
from foreign_fund.exhibitions.views.base import blueprint
from foreign_fund.exhibitions.views.gathering import event_panel

__all__ = [
    "arranging", "blueprint", "effect", "event_panel", "gathering", "listing", "papers", "passport", "printing",
    "rotating", "showcase", "showing", "telling", "walking",
]  # fmt: skip
