"""The verdicts on the claims of the pledge, judged again in a few plain lines of docs/method.md."""

from collections.abc import Iterator
from decimal import Decimal

from known_rows import KnownRows, Row
from true_numbers import newest_edition, newest_publication, newest_study

_HUNDRED, _NO_END = Decimal(100), Decimal(10**9)


def wrong_claims(rows: KnownRows, claims: dict[str, Row]) -> Iterator[tuple[str, str]]:
    """Yield each claim of which a study or edition after 2026 decides another verdict than the table has."""
    expected: dict[str, tuple[str, str]] = {}
    study, girls = (newest_study(rows, name) for name in ("estimate-all", "estimate-dutch-minor-girls-sexual"))
    if study:
        verdict, by = _of_estimate(study, Decimal(6000), _NO_END, strictly=True)
        # Of a group that a newer study left out a claim is never supported.
        left_out = verdict == "supported" and study["publication"] != newest_publication(rows, "estimate_study")
        expected["more_than_6000"] = ("qualified" if left_out else verdict, by)
    if girls:
        # Of an estimate of who are victims a claim of who become one is never supported.
        verdict, by = _of_estimate(girls, Decimal(1250), Decimal(1350), strictly=False)
        expected["dutch_girls_1300"] = ("qualified" if verdict == "supported" else verdict, by)
    expected |= _of_shares(rows, girls)
    for claim, (verdict, by) in expected.items():
        if claims[claim]["verdict"] != verdict:
            yield f"claim {claim}", f"{claims[claim]['verdict']}, expected {verdict}: {by}"


def _of_estimate(row: Row, low: Decimal, high: Decimal, strictly: bool) -> tuple[str, str]:
    """Return the verdict of a printed estimate on a claim that is true between two numbers, as an older one was."""
    value, first, last = ends_of(row)

    def claimed(number: Decimal) -> bool:
        return low < number <= high if strictly else low <= number <= high

    by = f"{row['qualifier']} {row['value']} ({row['lower']} to {row['upper']})"
    if claimed(first) and claimed(last):
        return "supported", by
    reaches = claimed(first) or claimed(last) or (first < low and last > high)
    if reaches and (value is None or claimed(value)):
        return "qualified", by
    return "superseded", by


def ends_of(row: Row) -> tuple[Decimal | None, Decimal, Decimal]:
    """Return the value and both ends of a printed number; "at least" has no value and no upper end."""
    value = Decimal(row["value"]) if row["value"] else None
    if row["lower"]:
        return value, Decimal(row["lower"]), Decimal(row["upper"])
    printed = Decimal(row["value"])
    return (None, printed, _NO_END) if row["qualifier"] in ("at_least", "more_than") else (value, printed, printed)


def _of_shares(rows: KnownRows, girls: Row | None) -> dict[str, tuple[str, str]]:
    """Return the verdicts on shares that the newest counts leave no doubt about."""
    expected: dict[str, tuple[str, str]] = {}
    part = newest_edition(rows, "registered-minors-domestic-sexual")
    if part:
        # Of the newest estimate of these girls; 1,320 is that of the first study.
        low, high = ends_of(girls)[1:] if girls else (Decimal(1320), Decimal(1320))
        smallest, largest = (part[max(part)] * _HUNDRED / number for number in (high, low))
        by = f"{part[max(part)]} of {low} to {high}: {smallest:.1f} to {largest:.1f}%"
        if smallest > 5:
            expected |= dict.fromkeys(("in_view_2_to_3_percent", "unseen_97_percent"), ("superseded", by))
        elif smallest >= Decimal("2.1") and largest <= Decimal("2.9"):
            expected |= dict.fromkeys(("in_view_2_to_3_percent", "unseen_97_percent"), ("qualified", by))
    # In 2015 288 of 1,150 were minors, in 2019 108 of 1,334; later editions may print other totals.
    totals = newest_edition(rows, "registered-all")
    first = Decimal(288) * _HUNDRED / totals.get("2015", Decimal(1150))
    last = Decimal(108) * _HUNDRED / totals.get("2019", Decimal(1334))
    fit = abs(first - 25) < Decimal("0.5") and abs(last - 8) < Decimal("0.5")
    expected["minors_25_to_8_percent"] = ("supported" if fit else "superseded", f"{first:.2f}% and {last:.2f}%")
    return expected
