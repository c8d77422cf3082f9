"""The files of the languages in which drafts are made."""

import ast
from pathlib import Path

import pytest

from app.curate import language as module
from app.curate.language import codes, language, read_language
from app.settings import ROOT

LANGUAGES = Path(module.__file__).parent / "languages"


def test_all_files_are_read() -> None:
    assert [language(code).code for code in codes()] == codes()


@pytest.mark.parametrize(
    ("written", "instead", "said"),
    [
        ("roles = ", "rolls = ", "roles"),
        ('bylines = "', 'bylines = 7 # "', "bylines"),
        ("bylines = ", "bylines ", "it is not TOML"),
        ('definite = "le la', 'definite = "Le la', "definite"),
        ("drops_subject = false", 'drops_subject = "it depends"', "drops_subject"),
        ("janvier = 1", 'janvier = "first"', "months.janvier"),
        ('"selon lui" = "m"', '"selon lui" = "he"', "own_view"),
        ('definite = "', 'definitely = "ce"\ndefinite = "', "definitely"),
    ],
)
def test_a_wrong_list_is_named(tmp_path: Path, written: str, instead: str, said: str) -> None:
    text = (LANGUAGES / "fr.toml").read_text(encoding="utf-8")
    assert written in text
    path = tmp_path / "fr.toml"
    path.write_text(text.replace(written, instead, 1), encoding="utf-8")
    with pytest.raises(ValueError, match=rf"^fr\.toml: {said}"):
        read_language(path)


def test_no_module_asks_which_language_it_is() -> None:
    """They ask what it does, so that a language is one file."""
    asking = [
        f"{path.name}:{node.lineno}"
        for path in (ROOT / "app/curate/speakers").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Compare)
        for side in (node.left, *node.comparators)
        if isinstance(side, ast.Attribute) and side.attr == "code"
    ]
    assert asking == []
