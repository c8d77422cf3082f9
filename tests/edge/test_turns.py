"""Requests that are not in the cache start one after the other, and only so many wait."""

import asyncio
import socket
import time
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import httpx
import pytest
import uvloop

from app.edge.interfaces import ObservedRequest
from app.edge.turns import ROUNDS, Turns
from app.main import create_app
from app.problems import Busy
from app.settings import Settings


async def rounds_of(turns: Turns, requests: int) -> list[int]:
    """In which round of the event loop each of some requests, which come at once, starts."""
    started: list[int] = []
    now = 0

    async def one() -> None:
        await turns.wait()
        started.append(now)

    tasks = [asyncio.create_task(one()) for _ in range(requests)]
    while len(started) < requests:
        await asyncio.sleep(0)
        now += 1
        assert now < 10 * ROUNDS * requests
    await asyncio.gather(*tasks)
    return started


@pytest.mark.parametrize("requests", [1, 2, 50])
def test_there_are_rounds_between_two_starts(requests: int) -> None:
    started = asyncio.run(rounds_of(Turns(100), requests))
    assert all(later - earlier >= ROUNDS for earlier, later in pairwise(started))


def test_some_may_start_in_the_same_round() -> None:
    started = asyncio.run(rounds_of(Turns(100, at_once=8, rounds=1), 50))
    assert max(Counter(started).values()) == 8
    assert max(started) <= 50 / 8 + 2


def test_many_cheap_ones_or_few_dear_ones_start_in_a_round() -> None:
    async def started(cost: int) -> int:
        turns = Turns(100, at_once=100, rounds=1)
        return sum(turns.start(cost) for _ in range(50))

    assert [asyncio.run(started(cost)) for cost in (1, 10, 40, 1000)] == [50, 10, 3, 1]


def test_who_waits_starts_before_who_comes_later() -> None:
    async def order() -> list[bool]:
        turns = Turns(100, at_once=10, rounds=1)
        waiting = [asyncio.create_task(turns.wait(6)) for _ in range(4)]
        await asyncio.sleep(0)
        at_first = turns.start()
        await asyncio.sleep(0)
        then = turns.start()
        return [at_first, then, *[await one for one in waiting]]

    assert asyncio.run(order()) == [False, False, False, False, True, True]


@pytest.mark.parametrize("new_loop", [asyncio.new_event_loop, uvloop.new_event_loop])
def test_who_connects_waits_for_one_request(
    new_loop: Callable[[], asyncio.AbstractEventLoop],
) -> None:
    """Each request takes 10 ms of the event loop. While they wait for their turns, a client
    connects and sends a line.
    """
    done_before: list[int] = []
    done = 0

    def work() -> None:
        nonlocal done
        time.sleep(0.01)
        done += 1

    async def one(turns: Turns) -> None:
        await turns.wait()
        work()

    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readline()
        done_before.append(done)
        writer.close()

    def connect(port: int) -> None:
        for _ in range(5):
            before = done
            with socket.create_connection(("127.0.0.1", port)) as client:
                client.sendall(b"now\n")
                client.recv(1)
            done_before[-1] -= before

    async def all_at_once() -> None:
        turns = Turns(100)
        server = await asyncio.start_server(echo, "127.0.0.1", 0)
        tasks = [asyncio.create_task(one(turns)) for _ in range(60)]
        await asyncio.to_thread(connect, server.sockets[0].getsockname()[1])
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        server.close()

    with asyncio.Runner(loop_factory=new_loop) as runner:
        runner.run(all_at_once())
    assert max(done_before) <= 2  # one that had begun, and at most one more


def test_no_more_wait_than_may() -> None:
    async def at_once() -> list[BaseException | bool]:
        turns = Turns(3)
        waiting = (turns.wait() for _ in range(10))
        return await asyncio.gather(*waiting, return_exceptions=True)

    answers = asyncio.run(at_once())
    assert answers[:4] == [False, True, True, True]
    assert [type(one) for one in answers[4:]] == [Busy] * 6


def test_who_gave_up_is_passed_over() -> None:
    async def some_give_up() -> int:
        turns = Turns(10)
        tasks = [asyncio.create_task(turns.wait()) for _ in range(6)]
        await asyncio.sleep(0)
        for task in tasks[1:4]:
            task.cancel()
        done = await asyncio.gather(*tasks, return_exceptions=True)
        await turns.wait()
        return sum(one in (True, False) for one in done)

    assert asyncio.run(some_give_up()) == 3


def test_a_cached_answer_waits_for_one_request_and_not_for_all(launch: Path) -> None:
    """Forty requests that must be worked on have come before it."""
    app = create_app(Settings(datasets=launch.parent, public_url="https://stated.example"))
    ended: list[str] = []

    async def get(client: httpx.AsyncClient, path: str) -> None:
        answer = await client.get(path)
        assert answer.status_code == 200, path
        ended.append(path)

    async def all_at_once() -> None:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="https://a.example") as client:
            await client.get("/countries/italy")
            paths = [f"/statements?limit={number}" for number in range(1, 41)]
            await asyncio.gather(*(get(client, path) for path in [*paths, "/countries/italy"]))

    asyncio.run(all_at_once())
    assert ended.index("/countries/italy") <= 2


