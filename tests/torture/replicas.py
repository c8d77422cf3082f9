"""Three replicas behind nginx: publications and crashes under load, and a file that was changed."""

import json
import os
import random
import shutil
import sys
import time
from pathlib import Path

from app.replica.pointer import FILES, POINTER, parse
from app.replica.share import share
from tests.editions import edition, small_dataset
from tests.test_deploy import NGINX, free_port
from tests.torture.running import (
    Options,
    Process,
    Reader,
    Result,
    get,
    reading,
    ready,
    running,
    service,
    until,
)
from tests.torture.swaps import PATHS, Watch

MUST = (
    "three replicas behind nginx, one killed, one publication, under load: 0 failed, 0 mixed, all "
    "on the new version within 5 s"
)
MUST_REFUSE = (
    "a replica given a file with one byte changed: refused, the last good one served, ready says so"
)
EDITIONS = 12
CONFIGURATION = """
worker_processes 1; daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log;{user}
events {{ worker_connections 1024; }}
http {{
    access_log off; proxy_temp_path {folder}/temp; client_body_temp_path {folder}/body;
    fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
    upstream stated {{ {servers} keepalive 16; }}
    server {{
        listen 127.0.0.1:{port};
        location / {{
            proxy_pass http://stated; proxy_http_version 1.1; proxy_set_header Connection "";
            proxy_set_header Host stated.example;
            proxy_connect_timeout 2s; proxy_next_upstream error timeout; proxy_buffers 64 64k;
        }}
    }}
    server {{ listen 127.0.0.1:{files}; location / {{ root {shared}; }} }}
}}
"""


def replica(options: Options, port: int, files: int) -> Process:
    """A replica of the file server."""
    datasets = options.folder / f"replica-{port}"
    follow = ["--follow", f"http://127.0.0.1:{files}/{POINTER}"]
    return service(options.folder, datasets, port, *follow, STATED_FOLLOW_MS="1000")


def run(options: Options) -> Result:
    """Publish, kill one, start it again, until the time is over."""
    if NGINX is None:
        return Result("nginx is not installed", False)
    chance, shared = random.Random(options.seed), options.folder / "shared"
    small = small_dataset(options.folder)
    versions = [
        edition(small, options.folder / "editions", number) for number in range(1, EDITIONS + 1)
    ]
    files, front, *ports = (free_port() for _ in range(5))
    configuration = CONFIGURATION.format(
        folder=options.folder,
        user=" user root;" * (os.geteuid() == 0),
        servers=" ".join(f"server 127.0.0.1:{one} max_fails=1 fail_timeout=1s;" for one in ports),
        port=front,
        files=files,
        shared=shared,
    )
    (options.folder / "nginx.conf").write_text(configuration)
    publish(options, versions[0])
    command = [NGINX, "-c", options.folder / "nginx.conf", "-p", options.folder]
    server = Process([*command, "-e", options.folder / "error.log"], options.folder / "nginx.log")
    replicas = {port: replica(options, port, files) for port in ports}
    watch, slowest, rounds, late = Watch(), 0.0, 0, 0
    watch.sequence.append(versions[0])
    began = time.monotonic()
    try:
        for port in ports:
            assert until(lambda p=port: ready(p, versions[0])), replicas[port].log.read_text()[
                -500:
            ]
        # One reader gets responses of three replicas, which follow at different moments.
        readers = [Reader(front, PATHS, watch.judge(backwards=True), 0.002) for _ in range(4)]
        with reading(readers):
            while rounds < 100 and (time.monotonic() - began < options.minutes * 60 or not rounds):
                rounds += 1
                version = versions[rounds % EDITIONS]
                killed = chance.choice(ports)
                time.sleep(chance.random())
                replicas[killed].kill()
                publish(options, version)
                published = time.monotonic()
                for port in set(ports) - {killed}:
                    late += not until(lambda p=port, v=version: ready(p, v), 30)
                took = time.monotonic() - published
                slowest, late = max(slowest, took), late + (took > 5)
                replicas[killed] = replica(options, killed, files)
                assert until(lambda p=killed, v=version: ready(p, v))
    finally:
        for one in [*replicas.values(), server]:
            one.stop()
    wrong = [fault for one in readers for fault in one.wrong]
    if wrong:
        (options.folder / "wrong").write_text("\n".join(wrong[:100]))
    mixed, busy = (sum(one.startswith(kind) for one in wrong) for kind in ("mixed", "busy"))
    figure = (
        f"{rounds} publications, each with one replica killed: "
        f"{sum(one.answers for one in readers):,} responses, "
        f"{len(wrong) - mixed - busy} failed, {busy} too busy, {mixed} mixed; "
        f"the others on the new version after at most {slowest:.1f} s"
    )
    return Result(figure, not wrong and not late)


def publish(options: Options, version: str) -> None:
    """Lay the file and the pointer of an edition for the replicas."""
    share(options.folder / "editions" / f"{version}.sqlite", options.folder / "shared")


def run_byte(options: Options) -> Result:
    """Change a byte at another place each time; a new good one must be followed."""
    chance, shared = random.Random(options.seed), options.folder / "shared"
    small = small_dataset(options.folder)
    versions = [
        edition(small, options.folder / "editions", number) for number in range(1, EDITIONS + 1)
    ]
    files, port = free_port(), free_port()
    publish(options, versions[0])
    command = [sys.executable, "-m", "http.server", str(files), "--bind", "127.0.0.1"]
    server = Process([*command, "--directory", shared], options.folder / "files.log")
    own = replica(options, port, files)
    tried = refused = followed = 0
    end = time.monotonic() + options.minutes * 60
    with running(own, server):
        assert until(lambda: ready(port, versions[0])), own.log.read_text()[-500:]
        good = versions[0]
        while tried < 100 and (time.monotonic() < end or not tried):
            tried += 1
            bad, new = versions[2 * tried % EDITIONS], versions[(2 * tried + 1) % EDITIONS]
            for one in (options.folder / "shared" / FILES).iterdir():
                one.unlink()
            spoil(options, bad, chance)
            refused += until(lambda b=bad, g=good: refuses(port, b, g), 30)
            publish(options, new)
            followed += until(lambda n=new: ready(port, n) and not says(port)["degraded"], 30)
            good = new
    figure = (
        f"{tried} files with one changed byte: {refused} refused while the last good one was "
        f"served and /health/ready said so; {followed} good ones followed after that"
    )
    return Result(figure, tried == refused == followed)


def spoil(options: Options, version: str, chance: random.Random) -> None:
    """Publish an edition, of which one byte is changed before the pointer names it."""
    shared, hidden = options.folder / "shared", options.folder / "hidden"
    shutil.rmtree(hidden, ignore_errors=True)
    pointer = share(options.folder / "editions" / f"{version}.sqlite", hidden)
    content = bytearray((hidden / pointer.file).read_bytes())
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    (shared / pointer.file).write_bytes(content)
    Path(shutil.copy(hidden / POINTER, shared / "next.json")).rename(shared / POINTER)
    assert parse((shared / POINTER).read_bytes()) == pointer


def says(port: int) -> dict[str, object]:
    """What /health/ready says."""
    found: dict[str, object] = json.loads(get(port, "/health/ready")[2])
    return found


def refuses(port: int, bad: str, good: str) -> bool:
    """Whether ready says that a version is refused, while another one is served."""
    status, _, body = get(port, "/health/ready")
    found = json.loads(body)
    return (
        status == 200
        and found["degraded"]
        and (found["refused"] or {}).get("version") == bad
        and found["dataset_version"] == good
        and ready(port, good)
    )
