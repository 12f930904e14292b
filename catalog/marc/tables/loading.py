"""Tables by profile, and the variants a library keeps as files of its own."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from catalog.marc.model import Profile
from catalog.marc.tables.building import Builder
from catalog.marc.tables.errors import TableCode, TableError
from catalog.marc.tables.model import ProfileTable
from catalog.marc.tables.yamlfile import read_yaml

DATA = Path(__file__).parent.parent / "data"


# The library's own tables by the profile they stand for; set once at start (`use_own_tables`).
_OWN: dict[Profile, ProfileTable] = {}


def table(profile: Profile) -> ProfileTable:
    """Return the table of a profile: the library's own variant where it has one, else the one that comes along."""
    return _OWN.get(profile) or built_in(profile)


def use_own_tables(folder: Path) -> None:
    """From now on go by the variants in `folder`, at most one for each profile; BAD_TABLE as `load_variants`."""
    own: dict[Profile, ProfileTable] = {}
    for name, variant in load_variants(folder).items():
        if variant.profile in own:
            raise TableError(
                TableCode.BAD_TABLE, file=f"{name}.yaml", reason="second", found=variant.profile.value
            )
        own[variant.profile] = variant
    _OWN.clear()
    _OWN.update(own)


@cache
def built_in(profile: Profile) -> ProfileTable:
    """Return the table that comes with the program, loaded at the first call."""
    return Builder(read_yaml(DATA / f"{profile.value}.yaml")).table(profile, profile.value)


def load_variants(folder: Path) -> dict[str, ProfileTable]:
    """Return the tables in `folder` (*.yaml, each with `base:`) by file name; none where there is no folder.

    Refuses a file that is no table with BAD_TABLE (file, reason, found): a library should hear of its slip.
    """
    files = sorted(folder.glob("*.yaml")) if folder.is_dir() else []
    return {path.stem: _variant(path) for path in files}


def _variant(path: Path) -> ProfileTable:
    try:
        written = read_yaml(path)
        base = built_in(_base(written))
        return Builder(written, base).table(base.profile, path.stem)
    except TableError as error:
        raise TableError(TableCode(error.code), **{"file": path.name, **error.facts}) from error
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise TableError(
            TableCode.BAD_TABLE, file=path.name, reason="form", found=f"{type(error).__name__}: {error}"[:120]
        ) from error


def _base(written: Mapping[str, Any]) -> Profile:
    try:
        return Profile(str(written.get("base", "")))
    except ValueError:
        raise TableError(
            TableCode.BAD_TABLE, reason="base", found=str(written.get("base", ""))[:60]
        ) from None
