"""The response cache: a cached answer is the same as the first one, is sent only to requests that
it is for, and the cache keeps its bounds.
"""

import asyncio
import gc
import json
import threading
import tracemalloc
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import clear_cache
from weakref import ref

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from app.build.publish import point
from app.edge.answers import Answer, CachedAnswer
from app.edge.cache import MAX_KEY_BYTES, MAX_RAW_REQUESTS, Cache, memory_size
from app.lookup import names as resolve
from app.main import create_app
from app.observability.access_log import AccessLog
from app.problems import OverBudget
from app.settings import ROOT, Settings
from app.statements import facets
from app.store.dataset import Dataset
from tests.edge.test_edge import messages
from tests.editions import edition, small_dataset
from tests.fixtures import Served
from tests.tracing import queries

POSITION = "/countries/Italy/position"
ADDRESSES = (
    POSITION,
    "/statements?limit=50",
    "/embed/countries/italy",
    "/",
    "/countries/atlantis",
    "/statements.csv",
    "/badges/italy.svg",
)
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
OWN = {"x-request-id", "date"}  # these belong to one request


@pytest.fixture
def service(launch: Path, serve: Callable[..., Served]) -> Served:
    """A new service with an empty cache."""
    return serve(launch.parent, public_url="https://stated.example")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dataset of the real source, without the long lists of names."""
    return small_dataset(tmp_path_factory.mktemp("small"))


def cache(service: Served) -> Cache:
    """The answers of the current dataset."""
    kept: Cache = service.app.dataset_store.current.response_cache  # type: ignore[union-attr]
    return kept


def shown(answer: httpx.Response) -> tuple[Any, ...]:
    """An answer without the headers that belong to one request."""
    headers = sorted((name, value) for name, value in answer.headers.items() if name not in OWN)
    return answer.status_code, headers, answer.content


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("coding", ["identity", "gzip", "br"])
def test_a_cached_answer_equals_the_first_one_and_runs_no_query(
    served: Served, address: str, coding: str
) -> None:
    client, headers = served.client, {"Accept-Encoding": coding}
    served.app.dataset_store.current.response_cache = None  # type: ignore[union-attr]
    first = client.get(address, headers=headers)
    with queries(served.app.dataset_store.current) as seen:
        again = [client.get(address, headers=headers) for _ in range(3)]
        head = client.head(address, headers=headers)
    assert seen == []
    assert {str(shown(one)) for one in again} == {str(shown(first))}
    assert shown(head)[:2] == shown(first)[:2]
    assert head.content == b""
    ids = {one.headers["X-Request-ID"] for one in (first, *again, head)}
    assert len(ids) == 5
    if first.status_code == 200:
        unchanged = client.get(address, headers={**headers, "If-None-Match": first.headers["ETag"]})
        assert (unchanged.status_code, unchanged.content, unchanged.headers["ETag"]) == (
            304,
            b"",
            first.headers["ETag"],
        )


def test_each_coding_has_its_own_body_and_etag(service: Served) -> None:
    tags, texts = set(), set()
    for coding in ("identity", "gzip", "br", "identity", "gzip", "br"):
        answer = service.client.get(POSITION, headers={"Accept-Encoding": coding})
        assert answer.headers.get("Content-Encoding", "identity") == coding
        tags.add(answer.headers["ETag"])
        texts.add(answer.text)
    assert (len(tags), len(texts)) == (3, 1)
    for tag in tags:
        answer = service.client.get(
            POSITION, headers={"Accept-Encoding": "gzip", "If-None-Match": tag}
        )
        assert (answer.status_code == 304) == (answer.headers["ETag"] == tag)


def test_a_cached_answer_is_only_for_matching_accept_headers(service: Served) -> None:
    """Accept is not part of the key; `matches_accept` decides."""
    assert service.client.get(POSITION).status_code == 200
    assert service.client.get(POSITION, headers=BROWSER).status_code == 303
    assert service.client.get(POSITION, headers={"Accept": "text/csv"}).status_code == 406
    assert service.client.get(POSITION).status_code == 200
    assert service.client.get("/statements?limit=1", headers=BROWSER).status_code in (200, 303)
    assert service.client.post(POSITION).status_code == 405


def test_the_order_of_parameters_does_not_matter(service: Served) -> None:
    one = service.client.get("/statements?speaker=macron&limit=2&topic=force-goal&facets=topic")
    with queries(service.app.dataset_store.current) as seen:
        other = service.client.get(
            "/statements?topic=force-goal&facets=topic&limit=2&spe%61ker=macron"
        )
    assert one.status_code == 200
    assert (shown(one), seen) == (shown(other), [])
    assert (
        service.client.get("/countries/Ital%79/position").content
        == service.client.get(POSITION).content
    )


def test_csv_metadata_name_the_exact_address_of_the_table(service: Served) -> None:
    """CSV on the Web, section 5.2: metadata that name another address than that of the request must
    be ignored.
    """
    for query in ("topic=force-goal&kind=paraphrase", "kind=paraphrase&topic=force-goal") * 2:
        table = service.client.get(f"/statements.csv?{query}")
        metadata = service.client.get(
            table.links["describedby"]["url"].removeprefix("https://stated.example")
        )
        assert metadata.json()["url"] == f"https://stated.example/statements.csv?{query}"


def test_a_refused_spelling_of_a_cached_path_stays_refused(service: Served) -> None:
    for _ in range(3):
        assert service.client.get(POSITION).status_code == 200
        assert service.client.get("/countries/Italy%2Fposition").status_code == 404
        assert service.client.get(f"{POSITION}?x=%ff").status_code == 422


def test_answers_to_unknown_parameters_are_not_cached(service: Served) -> None:
    """Parameters that other sites add are ignored, unknown ones are refused; neither is cached."""
    embed = service.client.get("/embed/countries/italy")
    before = len(cache(service))
    for number in range(30):
        assert (
            service.client.get(
                f"/embed/countries/italy?utm_source={number}&fbclid={number}"
            ).content
            == embed.content
        )
        assert service.client.get(f"{POSITION}?random={number}").status_code == 422
        assert service.client.get(f"/nowhere/{number}").status_code == 404
        assert service.client.get("/health/ready").headers["Cache-Control"] == "no-store"
    assert len(cache(service)) == before


def test_an_incomplete_answer_is_never_cached(
    launch: Path, serve: Callable[..., Served], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page whose facets ran out of time is sent once. The next one is complete and cached."""
    service = serve(launch.parent, public_url="https://stated.example", budget_ms=400)
    endless = text(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
    )
    for address in ("/browse/statements", f"/@{launch.stem}/browse/statements"):
        with monkeypatch.context() as patch:
            patch.setattr(
                facets, "facets", lambda connection, *_: connection.execute(endless).all()
            )
            partly = service.client.get(address)
        assert (partly.status_code, partly.headers["Cache-Control"]) == (200, "no-store")
        with queries(service.app.dataset_store.current) as seen:
            complete = service.client.get(address)
        assert seen != []
        assert complete.headers["Cache-Control"].startswith("public, max-age=")
        assert len(complete.content) > len(partly.content)
        with queries(service.app.dataset_store.current) as seen:
            assert service.client.get(address).content == complete.content
        assert seen == []


