"""Links to the words of statements.

The column `href_in_context` is part of the version of a dataset, so it keeps the link that the
first release made. Where that link opens other words, or none, `fragment_link` has the right one.
"""

from collections.abc import Iterator
from functools import lru_cache

from sqlalchemy import Connection, bindparam, select, update
from sqlmodel import col

from app.domain.selectors import Part, escape, fragment_link, opens_only
from app.store.listing import Row
from app.store.tables.statements import Source, Statement


def links(url: str, text: str, start: int, end: int) -> Row:
    """The two columns with links to text[start:end] of the source at `url`."""
    href, first, last = _first_link(url, text, start, end)
    if first and "#" not in url and opens_only(text, first, last):
        return {"href_in_context": href, "fragment_link": None}
    right = fragment_link(url, text, start, end)
    return {"href_in_context": href, "fragment_link": None if right == href else right}


def write_links(connection: Connection) -> None:
    """Fill the column `fragment_link` of a dataset that was made without it."""
    found: list[Row] = []
    read = (
        Statement.number,
        Statement.exact,
        Statement.start,
        Statement.end,
        Source.url,
        Source.text,
    )
    query = (
        select(*(col(column) for column in read))
        .join_from(Statement, Source)
        .where(col(Statement.exact).is_not(None))
        .order_by(col(Statement.source))
    )
    for row in connection.execute(query).mappings():
        exact, text, start, end = (row[name] for name in ("exact", "text", "start", "end"))
        if start is None:
            text, start, end = exact, 0, len(exact)
        link = links(row["url"], text, start, end)["fragment_link"]
        if link is not None:
            found.append({"at": row["number"], "link": link})
    if found:
        number = col(Statement.number) == bindparam("at")
        connection.execute(
            update(Statement).where(number).values(fragment_link=bindparam("link")), found
        )


def _first_link(url: str, text: str, start: int, end: int) -> tuple[str, Part | None, Part | None]:
    """The link of the first release; and the places of its words, if it has no prefix."""
    exact = text[start:end].split("\n")[0]
    end = start + len(exact)
    words = exact.split(" ")
    parts = [(" ".join(words[:5]), " ".join(words[-5:]))] if len(words) > 12 else []
    parts.append((exact, ""))
    prefix, (first, last) = _first_directive(text, start, end, parts)
    named = ",".join(escape(part) for part in (first, last) if part)
    link = f"{url.partition('#')[0]}#:~:text={f'{escape(prefix)}-,' if prefix else ''}{named}"
    if prefix:
        return link, None, None
    return link, (start, start + len(first)), (end - len(last), end) if last else None


def _first_directive(
    text: str, start: int, end: int, parts: list[tuple[str, str]]
) -> tuple[str, tuple[str, str]]:
    """The shortest prefix, and the first of `parts` with it, whose first match is text[start:end].
    If there is none: the longest prefix and the last part.
    """
    page = _page(text)
    prefix = ""
    for prefix in _prefixes(text, start):
        for part in parts:
            if _shown(page, prefix, *part) == (start, end):
                return prefix, part
    return prefix, parts[-1]


def _prefixes(text: str, start: int) -> Iterator[str]:
    """The empty text, then more and more of the words before `start`: those of the same line, or
    those of the line before if `start` begins a line.
    """
    yield ""
    before = text[:start].rstrip().rpartition("\n")[2].split(" ")
    for count in range(1, len(before) + 1):
        yield " ".join(before[len(before) - count :])


def _folded(text: str) -> str:
    """A text without case, as browsers compare it; unchanged if that would move offsets."""
    folded = text.casefold()
    return folded if len(folded) == len(text) else text


_page = lru_cache(maxsize=8)(_folded)  # links to the passages of a source are made in a row


def _shown(page: str, prefix: str, first: str, last: str) -> tuple[int, int] | None:
    """Start and end of the passage that a browser shows for a directive on a page: the first match,
    ignoring case. None if there is none.
    """
    prefix, first, last = _folded(prefix), _folded(first), _folded(last)
    start = page.find(first) if first else -1
    while start >= 0:
        end = start + len(first)
        if last:
            at = page.find(last, end)
            end = at + len(last)
            if at < 0:
                return None  # it does not follow a later match either
        if not prefix or page[:start].rstrip().endswith(prefix):
            return start, end
        start = page.find(first, start + 1)
    return None
