"""The views of rules.csv: each is a table, indexed by place, with the columns that its rules compare the rows with."""

from collections.abc import Callable, Iterable

import pandas as pd

from analysis.core.amounts import plain_amount
from analysis.core.parameters import HOUSE, LANGUAGES
from analysis.core.printed_numbers import not_held
from analysis.core.problems import row_of
from analysis.core.record_tables import Row, rows_of
from analysis.core.wording import WORDING_FOLDER, wording
from analysis.sources.known_from import last_days

# Selects the rows of seats that are held on the `day` beside them.
_HELD = "valid_from <= day and not (valid_until < day)"


def _publications(publications: pd.DataFrame) -> pd.DataFrame:
    site = publications["url"].str.extract(r"^https?://(?:www\.)?([^/]+)", expand=False)
    return publications.assign(last_day=last_days(publications["published_on"]), site=site)


def _publications_by_quoted(publications: pd.DataFrame) -> pd.DataFrame:
    years = publications.set_index("publication")["published_on"].str[:4]
    frame = publications.assign(quoted=publications["quotes"].str.split("|")).explode("quoted")
    return frame.assign(year=frame["published_on"].str[:4], year_of_quoted=frame["quoted"].map(years))


def _studies(series: pd.DataFrame, figures: pd.DataFrame, publications: pd.DataFrame) -> pd.DataFrame:
    printed = figures.join(publications.set_index("publication")[["known_from", "kind"]], on="publication")
    day = series["series"].map(printed.groupby("series")["known_from"].min())
    reported = series["series"].isin(printed.loc[printed["kind"] == "estimate_study", "series"])
    frame = series.assign(day=day, has_report=reported)[(series["kind"] == "study") & day.notna()].sort_values("day")
    return frame.assign(lowest_before=frame["rank"].cummin().shift())


# What quantities count; in these measures nothing else tells them apart. Other measures, as shares, are of something.
_COUNTED = ["population", "age_group", "sex", "nationality", "exploitation_form", "reporter", "unit", "period"]
_MEASURES = ("registered_persons", "reports", "estimate")


def _quantities(quantities: pd.DataFrame, groups: pd.DataFrame) -> pd.DataFrame:
    known = {dimension: {"all", *own["group"]} for dimension, own in groups.groupby("dimension")}
    is_known = {f"{dimension}_is_known": quantities[dimension].isin(names) for dimension, names in known.items()}
    same_as = quantities.groupby(["measure", *_COUNTED])["quantity_id"].transform("first")
    is_counted = quantities["measure"].isin(_MEASURES) & (same_as != quantities["quantity_id"])
    return quantities.assign(**is_known, same_as=same_as, is_counted_by_another=is_counted)


def _figures(figures: pd.DataFrame, quantities: pd.DataFrame, publications: pd.DataFrame) -> pd.DataFrame:
    counted = quantities.set_index("quantity_id")[["measure", "unit"]].add_suffix("_of_quantity")
    printed = publications.set_index("publication")[["kind", "language", "published_on", "quotes"]]
    frame = figures.join(counted, on="quantity_id").join(printed.add_suffix("_there"), on="publication")
    rows = rows_of(frame[["printed_text", "language_there", "value", "lower", "upper", "unit"]])
    # What the words of a figure have instead of its number, if they do not hold it.
    instead = [not_held(*row.values()) if row["printed_text"] and row["language_there"] else "" for row in rows]
    quoted = zip(frame["quotes"], frame["quotes_there"], strict=True)
    return frame.assign(
        printed_in=frame["published_on_there"].str[:4],
        quoted_there=frame["quotes_there"].fillna("none"),
        is_quoted=[one in str(all_).split("|") for one, all_ in quoted],
        published_from=pd.to_datetime(frame["published_on_there"], format="ISO8601", errors="coerce"),
        words=frame["printed_text"].str.count(r"\S+"),
        most_words=[25 if kind == "press" else 60 for kind in frame["kind_there"]],
        not_held=instead,
        number_in_words=[_number_in_words(row) for row in rows],
    )


def _claims(claims: pd.DataFrame) -> pd.DataFrame:
    sentences, short_words = claims["claim_id"] + ".claim", "numbers.claims." + claims["claim_id"]
    missing = {"sentences_missing": _missing_in("claims", sentences)}
    return claims.assign(**missing, short_words_missing=_missing_in("briefing", short_words))


def _missing_in(file: str, sentences: pd.Series) -> list[str]:
    """Return, for each sentence, what to add to which files of the wording; empty if all files have it."""
    missing = []
    for each in sentences:
        section, _, name = each.rpartition(".")
        files = [f"{WORDING_FOLDER}/{of}/{file}.toml" for of in LANGUAGES if not wording(of).has(f"{file}.{each}")]
        missing.append(f'{name} = "…" below [{section}] in {" and ".join(files)}' if files else "")
    return missing