def test_answers_requested_once_evict_only_each_other(
    launch: Path, serve: Callable[..., Served]
) -> None:
    service = serve(launch.parent, public_url="https://stated.example", cache_mb=1)
    for _ in range(2):
        service.client.get(POSITION)
    for number in range(120):
        assert service.client.get(f"/statements?limit=1&q=word{number}").status_code == 200
        assert service.client.get(f"/countries/atlantis{number}/position").status_code == 404
    assert cache(service).bytes <= 1024 * 1024
    assert len(cache(service)) < 120
    with queries(service.app.dataset_store.current) as seen:
        assert service.client.get(POSITION).status_code == 200
    assert seen == []


def test_long_queries_beyond_the_queue_limit_are_refused(launch: Path) -> None:
    """They get the error at once. Short queries go on, and the queue is served."""
    dataset = Dataset(launch, budget_ms=10_000, threads=1)
    pool, door = ThreadPoolExecutor(1), threading.Event()

    async def crowd() -> list[Any]:
        waiting = [dataset.read_in_thread(pool, lambda _: door.wait(20)) for _ in range(40)]
        gathered = asyncio.gather(*waiting, return_exceptions=True)
        await asyncio.sleep(0)
        assert dataset.read(lambda connection: connection.exec_driver_sql("SELECT 1").scalar()) == 1
        door.set()
        answers = await gathered
        return [*answers, await dataset.read_in_thread(pool, lambda _: "free again")]

    answers = asyncio.run(crowd())
    assert answers[-1] == "free again"
    assert {type(one) for one in answers[:-1]} == {bool, OverBudget}
    assert sum(isinstance(one, OverBudget) for one in answers) == 40 - 16
    pool.shutdown()


