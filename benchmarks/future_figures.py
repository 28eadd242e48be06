"""What may be published: yearly editions that revise, studies of all kinds of ranges, events and bills of the House."""

import datetime

from future_tables import LAST_YEAR, SOURCE, Day, World

# Of each study its series, its number and its maker in both languages.
STUDIES = (
    ("third_estimate", ("derde", "third"), ("Verzonnen Instituut", "Invented Institute")),
    ("fourth_estimate", ("vierde", "fourth"), ("Bedachte School", "Made-up School")),
)
_NEW_GROUPS = (
    ("nationality", "syrian"), ("nationality", "vietnamese"), ("exploitation_form", "forced_begging"),
    ("exploitation_form", "forced_marriage"), ("reporter", "schools"),
)  # fmt: skip
_PARTS = (
    ("registered-minors", 0.06, 0.3), ("registered-aged-18-22", 0.1, 0.2), ("registered-sexual", 0.3, 0.5),
    ("registered-labour", 0.2, 0.4), ("registered-criminal", 0.05, 0.2), ("registered-dutch", 0.2, 0.4),
    ("registered-domestic-sexual", 0.1, 0.2), ("registered-minors-domestic-sexual", 0.01, 0.08),
    ("registered-minors-sexual", 0.01, 0.05), ("registered-minors-criminal", 0.01, 0.05),
)  # fmt: skip


def edition(world: World, day: Day) -> None:
    """Publish the Rapporteur's figures about the year before, with years that are revised; or nothing this year."""
    about = day.year - 1
    totals = [row for row in _of(world, "registered-all", "rapporteur_yearly") if len(row["reference_year"]) == 4]
    known = {row["reference_year"]: int(row["value"]) for row in totals if row["value"]}
    last = known[max(known)]
    total = max(150, round(last * world.draw.choice((0.4, 0.8, 0.95, 1.0, 1.1, 1.3, 2.1))))
    rapporteur = ("Nationaal Rapporteur Mensenhandel", "monitor")
    name = _publication(world, f"JC-{about}", *rapporteur, day, f"Jaarcijfers {about}")
    _figure(world, name, "registered-all", about, total, "rapporteur_yearly")
    for year in world.draw.sample(sorted({*known} - {"2015", "2019"}), world.draw.choice((0, 1, 2))):
        _figure(world, name, "registered-all", int(year), known[year] + world.draw.randint(-9, 30), "rapporteur_yearly")
    quantities = {row["quantity_id"] for row in world.tables["quantities"]}
    for quantity, low, high in world.draw.sample(_PARTS, world.draw.randint(0, 6)):
        if quantity in quantities:
            _figure(world, name, quantity, about, round(total * world.draw.uniform(low, high)), "rapporteur_yearly")
    if world.draw.random() < 0.3:
        year = world.draw.choice(("2015", "2019"))
        other = known[year] + world.draw.choice((-30, 2, 60))
        _figure(world, name, "registered-all", int(year), other, "rapporteur_yearly")
    if world.draw.random() < 0.4:
        _new_group(world, name, about, total)
    press = _publication(world, f"KRANT-{day}", "De Verzonnen Krant", "press", day + datetime.timedelta(1), "", name)
    printed = world.draw.choice((total, total, round(total, -2) or total))
    _figure(world, press, "registered-all", about, printed, "rapporteur_yearly", quotes=name, certainty="secondary")
    world.note(day, f"edition about {about}: {total}, from {last}")