def _claims_as_printed(claims: pd.DataFrame, figures: pd.DataFrame, publications: pd.DataFrame) -> pd.DataFrame:
    """Add the number that the campaign printed, if figures.csv has one."""
    kinds = publications.set_index("publication")["kind"]
    campaign = figures[figures["publication"].map(kinds) == "campaign"].drop_duplicates("quantity_id")
    columns = ["value", "lower", "upper", "publication", "figure_id"]
    return claims.join(campaign.set_index("quantity_id")[columns], on="quantity_id")


def _commitment_events(commitment_events: pd.DataFrame) -> pd.DataFrame:
    frame, dates = commitment_events, commitment_events.set_index("event_id")["date"]
    settled_on = frame["settled_by"].where(frame["settled_by"] != frame["event_id"]).map(dates)
    begun = pd.to_datetime(frame["date"], format="ISO8601", errors="coerce")
    due, settled = last_days(frame["due_on"]), last_days(settled_on)
    return frame.assign(begun=begun, due=due, settled_on=settled_on, settled=settled)


def _votes(votes: pd.DataFrame, commitment_events: pd.DataFrame, seats: pd.DataFrame) -> pd.DataFrame:
    """Add the decision on which a group voted, and the seats that it `held` that day."""
    columns = ["date", "result", "certainty", "seats_for", "seats_against", "besluit_id"]
    decisions = commitment_events.set_index("event_id")[columns].rename(columns={"certainty": "certainty_of_decision"})
    frame = votes.join(decisions, on="event_id")
    is_decision = frame["result"].isin(["adopted", "rejected"]) & (frame["date"].str.len() == 10)
    held = _held_on(frame.loc[is_decision, "date"].unique(), seats)
    return frame.assign(is_decision=is_decision).join(held, on=["date", "party_id"])


def _votes_by_decision(votes: pd.DataFrame, commitment_events: pd.DataFrame, seats: pd.DataFrame) -> pd.DataFrame:
    """Return the first row of each decision, with the sums of its votes and the groups whose vote is lacking."""
    frame = _votes(votes, commitment_events, seats).query("is_decision")
    sums = {side: frame["seats"].where(frame["vote"] == side, 0) for side in ("for", "against")}
    by_decision = frame.assign(all_for=sums["for"], all_against=sums["against"]).groupby("event_id")
    counted = by_decision[["all_for", "all_against"]].sum()
    counted["has_split"] = by_decision["vote"].agg(lambda cells: "split" in set(cells))
    there = by_decision["party_id"].agg(set)
    first = frame.drop_duplicates("event_id").drop(columns="held").join(counted, on="event_id")
    held = _held_on(first["date"].unique(), seats).reset_index().groupby("date")["party_id"].agg(set)
    lacking = [sorted(held.get(row.date, set()) - there[row.event_id]) for row in first.itertuples(index=False)]
    return first.assign(lacking=[", ".join(parties) for parties in lacking])


def _held_on(days: Iterable[str], seats: pd.DataFrame) -> pd.Series:
    at = pd.DataFrame({"date": list(days), "day": pd.to_datetime(list(days), errors="coerce")}, dtype="object")
    beside = seats[seats["body_id"] == HOUSE].merge(at.astype({"day": "datetime64[us]"}), how="cross")
    return beside.query(_HELD).set_index(["date", "party_id"])["seats"].rename("held")


def _party_events(party_events: pd.DataFrame, seats: pd.DataFrame) -> pd.DataFrame:
    """Add the parties of an event whose seats do not change on its day, in words (`unchanged`)."""
    ended = seats["valid_until"] + pd.Timedelta(days=1)
    changed = {pair for days in (seats["valid_from"], ended) for pair in zip(seats["party_id"], days, strict=True)}
    unchanged = []
    for event in party_events.fillna({"to_party_ids": ""}).itertuples():
        parties = filter(None, f"{event.from_party_ids}|{event.to_party_ids}".split("|"))
        unchanged.append(" and ".join(party for party in parties if (party, event.date) not in changed))
    return party_events.assign(unchanged=unchanged)


def _members(members: pd.DataFrame, seats: pd.DataFrame, elections: pd.DataFrame) -> pd.DataFrame:
    """Add the first day of the term, whether the party ever has seats, and when the person's earlier rows end."""
    there, own = (pd.MultiIndex.from_frame(table[["body_id", "party_id"]]) for table in (seats, members))
    in_order = members[members["start"].notna()].sort_values("start").groupby(["person_id", "body_id"])["end"]
    ends = in_order.transform(lambda end: end.cummax().shift())
    starts = elections.groupby(["body_id", "term"])["term_starts"].min()
    return members.assign(has_seats=own.isin(there), end_before=ends).join(starts, on=["body_id", "term"])


