"""What may be published: yearly editions that revise, studies of all kinds of ranges, events and bills of the House."""

import datetime

from future_tables import INVENTED, LAST_YEAR, SOURCE, Day, World


def edition(world: World, day: Day) -> None:
    """Publish the Rapporteur's figures about the year before, with years that are revised, and what the press says."""
    about, draw = day.year - 1, world.draw
    totals = world.rows("figures", quantity_id="registered-all", series="rapporteur_yearly")
    known = {row["reference_year"]: int(row["value"]) for row in totals if row["value"]}
    years = sorted(year for year in known if len(year) == 4)
    last = known[years[-1]]
    total = max(150, round(last * draw.choice((0.4, 0.8, 0.95, 1.0, 1.1, 1.3, 2.1))))
    rapporteur = ("Nationaal Rapporteur Mensenhandel", "monitor")
    name = _publication(world, f"JC-{about}", *rapporteur, f"{day}", f"Jaarcijfers {about}")
    printed = {("registered-all", about): total}
    for year in draw.sample(years, draw.choice((0, 1, 2))):
        printed["registered-all", int(year)] = known[year] + draw.randint(-9, 30)
    for quantity, low, high in draw.sample(INVENTED["parts"], draw.randint(0, 6)):
        printed[quantity, about] = round(total * draw.uniform(low, high))
    for (quantity, of_year), number in printed.items():
        _figure(world, name, quantity, of_year, number, "rapporteur_yearly")
    next_day = day + datetime.timedelta(1)
    press = _publication(world, f"KRANT-{day}", "De Verzonnen Krant", "press", f"{next_day}", "", name)
    written, quoted = draw.choice((total, round(total, -2))), {"quotes": name, "certainty": "secondary"}
    _figure(world, press, "registered-all", about, written, "rapporteur_yearly", **quoted)
    world.note(day, f"edition about {about}: {total}, from {last}")


def register_report(world: World, day: Day) -> None:
    """Publish CoMensha's report about the year before, which counts otherwise; its day is sometimes a year alone."""
    about, published = day.year - 1, world.draw.choice((f"{day}", f"{day.year}"))
    total = world.draw.randint(500, 1500)
    name = _publication(world, f"CoMensha-{about}", "CoMensha", "register_report", published, f"Het beeld van {about}")
    _figure(world, name, "registered-all", about, total, "comensha_register")
    world.note(day, f"register report about {about}: {total}")


def study(world: World, day: Day, number: int) -> None:
    """Publish a study: a value and a range, a value, a range, or other groups alone."""
    draw, (series, nth_nl, nth_en, maker) = world.draw, INVENTED["studies"][number]
    first = min(int(row["rank"]) for row in world.rows("series", kind="study"))
    for row in world.tables["series"]:  # The newest study goes before the older ones.
        row["rank"] = f"{int(row['rank']) + 1}" if row["rank"] and int(row["rank"]) >= first else row["rank"]
    world.add(
        "series", series=series, kind="study", rank=f"{first}", source="publications.csv",
        name_nl=f"de {nth_nl} schatting ({maker})", name_en=f"the {nth_en} estimate ({maker})",
        maker_nl=f"het {maker}", maker_en=f"the {maker}", short_nl=maker, short_en=maker,
    )  # fmt: skip
    name = _publication(world, f"MSE-{day.year}", maker, "estimate_study", f"{day}", f"Schatting {day.year}")
    kind = draw.choice(("value and range", "value", "range", "other groups"))
    value, years = draw.choice((2400, 4800, 5600, 6400, 8100, 12000)), f"{day.year - 4}-{day.year - 2}"
    groups = draw.sample(INVENTED["estimated_groups"], 2 if kind == "other groups" else draw.choice((0, 1)))
    estimates = {group: (value // 5, draw.choice(("value", "range", "value and range"))) for group in groups}
    estimates |= {} if kind == "other groups" else {"estimate-all": (value, kind)}
    for quantity, (number_of, how) in estimates.items():
        cells = {"lower": f"{round(number_of * 0.8)}", "upper": f"{round(number_of * 1.3)}"} if "range" in how else {}
        if "range" in how and draw.random() < 0.3:
            cells["upper_alternative"] = f"{round(number_of * 1.2)}"
        words = ("", "about", "about", "at_least", "more_than") if how == "value" else ("", "about")
        cells["qualifier"] = draw.choice(words) if "value" in how else ""
        _figure(world, name, quantity, years, number_of if "value" in how else "", series, **cells)
    world.note(day, f"study {series} ({kind}): {value} for {years}")


def happens(world: World, day: Day) -> None:
    """Let something happen to a commitment: a letter, a motion, a bill that passes or fails, later what follows it."""
    draw, number = world.draw, world.next_id("commitment_events")
    commitment = draw.choice([row["commitment_id"] for row in world.tables["commitments"]])
    kind, result = draw.choice(INVENTED["events"])
    who = draw.sample(sorted(world.seats()), draw.choice((0, 1, 1, 2))) if kind in ("motion", "amendment") else []
    letters, serial = _letters(number), int(number[2:])
    cells = {"kind": kind, "result": result, "party_ids": "|".join(who), "party_role": "proposed" if who else ""}
    if draw.random() < 0.3 and result != "rejected":
        due = day + datetime.timedelta(draw.choice((30, 200, 500)))
        cells |= {"awaits_nl": f"brief {letters}", "awaits_en": f"letter {letters}"}
        cells["due_on"] = f"{due}" if due.year <= LAST_YEAR + 1 and draw.random() < 0.8 else ""
    waiting = world.rows("commitment_events", commitment_id=commitment, settled_by="")
    world.add(
        "commitment_events", commitment_id=commitment, date=f"{day}", url=f"{SOURCE}/{number}", certainty="primary",
        what_nl=f"De Kamer behandelt verzonnen stuk {letters} over opvang.", on_page=draw.choice(("yes", "")),
        what_en=f"The House deals with invented paper {letters} about shelter.",
        document=draw.choice((f"28638-{900 + serial}", f"{day.year}Z{10000 + serial}")), **cells,
    )  # fmt: skip
    for row in [row for row in waiting if kind == "letter" and row["awaits_nl"] and row["date"] < f"{day}"][:1]:
        row["settled_by"] = number
    world.note(day, f"{number} ({commitment}): {kind} {result} {'|'.join(who)}")


def _letters(number: str) -> str:
    """Return a number in letters, so that no sentence has a number that no source prints."""
    return "Q" + "".join("ABCDEFGHIJ"[int(digit)] for digit in number[2:])


def _publication(world: World, name: str, publisher: str, kind: str, day: str, title: str, quotes: str = "") -> str:
    titled = {"title": title, "title_language": "nl" if title else ""}
    cells = {"publisher": publisher, "kind": kind, "language": "nl", "published_on": day, "quotes": quotes}
    world.add("publications", publication=name, url=SOURCE, **cells, **titled)
    return name


def _figure(
    world: World, publication: str, quantity: str, years: int | str, value: int | str, series: str, **cells: str
) -> None:
    unit = world.rows("quantities", quantity_id=quantity)[0]["unit"]
    own = {"quantity_id": quantity, "reference_year": f"{years}", "value": f"{value}", "unit": unit, "series": series}
    world.add("figures", publication=publication, **own, **{"certainty": "primary", **cells})
