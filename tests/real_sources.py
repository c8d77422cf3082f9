"""Small seeds with what real sources contain: a source, a speaker or a coalition in a few lines."""

from pathlib import Path

from app.build.check.seed import check
from app.build.publish import point
from app.build.seed.load import load
from app.build.write.dataset_file import write
from tests.publishing import add


def with_source(
    seed: Path,
    name: str,
    statements: str,
    *,
    keys: str = "title: A report\ntext_access: excerpts\n",
    text: str | None = None,
    passages: str = "",
) -> None:
    """Add a source with these keys. With a `text` it is archived in full, with its `passages`."""
    folder = f"sources/{name}"
    if text is not None:
        keys = f"title: A report\ntext_access: full\ntext: text.txt\npassages:\n{passages}"
        add(seed, f"{folder}/text.txt", text)
    add(
        seed,
        f"{folder}/source.yaml",
        f"id: {name}\npublisher: The Paper\nurl: https://example.org/{name}\nlanguage: en\n"
        f"rights: None of ours.\n{keys}",
    )
    add(seed, f"{folder}/statements.yaml", statements)


def with_speaker(seed: Path, name: str, role: str, kind: str = "person") -> None:
    """Add a speaker with one role, in YAML's flow style."""
    add(
        seed,
        "people.yaml",
        f"- {{id: {name}, kind: {kind}, name: Name of {name}, roles: [{{id: r, title: The role, "
        f"{role}}}]}}\n",
    )


def statement(name: str = "says", **keys: str) -> str:
    """A statement in YAML's flow style; `about` is Germany unless given."""
    given = {
        "exact": "It was said.",
        "about": "[germany]",
        "questions": "[peacekeeping-force]",
        "summary": "It is said.",
    } | keys
    lines = "".join(f"  {key}: {value}\n" for key, value in given.items() if value)
    return f"- id: {name}\n{lines}"


def found(seed: Path) -> list[str]:
    """The findings of the check, each without its file, line and hint."""
    return [finding.message for finding in check(load(seed)).seed.findings]


def built(seed: Path, datasets: Path) -> Path:
    """Build the dataset of a seed without findings, and let it be the current one."""
    checked = check(load(seed))
    assert [str(finding) for finding in checked.seed.findings] == []
    path = write(checked, datasets)
    point(datasets, path.stem)
    return path