def _seats(seats: pd.DataFrame) -> pd.DataFrame:
    frame = seats.sort_values(["body_id", "party_id", "valid_from"])
    of_party = frame.groupby(["body_id", "party_id"])
    return frame.assign(has_one_before=of_party.cumcount() > 0, end_of_that=of_party["valid_until"].shift())


def _seats_by_day(seats: pd.DataFrame, bodies: pd.DataFrame) -> pd.DataFrame:
    """Return the first row of each day on which rows of a body begin, with how many of its seats are filled then."""
    frame = seats.drop_duplicates(["body_id", "valid_from"])
    days = frame[["body_id", "valid_from"]].rename(columns={"valid_from": "day"})
    held = seats.merge(days, on="body_id").query(_HELD).groupby(["body_id", "day"])["seats"].sum()
    by_law = frame["body_id"].map(bodies.set_index("body_id")["seats"])
    return frame.assign(filled=held.reindex(pd.MultiIndex.from_frame(days)).to_numpy(), seats_by_law=by_law)


def _cabinets(cabinets: pd.DataFrame) -> pd.DataFrame:
    """Add the first, last and caretaker day of each row's cabinet, and the next cabinet's name, first day and row."""
    columns = ["cabinet", "valid_from"]
    begun = cabinets.assign(row=[row_of(index) for index in cabinets.index]).drop_duplicates(columns)[[*columns, "row"]]
    pairs = cabinets[columns].reset_index(names="place").merge(begun, how="cross", suffixes=("", "_next"))
    later = pairs[(pairs["cabinet"] != pairs["cabinet_next"]) & (pairs["valid_from"] <= pairs["valid_from_next"])]
    first = later.sort_values("valid_from_next", kind="stable").drop_duplicates("place").set_index("place")
    by_cabinet = cabinets.groupby("cabinet")
    frame = cabinets.join(first[["cabinet_next", "valid_from_next", "row"]])
    return frame.assign(
        begins_on=by_cabinet["valid_from"].transform("min"),
        caretaker=by_cabinet["caretaker_from"].transform("min"),
        ends_on=by_cabinet["valid_until"].transform(lambda days: days.max(skipna=False)),
        day_before_next=frame["valid_from_next"] - pd.Timedelta(days=1),
    )


def _decisions_figures(
    decisions_figures: pd.DataFrame, figures: pd.DataFrame, publications: pd.DataFrame
) -> pd.DataFrame:
    """Add the figure as it is `now` and as it was `seen`, the first decision on it, and the first on its rivals."""
    columns = ["value", "lower", "upper", "quantity_id", "reference_year", "not_comparable_because", "unit", "now"]
    now = _with_now(figures, publications, decisions_figures["figure_id"])
    frame = named(decisions_figures).join(now[columns], on="figure_id")
    preferred = frame[frame["action"] == "prefer"].groupby(["quantity_id", "reference_year"])["named"]
    seen = [_number_in_words(row, "expected_") for row in rows_of(frame)]
    earlier = frame.groupby("figure_id")["named"].transform("first")
    return frame.assign(seen=seen, earlier=earlier, rival=preferred.transform("first"))


_NUMBER = r"-?\d+(?:\.\d+)?"
_GROUND = rf"^(?P<ground_of>f\d{{3,}})=(?:(?P<value>{_NUMBER})|(?P<lower>{_NUMBER})[-–](?P<upper>{_NUMBER}))$"


def _decisions_figures_by_ground(
    decisions_figures: pd.DataFrame, figures: pd.DataFrame, publications: pd.DataFrame
) -> pd.DataFrame:
    """Return a row for each figure that a reason rests on: what it says `now`, and whether that differs from then."""
    frame = named(decisions_figures).assign(ground=decisions_figures["rests_on"].str.split("|"))
    frame = frame.explode("ground").dropna(subset=["ground"])
    seen = frame["ground"].astype("str").str.strip().str.extract(_GROUND)
    now = seen[["ground_of"]].join(_with_now(figures, publications, seen["ground_of"]), on="ground_of")
    numbers = ["value", "lower", "upper"]
    differs = seen[numbers].notna() & (seen[numbers].astype("Float64") != now[numbers]).fillna(True)
    return frame.assign(ground_of=seen["ground_of"], now=now["now"], differs=differs.any(axis="columns"))


def _with_now(figures: pd.DataFrame, publications: pd.DataFrame, wanted: pd.Series) -> pd.DataFrame:
    """Return the wanted figures by their id, with what each says now, and in which source."""
    frame = figures.merge(publications[["publication", "title", "publisher"]], how="left")
    frame = frame[frame["figure_id"].isin(wanted)]
    now = []
    for place, row in zip(frame.index, rows_of(frame), strict=True):
        title = f"“{row['title']}” of " if row["title"] else ""
        at = f"{row['figure_id']} in figures.csv:{row_of(place)}"
        now.append(f"{_number_in_words(row)}, which {row['publication']} ({title}{row['publisher']}) now says ({at})")
    return frame.assign(now=now).set_index("figure_id")


