"""Asks an OData service for records, politely: one request at a time, at a pace, again after a fault, for so long.

The House gives at most 250 rows an answer (`$top`); what is behind a full one is asked for by `$skip`. A link to the
next page is not followed: no stored answer of the House has one, and an explicit `$top` suppresses it.
"""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import requests

from analysis.core.problems import InputError, ParameterError, Problem, shortened
from analysis.updates.asking import Asking, NoAnswerError

PAGE = 250
_TRIES = 6
NEXT = "@odata.nextLink"
Answer = dict[str, Any]


class Service:
    """An OData service; `report` gets a line for each answer, `pace` and `backoff` are seconds to wait."""

    def __init__(
        self,
        address: str,
        *,
        pace: float = 0.5,
        backoff: float = 1,
        report: Callable[[str], None] = lambda _: None,
    ) -> None:
        """Take the address of the service; nothing is asked yet. Raises ParameterError for what is no address."""
        if urlsplit(address).scheme not in ("http", "https") or not urlsplit(address).hostname:
            raise ParameterError(f"service: found {shortened(repr(address))}, expected an address (https://…/)")
        self.address = address.rstrip("/") + "/"
        self._report = report
        self._asking = Asking("application/json", pace=pace, tries=_TRIES, backoff=backoff, report=report)

    def records(self, entity: str, **options: str) -> Iterator[Answer]:
        """Yield each record of an entity that fits the options (`filter`, `select`, `expand`).

        Raises InputError if the service refuses, gives no answer after several tries, or one that is no list.
        """
        asked = {f"${name}": text for name, text in options.items()} | {"$orderby": "Id", "$top": str(PAGE)}
        count, is_full = 0, True
        while is_full:
            page = urlencode(asked | {"$skip": str(count)}, safe="$(),/:;=", quote_via=quote)
            address = f"{self.address}{entity}?{page}"
            answer = self._answer(address)
            rows = answer.get("value")
            if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
                raise _refused(address, repr(rows), "a list of records")
            yield from rows
            count += len(rows)
            is_full = bool(rows) and (len(rows) == PAGE or NEXT in answer)
            self._report(f"{entity}: {count} read")

    def _answer(self, address: str) -> Answer:
        try:
            return self._asking.get(address, _read)
        except NoAnswerError as error:
            raise _refused(address, str(error), "an answer with records") from None


def _read(response: requests.Response) -> Answer:
    if not response.ok:
        raise NoAnswerError(f"the status {response.status_code} ({shortened(response.text[:200])})")
    return dict(response.json())


def _refused(place: str, found: str, expected: str) -> InputError:
    remedy = "try again later; if it stays, send this line to who maintains this program"
    return InputError([Problem(place, None, None, shortened(found), expected, remedy)])
