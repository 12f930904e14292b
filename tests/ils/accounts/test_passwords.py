"""Hashing of passwords."""

from __future__ import annotations

import pytest

from ils.accounts import passwords
from ils.accounts.errors import AccountCode, AccountError
from ils.accounts.passwords import LONGEST, SHORTEST, hash_password, verify

pytestmark = pytest.mark.engine_free


@pytest.mark.parametrize(
    "password", ["kitob-26", "пароль-2026", "oʻqish joyi", "x" * LONGEST, " spaces kept "]
)
def test_the_right_password_fits_and_another_does_not(password: str) -> None:
    stored = hash_password(password)
    assert verify(stored, password)
    assert not verify(stored, password + "x")
    assert not verify(stored, "")


def test_the_hash_is_argon2id_with_a_salt_of_its_own() -> None:
    first, second = hash_password("kitob-2026"), hash_password("kitob-2026")
    assert first != second
    assert first.startswith("$argon2id$")


def test_its_cost_is_what_a_small_server_bears() -> None:
    costly = passwords._NOBODY  # made before the tests took a cheap hasher
    assert costly.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert len(costly) <= 200  # the column


@pytest.mark.parametrize("password", ["", "x" * (SHORTEST - 1), "x" * (LONGEST + 1)])
def test_a_password_too_short_or_absurdly_long_is_refused(password: str) -> None:
    with pytest.raises(AccountError) as caught:
        hash_password(password)
    assert caught.value.code is AccountCode.PASSWORD_SHORT
    assert caught.value.facts == {"shortest": SHORTEST, "longest": LONGEST}


@pytest.mark.parametrize("stored", [None, "", "not a hash", "$argon2id$broken"])
def test_nobody_and_a_broken_hash_let_nobody_in(stored: str | None) -> None:
    assert not verify(stored, "nobody has this password")
    assert not verify(stored, "")


def test_a_novel_is_not_hashed_whole() -> None:
    stored = hash_password("x" * LONGEST)
    assert not verify(stored, "x" * 10_000_000)
