"""Getting an answer of the service, with limits on its time and its size."""

from dataclasses import dataclass
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from app import RELEASE
from app.build.failures import CommandError

MOST_BYTES = 200_000_000  # of one answer; the whole list of a large dataset
TIMEOUT = 30.0  # seconds without any byte


@dataclass(frozen=True)
class Fetched:
    """An answer."""

    status: int
    media_type: str
    body: bytes


def fetch(address: str) -> Fetched:
    """What an http or https address answers. Raises CommandError if nothing answers, or too
    much.
    """
    if not address.startswith(("http://", "https://")):
        raise CommandError(f"{address} is no address with http:// or https://.")
    headers = {"User-Agent": f"stated-verify/{RELEASE}", "Accept": "application/json, */*;q=0.5"}
    try:
        request = Request(address, headers=headers)  # noqa: S310 - the scheme was checked
        with urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310
            body = answer.read(MOST_BYTES + 1)
            status, media_type = answer.status, answer.headers.get("Content-Type", "")
    except HTTPError as error:
        return Fetched(error.code, error.headers.get("Content-Type", ""), b"")
    except (URLError, OSError, ValueError) as error:
        raise CommandError(
            f"{address} could not be fetched: look whether the address is right, and whether the "
            "service runs."
        ) from error
    if len(body) > MOST_BYTES:
        raise CommandError(f"{address} has more than {MOST_BYTES:,} bytes.")
    return Fetched(status, media_type, body)
