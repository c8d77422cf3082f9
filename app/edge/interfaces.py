"""What the edge needs from other parts of the program, as protocols and types."""

from collections.abc import Callable
from typing import Protocol

from starlette.types import Scope

from app.edge.answers import Header
from app.edge.cache import Cache
from app.problems import Problem


class ServedDataset(Protocol):
    """What the edge needs of a dataset (app.store.dataset.Dataset)."""

    response_cache: Cache | None
    """Made by the edge when the first answer is kept, and dropped with the dataset."""

    @property
    def version(self) -> str:
        """16 hexadecimal digits."""


class DatasetSource(Protocol):
    """Where the edge gets datasets from (app.store.dataset_store.DatasetStore)."""

    @property
    def current(self) -> ServedDataset | None:
        """The dataset that is served now, or None."""

    def get_open(self, version: str) -> ServedDataset | None:
        """The dataset of a version if it is open already. `version` comes from a request and may
        be any text.
        """

    async def open_version(self, version: str) -> ServedDataset | None:
        """The dataset of a version, opened if necessary; None if there is none."""


RequestLine = tuple[bytes, bytes, bytes]
"""Method, path as it was sent, and query."""


class Observer(Protocol):
    """Is called after every request."""

    def observe(
        self,
        request_line: RequestLine,
        request_id: bytes,
        route: str,
        status: int,
        size: int,
        cache: str,
        version: str | None,
        began: float,
        /,
    ) -> None:
        """Record a request that was answered.

        `route` is the template of its path, or "none". `status` is 0 if the answer was broken off.
        `size` counts the bytes of the body. `cache` is "hit", "miss" or "none" (not for the
        cache). `version` is that of the dataset. `began` is a time of `time.perf_counter`.
        """


class NullObserver:
    """An observer that does nothing."""

    def observe(self, *_: object) -> None:
        """Ignore the request."""


RenderProblem = Callable[[Scope, Problem], tuple[int, list[Header], bytes]]
"""Makes the answer for a problem: status, headers (with those of the problem, such as Allow or
Retry-After) and body.
"""
