"""Plants a typing error in each of some made-up editions, and measures how many the sums of an edition reveal.

    PYTHONPATH=tests python benchmarks/planted_in_editions.py [--editions 500] [--seed 22]

An edition prints a total and its parts by age, sex, nationality, form and reporter, of which no formula is known. An
error can be revealed where ages, sexes or nationalities no longer make the total, or forms or reporters make less.
"""

import argparse
import random
from dataclasses import replace

from analysis.figures.records import Figure
from support.few_figures import figure, judged

Edition = dict[tuple[str, str], int]
TOTAL = ("all", "all")
EXCLUSIVE = {"age_group": ("0-17", "18-22", "23+"), "sex": ("female", "male"), "nationality": ("dutch", "non_dutch")}
OVERLAPPING = {
    "exploitation_form": ("sexual", "labour", "criminal", "unknown"),
    "reporter": ("police", "care_coordination", "others"),
}


def edition(chance: random.Random) -> Edition:
    """Return what an edition prints: the total and each part, by dimension and group."""
    total = chance.randint(600, 1600)
    printed = {TOTAL: total}
    for dimension, groups in (EXCLUSIVE | OVERLAPPING).items():
        ends = sorted(chance.sample(range(10, total - 10), len(groups) - 1))
        sizes = [b - a for a, b in zip([0, *ends], [*ends, total], strict=True)]
        printed |= {(dimension, group): size for group, size in zip(groups, sizes, strict=True)}
        if dimension in OVERLAPPING:
            printed[dimension, groups[0]] += chance.randint(0, total // 20)
    return printed


def mistyped(number: int, chance: random.Random) -> int:
    """Return a number with a digit changed, left out or swapped with the next."""
    digits, place = list(str(number)), chance.randrange(len(str(number)))
    kind = chance.choice(("changed", "left out", "swapped"))
    if kind == "changed" or len(digits) < 2:
        digits[place] = str(chance.choice([n for n in range(10) if str(n) != digits[place]]))
    elif kind == "left out":
        del digits[place]
    else:
        place = min(place, len(digits) - 2)
        digits[place], digits[place + 1] = digits[place + 1], digits[place]
    return int("".join(digits))


def can_be_revealed(printed: Edition) -> bool:
    """Return whether plain sums show that an edition does not add up."""
    total = printed[TOTAL]
    sums = {name: sum(n for (dimension, _), n in printed.items() if dimension == name) for name in EXCLUSIVE}
    overlapping = {name: sum(n for (dimension, _), n in printed.items() if dimension == name) for name in OVERLAPPING}
    larger = any(number > total for number in printed.values())
    return larger or any(n != total for n in sums.values()) or any(n < total for n in overlapping.values())


def is_found(printed: Edition) -> bool:
    """Return whether reconciling the edition alone, without a formula, finds a difference."""
    figures = [_figure(f"f{place}", *key, number) for place, (key, number) in enumerate(printed.items())]
    return any(check.differs for check in judged(*figures, made_of=[]).checks)


def _figure(figure_id: str, dimension: str, group: str, number: int) -> Figure:
    found = figure(figure_id, float(number))
    if dimension == "all":
        return found
    return replace(found, quantity=replace(found.quantity, quantity_id=group, **{dimension: group}))


def main() -> None:
    """Measure and print: errors, those that can be revealed, those found, and alarms in editions without an error."""
    parser = argparse.ArgumentParser(description="Plants typing errors in made-up editions and counts those found.")
    parser.add_argument("--editions", type=int, default=500)
    parser.add_argument("--seed", type=int, default=22)
    given = parser.parse_args()
    chance = random.Random(given.seed)
    revealable = found = other = alarms = 0
    for _ in range(given.editions):
        clean = edition(chance)
        alarms += is_found(clean)
        key = chance.choice(sorted(clean))
        spoilt = clean | {key: mistyped(clean[key], chance)}
        can, noticed = can_be_revealed(spoilt), is_found(spoilt)
        revealable, found, other = revealable + can, found + (can and noticed), other + (noticed and not can)
    print(f"{given.editions} errors; {revealable} can be revealed, {100 * found / revealable:.1f}% of these were found")
    print(f"{other} others were found; {alarms} alarms in {given.editions} editions without an error")


if __name__ == "__main__":
    main()
