"""What the first requests would wait for is done beforehand, in small steps."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import FileSystemLoader
from sqlalchemy import create_engine, literal, select

from app.html.templating import load_each, render_template
from app.main import create_app
from app.settings import Settings
from app.store.compiled import CompiledSelect, compile_each


def test_a_compiled_select_is_not_compiled_again(monkeypatch: pytest.MonkeyPatch) -> None:
    one = CompiledSelect(select(literal(1)))
    steps = sum(1 for _ in compile_each())
    assert steps > 100  # those of the whole program
    monkeypatch.setattr("app.store.compiled._Prepared", None)
    with create_engine("sqlite://").connect() as connection:
        assert one.scalar(connection) == 1


def test_a_loaded_template_is_not_loaded_again(monkeypatch: pytest.MonkeyPatch) -> None:
    assert sum(1 for _ in load_each()) > 20
    monkeypatch.setattr(FileSystemLoader, "get_source", None)
    with pytest.raises(Exception, match="undefined"):
        render_template("embeds/badge.svg", {}, base="")


def test_a_service_does_both_when_it_starts(launch: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []

    def steps(name: str) -> Iterator[None]:
        for _ in range(3):
            done.append(name)
            yield

    monkeypatch.setattr("app.main.compile_each", lambda: steps("compile"))
    monkeypatch.setattr("app.main.load_each", lambda: steps("load"))
    edge = create_app(Settings(datasets=launch.parent))

    async def start_and_wait() -> None:
        api = edge.app
        async with api.router.lifespan_context(api):  # type: ignore[attr-defined]
            for _ in range(200):
                if len(done) == 6:
                    return
                await asyncio.sleep(0.01)

    asyncio.run(start_and_wait())
    assert done == ["compile"] * 3 + ["load"] * 3
