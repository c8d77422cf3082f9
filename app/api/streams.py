"""Whole lists on their way out: how many are sent at once, and making them without holding up
everybody else.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from typing import Any, TypeVar

from fastapi.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from app.api.formats import MEDIA
from app.problems import Busy

T = TypeVar("T")

# Rows up to which a list takes no place. It is made in some milliseconds and sent at once, so
# nobody can hold it up, and every list of the launch dataset is that short.
SHORT = 500


class Streams:
    """Places for the long lists that are being sent, and turns for the work on all lists.

    The work is done in the event loop, in small pieces. However many lists are being made, only one
    piece is worked on in each round of the loop, so that a short request waits for one piece and
    not for all lists.
    """

    def __init__(self, places: int) -> None:
        self.free = places
        self._turn = asyncio.Lock()

    def place(self, rows: int) -> AbstractContextManager[None]:
        """What holds a place while a list of so many rows is sent; short lists need none. Entering
        it raises Busy.
        """
        return self._place() if rows > SHORT else nullcontext()

    @contextmanager
    def _place(self) -> Iterator[None]:
        if self.free == 0:
            raise Busy(
                "As many whole lists are being sent as may be at once. Try again soon, or read "
                "the "
                "list page by page."
            )
        self.free -= 1
        try:
            yield
        finally:
            self.free += 1

    async def in_turn(self, work: Callable[..., T], *args: Any) -> T:
        """What a short piece of work gives, once it is its turn. Everybody else comes before the
        next piece.
        """
        async with self._turn:
            done = work(*args)
            await asyncio.sleep(0)
            return done


class Table(StreamingResponse):
    """A whole list that is sent while it is made. It holds its place until the last row is made or
    it fails.
    """

    def __init__(
        self,
        body: AsyncIterator[bytes],
        media: str,
        headers: Mapping[str, str],
        place: AbstractContextManager[None],
    ) -> None:
        super().__init__(body, media_type=MEDIA[media], headers=headers)
        self._body, self._place = body, place

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI interface. Raises Busy before anything is read or sent."""
        with ExitStack() as held:
            held.enter_context(self._place)
            self.body_iterator = _then(self._body, held.close)
            await super().__call__(scope, receive, send)


async def _then(body: AsyncIterator[bytes], made: Callable[[], None]) -> AsyncIterator[bytes]:
    """The same, and a call once all is made: before the last part is sent, so that who has read it
    finds the place free.
    """
    async for part in body:
        yield part
    made()
