"""The reader of the seed takes any files, and says what is wrong with them."""

import json
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from app.build.check.seed import check, check_source
from app.build.findings import Finding, as_annotation, as_json, as_line
from app.build.seed.load import load
from app.build.seed.models.positions import SeedEntry
from app.build.seed.models.sources import SeedSource, SeedStatement
from app.build.seed.yaml_file import read_yaml
from tests.fixtures import bare_seed

RAPALA = Path("sources/rapala-26-nations")
MODELS: dict[str, TypeAdapter[object]] = {
    "source.yaml": TypeAdapter(SeedSource),
    "statements.yaml": TypeAdapter(list[SeedStatement]),
    "positions.yaml": TypeAdapter(list[SeedEntry]),
}
WHOLE = {name: (Path(__file__).parents[1] / "first_version" / RAPALA / name) for name in MODELS}
# Words of libraries that no curator needs.
JARGON = re.compile(
    r"Traceback|pydantic|yaml\.|Error\(|Input should|validation|NoneType|\bstr\b|\bdict\b|\^\["
)
HOSTILE = st.sampled_from(
    [
        *("&a ", "*a", "<<: *a", "!!python/object/apply:os.system [ls]", "!!binary aGk=", "!x "),
        *(
            "%YAML 1.2\n---\n",
            "---\n",
            "...\n",
            "? ",
            "? [a, b]\n: c\n",
            "- - - ",
            ": ",
            " #",
            "|2-\n",
        ),
        *("{" * 40, "[" * 40, "- " * 40, "a: " * 40, "\t", "\r", "\r\n", "\x00", "\x85", "\u2028"),
        *("\ufeff", "\u200b", "\ufdd0", "\ud7ff", "\U0010ffff", "\x92", "\u202e", "e\u0301", "\\"),
        *("'", '"', '"\\ud800"', '"\\x00"', "9" * 400, "-0", ".inf", ".nan", "0x1F", "1e999"),
        *("2026-02-30", "0000-00-00", "~", "null", "NO", "on: off\n", "=", "@", "`", "x" * 5000),
    ]
)


def said_plainly(findings: list[Finding], lines: int) -> None:
    """Every finding has a place in its file and words for a person, and can be printed."""
    for each in findings:
        assert 0 <= each.line <= lines + 1, each
        assert not JARGON.search(f"{each.message} {each.hint or ''}"), each
        for printed in (as_line(each), as_annotation(each), json.dumps(as_json(each))):
            assert len(printed.encode()) < 20_000


def is_plain(data: object, depth: int = 0) -> bool:
    """Whether data are what a file may have: text, lists, keys, and nothing else."""
    if isinstance(data, dict):
        pairs = data.items()
        return depth < 40 and all(isinstance(k, str) and is_plain(v, depth + 1) for k, v in pairs)
    if isinstance(data, list):
        return depth < 40 and all(is_plain(item, depth + 1) for item in data)
    return data is None or isinstance(data, str)


def reads(folder: Path, name: str, raw: bytes) -> None:
    """Read one file and its model."""
    path = folder / name
    path.write_bytes(raw)
    file = read_yaml(path, folder)
    assert file.findings or is_plain(file.data)
    parsed = file.parse(MODELS[name])
    assert parsed is not None or file.findings or file.data is None
    said_plainly(file.findings, raw.count(b"\n") + raw.count(b"\r") + 1)


@st.composite
def changed_file(draw: st.DrawFn) -> tuple[str, bytes]:
    """A file of a seed with some places cut out, doubled, or replaced by what is hostile."""
    name = draw(st.sampled_from(list(MODELS)))
    text = WHOLE[name].read_text(encoding="utf-8")
    start = draw(st.integers(0, max(len(text) - 600, 0)))
    text = text[start : start + 1200] if draw(st.booleans()) else text[:1200]
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(text)))
        end = min(at + draw(st.sampled_from([0, 0, 1, 3, 20])), len(text))
        put = draw(st.one_of(HOSTILE, st.text(max_size=20), st.just(text[at : at + 60])))
        text = text[:at] + put + text[end:]
    raw = text.encode("utf-8", "surrogatepass")
    if draw(st.integers(0, 5)) == 0:
        at = draw(st.integers(0, len(raw)))
        raw = raw[:at] + draw(st.binary(max_size=6)) + raw[at:]
    return name, raw


EXAMPLES = int(os.environ.get("STATED_FUZZ_EXAMPLES", "500"))
QUIET = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
nested = st.recursive(
    st.one_of(st.none(), st.text(max_size=8), st.integers(), st.booleans(), st.floats()),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(
            st.one_of(
                st.text(max_size=6),
                st.sampled_from(sorted({*SeedSource.model_fields, *SeedStatement.model_fields})),
            ),
            inner,
            max_size=4,
        ),
    ),
    max_leaves=25,
)


