"""`stated preview`: the coding of a source in the browser, on this computer only.

It listens on the loopback address, answers only under its own host name (so no other site can reach
it by giving its name this address), and only below a secret path. It sends no CORS headers and
loads nothing from elsewhere.
"""

import socket
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from secrets import compare_digest, token_urlsafe

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route
from xxhash import xxh3_64_hexdigest

from app.build.check.checked_seed import CheckedSeed
from app.build.check.seed import check
from app.build.seed.load import load
from app.curate.preview_page import source_preview

LOOPBACK = "127.0.0.1"
_MOST_FILES = 200_000  # of a seed whose changes are noticed


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A source in the list of sources; `findings` is how many it has."""

    id: str
    title: str
    findings: int


class Preview:
    """A preview of a seed folder: the application, its secret and its socket."""

    def __init__(self, seed: Path, port: int = 0) -> None:
        """Opens a free port of the loopback address, or the given one."""
        self.seed, self.token = seed, token_urlsafe(24)
        self.listener = socket.socket()
        self.listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.listener.bind((LOOPBACK, port))
        self.port: int = self.listener.getsockname()[1]
        self._read: tuple[str, CheckedSeed] | None = None
        self._templates = Environment(
            loader=FileSystemLoader(Path(__file__).parent),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
        )

    @property
    def base(self) -> str:
        """The path below which everything is."""
        return f"/{self.token}/"

    def address(self, source: str | None = None) -> str:
        """The address of a source, or of the list of sources."""
        path = f"{self.base}sources/{source}" if source else self.base
        return f"http://{LOOPBACK}:{self.port}{path}"

    @cached_property
    def app(self) -> Starlette:
        """The application."""
        app = Starlette(
            routes=[
                Route("/{token}/", self._list),
                Route("/{token}/state", self._state_now),
                Route("/{token}/sources/{source}", self._source),
            ]
        )
        app.router.redirect_slashes = False  # it would answer under any host name
        return app

    def state(self) -> str:
        """What changes when a file of the seed is saved, added or removed."""
        files = sorted(path for path in self.seed.rglob("*") if path.is_file())[:_MOST_FILES]
        stats = ((str(path), path.stat()) for path in files if path.exists())
        return xxh3_64_hexdigest(
            "\n".join(f"{name} {stat.st_mtime_ns} {stat.st_size}" for name, stat in stats).encode()
        )

    def _checked(self) -> tuple[str, CheckedSeed]:
        """The seed as it is now, read again if a file was saved, and its state."""
        now = self.state()
        if self._read is None or self._read[0] != now:
            self._read = now, check(load(self.seed))
        return self._read

    def _refused(self, request: Request) -> Response | None:
        """The response to a request that is not from the page itself; None for others."""
        host = request.headers.get("host", "")
        if host not in (f"{LOOPBACK}:{self.port}", f"localhost:{self.port}"):
            return PlainTextResponse("This preview answers only on its own computer.", 403)
        given = request.path_params["token"].encode()
        if not compare_digest(given, self.token.encode()):
            return PlainTextResponse("There is no such page.", 404)
        return None

    def _state_now(self, request: Request) -> Response:
        return self._refused(request) or PlainTextResponse(self.state(), headers=_HEADERS)

    def _list(self, request: Request) -> Response:
        if refused := self._refused(request):
            return refused
        state, checked = self._checked()
        seed = checked.seed
        numbers: Counter[str] = Counter()
        for finding in [*seed.findings, *seed.doubts]:
            parts = finding.file.split("/")
            if parts[1:2] == ["sources"]:
                numbers[parts[2]] += 1
        sources = [
            SourceLine(one.source.id, one.source.title or one.source.id, numbers[one.source.id])
            for one in seed.folders
        ]
        ids = {one.id for one in sources}
        unread = [
            finding
            for finding in seed.findings
            if finding.file.split("/")[2:3] and finding.file.split("/")[2] not in ids
        ]
        return self._page(state, page=None, sources=sources, unread=unread)

    def _source(self, request: Request) -> Response:
        if refused := self._refused(request):
            return refused
        state, checked = self._checked()
        page = source_preview(checked, request.path_params["source"])
        if page is None:
            unread = checked.seed.findings
            return self._page(state, 404, page=None, sources=[], unread=unread)
        return self._page(state, page=page, sources=[], unread=[])

    def _page(self, state: str, status: int = 200, **values: object) -> Response:
        nonce = token_urlsafe(16)
        html = self._templates.get_template("preview.html").render(
            state=state, nonce=nonce, base=self.base, **values
        )
        policy = (
            f"default-src 'none'; style-src 'nonce-{nonce}'; script-src 'nonce-{nonce}'; "
            "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        )
        return HTMLResponse(html, status, _HEADERS | {"Content-Security-Policy": policy})


# The secret is in the address, so no page that is opened from here may learn it.
_HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def run(preview: Preview) -> None:
    """Serve until the process is stopped."""
    import uvicorn

    config = uvicorn.Config(
        preview.app, lifespan="off", log_level="warning", access_log=False, server_header=False
    )
    uvicorn.Server(config).run(sockets=[preview.listener])
