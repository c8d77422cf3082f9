"""The service as static files: what it answers at every canonical address without a query
(docs/operations.md, section Static files).

A file has the bytes of the response. Where an address has no suffix, its file is `index.json` or
`index.html` in a folder of its name, because `/countries/italy` is both an answer and the beginning
of others. `manifest.json` says which file belongs to which address, with which headers, and which
addresses were left out. `nginx.conf`, `nginx-server.conf` and `_redirects` are rules for hosts.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote

from app.build.atomic import write_atomically
from app.build.failures import CommandError
from app.embeds.script import script_names
from app.export.own_service import Headers, OwnService, own_service, run
from app.export.rules import nginx_maps, nginx_server, redirects
from app.html.assets import by_name
from app.problems import ALL

Report = Callable[[str], object]
MANIFEST, REDIRECTS = "manifest.json", "_redirects"
NGINX, NGINX_SERVER = "nginx.conf", "nginx-server.conf"
OWN = (MANIFEST, REDIRECTS, NGINX, NGINX_SERVER)
"""The files that are no answers."""
# Answers about the process, and what needs a parameter.
LEFT_OUT = {
    "/health/live": "it is about the running service",
    "/health/ready": "it is about the running service",
    "/metrics": "it is about the running service",
    "/oembed": "it needs parameters",
    "/quotes/check": "it needs parameters",
    "/quotes/check.json": "it needs parameters",
    "/embed/quote": "it needs parameters",
}
# Headers that a web server makes itself for the bytes that it sends.
_OF_THE_SERVER = frozenset({"content-length", "etag", "accept-ranges", "vary"})
_INDEX = {"text/html": "index.html"}
_PARAMETER = re.compile(r"\{([a-z]+)\}")
_STATUSES = "status=current&status=superseded&status=retracted"


@dataclass
class Exported:
    """What an export did."""

    written: int = 0
    """Files that are new or have other bytes."""
    kept: int = 0
    """Files that had the right bytes already."""
    removed: int = 0
    """Files of an earlier export that belong to no address any more."""
    files: dict[str, dict[str, Any]] = field(default_factory=dict)
    """By address: path, SHA-256, bytes, and the number of the headers."""
    left_out: dict[str, str] = field(default_factory=dict)
    """By address: why it was not exported."""
    redirected: dict[str, tuple[int, str]] = field(default_factory=dict)
    """By address: status and where it leads."""


def export(
    datasets: Path, folder: Path, public_url: str, report: Report = lambda _: None
) -> Exported:
    """Write the service on what is published in a folder of datasets into another folder.

    A file that has the right bytes is not written again. Files of an earlier export that are not
    needed any more are removed, and no others. Raises CommandError for a folder with other files.
    """
    before = _earlier(folder)
    folder.mkdir(parents=True, exist_ok=True)
    with own_service(datasets, public_url) as service:
        return run(lambda: _Export(service, folder, before, report).write(public_url))


def _earlier(folder: Path) -> set[str]:
    """The paths of an earlier export; empty if there was none."""
    if not folder.exists() or not any(folder.iterdir()):
        return set()
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
        return {str(file["path"]) for file in manifest["files"].values()}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CommandError(
            f"{folder} is not empty, and has no export of this program: give another folder."
        ) from error


class _Export:
    def __init__(self, service: OwnService, folder: Path, before: set[str], report: Report) -> None:
        self._service, self._folder, self._before = service, folder, before
        self._report = report
        self._done = Exported(left_out=dict(LEFT_OUT))
        self._headers: dict[Headers, int] = {}

    async def write(self, public_url: str) -> Exported:
        """Write everything, the manifest last."""
        done = self._done
        names = await self._names()
        for number, address in enumerate(await self._addresses()):
            if number % 1000 == 0:
                self._report(f"{number} addresses")
            await self._one(address)
        headers = [dict(pairs) for pairs in self._headers]
        about = json.loads(await self._service.body("/dataset"))
        by_address = {address: headers[file["headers"]] for address, file in done.files.items()}
        paths = {address: file["path"] for address, file in done.files.items()}
        self._put(NGINX, nginx_maps(by_address, paths, done.redirected, names).encode())
        self._put(NGINX_SERVER, nginx_server(by_address, done.redirected, names).encode())
        self._put(REDIRECTS, redirects(done.redirected, names).encode())
        manifest = {
            "dataset_version": about["version"],
            "public_url": public_url,
            "headers": headers,
            "files": done.files,
            "redirects": {key: list(value) for key, value in done.redirected.items()},
            "not_exported": done.left_out,
        }
        for path in sorted(self._before - {*paths.values(), *OWN}):
            if self._is_inside(path):
                (self._folder / path).unlink(missing_ok=True)
                done.removed += 1
        body = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
        self._put(MANIFEST, body.encode())
        return done

    async def _one(self, address: str) -> None:
        """Export one address."""
        response = await self._service.get(address)
        headers = tuple(pair for pair in response.headers if pair[0] not in _OF_THE_SERVER)
        if 300 <= response.status < 400:
            self._done.redirected[address] = (response.status, response.header("location"))
            return
        if response.status != 200:
            self._done.left_out[address] = f"the service answers {response.status}"
            return
        path = _path_of(address, response.header("content-type"))
        if path in OWN or not self._is_inside(path):
            self._done.left_out[address] = "no file can have its name"
            return
        self._put(path, response.body)
        self._done.files[address] = {
            "path": path,
            "bytes": len(response.body),
            "sha256": sha256(response.body).hexdigest(),
            "headers": self._headers.setdefault(headers, len(self._headers)),
        }

    def _is_inside(self, path: str) -> bool:
        """Whether a file is in the folder, also where `..`, a link or an absolute path leads."""
        return (self._folder / path).resolve().is_relative_to(self._folder.resolve())

    def _put(self, path: str, body: bytes) -> None:
        """Write a file, unless it has these bytes."""
        target = self._folder / path
        try:
            if target.stat().st_size == len(body) and target.read_bytes() == body:
                self._done.kept += 1
                return
        except OSError:
            pass
        target.parent.mkdir(parents=True, exist_ok=True)
        if path in OWN:
            write_atomically(target, body)
        else:
            target.write_bytes(body)
        self._done.written += 1

    async def _addresses(self) -> list[str]:
        """Every canonical address without a query, in the order of the routes."""
        ids = await self._ids()
        found: dict[str, None] = {}
        for route in self._service.api.routes:
            path = getattr(route, "path", "")
            if path in LEFT_OUT:
                continue
            if not _PARAMETER.search(path):
                found[path] = None
                continue
            for values in _values_of(path, ids):
                found[_filled(path, values)] = None
        return list(found)

    async def _ids(self) -> dict[str, list[tuple[str, ...]]]:
        """The values of the parameters in paths, by the kind of thing."""
        actors = await self._items("/actors.ndjson")
        sources = [str(one["id"]) for one in await self._items("/sources.ndjson")]
        positions = await self._items(f"/positions.ndjson?{_STATUSES}")
        files = json.loads(await self._service.body("/dataset"))["files"]
        passages: list[tuple[str, ...]] = [
            (source, str(passage["number"]))
            for source in sources
            for passage in await self._items(f"/sources/{source}/passages.ndjson")
        ]
        return {
            "countries": [(one["id"],) for one in actors if one["type"] == "country"],
            "actors": [(one["id"],) for one in actors if one["type"] != "country"],
            "badges": [(one["id"],) for one in actors],
            "positions": [(one["id"],) for one in positions if one["id"]],
            "statements": [(one["id"],) for one in await self._items("/statements.ndjson")],
            "speakers": [(one["id"],) for one in await self._items("/speakers.ndjson")],
            "sources": [(source,) for source in sources],
            "passages": passages,
            "problems": [(problem.slug,) for problem in ALL],
            "assets": [(asset.name,) for asset in by_name().values()],
            "scripts": [(name.split(".")[2],) for name in _scripts()],
            "sitemap": await self._sitemaps(),
            "images": await self._images(),
            "dataset": [(file["table"],) for file in files if file["table"]],
        }

    async def _items(self, path: str) -> list[Any]:
        return [json.loads(line) for line in (await self._service.body(path)).splitlines()]

    async def _sitemaps(self) -> list[tuple[str, ...]]:
        body = (await self._service.body("/sitemap.xml")).decode()
        return [(part,) for part in re.findall(r"/sitemap/([a-z0-9-]+)\.xml", body)]

    async def _images(self) -> list[tuple[str, ...]]:
        """The share images: those of boards and of actors, as pages name them."""
        questions = [one["id"] for one in await self._items("/questions.ndjson")]
        actors = [one["id"] for one in await self._items("/actors.ndjson")]
        version = json.loads(await self._service.body("/dataset"))["version"]
        boards = [(version, question) for question in questions]
        return [*boards, *((*board, actor) for board in boards for actor in actors)]

    async def _names(self) -> dict[str, dict[str, str]]:
        """What other names of countries and actors mean, by the folder in their addresses."""
        found: dict[str, dict[str, str]] = {"countries": {}, "actors": {}}
        for folder in found:
            for one in await self._items(f"/{folder}.ndjson"):
                if folder == "actors" and one["type"] == "country":
                    continue
                whole = json.loads(await self._service.body(f"/{folder}/{one['id']}"))
                names = [whole["iso2"], whole["iso3"], whole["numeric"], whole["wikidata"]]
                names += [whole["name"], *(name["name"] for name in whole["names"])]
                for name in names:
                    if name and name != one["id"]:
                        found[folder].setdefault(name, one["id"])
        return found


def _scripts() -> Iterable[str]:
    """The scripts for hosts under fixed names."""
    yield script_names()[1]
    yield from (name for name in by_name() if re.fullmatch(r"embed\.v1\.[0-9a-f]+\.js", name))


def _values_of(path: str, ids: dict[str, list[tuple[str, ...]]]) -> Iterator[tuple[str, ...]]:
    """The values of the parameters of a path."""
    number = len(_PARAMETER.findall(path))
    segments = path.strip("/").split("/")
    kind = segments[1] if segments[0] in ("browse", "embed") else segments[0]
    if kind.startswith("embed.v1."):
        kind = "scripts"
    if kind == "sources" and "passages" in segments and number > 1:
        kind = "passages"
    yield from (values for values in ids.get(kind, ()) if len(values) == number)


def _filled(path: str, values: tuple[str, ...]) -> str:
    """A path with values in the place of its parameters."""
    left = iter(values)
    return _PARAMETER.sub(lambda _: quote(next(left), safe=""), path)


def _path_of(address: str, media_type: str) -> str:
    """The path of the file of an address."""
    last = address.rpartition("/")[2]
    if re.search(r"\.[a-z0-9]{2,7}$", last):
        return address[1:]
    name = _INDEX.get(media_type.partition(";")[0], "index.json")
    if media_type.startswith("text/plain"):
        name = "index.txt"
    return f"{address.strip('/')}/{name}".lstrip("/")
