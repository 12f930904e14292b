"""The signature of the link by which a reader stops the bulletin without signing in."""

from __future__ import annotations

import hashlib
import hmac
import secrets


def new_key() -> str:
    """Return a key nobody can guess; a profile started again gets another one, which ends old links."""
    return secrets.token_hex(32)


def signature(key: str, profile_id: int) -> str:
    """Return the signature of a profile's link: 32 hexadecimal digits."""
    said = f"bulletin:stop:{profile_id}".encode()
    return hmac.new(key.encode(), said, hashlib.sha256).hexdigest()[:32]


def is_signed(key: str, profile_id: int, given: str) -> bool:
    """Tell whether a link carries the right signature."""
    return hmac.compare_digest(signature(key, profile_id).encode(), given.encode("utf-8", "replace"))