def _new_group(world: World, publication: str, about: int, total: int) -> None:
    """Print a nationality, a form of exploitation or an age that nobody counted before: a row of groups, or an age."""
    known = {row["group"] for row in world.tables["groups"]}
    dimension, group = world.draw.choice([new for new in _NEW_GROUPS if new[1] not in known] or [("age_group", "")])
    if group:
        # Forms are together everybody; a nationality or a reporter is one of the others that a row holds already.
        whole = "yes" if dimension == "exploitation_form" else ""
        world.add("groups", dimension=dimension, group=group, is_part_of_all=whole)
    group = group or f"{about - 2000}-59"
    quantity = f"registered-{group.replace('_', '-')}"
    labels = {"label_nl": f"geregistreerde slachtoffers: {quantity[11:]}", "label_en": f"victims: {quantity[11:]}"}
    counted = {"measure": "registered_persons", "population": "registered_victims", "unit": "persons", "period": "year"}
    dimensions = dict.fromkeys(("age_group", "sex", "nationality", "exploitation_form", "reporter"), "all")
    dimensions[dimension] = group
    defined = {"definition": "Made up.", "definition_source": publication}
    world.add("quantities", quantity_id=quantity, **defined, **labels, **counted, **dimensions)
    _figure(world, publication, quantity, about, max(1, total // 20), "rapporteur_yearly")


def register_report(world: World, day: Day) -> None:
    """Publish CoMensha's report about the year before, which counts otherwise; its day is sometimes a year alone."""
    about = day.year - 1
    known = {row["reference_year"]: row["value"] for row in reversed(_of(world, "registered-all", "rapporteur_yearly"))}
    total = round(int(known[f"{about}"]) * world.draw.uniform(1, 1.1)) if f"{about}" in known else 0
    total = total or world.draw.randint(500, 1500)
    name = _publication(world, f"CoMensha-{about}", "CoMensha", "register_report", day, f"Het beeld van {about}")
    if world.draw.random() < 0.4:
        world.rows("publications", publication=name)[0]["published_on"] = f"{day.year}"
    _figure(world, name, "registered-all", about, total, "comensha_register")
    world.note(day, f"register report about {about}: {total}")


def study(world: World, day: Day, number: int) -> None:
    """Publish a study: a value and a range, a value, a range, or other groups alone."""
    draw, (series, _, (maker, _)) = world.draw, STUDIES[number]
    _row_of_series(world, *STUDIES[number])
    name = _publication(world, f"MSE-{day.year}", maker, "estimate_study", day, f"Schatting {day.year}")
    kind = draw.choice(("value and range", "value", "range", "other groups"))
    value, years = draw.choice((2400, 4800, 5600, 6400, 8100, 12000)), f"{day.year - 4}-{day.year - 2}"
    if kind == "other groups":
        for quantity in draw.sample(("estimate-criminal", "estimate-sexual", "estimate-minors-sexual"), 2):
            how = draw.choice(("value", "range", "value and range"))
            _estimate(world, name, quantity, years, value // 4, series, how)
    else:
        _estimate(world, name, "estimate-all", years, value, series, kind)
        if draw.random() < 0.5:
            group = draw.choice(("estimate-sexual", "estimate-dutch-minor-girls-sexual", "estimate-criminal"))
            _estimate(world, name, group, years, value // 5, series, draw.choice(("value", "range")))
    world.note(day, f"study {series} ({kind}): {value} for {years}")


def _row_of_series(world: World, series: str, numbers: tuple[str, str], makers: tuple[str, str]) -> None:
    """Add a study to the table of series: the newest study goes before the older ones."""
    first = min(int(row["rank"]) for row in world.rows("series", kind="study"))
    for row in world.tables["series"]:
        if row["rank"] and int(row["rank"]) >= first:
            row["rank"] = f"{int(row['rank']) + 1}"
    named = {
        "name_nl": f"de {numbers[0]} schatting ({makers[0]})",
        "name_en": f"the {numbers[1]} estimate ({makers[1]})",
    }
    named |= {
        "maker_nl": f"het {makers[0]}",
        "maker_en": f"the {makers[0]}",
        "short_nl": makers[0],
        "short_en": makers[0],
    }
    world.add("series", series=series, kind="study", rank=f"{first}", source="publications.csv", **named)


def _estimate(world: World, publication: str, quantity: str, years: str, value: int, series: str, kind: str) -> None:
    ends = {"lower": f"{round(value * 0.8)}", "upper": f"{round(value * 1.3)}"}
    if "range" in kind and world.draw.random() < 0.3:
        ends["upper_alternative"] = f"{round(value * 1.2)}"
    words = ("", "about", "about", "at_least", "more_than") if kind == "value" else ("", "about")
    word = world.draw.choice(words)
    row = _figure(world, publication, quantity, 0, value if "value" in kind else None, series)
    row.update(reference_year=years, **(ends if "range" in kind else {}))
    row["qualifier"] = word if row["value"] else ""


def happens(world: World, day: Day) -> None:
    """Let something happen to a commitment: a letter, a motion, a bill that passes or fails, later what follows it."""
    number = world.new_id("commitment_events", "event_id", "ce")
    commitment = world.draw.choice([row["commitment_id"] for row in world.tables["commitments"]])
    seated = sorted({row["party_id"] for row in world.rows("seats", body_id="house", valid_until="")})
    who = world.draw.sample(seated, world.draw.choice((0, 1, 1, 2)))
    kind, result = world.draw.choice((
        ("letter", ""), ("plan", ""), ("motion", "adopted"), ("motion", "rejected"), ("motion", "put_to_vote"),
        ("bill", "adopted"), ("bill", "rejected"), ("amendment", "rejected"), ("report", ""),
    ))  # fmt: skip
    who = who if kind in ("motion", "amendment") else []
    paper = world.draw.choice((f"28638-{900 + int(number[2:])}", f"{day.year}Z{10000 + int(number[2:])}"))
    waits = world.draw.random() < 0.3 and result != "rejected"
    due = day + datetime.timedelta(world.draw.choice((30, 200, 500)))
    world.add(
        "commitment_events", event_id=number, commitment_id=commitment, date=f"{day}", kind=kind, result=result,
        what_nl=f"De Kamer behandelt verzonnen stuk {_letters(number)} over opvang.",
        what_en=f"The House deals with invented paper {_letters(number)} about shelter.",
        party_ids="|".join(who), party_role="proposed" if who else "", document=paper, certainty="primary",
        on_page=world.draw.choice(("yes", "")), url=f"{SOURCE}/{number}",
        awaits_nl=f"brief {_letters(number)}" if waits else "", awaits_en=f"letter {_letters(number)}" if waits else "",
        due_on=f"{due}" if waits and due.year <= LAST_YEAR + 1 and world.draw.random() < 0.8 else "",
    )  # fmt: skip
    if kind == "letter":
        waiting = world.rows("commitment_events", commitment_id=commitment, settled_by="")
        for row in [row for row in waiting if row["awaits_nl"] and row["date"] < f"{day}"][:1]:
            row["settled_by"] = number
    world.note(day, f"{number} ({commitment}): {kind} {result} {'|'.join(who)}")


def _letters(number: str) -> str:
    """Return a number in letters, so that no sentence has a number that no source prints."""
    return "Q" + "".join("ABCDEFGHIJ"[int(digit)] for digit in number[2:])


def _publication(world: World, name: str, publisher: str, kind: str, day: Day, title: str, quotes: str = "") -> str:
    titled = {"title": title, "title_language": "nl" if title else ""}
    world.add(
        "publications", publication=name, publisher=publisher, kind=kind, language="nl", published_on=f"{day}",
        quotes=quotes, url=SOURCE, **titled,
    )  # fmt: skip
    return name


def _figure(
    world: World, publication: str, quantity: str, year: int, value: int | None, series: str, **cells: str
) -> dict[str, str]:
    unit = world.rows("quantities", quantity_id=quantity)[0]["unit"]
    cells = {"certainty": "primary", "source_url": SOURCE, **cells}
    printed = "" if value is None else f"{value}"
    number = world.new_id("figures", "figure_id", "f")
    return world.add(
        "figures", figure_id=number, publication=publication, quantity_id=quantity, reference_year=f"{year}",
        value=printed, unit=unit, series=series, **cells,
    )  # fmt: skip


def _of(world: World, quantity: str, series: str) -> list[dict[str, str]]:
    return world.rows("figures", quantity_id=quantity, series=series)
