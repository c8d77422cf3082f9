"""What an operator can set: a mistake is one sentence, and nothing that is misspelt passes."""

from pathlib import Path

import pytest
from pydantic import ValidationError

import app
from app.settings import Settings, mistakes, unknown_settings
from tests.publishing import stated

MISTAKES = [
    ("STATED_PUBLIC_URL", "stated.example", "must be like https://stated.example"),
    ("STATED_PUBLIC_URL", "https://stated.example/ a", "must be like https://stated.example"),
    ("STATED_PUBLIC_URL", "https://stated.example\r\nX: 1", "must be like https://stated.example"),
    ("STATED_PUBLIC_URL", 'https://stated.example/"><b>', "must be like https://stated.example"),
    ("STATED_PUBLIC_URL", "https://me@stated.example", "must be like https://stated.example"),
    ("STATED_PUBLIC_URL", "https://stated.example?a=1", "must be like https://stated.example"),
    ("STATED_TRUSTED_PROXIES", "10.0.0.0/99", "'10.0.0.0/99' is not an address or a network"),
    ("STATED_TRUSTED_PROXIES", "10.0.0.1, proxy", "'proxy' is not an address or a network"),
    ("STATED_BUDGET_MS", "fast", "must be a whole number"),
    ("STATED_BUDGET_MS", "0", "must be at least 1"),
    ("STATED_PINS", "1000", "must be at most 64"),
    ("STATED_ACCESS_LOG", "perhaps", "must be true or false"),
]


@pytest.mark.parametrize(("name", "value", "sentence"), MISTAKES)
def test_a_mistake_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, sentence: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ValidationError) as raised:
        Settings()
    said = mistakes(raised.value)
    assert said.startswith(f"{name} {sentence}")
    assert said.count("\n") == 0
    assert "pydantic" not in said


@pytest.mark.parametrize(
    "url",
    [
        "",
        "https://stated.example",
        "http://127.0.0.1:8000",
        "http://[::1]:8000",
        "https://example.org/data/stated",
        "https://example.org/stated/",
        "http://localhost",
    ],
)
def test_public_urls(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("STATED_PUBLIC_URL", url)
    assert Settings().public_url == url.rstrip("/")


def test_settings_are_given_or_in_the_environment_or_the_default(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What is given counts before the environment, in which capitals do not matter."""
    monkeypatch.setenv("STATED_THREADS", "5")
    monkeypatch.setenv("stated_whole_files", "no")
    monkeypatch.setenv("STATED_PINS", "7")
    monkeypatch.setenv("STATED_METRICS_FOLDER", "/tmp")
    found = Settings(pins=9)
    assert (found.threads, found.whole_files, found.pins, found.keep) == (5, False, 9, 3)
    assert found.metrics_folder == Path("/tmp")
    with pytest.raises(ValidationError):
        found.pins = 3
    with pytest.raises(ValidationError):
        Settings(colour="red")


def test_commands_end_with_the_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("STATED_PINS", "many")
    for command in ("serve", "publish", "check"):
        code, printed, said = stated(command)
        assert (code, printed, said) == (2, "", "STATED_PINS must be a whole number.")


def test_a_setting_that_does_not_exist() -> None:
    names = ["STATED_PUBLIC_ULR", "STATED_COLOUR", "STATED_PINS", "HOME", "stated_threads"]
    assert unknown_settings(names) == [
        "STATED_COLOUR is not a setting, and has no effect.",
        "STATED_PUBLIC_ULR is not a setting, and has no effect. Did you mean STATED_PUBLIC_URL?",
    ]


def test_serve_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("STATED_PUBLIC_ULR", "https://stated.example")
    monkeypatch.setenv("STATED_DATASETS", str(tmp_path))
    code, _, said = stated("serve")
    assert code == 2
    assert said.startswith("STATED_PUBLIC_ULR is not a setting, and has no effect. Did you mean")


def test_an_older_sqlite(monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite before 3.38 has no `->>` and no JSON functions by default."""
    monkeypatch.setattr(app, "sqlite_version_info", (3, 37, 2))
    code, printed, said = stated("check")
    assert (code, printed) == (2, "")
    assert said == (
        "Stated needs SQLite 3.38 or newer, and this Python has 3.37.2. Install a newer Python, or "
        "a newer libsqlite3."
    )
