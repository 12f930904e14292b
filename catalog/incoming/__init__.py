"""Files on their way in, before any database: candidates, their copies, reading ahead."""

from catalog.incoming.candidates import CHUNK, Candidate, Way, describe, finding, plain
from catalog.incoming.holdings import FACTS, Holdings, holdings, wrong_holdings

__all__ = [
    "CHUNK", "FACTS", "Candidate", "Holdings", "Way", "describe", "finding", "holdings", "plain", "wrong_holdings",
]  # fmt: skip
