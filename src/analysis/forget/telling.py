"""What `briefing forget` says: what it would do, and afterwards what is left and what it can't reach."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from analysis.forget import Plan
from analysis.forget.search import Found
from analysis.forget.signatory import RULINGS

_OUT_OF_REACH = (
    "out of reach of this command: what was sent, archived or backed up; git, if a list was ever committed; other "
    "clones and clusters; the trash and the history of editors, browsers and IPython; older logs (docs/privacy.md)"
)


def told(planned: Plan) -> Iterator[str]:
    """Give a line for each thing to do; then what holds the name and is not among these."""
    who = planned.who
    if not who.is_resolved:
        yield "the data do not pass briefing check: of who is written in another way no line is found until they do"
    for file, row in who.lines:
        yield f"signatories/{file}:{row}: {who.written[file, row]}: the row is emptied, the others keep their numbers"
    if who.rulings:
        yield f"{RULINGS}: {', '.join(who.rulings)}: taken out"
    yield from (f"{month}: removed; to be built again" for month in planned.months)
    yield from (f"{cache}: removed" for cache in planned.caches)
    if planned.is_empty:
        yield "no line, no ruling and no report of that name: is it written otherwise? give the person_id, or --line"
    for file, row in who.unsure:
        yield f"signatories/{file}:{row} may be of the same person: if so, give every line that is with --line FILE:ROW"
    yield from (f"by hand, first: {each}" for each in planned.by_hand)
    yield from _remaining(_besides(planned), "holds the name, and stays: look at it by hand")


def _besides(planned: Plan) -> list[Path]:
    """Return what holds the name beside what is written anew or goes."""
    written = {planned.data_dir / path for path in planned.contents}
    gone = (*planned.months, *planned.caches)
    holding = [path for path in planned.found.holding if path not in written]
    return [path for path in holding if not any(path.is_relative_to(each) for each in gone)]


def left_over(found: Found, planned: Plan) -> Iterator[str]:
    """Give what holds the name still and what could not be searched, what to build again, and what is out of reach."""
    yield "done"
    yield from _remaining(found.holding, "still holds the name: remove it by hand")
    yield from (f"{path}: a PDF, which can't be searched: look at it" for path in found.unread)
    yield from (f"to build again: briefing build --month {month.name}" for month in planned.months)
    if not found.holding:
        yield "nothing in data/ (rosters of parliament left out), reports/ and notebooks/ holds the name"
    yield _OUT_OF_REACH


def _remaining(paths: Sequence[Path], what: str) -> Iterator[str]:
    yield from (f"{path}: {what}" for path in paths)
