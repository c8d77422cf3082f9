"""What the edge knows of those around it."""

from collections.abc import Callable
from typing import Protocol

from starlette.types import Scope

from app.edge.answers import Header
from app.edge.cache import Cache
from app.problems import Problem


class Dataset(Protocol):
    """As much of a dataset as the edge knows."""

    answers: Cache | None
    """What was answered from it; the edge's, and gone with the dataset."""

    @property
    def version(self) -> str:
        """Sixteen hexadecimal digits."""


class DatasetStore(Protocol):
    """Where datasets stand."""

    @property
    def current(self) -> Dataset | None:
        """The dataset now served, or None."""

    def get_open(self, version: str) -> Dataset | None:
        """The dataset of a version if it is open already; `version` is what a request names,
        whatever that is.
        """

    async def open_version(self, version: str) -> Dataset | None:
        """The dataset of a version, opened if need be, or None."""


Asked = tuple[bytes, bytes, bytes]
"""The method, the path as it was sent, and the query."""


class Observer(Protocol):
    """Who is told of every request once it is answered."""

    def seen(
        self,
        asked: Asked,
        request_id: bytes,
        route: str,
        status: int,
        size: int,
        cache: str,
        version: str | None,
        began: float,
        /,
    ) -> None:
        """`size` in bytes of the body, `cache` hit, miss or none, `began` by
        `time.perf_counter`.
        """


class NullObserver:
    """Watches nothing."""

    def seen(self, *_: object) -> None:
        """Let it pass."""


Render = Callable[[Scope, Problem], tuple[int, list[Header], bytes]]
"""Makes the answer for an error: status, headers (with those of the problem: Allow, Retry-After)
and body.
"""
