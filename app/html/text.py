"""Texts for templates: the words of a source with their marks, dates, labels, colours."""

import re
from bisect import bisect_left, bisect_right
from calendar import month_name
from itertools import pairwise

from markupsafe import Markup, escape
from sqlalchemy import Connection

from app.api.schemas import JsonObject
from app.dataset import queries as dataset_queries
from app.domain.quotation_marks import place_of_quoted
from app.html.palette import shown
from app.lookup import questions
from app.statements.search_words import SearchQuery
from app.store.listing import Row

_WORD, _COLOUR = re.compile(r"[a-z_]+"), re.compile(r"#[0-9a-f]{6}")
_VALUE = re.compile(r"\b[a-z]+(?:_[a-z]+)+\b")
_IN_BACKTICKS, _IN_QUOTES = re.compile("`([^`]*)`"), re.compile("“([^“”]*)”")
_BASES = {"derived": " (date inferred)", "page": " (date of the page)"}


_IN_WORDS_OF_A_QUESTION = {
    ("stance", "opposes"): "Opposes {subject}.",
    ("stance", "willing"): "Reported as willing to {take_part}.",
    ("stance", "open"): "Reported as open to {taking_part}, without a promise.",
    ("stance", "undecided"): "Reported as not having decided whether to {take_part}.",
    ("stance", "declines"): (
        "Reported as declining to {take_part}; this does not mean that it opposes {subject}."
    ),
    ("stance", "supports"): "Supports {subject} and has not said whether it would {take_part}.",
    ("view", "supports"): "Supports {subject}.",
    ("view", "opposes"): "Opposes {subject}.",
    (
        "view",
        "not_stated",
    ): "No source gives a view of {subject}, or sources contradict each other.",
    ("participation", "will_contribute"): "Will {take_part}.",
    ("participation", "open"): "Open to {taking_part}; nothing is promised.",
    ("participation", "undecided"): "Has not decided whether to {take_part}.",
    ("participation", "declined"): "Will not {take_part}.",
    ("participation", "not_stated"): (
        "No source says whether it would {take_part}, or sources contradict each other."
    ),
    ("participation", "not_applicable"): "Not expected to {take_part}.",
    ("condition", "us_backstop"): "The United States supports those who {take_part}.",
}
"""Definitions of terms, with the words of a question in place of the general ones."""


def legend(connection: Connection) -> JsonObject:
    """The closed vocabularies as templates need them. Read it with `Dataset.cached`.

    `terms` are all values by (vocabulary, value), `legend` are the stances in their order, `style`
    is CSS with the colours of the stances, as they are drawn. Definitions use labels instead of
    values like `not_stated`.
    """
    terms = dataset_queries.terms(connection)
    labels = {term["id"]: term["label"].lower() for term in terms if "_" in term["id"]}
    for term in terms:
        term |= {name: shown(term[name]) for name in ("colour", "colour_dark")}
        term["definition"] = _VALUE.sub(
            lambda match: labels.get(match[0], match[0]), term["definition"]
        )
    stances = [term for term in terms if term["vocabulary"] == "stance"]
    by_name = {(term["vocabulary"], term["id"]): term for term in terms}
    return {"terms": by_name, "legend": stances, "style": stance_style(stances)}


def legend_of(connection: Connection, question_id: str) -> JsonObject:
    """The same for what shows one question. Read it with `Dataset.cached`.

    If the question has its own words for taking part, definitions and labels use them and its
    `subject`. `labels` are the names of the two axes.
    """
    given, question = legend(connection), questions.question(connection, question_id)
    labels = {"view": f"View of {question['subject']}", "participation": "Own part"}
    if question["has_own_words"]:
        labels["participation"] = f"Whether to {question['take_part']}"
        for term, definition in _IN_WORDS_OF_A_QUESTION.items():
            if term in given["terms"]:
                given["terms"][term]["definition"] = definition.format_map(question)
    return given | {"labels": labels}


