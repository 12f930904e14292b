"""Who made a work, and as what."""

from __future__ import annotations

from collections.abc import Iterator

from catalog.marc.citing.fields import Fields, values
from catalog.marc.citing.model import Name, Pieces, Role
from catalog.marc.facts.text import trim
from catalog.marc.model import Profile

_ROLES: dict[str, Role] = {
    "aut": Role.AUTHOR, "070": Role.AUTHOR, "edt": Role.EDITOR, "340": Role.EDITOR, "651": Role.EDITOR,
    "trl": Role.TRANSLATOR, "730": Role.TRANSLATOR,
}  # fmt: skip
_ROLE_BEGINNINGS: tuple[tuple[str, Role], ...] = (
    ("author", Role.AUTHOR), ("автор", Role.AUTHOR), ("muallif", Role.AUTHOR), ("муаллиф", Role.AUTHOR),
    ("edit", Role.EDITOR), ("ed.", Role.EDITOR), ("ред", Role.EDITOR),
    ("muharrir", Role.EDITOR), ("муҳаррир", Role.EDITOR),
    ("отв. ред", Role.EDITOR), ("transl", Role.TRANSLATOR), ("пер", Role.TRANSLATOR), ("tarjimon", Role.TRANSLATOR),
    ("таржимон", Role.TRANSLATOR),
)  # fmt: skip

_PERSONS = {"marc21": ("100", "700"), "unimarc": ("700", "701", "702"), "irbis": ("700", "701", "702")}
_BODIES = {
    "marc21": ("110", "111", "710", "711"),
    "unimarc": ("710", "711", "712"),
    "irbis": ("710", "711", "712"),
}
_MAIN = {"marc21": ("100", "110", "111"), "unimarc": ("700", "710"), "irbis": ("700", "710")}
_SECONDARY = ("702", "712")
"""Fields whose names are no authors unless a role says so."""


def names_of(fields: Fields, profile: Profile) -> tuple[Name, ...]:
    """Return persons, then bodies, in the order of the record, each once."""
    found: dict[str, Name] = {}
    for body, tags in ((False, _PERSONS[profile.value]), (True, _BODIES[profile.value])):
        for tag in tags:
            for name in _of_tag(fields, profile, tag, body=body):
                found.setdefault(name.text, name)
    return tuple(found.values())


def _of_tag(fields: Fields, profile: Profile, tag: str, *, body: bool) -> Iterator[Name]:
    for pieces in fields.all(tag):
        if profile is Profile.MARC21 and values(pieces, "t"):
            continue  # the heading of another work
        text = _body(pieces, profile) if body else _person(pieces, profile)
        if text:
            usual = (
                Role.OTHER if body or (tag in _SECONDARY and profile is not Profile.MARC21) else Role.AUTHOR
            )
            yield Name(text, _role(pieces, usual), body=body, main=tag in _MAIN[profile.value])


def _person(pieces: Pieces, profile: Profile) -> str:
    if profile is Profile.MARC21:
        return trim(" ".join(values(pieces, "abc")))
    surname = next(iter(values(pieces, "a")), "")
    forenames = next(iter(values(pieces, "g")), "") or next(iter(values(pieces, "b")), "")
    number = " ".join(values(pieces, "d"))
    name = ", ".join(part for part in (trim(surname), trim(forenames)) if part)
    return f"{name} {number}".strip()


def _body(pieces: Pieces, profile: Profile) -> str:
    if profile is Profile.MARC21:
        return trim(" ".join(values(pieces, "abn")))
    return trim(". ".join(values(pieces, "ab")))


def _role(pieces: Pieces, usual: Role) -> Role:
    stated = [text.strip(" .").lower() for code, text in pieces if code in ("4", "e") and text]
    for text in stated:
        if text[:3] in _ROLES:
            return _ROLES[text[:3]]
        for beginning, role in _ROLE_BEGINNINGS:
            if text.startswith(beginning):
                return role
    return Role.OTHER if stated else usual


def heading(names: tuple[Name, ...]) -> str:
    """Return the heading of a description: the main entry, none where a work has four authors or more."""
    if sum(name.role is Role.AUTHOR and not name.body for name in names) > 3:
        return ""
    return next((name.text for name in names if name.main), "")
