"""The exported site: nginx sends what the service answers (docs/operations.md, section Static
files).
"""

import json
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.build.failures import CommandError
from app.export.rules import nginx_maps, nginx_server, redirects
from app.export.site import OWN, Exported, export
from tests.answers import PUBLIC
from tests.publishing import stated

SERVER = """
user root;
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{}}
http {{
  access_log off;
  {temporary}
  include {site}/nginx.conf;
  server {{
    listen 127.0.0.1:{port};
    root {site};
    include {site}/nginx-server.conf;
  }}
}}
"""
TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


@pytest.fixture(scope="module")
def exported(launch: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Exported]:
    """The launch dataset as static files."""
    folder = tmp_path_factory.mktemp("site") / "out"
    return folder, export(launch.parent, folder, PUBLIC)


@pytest.fixture(scope="module")
def manifest(exported: tuple[Path, Exported]) -> Any:
    """What the export says of itself."""
    return json.loads((exported[0] / "manifest.json").read_bytes())


@pytest.fixture(scope="module")
def site(
    exported: tuple[Path, Exported], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[httpx.Client]:
    """A client of nginx that sends these files."""
    program = shutil.which("nginx")
    if program is None:
        pytest.skip("nginx is not installed")
    folder = tmp_path_factory.mktemp("nginx")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    temporary = " ".join(f"{name}_temp_path {folder}/{name};" for name in TEMPORARY)
    config = folder / "nginx.conf"
    config.write_text(
        SERVER.format(folder=folder, site=exported[0], port=port, temporary=temporary)
    )
    running = subprocess.Popen([program, "-c", config, "-p", folder, "-e", folder / "error.log"])
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=20) as client:
        for _ in range(100):
            assert running.poll() is None, (folder / "error.log").read_text()
            try:
                client.get("/")
                break
            except httpx.ConnectError:
                time.sleep(0.1)
        yield client
    running.terminate()
    running.wait(timeout=10)


@pytest.mark.long
class TestTheSite:
    """It answers like the service."""

    def test_every_answer(self, site: httpx.Client, client: httpx.Client, manifest: Any) -> None:
        """Byte for byte, with the headers of the manifest."""
        assert len(manifest["files"]) > 5000
        for address, file in manifest["files"].items():
            sent, answered = site.get(address), client.get(address)
            assert sent.status_code == answered.status_code == 200, address
            assert sent.content == answered.content, address
            headers = manifest["headers"][file["headers"]]
            for name, value in headers.items():
                assert sent.headers.get(name) == answered.headers.get(name) == value, (
                    address,
                    name,
                )
            missing = answered.headers.keys() - sent.headers.keys()
            of_the_service = {"x-request-id", "vary", "content-encoding", "transfer-encoding"}
            assert missing <= of_the_service, address

    def test_every_kind_of_address(self, manifest: Any) -> None:
        for address in (
            "/",
            "/countries/italy",
            "/countries/italy/position.jsonld",
            "/statements.csv",
            "/browse/countries/italy",
            "/browse/dataset",
            "/embed/countries/italy",
            "/embed/positions",
            "/badges/italy.svg",
            "/changes/feed.xml",
            "/actors/nato/positions.ndjson",
            "/sources/rapala-26-nations/passages/3",
            "/problems/unknown-name",
            "/sitemap/pages.xml",
            "/openapi.json",
            "/llms.txt",
            "/embed.js",
            "/.well-known/api-catalog",
        ):
            assert address in manifest["files"], address
        assert manifest["not_exported"]["/metrics"] == "it is about the running service"
        text = "/sources/rapala-26-nations/text"
        assert manifest["not_exported"][text] == "the service answers 404"
        assert manifest["dataset_version"] == "54c3ab4aca1a4400"

    def test_a_host_without_rules(self, manifest: Any) -> None:
        """Pages and addresses with a suffix have the files that every host looks for; data without
        a suffix have the same data with `.json`.
        """
        found = {address: file["path"] for address, file in manifest["files"].items()}
        others = {
            address
            for address, path in found.items()
            if path not in (address[1:], f"{address[1:]}/index.html".lstrip("/"))
        }
        assert len(others) > 1000
        assert {address for address in others if f"{address}.json" not in found} == {
            "/.well-known/api-catalog"
        }

    def test_what_was_not_exported_is_404(self, site: httpx.Client, manifest: Any) -> None:
        for address in [*manifest["not_exported"], "/manifest.jso", "/countries/italie.x"]:
            assert site.get(address).status_code == 404, address

    def test_redirects(self, site: httpx.Client, client: httpx.Client, manifest: Any) -> None:
        assert len(manifest["redirects"]) > 20
        for address, (status, target) in manifest["redirects"].items():
            sent, answered = site.get(address), client.get(address)
            assert (sent.status_code, sent.headers["location"]) == (status, target)
            assert (answered.status_code, answered.headers["location"]) == (status, target)

    def test_names_lead_to_the_canonical_address(self, site: httpx.Client) -> None:
        for name in ("IT", "ita", "380", "Q38", "Italia", "Repubblica Italiana"):
            answer = site.get(f"/countries/{name}/position")
            assert answer.status_code == 302, name
            assert answer.headers["location"] == "/countries/italy/position", name
        assert site.get("/countries/Italy").json()["id"] == "italy"
        answer = site.get("/browse/countries/Q38")
        assert answer.headers["location"] == "/browse/countries/italy"
        assert site.get("/actors/NATO").json()["id"] == "nato"

    def test_only_what_changed_is_written_again(
        self, exported: tuple[Path, Exported], launch: Path
    ) -> None:
        folder, first = exported
        times = {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}
        assert first.written == len(first.files) + len(OWN)
        changed = folder / "countries/italy/index.json"
        before = changed.read_bytes()
        changed.write_bytes(before.replace(b"Italy", b"Itlay"))
        manifest = json.loads((folder / "manifest.json").read_bytes())
        manifest["files"]["/old"] = {**manifest["files"]["/"], "path": "old/index.json"}
        (folder / "manifest.json").write_text(json.dumps(manifest))
        (folder / "old").mkdir()
        (folder / "old/index.json").write_text("{}")
        again = export(launch.parent, folder, PUBLIC)
        assert (again.written, again.removed) == (2, 1)  # that file, and the manifest
        assert changed.read_bytes() == before
        assert not (folder / "old/index.json").exists()
        same = [path for path, time in times.items() if path.stat().st_mtime_ns == time]
        assert len(same) == len(times) - 2


