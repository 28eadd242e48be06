"""A site on the loopback with pages that do not exist elsewhere, and publications of data/ that cite them."""

import contextlib
import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from analysis.sources.contracts import columns_of
from analysis.updates.asking import Asking
from analysis.updates.cited_pages import Pages
from support.loopback import Answer, answering


@dataclass
class CitedSite:
    address: str
    pages: dict[str, Answer] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def page(self, path: str, content: str | bytes = "", status: int = 200, **headers: str) -> None:
        """Put a page at a path: HTML, unless a header Content_Type says otherwise."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        body = content.encode() if isinstance(content, str) else content
        self.pages[path] = status, {"Content-Type": "text/html; charset=utf-8"} | named, body

    def keeps_copy(self, path: str, copy: str) -> None:
        snapshots = {"closest": {"available": True, "url": copy}} if copy else {}
        self.page(path, json.dumps({"archived_snapshots": snapshots}), Content_Type="application/json")

    def opened(self) -> Pages:
        return Pages(Asking("*/*", pace=0, tries=2, backoff=0), archive=f"{self.address}archive")

    def answer(self, path: str, _: Mapping[str, str]) -> Answer:
        self.asked.append(path)
        return self.pages.get(path.partition("?")[0], (404, {}, b""))


@contextlib.contextmanager
def cited_site() -> Iterator[CitedSite]:
    site = CitedSite("")
    with answering(site.answer) as address:
        site.address = f"{address}/"
        yield site


def cite(data: Path, publication: str, url: str, figures: dict[str, tuple[str, str]]) -> None:
    """Add a publication to a copy of data/, with figures: of each its number and its words."""
    cited = {"publication": publication, "publisher": "Niemand", "kind": "press", "language": "nl", "url": url}
    rows = [("publications", cited | {"published_on": "2026-01-05"})]
    for figure_id, (value, words) in figures.items():
        row = {"figure_id": figure_id, "publication": publication, "quantity_id": "registered-all", "value": value}
        row |= {"reference_year": "2024", "unit": "persons", "series": "other", "certainty": "secondary"}
        row |= {"source_url": url, "printed_text": words, "printed_text_read_on": "2026-01-06" if words else ""}
        rows.append(("figures", row))
    for table, row in rows:
        with (data / f"{table}.csv").open("a", encoding="utf-8", newline="") as file:
            csv.DictWriter(file, columns_of(table), restval="", lineterminator="\n").writerow(row)
