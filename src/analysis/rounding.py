"""Rounds as readers were taught to: a half goes up, away from zero; Python's own `round` takes the even neighbour."""

from decimal import ROUND_HALF_UP, Decimal


def rounded(value: float, decimals: int = 0) -> float:
    """Return a number rounded to so many decimals (-2: to hundreds), by the digits that it is written with.

    12.5 becomes 13 and 4,250 becomes 4,300; by its digits, so that 8.05 becomes 8.1 although it is stored as a little
    less.
    """
    return float(Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))
