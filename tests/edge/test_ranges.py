"""Parts of a body (RFC 9110 section 14): programs that read tables ask for ranges of bytes."""

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.edge.conditional import range_of


def test_a_table_is_read_in_parts(client: httpx.Client) -> None:
    """As Polars does: the length by HEAD, then ranges; also when the answer is cached."""
    plain = {"Accept-Encoding": "identity"}
    whole = client.get("/positions.csv", headers=plain)
    head = client.head("/positions.csv", headers=plain)
    length = len(whole.content)
    for answer in (whole, head):
        assert answer.headers["accept-ranges"] == "bytes"
        assert answer.headers["content-length"] == str(length)
    for sent, start, end in (
        ("bytes=0-3", 0, 4),
        ("bytes=0-0", 0, 1),
        ("bytes=100-", 100, length),
        ("bytes=-5", length - 5, length),
        (f"bytes=10-{length + 99}", 10, length),
    ):
        answer = client.get("/positions.csv", headers={**plain, "Range": sent})
        assert (answer.status_code, answer.content) == (206, whole.content[start:end])
        assert answer.headers["content-range"] == f"bytes {start}-{end - 1}/{length}"
        assert answer.headers["etag"] == whole.headers["etag"]
        assert answer.headers["content-length"] == str(end - start)
    assert client.get("/positions.csv", headers=plain).content == whole.content


@pytest.mark.parametrize(
    "headers",
    [
        {"Range": "bytes=0-1,3-4"},
        {"Range": "bytes=5-4"},
        {"Range": "bytes=99999999-"},
        {"Range": "bytes=-"},
        {"Range": "bytes=-0"},
        {"Range": "lines=0-1"},
        {"Range": "bytes=0-1", "If-Range": '"other"'},
        {"Range": "bytes=0-1", "If-Range": "Sat, 29 Nov 2026 00:00:00 GMT"},
        {"Range": "bytes=0-1", "Accept-Encoding": "gzip"},
    ],
)
def test_another_range_is_ignored(client: httpx.Client, headers: dict[str, str]) -> None:
    plain = {"Accept-Encoding": "identity"}
    answer = client.get("/positions.csv", headers=plain | headers)
    assert answer.status_code == 200
    assert answer.content == client.get("/positions.csv", headers=plain).content
    assert "content-range" not in answer.headers


def test_conditions_of_a_range(client: httpx.Client) -> None:
    plain = {"Accept-Encoding": "identity", "Range": "bytes=0-1"}
    tag = client.get("/positions.csv", headers=plain).headers["etag"]
    same = client.get("/positions.csv", headers=plain | {"If-Range": tag})
    assert (same.status_code, len(same.content)) == (206, 2)
    assert client.get("/positions.csv", headers=plain | {"If-None-Match": tag}).status_code == 304
    missing = client.get("/countries/atlantis/positions.csv", headers=plain)
    assert missing.status_code == 404


@given(st.binary(min_size=1, max_size=30), st.integers(0, 40), st.integers(0, 40))
def test_ranges_are_parts(body: bytes, first: int, last: int) -> None:
    for header, part in (
        (b"bytes=%d-%d" % (first, last), body[first : last + 1]),
        (b"bytes=%d-" % first, body[first:]),
        (b" BYTES=-%d" % last, body[-last:] if last else b""),
    ):
        found = range_of(header, len(body))
        assert (body[slice(*found)] if found else b"") == part
