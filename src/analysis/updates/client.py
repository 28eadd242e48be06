"""Asks an OData service for records, politely: one request at a time, at a pace, again after a fault, for so long.

Rules of OData 4.01, part 1: an answer that is not complete ends with `@odata.nextLink`. The House gives at most 250
rows an answer; where such a full one has no link, what is behind it is asked for by `$skip`.
"""

import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote, urlencode, urljoin, urlsplit

import requests

from analysis.core.problems import InputError, ParameterError, Problem, shortened

PAGE = 250
_TRIES = 6
_TIMEOUT = (10, 60)  # seconds to connect, and between two pieces of an answer
_LONGEST_WAIT = 120
_NEXT = "@odata.nextLink"
Answer = dict[str, Any]


class Service:
    """An OData service; `report` gets a line for each answer, `wait` the seconds to wait (see `time.sleep`)."""

    def __init__(
        self,
        address: str,
        *,
        pace: float = 0.5,
        wait: Callable[[float], None] = time.sleep,
        report: Callable[[str], None] = lambda _: None,
    ) -> None:
        """Take the address of the service; nothing is asked yet. Raises ParameterError for what is no address."""
        if urlsplit(address).scheme not in ("http", "https") or not urlsplit(address).hostname:
            raise ParameterError(f"service: found {shortened(repr(address))}, expected an address (https://…/)")
        self.address = address.rstrip("/") + "/"
        self._pace, self._wait, self._report = pace, wait, report
        self._session = requests.Session()
        self._session.headers["User-Agent"] = "briefing-1300-deal"
        self._session.headers["Accept"] = "application/json"

    def records(self, entity: str, **options: str) -> Iterator[Answer]:
        """Yield each record of an entity that fits the options (`filter`, `select`, `expand`), its lists complete.

        Raises InputError if the service refuses, gives no answer after several tries, or one that is no list.
        """
        asked = {f"${name}": text for name, text in options.items() if text} | {"$orderby": "Id"}
        address: str | None = self._address_of(entity, asked)
        count = 0
        while address:
            answer = self._answer(address)
            rows = _rows_in(answer, entity)
            for row in rows:
                yield self._completed(row, entity)
            count += len(rows)
            self._report(f"{entity}: {count} read")
            address = self._next(answer, address)
            if address is None and len(rows) == PAGE:
                address = self._address_of(entity, asked | {"$skip": str(count)})

    def _address_of(self, entity: str, options: dict[str, str]) -> str:
        return f"{self.address}{entity}?{urlencode(options, safe='$(),/:;=', quote_via=quote)}"

    def _next(self, answer: Answer, asked: str, name: str = _NEXT) -> str | None:
        """Return the address of what follows an answer; raises InputError where it leads elsewhere, or nowhere new."""
        if name not in answer:
            return None
        link = urljoin(asked, str(answer[name]))
        if not link.startswith(self.address) or link == asked:
            raise _refused(asked, name, f"the link {link!r}", f"another one below {self.address}")
        return link

    def _completed(self, row: Answer, entity: str) -> Answer:
        """Return a record with the rest of each list within it that was cut off."""
        whole: Answer = {}
        for name, value in row.items():
            if isinstance(value, list):
                whole[name] = [self._completed(each, name) if isinstance(each, dict) else each for each in value]
                link = self._next(row, self.address, f"{name}{_NEXT}")
                while link:
                    answer = self._answer(link)
                    whole[name] += _rows_in(answer, entity)
                    link = self._next(answer, link)
            else:
                whole[name] = self._completed(value, name) if isinstance(value, dict) else value
        return whole

    def _answer(self, address: str) -> Answer:
        """Return an answer, asked for again after a fault that may pass (RFC 9110: 429 and 503, with Retry-After)."""
        said = ""
        for turn in range(_TRIES):
            self._wait(self._pace if not turn else 0)
            seconds = float(2**turn)
            try:
                response = self._session.get(address, timeout=_TIMEOUT)
                if response.status_code == requests.codes.ok:
                    return dict(response.json())
                said = f"the status {response.status_code} ({shortened(response.text[:200])})"
                if response.status_code != requests.codes.too_many_requests and response.status_code < 500:
                    break
                asked_for = response.headers.get("Retry-After", "")
                seconds = float(asked_for) if asked_for.isdecimal() else seconds
            except (requests.RequestException, ValueError, TypeError) as error:
                said = f"no answer that can be read ({type(error).__name__})"
            if turn < _TRIES - 1:
                self._report(f"{said}: asked again in {min(seconds, _LONGEST_WAIT):.0f} s")
                self._wait(min(seconds, _LONGEST_WAIT))
        raise _refused(address, None, said, "an answer with records")


def _rows_in(answer: Answer, entity: str) -> list[Answer]:
    rows = answer.get("value")
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise _refused(entity, "value", repr(rows), "a list of records")
    return rows


def _refused(place: str, field: str | None, found: str, expected: str) -> InputError:
    remedy = "try again later; if it stays, send this line to who maintains this program"
    return InputError([Problem(place, None, field, shortened(found), expected, remedy)])
