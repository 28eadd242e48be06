"""What an auditor says of lists whose numbers are names: the sources, and the colophon with its checksums."""

import hashlib
import re
import tomllib
from functools import cache

from build_tables import DATA, Build
from numbers_in_text import read_numbers
from page_reading import Block, site


def unknown_in_list(block: Block, build: Build, language: str) -> list[str]:
    """Return the numbers of the sources, or of the colophon, that belong to nothing of the build."""
    text = block.text
    if block.section == "sources" and block.kind == "aria-label":
        return [] if re.fullmatch(r"\D*\d+", text) else [text]  # held against its link where the page is read
    if block.section == "sources":
        for row in build.publications.values():
            text = text.replace(row["title"], "") if row["title"] else text
            text = text.replace(site(row["url"]), "") if row["url"] else text
        known = {row["published_on"] or row["known_from"] for row in build.publications.values()}
    else:
        for name in (*_checksums(), _program(), f"--month {build.month}", "SHA-256"):
            text = text.replace(name, "")
        text = re.sub(r"--party \S+|1300-deal", "", text)
        known = {build.month}
    read = read_numbers(text, language)
    found = [text[t.start : t.end] for t in read.numbers] + read.unread
    return found + [d.iso for d in read.days if d.iso not in known] + [p.years for p in read.periods if p.years not in known]


@cache
def _checksums() -> tuple[str, ...]:
    """Return each public table under data/ with the first digits of its checksum, as `sha256sum` prints them."""
    tables = sorted(path for path in DATA.rglob("*.csv") if "signatories" not in path.parts)
    digests = {path: hashlib.sha256(path.read_bytes()).hexdigest()[:8] for path in tables}
    return tuple(f"{path.relative_to(DATA).with_suffix('').as_posix()} {digest}" for path, digest in digests.items())


@cache
def _program() -> str:
    project = tomllib.loads((DATA.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return f"{project['name']} {project['version']}"
