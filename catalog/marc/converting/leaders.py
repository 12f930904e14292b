"""The leader, position by position: the codes mean the same and are written otherwise."""

from __future__ import annotations

from catalog.marc.converting.tables import Table


def mapped(table: Table, name: str, code: str, default: str = " ") -> str:
    """Return the other format's code for a code of the named positions."""
    return table.codes[name].get(code, default)


def leader_to_unimarc(leader: str, table: Table) -> str:
    """Type, levels and status in the codes of UNIMARC; the rest is what ISO 2709 wants."""
    status = mapped(table, "status", leader[5], "n")
    kind = mapped(table, "type", leader[6], "a")
    level = mapped(table, "level", leader[7], "m")
    hierarchy = mapped(table, "hierarchy", leader[19])
    encoding = mapped(table, "encoding", leader[17])
    form = mapped(table, "form_of_description", leader[18])
    return f"00000{status}{kind}{level}{hierarchy} 2200000{encoding}{form} 450 "


def leader_to_marc21(leader: str, table: Table) -> str:
    """Type, levels and status in the codes of MARC 21."""
    status = mapped(table, "status", leader[5], "n")
    kind = mapped(table, "type", leader[6], "a")
    level = mapped(table, "level", leader[7], "m")
    encoding = mapped(table, "encoding", leader[17])
    form = mapped(table, "form_of_description", leader[18], "i")
    hierarchy = mapped(table, "hierarchy", leader[8])
    return f"00000{status}{kind}{level} a2200000{encoding}{form}{hierarchy}4500"
