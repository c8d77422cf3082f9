"""Long expressions of alternatives, arranged so that they are searched for fast.

At each place of a text, an expression without case tries one alternative after the other. Grouped
by their first letters, only those are tried that may begin with the letter that is there.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

_DEEP = 2  # letters by which alternatives are grouped
_FEW = 3  # alternatives that need no groups
_QUANTIFIERS = ("?", "*", "+", "{")
_RARE = "İıſ\u212a\u212b\u1c80\u1c81\u1c82\u1c83\u1c84\u1c85\u1c86\u1c87"
"""Letters that an expression without case takes for other ones, although they are no capitals."""


def alternatives(expression: str) -> list[str]:
    """The parts of an expression between the bars that are in no parentheses."""
    found, start = [], 0
    for at, char, depth in _signs(expression):
        if char == "|" and depth == 0:
            found.append(expression[start:at])
            start = at + 1
    return [*found, expression[start:]]


def _signs(expression: str) -> Iterator[tuple[int, str, int]]:
    """The signs of an expression with their places, and how many parentheses are open behind them.
    What is in a class, or behind a backslash, is no sign.
    """
    depth, at = 0, 0
    while at < len(expression):
        char = expression[at]
        if char == "\\":
            at += 1
        elif char == "[":
            at = expression.index("]", at + 2)
        else:
            depth += (char == "(") - (char == ")")
            yield at, char, depth
        at += 1


def by_first_letter(expression: str, deep: int = _DEEP) -> str:
    """An expression that matches without case what the given one does, in the same order. It is
    never to be used with case, because of the first letters.

    Only neighbours are put together, and those that begin with different letters never match at one
    place; so it does not change which alternative matches first.
    """
    every = [one for each in alternatives(expression) for one in expanded(each)]
    if len(every) <= _FEW or not deep:
        return expression
    parts: list[str] = []
    groups: dict[str, list[str]] = {}
    for one in [*every, ""]:
        if one[:1].isalpha() and not one[1:2].startswith(_QUANTIFIERS):
            groups.setdefault(one[0].lower(), []).append(one[1:])
            continue
        for letter, rests in groups.items():
            rest = by_first_letter("|".join(rests), deep - 1)
            parts.append(f"{_in_any_case(letter)}(?:{rest})")
        groups.clear()
        parts.append(one)
    return "|".join(parts[:-1])


def expanded(alternative: str) -> Iterator[str]:
    """The alternatives that begin with a letter, as which one may be written: `(?:a|b)c` is `ac` or
    `bc`, and `ab?` stays as it is. What begins otherwise stays, too.
    """
    first, rest = _first(alternative)
    if not first:
        yield alternative
        return
    for each in first:
        yield from expanded(each + rest)


def _first(alternative: str) -> tuple[list[str], str]:
    """What an alternative may begin with, and what follows; nothing if it begins with a letter, or
    with what is not understood here.
    """
    if alternative.startswith("(?:"):
        end, first = _closing(alternative), alternatives(alternative[3 : _closing(alternative)])
    elif alternative.startswith("[") and (letters := re.match(r"\[([^\W\d_]+)\]", alternative)):
        end, first = letters.end() - 1, list(letters[1])
    elif alternative[:1].isalpha() and alternative[1:2] == "?":
        end, first = 0, [alternative[0]]
    else:
        return [], alternative
    rest = alternative[end + 1 :]
    if rest.startswith("?") and not rest[1:2].startswith(_QUANTIFIERS):
        return [*first, ""], rest[1:]
    return ([], alternative) if rest.startswith(_QUANTIFIERS) else (first, rest)


def _closing(expression: str) -> int:
    """The place of the parenthesis that closes the first one."""
    return next(at for at, _, depth in _signs(expression) if depth == 0)


@lru_cache(maxsize=500)
def _in_any_case(letter: str) -> str:
    """A letter in all forms that an expression without case takes for it. As a class with case, it
    is looked at before its alternative is tried.
    """
    forms = {letter, letter.upper(), *_RARE}
    same = sorted(each for each in forms if re.fullmatch(letter, each, re.IGNORECASE))
    return f"(?-i:[{''.join(same)}])"
