"""Doing without Python's collector of reference cycles while a dataset is made."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def gc_paused() -> Iterator[None]:
    """Keep the collector from looking, again and again, through what a build makes: millions of
    objects, none in a cycle.

    Almost all live until the build ends, and looking through them took a third of its time.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()
