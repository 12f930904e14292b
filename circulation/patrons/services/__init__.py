"""Acts on readers: adding, registering for the year, changing, cards, restrictions, PINs."""

from circulation.patrons.services.cards import replace_card, report_card_lost
from circulation.patrons.services.categories import (
    CATEGORIES,
    add_usual,
    install_defaults,
    move_category,
    save_category,
)
from circulation.patrons.services.importing import (
    begin_import,
    change_import,
    decide,
    drop_import,
)
from circulation.patrons.services.keeping import add_patron, change_patron, checked, doubts
from circulation.patrons.services.photos import drop_photo, set_photo
from circulation.patrons.services.pins import check_pin, clear_pin, make_pin, set_pin
from circulation.patrons.services.reading import read_table
from circulation.patrons.services.registering import (
    continue_register,
    enter_registration,
    register,
    take_registration_back,
)
from circulation.patrons.services.restricting import lift, lift_for_loan, restrict, unlift
from circulation.patrons.services.telegram import link_telegram, new_telegram_link, unlink_telegram

__all__ = [
    "CATEGORIES",
    "add_patron",
    "add_usual",
    "begin_import",
    "change_import",
    "change_patron",
    "check_pin",
    "checked",
    "clear_pin",
    "continue_register",
    "decide",
    "doubts",
    "drop_import",
    "drop_photo",
    "enter_registration",
    "install_defaults",
    "lift",
    "lift_for_loan",
    "link_telegram",
    "make_pin",
    "move_category",
    "new_telegram_link",
    "read_table",
    "register",
    "replace_card",
    "report_card_lost",
    "restrict",
    "save_category",
    "set_photo",
    "set_pin",
    "take_registration_back",
    "unlift",
    "unlink_telegram",
]
