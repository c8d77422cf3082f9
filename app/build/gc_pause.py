"""Pausing Python's garbage collector of reference cycles while a dataset is made."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def gc_paused() -> Iterator[None]:
    """Pause the collector.

    A build makes millions of objects, none of them in a cycle, and almost all are needed until it
    ends. To search them again and again took a third of its time.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
