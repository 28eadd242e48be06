"""Asks a site for one address at a time, politely: at a pace, again after a fault that may pass, for so long."""

import time
from collections.abc import Callable
from typing import TypeVar

import requests

from analysis.core.problems import shortened

AGENT = "briefing-1300-deal"
_TIMEOUT = (10, 60)  # seconds to connect, and between two pieces of an answer
_LONGEST_WAIT = 120
_Read = TypeVar("_Read")


class NoAnswerError(Exception):
    """There is no answer that can be used; its text is what came instead."""


class Asking:
    """One session; `report` gets a line for each fault, `wait` the seconds to wait (see `time.sleep`)."""

    def __init__(
        self,
        accept: str,
        *,
        pace: float,
        tries: int,
        wait: Callable[[float], None] = time.sleep,
        report: Callable[[str], None] = lambda _: None,
    ) -> None:
        """Take the kinds of content that are asked for; nothing is asked yet."""
        self.pace, self._tries, self.wait, self.report = pace, tries, wait, report
        self._session = requests.Session()
        self._session.headers.update({"User-Agent": AGENT, "Accept": accept})

    def get(
        self,
        address: str,
        read: Callable[[requests.Response], _Read],
        *,
        headers: dict[str, str] | None = None,
        follows: bool = True,
    ) -> _Read:
        """Return what `read` makes of an answer; after a fault that may pass it is asked for again.

        Such a fault is RFC 9110's 429 or 5xx, with Retry-After, no answer, or one for which `read` raises ValueError or
        TypeError. `follows`: redirections, too. Raises NoAnswerError after several tries, and what `read` raises.
        """
        said = ""
        for turn in range(self._tries):
            self.wait(self.pace if not turn else 0)
            seconds = float(2**turn)
            try:
                with self._session.get(
                    address, timeout=_TIMEOUT, headers=headers, allow_redirects=follows, stream=True
                ) as response:
                    if response.status_code != requests.codes.too_many_requests and response.status_code < 500:
                        return read(response)
                    said = f"the status {response.status_code} ({shortened(response.text[:200])})"
                    asked_for = response.headers.get("Retry-After", "")
                    seconds = float(asked_for) if asked_for.isdecimal() else seconds
            except (requests.RequestException, ValueError, TypeError) as error:
                said = f"no answer that can be read ({type(error).__name__})"
            if turn < self._tries - 1:
                self.report(f"{said}: asked again in {min(seconds, _LONGEST_WAIT):.0f} s")
                self.wait(min(seconds, _LONGEST_WAIT))
        raise NoAnswerError(said)
