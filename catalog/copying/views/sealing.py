"""A record of theirs on its way through the browser: signed, so that only what a catalogue gave comes back as theirs."""

from __future__ import annotations

import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode

from flask import current_app
from itsdangerous import BadSignature, Signer

from catalog.copying.errors import CopyCode, CopyInputError
from catalog.copying.services import Theirs
from catalog.marc import Profile, from_bytes, to_bytes


def _signer() -> Signer:
    return Signer(str(current_app.secret_key), salt="copying")


def seal(theirs: Theirs) -> str:
    """Return a record as a value of a form."""
    packed = urlsafe_b64encode(zlib.compress(to_bytes(theirs.marc))).decode()
    return _signer().sign(f"{theirs.profile.value}:{theirs.charset}:{packed}").decode()


def unseal(value: str) -> Theirs:
    """Return the record of such a value; refuse one that we have not written."""
    try:
        said = _signer().unsign(value.encode("utf-8", "replace")).decode()
    except BadSignature as problem:
        raise CopyInputError(CopyCode.SEAL_BROKEN) from problem
    profile, charset, packed = said.split(":", 2)
    return Theirs(from_bytes(zlib.decompress(urlsafe_b64decode(packed))), Profile(profile), charset)
