"""Turns for requests that are not in the cache: one of them starts in every few rounds of the event
loop.

Most of a request is work in the event loop: 0.3 to 100 ms. If all requests that have come began in
one round, a cached answer would have to wait for all of them. So it waits for one. The rounds
between two starts take microseconds. In them a client that has just connected is accepted and
read, which takes three rounds; without them it would wait for three requests.
"""

import asyncio
from collections import deque

from app.problems import Busy

ROUNDS = 4  # from one start to the next


class Turns:
    """A queue of bounded length."""

    def __init__(self, most_waiting: int) -> None:
        self._most_waiting = most_waiting
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._taken = False  # whether a request has started in the last rounds

    async def wait(self) -> None:
        """Wait for a turn, unless none has started in the last rounds. Raises Busy if too many
        wait.
        """
        loop = asyncio.get_running_loop()
        if not self._taken:
            self._taken = True
            loop.call_soon(self._next, ROUNDS - 1)
            return
        if len(self._waiting) >= self._most_waiting:
            raise Busy("Too many requests are waiting to be answered. Try again soon.")
        turn = loop.create_future()
        self._waiting.append(turn)
        await turn

    def _next(self, rounds: int) -> None:
        """After so many more rounds, let the next request start, if one is waiting."""
        if rounds:
            asyncio.get_running_loop().call_soon(self._next, rounds - 1)
            return
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():  # it is done if the request was cancelled meanwhile
                turn.set_result(None)
                asyncio.get_running_loop().call_soon(self._next, ROUNDS - 1)
                return
        self._taken = False
