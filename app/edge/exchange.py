"""The exchange of one request: what the application sends is collected until it is whole, or
passed on piece by piece once it is too large to collect.
"""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from starlette.types import Message, Receive, Scope, Send

from app.edge.answers import Answer, CachedAnswer, Header, accept_ranges, encoded, ranged
from app.edge.compression import IDENTITY, MINIMUM, Encoder, negotiate

MAX_COLLECTED = 1024 * 1024  # bytes; a body up to this size gets an ETag and a length
# Seconds after which a client that does not read its answer is cut off: it takes memory, and
# perhaps one of few places for streams. The server's buffer has some 64 kB, so a client that reads
# more than about 2 kB a second is not cut off.
WRITE_TIMEOUT = 30.0
# Bytes of a cached answer that is sent at once; a larger one waits for its turn.
MAX_SENT_AT_ONCE = 64 * 1024
# Bytes that may be compressed in the event loop; it takes about a millisecond.
MAX_COMPRESSED_IN_LOOP = 64 * 1024

WHOLE_ANSWER = "stated.whole_answer"
"""The name of the ASGI extension with which a server offers a SendWhole. Only FastPathProtocol has
it.
"""

SendWhole = Callable[[bytes, bytes, bytes], bool]
"""Sends an answer from its head (`CachedAnswer.head_of`), request id and body; false if it did not,
and `send` must be used.
"""


class ClientGoneError(OSError):
    """Raised to the application when nobody reads its answer. It is an OSError, as ASGI servers
    raise for a closed connection.
    """


@dataclass
class Exchange:
    """`receive` and `send` of one request, as the application gets them."""

    server_receive: Receive
    server_send: Send
    request_headers: dict[bytes, bytes]
    request_id: bytes
    head_only: bool
    """No body is sent, and an application that streams is stopped once the headers are known."""
    add_headers: Callable[[int, Iterable[Header]], Answer]
    """Makes an answer without a body from the application's status and headers."""
    status: int = 0
    headers: list[Header] = field(default_factory=list)
    size: int = 0
    """Bytes of the body that the application has sent so far."""
    streaming: bool = False
    complete: bool = False
    client_gone: bool = False
    _parts: list[bytes] = field(default_factory=list)
    _encoder: Encoder | None = None

    @property
    def body(self) -> bytes:
        """The whole body, if the answer is complete and was not streamed."""
        return b"".join(self._parts)

    @property
    def finished(self) -> bool:
        """Whether nothing is left to be sent: the client has gone, or a stream has ended."""
        return self.client_gone or (self.streaming and self.complete)

    async def receive(self) -> Message:
        """Pass on what the client sends, and notice when it disconnects."""
        message = await self.server_receive()
        self.client_gone = self.client_gone or message["type"] == "http.disconnect"
        return message

    async def send(self, message: Message) -> None:
        """Take a message of the application. Raises ClientGoneError if the client has gone, or
        wanted no body.
        """
        if message["type"] == "http.response.start":
            self.status, self.headers = message["status"], list(message.get("headers", []))
            return
        if self.client_gone:
            raise ClientGoneError
        body, last = bytes(message.get("body", b"")), not message.get("more_body", False)
        if not self.streaming:
            self._parts.append(body)
            self.size += len(body)
            self.complete = last
            if self.size <= MAX_COLLECTED:
                return
            await self._start_stream()
            body, self._parts = self.body, []
        await self._send_part(body, last=last)

    async def send_part_of_file(
        self, answer: Answer | None, body: bytes | None, *, more: bool = False
    ) -> None:
        """Send the head of an answer (without None), and a part of its body. Afterwards it is
        streaming, so that nothing else can be sent instead.
        """
        if answer is not None:
            self.status, self.streaming, self.size = answer.status, True, 0
            headers = [*answer.headers, (b"x-request-id", self.request_id)]
            await self._send_in_time(
                {"type": "http.response.start", "status": answer.status, "headers": headers}
            )
        self.size += len(body or b"")
        self.complete = False
        if body or not more:
            await self._send_in_time(
                {"type": "http.response.body", "body": body or b"", "more_body": more}
            )
        self.complete = not more

    async def encode(self, answer: Answer) -> Answer:
        """A whole answer in the content coding that the client prefers."""
        coding = self._coding(answer) if len(answer.body) >= MINIMUM else IDENTITY
        if coding != IDENTITY and len(answer.body) > MAX_COMPRESSED_IN_LOOP:
            return await asyncio.to_thread(encoded, answer, coding)
        return encoded(answer, coding)

    def _coding(self, answer: Answer) -> bytes:
        if not answer.may_be_compressed:
            return IDENTITY
        return negotiate(self.request_headers.get(b"accept-encoding"))

    async def _start_stream(self) -> None:
        """Send the headers. There is no ETag, and a length only where the body is not compressed
        and the application gave one.
        """
        answer = self.add_headers(self.status, self.headers)
        coding = self._coding(answer)
        if coding == IDENTITY:
            extra = tuple(
                (name.lower(), value)
                for name, value in self.headers
                if name.lower() == b"content-length"
            )
        else:
            extra = ((b"content-encoding", coding),)
            self._encoder = Encoder(coding)
        self.streaming = True
        headers = [
            *answer.headers,
            *accept_ranges(answer, b"none"),
            *extra,
            (b"x-request-id", self.request_id),
        ]
        await self._send_in_time(
            {"type": "http.response.start", "status": answer.status, "headers": headers}
        )
        if self.head_only:
            self.complete = True
            await self.server_send({"type": "http.response.body"})
            raise ClientGoneError

    async def _send_part(self, body: bytes, *, last: bool) -> None:
        if self._encoder is not None:
            if len(body) > MAX_COMPRESSED_IN_LOOP:
                body = await asyncio.to_thread(self._encoder.feed, body, last=last)
            else:
                body = self._encoder.feed(body, last=last)
        if body or last:
            await self._send_in_time(
                {"type": "http.response.body", "body": body, "more_body": not last}
            )
        self.complete = last

    async def _send_in_time(self, message: Message) -> None:
        """Send a part of a stream. Raises ClientGoneError if the client does not read it in
        WRITE_TIMEOUT seconds.
        """
        try:
            async with asyncio.timeout(WRITE_TIMEOUT):
                await self.server_send(message)
        except TimeoutError:
            # The answer is incomplete, so the server closes the connection.
            self.client_gone = True
            raise ClientGoneError from None


async def send_answer(
    cached: CachedAnswer,
    scope: Scope,
    send: Send,
    request_headers: dict[bytes, bytes],
    request_id: bytes,
) -> Answer:
    """Send an answer, or its 304 if the client has it already, or the part of it that the client
    asks for. Returns the one that was sent.
    """
    answer = cached.for_headers(request_headers)
    head = cached.head_of(answer)
    if b"range" in request_headers and scope["method"] == "GET":
        whole, answer = answer, ranged(answer, request_headers)
        head = head if answer is whole else b""
    body = b"" if scope["method"] == "HEAD" else answer.body
    send_whole: SendWhole | None = scope.get("extensions", {}).get(WHOLE_ANSWER)
    if send_whole is None or not head or not send_whole(head, request_id, body):
        headers = [*answer.headers, (b"x-request-id", request_id)]
        await send({"type": "http.response.start", "status": answer.status, "headers": headers})
        await send({"type": "http.response.body", "body": body})
    return answer
