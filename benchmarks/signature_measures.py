"""What the resolver made of made-up lists, held against the truth of each line."""

from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
from made_up_lists import Truth

from analysis.signatories import ResolvedSignatures

TRUE_KINDS = ("signer", "signer of a name that two have", "no date", "party")


@dataclass(frozen=True)
class Missed:
    """A line that did not end as it should, for whoever wants to know why."""

    place: str
    written: str
    says: str
    outcome: str
    got: str
    truth: str
    ways: str
    because: str


@dataclass(frozen=True)
class Measure:
    """What the resolver made of made-up lists.

    Shares are of 0-1. `signers`: lines of somebody who could sign, or of a party, with a date that is read or missing.
    `settled`: those of them that an honest analyst settles from the line alone. `twins`: lines of others that read
    as a signer's, which nobody can tell apart: accepted ones are counted here and not as wrong.
    """

    lines: int
    accepted: int
    wrong: int
    twins_accepted: int
    precision: float
    signers: int
    found: float
    accepted_of_signers: float
    settled: int
    accepted_of_settled: float
    queue: int
    queue_share: float
    strangers: int
    strangers_queued: float
    repeated: int
    repeated_caught: float
    counted_twice: int
    ledger_closes: bool
    lost_in_reading: int
    unreadable_kept: float
    wrong_lines: tuple[Missed, ...]
    missed_by_way: dict[str, int]
    missed_lines: tuple[Missed, ...]
    waiting_by_way: dict[str, int]
    waiting_lines: tuple[Missed, ...]


def measured(truth: Truth, lines: pd.DataFrame, result: ResolvedSignatures, same: dict[str, str]) -> Measure:
    """Compare what was resolved with the truth of each line; `same` has the other ids of people who have two."""
    rows = {(row["source_file"], row["source_row"]): row for row in result.signatures.to_dict("records")}
    read = set(zip(lines["source_file"], lines["source_row"], strict=True))
    judged = [(place, line, _Outcome.of(rows.get(place), same)) for place, line in truth.items()]
    judged = [
        (place, replace(line, signer=same.get(line.signer, line.signer)), outcome) for place, line, outcome in judged
    ]
    accepted = [entry for entry in judged if entry[2].standing]
    wrong = [entry for entry in accepted if entry[2].signatory != entry[1].signer and not entry[1].twin]
    signers = [entry for entry in judged if entry[1].kind in TRUE_KINDS]
    settled = [entry for entry in signers if entry[1].settled]
    right = [entry for entry in signers if entry[2].standing and entry[2].signatory == entry[1].signer]
    found = [entry for entry in signers if entry[1].signer in (entry[2].signatory, entry[2].first)]
    missed = [entry for entry in signers if entry[1].signer not in (entry[2].signatory, entry[2].first)]
    waiting = [entry for entry in settled if not entry[2].standing]
    strangers = [entry for entry in judged if entry[1].kind == "stranger"]
    unreadable = [entry for entry in judged if entry[1].kind == "unreadable date"]
    repeated = _repeated(judged)
    queue = sum(o.outcome == "review" for _, _, o in judged)
    return Measure(
        lines=len(truth),
        accepted=len(accepted),
        wrong=len(wrong),
        twins_accepted=sum(line.twin for _, line, _ in accepted),
        precision=1 - len(wrong) / max(len(accepted), 1),
        signers=len(signers),
        found=len(found) / max(len(signers), 1),
        accepted_of_signers=len(right) / max(len(signers), 1),
        settled=len(settled),
        accepted_of_settled=1 - len(waiting) / max(len(settled), 1),
        queue=queue,
        queue_share=queue / len(truth),
        strangers=len(strangers),
        strangers_queued=sum(o.outcome == "review" for _, _, o in strangers) / max(len(strangers), 1),
        repeated=len(repeated),
        repeated_caught=sum(repeated) / max(len(repeated), 1),
        counted_twice=_counted_twice(accepted),
        ledger_closes=_closes(result, lines),
        lost_in_reading=len(set(truth) ^ read),
        unreadable_kept=sum(o.outcome in ("review", "not_in_parliament") for _, _, o in unreadable)
        / max(len(unreadable), 1),
        wrong_lines=tuple(_missed(*entry) for entry in wrong),
        missed_by_way=_by_way(missed),
        missed_lines=tuple(_missed(*entry) for entry in missed),
        waiting_by_way=_by_way(waiting),
        waiting_lines=tuple(_missed(*entry) for entry in waiting),
    )


@dataclass(frozen=True)
class _Outcome:
    outcome: str
    signatory: str
    first: str
    because: str

    @classmethod
    def of(cls, row: dict[Any, Any] | None, same: dict[str, str]) -> "_Outcome":
        if row is None:
            return cls("lost", "", "", "")
        texts = {key: "" if pd.isna(value) else str(value) for key, value in row.items()}
        party = f"party:{texts['party_id']}" if texts["party_id"] and not texts["person_id"] else ""
        standing = texts["outcome"] in ("accepted", "duplicate")
        signatory = (texts["person_id"] or party) if standing else ""
        first = texts["candidate_ids"].split("|")[0]
        return cls(texts["outcome"], same.get(signatory, signatory), same.get(first, first), texts["because"])

    @property
    def standing(self) -> bool:
        return bool(self.signatory)


Judged = tuple[tuple[str, int], Any, _Outcome]


def _repeated(judged: list[Judged]) -> list[bool]:
    """Return of each line whose signer stands already whether it was found to be a duplicate."""
    dated = [(line.day, place, line, outcome) for place, line, outcome in judged if line.day and line.signer]
    stands: set[str] = set()
    caught = []
    for _, _, line, outcome in sorted(dated, key=lambda entry: entry[:2]):
        if line.signer in stands and outcome.standing:
            caught.append(outcome.outcome == "duplicate")
        if outcome.signatory == line.signer:
            stands.add(line.signer)
    return caught


def _counted_twice(accepted: list[Judged]) -> int:
    counts = Counter(outcome.signatory for _, _, outcome in accepted if outcome.outcome == "accepted")
    return sum(count - 1 for count in counts.values())


def _closes(result: ResolvedSignatures, lines: pd.DataFrame) -> bool:
    ledger = result.ledger.set_index("source_file")
    outcomes = ledger.drop(columns=["lines", "signed_later"]).sum(axis=1)
    return bool(
        (outcomes == ledger["lines"]).all() and ledger.loc["total"][["lines", "signed_later"]].sum() == len(lines)
    )


def _missed(place: tuple[str, int], line: Any, outcome: _Outcome) -> Missed:
    says = ", ".join(filter(None, [line.function, line.organisation, line.date]))
    got = outcome.signatory or outcome.first
    ways = ", ".join(line.ways)
    return Missed(
        f"{place[0]}:{place[1]}", line.name.text, says, outcome.outcome, got, line.signer, ways, outcome.because
    )


def _by_way(entries: list[Judged]) -> dict[str, int]:
    ways = Counter(" + ".join(_telling(line.ways)) or "plain" for _, line, _ in entries)
    return dict(ways.most_common())


def _telling(ways: tuple[str, ...]) -> list[str]:
    quiet = {"house", "title", "address", "spaces", "numbered", "degree", "capitals", "small letters", "capital prefix"}
    return sorted({way.split(":")[0] if way.startswith("misspelt") else way for way in ways} - quiet)
