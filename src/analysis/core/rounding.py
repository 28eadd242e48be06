"""Numbers rounded as readers were taught to: a half goes up, away from zero, and a bound never to its other side."""

from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal


def rounded(value: float, decimals: int = 0) -> float:
    """Return a number rounded to so many decimals (-2: to hundreds) by the digits it is written with: 8.05 to 8.1."""
    return _quantized(value, decimals, ROUND_HALF_UP)


def rounded_down(value: float, decimals: int = 0) -> float:
    """Return the next rounded number that is not larger: what can be said after `more than` and `at least`."""
    return _quantized(value, decimals, ROUND_FLOOR)


def rounded_up(value: float, decimals: int = 0) -> float:
    """Return the next rounded number that is not smaller: what can be said after `less than` and `at most`."""
    return _quantized(value, decimals, ROUND_CEILING)


def _quantized(value: float, decimals: int, rounding: str) -> float:
    return float(Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), rounding))