def named(decisions: pd.DataFrame) -> pd.DataFrame:
    """Return decisions on figures with the name of each in messages: `decision d01 (accept f156)`."""
    names = "decision " + decisions["decision_id"] + " (" + decisions["action"] + " " + decisions["figure_id"] + ")"
    return decisions.assign(named=names)


def _number_in_words(row: Row, prefix: str = "") -> str:
    """Return the printed number, range, or both, as `5000 (4000–7000)`; `prefix` is that of the columns to use."""
    return plain_amount(*(row[f"{prefix}{name}"] for name in ("value", "lower", "upper"))) or "no number"


def _with_earlier(decisions: pd.DataFrame, *on: str) -> pd.DataFrame:
    # Adds the first decision on the same thing from the same day on, which may be the decision itself.
    numbered = decisions.assign(earlier=decisions["decision_id"], earlier_row=decisions.index.map(row_of))
    alike = numbered.groupby([*on, "valid_from"], dropna=False)[["earlier", "earlier_row"]]
    return numbered.assign(**alike.transform("first"))


def _decisions_signatories_by_line(
    decisions_signatories: pd.DataFrame, signature_lines: pd.DataFrame, members: pd.DataFrame, candidates: pd.DataFrame
) -> pd.DataFrame:
    # A party signs without a person's name.
    names = signature_lines["name_as_written"].fillna(signature_lines["organisation_as_written"])
    there = signature_lines.assign(name_there=names, checksum_there=signature_lines["line_checksum"])
    there = there.set_index(_places(signature_lines))[["name_there", "checksum_there"]]
    frame = decisions_signatories.assign(place=_places(decisions_signatories)).join(there, on="place")
    is_person = frame["person_id"].isin([*members["person_id"], *candidates["person_id"]])
    frame = frame.assign(is_person=is_person, is_line=frame["duplicate_of"].isin(there.index))
    return frame.fillna({"name_there": "", "checksum_there": ""})


def _places(lines: pd.DataFrame) -> pd.Series:
    return lines["source_file"] + ":" + lines["source_row"].astype("str")


def _decisions_texts(decisions_texts: pd.DataFrame) -> pd.DataFrame:
    texts = decisions_texts["text"].str.split("|")
    each_text = decisions_texts.assign(text=texts, several=texts.str.len() > 1).explode("text")
    return _with_earlier(each_text, "body_id", "text")


def _decisions_releases(decisions_releases: pd.DataFrame) -> pd.DataFrame:
    """Add to a version its due number, the day of the one before, and whether it says more than what was wrong."""
    said = decisions_releases.filter(regex="^(what|how)_").apply(lambda cells: cells.str.strip().replace("", None))
    says_more = said.drop(columns=["what_was_wrong_nl", "what_was_wrong_en"]).notna().any(axis=1)
    due, last_day = decisions_releases.groupby("month").cumcount() + 1, last_days(decisions_releases["month"])
    before = decisions_releases.groupby("month")["released_on"].shift()
    return decisions_releases.assign(**said, due=due, says_more=says_more, last_day=last_day, released_before=before)


# Each view by its name. Its parameters are the tables that it takes; its problems are reported for the first of them.
VIEWS: dict[str, Callable[..., pd.DataFrame]] = {
    "commitments": lambda commitments: commitments.assign(
        sentences_missing=_missing_in("briefing", "commitments.title." + commitments["commitment_id"])
    ),
    "contact_rows": lambda contact: pd.DataFrame({"rows": [len(contact)]}, index=pd.Index([None], dtype="object")),
    "questions": lambda questions: questions.assign(
        fits_from_the_same_day=questions.duplicated(["commitment_id", "fits_from"], keep=False)
    ),
    "sexes": lambda sexes, members, candidates: sexes.assign(
        is_known=sexes["person_id"].isin([*members["person_id"], *candidates["person_id"]])
    ),
    "decisions_parties": lambda decisions_parties: _with_earlier(decisions_parties, "body_id", "party_id"),
    "decisions_signatories": lambda decisions_signatories: _with_earlier(
        decisions_signatories.assign(place=_places(decisions_signatories)), "place"
    ),
}
_FUNCTIONS = (
    *(_publications, _publications_by_quoted, _studies, _quantities, _figures, _claims, _claims_as_printed),
    *(_commitment_events, _votes, _votes_by_decision, _party_events, _members, _seats, _seats_by_day, _cabinets),
    *(_decisions_figures, _decisions_figures_by_ground, _decisions_signatories_by_line, _decisions_texts),
    _decisions_releases,
)
VIEWS |= {view.__name__.removeprefix("_"): view for view in _FUNCTIONS}