def test_a_small_cached_answer_waits_for_few_large_ones(
    launch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Forty requests for a large cached answer have come before it."""
    monkeypatch.setattr("app.edge.middleware._BYTES_AT_ONCE", 1)
    app = create_app(Settings(datasets=launch.parent, public_url="https://stated.example"))
    small, large = "/countries/italy", "/statements?limit=100"
    ended: list[str] = []

    async def get(client: httpx.AsyncClient, path: str) -> None:
        assert (await client.get(path)).status_code == 200
        ended.append(path)

    async def all_at_once() -> None:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="https://a.example") as client:
            sizes = [len((await client.get(path)).content) for path in (small, large)]
            assert sizes[0] < sizes[1]
            monkeypatch.setattr("app.edge.middleware.MAX_SENT_AT_ONCE", sizes[0])
            await asyncio.gather(*(get(client, path) for path in [*[large] * 40, small]))

    asyncio.run(all_at_once())
    assert len(ended) == 41
    assert ended.index(small) <= 8  # one in a round


def test_a_cached_answer_does_not_wait_until_an_embed_is_measured(
    launch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """How tall an embed is takes long to find the first time."""
    app = create_app(Settings(datasets=launch.parent, public_url="https://stated.example"))
    ended: list[str] = []

    def slow(*_: object) -> list[int]:
        time.sleep(0.2)
        return [300, 300, 300]

    async def get(client: httpx.AsyncClient, path: str) -> None:
        assert (await client.get(path)).status_code == 200
        ended.append(path)

    async def both() -> None:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="https://a.example") as client:
            await client.get("/countries/italy")
            monkeypatch.setattr("app.embeds.snippets.measured", slow)
            page = asyncio.create_task(get(client, "/browse/positions"))
            await asyncio.sleep(0.1)
            await asyncio.gather(page, get(client, "/countries/italy"))

    asyncio.run(both())
    assert ended == ["/countries/italy", "/browse/positions"]


def test_who_waited_for_the_same_gets_the_cached_answer(launch: Path) -> None:
    """After a publication many ask for the same at once."""
    requests: list[ObservedRequest] = []
    app = create_app(Settings(datasets=launch.parent, public_url="https://stated.example"))
    app.observe = requests.append

    async def all_at_once() -> None:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="https://a.example") as client:
            await asyncio.gather(*(client.get("/countries/italy/position") for _ in range(20)))

    asyncio.run(all_at_once())
    assert Counter(one.cache for one in requests) == {"miss": 1, "hit": 19}


def test_who_has_begun_goes_on_before_others_start() -> None:
    async def order() -> list[str]:
        turns, done = Turns(100), list[str]()

        async def one(name: str) -> None:
            await turns.wait()
            for step in range(3):
                await turns.go_on()
                done.append(f"{name}{step}")

        await asyncio.gather(one("a"), one("b"), one("c"))
        return done

    assert asyncio.run(order()) == ["a0", "a1", "a2", "b0", "b1", "b2", "c0", "c1", "c2"]


def test_who_gave_up_in_the_middle_is_passed_over() -> None:
    async def some_give_up() -> list[object]:
        turns = Turns(10)
        tasks = [asyncio.create_task(turns.go_on()) for _ in range(6)]
        await asyncio.sleep(0)
        for task in tasks[1:4]:
            task.cancel()
        async with asyncio.timeout(5):
            done = await asyncio.gather(*tasks, return_exceptions=True)
            await turns.go_on()
        return [type(one) for one in done]

    gave_up = asyncio.CancelledError
    none = type(None)
    assert asyncio.run(some_give_up()) == [none, gave_up, gave_up, gave_up, none, none]


@pytest.mark.parametrize(
    "page",
    [
        "/",
        "/browse/positions",
        "/browse/statements?q=peace",
        "/positions?as_of=2025-09-10&limit=50",
    ],
)
def test_cached_answers_are_sent_while_a_page_is_made(
    page: str, launch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is made in many steps."""
    monkeypatch.setattr("app.html.layout.STEP", 0)
    monkeypatch.setattr("app.api.responses._AT_ONCE", 1)
    app = create_app(Settings(datasets=launch.parent, public_url="https://stated.example"))

    async def answers_meanwhile() -> int:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="https://a.example") as client:
            await client.get("/countries/italy")
            making, sent = asyncio.create_task(client.get(page)), 0
            while not making.done() and sent < 20:
                assert (await client.get("/countries/italy")).status_code == 200
                sent += 1
            assert (await making).status_code == 200
            return sent

    assert asyncio.run(answers_meanwhile()) == 20
