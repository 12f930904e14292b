"""Refusals of the fund."""

from __future__ import annotations

from enum import StrEnum

from ils.errors import InputError


class FundCode(StrEnum):
    """Why a definition of the fund was refused."""

    NOTHING_CHOSEN = "fund_nothing_chosen"
    TOO_MANY_LANGUAGES = "fund_too_many_languages"


class FundError(InputError):
    """A definition that no fund can have."""