def test_a_folder_with_other_files_is_refused(launch: Path, tmp_path: Path) -> None:
    """Nothing of it is overwritten or removed."""
    (tmp_path / "mine").write_text("mine")
    with pytest.raises(CommandError, match="is not empty"):
        export(launch.parent, tmp_path, PUBLIC)
    assert (tmp_path / "mine").read_text() == "mine"
    code, _, said = stated("export", tmp_path / "new", "--datasets", launch.parent)
    assert code == 1
    assert said.startswith("--public-url is missing")
    code, _, said = stated("export", tmp_path / "new", "--public-url", "not an address")
    assert code == 2


@pytest.mark.long
def test_no_file_outside_of_the_folder_is_written_or_removed(launch: Path, tmp_path: Path) -> None:
    """Whatever the manifest of an earlier export says, and wherever a link leads."""
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "index.json").write_text("mine")
    (mine / "other").write_text("mine")
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "dataset").symlink_to(mine)
    (folder / "positions.csv").symlink_to(mine / "other")
    paths = ["../mine/other", f"{mine}/other", "dataset/other"]
    files = {f"/{number}": {"path": path} for number, path in enumerate(paths)}
    (folder / "manifest.json").write_text(json.dumps({"files": files}))
    done = export(launch.parent, folder, PUBLIC)
    assert {path.name: path.read_text() for path in mine.iterdir()} == {
        "index.json": "mine",
        "other": "mine",
    }
    assert done.removed == 0
    for address in ("/dataset", "/positions.csv"):
        assert done.left_out[address] == "no file can have its name"


def test_rules_with_hostile_texts() -> None:
    """What ends a string, names a variable or is a word of nginx stays a text."""
    text = 'a"; } $uri \\ \n b'
    headers = {"/a": {"link": text}, "/b": {"link": "x"}}
    names = {"countries": {"~x": "italy", "default": "italy", "IT": "italy", "it": "italy"}}
    maps = nginx_maps(headers, {"/a": "a/index.json"}, {"/c": (303, text)}, names)
    assert '  "/a" "a\\"; } ${stated_dollar}uri \\\\   b";' in maps
    assert "~x" not in maps
    assert maps.count('"italy";') == 1
    assert '"default"' not in maps
    assert "return 303 $stated_to_303" in nginx_server(headers, {"/c": (303, text)}, names)
    assert redirects({}, names).splitlines() == ["/countries/IT /countries/italy 302"]
