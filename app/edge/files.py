"""Sending a file: whole or one range of it, in small parts, and never compressed."""

import asyncio
from contextlib import suppress
from typing import BinaryIO

from app.edge.answers import Answer, not_modified
from app.edge.conditional import matches, range_of
from app.edge.exchange import ClientGoneError, Exchange
from app.edge.interfaces import FileToSend

# Bytes that are read and sent at once. The server's buffer has as many, so that a client that reads
# more than about 2 kB a second is not cut off (see WRITE_TIMEOUT).
PART = 64 * 1024


async def send_file(exchange: Exchange, answer: Answer, file: FileToSend) -> None:
    """Send a file with the headers of an answer: 200, 206 for one range, or 304.

    Several ranges, one that does not exist, and one of another file (If-Range) are ignored: then
    the whole file is sent (RFC 9110 section 14.2). Raises what `place` raises, and OSError, before
    anything is sent; later errors mean that the answer is broken off.
    """
    tag, asked = b'"%b"' % file.sha256.encode(), exchange.request_headers
    answer = Answer(
        200, (*answer.headers, (b"accept-ranges", b"bytes"), (b"etag", tag)), answer.body
    )
    if_none_match = asked.get(b"if-none-match")
    if if_none_match is not None and matches(if_none_match, tag):
        await exchange.send_part_of_file(not_modified(answer), None)
        return
    start, end = 0, file.size
    part = None
    is_same = asked.get(b"if-range", tag).strip(b" \t") == tag
    if b"range" in asked and is_same and not exchange.head_only:
        part = range_of(asked[b"range"], file.size)
    headers = answer.headers
    if part is not None:
        start, end = part
        headers += ((b"content-range", b"bytes %d-%d/%d" % (start, end - 1, file.size)),)
    headers += ((b"content-length", b"%d" % (end - start)),)
    answer = Answer(200 if part is None else 206, headers)
    if exchange.head_only:
        await exchange.send_part_of_file(answer, None)
        return
    with file.place(), file.path.open("rb") as opened:
        await _send(exchange, answer, opened, start, end)


async def _send(exchange: Exchange, answer: Answer, opened: BinaryIO, start: int, end: int) -> None:
    opened.seek(start)
    await exchange.send_part_of_file(answer, b"", more=True)
    gone = asyncio.create_task(_wait_until_gone(exchange))
    try:
        while start < end:
            body = await asyncio.to_thread(opened.read, min(PART, end - start))
            if not body:
                raise OSError("the file is shorter than it was")
            if exchange.client_gone:
                raise ClientGoneError
            start += len(body)
            await exchange.send_part_of_file(None, body, more=start < end)
    finally:
        gone.cancel()
        with suppress(asyncio.CancelledError):
            await gone


async def _wait_until_gone(exchange: Exchange) -> None:
    """Read what the client sends until it disconnects; the exchange notes that."""
    while not exchange.client_gone:
        await exchange.receive()
