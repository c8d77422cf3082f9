"""Static files: pages load only ours, under names that contain a hash."""

import re

import httpx

from tests.answers import PUBLIC, ask


def test_pages_load_their_assets(client: httpx.Client) -> None:
    """Pages ask no third party; their files have a hash in the name and may be kept for ever."""
    found: set[str] = set()
    for page in ("/", "/docs", "/problems"):
        answer = ask(client, page)
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        loaded = re.findall(r'<(?:link|script|img)\b[^>]*?(?:href|src)="([^"]+)"', answer.text)
        found |= {url.removeprefix(PUBLIC) for url in loaded if "/assets/" in url}
        assert all(url.startswith((PUBLIC, "/")) for url in loaded), loaded
    assert found
    for address in found:
        assert "immutable" in ask(client, address).headers["cache-control"]
    ask(client, "/assets/nothing.css", 404)