def test_a_cache_of_zero_megabytes_keeps_nothing(
    launch: Path, serve: Callable[..., Served]
) -> None:
    service = serve(launch.parent, cache_mb=0)
    with queries(service.app.dataset_store.current) as seen:
        assert service.client.get(POSITION).content == service.client.get(POSITION).content
    assert len(seen) > 1
    assert cache(service) is None


def test_each_host_gets_its_own_links(launch: Path, serve: Callable[..., Served]) -> None:
    service = serve(launch.parent, trusted_proxies="127.0.0.1")
    for _ in range(3):
        for host in ("one.example", "two.example"):
            links = service.client.get(POSITION, headers={"Host": host}).json()["links"]
            assert links["self"].startswith(f"http://{host}/")
            headers = {"Host": "inner", "X-Forwarded-Host": host, "X-Forwarded-Proto": "https"}
            assert (
                service.client.get(POSITION, headers=headers)
                .json()["links"]["self"]
                .startswith(f"https://{host}/")
            )
        assert service.client.get(POSITION, headers={"Host": "no host"}).status_code == 400


def test_cached_answers_are_dropped_with_their_dataset(
    small: Path, tmp_path: Path, serve: Callable[..., Served]
) -> None:
    for number in (1, 2):
        edition(small, tmp_path, number)
    point(tmp_path, f"{1:016x}")
    service = serve(tmp_path, public_url="https://stated.example", poll_ms=20)
    pinned = f"/@{1:016x}{POSITION}"
    for _ in range(2):
        first = service.client.get(POSITION)
        under_pin = service.client.get(pinned)
    assert first.headers["Dataset-Version"] == under_pin.headers["Dataset-Version"] == f"{1:016x}"
    assert f"/@{1:016x}/" in under_pin.json()["links"]["self"]
    assert f"/@{1:016x}/" not in first.json()["links"]["self"]
    old = ref(cache(service))
    point(tmp_path, f"{2:016x}")
    for _ in range(1000):
        second = service.client.get(POSITION)
        if second.headers["Dataset-Version"] == f"{2:016x}":
            break
    assert second.headers["Dataset-Version"] == f"{2:016x}"
    assert service.client.get(POSITION).content == second.content != first.content
    assert shown(service.client.get(pinned)) == shown(under_pin)
    gc.collect()
    assert old() is None


def test_the_metrics_of_requests_and_of_the_dataset(service: Served) -> None:
    for address in (
        POSITION,
        POSITION,
        POSITION,
        "/countries/atlantis/position",
        "/countries/atlantis/position",
        "/nowhere",
    ):
        service.client.get(address)
    lines = service.client.get("/metrics").text.splitlines()
    route = 'route="/countries/{name}/position"'
    assert f'stated_requests_total{{cache="miss",{route},status="200"}} 1.0' in lines
    assert f'stated_requests_total{{cache="hit",{route},status="200"}} 2.0' in lines
    assert f'stated_requests_total{{cache="hit",{route},status="404"}} 1.0' in lines
    assert f"stated_request_seconds_count{{{route}}} 5.0" in lines
    assert "stated_cache_answers 2.0" in lines
    summary = service.client.get("/positions/summary").json()
    question = summary["question"]["id"]
    for stance in summary["stances"]:
        if stance["count"] and stance["stance"] != "not_stated":
            gauge = (
                f'stated_positions{{question="{question}",stance="{stance["stance"]}"}} '
                f"{stance['count']}.0"
            )
            assert gauge in lines
    for name in ("disputed", "unreviewed", "coverage", "newest_statement_timestamp_seconds"):
        assert any(line.startswith(f"stated_{name}") for line in lines), name


def test_the_access_log_has_a_line_for_each_request(
    capfdbinary: Any, launch: Path, serve: Callable[..., Served]
) -> None:
    """No input can forge a line, and no line says who sent the request."""
    service = serve(launch.parent, access_log=True)
    paths = (POSITION, POSITION, "/statements?q=a%0A%22x%22", '/countries/%1b[31m"%0d%0a{}')
    for path in paths:
        service.client.get(path, headers={"X-Request-ID": "mine"})
    log: AccessLog = service.app.app.state.metrics._log  # type: ignore[attr-defined]
    log.write()
    lines = [json.loads(line) for line in capfdbinary.readouterr().out.splitlines()]
    assert [line["status"] for line in lines] == [200, 200, 422, 404]
    assert [line["cache"] for line in lines] == ["miss", "hit", "none", "none"]
    assert {line["id"] for line in lines} == {"mine"}
    assert {frozenset(line) for line in lines} == {
        frozenset(
            (
                "time",
                "id",
                "method",
                "path",
                "query",
                "route",
                "status",
                "bytes",
                "ms",
                "cache",
                "dataset",
            )
        )
    }


