"""Writing YAML as a person would write it: plain where that is safe, else in double quotes."""

import json
import re
import unicodedata

# Words that YAML reads as something else, or that look so.
_RESERVED = re.compile(
    r"~|null|true|false|yes|no|on|off|y|n|[-+.]?[\d.][\d_.,:eExXoO+-]*", flags=re.IGNORECASE
)
_PLAIN = re.compile(r"[^\W_][^\n\t]*")
_IN_FLOW = re.compile(r"[^\W_][\w .()-]*")


def scalar(text: str, *, flow: bool = False) -> str:
    """A text as one YAML value on one line. In a `flow` (between brackets) more is quoted.

    Characters that cannot be seen are escaped, so that a reader notices them.
    """
    plain = (
        _PLAIN.fullmatch(text)
        and not _RESERVED.fullmatch(text)
        and not (text.endswith((" ", ":")) or ": " in text or " #" in text)
        and not any(_invisible(char) for char in text)
        and (not flow or _IN_FLOW.fullmatch(text))
        and "\\" not in text
        and len(text.splitlines()) == 1
    )
    return text if plain else _quoted(text)


def sequence(items: list[str] | tuple[str, ...]) -> str:
    """A list of texts on one line."""
    return "[" + ", ".join(scalar(item, flow=True) for item in items) + "]"


def _quoted(text: str) -> str:
    quoted = json.dumps(text, ensure_ascii=False)
    return "".join(_escaped(char) if _invisible(char) else char for char in quoted)


def _invisible(char: str) -> bool:
    """Whether a character cannot be seen, or looks like a plain space. Narrow spaces are common in
    French, and joiners are parts of emoji and of some scripts; they are escaped too.
    """
    if char == " " or (char.isascii() and char.isprintable()):
        return False
    return unicodedata.category(char) in ("Cc", "Cf", "Zs", "Zl", "Zp", "Cn", "Co", "Cs")


def _escaped(char: str) -> str:
    code = ord(char)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
