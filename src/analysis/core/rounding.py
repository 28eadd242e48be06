"""Numbers rounded as readers were taught to: a half goes up, away from zero.

Python's own `round` takes the even neighbour. A bound is never rounded to its other side: more than 6,289 is more than
6,200, and not more than 6,300.
"""

from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal


def rounded(value: float, decimals: int = 0) -> float:
    """Return a number rounded to so many decimals (-2: to hundreds), by the digits that it is written with.

    12.5 becomes 13 and 4,250 becomes 4,300; by its digits, so that 8.05 becomes 8.1 although it is stored as a little
    less.
    """
    return _quantized(value, decimals, ROUND_HALF_UP)


def rounded_down(value: float, decimals: int = 0) -> float:
    """Return the next rounded number that is not larger: what can be said after `more than` and `at least`."""
    return _quantized(value, decimals, ROUND_FLOOR)


def rounded_up(value: float, decimals: int = 0) -> float:
    """Return the next rounded number that is not smaller: what can be said after `less than` and `at most`."""
    return _quantized(value, decimals, ROUND_CEILING)


def _quantized(value: float, decimals: int, rounding: str) -> float:
    return float(Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), rounding))
