"""Addresses that a code may hold, shares of what is wanted."""

from __future__ import annotations

import pytest

from catalog.orders.errors import OrderInputError
from catalog.orders.rules import ascii_address, is_own_machine, share_done


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        (" https://akm.uz/kitob ", "https://akm.uz/kitob"),
        ("http://AKM.uz:8080/a?b=1#c", "http://akm.uz:8080/a?b=1#c"),
        ("https://uz.wikipedia.org/wiki/Oʻtkan_kunlar", "https://uz.wikipedia.org/wiki/O%CA%BBtkan_kunlar"),
        ("https://uz.wikipedia.org/wiki/O%CA%BBtkan", "https://uz.wikipedia.org/wiki/O%CA%BBtkan"),
        ("https://кутубхона.uz/", "https://xn--80abwpbaamt9i.uz/"),
    ],
)
def test_an_address_becomes_plain_ascii(typed: str, address: str) -> None:
    made = ascii_address(typed)
    assert made.isascii()
    if "xn--" not in address:
        assert made == address
    assert ascii_address(made) == made


@pytest.mark.parametrize(
    "typed",
    ["", "akm.uz", "ftp://akm.uz", "javascript:alert(1)", "https://", "https://a b.uz", "https://u:p@akm.uz",
     "https://akm.uz/" + "a" * 500,
     "https://akm.uz:99999/", "https://[::1/"],
)  # fmt: skip
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(OrderInputError, match="order_address_invalid"):
        ascii_address(typed)


def test_this_machine_alone() -> None:
    for address in ("http://127.0.0.1:8080/", "http://localhost/", "http://kutubxona/", "http://[::1]/"):
        assert is_own_machine(address)
    assert not is_own_machine("https://akm.uz/")


def test_shares() -> None:
    assert (share_done(5, None), share_done(5, 10), share_done(25, 10), share_done(0, 10)) == (
        None,
        50,
        100,
        0,
    )
