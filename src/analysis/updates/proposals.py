"""What the House's open data says that data/ does not: each difference a proposal, until an analyst decides on it.

The same answers and the same tables give the same proposals, with the same ids: an id is made of what the House says.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace

from analysis.core.problems import ParameterError
from analysis.updates.rows import ANSWERS, Change, Tables

KINDS = ("came", "left", "moved", "seats", "outcome", "event", "votes", "letter", "deleted")
ACCEPT, REFUSE = "accept", "refuse"


@dataclass(frozen=True)
class Proposal:
    """One difference: what data/ has, what the House has and where, and the rows that would change.

    `waits` says why it is not accepted with the others; one without rows can't be accepted at all. `to_fill_in` are
    columns of its new event that an analyst has to say. Those with one `bundle` are accepted together, so that members,
    seats and events of parties can't disagree.
    """

    kind: str
    subject: str
    has: str
    house: str
    url: str
    changes: tuple[Change, ...] = ()
    waits: str = ""
    bundle: str = ""
    to_fill_in: tuple[str, ...] = ()
    id: str = ""

    @property
    def agrees(self) -> bool:
        """Return whether it can be accepted with others, as it is."""
        return not self.waits and not self.to_fill_in

    @property
    def confirms(self) -> bool:
        """Return whether it confirms what data/ has at second hand, or concluded."""
        return "inferred" in self.has or "second hand" in self.has

    def named(self) -> "Proposal":
        """Return it with its id, made of what the House says."""
        said = "\n".join((self.kind, self.subject, self.house, self.url))
        return replace(self, id=f"u{hashlib.sha256(said.encode()).hexdigest()[:7]}")

    def waiting(self, reason: str) -> "Proposal":
        """Return it with one more reason to wait."""
        return replace(self, waits="; ".join(filter(None, (self.waits, reason))))


def in_order(found: Iterable[Proposal], tables: Tables) -> list[Proposal]:
    """Return proposals with ids, by kind, what is not certain yet first, without those that were refused.

    If one of a bundle waits or was refused, all of it wait.
    """
    named = {each.id: each for each in (each.named() for each in found)}
    refused = {row["update_id"] for row in tables[ANSWERS] if row["action"] == REFUSE}
    held: dict[str, str] = {}
    for each in named.values():
        if each.bundle and (each.waits or each.id in refused):
            held.setdefault(
                each.bundle, f"goes together with {each.id}, which " + ("waits" if each.waits else "was refused")
            )
    kept = (
        each.waiting(held[each.bundle]) if each.bundle in held and not each.waits else each
        for each in named.values()
        if each.id not in refused
    )
    return sorted(kept, key=lambda each: (KINDS.index(each.kind), not each.confirms, each.subject, each.id))


def chosen(words: Iterable[str], proposals: list[Proposal]) -> list[Proposal]:
    """Return the proposals that are meant by ids, kinds or `all` (those that do not wait), each with its bundle.

    Raises ParameterError for a word that means none.
    """
    meant: dict[str, Proposal] = {}
    for word in words:
        by_id = [each for each in proposals if each.id == word]
        found = by_id or [each for each in proposals if word in (each.kind, "all") and each.agrees]
        if not by_id and word not in (*KINDS, "all"):
            raise ParameterError(
                f"accept: found {word!r}, expected the id of a proposal, all or one of {', '.join(KINDS)}"
            )
        meant |= {each.id: each for each in found}
    bundles = {each.bundle for each in meant.values() if each.bundle}
    return [each for each in proposals if each.id in meant or each.bundle in bundles]
