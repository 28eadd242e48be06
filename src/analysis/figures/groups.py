"""Which quantity counts a group of people within the group that another one counts."""

from analysis.figures.figure import COUNTED, Quantity

_WIDER_FORMS = {"sexual": ("sexual_domestic", "sexual_cross_border")}


def is_part_of(part: Quantity, whole: Quantity) -> bool:
    """Return whether one quantity counts a group within the group of another, in the same way; not of shares.

    A smaller group can't have the larger number then.
    """
    if part.measure not in (*COUNTED, "estimate") or _group(part) == _group(whole):
        return False
    alike = (part.measure, part.population, part.unit) == (whole.measure, whole.population, whole.unit)
    return alike and contains(whole, part)


def contains(whole: Quantity, part: Quantity) -> bool:
    """Return whether the people of one quantity are among those of another, or the same; whatever is measured."""
    return all(_covers(a, b) for a, b in zip(_group(whole), _group(part), strict=True))


def _group(quantity: Quantity) -> tuple[str, ...]:
    """Return the group a quantity counts; of Dutch victims all sexual exploitation is domestic in these sources."""
    form = quantity.exploitation_form
    if quantity.nationality == "dutch" and form == "sexual":
        form = "sexual_domestic"
    return quantity.age_group, quantity.sex, quantity.nationality, form, quantity.reporter


def _covers(whole: str, part: str) -> bool:
    if whole in ("all", part) or part in _WIDER_FORMS.get(whole, ()):
        return True
    try:
        (low, high), (part_low, part_high) = (tuple(map(int, ages.split("-"))) for ages in (whole, part))
    except ValueError:  # not two groups of ages
        return False
    return low <= part_low and part_high <= high
