"""A record as one bibliographic description: GOST 7.1, BibTeX, RIS."""

from catalog.marc.citing.bibtex import bibtex
from catalog.marc.citing.gost import gost
from catalog.marc.citing.ris import ris

__all__ = ["bibtex", "gost", "ris"]
