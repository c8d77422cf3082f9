"""Requests to the service over HTTP, as many tests send them."""

import json
from typing import Any
from urllib.parse import urlencode

import httpx

PUBLIC = "https://stated.example"  # the public URL of the fixture `served`


def local(url: str) -> str:
    """The path and query of an absolute URL of this service."""
    assert url.startswith(f"{PUBLIC}/"), url
    return url.removeprefix(PUBLIC)


def suffixed(address: str, suffix: str) -> str:
    """An address with a format at the end of its path."""
    path, _, query = address.partition("?")
    return f"{path}.{suffix}{'?' if query else ''}{query}"


def with_query(address: str, **more: Any) -> str:
    """An address with further parameters."""
    return (
        f"{address}{'&' if '?' in address else '?'}{urlencode(more, doseq=True)}"
        if more
        else address
    )


def ask(client: httpx.Client, address: str, status: int = 200, **headers: str) -> httpx.Response:
    """An answer with the expected status, not compressed."""
    answer = client.get(address, headers={"accept-encoding": "identity", **headers})
    assert answer.status_code == status, (address, answer.status_code, answer.text[:500])
    return answer


def lines(client: httpx.Client, address: str) -> list[dict[str, Any]]:
    """The rows of an NDJSON list."""
    return [json.loads(line) for line in ask(client, address).content.splitlines()]


def total(client: httpx.Client, url: str) -> int:
    """The exact total of the list at a URL, which is also how many rows it has."""
    page = ask(client, with_query(local(url), limit=200)).json()
    assert page["total_exact"] is True
    assert page["next_url"] is None
    assert page["total"] == len(page["items"]), url
    return int(page["total"])


def problem_of(client: httpx.Client, address: str) -> dict[str, Any]:
    """The problem that an address answers."""
    return client.get(address).json()