def test_resolved_names_are_remembered_within_bounds(launch: Path) -> None:
    dataset = Dataset(launch, budget_ms=10_000, threads=1)
    try:
        with queries(dataset) as seen:
            first = dataset.resolve_cached(resolve.country, "Italia")
            before = len(seen)
            assert (
                dataset.resolve_cached(resolve.country, "Italia")
                == first
                == resolve.Match("italy", first.matched_as)
            )  # type: ignore[union-attr]
            assert 0 < before == len(seen)
        for number in range(3000):
            dataset.resolve_cached(lambda _, name: name, f"{number}")
        remembered = dataset._resolve_cached.cache_info()
        assert remembered.currsize <= 2048
        for number in range(10):
            dataset.resolve_cached(lambda _, name: name, f"{number}" * 300)
        assert dataset._resolve_cached.cache_info() == remembered  # they are too long
        assert dataset.resolve_cached(resolve.country, "Italia") == first
    finally:
        dataset.close()


@given(
    st.lists(
        st.tuples(st.integers(0, 30), st.integers(0, 60_000), st.sampled_from([200, 404, 422])),
        max_size=200,
    )
)
def test_the_cache_keeps_its_bounds(steps: list[tuple[int, int, int]]) -> None:
    """Never more bytes than allowed, never the answer to another key, and no raw request leads to
    an answer that was evicted.
    """
    kept, last = Cache(400_000), {}
    for number, length, status in steps:
        key = (b"/", number)
        cached = kept.get(key)
        assert cached is None or cached is last[key]
        if cached is not None:
            kept.remember_raw_request(("raw", *key), cached)
        else:
            answer = Answer(status, (), bytes(length))
            last[key] = CachedAnswer(answer, "/", None, lambda _: True)
            kept.put(key, last[key])
        assert (
            kept.bytes
            == sum(
                memory_size(*one)
                for part in (kept._probation, kept._protected)
                for one in part.answers.items()
            )
            <= 400_000
        )
        in_cache = [
            one for part in (kept._probation, kept._protected) for one in part.answers.values()
        ]
        assert {id(one) for one in kept.by_raw_request.values()} <= {id(one) for one in in_cache}
        assert all(one.answer.status != 422 for one in in_cache)
        assert len(kept) == len(in_cache)


def test_raw_requests_are_bounded() -> None:
    kept, ready = Cache(400_000), CachedAnswer(Answer(200, (), b""), "/", None, lambda _: True)
    for number in range(3 * MAX_RAW_REQUESTS):
        kept.remember_raw_request((number,), ready)
        assert len(kept.by_raw_request) <= MAX_RAW_REQUESTS
    kept.remember_raw_request((b"a" * MAX_KEY_BYTES, "b"), ready)
    kept.put((b"a" * MAX_KEY_BYTES, "b"), ready)
    assert (b"a" * MAX_KEY_BYTES, "b") not in kept.by_raw_request
    assert len(kept) == 0


def test_the_counted_bytes_are_those_in_memory(launch: Path) -> None:
    """The size counted for an answer is about what it takes in memory, with its key and headers."""
    edge = create_app(
        Settings(datasets=launch.parent, public_url="https://stated.example", budget_ms=10_000)
    )
    dataset: Any = edge.dataset_store.current

    def ask(word: str) -> None:
        for _ in range(2):
            given = {
                "path": "/statements",
                "raw_path": b"/statements",
                "query_string": f"limit=1&q={word}".encode(),
            }
            assert messages(edge, **given)[0]["status"] == 200

    for number in range(20):  # caches that are filled once
        ask(f"first{number}")
    dataset.response_cache = None
    ask("second")
    gc.collect()
    counted = dataset.response_cache.bytes
    tracemalloc.start()
    for number in range(50):
        ask(f"word{number}")
    for ready in dataset.response_cache._protected.answers.values():
        assert ready.head
        assert ready.not_modified_head
    dataset.response_cache.by_raw_request.clear()
    edge._parse_short_target.cache_clear()
    gc.collect()
    # What the search remembers of words, and the database of its SQL, has bounds of its own, and
    # how much of it is new depends on the tests that ran before.
    ours = tracemalloc.take_snapshot().filter_traces(
        [
            tracemalloc.Filter(True, f"{ROOT}/app/*"),
            *(
                tracemalloc.Filter(False, f"{ROOT}/app/{folder}/*")
                for folder in ("domain", "statements", "store")
            ),
        ]
    )
    tracemalloc.stop()
    assert len(dataset.response_cache) == 51
    took = sum(trace.size for trace in ours.traces)
    assert 0.4 < took / (dataset.response_cache.bytes - counted) < 1.1


