"""Reading files of another server over HTTP, with limits on everything.

HTTPS is needed, except on loopback. A redirect is followed only on the same scheme, host and port.
The address that a name resolves to is checked and then used, so that nobody can change it in
between. This is the client of the standard library, because others resolve the name themselves.
"""

import http.client
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from ipaddress import IPv4Address, IPv6Address, ip_address
from threading import Timer
from urllib.parse import SplitResult, urljoin, urlsplit

from app.replica.pointer import LONGEST, NotFollowed

_PATIENCE = 10.0  # seconds without a byte
_POINTER_SECONDS = 15.0
_FILE_SECONDS, _SLOWEST = 60.0, 50_000  # of a file: so long, and a second for so many bytes
_MOST_REDIRECTS = 3
_PIECE = 1 << 18  # bytes read at once
_HOSTS = 3  # addresses of one name that are tried
_MOVED = (301, 302, 303, 307, 308)

_Address = IPv4Address | IPv6Address


class Unreachable(Exception):
    """The server did not answer, or not as it should, so that it is worth trying again. `reason` is
    for the operator.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Remote:
    """The server of a pointer; `url` is the address of the pointer itself, as the settings check
    it.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._etag: str | None = None
        self._pointer = b""
        self._is_public: bool | None = None  # whether the pointer came from a public address

    def pointer(self) -> bytes:
        """The pointer as it is now. Raises Unreachable or NotFollowed."""
        self._is_public = None
        headers = {"If-None-Match": self._etag} if self._etag else {}
        with self._get(self._url, headers, _POINTER_SECONDS) as answer:
            if answer.status == 304 and self._etag:
                return self._pointer
            if answer.status != 200:
                raise Unreachable(f"the server of the pointer answers with {answer.status}")
            content = b"".join(_pieces(answer, LONGEST + 1))
            if answer.length and len(content) <= LONGEST:
                raise Unreachable("the pointer did not arrive completely")
            if len(content) <= LONGEST:
                self._etag, self._pointer = answer.getheader("ETag"), content
            return content

    def read(self, path: str, start: int, size: int) -> Iterator[tuple[int, bytes]]:
        """The bytes of a file of `size` bytes, from the byte `start` on: pieces, each with its
        place. They begin at 0 if the server sends no parts of files.

        `path` is relative to the pointer. Raises Unreachable or NotFollowed.
        """
        headers = {"Range": f"bytes={start}-"} if start else {}
        seconds = _FILE_SECONDS + (size - start) / _SLOWEST
        with self._get(urljoin(self._url, path), headers, seconds) as answer:
            if answer.status == 206 and start:
                if answer.getheader("Content-Range") != f"bytes {start}-{size - 1}/{size}":
                    raise NotFollowed("the server sends another part of the file than was asked")
            elif answer.status == 200:
                start = 0
            else:
                raise Unreachable(f"the server answers the dataset file with {answer.status}")
            for piece in _pieces(answer, size - start + 1):
                yield start, piece
                start += len(piece)

    @contextmanager
    def _get(
        self, url: str, headers: dict[str, str], seconds: float
    ) -> Iterator[http.client.HTTPResponse]:
        """The answer to a request, after redirects. It has `seconds` to arrive completely."""
        for redirects in range(_MOST_REDIRECTS + 1):
            parts = urlsplit(url)
            connection = self._connected(parts, is_first=not redirects)
            # A socket that is closed so ends the reading in this thread, whatever it waits for.
            deadline = Timer(seconds, _end, [connection.sock])
            deadline.daemon = True
            deadline.start()
            answer: http.client.HTTPResponse | None = None
            try:
                connection.request(
                    "GET", parts.path or "/", headers=headers | {"Accept-Encoding": "identity"}
                )
                answer = connection.getresponse()
                if answer.status not in _MOVED:
                    if answer.getheader("Content-Encoding", "identity") != "identity":
                        raise NotFollowed("the server compresses what it must send as it is")
                    yield answer
                    return
                url = _redirected(url, answer.getheader("Location", ""))
            except (OSError, http.client.HTTPException):
                raise Unreachable("the connection to the server broke, or took too long") from None
            finally:
                deadline.cancel()
                if answer is not None:
                    answer.close()
                connection.close()
        raise NotFollowed(f"the server redirects more than {_MOST_REDIRECTS} times")

    def _connected(self, parts: SplitResult, *, is_first: bool) -> http.client.HTTPConnection:
        """A connection to a host, at an address that may be used."""
        host, secure = parts.hostname or "", parts.scheme == "https"
        port = parts.port or (443 if secure else 80)
        kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
        connection = kind(host, port, timeout=_PATIENCE)
        failed: OSError | None = None
        for address in self._addresses(host, port, secure=secure, is_first=is_first):
            try:
                plain = socket.create_connection((str(address), port), _PATIENCE)
            except OSError as error:
                failed = error
                continue
            try:
                connection.sock = (
                    self._tls.wrap_socket(plain, server_hostname=host) if secure else plain
                )
                return connection
            except ssl.SSLCertVerificationError:
                plain.close()
                raise Unreachable("the certificate of the server cannot be verified") from None
            except OSError as error:
                plain.close()
                failed = error
        raise Unreachable("the server cannot be reached") from failed

    def _addresses(self, host: str, port: int, *, secure: bool, is_first: bool) -> list[_Address]:
        """The addresses of a host. What is private may only be used if the operator's own address
        is, and not after a redirect from a public one.
        """
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except OSError:
            raise Unreachable("the name of the server cannot be resolved") from None
        addresses = [ip_address(str(one[4][0]).partition("%")[0]) for one in found][:_HOSTS]
        if not secure and not all(one.is_loopback for one in addresses):
            raise NotFollowed("plain HTTP is only for this machine itself; use https")
        is_public = all(one.is_global for one in addresses)
        if is_first and self._is_public is None:
            self._is_public = is_public
        if self._is_public and not is_public:
            raise NotFollowed("the name of the server now leads to a private address")
        return addresses

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        return ssl.create_default_context()


def _pieces(answer: http.client.HTTPResponse, most: int) -> Iterator[bytes]:
    """The body of an answer, piece by piece, up to `most` bytes."""
    while most > 0 and (piece := answer.read1(min(_PIECE, most))):
        most -= len(piece)
        yield piece


def _redirected(url: str, location: str) -> str:
    """Where a redirect leads. Raises NotFollowed if that is another server."""
    try:
        new = urljoin(url, location)
        origins = [(p.scheme, p.hostname, p.port) for p in (urlsplit(url), urlsplit(new))]
    except ValueError:
        origins = []
    if not location or len(origins) != 2 or origins[0] != origins[1]:
        raise NotFollowed("the server redirects to another one, which is not followed")
    return new


def _end(connected: socket.socket) -> None:
    with suppress(OSError):
        connected.shutdown(socket.SHUT_RDWR)
