"""Work handed to an executor a little ahead of what is finished: nobody waits for work, and nothing piles up."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, wait
from typing import TypeVar

_Piece = TypeVar("_Piece")
_Answer = TypeVar("_Answer")
# Time for a worker that was restarted to come back: who makes them is given up when it looked lost twice in a row.
_SECONDS_BETWEEN_LOOKS = 60.0


def in_window(
    submit: Callable[[_Piece], "Future[_Answer]"],
    pieces: Sequence[_Piece],
    width: int,
    lost: Callable[[], bool] | None = None,
) -> Iterator[tuple[_Piece, "Future[_Answer]"]]:
    """Submit each piece, no more than `width` at a time, and give it with its finished future, first come first.

    `lost` says whether nobody is there any more to finish them: what waits is then given as cancelled. Who stops early
    cancels what has not begun.
    """
    waiting: dict[Future[_Answer], _Piece] = {}
    try:
        for piece in pieces:
            if len(waiting) >= width:
                yield from _finished(waiting, lost)
            waiting[_submitted(submit, piece)] = piece
        while waiting:
            yield from _finished(waiting, lost)
    finally:
        for future in waiting:
            future.cancel()


def _finished(
    waiting: dict["Future[_Answer]", _Piece], lost: Callable[[], bool] | None
) -> Iterator[tuple[_Piece, "Future[_Answer]"]]:
    for future in _first_of(set(waiting), lost):
        yield waiting.pop(future), future


def _first_of(waiting: set["Future[_Answer]"], lost: Callable[[], bool] | None) -> set["Future[_Answer]"]:
    """Return the futures that finish first; all of them, cancelled, if who makes them is lost."""
    looked_lost = 0
    while looked_lost < 2:
        done, _ = wait(waiting, _SECONDS_BETWEEN_LOOKS if lost else None, FIRST_COMPLETED)
        if done:
            return done
        looked_lost = looked_lost + 1 if lost and lost() else 0
    return {future for future in waiting if future.cancel()}


def _submitted(submit: Callable[[_Piece], "Future[_Answer]"], piece: _Piece) -> "Future[_Answer]":
    """Submit a piece; to an executor that broke meanwhile: as if it had broken while at it."""
    try:
        return submit(piece)
    except BrokenExecutor as broken:
        future: Future[_Answer] = Future()
        future.set_exception(broken)
        return future
