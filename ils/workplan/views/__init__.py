"""Screens of the plan."""

from ils.workplan.views import (
    closing,
    copying,
    counting,
    directing,
    editing,
    opening,
    sections,
    showing,
    splitting,
    targeting,
)
from ils.workplan.views.base import blueprint

__all__ = [
    "blueprint",
    "closing",
    "copying",
    "counting",
    "directing",
    "editing",
    "opening",
    "sections",
    "showing",
    "splitting",
    "targeting",
]
