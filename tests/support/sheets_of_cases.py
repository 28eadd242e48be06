"""Made-up sheets about single victims in many shapes: each fact, under each heading it may have, in each layout.

Nobody in them exists; the number of a citizen is one that the government keeps for tests.
"""

from collections.abc import Callable, Iterator

Rows = list[list[str]]
FACTS = {
    **dict.fromkeys(("Geboortedatum", "Geboren op", "Date of birth", "DOB", "Geb. datum", "Birthday"), "12-3-2004"),
    **dict.fromkeys(("BSN", "Burgerservicenummer", "Sofinummer"), "999999400"),
    **dict.fromkeys(("Zaaknummer", "Zaaknr", "Dossiernummer", "Aangiftenummer", "Meldingsnummer"), "2020/1234"),
    **dict.fromkeys(("Cliëntnummer", "Client ID", "Case number", "Slachtoffernummer", "V-nummer"), "A-1234"),
    **dict.fromkeys(("Naam slachtoffer", "Victim name"), "W. Nergens"),
    **dict.fromkeys(("Uitbuitingsvorm", "Soort uitbuiting", "Form of exploitation"), "seksueel"),
    **{"Parketnummer": "05-123456-20", "Geboorteplaats": "Nergens", "Geboortejaar": "2004", "Slachtoffer": "x"},
}
LAYOUTS: dict[str, Callable[[str, str], Rows]] = {
    "in front": lambda heading, value: [[heading, "Regio"], [value, "Nergens"], [value, "Elders"]],
    "at the end": lambda heading, value: [["Jaar", "Regio", heading], ["2020", "Nergens", value]],
    "beside names": lambda heading, value: [["Naam", heading, "Datum"], ["W. Nergens", value, "10-3-2021"]],
    "below titles": lambda heading, value: [["Overzicht"], ["mei 2021"], [], [heading, "Regio"], [value, "Nergens"]],
    "in capitals": lambda heading, value: [["REGIO", heading.upper()], ["Nergens", value]],
    "with marks": lambda heading, value: [["1. Regio *", f"2. {heading}: *"], ["Nergens", value]],
    "behind empty columns": lambda heading, value: [[*[""] * 30, heading], [*[""] * 30, value]],
    "one case in two columns": lambda heading, value: [["Regio", "Nergens"], [heading, value], ["Jaar", "2020"]],
    "in one cell a row": lambda heading, value: [[f"Regio|{heading}|Jaar"], [f"Nergens|{value}|2020"]],
}


def sheets_of_cases() -> Iterator[tuple[str, Rows]]:
    for heading, value in FACTS.items():
        for layout, rows in LAYOUTS.items():
            yield f"{heading} {layout}", rows(heading, value)
