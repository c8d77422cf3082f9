"""Turns for requests that take long: few of them start in a round of the event loop.

Most of a request that is not in the cache is work in the event loop: 0.3 to 100 ms. A large cached
answer takes long too, because the system copies it; and to find the cached answer to a request that
nobody has sent in the same form takes longer than to send it. If all requests that have come began
in one round, a small cached answer would have to wait for all of them. So it waits for few.
"""

import asyncio
from collections import deque

from app.problems import Busy

ROUNDS = 4
"""From one start to the next, where one request starts at a time. The rounds between take
microseconds. In them a client that has just connected is accepted and read, which takes three
rounds; without them it would wait for three requests.
"""


class Turns:
    """A queue of bounded length. `at_once` requests may start in so many `rounds`."""

    def __init__(self, most_waiting: int, *, at_once: int = 1, rounds: int = ROUNDS) -> None:
        self._most_waiting, self._at_once, self._rounds = most_waiting, at_once, rounds
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._started = 0  # in the last rounds

    async def wait(self) -> bool:
        """Wait for a turn, unless few have started in the last rounds. Returns whether it waited.
        Raises Busy if too many wait.
        """
        loop = asyncio.get_running_loop()
        if self._started < self._at_once:
            self._started += 1
            if self._started == 1:
                loop.call_soon(self._next, self._rounds - 1)
            return False
        if len(self._waiting) >= self._most_waiting:
            raise Busy("Too many requests are waiting to be answered. Try again soon.")
        turn = loop.create_future()
        self._waiting.append(turn)
        await turn
        return True

    def _next(self, rounds: int) -> None:
        """After so many more rounds, let the next requests start, if any are waiting."""
        if rounds:
            asyncio.get_running_loop().call_soon(self._next, rounds - 1)
            return
        self._started = 0
        while self._waiting and self._started < self._at_once:
            turn = self._waiting.popleft()
            if not turn.done():  # it is done if the request was cancelled meanwhile
                turn.set_result(None)
                self._started += 1
        if self._started:
            asyncio.get_running_loop().call_soon(self._next, self._rounds - 1)
