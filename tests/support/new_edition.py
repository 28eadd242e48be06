"""The data of the project with a made-up edition: Jaarcijfers 2025, of 15 October 2026."""

from pathlib import Path

from practice import leave_out_later_editions

from support.fewer_candidates import with_fewer_candidates

PUBLICATION = (
    "JC-2025,Made up,nl,Nationaal Rapporteur Mensenhandel,monitor,nl,2026-10-15,,https://example.org/,Made up.,"
)
QUANTITY = (
    "registered-made-up,registered_persons,registered_victims,all,all,made_up,all,all,persons,year,"
    "verzonnen,made up,Made up.,JC-2024"
)


def without_later_editions(folder: Path) -> Path:
    """Return a copy of the data without what came out since October 2026 began: whatever is added to data/ then."""
    data = with_fewer_candidates(folder / "data")
    leave_out_later_editions(data)
    return data


def with_new_edition(folder: Path, **printed: int) -> Path:
    """Return a copy of the data in which the edition prints these numbers of 2025, by quantity."""
    data = without_later_editions(folder)
    rows = [
        f"f9{n:02},JC-2025,{name.replace('_', '-')},2025,{value},,,,persons,rapporteur_yearly,,,,,primary,,"
        "https://example.org/,Made up.,,,"
        for n, (name, value) in enumerate(printed.items())
    ]
    groups = ["nationality,made_up,,,"]
    added = {"publications": [PUBLICATION], "groups": groups, "quantities": [QUANTITY], "figures": rows}
    for name, lines in added.items():
        with (data / f"{name}.csv").open("a", encoding="utf-8") as file:
            file.write("".join(f"{line}\n" for line in lines))
    return data
