"""Errors of the YAML and validation libraries as sentences for the person who wrote the file."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

import yaml
from pydantic import TypeAdapter, ValidationError

from app.build.findings import ErrorCode, Where, character


@dataclass(frozen=True)
class Explained:
    """One error of validation, in our words."""

    where: Where
    code: ErrorCode
    message: str
    hint: str | None = None


_SYNTAX = (
    # Words of the parser's problem, what they mean, and what to do. The first that fits counts.
    (
        "anchors and aliases",
        "anchors and aliases are not used here",
        "put text that begins with `*` in double quotes",
    ),
    (
        "alias",
        "anchors and aliases are not used here",
        "put text that begins with `*` in double quotes",
    ),
    (
        "another document",
        "a line `---` begins a second document",
        "remove it",
    ),
    (
        "mapping values are not allowed",
        "a value with a colon and a space must be in double quotes, or this line is "
        "indented too far",
        None,
    ),
    (
        "'\\t'",
        "a tab cannot indent a line",
        "use spaces",
    ),
    (
        "cannot start any token",
        "a value cannot begin with this character",
        "put it in double quotes",
    ),
    (
        "unknown escape character",
        "in double quotes a backslash must be written twice",
        None,
    ),
    (
        "end of stream",
        "a quotation mark is opened here and never closed",
        "close it, or put double quotes around the value",
    ),
    (
        "document separator",
        "a quotation mark is opened here and never closed",
        None,
    ),
    (
        "expected ',' or",
        "a list or mapping in brackets does not end as it should",
        "text in it with a comma, a colon or a bracket must be in double quotes",
    ),
    (
        "expected the node content",
        "a list or mapping in brackets does not end as it should",
        "text in it with a comma, a colon or a bracket must be in double quotes",
    ),
    (
        "could not find expected ':'",
        "there is a line without `key:` here",
        "is a value continued without indentation?",
    ),
    (
        "expected <block end>",
        "this line does not continue what is before it",
        "indent it like the lines of its item; put a value that begins with a quotation "
        "mark and goes on after it in double quotes",
    ),
    (
        "chomping or indentation",
        "after `|` or `>` the text begins on the next line",
        None,
    ),
    (
        "indentation",
        "this line is not indented as it should be",
        None,
    ),
    (
        "undefined tag",
        "a value cannot begin with `!`",
        "put it in double quotes",
    ),
)


def syntax(error: yaml.MarkedYAMLError, text: str) -> tuple[int, str, str | None]:
    """Line, message and hint of a syntax error in a YAML file."""
    if merge := re.search(r"^(?:<{7}|>{7}|={7})(?: .*)?$", text, re.MULTILINE):
        line = text.count("\n", 0, merge.start()) + 1
        return line, "is not YAML: git left a mark of two versions here", "keep one of them"
    problem = error.problem or ""
    mark = error.problem_mark
    if ("end of stream" in problem or "stream end" in problem) and error.context_mark:
        mark = error.context_mark  # where the quotation or bracket was opened
    at = min(mark.index, len(text)) if mark else 0
    line = text.count("\n", 0, at) + 1
    breaks = re.search("[\x85\u2028\u2029]", text[: at + 1])
    if breaks:
        line = text.count("\n", 0, breaks.start()) + 1
        message = (
            f"is not YAML: this line has {character(breaks[0])}, which YAML takes for the end of a "
            "line"
        )
        return line, message, "remove it, or write it in double quotes with a backslash"
    for words, message, hint in _SYNTAX:
        if words in problem:
            return line, f"is not YAML: {message}", hint
    return line, "is not YAML: this line cannot be read", None


_SHAPES = {
    # A part of the pattern of a type in models/base.py or models/sources.py, and its meaning.
    "^[a-z0-9]+(-[a-z0-9]+)*$": "may only have small letters, digits and single hyphens",
    "^[a-z0-9]+([-_/][a-z0-9]+)*$": "may only have small letters, digits, and hyphens between them",
    "^https?://": "must be a whole address that begins with https:// or http://",
    "^Q[1-9]": "must be the id of a Wikidata item, such as Q42",
    "^[a-z]{2,3}": "must be the code of a language, such as en or pt-BR",
    "^[A-Za-z0-9._-]+$": "must be the name of a file here: letters, digits, `.`, `_`, `-`",
    "^#[0-9a-f]{6}$": "must be a colour such as #9b2c3f",
}
_KINDS = {
    "string_type": "must be text",
    "list_type": "must be a list",
    "tuple_type": "must be a list",
    "dict_type": "must be keys with values",
    "model_type": "must be keys with values",
    "model_attributes_type": "must be keys with values",
    "string_too_short": "must not be empty",
    "too_short": "must not be empty",
    "int_parsing": "must be a whole number",
    "int_type": "must be a whole number",
    "int_parsing_size": "is too large a number",
    "int_from_float": "must be a whole number",
    "float_parsing": "must be a number",
    "float_type": "must be a number",
    "finite_number": "must be a number",
    "bool_parsing": "must be true or false",
    "bool_type": "must be true or false",
    "none_required": "must be left out",
}
_LANGUAGES = {
    name: code
    for code, names in {
        "en": "english anglais englisch",
        "fr": "french français francais französisch",
        "de": "german deutsch allemand",
        "it": "italian italiano",
        "es": "spanish español espanol",
        "pt": "portuguese português portugues",
        "pl": "polish polski",
        "uk": "ukrainian українська ua",
        "ru": "russian русский",
        "nl": "dutch nederlands",
        "tr": "turkish türkçe",
        "sv": "swedish svenska",
        "fi": "finnish suomi",
        "da": "danish dansk",
        "no": "norwegian norsk",
        "cs": "czech čeština cz",
        "hu": "hungarian magyar",
        "ro": "romanian română",
        "el": "greek ελληνικά gr",
        "ja": "japanese 日本語 jp",
        "zh": "chinese 中文 cn",
        "ar": "arabic العربية",
        "he": "hebrew עברית",
    }.items()
    for name in names.split()
}


def errors(error: ValidationError, data: object, adapter: TypeAdapter[Any]) -> Iterator[Explained]:
    """Each place at which the data are wrong, once."""
    seen: set[Where] = set()
    for item in error.errors(include_url=False, include_input=True):
        loc = tuple(part for part in item["loc"] if part != "[key]")
        kind = item["type"]
        missing = kind == "missing"
        where, value, parent = _followed(data, loc[:-1] if missing else loc)
        if (key := (*where, loc[-1]) if missing else where) in seen:
            continue
        seen.add(key)
        if missing:
            yield Explained(where, ErrorCode.missing_key, f"the key {loc[-1]!r} is missing")
        elif kind == "extra_forbidden":
            given = parent if isinstance(parent, dict) else {}
            hint = did_you_mean(
                str(where[-1]), [name for name in keys(adapter) if name not in given]
            )
            message = f"there is no key {str(where[-1])[:80]!r} here"
            yield Explained(where, ErrorCode.unknown_key, message, hint)
        elif kind == "value_error":
            message = item["msg"].removeprefix("Value error, ")
            if re.match(r"day is out of range|month must be|year .*out of range", message):
                message = "there is no such day"
            is_text = isinstance(value, str)
            code = ErrorCode.wrong_value if is_text else ErrorCode.contradiction
            given_value = f" (given: {value[:80]!r})" if isinstance(value, str) else ""
            yield Explained(where, code, f"{_named(where)}{message}{given_value}", _day(value))
        else:
            message, hint = _wrong(kind, item.get("ctx", {}), value)
            yield Explained(where, ErrorCode.wrong_value, f"{_named(where)}{message}", hint)


def did_you_mean(name: str, names: list[str]) -> str | None:
    """A hint with the one of `names` that is most like `name`; None if none is like it."""
    folded = {each.casefold().replace("_", "-"): each for each in names}
    close = get_close_matches(
        name[:100].strip().casefold().replace("_", "-").replace(" ", "-"), list(folded), n=1
    )
    return f"did you mean {folded[close[0]]!r}?" if close else None


def _followed(data: object, loc: Where) -> tuple[Where, object, object]:
    """The longest part of a path that is in the data, its value, and what the value is in.

    The library adds parts for the types of a union, which are no keys of the file.
    """
    where: list[str | int] = []
    value, parent = data, None
    for part in loc:
        inside = (isinstance(value, dict) and part in value) or (
            isinstance(value, list) and isinstance(part, int) and part < len(value)
        )
        if inside:
            parent, value = value, value[part]  # type: ignore[index]
            where.append(part)
    return tuple(where), value, parent


def _named(where: Where) -> str:
    """The key of a value, for the beginning of a sentence about it."""
    names = [part for part in where if isinstance(part, str)]
    return f"{names[-1]}: " if names else ""


def _wrong(kind: str, ctx: dict[str, Any], value: object) -> tuple[str, str | None]:
    """Message and hint about a value of the wrong kind or form."""
    given = f" (given: {value[:80]!r})" if isinstance(value, str) else ""
    if kind == "too_short" and isinstance(value, list):
        return "must name at least one", None
    if value is None and kind not in ("none_required",):
        return "must not be empty", None
    if kind in ("enum", "literal_error"):
        allowed = re.findall(r"'([^']*)'", str(ctx.get("expected", "")))
        if not isinstance(value, str):
            return f"must be one of {', '.join(allowed)}", None
        hint = did_you_mean(value, allowed)
        return f"there is no value {value[:80]!r}; the values are {', '.join(allowed)}", hint
    if kind == "string_pattern_mismatch" and (day := _day(value)):
        return f"must be a day, YYYY-MM-DD{given}", day
    if kind == "string_pattern_mismatch":
        return _shape(str(ctx.get("pattern", "")), value if isinstance(value, str) else "")
    if kind.startswith(("date", "time")):
        return f"must be a day, YYYY-MM-DD{given}", _day(value)
    if kind in ("greater_than_equal", "greater_than"):
        return f"must be at least {ctx.get('ge', ctx.get('gt'))}{given}", None
    if kind == "less_than_equal":
        return f"must be at most {ctx.get('le')}{given}", None
    if kind == "string_too_long":
        return f"must not have more than {ctx.get('max_length')} characters", None
    if kind in ("union_tag_not_found", "union_tag_invalid"):
        return f"is not valid here{given}", None
    what = (
        "a list"
        if isinstance(value, list)
        else "keys with values"
        if isinstance(value, dict)
        else ""
    )
    found = given or (f", not {what}" if what else "")
    return _KINDS.get(kind, "is not valid here") + found, None


def _shape(pattern: str, value: str) -> tuple[str, str | None]:
    """Message and hint about text that has not the form of its type."""
    meaning = next((words for begin, words in _SHAPES.items() if pattern.startswith(begin)), None)
    given = f" (given: {value[:80]!r})"
    if meaning is None:  # a closed list, written as a pattern
        allowed = re.findall(r"[a-z_]+", pattern)
        hint = did_you_mean(value, allowed)
        return f"there is no value {value[:80]!r}; the values are {', '.join(allowed)}", hint
    hint = None
    if "language" in meaning:
        code = _LANGUAGES.get(value.strip().casefold()) or value.strip().lower()[:8]
        hint = f"did you mean {code!r}?" if re.fullmatch("[a-z]{2,3}", code) else None
    elif "small letters" in meaning:
        slug = re.sub(r"[^a-z0-9]+", "-", value.casefold()).strip("-")[:100]
        hint = f"did you mean {slug!r}?" if slug else None
    elif "address" in meaning and re.match(r"[\w-]+(\.[\w-]+)+(/|$)", value):
        hint = f"did you mean {'https://' + value!r}?"
    return meaning + given, hint


_DAY_FIRST = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})[./-](\d{1,2})[./-](\d{1,2})")


def _day(value: object) -> str | None:
    """A hint for a day in another form; None if its parts can be read in two ways, or in none."""
    text = value.strip() if isinstance(value, str) else ""
    if match := _DAY_FIRST.fullmatch(text):
        day, month, year = map(int, match.groups())
        if day <= 12 and month <= 12 and day != month and "." not in text:
            return None
        if month > 12:
            day, month = month, day
    elif match := _YEAR_FIRST.fullmatch(text):
        year, month, day = map(int, match.groups())
    else:
        return None
    try:
        return f"did you mean {date(year, month, day).isoformat()}?"
    except ValueError:
        return None


@lru_cache(maxsize=16)
def keys(adapter: TypeAdapter[Any]) -> tuple[str, ...]:
    """All keys that a file of this kind may have, wherever in it."""
    found: list[str] = []
    schema = adapter.json_schema(by_alias=True)
    for part in (schema, *schema.get("$defs", {}).values()):
        found += part.get("properties", {})
    return tuple(dict.fromkeys(found))
