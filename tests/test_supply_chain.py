"""What the service is made of: every package has a licence that we may use, and the bill of
materials names all of them. And what SECURITY.md and docs/promises.md say is tested has a test.
"""

import ast
import json
import re
import tomllib
from functools import cache
from importlib.metadata import version

import pytest

from app.settings import ROOT
from tests.sbom import bill_of_materials, licence, locked

PERMISSIVE = {
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "CNRI-Python",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "PSF-2.0",
}
# Of what only tests need, and why it is accepted.
ACCEPTED = {
    "frozendict": "LGPL-3.0-only: needed by pyld, which only tests use; never part of the service",
}
OWASP = [
    "Broken Object Level Authorization",
    "Broken Authentication",
    "Broken Object Property Level Authorization",
    "Unrestricted Resource Consumption",
    "Broken Function Level Authorization",
    "Unrestricted Access to Sensitive Business Flows",
    "Server Side Request Forgery",
    "Security Misconfiguration",
    "Improper Inventory Management",
    "Unsafe Consumption of APIs",
]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
SECURITY = (ROOT / "SECURITY.md").read_text(encoding="utf-8")


def is_permissive(expression: str) -> bool:
    """Whether a licence expression needs nothing but licences of the list."""
    alternatives = re.split(r"\bOR\b", expression.replace("(", " ").replace(")", " "))
    first, *others = (set(re.findall(r"[\w.+-]+", one)) - {"AND", "WITH"} for one in alternatives)
    return bool(first) and first <= PERMISSIVE and all(one <= PERMISSIVE for one in others)


@pytest.mark.parametrize(
    ("expression", "good"),
    [
        ("MIT", True),
        ("MPL-2.0 AND (Apache-2.0 OR MIT)", True),
        ("GPL-3.0-only", False),
        ("MIT AND LGPL-3.0-only", False),
        ("MIT OR GPL-2.0-or-later", False),  # somebody has to look at that
        ("", False),
        ("UNKNOWN", False),
    ],
)
def test_what_is_permissive(expression: str, good: bool) -> None:
    assert is_permissive(expression) is good


@pytest.mark.parametrize("lock", ["serve", "dev"])
def test_licences(lock: str) -> None:
    """Of all packages that are installed here; others are for other systems."""
    packages = locked(lock)
    found = {name: licence(name) for name in packages}
    absent = {name for name, one in found.items() if one is None}
    assert {name for name in absent if not packages[name]["where"]} == set()
    assert len(found) > 30
    wrong = {name: one for name, one in found.items() if one is not None and not is_permissive(one)}
    if lock == "serve":
        assert wrong == {}
    else:
        assert wrong.keys() == ACCEPTED.keys()


def test_what_is_installed_is_what_is_locked() -> None:
    packages = locked("serve")
    here = {name: one for name, one in packages.items() if licence(name) is not None}
    assert {name: version(name) for name in here} == {n: one["version"] for n, one in here.items()}


def test_the_bill_of_materials() -> None:
    """It names every locked package, with all hashes that pip accepts."""
    bill = json.loads(bill_of_materials())
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    assert bill["metadata"]["component"]["name"] == "stated"
    components = {one["name"]: one for one in bill["components"]}
    assert {name: one["version"] for name, one in components.items()} == {
        name: one["version"] for name, one in locked("serve").items()
    }
    [direct] = (one["dependsOn"] for one in bill["dependencies"] if one.get("dependsOn"))
    assert len(direct) == len(PROJECT["dependencies"])
    for name, package in locked("serve").items():
        hashes = {one["content"] for one in components[name]["hashes"]}
        assert hashes == set(re.findall("sha256:([0-9a-f]{64})", package["hashes"]))
        assert components[name]["purl"] == f"pkg:pypi/{name}@{package['version']}"
        if licence(name):
            assert components[name]["licenses"]


@pytest.mark.long
def test_the_bill_keeps_to_its_schema() -> None:
    """That of CycloneDX 1.6."""
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(bill_of_materials()) is None


def test_every_item_of_owasp_is_answered() -> None:
    """In its order, and each with tests."""
    rows = re.findall(r"^\| API(\d+):2023 ([^|]+?) \| ([^|]+) \| ([^|]+) \|$", SECURITY, re.M)
    assert [(int(number), name) for number, name, *_ in rows] == list(enumerate(OWASP, 1))
    for _, name, _, tests in rows:
        assert TEST.search(tests), name


TEST = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?(?:::(\w+))?`")


@cache
def parsed(file: str) -> list[ast.stmt]:
    """The statements of a file of the repository."""
    return ast.parse((ROOT / file).read_text(encoding="utf-8")).body


@pytest.mark.parametrize("document", ["SECURITY.md", "docs/promises.md"])
def test_the_tests_that_it_names_exist(document: str) -> None:
    cited = TEST.findall((ROOT / document).read_text(encoding="utf-8"))
    assert len(cited) > 15
    for file, *names in cited:
        nodes = parsed(file)
        for name in filter(None, names):
            found = [one for one in nodes if getattr(one, "name", None) == name]
            assert found, f"{file}::{name}"
            nodes = getattr(found[0], "body", [])
        assert not names[0] or "test" in (names[1] or names[0]).lower(), file


def test_the_promises_are_in_their_documents() -> None:
    """Each as it begins there, and each with a test."""
    sections = (ROOT / "docs/promises.md").read_text(encoding="utf-8").split("\n## ")[1:]
    for section, document in zip(sections, ("verification.md", "api.md"), strict=True):
        promised = " ".join((ROOT / "docs" / document).read_text(encoding="utf-8").split())
        rows = re.findall(r"^\| (?!promise|---)(.+) \| (.+) \|$", section, re.M)
        assert len(rows) > 10
        for promise, tests in rows:
            for words in re.findall('"([^"]+)"', promise) or [promise]:
                assert words in promised, words
            assert TEST.search(tests), promise
