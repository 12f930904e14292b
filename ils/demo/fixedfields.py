"""Leader and field 008 of the sample records, by the positions of MARC 21 Bibliographic."""

from __future__ import annotations

import re
from functools import cache

from ils.demo.tables import table
from ils.demo.works import Work

ENTERED = "240901"  # 008/00-05: one fixed day, so that the file is the same every time
LEADER_TYPES = {"book": "am", "serial": "as", "map": "em", "music_score": "cm", "electronic": "mm"}
LITERARY_FORMS = {"1": "p", "2": "d", "3": "f", "31": "f", "32": "j", "4": "e", "93": "f"}
FICTION = re.compile(r"821[.\d]*(?:\(\d+\))?(?:-(\d+))?$")


@cache
def _countries() -> dict[str, str]:
    return {row["place"]: row["country"] for row in table("places.tsv")}


def country(place: str) -> str:
    """The MARC country code of a place of publication, padded to three characters."""
    return _countries()[place].ljust(3)


def is_music(work: Work) -> bool:
    """Whether a score or recording is music: its UDC mark stands in class 78."""
    return work.udc.startswith("78")


def leader_type(work: Work) -> str:
    """Leader/06-07: type of record and bibliographic level."""
    if work.doc_type == "sound":
        return "jm" if is_music(work) else "im"
    return LEADER_TYPES[work.doc_type]


def field_008(work: Work) -> str:
    """The forty characters of 008; 18-34 mean something else for every kind of document."""
    dates = f"c{work.year}9999" if work.doc_type == "serial" else f"s{work.year}    "
    return f"{ENTERED}{dates}{country(work.place)}{_by_kind(work)}{work.language} d"


def _by_kind(work: Work) -> str:
    match work.doc_type:
        case "serial":
            return "uu p       0    0"
        case "map":
            return f"       {'e' if 'atlas' in work.extent else 'a'}     0   "
        case "music_score":
            return f"uua {_audience(work)}            "
        case "sound":
            return f"{'uu' if is_music(work) else 'nn'}n {_audience(work)}            "
        case "electronic":
            return f"    {_audience(work)}q  d        "
        case _:
            return f"    {_audience(work)}      000 {_literary_form(work)} "


def _audience(work: Work) -> str:
    """008/22: juvenile (j), adolescent (d), adult (e), general (g), or not said."""
    if work.audience_age is None:
        return " "
    if "Bolalar adabiyoti" in work.subjects:
        return "j"
    return {0: "g", 6: "j", 12: "d"}.get(work.audience_age, "e")


def _literary_form(work: Work) -> str:
    """008/33 read off the UDC form division: 821.512.133-31 is a novel, 821.512.133.09 is criticism."""
    found = FICTION.match(work.udc)
    if not found or ".09" in work.udc:
        return "0"
    return LITERARY_FORMS.get(found[1] or "", "1")
