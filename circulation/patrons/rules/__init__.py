"""Rules of readers: ages, card numbers, names, telephones, kinds of registration."""

from circulation.patrons.rules.cards import CARD, CARD_BEGINNING, clean_card, generated_card, scanned_card
from circulation.patrons.rules.people import (
    AGE_GROUPS,
    GROWN_UP,
    KINDS,
    SEXES,
    Details,
    age,
    age_group,
    check_birth_date,
    clean_details,
    clean_name,
    full_name,
    name_if_any,
    name_keys,
    other_script,
    registration_kind,
)
from circulation.patrons.rules.reaching import CHANNELS, clean_channels, clean_email, clean_phone, show_phone

__all__ = [
    "AGE_GROUPS",
    "CARD",
    "CARD_BEGINNING",
    "CHANNELS",
    "GROWN_UP",
    "KINDS",
    "SEXES",
    "Details",
    "age",
    "age_group",
    "check_birth_date",
    "clean_card",
    "clean_channels",
    "clean_details",
    "clean_email",
    "clean_name",
    "clean_phone",
    "full_name",
    "generated_card",
    "name_if_any",
    "name_keys",
    "other_script",
    "registration_kind",
    "scanned_card",
    "show_phone",
]
