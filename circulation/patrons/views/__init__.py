"""Screens of readers: the list, the reader's page, registration, the card."""

from circulation.patrons.views import (
    access,
    cards,
    categories,
    editing,
    importing,
    listing,
    photos,
    reader,
    register,
    restricting,
)
from circulation.patrons.views.base import blueprint

__all__ = [
    "access",
    "blueprint",
    "cards",
    "categories",
    "editing",
    "importing",
    "listing",
    "photos",
    "reader",
    "register",
    "restricting",
]
