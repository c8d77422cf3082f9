"""One request on its way: what the app sends is kept until it is whole, or passed on once it is too
large to keep.
"""

import asyncio
from collections.abc import Callable, Iterable

from starlette.types import Message, Receive, Send

from app.edge.answers import Answer, CachedResponse, Header, variant
from app.edge.compression import IDENTITY, MINIMUM, Encoder, negotiate
from app.edge.conditional import matches

LIMIT = 1024 * 1024  # bytes up to which an answer is kept, so that it gets an ETag and a length
# Seconds after which a client that does not read its answer is cut off: it holds memory, and
# perhaps one of few places. In that time it must take what stands in the buffer, some 64 kB, so
# whoever reads more than 2 kB a second is let be.
PATIENCE = 30.0
IN_LOOP = 64 * 1024  # bytes that may be compressed in the event loop, about a millisecond


class NobodyListensError(OSError):
    """Tells an app that nobody listens any more, in the way in which ASGI servers tell it of a
    closed connection.
    """


class Exchange:
    """The `receive` and `send` of one request, as the app sees them, and the sending of its answer.

    `given` are the request headers; `dress` makes the head of an answer from a status and the app's
    headers. With `head_only` no body is sent, and an app that streams is stopped once its head is
    known.
    """

    def __init__(
        self,
        receive: Receive,
        send: Send,
        *,
        given: dict[bytes, bytes],
        request_id: bytes,
        head_only: bool,
        dress: Callable[[int, Iterable[Header]], Answer],
    ) -> None:
        self._receive, self._send = receive, send
        self._given, self._request_id, self._head_only, self._dress = (
            given,
            request_id,
            head_only,
            dress,
        )
        self._encoder: Encoder | None = None
        self._parts: list[bytes] = []
        self.size = 0  # bytes that the app gave
        self.status = 0
        self.headers: list[Header] = []
        self.streaming = False
        self.complete = False
        self.gone = False

    @property
    def body(self) -> bytes:
        """The whole body of an answer that is complete and was not streamed."""
        return b"".join(self._parts)

    @property
    def over(self) -> bool:
        """Whether nothing is left to be sent: the client has hung up or a stream has ended."""
        return self.gone or (self.streaming and self.complete)

    async def receive(self) -> Message:
        """Pass on what the client sends, and note when it hangs up."""
        message = await self._receive()
        self.gone = self.gone or message["type"] == "http.disconnect"
        return message

    async def send(self, message: Message) -> None:
        """Take a message of the app. Raises NobodyListensError when the client has left or wanted
        no body.
        """
        if message["type"] == "http.response.start":
            self.status, self.headers = message["status"], list(message.get("headers", []))
            return
        if self.gone:
            raise NobodyListensError
        body, last = bytes(message.get("body", b"")), not message.get("more_body", False)
        if not self.streaming:
            self._parts.append(body)
            self.size += len(body)
            self.complete = last
            if self.size <= LIMIT:
                return
            await self._start_stream()
            body, self._parts = self.body, []
        await self._pass_on(body, last=last)

    async def coded(self, answer: Answer) -> Answer:
        """A whole answer in the coding that the client prefers."""
        coding = self._coding(answer) if len(answer.body) >= MINIMUM else IDENTITY
        if coding != IDENTITY and len(answer.body) > IN_LOOP:
            return await asyncio.to_thread(variant, answer, coding)
        return variant(answer, coding)

    def _coding(self, answer: Answer) -> bytes:
        return negotiate(self._given.get(b"accept-encoding")) if answer.codable else IDENTITY

    async def _start_stream(self) -> None:
        """Send a head without ETag, and with a length only where the bytes stay the app's."""
        head = self._dress(self.status, self.headers)
        coding = self._coding(head)
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
        headers = [*head.headers, *extra, (b"x-request-id", self._request_id)]
        await self._send_on(
            {"type": "http.response.start", "status": head.status, "headers": headers}
        )
        if self._head_only:
            self.complete = True
            await self._send({"type": "http.response.body"})
            raise NobodyListensError

    async def _pass_on(self, body: bytes, *, last: bool) -> None:
        if self._encoder is not None:
            if len(body) > IN_LOOP:
                body = await asyncio.to_thread(self._encoder.feed, body, last=last)
            else:
                body = self._encoder.feed(body, last=last)
        if body or last:
            await self._send_on({"type": "http.response.body", "body": body, "more_body": not last})
        self.complete = last

    async def _send_on(self, message: Message) -> None:
        """Send a part of a stream. Raises NobodyListensError when the client does not read."""
        try:
            async with asyncio.timeout(PATIENCE):
                await self._send(message)
        except TimeoutError:
            self.gone = True  # the answer is not whole, so the server breaks the connection off
            raise NobodyListensError from None


def chosen(ready: CachedResponse, given: dict[bytes, bytes]) -> Answer:
    """The answer to a request with these headers, or the 304 in its place."""
    wanted = given.get(b"if-none-match")
    if wanted is not None and ready.unchanged is not None and matches(wanted, ready.etag):
        return ready.unchanged
    return ready.answer


async def deliver(
    ready: CachedResponse,
    send: Send,
    given: dict[bytes, bytes],
    request_id: bytes,
    *,
    head_only: bool,
) -> Answer:
    """Send an answer, or the 304 in its place, and tell which of them it was."""
    answer = chosen(ready, given)
    headers = [*answer.headers, (b"x-request-id", request_id)]
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if head_only else answer.body})
    return answer
