"""The whole files of a version: what is in them, and how they are sent (docs/api.md, section Whole
files).
"""

import csv
import hashlib
import io
import json
import shutil
import sqlite3
import subprocess
import tempfile
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.api.formats.csv import column, csv_lines
from app.build.atomic import sha256_of
from app.export import parquet
from app.export.files import _ByRecord, make_files, write_zip
from app.export.site import export
from app.store.whole_files import LIST, folder_of, whole_files
from app.verify.dataset import read_dataset
from app.verify.report import Outcome, verify
from tests.answers import PUBLIC
from tests.fixtures import Served
from tests.publishing import stated
from tests.real_sources import built
from tests.sources.test_real_answers import real_seed

LISTS = (
    *("actors", "changes", "countries", "positions", "questions", "sources", "speakers"),
    *("statements", "topics"),
)
TABLES = (*LISTS[:3], "passages", *LISTS[3:], "vocabulary")
# The whole files by their address, in the order of /dataset.
FILES = {
    **{f"/dataset.{form}": f"dataset.{form}" for form in ("sqlite", "zip", "ndjson")},
    **{
        f"/dataset/{name}": name for name in ("datapackage.json", *(f"{t}.parquet" for t in TABLES))
    },
}


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset file with texts that are given out, and others; with its whole files."""
    folder = tmp_path_factory.mktemp("whole")
    path = built(real_seed(folder), folder / "datasets")
    make_files(path, PUBLIC)
    return path


@pytest.fixture(scope="module")
def client(dataset: Path, serve: Callable[..., Served]) -> httpx.Client:
    """A client of a service on it."""
    return serve(dataset.parent, public_url=PUBLIC).client


@pytest.fixture(scope="module")
def package(dataset: Path) -> dict[str, bytes]:
    """The files in the package by name."""
    with zipfile.ZipFile(whole_files(dataset)["dataset.zip"].path) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def described(package: dict[str, bytes]) -> Any:
    """The description of the package."""
    return json.loads(package["datapackage.json"])


class TestThePackage:
    """It has what the API answers, and says what it is."""

    def test_every_table_is_that_of_the_api(
        self, package: dict[str, bytes], client: httpx.Client, dataset: Path
    ) -> None:
        lists = {one["list"] for one in client.get("/dataset").json()["downloads"]}
        assert len(lists) >= 9
        for name in lists:
            assert package[f"{name}.csv"] == client.get(f"/@{dataset.stem}/{name}.csv").content
        tables = {name for name in package if name.endswith(".csv")}
        assert tables == {f"{name}.csv" for name in {*lists, "passages", "vocabulary"}}

    def test_passages_are_those_of_each_source(
        self, package: dict[str, bytes], client: httpx.Client
    ) -> None:
        header, *rows = csv.reader(io.StringIO(package["passages.csv"].decode(), newline=""))
        of_source: dict[str, list[list[str]]] = {}
        for source, *row in rows:
            of_source.setdefault(source, []).append(row)
        sources = [one["id"] for one in client.get("/sources?limit=200").json()["items"]]
        for source in sources:
            table = io.StringIO(client.get(f"/sources/{source}/passages.csv").text, newline="")
            first, *expected = csv.reader(table)
            assert header == ["source_id", *first]
            assert of_source.pop(source, []) == expected
        assert of_source == {}

    def test_the_closed_lists(self, package: dict[str, bytes], client: httpx.Client) -> None:
        rows = list(csv.DictReader(io.StringIO(package["vocabulary.csv"].decode(), newline="")))
        given = client.get("/vocabulary").json()["vocabularies"]
        assert [(row["vocabulary"], row["id"], row["definition"]) for row in rows] == [
            (name, term["id"], term["definition"])
            for name, terms in given.items()
            for term in terms
        ]

    def test_only_texts_that_may_be_given_out(
        self, package: dict[str, bytes], dataset: Path
    ) -> None:
        texts = read_dataset(dataset).texts
        assert {name for name in package if name.startswith("texts/")} == {
            "texts/kept.txt",
            "texts/runs-on.txt",
        }
        assert package["texts/runs-on.txt"] == texts["runs-on"]

    def test_checksums_and_licences(self, package: dict[str, bytes], described: Any) -> None:
        listed = dict(
            reversed(line.split("  ")) for line in package["SHA256SUMS"].decode().splitlines()
        )
        assert listed == {
            name: hashlib.sha256(body).hexdigest()
            for name, body in package.items()
            if name != "SHA256SUMS"
        }
        paths = {one["path"] for one in described["resources"]}
        assert paths == {name for name in package if name.endswith((".csv", ".txt"))} - {
            "LICENSE.txt"
        }
        for one in described["resources"]:
            body = package[one["path"]]
            assert one["bytes"] == len(body)
            assert one["hash"] == f"sha256:{hashlib.sha256(body).hexdigest()}"
            [licence] = one["licenses"]
            assert licence["title"]
            if one["path"].endswith(".csv"):
                assert licence["name"] == "CC-BY-4.0"
                fields = [field["name"] for field in one["schema"]["fields"]]
                assert fields == body.decode().splitlines()[0].split(",")
        assert b"CC-BY-4.0" in package["LICENSE.txt"]
        assert described["version"].encode() in package["README.md"]

    def test_the_command_verifies_it(self, dataset: Path) -> None:
        lines = list(verify(str(whole_files(dataset)["dataset.zip"].path), {}))
        assert [line for line in lines if line.outcome is Outcome.wrong] == []
        assert "ok: runs-on-says" in [f"{one.outcome}: {one.text}"[:16] for one in lines]


class TestParquet:
    """Every table of the package, with types."""

    def test_the_rows_are_those_of_the_tables(
        self, dataset: Path, package: dict[str, bytes], described: Any
    ) -> None:
        assert {f"{name}.csv" for name in TABLES} == {
            name for name in package if name.endswith(".csv")
        }
        tables = {one["path"]: one["schema"]["fields"] for one in described["resources"][:-2]}
        for name in TABLES:
            body, fields = package[f"{name}.csv"].decode(), tables[f"{name}.csv"]
            read = pq.read_table(folder_of(dataset) / f"{name}.parquet")
            assert [str(one) for one in read.schema.types] == [ARROW[f["type"]] for f in fields]
            assert [one.metadata[b"description"].decode() for one in read.schema] == [
                one.get("description", "") for one in fields
            ]
            rows = csv.DictReader(io.StringIO(body, newline=""))
            expected = [
                {f["name"]: native(row[f["name"]], f["type"]) for f in fields} for row in rows
            ]
            assert read.to_pylist() == expected, name

    def test_each_says_what_it_is(self, dataset: Path, described: Any) -> None:
        """The Data Package, and the files themselves."""
        folder = folder_of(dataset)
        package = json.loads((folder / "datapackage.json").read_bytes())
        assert package.keys() == described.keys()
        assert [one["path"] for one in package["resources"]] == [
            one["path"].replace(".csv", ".parquet") for one in described["resources"][:-2]
        ]
        for one in package["resources"]:
            body = (folder / one["path"]).read_bytes()
            assert (one["bytes"], one["hash"]) == (
                len(body),
                f"sha256:{hashlib.sha256(body).hexdigest()}",
            )
            assert one["licenses"][0]["name"] == "CC-BY-4.0"
            about = pq.read_schema(folder / one["path"]).metadata
            assert about[b"version"].decode() == dataset.stem
            assert about[b"licence"].decode() == one["licenses"][0]["path"]
            assert dataset.stem in about[b"citation"].decode()

    def test_a_row_group_is_small(
        self, package: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Whatever the number of rows, a part of the table is read and written at a time."""
        monkeypatch.setattr(parquet, "_ROW_GROUP", 1000)
        (tmp_path / "t.csv").write_bytes(package["vocabulary.csv"])
        header, *rows = csv.reader(io.StringIO(package["vocabulary.csv"].decode(), newline=""))
        fields = [{"name": name, "type": "string"} for name in header]
        parquet.write_parquet(tmp_path / "t.csv", fields, {}, tmp_path / "t.parquet")
        written = pq.ParquetFile(tmp_path / "t.parquet")
        assert written.num_row_groups > 5
        assert [[*row.values()] for row in written.read().to_pylist()] == [
            [cell or None for cell in row] for row in rows
        ]

    @given(st.lists(st.lists(st.text('a;%25B3"\r\n', min_size=1) | st.none()), max_size=5))
    def test_lists_come_back(self, lists: list[list[str | None]]) -> None:
        """With every sign in their values. A list of nothing but one missing value is empty, as in
        the CSV.
        """
        columns = [column("number", "", kind="integer"), column("values", "", kind="list")]
        lines = csv_lines(columns, excel=False)
        rows = [{"number": at, "values": values} for at, values in enumerate(lists)]
        fields = [{"name": "number", "type": "integer"}, {"name": "values", "type": "list"}]
        with tempfile.TemporaryDirectory() as name:
            table, target = Path(name) / "t.csv", Path(name) / "t.parquet"
            table.write_bytes(lines(None) + lines(rows))
            parquet.write_parquet(table, fields, {}, target)
            read = pq.read_table(target).column("values").to_pylist()
        assert read == [[] if values == [None] else values for values in lists]

    def test_without_the_library_there_is_none(
        self, dataset: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """It says so. With the library again, the files are made again."""
        copy = Path(shutil.copy(dataset, tmp_path / dataset.name))
        monkeypatch.setattr(parquet, "find_spec", lambda _name: None)
        said: list[str] = []
        make_files(copy, PUBLIC, said.append)
        assert "whole files: no Parquet, for which `pip install pyarrow` is needed" in said
        assert list(whole_files(copy)) == ["dataset.sqlite", "dataset.zip", "dataset.ndjson"]
        of_both = (
            whole_files(copy)["dataset.zip"].sha256,
            whole_files(dataset)["dataset.zip"].sha256,
        )
        assert of_both[0] == of_both[1]
        monkeypatch.undo()
        make_files(copy, PUBLIC)
        assert list(whole_files(copy)) == list(FILES.values())

    def test_where_the_csv_is_there_is_a_hint(self, client: httpx.Client, dataset: Path) -> None:
        for pin in ("", f"/@{dataset.stem}"):
            problem = client.get(f"{pin}/statements.parquet").json()
            assert problem["code"] == "format-not-served"
            assert problem["did_you_mean"] == [f"{pin}/dataset/statements.parquet"]
            assert client.head(problem["did_you_mean"][0]).status_code == 200

    @pytest.mark.parametrize("table", ["monuments", "Statements", "..%2Fx", "x" * 300])
    def test_no_such_table(self, client: httpx.Client, table: str) -> None:
        answer = client.get(f"/dataset/{table}.parquet")
        assert answer.status_code == 404
        assert answer.json()["code"] in ("files-not-made", "not-found", "path-not-found")


# The types of Arrow by those of a Table Schema.
ARROW = {
    "string": "string",
    "integer": "int64",
    "boolean": "bool",
    "date": "date32[day]",
    "object": "string",
    "list": "list<element: string>",
}


def native(cell: str, kind: str) -> object:
    """What a cell of a CSV means."""
    if kind == "list":
        parts = cell.split(";") if cell else []
        return [part.replace("%3B", ";").replace("%25", "%") or None for part in parts]
    if not cell:
        return None
    readers: dict[str, Callable[[str], object]] = {
        "integer": int,
        "date": date.fromisoformat,
        "boolean": lambda value: {"true": True, "false": False}[value],
    }
    return readers.get(kind, str)(cell)


def test_the_lines_are_the_items_of_the_lists(dataset: Path, client: httpx.Client) -> None:
    """Each with the name of its list, and passages with their source."""
    body = whole_files(dataset)["dataset.ndjson"].path.read_text(encoding="utf-8")
    lines = [json.loads(line) for line in body.splitlines()]
    assert lines[0]["list"] == "dataset"
    assert lines[1]["item"] == client.get("/vocabulary").json()["vocabularies"]
    items: dict[str, list[Any]] = {}
    for line in lines[2:]:
        items.setdefault(line["list"], []).append(line["item"])
    for name in [one["list"] for one in client.get("/dataset").json()["downloads"][::2]]:
        answer = client.get(f"/@{dataset.stem}/{name}.ndjson").text
        assert items[name] == [json.loads(line) for line in answer.splitlines()]
    passages = [line for line in lines if line["list"] == "passages"]
    assert {line["source"] for line in passages} == {"rapala-26-nations", "runs-on", "part"}
    texts = {line["source"]: line["item"] for line in lines if line["list"] == "texts"}
    assert texts == {
        source: read_dataset(dataset).texts[source].decode() for source in ("kept", "runs-on")
    }


def test_the_dataset_file_says_what_the_original_says(dataset: Path) -> None:
    """Table by table; only texts that may not be given out are missing."""
    with (
        closing(sqlite3.connect(dataset)) as original,
        closing(sqlite3.connect(whole_files(dataset)["dataset.sqlite"].path)) as copy,
    ):
        original.execute("UPDATE source SET text = NULL WHERE redistribute IS NOT 1")
        names = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        for (name,) in original.execute(names).fetchall():
            query = f"SELECT * FROM {name}"
            if name.partition("_")[0] == "name" and "_gram" in name:
                continue  # an index
            assert copy.execute(query).fetchall() == original.execute(query).fetchall(), name
        original.rollback()


def test_the_same_dataset_gives_the_same_files(dataset: Path) -> None:
    """Byte for byte; and they are not made again without a reason."""
    folder = folder_of(dataset)
    before = {path.name: sha256_of(path) for path in folder.iterdir()}
    inode = (folder / LIST).stat().st_ino
    make_files(dataset, PUBLIC)
    assert (folder / LIST).stat().st_ino == inode
    make_files(dataset, PUBLIC, again=True)
    assert (folder / LIST).stat().st_ino != inode
    assert {path.name: sha256_of(path) for path in folder.iterdir()} == before
    assert {path.name for path in folder.iterdir()} == {
        LIST,
        *FILES.values(),
    }
    assert list(dataset.parent.glob(".draft-*")) == []


def with_sources(dataset: Path, folder: Path, number: int) -> Path:
    """A copy of a dataset file with so many more sources."""
    folder.mkdir()
    copy = Path(shutil.copy(dataset, folder / dataset.name))
    with closing(sqlite3.connect(copy)) as file:
        names = [
            f'"{row[1]}"' for row in file.execute("PRAGMA table_info(source)") if row[1] != "id"
        ]
        file.execute(
            "WITH RECURSIVE place (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM place WHERE i < ?) "
            f"INSERT INTO source (id, {', '.join(names)}) "
            f"SELECT id || '-' || i, {', '.join(names)} FROM source, place WHERE id = 'part'",
            [number],
        )
        file.commit()
    return copy


@pytest.mark.long
def test_the_memory_hardly_grows_with_the_sources(dataset: Path, tmp_path: Path) -> None:
    """1,000 more of them took 3 MB more when all rows were kept."""
    peaks = []
    for number in (200, 1200):
        copy = with_sources(dataset, tmp_path / str(number), number)
        tracemalloc.start()
        make_files(copy, PUBLIC)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        with zipfile.ZipFile(whole_files(copy)["dataset.zip"].path) as package:
            assert package.read("sources.csv").count(b"part-") >= number
    assert peaks[1] - peaks[0] < 1_500_000, peaks


@given(
    st.lists(st.lists(st.text('a",;\r\n\u00e9'), min_size=2, max_size=2), max_size=4),
    st.integers(1, 9),
)
def test_a_column_is_put_before_every_record(rows: list[list[str]], size: int) -> None:
    """However the table is cut into parts, and whatever its cells contain."""
    table = io.StringIO()
    csv.writer(table, lineterminator="\r\n").writerows([["a", "b"], *rows])
    body, made = table.getvalue().encode(), io.BytesIO()
    for header in (b"source,", None):
        records = _ByRecord(made.write, b"x,", header)
        for start in range(0, len(body), size):
            records.take(body[start : start + size])
    read = csv.reader(io.StringIO(made.getvalue().decode(), newline=""))
    assert [*read] == [["source", "a", "b"], *2 * [["x", *row] for row in rows]]


def test_a_zip_of_large_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A member of over 2 GB needs other headers; here that limit is 1,000 bytes."""
    (tmp_path / "large.csv").write_bytes(b"a" * 2000)
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 1000)
    write_zip(tmp_path, ["large.csv"], tmp_path / "made.zip")
    with zipfile.ZipFile(tmp_path / "made.zip") as archive:
        assert archive.read("large.csv") == b"a" * 2000


class TestSending:
    """Length, entity tag, ranges."""

    @pytest.mark.parametrize(
        ("address", "saved_as"),
        [
            ("/dataset.sqlite", ".sqlite"),
            ("/dataset.zip", ".zip"),
            ("/dataset.ndjson", ".ndjson"),
            ("/dataset/datapackage.json", "-datapackage.json"),
            ("/dataset/statements.parquet", "-statements.parquet"),
        ],
    )
    def test_a_whole_file(
        self, client: httpx.Client, dataset: Path, address: str, saved_as: str
    ) -> None:
        file = whole_files(dataset)[FILES[address]]
        answer = client.get(address, headers={"Accept-Encoding": "br, gzip"})
        assert answer.status_code == 200
        assert answer.content == file.path.read_bytes()
        headers = answer.headers
        assert headers["ETag"] == f'"{file.sha256}"' == f'"{sha256_of(file.path)}"'
        assert headers["Content-Length"] == str(file.size)
        assert headers["Content-Type"] == file.media_type
        assert headers["Accept-Ranges"] == "bytes"
        assert "Content-Encoding" not in headers
        assert headers["Dataset-Version"] == dataset.stem
        assert headers["Access-Control-Allow-Origin"] == "*"
        assert headers["Cache-Control"].startswith("public, max-age=300")
        name = f"stated-{dataset.stem}{saved_as}"
        assert headers["Content-Disposition"] == f'attachment; filename="{name}"'

    def test_the_dataset_lists_them(self, client: httpx.Client, dataset: Path) -> None:
        files = client.get("/dataset").json()["files"]
        prefix = f"{PUBLIC}/@{dataset.stem}"
        assert [one["url"].removeprefix(prefix) for one in files] == list(FILES)
        assert [one["table"] for one in files] == [*4 * [None], *TABLES]
        for one in files:
            assert one["format"] == one["url"].rpartition(".")[2]
            pinned = client.head(one["url"].removeprefix(PUBLIC))
            assert pinned.headers["Content-Length"] == str(one["bytes"])
            assert pinned.headers["ETag"] == f'"{one["sha256"]}"'
            assert pinned.headers["Cache-Control"] == "public, max-age=31536000, immutable"
            assert pinned.content == b""
            for page in ("/browse/dataset", "/llms.txt", "/dataset.jsonld"):
                assert one["url"] in client.get(page).text, page

    @pytest.mark.parametrize("address", ["/dataset.sqlite", "/dataset/statements.parquet"])
    def test_ranges(self, client: httpx.Client, dataset: Path, address: str) -> None:
        file = whole_files(dataset)[FILES[address]]
        body, tag = file.path.read_bytes(), f'"{file.sha256}"'
        for asked, part in {
            "bytes=0-15": slice(0, 16),
            "bytes=100-": slice(100, None),
            "bytes=-10": slice(-10, None),
            f"bytes=5-{10**9}": slice(5, None),
        }.items():
            answer = client.get(address, headers={"Range": asked, "If-Range": tag})
            assert (answer.status_code, answer.content) == (206, body[part]), asked
            start, end, _ = part.indices(len(body))
            assert answer.headers["Content-Range"] == f"bytes {start}-{end - 1}/{len(body)}"
            assert answer.headers["Content-Length"] == str(len(body[part]))
            assert answer.headers["ETag"] == tag
        for headers in (
            {"Range": "bytes=0-1,4-5"},
            {"Range": f"bytes={len(body)}-"},
            {"Range": "lines=1-2"},
            {"Range": "bytes=0-15", "If-Range": '"other"'},
        ):
            answer = client.get(address, headers=headers)
            assert (answer.status_code, len(answer.content)) == (200, len(body)), headers

    @pytest.mark.long
    def test_curl_resumes_an_interrupted_download(
        self, client: httpx.Client, dataset: Path, tmp_path: Path
    ) -> None:
        """As `curl -C -` does it, under a pin, where the file never changes."""
        if shutil.which("curl") is None:
            pytest.skip("curl is not installed")
        file = whole_files(dataset)["dataset.sqlite"]
        address = f"/@{dataset.stem}/dataset.sqlite"
        target = tmp_path / "dataset.sqlite"
        with client.stream("GET", address) as answer, target.open("wb") as out:
            for part in answer.iter_bytes(10_000):
                out.write(part)
                if out.tell() >= 100_000:
                    break  # and the connection is closed
        got = target.stat().st_size
        assert 0 < got < file.size
        url = str(client.base_url.join(address))
        command = ["curl", "-sS", "-m", "30", "-C", "-", "-o", str(target), "-w", "%{http_code}"]
        sent = subprocess.run([*command, url], capture_output=True, text=True, check=True)
        assert sent.stdout == "206"
        assert sha256_of(target) == file.sha256

    def test_an_unchanged_file_is_304(self, client: httpx.Client, dataset: Path) -> None:
        tag = f'"{whole_files(dataset)["dataset.zip"].sha256}"'
        for method in ("GET", "HEAD"):
            answer = client.request(method, "/dataset.zip", headers={"If-None-Match": tag})
            assert (answer.status_code, answer.content) == (304, b"")
            assert answer.headers["ETag"] == tag
            assert "Content-Length" not in answer.headers

    def test_it_takes_a_place_until_it_is_read(
        self, dataset: Path, serve: Callable[..., Served]
    ) -> None:
        served = serve(dataset.parent, public_url=PUBLIC, streams=1)
        with (
            httpx.Client(base_url=served.url) as second,
            second.stream("GET", "/dataset.sqlite") as slow,
        ):
            parts = slow.iter_bytes(1000)
            next(parts)
            busy = served.client.get("/dataset.zip")
            assert (busy.status_code, busy.json()["code"]) == (503, "busy")
            assert served.client.get("/dataset").status_code == 200
            assert served.client.head("/dataset.zip").status_code == 200
            for _ in parts:
                pass
        assert_free(served)
        with served.client.stream("GET", "/dataset.sqlite") as left:
            next(left.iter_bytes(1000))  # and the reader leaves
        assert_free(served)

    def test_without_files_it_says_so(self, served: Served) -> None:
        for address in FILES:
            answer = served.client.get(address)
            assert (answer.status_code, answer.json()["code"]) == (404, "files-not-made")
        assert served.client.get("/dataset").json()["files"] == []

    def test_parameters_are_refused(self, client: httpx.Client) -> None:
        assert client.get("/dataset.zip?country=italy").status_code == 422
        assert client.get("/dataset.zip?utm_source=x").status_code == 200


def assert_free(served: Served) -> None:
    """Within two seconds the place is free again."""
    for _ in range(40):
        answer = served.client.get("/dataset.ndjson", headers={"Range": "bytes=0-0"})
        if answer.status_code == 206:
            return
        time.sleep(0.05)
    raise AssertionError(answer.text)


@pytest.mark.long
def test_the_static_site_has_them(dataset: Path, tmp_path: Path) -> None:
    """Under the same addresses, and with the same bytes."""
    folder = tmp_path / "site"
    export(dataset.parent, folder, PUBLIC)
    for address, name in FILES.items():
        assert sha256_of(folder / address[1:]) == whole_files(dataset)[name].sha256, address


def test_a_damaged_list_is_no_list(dataset: Path, tmp_path: Path) -> None:
    """Then the files count as not made."""
    copy = tmp_path / dataset.name
    folder = folder_of(copy)
    assert whole_files(copy) == {}
    folder.mkdir()
    (folder / LIST).write_text("{")
    assert whole_files(copy) == {}
    listed = {"files": {"dataset.zip": {"bytes": 3, "sha256": "a" * 64}}}
    (folder / LIST).write_text(json.dumps(listed))
    assert whole_files(copy) == {}  # the file itself is missing
    (folder / "dataset.zip").write_bytes(b"abc")
    assert list(whole_files(copy)) == ["dataset.zip"]
    for files in ([], ["dataset.zip"], {"dataset.zip": 1}, {"../x": {"bytes": 3}}):
        (folder / LIST).write_text(json.dumps({"files": files}))
        assert whole_files(copy) == {}


def test_publishing_makes_them(seed: Path, datasets: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before the pointer is moved; and a command makes them again."""
    monkeypatch.setenv("STATED_WHOLE_FILES", "true")
    code, version, _ = stated("publish", "--preview", "--seed", seed, "--datasets", datasets)
    assert code == 0
    path = datasets / f"{version}.sqlite"
    assert list(whole_files(path)) == list(FILES.values())
    code, printed, _ = stated("files", "--datasets", datasets)
    assert (code, printed) == (0, str(folder_of(path)))
    code, _, said = stated("files", "0123456789abcdef", "--datasets", datasets)
    assert code == 1
    assert said.startswith("There is no dataset '0123456789abcdef' in")
