"""Cursors: places in a list, as texts."""

import base64
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import blake2b

import orjson

from app.problems import InvalidParameter
from app.store.listing import Key

START = "*"  # the cursor of every list before its first row
_MARK = 8  # bytes of the hash before the key


@dataclass(frozen=True)
class Cursor:
    """Writes and reads the cursors of one list.

    A cursor is bound to the path, the filters and the order of its list (`bound_to`), and not to a
    dataset. One that this service did not write is refused.
    """

    bound_to: str

    def write(self, key: Key) -> str:
        """The cursor for a key."""
        body = orjson.dumps(key)
        marked = self.bound_to.encode() + b"\0" + body
        mark = blake2b(marked, digest_size=_MARK, person=b"stated-cursor").digest()
        return base64.urlsafe_b64encode(mark + body).decode().rstrip("=")

    def read(self, given: str | None, is_key: Callable[[Key], bool]) -> Key | None:
        """The key of a cursor; None for START, and without a cursor. Raises InvalidParameter for
        one that this list did not make or whose key is none of this list.
        """
        if given is None or given == START:
            return None
        try:
            raw = base64.urlsafe_b64decode(given.encode("ascii") + b"=" * (-len(given) % 4))
            key: Key = tuple(orjson.loads(raw[_MARK:]))
            if self.write(key) == given and is_key(key):
                return key
        except (ValueError, TypeError):
            pass
        raise InvalidParameter.of(
            "cursor",
            "Is not a cursor of this list with these filters. Follow next_url as it is, or leave "
            "out cursor for the first page.",
        )


def cursor_of(path: str, query: Iterable[tuple[str, str]]) -> Cursor:
    """The cursors of the list at this path with these filters. How long a page is, and what is
    also counted, does not matter.
    """
    filters = sorted(pair for pair in query if pair[0] not in ("cursor", "limit", "facets"))
    return Cursor(orjson.dumps([path, filters]).decode())
