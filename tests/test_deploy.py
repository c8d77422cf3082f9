"""The files in deploy/ work: nginx and Varnish start with them and cache what may be cached, and
the alerts name metrics that exist.
"""

import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
import yaml

from app.build.publish import point
from app.cli import DRAIN
from app.edge import answers
from app.settings import ROOT, Settings
from tests.editions import edition, small_dataset
from tests.fixtures import Served, services

DEPLOY = ROOT / "deploy"
PATIENCE = 20.0  # seconds
# Debian has its servers in /usr/sbin, which is not on every PATH.
WHERE = "/usr/local/sbin:/usr/sbin:/sbin:/usr/local/bin:/usr/bin:/bin"
NGINX, VARNISH, SYSTEMD = (
    shutil.which(name, path=WHERE) for name in ("nginx", "varnishd", "systemd-analyze")
)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


@contextmanager
def running(command: list[str], port: int) -> Iterator[httpx.Client]:
    """A server, and a client of it once it answers."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        try:
            with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=PATIENCE) as client:
                end = time.monotonic() + PATIENCE
                while True:
                    assert process.poll() is None, process.communicate()[0].decode()
                    try:
                        if client.get("/health/ready").status_code == 200:
                            break
                    except httpx.TransportError:
                        pass
                    assert time.monotonic() < end
                    time.sleep(0.1)
                yield client
        finally:
            process.terminate()
            process.wait(PATIENCE)


@pytest.fixture(scope="module")
def backend(launch: Path, serve: Callable[..., Served]) -> Served:
    """The service that is cached."""
    return serve(launch.parent, public_url="https://stated.example")


@contextmanager
def nginx_before(url: str, folder: Path) -> Iterator[httpx.Client]:
    """nginx with our file, before a service."""
    if NGINX is None:
        pytest.skip("nginx is not installed")
    port = free_port()
    text = (DEPLOY / "nginx.conf").read_text()
    for old, new in (
        ("stated:8000", url.removeprefix("http://")),
        ("listen 8080", f"listen 127.0.0.1:{port}"),
        ("/var/cache/nginx/stated", str(folder / "cache")),
        # As root, nginx drops its rights, and could not write into the folder of a test.
        ("worker_processes auto;", f"worker_processes 1;{' user root;' * (os.geteuid() == 0)}"),
        ("/run/nginx.pid", str(folder / "nginx.pid")),
        ("access_log off;", f"access_log off; proxy_temp_path {folder / 'temp'};"),
    ):
        assert old in text
        text = text.replace(old, new)
    file = folder / "nginx.conf"
    file.write_text(text)
    options = ["-c", str(file), "-p", str(folder), "-e", str(folder / "error.log")]
    with running([NGINX, *options, "-g", "daemon off;"], port) as client:
        yield client


@contextmanager
def varnish_before(url: str, folder: Path) -> Iterator[httpx.Client]:
    """Varnish with our file, before a service."""
    if VARNISH is None:
        pytest.skip("Varnish is not installed")
    port = free_port()
    text = (DEPLOY / "varnish.vcl").read_text()
    assert '.port = "8000"' in text
    file = folder / "default.vcl"
    file.write_text(text.replace('"8000"', f'"{url.rpartition(":")[2]}"'))
    command = [VARNISH, "-F", "-f", str(file), "-a", f"127.0.0.1:{port}", "-n", str(folder / "n")]
    with running([*command, "-s", "malloc,16m", "-j", "none"], port) as client:
        yield client


BEFORE = {"nginx": nginx_before, "varnish": varnish_before}


@pytest.fixture(scope="module")
def nginx(backend: Served, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """nginx before the service."""
    with nginx_before(backend.url, tmp_path_factory.mktemp("nginx")) as client:
        yield client


@pytest.fixture(scope="module")
def varnish(backend: Served, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """Varnish before the service."""
    with varnish_before(backend.url, tmp_path_factory.mktemp("varnish")) as client:
        yield client


@pytest.fixture(params=["nginx", "varnish"])
def cache(request: pytest.FixtureRequest) -> httpx.Client:
    """Each of the two."""
    client: httpx.Client = request.getfixturevalue(request.param)
    return client


@pytest.mark.long
class TestCaches:
    """What a cache before the service does."""

    def test_it_keeps_what_it_may_keep(self, cache: httpx.Client, backend: Served) -> None:
        for path in ("/countries/italy/position", "/statements?limit=5", "/browse/positions"):
            first, second = cache.get(path), cache.get(path)
            assert second.headers["X-Cache"].upper() == "HIT", path
            assert first.content == second.content == backend.client.get(path).content
            assert second.headers["Dataset-Version"] == first.headers["Dataset-Version"]

    def test_it_keeps_no_health(self, cache: httpx.Client) -> None:
        for _ in range(3):
            answer = cache.get("/health/ready")
            assert answer.headers["X-Cache"].upper() != "HIT"

    def test_a_browser_and_a_program_get_their_own(self, cache: httpx.Client) -> None:
        browser = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
        for _ in range(2):
            assert cache.get("/countries/france").headers["Content-Type"] == "application/json"
            assert cache.get("/countries/france", headers=browser).status_code == 303

    def test_a_client_that_has_it_gets_304(self, cache: httpx.Client) -> None:
        answer = cache.get("/countries/germany")
        again = cache.get("/countries/germany", headers={"If-None-Match": answer.headers["ETag"]})
        assert again.status_code == 304

    def test_errors_are_not_kept(self, cache: httpx.Client) -> None:
        for _ in range(2):
            answer = cache.get("/countries/atlantis")
            assert answer.status_code == 404
            assert answer.headers["X-Cache"].upper() != "HIT"

    def test_metrics_are_for_operators(self, cache: httpx.Client) -> None:
        assert "stated_dataset" in cache.get("/metrics").text  # from 127.0.0.1

    def test_nginx_limits_requests(self, nginx: httpx.Client) -> None:
        answers = [nginx.get("/countries/italy") for _ in range(400)]
        assert answers[0].status_code == 200
        limited = next(one for one in answers if one.status_code == 429)
        assert int(limited.headers["Retry-After"]) > 0
        assert limited.headers["Content-Type"] == "application/problem+json"
        assert limited.json()["status"] == 429
        time.sleep(5)
        assert nginx.get("/countries/italy").status_code == 200


PEOPLE = 90  # who ask in the same moment; docs/operations.md has the number


def asked_by_everybody(
    ask: Callable[[httpx.Client, str], set[int]], url: str, base: str
) -> set[int]:
    """The statuses if PEOPLE people behind one address ask at once, each for another country."""
    listed = httpx.get(f"{base}/countries?limit={PEOPLE}").json()["items"]

    def one(country: str) -> set[int]:
        with httpx.Client(base_url=url, timeout=PATIENCE, verify=False) as reader:
            return ask(reader, country)

    with ThreadPoolExecutor(PEOPLE) as people:
        return set().union(*people.map(one, (each["id"] for each in listed)))


def test_a_newsroom_behind_one_address_is_served(served: Served, launch: Path) -> None:
    """With the default limits of the service, and nothing in its cache."""
    with services() as start:
        fresh = start(launch.parent, public_url="https://stated.example")
        statuses = asked_by_everybody(
            lambda reader, country: {reader.get(f"/countries/{country}/position").status_code},
            fresh.url,
            served.url,
        )
        assert statuses == {200}


@pytest.mark.long
def test_a_newsroom_behind_one_address_is_not_limited(backend: Served, tmp_path: Path) -> None:
    """By nginx with our file. Everybody opens a page with all files that it loads."""

    def opened(reader: httpx.Client, country: str) -> set[int]:
        page = reader.get(f"/browse/countries/{country}")
        files = set(re.findall(r'(?:href|src)="[^"]*?(/assets/[^"]+)"', page.text))
        assert files or page.status_code != 200
        return {page.status_code} | {reader.get(path).status_code for path in files}

    with nginx_before(backend.url, tmp_path) as client:
        assert asked_by_everybody(opened, str(client.base_url), backend.url) == {200}


@pytest.mark.long
@pytest.mark.parametrize("name", BEFORE)
def test_a_cache_follows_a_publication(
    name: str, serve: Callable[..., Served], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a publication, a current address has the new version within its max-age and 5 seconds,
    whether it is asked for all the time or hardly ever. A pinned address is kept for its day: the
    service is asked once. Current addresses have a max-age of 300 seconds; here it is two.
    """
    max_age, late = 2.0, 5.0
    short = answers.FRESH.replace(b"max-age=300", b"max-age=%d" % max_age)
    assert short != answers.FRESH
    monkeypatch.setattr(answers, "FRESH", short)
    datasets = tmp_path / "published"
    small = small_dataset(tmp_path)
    old, new = (edition(small, datasets, number) for number in (1, 2))
    point(datasets, old)
    service = serve(datasets, public_url="https://stated.example", poll_ms=10)
    often, rarely, pinned = "/positions?limit=5", "/countries/italy", f"/@{old}/countries/italy"
    (tmp_path / name).mkdir()
    with BEFORE[name](service.url, tmp_path / name) as cache:

        def version(path: str) -> str:
            answer = cache.get(path)
            assert answer.status_code == 200
            said = answer.headers["Dataset-Version"]
            assert f"Edition {int(said, 16)}." in answer.text
            return str(said)

        assert {version(path) for path in (often, rarely, pinned)} == {old}
        kept = cache.get(pinned)
        assert kept.headers["Cache-Control"] == "public, max-age=86400"
        point(datasets, new)
        while service.client.get(often).headers["Dataset-Version"] != new:
            time.sleep(0.01)
        published, seen = time.monotonic(), [old]
        while time.monotonic() - published < max_age + late:
            seen.append(version(often))
            time.sleep(0.1)  # nginx allows 20 requests a second
        followed = seen.index(new)
        assert set(seen[followed:]) == {new}
        assert version(rarely) == version(often) == new
        again = cache.get(pinned)
        assert again.headers["X-Request-ID"] == kept.headers["X-Request-ID"]  # the same response
        assert (again.headers["X-Cache"].upper(), version(pinned)) == ("HIT", old)