def stance_style(terms: list[Row], theme: str = "auto") -> str:
    """The colours of the stances as CSS. Values that are no colours are left out.

    `theme` is `light`, `dark` or `auto` (what the reader prefers).
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


def with_code(text: str) -> Markup:
    """Text in which `this` becomes a code element."""
    return Markup(_IN_BACKTICKS.sub(r"<code>\1</code>", str(escape(text))))  # noqa: S704


def with_names(sentence: str) -> Markup:
    """Our sentence with its “names” in bold. Pages use quotation marks only for the words of
    a source.
    """
    return Markup(_IN_QUOTES.sub(r"<b>\1</b>", str(escape(sentence))))  # noqa: S704


def sentence_parts(
    statement: Row, sentence: Row | None, last: Row | None = None
) -> list[tuple[str, str]]:
    """The words of a source as (text, kind), in order and verbatim; none if no words are kept.

    Kinds: `claim` are the words of the statement, `quoted` those of them that are in quotation
    marks in the source, `around` the rest of their sentences, if the archive has them. `last` is
    the sentence in which they end, if that is another one than the first.
    """
    selector = statement["selector"]
    if selector is None:
        return []
    exact: str = selector["exact"]
    before = after = ""
    last = last or sentence
    if sentence and last and sentence["exact"] and last["exact"] and selector["start"] is not None:
        first = selector["start"] - sentence["start"]
        end = selector["start"] + len(exact) - last["start"]
        begun = sentence["exact"][first : first + len(exact)]
        ended = last["exact"][max(end - len(exact), 0) : end]
        whole = begun == exact if last is sentence else begun and ended
        if whole and exact.startswith(begun) and exact.endswith(ended):
            before, after = sentence["exact"][:first], last["exact"][end:]
    pieces = [(before, "around")]
    end = 0
    for words in statement["quoted"]:
        if words["start"] is not None:
            start = words["start"] - selector["start"]
        else:  # only excerpts are kept
            all_of_it = words["exact"] == exact
            start = 0 if all_of_it else place_of_quoted(exact, words["exact"], end, len(exact))
        if start >= end and exact.startswith(words["exact"], start):
            pieces += [(exact[end:start], "claim"), (words["exact"], "quoted")]
            end = start + len(words["exact"])
    return [piece for piece in (*pieces, (exact[end:], "claim"), (after, "around")) if piece[0]]


def found_parts(
    pieces: list[tuple[str, str]], words: SearchQuery | None
) -> list[tuple[str, str, bool]]:
    """Pieces of a text as (text, kind, whether it is what a reader looked for), in order and
    verbatim.
    """
    if words is None:
        return [(text, kind, False) for text, kind in pieces]
    places = words.places_in("".join(text for text, _ in pieces))
    parts, begin = [], 0
    for text, kind in pieces:
        end = begin + len(text)
        inside = [(max(start, begin), min(stop, end)) for start, stop in places]
        done = begin
        for start, stop in inside:
            if start < stop:
                parts += [(text[done - begin : start - begin], kind, False)]
                parts += [(text[start - begin : stop - begin], kind, True)]
                done = stop
        parts.append((text[done - begin :], kind, False))
        begin = end
    return [part for part in parts if part[0]]


def marked(text: str, words: SearchQuery | None) -> Markup:
    """A text, escaped, with marks on what a reader looked for."""
    return Markup("").join(
        Markup('<mark class="found">{}</mark>').format(part) if found else escape(part)
        for part, _, found in found_parts([(text, "")], words)
    )


Lines = list[tuple[bool, list[tuple[str, str]]]]
"""Lines of a text: whether one is a heading, and its pieces with the kind of each."""


def text_lines(text: str, passages: list[Row], claim: Row, quoted: list[Row]) -> Lines:
    """An archived text in lines: whether a line is a heading, and its text in pieces of the kinds
    that `sentence_parts` gives. No piece contains text of two passages.

    All of the text but its line breaks is in the result, verbatim. `claim` and `quoted` are places
    (`start`, `end`) in it.
    """
    headings = [passage for passage in passages if passage["coding"] == "heading"]
    spans = [*passages, claim, *quoted]
    borders = sorted({span["start"] for span in spans} | {span["end"] for span in spans})

    def kind(place: int) -> str:
        if _inside(place, quoted):
            return "quoted"
        return "claim" if _inside(place, [claim]) else "around"

    lines = []
    for line in re.finditer("[^\n]+", text):
        start, end = line.span()
        inner = borders[bisect_right(borders, start) : bisect_left(borders, end)]
        pieces = [(text[first:last], kind(first)) for first, last in pairwise([start, *inner, end])]
        lines.append((_inside(start, headings), pieces))
    return lines


def _inside(place: int, spans: list[Row]) -> bool:
    return any(span["start"] <= place < span["end"] for span in spans)


def format_day(value: object) -> str:
    """A day, month or year (ISO 8601) as people write it: 4 September 2025."""
    year, *rest = str(value).split("-")
    months, days = [month_name[int(month)] for month in rest[:1]], rest[1:]
    return " ".join([*(day.removeprefix("0") for day in days), *months, year])


def date_said(date: Row) -> str:
    """When something was said, as far as it is known, as a clause."""
    known = known_date(date)
    if not known:
        return "The source gives no date."
    if known.startswith("some day "):
        text = f"Said {known.removeprefix('some day ')}"
    else:
        text = f"Said {'in' if date['value'] and date['precision'] != 'day' else 'on'} {known}"
    return text + _BASES.get(date["basis"], "")


def since_when(date: Row | None) -> str:
    """Since when something is so, and whether that date is certain, possible or undated, as a
    clause; empty without a date.
    """
    if date is None:
        return ""
    known = known_date(date)
    if not known:
        return "Undated: no source says since when"
    return f"Since {known}" + (
        _BASES.get(date["basis"], "") if date["value"] else " (date uncertain)"
    )


def on_day(day: object, certainty: str | None) -> str:
    """The day asked for and how certain the answer is, as the end of a title; empty without a
    day.
    """
    if day is None:
        return ""
    return f" on {format_day(day)}" + (f" ({certainty})" if certainty else "")


def known_date(date: Row | None) -> str:
    """What is known of a date, as the end of a sentence; empty if nothing is known."""
    if date is None:
        return ""
    if date["value"]:
        return format_day(date["value"])
    if date["earliest"] and date["latest"]:
        return f"some day between {format_day(date['earliest'])} and {format_day(date['latest'])}"
    if date["earliest"]:
        return f"{format_day(date['earliest'])} or later"
    return f"{format_day(date['latest'])} or earlier" if date["latest"] else ""


def counted(number: int, noun: str) -> str:
    """A number of things: 1 position, 2 positions."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def source_title(source: Row) -> str:
    """The title of a document, or our words for one that has none."""
    return source["title"] or f"Untitled, {source['publisher']}"


def unnamed(statement: Row) -> str:
    """Who makes the claim of a statement without a named speaker, as an attribution: `collective`
    for a joint text, `narrator` for the source itself, else `anonymous`.
    """
    if statement["countries"]:
        return "collective"
    narrated = any(pair["attribution"] == "narrator" for pair in statement["about"])
    return "narrator" if narrated or statement["kind"] == "narration" else "anonymous"


def claimant(statement: Row) -> str:
    """Who makes the claim of a statement, as a name: the speaker, the source itself, those who
    signed a joint text, or nobody whom the source names.
    """
    if statement["speaker"]:
        return str(statement["speaker"]["name"])
    who = unnamed(statement)
    if who == "narrator":
        return str(statement["source"]["publisher"])
    return "A joint text" if who == "collective" else "An unnamed speaker"


def spans_of(said: Row) -> list[Row]:
    """The words of a statement and those of its quotations, with their places in the text."""
    return [
        {key: words[key] for key in ("exact", "start", "end")}
        for words in (said["selector"], *said["quoted"])
    ]
