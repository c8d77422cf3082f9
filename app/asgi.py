"""The ASGI application for a server process."""

import gc
import sys
from typing import TYPE_CHECKING

from pydantic import ValidationError

from app import sqlite_fault

if TYPE_CHECKING:  # imported below, while the garbage collector is paused
    from app.edge.middleware import Edge


SWITCH_INTERVAL = 0.001
"""Seconds after which a thread that works lets the event loop go on. Python's 5 ms are as long as a
client waits for several cached answers.
"""


def from_environment() -> "Edge":
    """Make the service with the settings from the environment (see app.settings); for
    `uvicorn --factory`.

    All objects made here live as long as the process. So the garbage collector is paused meanwhile,
    which saves a third of the start-up time, and ignores these objects afterwards.
    """
    if fault := sqlite_fault():
        raise SystemExit(fault)
    sys.setswitchinterval(SWITCH_INTERVAL)
    gc.disable()
    from app.main import create_app
    from app.settings import Settings, mistakes

    try:
        settings = Settings()
    except ValidationError as error:
        raise SystemExit(mistakes(error)) from None
    service = create_app(settings)
    gc.freeze()
    gc.enable()
    return service
