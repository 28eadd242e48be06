"""Requests one address of a site at a time, with a pause, and the records of an OData service, without redirections.

The House gives at most 250 rows per answer and, with `$top`, no link to the next page, so `$skip` asks for more.
"""

import time
from collections.abc import Callable, Iterator
from typing import TypeVar
from urllib.parse import quote, urlencode, urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from analysis.core.problems import InputError, ParameterError, Problem, shortened
from analysis.updates.answers import NEXT, Record

AGENT = "briefing-1300-deal"
_TIMEOUT = (10, 60)  # seconds to connect, and between two pieces of an answer
_LONGEST_WAIT = 120
_MAY_PASS = (429, 500, 502, 503, 504)
_Read = TypeVar("_Read")
PAGE = 250
_TRIES = 6

_Report = Callable[[str], None]


class NoAnswerError(Exception):
    """There is no usable answer; the message says what came instead."""


class Asking:
    """A session of requests; `report` gets a line for each unreadable answer, `pace` and `backoff` are in seconds."""

    def __init__(
        self, accept: str, *, pace: float, tries: int, backoff: float = 1, report: _Report = lambda _: None
    ) -> None:
        """Take the kinds of content to accept; nothing is requested yet."""
        self.pace, self._tries, self.report = pace, tries, report
        # The status 429 (RFC 6585) or 503 (RFC 9110) may say when to ask again (Retry-After), instead of the back-off.
        again = Retry(
            total=tries - 1,
            backoff_factor=backoff,
            backoff_max=_LONGEST_WAIT,
            retry_after_max=_LONGEST_WAIT,
            status_forcelist=_MAY_PASS,
            raise_on_status=False,
        )
        self._session = requests.Session()
        self._session.headers.update({"User-Agent": AGENT, "Accept": accept})
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, HTTPAdapter(max_retries=again))

    def get(
        self,
        address: str,
        read: Callable[[requests.Response], _Read],
        *,
        follows: bool = True,
    ) -> _Read:
        """Return what `read` makes of an answer; asks again after a fault, or an answer that breaks off.

        `follows`: also follow redirections. Raises NoAnswerError after several tries, also if `read` raises ValueError
        or TypeError each time, and whatever else `read` raises.
        """
        said = ""
        for turn in range(1, self._tries + 1):
            time.sleep(self.pace)
            try:
                with self._session.get(address, timeout=_TIMEOUT, allow_redirects=follows, stream=True) as response:
                    if response.status_code in _MAY_PASS:
                        raise NoAnswerError(f"the status {response.status_code} ({shortened(response.text[:200])})")
                    return read(response)
            except (requests.RequestException, ValueError, TypeError) as error:
                said = f"no answer that can be read ({type(error).__name__})"
                if isinstance(error, requests.ConnectionError):  # the session has tried again already
                    break
                self.report(f"{said}: try {turn} of {self._tries}")
        raise NoAnswerError(said)


class Service(Asking):
    """An OData service; `report` gets a line for each answer, and `pace` and `backoff` are in seconds."""

    def __init__(
        self, address: str, *, pace: float = 0.5, backoff: float = 1, report: _Report = lambda _: None
    ) -> None:
        """Take the address of the service; nothing is requested yet. Raises ParameterError if it is no web address."""
        if urlsplit(address).scheme not in ("http", "https") or not urlsplit(address).hostname:
            raise ParameterError(f"service: found {shortened(repr(address))}, expected an address (https://…/)")
        super().__init__("application/json", pace=pace, tries=_TRIES, backoff=backoff, report=report)
        self.address = address.rstrip("/") + "/"

    def records(self, entity: str, **options: str) -> Iterator[Record]:
        """Yield records that fit the options (`filter`, `select`, `expand`); raises InputError for other answers."""
        asked = {f"${name}": text for name, text in options.items()} | {"$orderby": "Id", "$top": str(PAGE)}
        count, is_full = 0, True
        while is_full:
            page = urlencode(asked | {"$skip": str(count)}, safe="$(),/:;=", quote_via=quote)
            address = f"{self.address}{entity}?{page}"
            try:
                answer = self.get(address, _read, follows=False)
            except NoAnswerError as error:
                raise _refused(address, str(error), "an answer with records") from None
            rows = answer.get("value")
            if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
                raise _refused(address, repr(rows), "a list of records")
            yield from rows
            count += len(rows)
            is_full = bool(rows) and (len(rows) == PAGE or NEXT in answer)
            self.report(f"{entity}: {count} read")


def _read(response: requests.Response) -> Record:
    if response.status_code != requests.codes.ok:
        raise NoAnswerError(f"the status {response.status_code} ({shortened(response.text[:200])})")
    return dict(response.json())


def _refused(place: str, found: str, expected: str) -> InputError:
    remedy = "try again later; if it keeps happening, send this line to whoever maintains this program"
    return InputError([Problem(place, None, None, shortened(found), expected, remedy)])
