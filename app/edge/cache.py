"""Ready answers, kept for those who ask the same."""

from collections import OrderedDict
from typing import Any

from app.edge.answers import CachedResponse

KEPT = frozenset({200, 404, 410})  # what depends on the dataset and the request alone
# bytes of the objects that an answer consists of, besides its texts (measured: up to 2,500)
OVERHEAD = 2500
HEADS = 3  # so many times the headers are kept: by name, as they are sent, and in the 304
# bytes of all texts in a key: what nobody but an attacker asks for again is not remembered
LONGEST = 1000
SPELT = 4096  # requests, of about a kilobyte at the most, remembered as they were sent
ON_TRIAL = 5  # the part of the room (one in so many) that answers have which were asked for once

Key = tuple[Any, ...]  # of texts and other small things


class Cache:
    """The answers of one dataset, in at most `limit` bytes; it goes when the dataset goes.

    An answer is on trial until it is asked for again, and those on trial have a small part of the
    room. So what strangers ask once (words, cursors, wrong names) pushes out only its like. Errors
    stay on trial. Nothing with a long key is kept.

    `spelt` are answers by requests as they were sent, in front of the keys: what nearly everybody
    sends is looked up once. It is emptied when it is long and whenever an answer is pushed out, so
    it holds none that is not kept.
    """

    def __init__(self, limit: int) -> None:
        self._room = {False: limit // ON_TRIAL, True: limit - limit // ON_TRIAL}
        self._held: dict[bool, OrderedDict[Key, CachedResponse]] = {
            False: OrderedDict(),
            True: OrderedDict(),
        }  # by: proven
        self._bytes = {False: 0, True: 0}
        self._proven = self._held[True]
        self.by_raw_request: dict[Key, CachedResponse] = {}

    @property
    def bytes(self) -> int:
        """How much is kept, keys and headers included."""
        return sum(self._bytes.values())

    def __len__(self) -> int:
        return sum(map(len, self._held.values()))

    def get(self, key: Key) -> CachedResponse | None:
        """The answer that is kept for a key."""
        ready = self._proven.get(key)
        if ready is not None:
            self._proven.move_to_end(key)
            return ready
        ready = self._held[False].get(key)
        if ready is not None and ready.answer.status == 200:
            del self._held[False][key]
            self._bytes[False] -= size(key, ready)
            self._add(True, key, ready)
        return ready

    def spell(self, request: Key, ready: CachedResponse) -> None:
        """Remember that a request, as it was sent, gets this answer, which is kept."""
        if length(request) > LONGEST:
            return
        if len(self.by_raw_request) >= SPELT:
            self.by_raw_request.clear()
        self.by_raw_request[request] = ready

    def put(self, key: Key, ready: CachedResponse) -> None:
        """Keep an answer, unless it alone is larger than what those on trial may take, or its key
        is long.
        """
        if ready.answer.status not in KEPT or key in self._proven or length(key) > LONGEST:
            return
        if size(key, ready) <= self._room[False]:
            known = self._held[False].pop(key, None)
            if known is not None:
                self._bytes[False] -= size(key, known)
                self.by_raw_request.clear()
            self._add(False, key, ready)

    def _add(self, proven: bool, key: Key, ready: CachedResponse) -> None:
        held = self._held[proven]
        held[key] = ready
        self._bytes[proven] += size(key, ready)
        while self._bytes[proven] > self._room[proven]:
            self.by_raw_request.clear()
            self._bytes[proven] -= size(*held.popitem(last=False))


def length(key: Key) -> int:
    """The bytes of all texts in a key."""
    return sum([len(part) for part in key if isinstance(part, bytes | str)])


def size(key: Key, ready: CachedResponse) -> int:
    """How much memory an answer takes once it has been asked for again, rather too much than too
    little.
    """
    heads = HEADS * sum([len(name) + len(value) for name, value in ready.answer.headers])
    return len(ready.answer.body) + heads + length(key) + OVERHEAD
