"""What an auditor takes for a figure: printed, claimed by the pledge, or computed again from figures beside it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from support.audited_lists import rows_behind, without_marks
from support.audited_sentences import OF_A_PARTY, Sentence, Told, year_right_after, years_of
from support.build_tables import Balance, Build, Fact, dating, down, half_up, terms_of, typed, up
from support.numbers_in_text import Number, read_numbers
from support.page_reading import Block, marks_in

# In which quantity a sentence that names none is about, by its words.
_SPOKEN_OF = {
    "registered-all": r"regist|geregistr",
    "estimate-all": r"estimat|schatting|geschat",
    "ratio-estimate-to-registered": r"\btimes\b|\bkeer\b",
    "estimate-dutch-minor-girls-sexual": r"Dutch girls|Nederlandse meisjes|not repeated|niet herhaald",
    "registered-minors-domestic-sexual": r"Dutch minors|Nederlandse minderjarigen",
    "registered-nigerian": r"Nigerian|Nigeriaanse",
}
# What the reasons in the table of the pledge's numbers are about, beside the claim itself.
_BESIDE = {
    "dutch_girls_1300": ("estimate-sexual",),
    "in_view_2_to_3_percent": (
        *("registered-minors-domestic-sexual", "registered-minors-sexual"),
        "share-in-view-dutch-minor-girls-sexual",
    ),
    "unseen_97_percent": ("registered-minors-domestic-sexual",),
    "minors_25_to_8_percent": ("registered-minors", "registered-all"),
}
_IN_ARTICLES = ("claims", "numbers")
# How a list of decisions says what was decided.
_RULED = {
    **dict.fromkeys(("Accepted: ", "Aanvaard: "), "accept"),
    **dict.fromkeys(("Not used: ", "Niet gebruikt: "), "exclude"),
    **dict.fromkeys(("Preferred: ", "Voorgetrokken: "), "prefer"),
    **dict.fromkeys(("Corrected: ", "Verbeterd: "), "correct"),
}
_EARLIER = r"\bfirst\b|\beerst\b|otherwise|[Aa]nders geteld"
_BOUNDS = ("more_than", "at_least", "at_most")
_CLAIMED = (
    r"(?:(?:more than|fits|not|not more than|same|; ?|meer dan|past bij|niet|niet op|Dezelfde)\s"
    r"|‘(?:at least|minimaal) )$"
)


@dataclass(frozen=True, eq=False)
class Figures:
    """The figures that the pages of a build can show, in one language."""

    build: Build
    language: str

    def explain(self, sentence: Sentence, number: Number, sources: dict[int, str | None], told: Told) -> str:
        """Return what explains a number as a figure, a claim or a computation; empty if nothing does."""
        action = next((action for said, action in _RULED.items() if sentence.text.lstrip().startswith(said)), "")
        if action:
            return self._as_decided(sentence, number, action, sources)
        return (
            self._as_fact(sentence, number, sources)
            or self._as_claimed(sentence, number)
            or self._as_computed(sentence, number, told)
            or self._as_said_before(number, told)
            or self._as_two_studies(sentence, number)
            or self._as_difference(sentence, number, sources)
        )

    def claimed_quantities(self, block: Block) -> frozenset[str]:
        """Return the quantities that the claim of a paragraph is about, and the counts behind its share."""
        if block.section not in _IN_ARTICLES or not block.article:
            return frozenset()
        claim = self._claim(block)
        beside = _BESIDE.get(claim["claim_id"], ()) if block.section == "numbers" else ()
        named = [*beside, *self._named(claim)]
        return frozenset(term for q in named for part in terms_of(q, False) for term in terms_of(part, False))

    def _named(self, claim: dict[str, str]) -> list[str]:
        return [claim[name] for name in ("quantity_id", "denominator_quantity_id") if claim[name]]

    def _claim(self, block: Block) -> dict[str, str]:
        return sorted(typed("claims"), key=lambda row: int(row["sort_order"]))[block.article - 1]

    def _quoted_claim(self, block: Block) -> dict[str, str] | None:
        """Return the claim that a paragraph quotes: its own article, or a verdict that the table says changed."""
        if block.section in _IN_ARTICLES and block.article:
            return self._claim(block)
        said = without_marks(block.text)
        changed = [row for row in self.build.tables["changes"] if row["kind"] == "claim"]
        subjects = {row["subject"] for row in changed if row[f"sentence_{self.language}"] == said}
        return next((claim for claim in typed("claims") if claim["claim_id"] in subjects), None)

    def _as_claimed(self, sentence: Sentence, number: Number) -> str:
        """Return that a number is the claimed one of its paragraph, where it is spoken of as such."""
        block = sentence.block
        claim, heading = self._quoted_claim(block), block.kind == "h3" or block.section not in _IN_ARTICLES
        if claim is None:
            return ""
        before = sentence.text[: number.start]
        for word in ("more than ", "meer dan ", "ongeveer ", "Ongeveer ", "About "):
            if heading or number.qualifier == "more_than":
                before = before if heading else before.removesuffix(word) + ("; " if before.endswith(word) else "")
        ends = [claim[name] for name in ("claimed_value", "claimed_lower", "claimed_upper") if claim[name]]
        wanted = tuple(Fraction(end) for end in ends)
        if claim["comparator"] == "from_to":
            return self._from_to(sentence, number, claim)
        is_said = heading or re.search(_CLAIMED, before)
        is_bound = claim["comparator"] == "more_than"
        if is_bound != (number.qualifier == "more_than"):
            return ""
        return "claimed" if is_said and number.ends == wanted and number.percent == (claim["unit"] == "percent") else ""

    def _from_to(self, sentence: Sentence, number: Number, claim: dict[str, str]) -> str:
        """Return that a number is one end of a claimed change, beside the year it is claimed for."""
        if sentence.block.section in _IN_ARTICLES and sentence.block.kind != "h3":
            return ""
        pairs = zip(claim["base_years"].split("|"), (claim["claimed_upper"], claim["claimed_lower"]), strict=True)
        after = year_right_after(sentence, number)
        for year, end in pairs:
            if after == year and number.ends == (Fraction(end),) and number.percent:
                sentence.used.add(year)
                return "claimed"
        return ""

    def _as_fact(self, sentence: Sentence, number: Number, sources: dict[int, str | None]) -> str:
        for years, fact in self._matching(sentence, number, sources):
            if self._is_said_as(fact, number, sentence):
                sentence.used.add(years)
                sentence.year_of[fact.figure_id] = years
                return fact.figure_id
        return ""

    def _as_decided(self, sentence: Sentence, number: Number, action: str, sources: dict[int, str | None]) -> str:
        """Return the figure that a decision of this kind is about, said as it was printed or as it was corrected."""
        printed = {fact.figure_id: fact for fact in self.build.printed}
        decided = [row for row in self.build.decisions("figures") if row["action"] == action]
        for row in (row for row in decided if row["figure_id"] in printed):
            fact = printed[row["figure_id"]]
            if row["corrected_value"]:
                fact = replace(fact, value=Fraction(row["corrected_value"]), ends=())
            years = [years for years in years_of(sentence, number) if years == fact.years]
            is_it = fact.quantity in sentence.quantities and _is_number_of(fact, number)
            is_it &= number.mark is not None and sources.get(number.mark) == fact.publication
            if years and is_it and self._is_said_as(fact, number, sentence):
                sentence.used.add(years[0])
                return fact.figure_id
        return ""

    def _matching(
        self, sentence: Sentence, number: Number, sources: dict[int, str | None]
    ) -> Iterator[tuple[str, Fact]]:
        """Return the printed figures that a number can be: the same number of the same quantity, year and source."""
        wanted = sentence.quantities or self._spoken_of(sentence)
        near = years_of(sentence, number)
        marks = {sources.get(n) for n in ([number.mark] if number.mark else self._marks_of_all(sentence))}
        for fact in self.build.printed:
            if fact.quantity not in wanted or not _is_number_of(fact, number) or not self._may_stand(fact, sentence):
                continue
            if marks and not self._is_printed_in(fact, marks):
                continue
            for years in near:
                if years in self._years_of_fact(fact):
                    yield years, fact

    def _marks_of_all(self, sentence: Sentence) -> list[int]:
        """Return the marks of a paragraph that names its publications together."""
        return marks_in(sentence.block.text) if sentence.block.section == "claims" else []

    def _is_printed_in(self, fact: Fact, publications: set[str | None]) -> bool:
        return fact.publication in publications

    def _spoken_of(self, sentence: Sentence) -> set[str]:
        return {q for q, words in _SPOKEN_OF.items() if re.search(words, sentence.text, re.IGNORECASE)}

    def _may_stand(self, fact: Fact, sentence: Sentence) -> bool:
        """Return whether a section may show a figure: outside of what disagrees only a chosen one."""
        if sentence.block.section == "discrepancies" or re.search(_EARLIER, sentence.text):
            return True
        if sentence.block.section in OF_A_PARTY and self.build.is_chosen(fact, before=True):
            return True
        return self.build.is_chosen(fact) or fact.is_estimate or self.build.holds_the_chosen(fact)

    def _years_of_fact(self, fact: Fact) -> set[str]:
        """Return the years a figure is about; an estimate is also of those for which its study was dated later."""
        dated = {dating(fact.series, self.build.printed, self.build.publications)} if fact.is_estimate else set()
        return {fact.years, *dated}

    def _is_said_as(self, fact: Fact, number: Number, sentence: Sentence) -> bool:
        """Return whether a number has the words that its source has: more than, at least, at most, about."""
        if number.is_range:
            return not number.qualifier
        if fact.qualifier in _BOUNDS or number.qualifier in _BOUNDS:
            return fact.qualifier == number.qualifier
        if fact.qualifier == "about":
            estimated = re.search(_SPOKEN_OF["estimate-all"], sentence.text, re.IGNORECASE) or fact.is_estimate
            return number.qualifier == "about" or bool(estimated)
        return number.qualifier == "" or fact.is_estimate

    # Computations

    def _as_computed(self, sentence: Sentence, number: Number, told: Told) -> str:
        return (
            self._as_share(number, told)
            or self._as_sum(sentence, number)
            or self._as_derived(sentence, number)
            or self._as_unseen(sentence, number)
        )

    def _as_share(self, number: Number, told: Told) -> str:
        """Return that a percentage is that of the two numbers before it (`108 of 1,334`), or the rest of a hundred."""
        before = [ends[0] for ends, why in told.numbers if len(ends) == 1 and why != "computed share"][-2:]
        if not number.percent or len(before) < 2:
            return ""
        part, whole = sorted(before)
        exact = 100 * part / whole if whole else Fraction(0)
        possible = {_rounded(share, number.qualifier, 1) for share in (exact, 100 - exact)}
        return "computed share" if not number.is_range and number.ends[0] in possible else ""

    def _as_sum(self, sentence: Sentence, number: Number) -> str:
        """Return that a number is the sum of the terms that stand behind it in brackets."""
        terms = re.search(r"\(([\d.,]+(?: \+ [\d.,]+)+)\)", sentence.text[number.end :])
        if not terms:
            return ""
        parts = read_numbers(terms[1], self.language).numbers
        return "sum" if sum(n.ends[0] for n in parts) == number.ends[0] else ""

    def _as_derived(self, sentence: Sentence, number: Number) -> str:
        """Return that a number is one that a table of the build computed, for its quantity and year."""
        if sentence.block.section == "claims":
            return ""  # what a claim leans on is printed, or computed in its own sentence
        if number.qualifier in _BOUNDS:
            return ""  # a number that is computed is no bound
        for years in years_of(sentence, number):
            for row in self.build.tables["discrepancies"]:
                ends = tuple(Fraction(row[name]) for name in ("value_b", "lower_b", "upper_b") if row[name])
                is_it = row["publication_b"] == "derived" and row["reference_year"] == years
                if is_it and row["quantity_id"] in sentence.quantities and _shown(ends) == number.ends:
                    sentence.used.add(years)
                    return row["discrepancy_id"]
            for row in self.build.tables["derived"]:
                is_it = row["reference_year"] == years and row["quantity_id"] in sentence.quantities
                if is_it and row["value"] and (Fraction(row["value"]),) == number.ends:
                    sentence.used.add(years)
                    return "derived"
        return ""

    def _as_unseen(self, sentence: Sentence, number: Number) -> str:
        """Return that a number is what registered leaves of the estimate, or its share, of a year in the sentence.

        The years of the estimate have to be said too: the two rest on different years.
        """
        said = {period.years for period in sentence.read.periods}
        for year in years_of(sentence, number):
            row = self.build.balance.get(year)
            if row and row.years in said and self._is_left(sentence, number, row):
                sentence.used |= {year, row.years}
                return "computed from registered and estimated"
        return ""

    def _is_left(self, sentence: Sentence, number: Number, row: Balance) -> bool:
        if number.percent:
            said, one, both = "at_most" if row.bound else "about", row.in_view, row.in_view_range
        else:
            said, one, both = "more_than" if row.bound else "about", row.unseen, row.unseen_range
        if not number.percent and not re.search(r"not registered|niet geregistreerd", sentence.text):
            return False
        return number.ends == both if number.is_range else number.ends == (one,) and number.qualifier == said

    def _as_two_studies(self, sentence: Sentence, number: Number) -> str:
        """Return that a number is the level of the older or the newer study, said to be no proven fall."""
        if not re.search(r"no proven fall|geen bewezen daling", sentence.text) or number.is_range:
            return ""
        place = [n.start for n in sentence.read.numbers].index(number.start)
        series = ("first_estimate", "second_estimate")[min(place, 1)]
        own = [f for f in self.build.printed if f.quantity == "estimate-all" and f.series == series]
        ends = {
            name: [e for f in self.build.printed if f.quantity == "estimate-all" and f.series == name for e in f.ends]
            for name in ("first_estimate", "second_estimate")
        }
        overlap = max(ends["second_estimate"], default=0) >= min(ends["first_estimate"], default=1)
        return "level of a study" if overlap and any(f.value == number.ends[0] for f in own) else ""

    def _as_difference(self, sentence: Sentence, number: Number, sources: dict[int, str | None]) -> str:
        """Return that a number is a side of a difference in the table, or stands in its explanation as shown."""
        if sentence.block.section != "discrepancies":
            return ""
        for row in self.build.tables["discrepancies"]:
            if row["quantity_id"] not in sentence.quantities or row["reference_year"] not in years_of(sentence, number):
                continue
            for side in ("a", "b"):
                ends = tuple(Fraction(row[f"{n}_{side}"]) for n in ("value", "lower", "upper") if row[f"{n}_{side}"])
                whole = number.ends in (_shown(ends), _shown(ends[:1]), _shown(ends[1:]))
                if whole and sources.get(number.mark or 0) == row[f"publication_{side}"]:
                    sentence.used.add(row["reference_year"])
                    return row["discrepancy_id"]
        explained = [
            row[f"explanation_{self.language}"] for row in rows_behind(sentence.block, self.build, self.language)
        ]
        return "explanation of a difference" if any(number.text in text for text in explained) else ""

    def _as_said_before(self, number: Number, told: Told) -> str:
        """Return that a number stands in the same paragraph already, with its year."""
        if number.is_range:
            return ""
        return next((why for ends, why in told.numbers if number.ends[0] in (ends[0], *ends[1:])), "")


def _is_number_of(fact: Fact, number: Number) -> bool:
    if number.percent != (fact.unit == "percent"):
        return False
    if number.is_range:
        return number.ends in (fact.ends, (fact.ends[0], fact.ends[-1])) if fact.ends else False
    return fact.value is not None and number.ends == (half_up(fact.value, 1),)


def _rounded(exact: Fraction, qualifier: str, decimals: int) -> Fraction:
    """Return a computed number as it may be shown: a bound is never rounded to the wrong side."""
    return {"at_most": up, "at_least": down, "more_than": down}.get(qualifier, half_up)(exact, decimals)


def _shown(ends: tuple[Fraction, ...]) -> tuple[Fraction, ...]:
    return tuple(half_up(end, 1) for end in ends)
