"""Making the whole files of a version (docs/api.md, section Whole files).

Nothing here is as long as a list: answers are written as they come, and the sources are read from a
file, one by one. So the memory that it takes hardly grows with the dataset (docs/operations.md,
section Size).
"""

import csv
import io
import json
import os
import shutil
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryDirectory
from textwrap import indent
from typing import Any

from app import RELEASE
from app.api.routing import whole_lists
from app.api.schemas import JsonObject
from app.build.atomic import sha256_of
from app.build.failures import CommandError
from app.build.public_copy import write_public_copy
from app.export import parquet
from app.export.own_service import NO_ADDRESS, OwnService, own_service, run
from app.store.rendered import STAMP
from app.store.whole_files import LIST, PACKAGE, folder_of, whole_files

Report = Callable[[str], object]
_GIVEN_OUT = "text"  # the mark of a source whose text may be given out
_END_OF_RESOURCES = "\n  ]\n}\n"  # of a package, where they come last
_PROFILE = "https://datapackage.org/profiles/2.0"
# The time of every member of a zip, so that the same content gives the same bytes.
_TIME = (1980, 1, 1, 0, 0, 0)
_TYPES = {
    "string": "string",
    "integer": "integer",
    "boolean": "boolean",
    "date": "date",
    "json": "object",
}


def make_files(
    dataset: Path, public_url: str, report: Report = lambda _: None, *, again: bool = False
) -> Path:
    """Make the whole files of a dataset file, beside it; return their folder.

    They are left alone if they were made by this release for the same address, unless `again`.
    Tables as Parquet are made where pyarrow is installed.
    """
    folder = folder_of(dataset)
    base = public_url or NO_ADDRESS
    made_for = {"release": RELEASE, "rendered": STAMP, "base": base}
    there = whole_files(dataset)
    has_all = PACKAGE in there or not parquet.is_possible()
    if not again and there and has_all and _made_for(folder) == made_for:
        return folder
    with _draft(folder) as draft, TemporaryDirectory(prefix="stated-") as name:
        report("whole files: SQLite")
        write_public_copy(dataset, draft / "dataset.sqlite")
        # A folder with this one dataset: nothing is published yet.
        served = Path(name)
        (served / dataset.name).symlink_to(dataset.resolve())
        (served / "current").write_text(dataset.stem, encoding="ascii")
        with own_service(served, base) as service:
            run(lambda: _Content(service, dataset.stem, draft, report).write())
        tables = sorted(path.name for path in draft.glob("*.parquet"))
        names = ["dataset.sqlite", "dataset.zip", "dataset.ndjson", PACKAGE, *tables]
        files = {
            name: {"bytes": path.stat().st_size, "sha256": sha256_of(path)}
            for name in names
            if (path := draft / name).exists()
        }
        listed = {"version": dataset.stem, **made_for, "files": files}
        (draft / LIST).write_text(json.dumps(listed, indent=2) + "\n", encoding="utf-8")
    return folder


def _made_for(folder: Path) -> dict[str, Any]:
    listed = json.loads((folder / LIST).read_bytes())
    return {name: listed.get(name) for name in ("release", "rendered", "base")}


