"""The response cache of one dataset: encoded answers, for those who request the same again."""

from collections import OrderedDict

from app.edge.answers import CachedAnswer

CACHED_STATUSES = frozenset({200, 404, 410})  # these depend on the dataset and the request alone
# Bytes of the Python objects that make up a cached answer, without its texts; measured: up to 2,500
OBJECT_BYTES = 2500
HEADER_COPIES = 3  # the headers are kept as pairs, as bytes to send, and as bytes of the 304
# Bytes of all texts in a key. Only an attacker requests a longer address twice.
MAX_KEY_BYTES = 1000
MAX_RAW_REQUESTS = 4096  # their keys have at most a kilobyte each
PROBATION_PART = 5  # the probation segment has one in so many of the bytes

Key = tuple[bytes | str | bool | None, ...]


class Cache:
    """A segmented LRU cache of at most `limit` bytes. It is dropped together with its dataset.

    A new answer enters the small *probation* segment. When it is requested again, it moves to the
    large *protected* segment. So what is requested once (search words, cursors, wrong names)
    evicts only answers of its own kind. Errors stay in probation. Nothing with a long key is kept.

    `by_raw_request` leads from a request exactly as it was sent to its cached answer (see
    `raw_request_key`), so that the most common requests need not be parsed. It is emptied when it
    is full, and whenever an answer is evicted, so it never refers to an answer that is gone.
    """

    def __init__(self, limit: int) -> None:
        self._probation = _Segment(limit // PROBATION_PART)
        self._protected = _Segment(limit - limit // PROBATION_PART)
        self.by_raw_request: dict[Key, CachedAnswer] = {}

    @property
    def bytes(self) -> int:
        """The memory used, including keys and headers."""
        return self._probation.bytes + self._protected.bytes

    def __len__(self) -> int:
        return len(self._probation.answers) + len(self._protected.answers)

    def get(self, key: Key) -> CachedAnswer | None:
        """The answer for a key, or None."""
        cached = self._protected.answers.get(key)
        if cached is not None:
            self._protected.answers.move_to_end(key)
            return cached
        cached = self._probation.answers.get(key)
        if cached is not None and cached.answer.status == 200:
            self._probation.remove(key)
            self._add(self._protected, key, cached)
        return cached

    def put(self, key: Key, cached: CachedAnswer) -> None:
        """Keep an answer, unless its status is not for caching, its key is long, or it is larger
        than the whole probation segment.
        """
        if (
            cached.answer.status not in CACHED_STATUSES
            or key in self._protected.answers
            or text_length(key) > MAX_KEY_BYTES
            or memory_size(key, cached) > self._probation.limit
        ):
            return
        if key in self._probation.answers:
            self._probation.remove(key)
            self.by_raw_request.clear()
        self._add(self._probation, key, cached)

    def remember_raw_request(self, key: Key, cached: CachedAnswer) -> None:
        """Remember that a request, exactly as it was sent, gets this answer of the cache."""
        if text_length(key) > MAX_KEY_BYTES:
            return
        if len(self.by_raw_request) >= MAX_RAW_REQUESTS:
            self.by_raw_request.clear()
        self.by_raw_request[key] = cached

    def _add(self, segment: "_Segment", key: Key, cached: CachedAnswer) -> None:
        segment.answers[key] = cached
        segment.bytes += memory_size(key, cached)
        while segment.bytes > segment.limit:
            segment.remove(next(iter(segment.answers)))
            self.by_raw_request.clear()


class _Segment:
    """A part of the cache; the answer that was requested least recently comes first."""

    def __init__(self, limit: int) -> None:
        self.limit = limit  # bytes
        self.bytes = 0
        self.answers: OrderedDict[Key, CachedAnswer] = OrderedDict()

    def remove(self, key: Key) -> None:
        self.bytes -= memory_size(key, self.answers.pop(key))


def text_length(key: Key) -> int:
    """The bytes of all texts in a key."""
    return sum([len(part) for part in key if isinstance(part, bytes | str)])


def memory_size(key: Key, cached: CachedAnswer) -> int:
    """The bytes that an answer takes once it has been sent twice; an estimate, rather high."""
    headers = HEADER_COPIES * sum([len(name) + len(value) for name, value in cached.answer.headers])
    return len(cached.answer.body) + headers + text_length(key) + OBJECT_BYTES
