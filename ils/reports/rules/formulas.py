"""Arithmetic of ratios and shares (practice.md §4.9)."""

from __future__ import annotations


def ratio(numerator: float | None, denominator: float | None, *, digits: int = 2) -> float | None:
    """Return the quotient, rounded half up as paper does; None where there is nothing to divide by."""
    if numerator is None or not denominator:
        return None
    return half_up(numerator / denominator, digits)


def per_cent(part: float | None, whole: float | None) -> float | None:
    """Return the share in per cent to one figure after the point."""
    return ratio(None if part is None else part * 100, whole, digits=1)


def half_up(value: float, digits: int) -> float:
    """Round halves away from zero: 0.125 becomes 0.13."""
    scale: int = 10**digits
    shifted = abs(value) * scale + 0.5 + 1e-9
    return (int(shifted) / scale) * (1 if value >= 0 else -1)
