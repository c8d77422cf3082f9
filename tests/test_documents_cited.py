"""Documents, sections and rules that are cited exist, and links between documents lead somewhere.

A rule is cited by its name, "docs/domain.md, rule as-of", and a section by its heading,
"docs/api.md, section Lists". Several are joined: "rules order and supersession".
"""

import re
import subprocess
import tomllib
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
import yaml

from app.settings import ROOT

FOLDERS = ("app", "benchmarks", "docs", "examples", "migrations", "seed", "tests")
KINDS = {".py", ".md", ".yaml", ".html", ".js", ".css", ".svg", ".toml", ".cff", ".mako"}
FILES = sorted(
    path
    for path in [
        *ROOT.glob("*"),
        *(path for folder in FOLDERS for path in (ROOT / folder).rglob("*")),
    ]
    if path.is_file() and (path.suffix in KINDS or path.name in ("Makefile", "Dockerfile"))
)
MARKDOWN = [path for path in FILES if path.suffix == ".md"]
RULE = re.compile(r"[a-z]+(-[a-z]+)*")
CITED = re.compile(
    r"docs/(?P<file>[\w/-]+\.md)"
    r"(?:, (?:rule (?P<rule>[\w`-]+)|rules (?P<rules>[\w`-]+(?:, [\w`-]+)* and [\w`-]+)"
    r"|sections? (?P<section>[^.;:)]+)|(?P<unclear>[A-Z][a-z]+)))?"
)


def name(path: Path) -> str:
    """How a parametrised test names a file."""
    return path.relative_to(ROOT).as_posix()


