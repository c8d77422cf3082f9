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
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.build.atomic import sha256_of
from app.export.files import _ByRecord, make_files, write_zip
from app.store.whole_files import LIST, folder_of, whole_files
from app.verify.dataset import read_dataset
from app.verify.report import Outcome, verify
from tests.answers import PUBLIC
from tests.conftest import Served
from tests.publishing import stated
from tests.real_sources import built
from tests.sources.test_real_answers import real_seed

FORMATS = ("sqlite", "zip", "ndjson")


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
    with zipfile.ZipFile(whole_files(dataset)["zip"].path) as archive:
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
        lines = list(verify(str(whole_files(dataset)["zip"].path), {}))
        assert [line for line in lines if line.outcome is Outcome.wrong] == []
        assert "ok: runs-on-says" in [f"{one.outcome}: {one.text}"[:16] for one in lines]


def test_the_lines_are_the_items_of_the_lists(dataset: Path, client: httpx.Client) -> None:
    """Each with the name of its list, and passages with their source."""
    body = whole_files(dataset)["ndjson"].path.read_text(encoding="utf-8")
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
        closing(sqlite3.connect(whole_files(dataset)["sqlite"].path)) as copy,
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
        *(f"dataset.{form}" for form in FORMATS),
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
        with zipfile.ZipFile(whole_files(copy)["zip"].path) as package:
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

    @pytest.mark.parametrize("form", FORMATS)
    def test_a_whole_file(self, client: httpx.Client, dataset: Path, form: str) -> None:
        file = whole_files(dataset)[form]
        answer = client.get(f"/dataset.{form}", headers={"Accept-Encoding": "br, gzip"})
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
        name = f"stated-{dataset.stem}.{form}"
        assert headers["Content-Disposition"] == f'attachment; filename="{name}"'

    def test_the_dataset_lists_them(self, client: httpx.Client, dataset: Path) -> None:
        files = client.get("/dataset").json()["files"]
        assert [one["format"] for one in files] == list(FORMATS)
        for one in files:
            assert one["url"] == f"{PUBLIC}/@{dataset.stem}/dataset.{one['format']}"
            pinned = client.head(one["url"].removeprefix(PUBLIC))
            assert pinned.headers["Content-Length"] == str(one["bytes"])
            assert pinned.headers["ETag"] == f'"{one["sha256"]}"'
            assert pinned.headers["Cache-Control"] == "public, max-age=31536000, immutable"
            assert pinned.content == b""
            for page in ("/browse/dataset", "/llms.txt", "/dataset.jsonld"):
                assert one["url"] in client.get(page).text, page

    def test_ranges(self, client: httpx.Client, dataset: Path) -> None:
        file = whole_files(dataset)["sqlite"]
        body, tag = file.path.read_bytes(), f'"{file.sha256}"'
        for asked, part in {
            "bytes=0-15": slice(0, 16),
            "bytes=100-": slice(100, None),
            "bytes=-10": slice(-10, None),
            f"bytes=5-{10**9}": slice(5, None),
        }.items():
            answer = client.get("/dataset.sqlite", headers={"Range": asked, "If-Range": tag})
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
            answer = client.get("/dataset.sqlite", headers=headers)
            assert (answer.status_code, len(answer.content)) == (200, len(body)), headers

    @pytest.mark.long
    def test_curl_resumes_an_interrupted_download(
        self, client: httpx.Client, dataset: Path, tmp_path: Path
    ) -> None:
        """As `curl -C -` does it, under a pin, where the file never changes."""
        if shutil.which("curl") is None:
            pytest.skip("curl is not installed")
        file = whole_files(dataset)["sqlite"]
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
        tag = f'"{whole_files(dataset)["zip"].sha256}"'
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
        for form in FORMATS:
            answer = served.client.get(f"/dataset.{form}")
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


def test_a_damaged_list_is_no_list(dataset: Path, tmp_path: Path) -> None:
    """Then the files count as not made."""
    copy = tmp_path / dataset.name
    folder = folder_of(copy)
    assert whole_files(copy) == {}
    folder.mkdir()
    (folder / LIST).write_text("{")
    assert whole_files(copy) == {}
    listed = {"files": {"zip": {"bytes": 3, "sha256": "a" * 64}}}
    (folder / LIST).write_text(json.dumps(listed))
    assert whole_files(copy) == {}  # the file itself is missing
    (folder / "dataset.zip").write_bytes(b"abc")
    assert list(whole_files(copy)) == ["zip"]


def test_publishing_makes_them(seed: Path, datasets: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before the pointer is moved; and a command makes them again."""
    monkeypatch.setenv("STATED_WHOLE_FILES", "true")
    code, version, _ = stated("publish", "--preview", "--seed", seed, "--datasets", datasets)
    assert code == 0
    path = datasets / f"{version}.sqlite"
    assert list(whole_files(path)) == list(FORMATS)
    code, printed, _ = stated("files", "--datasets", datasets)
    assert (code, printed) == (0, str(folder_of(path)))
    code, _, said = stated("files", "0123456789abcdef", "--datasets", datasets)
    assert code == 1
    assert said.startswith("There is no dataset 0123456789abcdef in")
