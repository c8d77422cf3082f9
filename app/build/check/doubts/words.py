"""Words by which doubts recognise how a sentence is built: who denies, where a limit begins. No
fact follows from them.

Each language is a file in `languages/`, and each kind of words a key of it: regular expressions
without case, divided by bars and line ends. A language that has no file, or no such key, has no
words, and nothing is doubted because of them. The kinds are:

- `reporting`: verbs that may say that somebody said something, beside those that always do (`clear`
  in app/domain/phrases.py); `naming`: verbs that give a thing a name, which is then quoted;
- `so_called`: what is put before quotation marks by which nobody is quoted; `pronouns`;
- `limits`: what begins a limit or a contrast behind a claim; `conditions_first`: what begins one
  before it;
- `negation`: all that may turn a sentence round; `denied`: the few words that almost always do;
  `plain_not`: those of a summary;
- of summaries, in English: `against` and `in_favour` of something, `undecided`, `left_open` (fewer
  words), and `will`, with which somebody promises to take part.
"""

import re
import tomllib
from functools import lru_cache
from pathlib import Path

from app.domain.phrases import CLEAR

_FOLDER = Path(__file__).parent / "languages"
_NOT_IN_COMPOUNDS = frozenset(["against", "in_favour", "undecided", "left_open", "will"])


@lru_cache(maxsize=1024)
def pattern(kind: str, language: str) -> re.Pattern[str] | None:
    """The words of one kind ("reporting") in a language, as one expression without case; None where
    there are none. Of the code of a language only the first part counts.
    """
    code = language.partition("-")[0].casefold()
    found = CLEAR.get(code) if kind == "clear" else _words(code).get(kind)
    if not found:
        return None
    inside = r"[\w-]" if kind in _NOT_IN_COMPOUNDS else r"\w"
    return re.compile(rf"(?<!{inside})(?:{found})(?!{inside})", re.IGNORECASE)


@lru_cache(maxsize=64)
def _words(code: str) -> dict[str, str]:
    """The words of each kind in a language, as one expression; nothing without a file."""
    path = _FOLDER / f"{code}.toml"
    if not code.isalpha() or not path.exists():
        return {}
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return {kind: "|".join(given.split("\n")[:-1]) for kind, given in data.items()}
