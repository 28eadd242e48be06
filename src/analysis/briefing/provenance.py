"""Where a briefing comes from: program and version, inputs with checksums, and how to make the same file again.

Nothing here depends on when, where or by whom a briefing is made: the same inputs give the same bytes.
"""

import importlib.metadata

from markupsafe import Markup

from analysis.briefing.page_facts import PageFacts

PACKAGE = "briefing-1300-deal"
# What the digits behind the name of an input are the first of.
CHECKSUM = "SHA-256"


def generator() -> str:
    """Return the program that makes briefings, with its version."""
    return f"{PACKAGE} {importlib.metadata.version(PACKAGE)}"


def command(facts: PageFacts) -> str:
    """Return what makes the same files again from the same inputs, wherever they stand."""
    return f"briefing build --month {facts.month.month} --party {facts.party} --language {facts.wording.language}"


def inputs(facts: PageFacts) -> str:
    """Return the public tables a briefing rests on, each with a short checksum."""
    return in_words(facts.month.sources.checksums)


def in_words(checksums: dict[str, str]) -> str:
    """Return checksums as a reader meets them: name and digits, separated by commas."""
    return ", ".join(f"{name} {digits}" for name, digits in checksums.items())


def colophon(facts: PageFacts) -> Markup:
    """Return for whom, from what and how a briefing was made."""
    w = facts.wording
    as_typed = Markup('<span lang="en">{}</span>')  # names of files and commands are English in either language
    return w.html(
        "briefing.colophon.text",
        organisation=facts.month.sources.contact["organisation"],
        month=w.month(str(facts.month.month)),
        generator=as_typed.format(generator()),
        command=as_typed.format(command(facts)),
        checksum=CHECKSUM,
        inputs=as_typed.format(inputs(facts)),
    )
