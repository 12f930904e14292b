"""Password hashing: argon2id with the cost that a small server bears (2 passes, 19 MiB, 1 lane)."""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from ils.accounts.errors import AccountCode, AccountError

SHORTEST = 8
LONGEST = 200  # so that nobody makes the server hash a novel

hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# Verified when no such login exists, so that the answer takes as long either way.
_NOBODY = hasher.hash("nobody has this password")


def _bytes(password: str) -> bytes:
    """A console may hand over what is no text; it is a password all the same."""
    return password.encode("utf-8", "surrogatepass")


def hash_password(password: str) -> str:
    """Return the hash to store; refuse a password that is too short or absurdly long."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise AccountError(AccountCode.PASSWORD_SHORT, shortest=SHORTEST, longest=LONGEST)
    return hasher.hash(_bytes(password))


def verify(stored: str | None, password: str) -> bool:
    """Tell whether the password belongs to the stored hash (`None`: there is no such person)."""
    try:
        right = hasher.verify(_NOBODY if stored is None else stored, _bytes(password[: LONGEST + 1]))
    except (VerificationError, InvalidHashError):
        return False
    return right and stored is not None
