"""Work handed to an executor a little ahead of what is finished: nobody waits for work, and nothing piles up."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, wait
from typing import TypeVar

_Piece = TypeVar("_Piece")
_Answer = TypeVar("_Answer")


def in_window(
    submit: Callable[[_Piece], "Future[_Answer]"], pieces: Sequence[_Piece], width: int
) -> Iterator[tuple[_Piece, "Future[_Answer]"]]:
    """Submit each piece, no more than `width` at a time, and give it with its finished future, first come first.

    Who stops early cancels what has not begun.
    """
    waiting: dict[Future[_Answer], _Piece] = {}
    try:
        for piece in pieces:
            if len(waiting) >= width:
                yield from _finished(waiting)
            waiting[_submitted(submit, piece)] = piece
        while waiting:
            yield from _finished(waiting)
    finally:
        for future in waiting:
            future.cancel()


def _finished(waiting: dict["Future[_Answer]", _Piece]) -> Iterator[tuple[_Piece, "Future[_Answer]"]]:
    done, _ = wait(waiting, return_when=FIRST_COMPLETED)
    for future in done:
        yield waiting.pop(future), future


def _submitted(submit: Callable[[_Piece], "Future[_Answer]"], piece: _Piece) -> "Future[_Answer]":
    """Submit a piece; to an executor that broke meanwhile: as if it had broken while at it."""
    try:
        return submit(piece)
    except BrokenExecutor as broken:
        future: Future[_Answer] = Future()
        future.set_exception(broken)
        return future
