"""Conditional requests and ranges: entity tags, If-None-Match, which is the one precondition that a
read-only service needs (RFC 9110 section 13), Range and If-Range (section 14).
"""

import re

from xxhash import xxh3_128_hexdigest

# One entity tag in a list: it starts the list or follows a comma, and ends the list or precedes a
# comma. Tags may contain commas and bytes from 0x80 on (RFC 9110 section 8.8.3). Members of another
# form are skipped.
_MEMBER = re.compile(rb'(?:^|,)[ \t]*(?:W/)?("[\x21\x23-\x7e\x80-\xff]*")(?=[ \t]*(?:,|$))')

# One range of bytes: first and last place, or the number of the last bytes.
_RANGE = re.compile(rb"bytes=[ \t]*([0-9]{1,18})?-([0-9]{1,18})?[ \t]*", re.IGNORECASE)


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


def range_of(header: bytes, length: int) -> tuple[int, int] | None:
    """Start and end (exclusive) of the one range that a Range header asks for, in a body of this
    length. None if it asks for several, for nothing that exists, or cannot be read: then it is
    ignored and the whole body is sent (RFC 9110 section 14.2).
    """
    match = _RANGE.fullmatch(header.strip(b" \t"))
    if match is None or match[1] is match[2] is None:
        return None
    if match[1] is None:
        start, end = max(0, length - int(match[2])), length
    else:
        start, end = int(match[1]), length if match[2] is None else int(match[2]) + 1
        if match[2] is not None and end <= start:
            return None
    end = min(end, length)
    return (start, end) if start < end else None
