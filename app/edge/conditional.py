"""Conditional requests: entity tags and If-None-Match, the one precondition that a read-only
service needs (RFC 9110 section 13).
"""

import re

from xxhash import xxh3_128_hexdigest

# One entity tag in a list: it starts the list or follows a comma, and ends the list or precedes a
# comma. Tags may contain commas and bytes from 0x80 on (RFC 9110 section 8.8.3). Members of another
# form are skipped.
_MEMBER = re.compile(rb'(?:^|,)[ \t]*(?:W/)?("[\x21\x23-\x7e\x80-\xff]*")(?=[ \t]*(?:,|$))')


def etag(body: bytes) -> bytes:
    """A strong entity tag: 128 bits of XXH3 over the bytes that are sent.

    It only has to differ between the answers of one address. It protects from nothing, so a
    cryptographic hash, which takes 30 times as long, is not needed.
    """
    return b'"%b"' % xxh3_128_hexdigest(body).encode()


def matches(if_none_match: bytes, tag: bytes) -> bool:
    """Whether If-None-Match is `*` or lists this tag. Tags are compared weakly (RFC 9110 section
    13.1.2).
    """
    if if_none_match == tag:  # the most common case
        return True
    header = if_none_match.strip(b" \t")
    return header == b"*" or any(member[1] == tag for member in _MEMBER.finditer(header))
