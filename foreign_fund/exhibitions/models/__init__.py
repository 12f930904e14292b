"""Exhibitions: what is shown and where, who made them, what was checked, signed and told."""

from foreign_fund.exhibitions.models.people import ExhibitionPerson, ExhibitionShift
from foreign_fund.exhibitions.models.rounds import (
    ExhibitionPaper,
    ExhibitionPaperLine,
    ExhibitionRound,
    ExhibitionSighting,
)
from foreign_fund.exhibitions.models.showing import (
    Exhibition,
    ExhibitionCase,
    ExhibitionItem,
    ExhibitionPiece,
    ExhibitionPlan,
    ExhibitionRotation,
    ExhibitionState,
)
from foreign_fund.exhibitions.models.telling import (
    ExhibitionEvent,
    ExhibitionExtra,
    ExhibitionPhoto,
    ExhibitionVisitors,
)

__all__ = [
    "Exhibition",
    "ExhibitionCase",
    "ExhibitionEvent",
    "ExhibitionExtra",
    "ExhibitionItem",
    "ExhibitionPaper",
    "ExhibitionPaperLine",
    "ExhibitionPerson",
    "ExhibitionPhoto",
    "ExhibitionPiece",
    "ExhibitionPlan",
    "ExhibitionRotation",
    "ExhibitionRound",
    "ExhibitionShift",
    "ExhibitionSighting",
    "ExhibitionState",
    "ExhibitionVisitors",
]
