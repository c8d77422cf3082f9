"""Turns for requests that take long: few of them are worked on in a round of the event loop.

Most of a request that is not in the cache is work in the event loop: 0.3 to 100 ms. A large cached
answer takes long too, because the system copies it; and to find the cached answer to a request that
nobody has sent in the same form takes longer than to send it. If all requests that have come began
in one round, a small cached answer would have to wait for all of them. So it waits for few. A
request that takes very long is answered in several steps, and each step waits for its turn.
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
    """A queue of bounded length. Requests may start until they cost `at_once` together; after so
    many `rounds` it counts from zero again. Those that have begun go on before others start.
    """

    def __init__(self, most_waiting: int, *, at_once: int = 1, rounds: int = ROUNDS) -> None:
        self._most_waiting, self._at_once, self._rounds = most_waiting, at_once, rounds
        self._waiting: deque[tuple[asyncio.Future[None], int]] = deque()
        self._begun: deque[tuple[asyncio.Future[None], int]] = deque()
        self._started = 0  # what those cost that have started in the last rounds
        self._is_counting = False  # whether `_next` will be called

    def start(self, cost: int = 1) -> bool:
        """Whether a request may start now; if so, it counts as started."""
        if self._started >= self._at_once:
            return False
        self._count()
        self._started += cost
        return True

    async def wait(self, cost: int = 1) -> bool:
        """Wait for a turn, unless the request may start now. Returns whether it waited. Raises Busy
        if too many wait.
        """
        if self.start(cost):
            return False
        if len(self._waiting) >= self._most_waiting:
            raise Busy("Too many requests are waiting to be answered. Try again soon.")
        turn = asyncio.get_running_loop().create_future()
        self._waiting.append((turn, cost))
        await turn
        return True

    async def go_on(self) -> None:
        """Wait, in the middle of a request, until it may be worked on again. Cached answers are
        sent meanwhile, and others that have begun come before it.
        """
        turn = asyncio.get_running_loop().create_future()
        self._begun.append((turn, 1))
        self._count()
        await turn

    def _count(self) -> None:
        """Make sure that `_next` is called."""
        if not self._is_counting:
            self._is_counting = True
            asyncio.get_running_loop().call_soon(self._next, self._rounds - 1)

    def _next(self, rounds: int) -> None:
        """After so many more rounds, let the next requests go on or start, if any are waiting."""
        if rounds:
            asyncio.get_running_loop().call_soon(self._next, rounds - 1)
            return
        self._started, self._is_counting = 0, False
        for queue in (self._begun, self._waiting):
            while queue and self._started < self._at_once:
                turn, cost = queue.popleft()
                if not turn.done():  # it is done if the request was cancelled meanwhile
                    turn.set_result(None)
                    self._started += cost
        if self._started:
            self._count()
