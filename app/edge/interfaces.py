"""What the edge needs from other parts of the program, as protocols and types."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import NamedTuple, Protocol

from app.edge.cache import Cache


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


class FileToSend(Protocol):
    """The body of an answer that is a file (app.api.streams.SentFile)."""

    @property
    def path(self) -> Path:
        """Where it is."""

    @property
    def size(self) -> int:
        """Its bytes."""

    @property
    def sha256(self) -> str:
        """Of its bytes, in hexadecimal digits; it is the entity tag."""

    def place(self) -> AbstractContextManager[None]:
        """What is kept while the file is sent. To enter it may raise a Problem."""


class ObservedRequest(NamedTuple):
    """A request and how it was answered, for metrics and the access log."""

    began: float  # a time of `time.perf_counter`
    method: bytes
    path: bytes  # percent-encoded, as it was sent
    query: bytes
    request_id: bytes
    route: str = "none"  # the template of its path
    status: int = 0  # 0: the answer was broken off
    size: int = 0  # bytes of the body
    cache: str = "none"  # "hit", "miss", or "none" (not for the cache)
    version: str | None = None  # of the dataset


Observe = Callable[[ObservedRequest], None]
"""Is called at the end of every request."""
