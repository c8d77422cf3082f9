"""Helpers for exceptions that reach the edge."""

import logging
import traceback

from starlette.requests import ClientDisconnect
from starlette.types import Scope

log = logging.getLogger("stated")


def is_disconnect(error: Exception) -> bool:
    """Whether an application raises this because the client has gone."""
    return isinstance(error, OSError | ClientDisconnect)


def drop_tracebacks(error: BaseException | None) -> None:
    """Remove the tracebacks of an exception and of those before it.

    A traceback refers to its frames, and those may refer to a dataset, whose files would stay open
    until the garbage collector runs.
    """
    while error is not None:
        error.__traceback__ = None
        error = error.__context__


def log_exception(scope: Scope, error: Exception) -> None:
    """Log an exception with its traceback.

    Every line starts with the request id, and control characters are escaped, so that no input can
    forge a line of the log.
    """
    request_id = scope["state"]["request_id"]
    lines = [f"{scope['method']} {scope['state']['path_with_pin']} failed"]
    lines += "".join(traceback.format_exception(error)).splitlines()
    log.error("%s", "\n".join(f"{request_id} {repr(line)[1:-1]}" for line in lines))
