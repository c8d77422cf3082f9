"""The words of docs/style.md: texts that people read do without those of its first column."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.settings import ROOT

STYLE = ROOT / "docs/style.md"
# Words of others: those that users of the API type, and those of the sources.
WORD_LISTS = {ROOT / "app" / name for name in ("api/synonyms.py", "domain/phrases.py")}
# Files that are checked: documents whole, templates without their tags, and of Python the strings
# that have a space. Add others when their texts were read with docs/style.md at hand.
CHECKED = sorted(
    [
        ROOT / "README.md",
        ROOT / "CHANGELOG.md",
        ROOT / "CONTRIBUTING.md",
        ROOT / "SECURITY.md",
        *({*(ROOT / "app").rglob("*.py")} - WORD_LISTS),
        *(ROOT / "app").rglob("*.html"),
        ROOT / "examples/README.md",
        ROOT / "seed/README.md",
        *(ROOT / "docs").glob("*.md"),
    ]
)


def phrases() -> list[str]:
    """What must not be written: the first column of the table of words."""
    _, _, section = STYLE.read_text(encoding="utf-8").partition("\n## Words\n")
    section, _, _ = section.partition("\n## ")
    _, *rows = re.findall(r"^\| ([^|]+) \| [^|]+ \|$", section, flags=re.MULTILINE)
    return [phrase for row in rows for phrase in row.split(", ")]


FORBIDDEN = re.compile(
    rf"\b(?:{'|'.join(re.escape(one) for one in phrases())})\b", flags=re.IGNORECASE
)


def blanked(pattern: str, text: str) -> str:
    """A text without what a pattern finds; lines keep their numbers."""
    flags = re.MULTILINE | re.DOTALL
    return re.sub(pattern, lambda found: "\n" * found[0].count("\n") or " ", text, flags=flags)


def markdown(text: str) -> str:
    """A document without code, addresses and names of rules."""
    text = blanked(r"^ *```.*?^ *```", text)
    return blanked(r"`[^`\n]*`|\]\([^)\n]*\)|https?://\S+|[a-z]+(-[a-z]+){2,}", text)


def template(text: str) -> str:
    """A template without its tags and without HTML's, but with their texts for readers."""
    text = blanked(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", text)
    return blanked(r"<(?:(?!\b(?:alt|title|aria-label)=)[^>])*>", text)


def strings(node: ast.AST) -> Iterator[tuple[int, str]]:
    """The strings of a program that have a space, each with its line; those with values in them
    (f-strings) whole.
    """
    if isinstance(node, ast.JoinedStr):
        parts = [one.value if isinstance(one, ast.Constant) else "…" for one in node.values]
        yield node.lineno, markdown("".join(map(str, parts)))
    elif isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value:
        yield node.lineno, markdown(node.value)
    else:
        for child in ast.iter_child_nodes(node):
            yield from strings(child)


def passages(path: Path) -> Iterator[tuple[int, str]]:
    """The texts of a file, each with the number of its first line."""
    text = path.read_text(encoding="utf-8")
    if path == STYLE:
        text, _, _ = text.partition("\n## Words\n")
    if path.suffix == ".py":
        yield from strings(ast.parse(text))
    else:
        yield 1, template(text) if path.suffix == ".html" else markdown(text)


def wrong(path: Path) -> list[str]:
    """Forbidden words of a file, each with its line. A phrase may run over the end of a line."""
    return [
        f"{path.relative_to(ROOT)}:{first + text.count(chr(10), 0, hit.start())}: {hit[0]}"
        for first, text in passages(path)
        for hit in FORBIDDEN.finditer(text.replace("\n", " "))
    ]


def test_there_are_words() -> None:
    """The table is read as it is written."""
    assert len(phrases()) > 40
    assert {"stands", "silent", "ours", "for ever"} <= set(phrases())


@pytest.mark.parametrize(
    ("text", "is_wrong"),
    [
        ("What there is stands at /docs.", True),
        ("Where countries stand, as far as we understand them.", False),
        ("`stands` is a word, and so is [this](#holds).", False),
        ("This lasts for\never.", True),
    ],
)
def test_the_check_finds_them(text: str, is_wrong: bool) -> None:
    """Whole words in sentences only, also over the end of a line."""
    assert bool(FORBIDDEN.search(markdown(text).replace("\n", " "))) is is_wrong


def test_lines_and_other_kinds_of_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines are counted, and what readers do not see is left out."""
    monkeypatch.setattr(f"{__name__}.ROOT", tmp_path)
    html = tmp_path / "a.html"
    html.write_text('{# silent #}\n<p class="stands">\nstands {{ holds }}</p><img alt="it holds">')
    assert wrong(html) == ["a.html:3: stands", "a.html:3: holds"]
    python = tmp_path / "a.py"
    python.write_text('holds = "silent"\n\nsay(f"It is {holds}\\nsilent.")  # it stands\n')
    assert wrong(python) == ["a.py:4: silent"]


def test_texts_do_without_them() -> None:
    """docs/style.md says what to write instead."""
    assert [found for path in CHECKED for found in wrong(path)] == []