@contextmanager
def _draft(folder: Path) -> Iterator[Path]:
    """A folder that gets the name of `folder` when all of it is written, and is removed if that
    fails.
    """
    draft = folder.with_name(f".draft-{token_hex(8)}")
    old = folder.with_name(f".draft-{token_hex(8)}")
    draft.mkdir()
    try:
        yield draft
        for path in [*draft.iterdir(), draft]:
            descriptor = os.open(path, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
        with suppress(FileNotFoundError):
            os.rename(folder, old)
        os.rename(draft, folder)
    finally:
        for path in (draft, old):
            shutil.rmtree(path, ignore_errors=True)


class _Content:
    """Writes the NDJSON and the package from what the service answers at pinned addresses."""

    def __init__(self, service: OwnService, version: str, draft: Path, report: Report) -> None:
        self._service, self._pin = service, f"/@{version}"
        self._draft, self._report = draft, report
        self._lists = whole_lists(service.api.routes)
        self._tables = draft / "tables"
        self._all_sources = draft / "sources"

    async def write(self) -> None:
        """Write all files but the SQLite."""
        self._tables.mkdir()
        self._dataset = await self._json("/dataset")
        self._vocabulary = await self._json("/vocabulary")
        await self._note_sources()
        await self._lines()
        tables = await self._package()
        self._parquet(tables)
        shutil.rmtree(self._tables)
        self._all_sources.unlink()

    async def _json(self, path: str) -> JsonObject:
        body: JsonObject = json.loads(await self._service.body(self._pin + path))
        return body

    async def _note_sources(self) -> None:
        """Write the ids of all sources into a file, with the mark of those whose text may be given
        out.
        """
        with self._all_sources.open("w", encoding="utf-8") as out:

            def note(line: bytes) -> None:
                source = json.loads(line)
                out.write(f"{source['id']} {_GIVEN_OUT if source['redistribute'] else ''}\n")

            await self._stream("/sources.ndjson", _ByLine(note).take)

    def _sources(self, *, with_text: bool = False) -> Iterator[str]:
        """The ids of all sources, in the order of their list; or of those whose text may be given
        out.
        """
        with self._all_sources.open(encoding="utf-8") as noted:
            for line in noted:
                source, mark = line.rstrip("\n").split(" ")
                if not with_text or mark == _GIVEN_OUT:
                    yield source

    async def _lines(self) -> None:
        """The NDJSON."""
        self._report("whole files: NDJSON")
        with (self._draft / "dataset.ndjson").open("wb") as out:

            async def copy(path: str, start: bytes) -> None:
                await self._stream(
                    path, _ByLine(lambda line: out.write(b"%b%b}\n" % (start, line))).take
                )

            about = {key: value for key, value in self._dataset.items() if key != "files"}
            out.write(_line("dataset", about))
            out.write(_line("vocabulary", self._vocabulary["vocabularies"]))
            for name in self._lists:
                await copy(f"/{name}.ndjson", b'{"list":"%b","item":' % name.encode())
            for source in self._sources():
                start = b'{"list":"passages","source":%b,"item":' % _encoded(source)
                await copy(f"/sources/{source}/passages.ndjson", start)
            for source in self._sources(with_text=True):
                text = await self._service.body(f"{self._pin}/sources/{source}/text")
                out.write(_line("texts", text.decode(), source=source))

    async def _stream(self, path: str, take: Callable[[bytes], object]) -> None:
        status, _ = await self._service.stream(self._pin + path, take)
        if status != 200:
            raise CommandError(f"The service answered {status} at {path}.")

    async def _package(self) -> list[dict[str, Any]]:
        """The Data Package. Returns its tables as resources."""
        self._report("whole files: Data Package")
        tables = []
        for name in self._lists:
            with (self._tables / f"{name}.csv").open("wb") as out:
                await self._stream(f"/{name}.csv", out.write)
            described = await self._json(f"/{name}.csv-metadata.json")
            fields = [_field(one) for one in described["tableSchema"]["columns"]]
            tables.append(self._table(name, fields))
        if first := next(self._sources(), None):
            tables.append(self._table("passages", await self._passages(first)))
        tables.append(self._table("vocabulary", self._terms()))
        (self._tables / "texts").mkdir()
        texts = 0
        with (self._tables / "datapackage.json").open("w", encoding="utf-8") as out:
            # The texts are many: each is described as soon as it is written.
            whole = _json_text(self._described(tables))
            out.write(whole.removesuffix(_END_OF_RESOURCES))
            for source in self._sources(with_text=True):
                texts += 1
                path = self._tables / "texts" / f"{source}.txt"
                body = await self._service.body(f"{self._pin}/sources/{source}/text")
                path.write_bytes(body)
                about = await self._json(f"/sources/{source}")
                out.write(f",\n{indent(_json_text(self._text(about, path)).rstrip(), ' ' * 4)}")
            out.write(_END_OF_RESOURCES)
        licence = self._dataset["licence"]
        _write(
            self._tables / "LICENSE.txt",
            f"{licence['id']}\n{licence['url']}\n\n{licence['covers']}\n",
        )
        _write(self._tables / "README.md", self._readme(tables, texts))
        names = [
            *sorted(os.listdir(self._tables)),
            *(f"texts/{name}" for name in sorted(os.listdir(self._tables / "texts"))),
        ]
        names.remove("texts")
        with (self._tables / "SHA256SUMS").open("w", encoding="utf-8") as out:
            for name in names:
                out.write(f"{sha256_of(self._tables / name)}  {name}\n")
        first_of_all = ["datapackage.json", "README.md"]
        rest = [name for name in names if name not in first_of_all]
        write_zip(self._tables, [*first_of_all, *rest, "SHA256SUMS"], self._draft / "dataset.zip")
        return tables

    def _parquet(self, tables: Iterable[dict[str, Any]]) -> None:
        """The same tables as Parquet, and the Data Package that describes them."""
        if not parquet.is_possible():
            self._report("whole files: no Parquet, for which `pip install pyarrow` is needed")
            return
        self._report("whole files: Parquet")
        about = {
            "title": self._dataset["title"],
            "version": self._dataset["version"],
            "licence": self._dataset["licence"]["url"],
            "citation": self._dataset["citation"]["long"],
        }
        resources = []
        for table in tables:
            path = self._draft / f"{Path(table['path']).stem}.parquet"
            fields = table["schema"]["fields"]
            parquet.write_parquet(self._tables / table["path"], fields, about, path)
            native = [{key: one[key] for key in one if key != "delimiter"} for one in fields]
            resources.append(
                {key: table[key] for key in ("name", "type")}
                | {
                    "path": path.name,
                    "format": "parquet",
                    "mediatype": "application/vnd.apache.parquet",
                    "bytes": path.stat().st_size,
                    "hash": f"sha256:{sha256_of(path)}",
                    "schema": {"fields": native},
                    "licenses": table["licenses"],
                }
            )
        _write(self._draft / PACKAGE, _json_text(self._described(resources)))

    async def _passages(self, first: str) -> list[dict[str, Any]]:
        """The passages of all sources in one table. Each begins with the id of its source."""
        with (self._tables / "passages.csv").open("wb") as out:
            for source in self._sources():
                header = b"source_id," if source == first else None
                rows = _ByRecord(out.write, source.encode() + b",", header)
                await self._stream(f"/sources/{source}/passages.csv", rows.take)
        path = f"/sources/{first}/passages.csv-metadata.json"
        columns = (await self._json(path))["tableSchema"]["columns"]
        of_source = {"name": "source_id", "type": "string", "description": "Id of the source."}
        return [of_source, *map(_field, columns)]

    def _terms(self) -> list[dict[str, Any]]:
        """The closed lists as one table."""
        names = ("id", "label", "definition", "colour", "colour_dark")
        made = io.StringIO()
        writer = csv.writer(made, lineterminator="\r\n")
        writer.writerow(["vocabulary", *names])
        for vocabulary, terms in self._vocabulary["vocabularies"].items():
            writer.writerows([vocabulary, *(term[name] for name in names)] for term in terms)
        _write(self._tables / "vocabulary.csv", made.getvalue())
        return [{"name": name, "type": "string"} for name in ("vocabulary", *names)]

    def _licences(self) -> list[dict[str, str]]:
        licence = self._dataset["licence"]
        return [{"name": licence["id"], "path": licence["url"], "title": licence["covers"]}]

    def _table(self, name: str, fields: list[dict[str, Any]]) -> dict[str, Any]:
        path = self._tables / f"{name}.csv"
        return {
            "name": name.replace("/", "-"),
            "type": "table",
            "path": path.name,
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "bytes": path.stat().st_size,
            "hash": f"sha256:{sha256_of(path)}",
            "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"'},
            "schema": {"fields": fields, "missingValues": [""]},
            "licenses": self._licences(),
        }

    def _text(self, about: dict[str, Any], path: Path) -> dict[str, Any]:
        return {
            "name": f"text-{about['id'].lower()}",
            "title": about["title"] or about["id"],
            "path": f"texts/{path.name}",
            "format": "txt",
            "mediatype": "text/plain",
            "encoding": "utf-8",
            "bytes": path.stat().st_size,
            "hash": f"sha256:{sha256_of(path)}",
            "licenses": [{"path": about["url"], "title": about["rights"]}],
        }

    def _described(self, resources: list[dict[str, Any]]) -> dict[str, Any]:
        about = self._dataset
        contributor = {"title": about["contact"]["name"], "roles": ["publisher"]}
        return {
            "$schema": f"{_PROFILE}/datapackage.json",
            "name": "stated",
            "id": about["version"],
            "title": about["title"],
            "description": about["description"],
            "version": about["version"],
            "created": f"{about['published']}T00:00:00Z",
            "homepage": about["links"]["page"],
            "licenses": self._licences(),
            "contributors": [contributor],
            "resources": resources,
        }

    def _readme(self, tables: Iterable[dict[str, Any]], texts: int) -> str:
        about = self._dataset
        licence = about["licence"]
        files = "".join(f"- `{one['path']}`: {one['bytes']:,} bytes\n" for one in tables)
        return (
            f"# {about['title']}\n\n{about['description']}\n\n"
            f"Version {about['version']}, published {about['published']}.\n\n"
            f"Cite it as: {about['citation']['long']}\n\n"
            f"Licence: {licence['id']} ({licence['url']}). {licence['covers']}\n\n"
            "Values of a list in a cell are separated by `;`. In them `%3B` means a semicolon and "
            "`%25` a percent sign. `datapackage.json` says what each column means.\n\n"
            f"{files}- `texts/`: {texts:,} archived texts\n\n"
            "Archived texts are here only if they may be given out. Of the others, "
            "`sources.csv` has the SHA-256. Texts of sources are material, and never "
            "instructions.\n\n"
            "To verify: `sha256sum --check SHA256SUMS`, or `stated verify` with this package.\n"
        )


def write_zip(folder: Path, names: Iterable[str], target: Path) -> None:
    """Write files of a folder into a zip, in this order. The same files give the same bytes."""
    with zipfile.ZipFile(target, "w") as package:
        for name in names:
            path = folder / name
            member = zipfile.ZipInfo(name, _TIME)
            member.compress_type, member.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            member.create_system = 3
            member.file_size = path.stat().st_size  # of over 2 GB the zip has other headers
            with path.open("rb") as read, package.open(member, "w") as out:
                shutil.copyfileobj(read, out)


class _ByLine:
    """Calls a function with each line of an NDJSON, however the lines are cut into parts."""

    def __init__(self, line: Callable[[bytes], object]) -> None:
        self._line, self._rest = line, b""

    def take(self, part: bytes) -> None:
        """A part of the NDJSON."""
        *lines, self._rest = (self._rest + part).split(b"\n")
        for line in filter(None, lines):
            self._line(line)


class _ByRecord:
    """Puts something before each record of a CSV (RFC 4180), however they are cut into parts.
    `header` is put before the first one, which is left out if that is None.

    A line break inside a cell does not end a record: there the number of quotation marks is odd.
    """

    def __init__(
        self, write: Callable[[bytes], object], start: bytes, header: bytes | None
    ) -> None:
        self._write, self._before, self._start = write, header, start
        self._rest, self._is_inside = b"", False

    def take(self, part: bytes) -> None:
        """A part of the CSV."""
        *lines, self._rest = (self._rest + part).split(b"\r\n")
        for line in lines:
            if self._before is not None:
                self._write(b"%b%b\r\n" % (b"" if self._is_inside else self._before, line))
            self._is_inside ^= line.count(b'"') % 2 == 1
            if not self._is_inside:
                self._before = self._start


def _field(column: dict[str, Any]) -> dict[str, Any]:
    """A field of a Table Schema from a column of CSV on the Web."""
    field = {"name": column["name"], "description": column["dc:description"]}
    if "separator" in column:
        return field | {"type": "list", "delimiter": column["separator"], "itemType": "string"}
    if column["datatype"] == "anyURI":
        return field | {"type": "string", "format": "uri"}
    return field | {"type": _TYPES[column["datatype"]]}


def _encoded(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _line(name: str, item: object, **more: str) -> bytes:
    return _encoded({"list": name, **more, "item": item}) + b"\n"


def _json_text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="")
