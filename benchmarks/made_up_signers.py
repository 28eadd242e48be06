"""Made-up lines of lists of signatories, from the real rosters, with the truth of each. Nobody here signed anything."""

import datetime
import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from rosters import Rosters, Standing, plain
from ways_of_writing import UNREADABLE_DATES, Pieces, date_as_written, in_one_line, one_of, pieces_as_written, slip

FIRST_DAY, LAST_DAY = datetime.date(2021, 2, 15), datetime.date(2026, 10, 31)
TOWNS = ("Zwolle", "Utrecht", "Den Haag", "Groningen", "Súdwest-Fryslân", "Ede", "Bergen op Zoom", "Almere", "Oss")
_SAYS_HOUSE = ("Kamerlid", "Tweede Kamerlid", "lid Tweede Kamer", "lid van de Tweede Kamer", "kandidaat-Kamerlid",
    "kandidaat Tweede Kamer", "Member of Parliament", "MP", "Kandidaat-Tweede Kamerlid", "Tweede-Kamerlid",
    "candidate MP", "Lid Tweede Kamer der Staten-Generaal", "kandidaat voor de Tweede Kamer")  # fmt: skip
_ROLES = ("fractievoorzitter", "Tweede Kamerfractie", "woordvoerder mensenhandel", "volksvertegenwoordiger",
    "kandidaat", "kandidaat nr. 12", "lijsttrekker", "woordvoerder zorg en justitie", "politicus",
    "plaats 7 op de lijst")  # fmt: skip
_PARTY_TEXTS = ("{}", "{}", "{}", "fractie {}", "{}-fractie", "Tweede Kamerfractie {}", "namens {}",
    "de fractie van {}", "partij: {}", "{} Tweede Kamer")  # fmt: skip
_OFFICES = ("raadslid", "wethouder", "Statenlid", "gemeenteraadslid", "burgemeester", "fractievoorzitter gemeenteraad",
    "duoraadslid", "burgerraadslid", "lid Provinciale Staten", "Eerste Kamerlid", "senator", "gedeputeerde",
    "councillor", "steunfractielid", "bestuurslid afdeling", "lid dagelijks bestuur waterschap", "raadslid en advocaat",
    "alderman", "lid Algemeen Bestuur", "wijkraadslid", "kandidaat gemeenteraad", "lid Europees Parlement")  # fmt: skip
_NEAR = ("oud-Kamerlid", "fractiemedewerker", "voormalig Kamerlid", "beleidsmedewerker fractie", "ex-Kamerlid",
    "persoonlijk medewerker", "vm. Tweede Kamerlid", "stagiair fractie", "ambtelijk secretaris fractie",
    "voorlichter fractie")  # fmt: skip
_WORK = ("advocaat", "docent", "huisarts", "directeur", "griffier", "beleidsadviseur", "jeugdzorgwerker", "student")
_PLACES = ("Gemeente {}", "Stichting Veilig {}", "Politie {}", "GGD {}", "Bakkerij {}", "Jeugdbescherming {}", "{}")


@dataclass(frozen=True)
class MadeUpLine:
    """A line as somebody might write it, and its truth.

    `signer`: a person_id, `party:` and a party_id, or empty: nobody who sat or stood. `settled`: an honest analyst
    knows from the line alone who signed. `twin`: nobody who signed, but the line reads as that of somebody who could
    have: no one can tell. `kind` says what was made, `ways` how it was written.
    """

    kind: str
    name: Pieces
    function: str
    organisation: str
    date: str
    day: datetime.date | None
    signer: str = ""
    settled: bool = False
    twin: bool = False
    ways: tuple[str, ...] = ()


KINDS = {
    "signer": 60.0, "signer of a name that two have": 2.5, "stranger": 14.0, "namesake in another office": 7.0,
    "left": 3.0, "party": 2.5, "party branch": 1.0, "no date": 2.0, "unreadable date": 1.5, "organisation": 1.5,
}  # fmt: skip


def made_up_lines(rosters: Rosters, count: int, seed: int, careful: float = 0) -> Iterator[MadeUpLine]:
    """Return made-up lines with their truth; some signers sign again later, in another spelling.

    `careful` is the share (0-1) of signers who fill in the form as it asks: the whole name, and their own party.
    """
    rng = random.Random(seed)
    maker = Maker(rosters, rng, careful)
    made = 0
    while made < count:
        line = maker.line(one_of(rng, KINDS))
        if line is None:
            continue
        yield line
        made += 1
        if line.kind == "signer" and line.day and rng.random() < 0.1 and made < count:
            again = maker.again(line)
            if again:
                yield again
                made += 1


