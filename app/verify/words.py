"""Whether the words of a statement are at their place in the archived text. Pure
(docs/verification.md, section The words of a statement).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from urllib.parse import unquote

AROUND = 32  # code points before and after the words


@dataclass(frozen=True)
class WordsAt:
    """Words, and the code points of the archived text that have them, if those are known."""

    exact: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True)
class Claim:
    """What an answer says of the words of a statement.

    `base` is the address of the service that gave it, with a pin if it has one; empty if no address
    was in the answer. `around` are the words before and after, if the answer has them.
    """

    id: str
    source: str
    base: str
    text_sha256: str | None
    whole: WordsAt | None
    """All words of the statement; None if no words of the source are kept."""
    quoted: list[WordsAt] = field(default_factory=list)
    around: tuple[str, str] | None = None


def inner_faults(claim: Claim) -> Iterator[str]:
    """What is wrong inside the claim, whatever the text is: quoted words that are not part of the
    words of the statement.
    """
    if claim.whole is None:
        if claim.quoted:
            yield "it has quoted words, but no words of the source are kept"
        return
    for span in claim.quoted:
        if not span.exact or span.exact not in claim.whole.exact:
            yield f"the quoted words are not part of the words of the statement: {span.exact!r}"


def faults(claim: Claim, text: bytes) -> Iterator[str]:
    """What does not agree with an archived text. The hash is compared first: if it differs, this is
    another text and nothing else is looked up.
    """
    digest = sha256(text).hexdigest()
    if claim.text_sha256 is not None and digest != claim.text_sha256:
        yield f"the SHA-256 of the text is {digest}, and not {claim.text_sha256}"
        return
    try:
        chars = text.decode("utf-8")
    except UnicodeDecodeError:
        yield "the text is not valid UTF-8"
        return
    for span in (claim.whole, *claim.quoted):
        if span is None:
            continue
        if span.start is None or span.end is None:
            if not span.exact or span.exact not in chars:
                yield f"the text does not have these words: {span.exact!r}"
        elif not span.exact or chars[span.start : span.end] != span.exact:
            yield (
                f"code points {span.start} to {span.end} of the text are not the words "
                f"{span.exact!r}"
            )
    if claim.around and claim.whole and claim.whole.start is not None:
        start, end = claim.whole.start, claim.whole.end or 0
        before, after = chars[max(0, start - AROUND) : start], chars[end : end + AROUND]
        if (before, after) != claim.around:
            yield "the words before or after it are others"


def of_statement(body: dict[str, Any]) -> Claim:
    """The claim of a statement as the service answers it. Raises KeyError or TypeError if it is
    none.
    """
    selector, self = body["selector"], str(body["links"]["self"])
    base = self.rpartition("/statements/")[0]
    source = str(body["source"]["id"])
    quoted = [WordsAt(one["exact"], one["start"], one["end"]) for one in body["quoted"]]
    if selector is None:
        return Claim(str(body["id"]), source, base, None, None, quoted)
    around = selector["prefix"], selector["suffix"]
    return Claim(
        str(body["id"]),
        source,
        base,
        selector["text_sha256"],
        WordsAt(selector["exact"], selector["start"], selector["end"]),
        quoted,
        None if None in around else around,
    )


def of_row(row: dict[str, str]) -> Claim:
    """The claim of a row of statements.csv. Raises KeyError or ValueError if it is none."""
    start, end = row["start"], row["end"]
    whole = WordsAt(row["exact"], int(start), int(end)) if start and end else WordsAt(row["exact"])
    return Claim(
        row["id"],
        row["source_id"],
        row["url"].rpartition("/statements/")[0],
        row["text_sha256"] or None,
        whole if row["exact"] else None,
        [WordsAt(value) for value in values_in_cell(row["quoted"])],
    )


def values_in_cell(cell: str) -> list[str]:
    """The values of a list in a cell of a CSV (docs/api.md, section Formats)."""
    return [unquote(value) for value in cell.split(";")] if cell else []
