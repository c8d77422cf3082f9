"""Validators and the one precondition that a read-only service needs: If-None-Match."""

import re

from xxhash import xxh3_128_hexdigest

# One member of a list: an entity tag that begins the list or follows a comma, and ends it or
# precedes one. Tags may hold commas and obs-text (RFC 9110 section 8.8.3). What does not fit is
# passed over.
_MEMBER = re.compile(rb'(?:^|,)[ \t]*(?:W/)?("[\x21\x23-\x7e\x80-\xff]*")(?=[ \t]*(?:,|$))')


def etag(body: bytes) -> bytes:
    """A strong entity tag: 128 bits of XXH3 over the bytes sent.

    It tells the answers of one address apart and proves nothing; a cryptographic hash took thirty
    times as long.
    """
    return b'"%b"' % xxh3_128_hexdigest(body).encode()


def matches(if_none_match: bytes, tag: bytes) -> bool:
    """Whether the header names this strong tag, compared weakly (RFC 9110 section 13.1.2), or is
    `*`.
    """
    if if_none_match == tag:  # what nearly everybody sends
        return True
    header = if_none_match.strip(b" \t")
    return header == b"*" or any(member[1] == tag for member in _MEMBER.finditer(header))
