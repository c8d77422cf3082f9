"""What becomes of an exception: whether it is one at all, that it holds nothing open, and its lines
in the log.
"""

import logging
import traceback

from starlette.requests import ClientDisconnect
from starlette.types import Scope

log = logging.getLogger("stated")


def hung_up(error: Exception) -> bool:
    """How an app ends when nobody listens any more."""
    return isinstance(error, OSError | ClientDisconnect)


def let_go(error: BaseException | None) -> None:
    """Cut the circles of exceptions and the frames that they passed: those hold a dataset, whose
    files would stay open.
    """
    while error is not None:
        error.__traceback__ = None
        error = error.__context__


def write_down(scope: Scope, error: Exception) -> None:
    """Every line carries the request id and shows control characters escaped: no input can forge a
    line of its own.
    """
    prefix = scope["state"]["request_id"]
    lines = "".join(traceback.format_exception(error)).splitlines()
    lines.insert(0, f"{scope['method']} {scope['state']['asked']} failed")
    log.error("%s", "\n".join(f"{prefix} {repr(line)[1:-1]}" for line in lines))
