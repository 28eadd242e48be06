"""What the House's open data says that data/ does not: each difference a proposal, with the same id each time."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace

from analysis.core.problems import ParameterError
from analysis.updates.rows import ANSWERS, EVENTS, Change, Tables

KINDS = ("came", "left", "moved", "seats", "outcome", "event", "letter", "deleted")
ALL = "all"
ACCEPT, REFUSE = "accept", "refuse"
_NEW = ("event", "letter")
_MOST_WORDS = 25


@dataclass(frozen=True)
class Proposal:
    """One difference: what data/ has, what the House has and where, and the rows that would change.

    `waits` says why it is not accepted with the others; one without rows can't be accepted at all. Those with one
    `bundle` are accepted together, so that members, seats and events of parties can't disagree.
    """

    kind: str
    subject: str
    has: str
    house: str
    url: str
    changes: tuple[Change, ...] = ()
    waits: str = ""
    bundle: str = ""

    @property
    def id(self) -> str:
        """Return its id, made of what the House says; of what may become an event, of its record alone."""
        # Who refused an event by its subject is not asked again because its votes came in.
        said = (self.kind, self.url) if self.kind in _NEW else (self.kind, self.subject, self.house, self.url)
        return "u" + hashlib.sha256("\n".join(said).encode()).hexdigest()[:7]

    @property
    def to_fill_in(self) -> list[str]:
        """Return the columns of its new event that an analyst has to say: the commitment, or a shorter sentence."""
        new = (each.after for each in self.changes if each.table == EVENTS and not each.before)
        said = ((name, row[name]) for row in new for name in ("commitment_id", "what_nl", "what_en"))
        return [name for name, text in said if not text or len(text.split()) > _MOST_WORDS]

    @property
    def agrees(self) -> bool:
        """Return whether it can be accepted with others, as it is."""
        return not self.waits and not self.to_fill_in

    def waiting(self, *reasons: str) -> "Proposal":
        """Return it with more reasons to wait; an empty one is none."""
        return replace(self, waits="; ".join(filter(None, (self.waits, *reasons))))


def typed_otherwise(changes: Iterable[Change], *columns: str) -> str:
    """Return why rows wait in which something that was typed becomes something else; empty if nothing does."""
    says_nothing = ("", "put_to_vote", "unknown")
    typed = [(name, each.before.get(name, ""), each.after.get(name, "")) for name in columns for each in changes]
    names = dict.fromkeys(name for name, old, new in typed if old not in (*says_nothing, new))
    return f"{' and '.join(names)} typed otherwise: accept it by its id" if names else ""


def in_order(found: Iterable[Proposal], tables: Tables) -> list[Proposal]:
    """Return proposals by kind, the least sure first, without those refused, which hold up their bundle."""
    unique = {each.id: each for each in found}
    refused = {row["update_id"] for row in tables[ANSWERS] if row["action"] == REFUSE}
    held: dict[str, str] = {}
    for name, each in unique.items():
        if each.bundle and (each.waits or name in refused):
            state = "which waits" if each.waits else "which was refused"
            held.setdefault(each.bundle, f"goes together with {name}, {state}")
    kept = [each if each.waits else each.waiting(held.get(each.bundle, "")) for each in unique.values()]
    kept = [each for each in kept if each.id not in refused]
    unsure = ("inferred", "second hand")  # words in what data/ has
    sure = {each.id: next((n for n, word in enumerate(unsure) if word in each.has), len(unsure)) for each in kept}
    return sorted(kept, key=lambda each: (KINDS.index(each.kind), sure[each.id], each.subject, each.id))


def meant_by(word: str, proposals: Iterable[Proposal]) -> list[Proposal]:
    """Return the proposals that have an id, or a kind; raises ParameterError for a word that is neither."""
    found = [each for each in proposals if word in (each.id, each.kind)]
    if not found and word not in KINDS:
        kinds = ", ".join(KINDS)
        raise ParameterError(f"found {word!r}, expected the id of a proposal, {ALL} (to accept) or one of {kinds}")
    return found


def to_accept(words: Iterable[str], proposals: list[Proposal]) -> list[Proposal]:
    """Return the proposals that ids, kinds or `all` mean, with their bundles; raises ParameterError as `meant_by`."""
    meant: dict[str, Proposal] = {}
    for word in words:
        found = proposals if word == ALL else meant_by(word, proposals)
        meant |= {each.id: each for each in found if each.agrees or each.id == word}  # what waits by its id alone
    bundles = {each.bundle for each in meant.values() if each.bundle}
    return [each for each in proposals if each.id in meant or each.bundle in bundles]
