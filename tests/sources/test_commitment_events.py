"""What data/commitment_events.csv may say: the faults of tests/data/known/faults_in_events.csv."""

from pathlib import Path

from support.known_answers import typed
from support.planted_faults import errors

FULL = (
    "ce900,national_programme,2025-05-01,motion,Zin.,Sentence.,2,euro,cda,proposed,adopted,80,70,28638-1,,"
    "brief,letter,2025-12,,,yes,https://example.org/,primary,"
)


def reported(data: Path, *rows: str) -> list[list[str]]:
    """Return what is reported of each row that is put below the events of the project."""
    file = data / "commitment_events.csv"
    text = file.read_text(encoding="utf-8")
    named = [row.replace("ce900", f"ce{910 + place}", 1) for place, row in enumerate(rows)]
    file.write_text(text + "\n".join([*named, ""]), encoding="utf-8")
    found, first = errors(data), len(text.splitlines()) + 1
    file.write_text(text, encoding="utf-8")
    return [
        [line for line in found if line.startswith(f"{file.name}:{row}: ")] for row in range(first, first + len(rows))
    ]


def is_said(fault: dict[str, str], lines: list[str]) -> bool:
    return any(f": {fault['column']}: " in line and fault["said"] in line for line in lines)


def test_an_event_that_says_something_impossible_is_an_error_and_a_sound_one_is_none(data: Path) -> None:
    """Where a row breaks the contract of its table, what shows between rows and tables is not looked for yet."""
    faults = typed("faults_in_events")
    assert all(fault["text"] in FULL for fault in faults)
    for _ in ("of the contract", "between tables"):
        rows = [FULL.replace(fault["text"], fault["planted"], 1) for fault in faults]
        of_sound, *of_faults = reported(data, FULL, *rows)
        assert of_sound == []
        faults = [fault for fault, lines in zip(faults, of_faults, strict=True) if not is_said(fault, lines)]
    assert faults == []
