"""Requests that are not in the cache start one after the other, and only so many wait."""

import asyncio
from pathlib import Path

import httpx
import pytest

from app.edge.turns import Turns
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
        assert now < 10 * requests
    await asyncio.gather(*tasks)
    return started


@pytest.mark.parametrize("requests", [1, 2, 50])
def test_one_starts_in_each_round(requests: int) -> None:
    started = asyncio.run(rounds_of(Turns(100), requests))
    assert len(set(started)) == requests
    assert started == sorted(started)


def test_no_more_wait_than_may() -> None:
    async def at_once() -> list[BaseException | None]:
        turns = Turns(3)
        waiting = (turns.wait() for _ in range(10))
        return await asyncio.gather(*waiting, return_exceptions=True)

    answers = asyncio.run(at_once())
    assert [type(one) for one in answers] == [type(None)] * 4 + [Busy] * 6


def test_who_gave_up_is_passed_over() -> None:
    async def some_give_up() -> int:
        turns = Turns(10)
        tasks = [asyncio.create_task(turns.wait()) for _ in range(6)]
        await asyncio.sleep(0)
        for task in tasks[1:4]:
            task.cancel()
        done = await asyncio.gather(*tasks, return_exceptions=True)
        await turns.wait()
        return sum(one is None for one in done)

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