LONG = {
    "parameters": lambda n: {
        "path": "/statements",
        "query_string": b"&".join([b"a%d=" % n] * 1500)[:7900],
    },
    "fewer parameters": lambda n: {
        "path": "/statements",
        "query_string": b"&".join([b"a%d=%b" % (n, b"x" * 25)] * 200),
    },
    "ignored parameters": lambda n: {
        "path": "/",
        "query_string": b"&".join([b"utm_%d=%b" % (n, b"x" * 25)] * 200),
    },
    "words": lambda n: {
        "path": "/statements",
        "query_string": b"limit=1&cursor=%d%b" % (n, b"x" * 7800),
    },
    "name": lambda n: {"path": f"/countries/{n}" + "x" * 7800},
    "accept": lambda n: {"headers": [(b"accept", b"text/csv;a=%d," % n + b"a/b," * 7000)]},
    "accept-encoding": lambda n: {"headers": [(b"accept-encoding", b"a%d" % n + b",gzip" * 5000)]},
    "host": lambda n: {"headers": [(b"host", b"a%d" % n + b".a" * 15000)]},
    "oembed": lambda n: {
        "path": "/oembed",
        "query_string": b"url=https://stated.example/countries/%d%b" % (n, b"x" * 7000),
    },
    # the words of a quotation: one that is folded, and one that may be a number
    "quotation": lambda n: {
        "path": "/quotes/check",
        "query_string": b"text=we+will+send+%d%b+troops" % (n, b"x" * 7000),
    },
    "number": lambda n: {
        "path": "/quotes/check",
        "query_string": b"text=a+pillar+of+security+guarantees+%d%b" % (n, b"1" * 7000),
    },
}


@pytest.mark.long
def test_nothing_long_in_a_request_is_remembered(launch: Path) -> None:
    edge = create_app(Settings(datasets=launch.parent, budget_ms=10_000))

    def ask(numbers: range) -> None:
        for number in numbers:
            for kind in LONG.values():
                given = kind(number)
                path = given.get("path", "/countries/italy/position")
                given = {
                    "headers": [(b"host", b"h.example")],
                    **given,
                    "path": path,
                    "raw_path": path.encode(),
                }
                assert messages(edge, **given)[0]["status"] < 500

    def bytes_kept(numbers: range) -> int:
        before = tracemalloc.get_traced_memory()[0]
        ask(numbers)
        clear_cache()  # the standard library remembers 128 addresses that it has split
        gc.collect()
        return tracemalloc.get_traced_memory()[0] - before

    ask(range(5))
    gc.collect()
    tracemalloc.start()
    kept = [bytes_kept(range(10, 20)), bytes_kept(range(20, 30))]
    tracemalloc.stop()
    # The interpreter's own table of all names grows at once when it is full: by 3.8 MB in a process
    # that has run many tests. It does so once; what the service remembers grows each time.
    assert min(kept) < 250_000  # of 1.2 million bytes that were sent; without a fault, some 1,000


def test_too_many_unknown_parameters_are_neither_read_nor_compared(service: Served) -> None:
    def ask(count: int, path: str = "/statements") -> httpx.Response:
        return service.client.get(
            f"{path}?" + "&".join(["lim1t=1", *(f"x{number}=1" for number in range(count - 1))])
        )

    most = ask(200)
    assert most.json()["type"].endswith("/problems/invalid-parameter")
    assert len(most.json()["errors"]) == 20
    assert most.json()["did_you_mean"] == ["limit"]
    for path in (
        "/statements",
        "/browse/statements",
        "/embed/statements",
        "/nowhere",
        "/",
        "/docs",
        "/badges/italy.svg",
        "/oembed",
    ):
        assert ask(201, path).status_code == 422
    assert ask(201).json()["type"].endswith("/problems/too-many-parameters")
    nested = "%26".join(f"a{number}%3D1" for number in range(201))
    answer = service.client.get(f"/oembed?url=https://stated.example/statements%3F{nested}")
    assert (answer.status_code, answer.json()["type"][-19:]) == (422, "too-many-parameters")