class Maker:
    """Makes lines of each kind from the rosters, seeded."""

    def __init__(self, rosters: Rosters, rng: random.Random, careful: float = 0) -> None:
        """Take the rosters, the source of chance and the share of careful signers (see `made_up_lines`)."""
        self.rosters, self.rng, self.same, self.careful = rosters, rng, rosters.same, careful
        self.same_as: dict[str, list[str]] = defaultdict(list)
        for other, one in self.same.items():
            self.same_as[one].append(other)
        everyone = {row["person_id"]: row for rows in rosters.candidates.values() for row in rows}
        self.everyone = list(({r["person_id"]: r for r in rosters.members} | everyone).values())
        self.given = [row["given_name"] for row in self.everyone if row["given_name"]]

    def line(self, kind: str) -> MadeUpLine | None:
        """Return a line of a kind; none if nobody is of that kind on the day."""
        day = self._day()
        text, counted = date_as_written(self.rng, day)
        if kind == "no date":
            text = self.rng.choice(["", "", "-", "onbekend"])
        if kind == "unreadable date":
            text = self.rng.choice(UNREADABLE_DATES)
        if kind in ("signer", "no date", "unreadable date"):
            return self._signer(kind, self.rng.choice(self.rosters.on(counted).everyone), text, counted)
        makers = {
            "signer of a name that two have": self._one_of_two, "stranger": self._stranger, "left": self._left,
            "namesake in another office": self._namesake, "party": self._party, "party branch": self._party,
            "organisation": self._organisation,
        }  # fmt: skip
        return makers[kind](kind, text, counted)

    def again(self, line: MadeUpLine) -> MadeUpLine | None:
        """Return a later signature of the same person, written another way."""
        assert line.day
        day = line.day + datetime.timedelta(days=self.rng.choice([0, 1, 3, 20]))
        text, counted = date_as_written(self.rng, day)
        person = self.rosters.on(counted).people.get(line.signer)
        return self._signer("signer", person, text, counted) if person else None

    def _day(self) -> datetime.date:
        # Most sign in the weeks around the election that the pledge was made for.
        last = datetime.date(2021, 4, 30) if self.rng.random() < 0.4 else LAST_DAY
        return FIRST_DAY + datetime.timedelta(days=self.rng.randrange((last - FIRST_DAY).days + 1))

    def _signer(self, kind: str, person: Standing, date: str, day: datetime.date) -> MadeUpLine:
        careful = self.careful > 0 and self.rng.random() < self.careful
        if careful and person.given:
            name = Pieces(person.given, "", person.prefix, person.family)
        else:
            name = pieces_as_written(self.rng, person.given, person.initials, person.prefix, person.family)
        name = in_one_line(self.rng, name, person.sex)
        function, organisation, said = self._says_of_the_house(person, day)
        if careful and (names := self.rosters.names_of(person.party_id, day)):
            function, organisation, said = self.rng.choice(["", *_SAYS_HOUSE]), self.rng.choice(names), ()
        return MadeUpLine(
            kind, name, function, organisation, date, day if kind not in ("no date", "unreadable date") else None,
            signer=person.person_id, ways=(*name.ways, *said),
            settled=kind not in ("no date", "unreadable date") and self._settled(person, name, said, day),
            twin=self.reads_as_another(person, name, organisation, day),
        )  # fmt: skip

    def _says_of_the_house(self, person: Standing, day: datetime.date) -> tuple[str, str, tuple[str, ...]]:
        """Return function and organisation of somebody who sits or stands, and what is odd about them."""
        rng = self.rng
        party, said = self._party_named(person, day)
        functions = {"none": 34, "house": 44, "role": 14, "work": 2, "work and house": 2, "office": 2, "branch": 2}
        form = one_of(rng, functions)
        function = {"house": rng.choice(_SAYS_HOUSE), "role": rng.choice(_ROLES), "work": rng.choice(_WORK)}.get(
            form, ""
        )
        if form == "work and house":
            function = f"{rng.choice(_WORK)} en {rng.choice(['kandidaat-Kamerlid', 'kandidaat Tweede Kamer'])}"
        if form == "office":
            function = rng.choice(_OFFICES)
        text = rng.choice(_PARTY_TEXTS).format(party) if party else ""
        if form == "branch" and party:
            text = f"{party} {rng.choice(TOWNS)}"
        odd = (form,) if form in ("house", "work", "work and house", "office", "branch") else ()
        return function, text, (*said, *odd)

    def _party_named(self, person: Standing, day: datetime.date) -> tuple[str, tuple[str, ...]]:
        form = one_of(self.rng, {"right": 83, "missing": 9, "wrong": 3, "before": 4, "misspelt": 1})
        names = self.rosters.names_of(person.party_id, day) or [person.list_name]
        before = sorted(person.parties - {person.party_id}) or self._earlier_parties(person, day)
        if form == "missing" or not names[0]:
            return "", ("no party",)
        if form == "before" and before:
            chosen = self.rng.choice(before)
            said = () if chosen in person.parties else ("outdated party",)
            return self.rng.choice(self.rosters.names_of(chosen, day) or [chosen]), (
                *said,
                f"{chosen} for {person.party_id}",
            )
        if form == "wrong":
            others = [p for p in ("cda", "d66", "sp", "vvd", "pvda", "volt", "sgp") if p not in person.parties]
            return self.rng.choice(self.rosters.names_of(self.rng.choice(others), day)), ("wrong party",)
        if form == "misspelt" and len(names[-1]) > 6:
            return slip(self.rng, names[-1], "drop"), ("misspelt party",)
        return self.rng.choice(names), ()

    def _earlier_parties(self, person: Standing, day: datetime.date) -> list[str]:
        rows = [
            r for r in self.rosters.members if r["person_id"] == person.person_id and r["start"] and r["start"] < day
        ]
        return sorted({row["party_id"] for row in rows} - person.parties)

    def _settled(self, person: Standing, name: Pieces, said: tuple[str, ...], day: datetime.date) -> bool:
        """Return whether an honest analyst knows from the line alone who this is."""
        unclear = {
            "wrong address",
            "call name",
            "surname only",
            "wrong marks",
            "wrong party",
            "outdated party",
            "misspelt party",
        }
        odd = {"work", "office", "branch"}
        if not person.certain or (unclear | odd) & {*name.ways, *said} or any("misspelt" in way for way in name.ways):
            return False
        party_said = "no party" not in said
        whole = not {"half of the surname", "no prefix", "turned surname"} & set(name.ways)
        enough = bool(name.given) or (len(name.letters) > 1 and "house" in said)
        if not party_said and not (whole and enough):
            return False
        rivals = [other for other in self._rivals(name, day) if other.person_id != person.person_id]
        same_list = [r for r in rivals if r.list_name and r.list_name == person.list_name]
        return not same_list and not [r for r in rivals if not party_said or r.parties & person.parties]

    def reads_as_another(self, person: Standing, name: Pieces, organisation: str, day: datetime.date) -> bool:
        """Return whether the line, with its slips, is what somebody else of the named party would write."""
        own, whole = {plain(person.given), ""}, plain(name.surname)
        own_surname = whole == plain(f"{person.prefix} {person.family}")
        if not organisation and own_surname and plain(name.given) not in own:
            # Rob, Robert on the list, without a party: who can tell him from whoever is Rob on the list?
            alike = (r for r in self._rivals(name, day) if plain(r.given) == plain(name.given))
            return any(plain(f"{r.prefix} {r.family}") == whole for r in alike)
        if own_surname and plain(name.given) in own:
            others = [r for r in self._rivals(name, day) if not r.parties & person.parties]
        else:
            others = [r for r in self._rivals(name, day) if plain(f"{r.prefix} {r.family}") == whole]
        named = (p for r in others if r.person_id != person.person_id for p in r.parties)
        return any(text in organisation for p in named for text in self.rosters.names_of(p, day))

    def _rivals(self, name: Pieces, day: datetime.date) -> list[Standing]:
        """Return who sat or stood on a day and may be meant: part of a surname, with given name or initials."""
        near = self.rosters.on(day).near
        surname = plain(name.surname)
        found = {p.person_id: p for word in plain(name.family).split() for p in near.get(word, ())}
        return [p for p in found.values() if _may_be(p, name, surname)]

    def _one_of_two(self, kind: str, date: str, day: datetime.date) -> MadeUpLine | None:
        several = self.rosters.on(day).of_one_name
        return self._signer(kind, self.rng.choice(self.rng.choice(several)), date, day) if several else None

    def _stranger(self, kind: str, date: str, day: datetime.date) -> MadeUpLine:
        """Return somebody with the given name of one and the surname of another, who works or sits elsewhere."""
        rng = self.rng
        row, given = rng.choice(self.everyone), rng.choice(self.given)
        letters = ".".join([given[0], *rng.choices("ABCDEGHJKLMPRST", k=rng.randrange(3))]) + "."
        name = in_one_line(rng, pieces_as_written(rng, given, letters, row["tussenvoegsel"], row["family_name"]))
        party = rng.choice(["cda", "d66", "sp", "vvd", "pvda", "groenlinks", "cu", "sgp", "pvdd", "pvv"])
        named = rng.choice(self.rosters.names_of(party, day))
        form = one_of(rng, {"party": 20, "office": 35, "work": 30, "nothing": 15})
        function, organisation = self._elsewhere(form, named)
        twins = [p for p in self._rivals(name, day) if form == "nothing" or party in p.parties]
        twin = bool(twins) and form in ("party", "nothing")
        return MadeUpLine(kind, name, function, organisation, date, day, twin=twin, ways=(*name.ways, form))

    def _elsewhere(self, form: str, party: str) -> tuple[str, str]:
        rng, town = self.rng, self.rng.choice(TOWNS)
        if form == "party":
            return "", rng.choice(_PARTY_TEXTS).format(party)
        if form == "office":
            return rng.choice(_OFFICES), rng.choice([f"{party} {town}", party, f"gemeente {town}", f"{party}, {town}"])
        if form == "work":
            return rng.choice(_WORK), rng.choice(_PLACES).format(town)
        if form == "branch":
            return "", rng.choice(["{} {}", "{}-{}", "{} afdeling {}", "fractie {} {}", "{} ({})"]).format(party, town)
        return (rng.choice(_NEAR), party) if form == "near" else ("", "")

    def _namesake(self, kind: str, date: str, day: datetime.date) -> MadeUpLine:
        """Return somebody of the same name and party who sits elsewhere: a councillor, an alderman, staff, a branch."""
        person = self.rng.choice(self.rosters.on(day).everyone)
        letters = "" if person.given else person.initials.replace(".", "")
        name = in_one_line(self.rng, Pieces(person.given, letters, person.prefix, person.family))
        form = one_of(self.rng, {"office": 50, "branch": 25, "near": 15, "work": 10})
        names = self.rosters.names_of(person.party_id, day) or [person.list_name or "CDA"]
        function, organisation = self._elsewhere(form, self.rng.choice(names))
        return MadeUpLine(kind, name, function, organisation, date, day, ways=(*name.ways, form, "namesake"))

    def _left(self, kind: str, date: str, day: datetime.date) -> MadeUpLine | None:
        """Return a signature of somebody who sat or stood on another day, not on this one."""
        row = self.rng.choice(self.everyone)
        # Some stand in the rosters under two ids.
        own = self.same.get(row["person_id"], row["person_id"])
        if any(i in self.rosters.on(day).people for i in (row["person_id"], own, *self.same_as.get(own, ()))):
            return None
        name = pieces_as_written(self.rng, row["given_name"], row["initials"], row["tussenvoegsel"], row["family_name"])
        name = in_one_line(self.rng, name)
        names = self.rosters.names_of(row["party_id"], day) or [row.get("list_name", "")]
        twins = [p for p in self._rivals(name, day) if row["party_id"] in p.parties]
        function = self.rng.choice(["", "Kamerlid", "kandidaat-Kamerlid"])
        return MadeUpLine(kind, name, function, self.rng.choice(names), date, day, twin=bool(twins), ways=name.ways)

    def _party(self, kind: str, date: str, day: datetime.date) -> MadeUpLine:
        party = self.rng.choice(["cda", "d66", "sp", "vvd", "cu", "sgp", "pvdd", "denk", "volt", "ja21"])
        written = self.rng.choice(self.rosters.names_of(party, day))
        branch = kind == "party branch"
        text = f"{written} {self.rng.choice(TOWNS)}" if branch else self.rng.choice(_PARTY_TEXTS).format(written)
        in_name = self.rng.random() < 0.3
        name = Pieces("", "", "", "", text=text if in_name else "")
        return MadeUpLine(
            kind, name, "", "" if in_name else text, date, day, "" if branch else f"party:{party}", not branch
        )

    def _organisation(self, kind: str, date: str, day: datetime.date) -> MadeUpLine:
        text = self.rng.choice(_PLACES[:-1]).format(self.rng.choice(TOWNS))
        return MadeUpLine(kind, Pieces("", "", "", ""), "", text, date, day)


def _may_be(person: Standing, name: Pieces, surname: str) -> bool:
    full, own = plain(f"{person.prefix} {person.family}"), plain(person.family)
    if not (surname in (full, own) or set(plain(name.family).split()) & set(own.split())):
        return False
    given, letters = plain(person.given), plain(person.initials).replace(".", "")
    if name.given:
        return given.split()[:1] == plain(name.given).split()[:1] if given else letters[:1] == plain(name.given)[:1]
    shown = plain(name.letters)
    return not shown or letters.startswith(shown) or shown.startswith(given[:1] or "-")
