"""What the README says is what happens: its requests are made, and what it shows of the answers is
compared.
"""

import json
import os
import re
import shlex
import shutil
import subprocess
from typing import Any

import httpx
import pytest

from app.settings import ROOT, Settings
from tests import pictures
from tests.conftest import Served

README = (ROOT / "README.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```sh\ncurl ([^\n]+)\n```\n\n```json\n(.+?)```", README, flags=re.DOTALL)


def contains(shown: Any, answered: Any, where: str = "") -> None:
    """All that is shown must be answered; keys may be left out of objects, items may not be left
    out of lists' beginning.
    """
    if isinstance(shown, dict):
        for key, value in shown.items():
            assert key in answered, f"{where}.{key}"
            contains(value, answered[key], f"{where}.{key}")
    elif isinstance(shown, list):
        assert len(shown) <= len(answered), where
        assert bool(shown) == bool(answered), where
        for number, value in enumerate(shown):
            contains(value, answered[number], f"{where}[{number}]")
    else:
        assert shown == answered, where


def test_there_are_four_examples() -> None:
    assert len(EXAMPLES) == 4


def curl(served: Served, command: str) -> str:
    """What a line of the README prints. Without curl the test is skipped, and where CI is set it
    fails.

    A client of another kind will not do: curl sends an address as it is typed, where others encode
    it.
    """
    program = shutil.which("curl")
    if program is None:
        if os.environ.get("CI"):
            pytest.fail("curl is not installed, and CI must not go without", pytrace=False)
        pytest.skip("curl is not installed")
    arguments = shlex.split(command.replace("http://127.0.0.1:8000", served.url), comments=True)
    usual = [
        "--disable",
        "--silent",
        "--show-error",
        "--fail-with-body",
        "--noproxy",
        "*",
        "--max-time",
        "20",
    ]
    run = subprocess.run([program, *usual, *arguments], capture_output=True, check=False)
    assert run.returncode == 0, run.stderr + run.stdout
    return run.stdout.decode()


@pytest.mark.parametrize(("command", "shown"), EXAMPLES, ids=[command for command, _ in EXAMPLES])
def test_example(served: Served, command: str, shown: str) -> None:
    contains(json.loads(shown), json.loads(curl(served, command)))


def test_every_line_with_curl_is_answered(served: Served) -> None:
    lines = re.findall(r"^curl (.+)$", README, flags=re.MULTILINE)
    assert len(lines) > len(EXAMPLES)
    for line in lines:
        assert curl(served, line), line


def test_every_setting_is_in_the_table() -> None:
    named = set(re.findall(r"`STATED_([A-Z_]+)`", README))
    assert named == {name.upper() for name in Settings.model_fields}


def test_numbers_of_the_readme(client: httpx.Client) -> None:
    counts = client.get("/dataset").json()["counts"]
    assert f"({counts['passages']} sentences)" in README
    assert f"{counts['statements']} claims" in README
    assert counts["positions"] == 7
    assert "seven actors have a position" in README


def test_paths_named_in_the_readme_exist(client: httpx.Client) -> None:
    named = (
        "/",
        "/docs",
        "/openapi.json",
        "/health/live",
        "/health/ready",
        "/metrics",
        "/positions.csv?has_position=true",
    )
    shown = re.findall(r"^curl '?http://127.0.0.1:8000([^'\s]+)", README, flags=re.MULTILINE)
    assert "/dataset/versions" in shown
    for path in (*named, *shown):
        assert client.get(path).status_code == 200, path
    refused = client.get("/statements?speker=macron")
    assert refused.status_code == 422
    assert refused.json()["did_you_mean"] == ["speaker"]


def test_pictures_are_there_and_small() -> None:
    """Made by `make pictures`; each in both colour schemes, and with a text."""
    named = re.findall(r'<(?:source|img) [^>]*src(?:set)?="([^"]+)"', README)
    assert sorted(named) == sorted(f"docs/{name}.png" for name in pictures.PICTURES)
    for path in named:
        body = (ROOT / path).read_bytes()
        assert body.startswith(b"\x89PNG\r\n\x1a\n")
        assert len(body) < pictures.MOST
    assert all(len(alt) > 100 for alt in re.findall(r'<img [^>]*alt="([^"]*)"', README))
    assert README.count("<img ") == len(named) / 2