@pytest.mark.skipif(SYSTEMD is None, reason="systemd is not installed")
def test_the_unit_is_valid(tmp_path: Path) -> None:
    """systemd warns of what it does not know, and of programs that do not exist."""
    text = (DEPLOY / "stated.service").read_text()
    unit = tmp_path / "stated.service"
    unit.write_text(text.replace("/opt/stated/.venv/bin/stated", "/bin/true"))
    assert SYSTEMD is not None
    done = subprocess.run(
        [SYSTEMD, "verify", str(unit)], capture_output=True, text=True, check=False
    )
    about_us = [line for line in done.stderr.splitlines() if "stated.service" in line]
    assert [line for line in about_us if "Unknown" in line or "Failed" in line] == []


@pytest.mark.skipif(SYSTEMD is None, reason="systemd is not installed")
def test_the_unit_gives_the_service_few_rights() -> None:
    """systemd's own measure of a unit: from 0, no right at all, to 10."""
    assert SYSTEMD is not None
    done = subprocess.run(
        [SYSTEMD, "security", "--offline=true", "--no-pager", str(DEPLOY / "stated.service")],
        capture_output=True,
        text=True,
        check=False,
    )
    if "--offline" in done.stderr:
        pytest.skip("this systemd is older than 250")
    found = re.search(r"exposure level for stated.service: ([0-9.]+)", done.stdout)
    assert found, done.stderr
    assert float(found[1]) <= 1.5