@cache
def text(path: Path) -> str:
    """A file on one line, without the marks of comments that begin a line."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return " ".join(re.sub(r"^\s*(#+ |// |\* )?", "", line) for line in lines)


@cache
def prose(path: Path) -> str:
    """A Markdown file without its code."""
    whole = path.read_text(encoding="utf-8")
    return re.sub(r"`[^`\n]*`", "", re.sub(r"^```.*?^```", "", whole, flags=re.M | re.S))


@cache
def headings(path: Path) -> tuple[tuple[int, str], ...]:
    """The headings of a Markdown file with their levels, without code and links."""
    whole = re.sub(r"^```.*?^```", "", path.read_text(encoding="utf-8"), flags=re.M | re.S)
    found = re.findall(r"^(#+) (.+)$", whole, flags=re.M)
    plain = [re.sub(r"[`*]|\[([^\]]*)\]\([^)]*\)", r"\1", heading) for _, heading in found]
    return tuple((len(level), heading) for (level, _), heading in zip(found, plain, strict=True))


def anchors(path: Path) -> set[str]:
    """The anchors that GitHub makes of the headings of a Markdown file."""
    found: set[str] = set()
    for _, heading in headings(path):
        anchor = re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")
        again = 0
        while (numbered := f"{anchor}-{again}" if again else anchor) in found:
            again += 1
        found.add(numbered)
    return found


def rules() -> set[str]:
    """The names of the rules of the data."""
    return {heading for level, heading in headings(ROOT / "docs/domain.md") if level == 3}


def begins_with_a_heading(cited: str, path: Path) -> bool:
    """Whether a citation begins with a heading of a document."""
    return any(cited.lower().startswith(heading.lower()) for _, heading in headings(path))


def wrong(cited: re.Match[str]) -> bool:
    """Whether a citation names a document, a rule or a section that does not exist."""
    path = ROOT / "docs" / cited["file"]
    if not path.is_file() or cited["unclear"]:
        return True
    if cited["rule"] or cited["rules"]:
        named = re.split(r", | and ", cited["rule"] or cited["rules"])
        return not {one.strip("`") for one in named} <= rules()
    if cited["section"]:
        parts = cited["section"].split(" and ") if "sections" in cited[0] else [cited["section"]]
        return not all(begins_with_a_heading(part, path) for part in parts)
    return False


def test_what_is_cited_exists() -> None:
    """Documents below docs/, their sections, and the rules of the data."""
    found = [
        f"{name(path)}: {cited[0]}"
        for path in FILES
        if path != Path(__file__)  # it has wrong citations as examples
        for cited in CITED.finditer(text(path))
        if wrong(cited)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("citation", "is_wrong"),
    [
        ("(docs/domain.md, rule as-of).", False),
        ("docs/domain.md, rules order, dispute and as-of; and more", False),
        ("docs/api.md, section Lists)", False),
        ("docs/api.md, sections Lists and Filters of statements.", False),
        ("docs/domain.md, rule as-if", True),
        ("docs/domain.md, rules order and nothing", True),
        ("docs/api.md, section Nothing", True),
        ("docs/api.md, Lists)", True),
        ("docs/nothing.md", True),
    ],
)
def test_a_wrong_citation_is_noticed(citation: str, is_wrong: bool) -> None:
    """The search for citations reads them as they are written."""
    [cited] = CITED.finditer(citation)
    assert wrong(cited) is is_wrong


def test_documents_that_are_gone_are_not_cited() -> None:
    """The rule book, the contract and the design are in docs/ under other names."""
    gone = re.compile(r"\b(DOMAIN|API|DESIGN|ARCHITECTURE)" + r"\.md\b|\bDOMAIN" + r",")
    found = [f"{name(path)}: {old[0]}" for path in FILES for old in gone.finditer(text(path))]
    assert found == []


def test_rules_have_names() -> None:
    """A rule has a name that can be cited, and is in the list of rules at the top."""
    listed = re.findall(r"\[([a-z-]+)\]\(#([a-z-]+)\)", text(ROOT / "docs/domain.md"))
    assert [rule for rule in rules() if not RULE.fullmatch(rule)] == []
    assert {name for name, _ in listed} == rules()
    assert [pair for pair in listed if pair[0] != pair[1]] == []


@pytest.mark.parametrize("path", MARKDOWN, ids=name)
def test_links_lead_somewhere(path: Path) -> None:
    """A relative link names a file of the repository, and an anchor that the file has."""
    found = re.findall(r"\]\(([^)\s]+)\)|^\[[^\]]+\]: (\S+)", prose(path), flags=re.M)
    dead = []
    for link in ("".join(pair) for pair in found):
        parts = urlsplit(link)
        if parts.scheme or parts.netloc:
            continue
        target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
        anchored = target.suffix == ".md" and parts.fragment
        if not target.exists() or (anchored and parts.fragment not in anchors(target)):
            dead.append(link)
    assert dead == []


@pytest.mark.parametrize("path", MARKDOWN, ids=name)
def test_files_that_documents_name_exist(path: Path) -> None:
    """A path of the repository in a document, unless it is a pattern as in `app/<nouns>/`."""
    if path.is_relative_to(ROOT / "tests"):  # they tell of seeds that are made
        return
    named = re.findall(r"`((?:app|tests|seed|docs|migrations)/[\w./-]+)`", path.read_text("utf-8"))
    assert [file for file in named if not (ROOT / file).exists()] == []


def test_the_citation_file_names_this_version() -> None:
    """CITATION.cff has what version 1.2.0 of its format asks for, and the version in use."""
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert cited.keys() >= {"cff-version", "message", "title", "authors"}
    assert (cited["cff-version"], cited["license"]) == ("1.2.0", project["license"])
    assert cited["version"] == project["version"]


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="needs a checkout")
def test_line_ends_are_the_same_in_every_clone(tmp_path: Path) -> None:
    """A clone that converts line ends, as Git for Windows does, has the same seed."""
    clone = tmp_path / "clone"
    git(ROOT, "clone", "-q", "--shared", "-c", "core.autocrlf=true", str(ROOT), str(clone))
    folders = ("seed", "tests/corpus", "tests/first_version")
    listed = git(clone, "ls-files", "--stage", *folders).splitlines()
    committed = {line.partition("\t")[2]: line.split()[1] for line in listed}
    hashed = git(clone, "hash-object", "--no-filters", "--", *committed).split()
    assert dict(zip(committed, hashed, strict=True)) == committed


def git(folder: Path, *command: str) -> str:
    """What a Git command prints in a folder."""
    return subprocess.run(
        ["git", *command], cwd=folder, check=True, capture_output=True, text=True
    ).stdout
