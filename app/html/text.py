"""What templates say in words: a source's sentence with its marks, dates, the legend of stances.
Pure.
"""

import re
from collections import deque
from itertools import pairwise
from typing import Any

from markupsafe import Markup, escape

from app.store.listing import Row

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
Part = tuple[
    Row | None, list[tuple[str, str]]
]  # a passage of a source, and its words with what they are
# An opening quotation mark, with the space that French puts behind it; ” and » open in Swedish,
# Finnish and Danish.
_OPENING = "[“\"«„‘'”»]\\s?"
_WORD, _COLOUR = re.compile(r"[a-z_]+"), re.compile(r"#[0-9a-f]{6}")
_VALUE = re.compile(r"\b[a-z]+(?:_[a-z]+)+\b")


def legend(terms: list[dict[str, Any]]) -> dict[str, Any]:
    """All vocabularies by name and value, the stances in their order, and their colours as CSS;
    definitions in plain words.
    """
    labels = {term["id"]: term["label"].lower() for term in terms if "_" in term["id"]}
    terms = [{**term, "definition": _spelled(term["definition"], labels)} for term in terms]
    stances = [term for term in terms if term["vocabulary"] == "stance"]
    by_name = {(term["vocabulary"], term["id"]): term for term in terms}
    return {"terms": by_name, "legend": stances, "style": stance_style(stances)}


def _spelled(sentence: str, labels: dict[str, str]) -> str:
    """A definition in which values of closed lists that are no words of English stand as people
    call them.
    """
    return _VALUE.sub(lambda found: labels.get(found[0], found[0]), sentence)


def stance_style(terms: list[dict[str, Any]], theme: str = "auto") -> str:
    """The legend colours as CSS, for a `light` or a `dark` page or as the reader likes it; others
    than colours are left out.
    """

    def rules(column: str) -> str:
        return "".join(
            f".s-{term['id']}{{--stance:{term[column]}}}"
            for term in terms
            if _WORD.fullmatch(term["id"]) and _COLOUR.fullmatch(term[column] or "")
        )

    light, dark = rules("colour"), rules("colour_dark")
    on_screen = {"light": "", "dark": f"@media screen{{{dark}}}"}
    return light + on_screen.get(theme, f"@media screen and (prefers-color-scheme:dark){{{dark}}}")


def code(text: str) -> Markup:
    """Text in which `this` is code."""
    parts = text.split("`")
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if i % 2 else escape(part)
        for i, part in enumerate(parts)
    )


def told(statement: dict[str, Any], sentence: dict[str, Any] | None) -> list[tuple[str, str]]:
    """The words of a source as (text, what it is), in order and verbatim.

    `claim` are the words of the statement, `quoted` those of them that stand in quotation marks in
    the source, `around` the rest of their sentence, where the archive holds it.
    """
    at = statement["selector"]
    exact: str = at["exact"]
    before = after = ""
    if sentence is not None and sentence["exact"] is not None and at["start"] is not None:
        first = at["start"] - sentence["start"]
        if sentence["exact"][first : first + len(exact)] == exact:
            before, after = sentence["exact"][:first], sentence["exact"][first + len(exact) :]
    pieces = [(before, "around")]
    end = 0
    for words in statement["quoted"]:
        if words["start"] is not None:
            start = words["start"] - at["start"]
        else:  # only excerpts are kept: the first place after an opening mark
            found = re.compile(_OPENING + re.escape(words["exact"])).search(exact, end)
            start = found.end() - len(words["exact"]) if found else -1
        if start >= end and exact.startswith(words["exact"], start):
            pieces += [(exact[end:start], "claim"), (words["exact"], "quoted")]
            end = start + len(words["exact"])
    return [piece for piece in (*pieces, (exact[end:], "claim"), (after, "around")) if piece[0]]


def when(said: dict[str, Any]) -> str:
    """When something was said, as far as it is known."""
    if said["value"]:
        text = f"Said {'on' if said['precision'] == 'day' else 'in'} {day(said['value'])}"
    elif said["earliest"] and said["latest"]:
        text = f"Said between {day(said['earliest'])} and {day(said['latest'])}"
    elif said["earliest"]:
        text = f"Said on {day(said['earliest'])} or later"
    elif said["latest"]:
        text = f"Said on {day(said['latest'])} or earlier"
    else:
        return "The source prints no date for this."
    return text + {"derived": ", a derived date", "page": ", by the date of the page"}.get(
        said["basis"], ""
    )


def known(date: Row | None) -> str:
    """What is known of a day, as the end of a sentence; empty where nothing is."""
    if date is None:
        return ""
    if date["value"]:
        return day(date["value"])
    if date["earliest"] and date["latest"]:
        return f"some day between {day(date['earliest'])} and {day(date['latest'])}"
    if date["earliest"]:
        return f"{day(date['earliest'])} or later"
    return f"{day(date['latest'])} or earlier" if date["latest"] else ""


def laid_out(text: str, passages: list[Row], claim: Row, quoted: list[Row]) -> list[list[Part]]:
    """An archived text in lines, these in parts of one passage or none, and those in pieces as
    `told` has them.

    All of it is there and verbatim; `claim` and `quoted` are places in it.
    """
    breaks = {at for one in re.finditer("\n", text) for at in one.span()}
    places = sorted(
        {0, len(text)}
        | breaks
        | {at for one in (*passages, claim, *quoted) for at in (one["start"], one["end"])}
    )
    lines: list[list[Part]] = [[]]
    ahead = deque(sorted(passages, key=lambda one: one["start"]))
    for first, last in pairwise(places):
        if text[first] == "\n":
            lines.append([])
            continue
        while ahead and ahead[0]["end"] <= first:
            ahead.popleft()
        passage = ahead[0] if ahead and ahead[0]["start"] <= first else None
        kind = (
            "quoted" if _inside(first, quoted) else "claim" if _inside(first, [claim]) else "around"
        )
        if not lines[-1] or lines[-1][-1][0] is not passage:
            lines[-1].append((passage, []))
        lines[-1][-1][1].append((text[first:last], kind))
    return [parts for parts in lines if parts]


def _inside(at: int, places: list[Row]) -> bool:
    return any(one["start"] <= at < one["end"] for one in places)


def day(value: object) -> str:
    """A day, month or year (ISO 8601) as people write it."""
    year, *rest = str(value).split("-")
    numbers = [int(part) for part in rest]
    return " ".join(
        [*(str(one) for one in numbers[1:]), *(_MONTHS[one - 1] for one in numbers[:1]), year]
    )