def test_alerts_name_metrics_that_exist(served: Served) -> None:
    served.client.get("/countries/italy")
    text = served.client.get("/metrics").text
    known = set(re.findall(r"^(\w+)(?:\{| )", text, re.MULTILINE))
    rules = yaml.safe_load((DEPLOY / "alerts.yaml").read_text())["groups"][0]["rules"]
    described = (ROOT / "docs" / "operations.md").read_text()
    for rule in rules:
        named = set(re.findall(r"\b(?:stated|process)_\w+", rule["expr"]))
        assert named <= known, rule["alert"]
        assert rule["alert"] in described
        assert rule["annotations"]["summary"]


def test_compose_names_files_and_settings_that_exist() -> None:
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]
    assert (DEPLOY / services["stated"]["build"] / "Dockerfile").is_file()
    for mounted in services["nginx"]["volumes"]:
        if mounted.startswith("./"):
            assert (DEPLOY / mounted.split(":")[0]).is_file()


def test_kubernetes_names_settings_and_addresses_that_exist(served: Served) -> None:
    """The settings are valid, probes are answered, and what selects finds the pods."""
    every = list(yaml.safe_load_all((DEPLOY / "kubernetes.yaml").read_text()))
    parts = {one["kind"]: one["spec"] for one in every}
    pod = parts["Deployment"]["template"]
    labels = pod["metadata"]["labels"]
    selected = [
        parts["Deployment"]["selector"]["matchLabels"],
        parts["PodDisruptionBudget"]["selector"]["matchLabels"],
        parts["Service"]["selector"],
    ]
    assert selected == [labels] * 3
    [container] = pod["spec"]["containers"]
    given = {one["name"]: one["value"] for one in container["env"]}
    settings = {name.removeprefix("STATED_").lower(): value for name, value in given.items()}
    assert settings.keys() <= Settings.model_fields.keys()
    read = Settings(**settings)
    assert read.follow
    [port] = container["ports"]
    for probe in ("readinessProbe", "livenessProbe"):
        asked = container[probe]["httpGet"]
        assert asked["port"] == port["name"]
        assert served.client.get(asked["path"]).status_code == 200
    mounted = {one["name"]: one["mountPath"] for one in container["volumeMounts"]}
    assert mounted.keys() == {one["name"] for one in pod["spec"]["volumes"]}
    assert read.datasets.is_relative_to(mounted["datasets"])
    assert pod["spec"]["terminationGracePeriodSeconds"] > DRAIN + 5
    image = (ROOT / "Dockerfile").read_text()
    assert f"USER {pod['spec']['securityContext']['runAsUser']}:" in image
    assert f"PORT={port['containerPort']}" in image
