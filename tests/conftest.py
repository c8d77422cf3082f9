"""How the tests run: hooks of pytest, and the order of the files. Fixtures are in fixtures.py."""

import gc
import os
from collections.abc import Collection, Iterable
from typing import Any

import pytest
from hypothesis import settings

SHORT, LONG = 25, 200  # examples of a property, where a test does not say how many


def pytest_configure(config: pytest.Config) -> None:
    """Properties are tried with more examples when the tests that are marked `long` run
    (`make long`).
    """
    settings.register_profile("short", max_examples=SHORT)
    settings.register_profile("long", max_examples=LONG)
    # Few tests need the whole files of what they publish, and making them takes a second.
    os.environ.setdefault("STATED_WHOLE_FILES", "false")
    settings.load_profile("short" if config.option.markexpr == "not long" else "long")
    # The process that only gives tests to others needs none, and they take four seconds to import.
    if hasattr(config, "workerinput") or not getattr(config.option, "numprocesses", 0):
        from tests import fixtures

        config.pluginmanager.register(fixtures)


def keep() -> None:
    """Tell the garbage collector to ignore all objects that there are now, because they stay to the
    end. Each service that starts collects garbage, and would look through them again.
    """
    gc.collect()
    gc.freeze()


def pytest_collection_finish() -> None:
    """Keep modules and tests."""
    keep()


@pytest.fixture(scope="module", autouse=True)
def kept() -> None:
    """Keep what is left of the files of tests before: it was worked out once for all."""
    keep()


@pytest.hookimpl(tryfirst=True)
def pytest_unconfigure() -> None:
    """Keep all objects that are left: pytest and Python would look through them again before they
    end.
    """
    keep()


# One worker runs all tests of a file, so that what they share is made once. The files that take
# longest come first.
LONGEST = (
    "embeds",
    "hosting",
    "ledger",
    "browse_shown",
    "pages",
    "corpus",
    "versions",
    "build",
    "fuzz",
    "browse",
    "contract",
    "changes",
    "names",
    "seed",
    "swap",
)


def pytest_collection_modifyitems(items: list[Any]) -> None:
    """Put the files in order. Each test needs an id of its own: xdist runs only one of the tests
    that share an id.
    """
    order = {f"test_{name}.py": place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: order.get(item.path.name, len(order)))
    assert len({item.nodeid for item in items}) == len(items), "tests that share an id"


def few(every: Iterable[Any], kept: Collection[Any]) -> list[Any]:
    """Parameters of a test. Those in `kept` run in the ordinary suite; the others are `long`."""
    given = list(every)
    assert all(one in given for one in kept), "what is kept must be one of them"
    return [one if one in kept else _long(one) for one in given]


def _long(one: Any) -> Any:
    return pytest.param(*(one if isinstance(one, tuple) else (one,)), marks=pytest.mark.long)
