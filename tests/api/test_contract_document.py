"""docs/api.md names every address, every error and every limit of the service, and no others."""

import re
from typing import Any

import httpx
import pytest

from app.problems import ALL
from app.settings import ROOT, Settings

DOCUMENT = (ROOT / "docs/api.md").read_text(encoding="utf-8")
FORMATS = re.compile(r"\.(csv|ndjson|jsonld|csl\.json)$")


def section(heading: str) -> str:
    """The text below a heading of the contract, up to the next one."""
    return DOCUMENT.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


def named_paths(heading: str) -> set[str]:
    """The paths in the first column of the table below a heading."""
    rows = re.findall(r"^\| (`/.*?) \|", section(heading), flags=re.MULTILINE)
    return set(re.findall(r"`(/[^`?]*)", " ".join(rows)))


@pytest.fixture(scope="module")
def described(client: httpx.Client) -> dict[str, Any]:
    """The paths of the OpenAPI document."""
    paths: dict[str, Any] = client.get("/openapi.json").json()["paths"]
    return paths


def test_every_data_address_is_in_the_contract(described: dict[str, Any]) -> None:
    """Without the suffixes of formats, which all lists have."""
    others = ("Embeds", "Operators")
    assert named_paths("Data") == {
        FORMATS.sub("", path)
        for path, item in described.items()
        if item["get"]["tags"][0] not in others
    }
    pages = {path for path, item in described.items() if item["get"]["tags"][0] == "Embeds"}
    assert pages <= named_paths("Pages and embeds")


@pytest.mark.parametrize("path", sorted(named_paths("Pages and embeds")))
def test_every_page_of_the_contract_exists(client: httpx.Client, path: str) -> None:
    """A page without names in its path answers; two ask for a parameter."""
    needed = {"/oembed": "url", "/embed/quote": "text"}
    if "{" not in path:
        answer = client.get(path)
        assert answer.status_code == (422 if path in needed else 200)
        if path in needed:
            assert f"{needed[path]}: Must be given." in answer.text


def test_every_error_is_in_the_contract() -> None:
    """With its status and the last segment of its `type`."""
    listed = re.findall(r"^\| (\d{3}) \| `([a-z-]+)` \|", section("Errors"), flags=re.MULTILINE)
    assert {(int(status), name) for status, name in listed} == {
        (problem.status, problem.slug) for problem in ALL
    }


def test_limits_are_those_of_the_settings() -> None:
    """A limit that an operator may set is named with its default."""
    limits = re.findall(r"`STATED_([A-Z_]+)`, (\d+)", section("Limits"))
    assert len(limits) >= 4
    fields = Settings.model_fields
    assert {name: int(value) for name, value in limits} == {
        name: fields[name.lower()].default for name, _ in limits
    }
