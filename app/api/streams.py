"""Whole lists: how many are sent at once, and how they are made in turns, so that other requests
are answered meanwhile.
"""

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any, TypeVar

from fastapi.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from app.api.formats.list_format import Lines
from app.problems import Busy
from app.store.listing import Key, Row

T = TypeVar("T")

# Rows up to which a list takes no place. It is made in some milliseconds and sent at once, so a
# slow reader does not matter, and every list of the launch dataset is that short.
SHORT = 500

_BATCH = 100  # rows that are read at once: the read takes about half a millisecond
# The same on a thread: others do not wait for it, and each read must find the first row again.
_BATCH_ASIDE = 500
# Seconds after which formatting stops to let others go first; a row takes a tenth of a millisecond.
_PIECE = 0.0005


class Streams:
    """Places for the long lists that are being sent, and turns for the work on all lists.

    The work is done in the event loop, in small pieces. However many lists are being made, only one
    piece is worked on in each round of the loop, so that a short request waits for one piece and
    not for all lists.
    """

    def __init__(self, places: int) -> None:
        self.free = places
        self._turn = asyncio.Lock()
        self._thread = asyncio.Lock()

    @contextmanager
    def place(self, rows: int) -> Iterator[None]:
        """Keep a place while a list of so many rows is sent; short lists need none. Entering it
        raises Busy.
        """
        needed = int(rows > SHORT)
        if self.free < needed:
            raise Busy(
                "Too many whole lists are being sent at the moment. Try again soon, or read the "
                "list page by page."
            )
        self.free -= needed
        try:
            yield
        finally:
            self.free += needed

    async def in_turn(self, work: Callable[..., T], *args: object) -> T:
        """What a short piece of work gives, once it is its turn. Everybody else comes before the
        next piece.
        """
        async with self._turn:
            done = work(*args)
            await asyncio.sleep(0)
            return done

    async def in_thread(self, work: Callable[..., T], *args: object) -> T:
        """What work gives that takes long and reads no dataset, in a thread, once it is its turn.
        Others are answered meanwhile.
        """
        async with self._thread:
            return await asyncio.to_thread(work, *args)


@dataclass(frozen=True)
class SentFile:
    """A file that the edge sends as the body of an answer (app.edge.interfaces.FileToSend)."""

    path: Path
    size: int
    sha256: str
    streams: Streams

    def place(self) -> AbstractContextManager[None]:
        """A place for as long as it is sent, like that of a long list."""
        return self.streams.place(SHORT + 1)


class Table(StreamingResponse):
    """A whole list that is sent while it is made. It keeps its place until the last row is made or
    it fails.
    """

    def __init__(
        self,
        body: AsyncIterator[bytes],
        media_type: str,
        headers: Mapping[str, str],
        place: AbstractContextManager[None],
    ) -> None:
        super().__init__(body, media_type=media_type, headers=headers)
        self._body, self._place = body, place

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI interface. Raises Busy before anything is read or sent."""
        with ExitStack() as place:
            place.enter_context(self._place)
            self.body_iterator = _then(self._body, place.close)
            await super().__call__(scope, receive, send)


async def _then(body: AsyncIterator[bytes], made: Callable[[], None]) -> AsyncIterator[bytes]:
    """The same parts, and a call when all are made. It comes before the last part is sent, so that
    the place is free when the client has read that part.
    """
    async for part in body:
        yield part
    made()


async def batches_of(
    page: Callable[[Key | None, int], Any],
    key: Callable[[Row], Key],
    limit: int | None,
    *,
    aside: bool,
) -> AsyncIterator[list[Row]]:
    """A whole list in batches. Each is read on its own, so that no connection waits for a slow
    client.
    """
    after: Key | None = None
    most, left = _BATCH_ASIDE if aside else _BATCH, limit or sys.maxsize
    while left:
        size = min(most, left)
        rows: list[Row] = await page(after, size)
        if rows:
            yield rows
            after = key(rows[-1])
        left = left - len(rows) if len(rows) == size else 0


async def encoded_in_pieces(
    batches: AsyncIterator[list[Row]],
    lines: Lines,
    view: Callable[[Row], Any],
    in_turn: Callable[..., Awaitable[bytes]],
) -> AsyncIterator[bytes]:
    """The bytes of each batch. `in_turn` works on a few rows at once, and lets others go first in
    between.
    """

    def few(rest: list[Row]) -> Iterator[Any]:
        until = perf_counter() + _PIECE
        while rest:
            yield view(rest.pop())
            if perf_counter() > until:
                return

    yield lines(None)
    async for rows in batches:
        rest, parts = rows[::-1], []
        while rest:
            parts.append(await in_turn(lines, few(rest)))
        yield b"".join(parts)
