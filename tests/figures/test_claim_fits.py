"""What must hold of a verdict whatever the numbers: the same on either side of what is claimed, and never by chance."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from analysis.figures.claim_evidence import Claim, Number, fit, verdict

NONE = float("nan")
MIRRORED = {"more_than": "less_than", "at_least": "at_most", "about": "about", "range": "range"}
MIRRORED |= {other: one for one, other in MIRRORED.items()}
NOT = {"more_than": "at_most", "at_least": "less_than", "at_most": "more_than", "less_than": "at_least"}
whole = st.integers(1, 10_000)


def claim(
    comparator: str, value: float = NONE, lower: float = NONE, upper: float = NONE, unit: str = "persons"
) -> Claim:
    return Claim("made-up", 1, "made-up", comparator, unit, value, lower, upper, "")


@st.composite
def found(draw: Any) -> Number:
    """A number with a range, a number alone, or a range alone."""
    low, value, high = sorted(draw(st.tuples(whole, whole, whole)))
    return draw(st.sampled_from([Number(value, low, high), Number(value, value, value), Number(None, low, high)]))


@st.composite
def claims(draw: Any) -> Claim:
    lower, upper = sorted(draw(st.tuples(whole, whole)))
    comparator = draw(st.sampled_from([*NOT, "range"]))
    return claim("range", lower=lower, upper=upper) if comparator == "range" else claim(comparator, draw(whole))


def mirrored(said: Claim | Number) -> Any:
    """Return a claim or a number as in a mirror: what was above is below."""
    if isinstance(said, Number):
        return Number(None if said.value is None else -said.value, -said.high, -said.low)
    return claim(MIRRORED[said.comparator], -said.claimed_value, -said.claimed_upper, -said.claimed_lower)


@given(claims(), found())
def test_a_value_below_is_judged_as_its_mirror_image_above(said: Claim, number: Number) -> None:
    assert fit(said, number) == fit(mirrored(said), mirrored(number))


@given(st.sampled_from(sorted(NOT)), whole, found())
def test_what_is_all_of_a_claim_is_none_of_its_opposite(comparator: str, value: int, number: Number) -> None:
    opposite = {"all": "none", "none": "all", "value": "range", "range": "value", "open": "open"}
    assert fit(claim(NOT[comparator], value), number) == opposite[fit(claim(comparator, value), number)]


@given(claims(), st.lists(found(), min_size=1, max_size=4))
def test_what_an_older_number_said_is_superseded_and_never_contradicted(said: Claim, numbers: list[Number]) -> None:
    fits = [fit(said, each) for each in numbers]
    judged, alone = verdict(fits[-1], fits[:-1]), verdict(fits[-1])
    was_so = any(each in ("all", "value") for each in fits[:-1])
    assert judged == ("superseded" if was_so and fits[-1] in ("range", "none") else alone)
    # A caveat takes away nothing but that the claim is supported.
    reserved = verdict(fits[-1], fits[:-1], reserved=True)
    assert reserved == ("qualified" if judged == "supported" else judged)


@given(claims(), whole, whole, whole)
def test_a_wider_range_never_makes_a_verdict_surer(said: Claim, value: int, less: int, more: int) -> None:
    narrow, wide = Number(value, value, value), Number(value, value - less, value + more)
    order = {"all": 0, "value": 1, "range": 1, "none": 2}
    a, b = order[fit(said, narrow)], order[fit(said, wide)]
    assert b in (a, 1)


@given(whole, found())
def test_a_share_and_what_it_leaves_are_judged_alike(part: int, total: Number) -> None:
    share = Number.share(part, total)
    left = share.left_of_hundred()
    for at_most in (1.0, 3.0, 10.0, 50.0):
        said = claim("at_most", at_most, unit="percent")
        assert fit(said, share) == fit(claim("at_least", 100 - at_most, unit="percent"), left)
    assert share.low <= (share.low if share.value is None else share.value) <= share.high
