"""Ready answers, kept for those who ask the same."""

from collections import OrderedDict
from collections.abc import Hashable

from app.edge.answers import Ready

KEPT = frozenset({200, 404, 410})  # what depends on the dataset and the request alone
OVERHEAD = 4096  # bytes that headers and the key of an answer take, roughly
SPELT = 4096  # requests remembered as they were sent
ON_TRIAL = 5  # the part of the room (one in so many) that answers have which were asked for once


class Cache:
    """The answers of one dataset, in at most `limit` bytes; it goes when the dataset goes.

    An answer is on trial until it is asked for again, and those on trial have a small part of the room. So what strangers
    ask once (words, cursors, wrong names) pushes out only its like. Errors stay on trial.

    `spelt` are answers by requests as they were sent, in front of the keys: what nearly everybody sends is looked up once.
    It is emptied when it is long and whenever an answer is pushed out, so it holds none that is not kept.
    """

    def __init__(self, limit: int) -> None:
        self._room = {False: limit // ON_TRIAL, True: limit - limit // ON_TRIAL}
        self._held: dict[bool, OrderedDict[Hashable, Ready]] = {False: OrderedDict(), True: OrderedDict()}  # by: proven
        self._bytes = {False: 0, True: 0}
        self._proven = self._held[True]
        self.spelt: dict[Hashable, Ready] = {}

    @property
    def bytes(self) -> int:
        """How much is kept, overhead included."""
        return sum(self._bytes.values())

    def __len__(self) -> int:
        return sum(map(len, self._held.values()))

    def get(self, key: Hashable) -> Ready | None:
        """The answer that is kept for a key."""
        ready = self._proven.get(key)
        if ready is not None:
            self._proven.move_to_end(key)
            return ready
        ready = self._held[False].get(key)
        if ready is not None and ready.answer.status == 200:
            del self._held[False][key]
            self._bytes[False] -= _size(ready)
            self._add(True, key, ready)
        return ready

    def spell(self, request: Hashable, ready: Ready) -> None:
        """Remember that a request, as it was sent, gets this answer, which is kept."""
        if len(self.spelt) >= SPELT:
            self.spelt.clear()
        self.spelt[request] = ready

    def put(self, key: Hashable, ready: Ready) -> None:
        """Keep an answer, unless it alone is larger than what those on trial may take."""
        if ready.answer.status in KEPT and key not in self._proven and _size(ready) <= self._room[False]:
            known = self._held[False].pop(key, None)
            if known is not None:
                self._bytes[False] -= _size(known)
                self.spelt.clear()
            self._add(False, key, ready)

    def _add(self, proven: bool, key: Hashable, ready: Ready) -> None:
        held = self._held[proven]
        held[key] = ready
        self._bytes[proven] += _size(ready)
        while self._bytes[proven] > self._room[proven]:
            self.spelt.clear()
            self._bytes[proven] -= _size(held.popitem(last=False)[1])


def _size(ready: Ready) -> int:
    return len(ready.answer.body) + OVERHEAD