@given(changed_file())
@settings(QUIET, max_examples=60)
def test_a_changed_file_is_read_or_explained(
    tmp_path_factory: pytest.TempPathFactory, changed: tuple[str, bytes]
) -> None:
    reads(_folder(tmp_path_factory), *changed)


@given(st.sampled_from(list(MODELS)), nested)
@settings(QUIET, max_examples=40)
def test_any_values_are_read_or_explained(
    tmp_path_factory: pytest.TempPathFactory, name: str, data: object
) -> None:
    reads(_folder(tmp_path_factory), name, json.dumps(data).encode())


@pytest.mark.long
@given(st.one_of(changed_file(), st.tuples(st.sampled_from(list(MODELS)), st.binary())))
@settings(QUIET, max_examples=EXAMPLES)
def test_many_files_are_read_or_explained(
    tmp_path_factory: pytest.TempPathFactory, changed: tuple[str, bytes]
) -> None:
    reads(_folder(tmp_path_factory), *changed)


@pytest.mark.long
@given(changed_file())
@settings(QUIET, max_examples=max(EXAMPLES // 5, 20))
def test_a_source_with_a_changed_file_is_checked(
    tmp_path_factory: pytest.TempPathFactory, changed: tuple[str, bytes]
) -> None:
    """All of the check, with the other files of the source as they are."""
    seed = _seed(tmp_path_factory)
    name, raw = changed
    path = seed / RAPALA / name
    before = path.read_bytes()
    try:
        path.write_bytes(raw)
        checked = check_source(seed, RAPALA.name)
        lines = max(raw.count(b"\n") + raw.count(b"\r"), 400)
        said_plainly([*checked.seed.findings, *checked.seed.doubts], lines)
    finally:
        path.write_bytes(before)


def _folder(factory: pytest.TempPathFactory) -> Path:
    folder = factory.getbasetemp() / "fuzzed"
    folder.mkdir(exist_ok=True)
    return folder


def _seed(factory: pytest.TempPathFactory) -> Path:
    folder = factory.getbasetemp() / "fuzzed-seed"
    if not folder.exists():
        folder.mkdir()
        bare_seed(folder)
    return folder / "seed"


def _link(path: Path, target: str) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)
    path.symlink_to(target)


def _pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


STRANGE: dict[str, tuple[str, Callable[[Path], None], str]] = {
    "a link out of the seed": (
        f"{RAPALA}/source.yaml",
        lambda path: _link(path, "/etc/hostname"),
        "outside of the seed",
    ),
    "a text that is a link out": (
        f"{RAPALA}/000_c1ac39d9e9fb402f.txt",
        lambda path: _link(path, "/etc/hostname"),
        "outside of the seed",
    ),
    "a folder that is a link out": (
        str(RAPALA),
        lambda path: _link(path, "/etc"),
        "outside of the seed",
    ),
    "a table that is a link out": (
        "names/aliases.csv",
        lambda path: _link(path, "/etc/hostname"),
        "outside of the seed",
    ),
    "an endless device": (
        "people.yaml",
        lambda path: _link(path, "/dev/zero"),
        "outside of the seed",
    ),
    "a link to itself": (
        "people.yaml",
        lambda path: _link(path, "people.yaml"),
        "cannot be opened",
    ),
    "a pipe": (f"{RAPALA}/statements.yaml", _pipe, "not a plain file"),
    "a pipe as a text": (f"{RAPALA}/000_c1ac39d9e9fb402f.txt", _pipe, "not a plain file"),
    "a pipe as a table": ("names/reviewed.csv", _pipe, "not a plain file"),
    "a large file": (
        "corrections.yaml",
        lambda path: path.write_text("# " + "x" * 10_000_001),
        "million bytes",
    ),
    "a folder as a table": (
        "countries.csv",
        lambda path: (path.unlink(), path.mkdir())[1],
        "is a folder",
    ),
}


@pytest.mark.parametrize("how", STRANGE)
def test_a_strange_file_is_a_finding(tmp_path: Path, how: str) -> None:
    seed = bare_seed(tmp_path)
    name, spoil, words = STRANGE[how]
    spoil(seed / name)
    findings = check(load(seed)).seed.findings
    assert any(words in str(each) and name.split("/")[-1] in str(each) for each in findings) or (
        how == "a folder that is a link out" and any(words in str(each) for each in findings)
    ), findings
    said_plainly(findings, 1000)
