"""The tutorial in seed/README.md: its commands are run and its files are written as it says."""

import re
import shlex
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli import app
from app.settings import ROOT

TUTORIAL = (ROOT / "seed/README.md").read_text(encoding="utf-8")
# A block of code, and the file named on the line before it.
BLOCK = re.compile(
    r"(?:^`(?P<file>\S+)`\n\n)?^```(?P<kind>\w+)\n(?P<code>.*?)^```", re.MULTILINE | re.DOTALL
)


def run(command: str) -> str:
    """What a command of the tutorial prints, on both streams. It runs in this process."""
    program, *arguments = shlex.split(command)
    if program == "cp":
        shutil.copytree(*arguments[1:])
    elif program == "rm":
        for name in arguments[1:]:
            shutil.rmtree(name)
    else:
        assert program == ".venv/bin/stated"
        return CliRunner().invoke(app, arguments, env={"COLUMNS": "500"}).output
    return ""


def edit(path: Path, diff: str) -> None:
    """Replace each line that goes by the one that comes behind it, from the end of the file on."""
    lines = path.read_text(encoding="utf-8").split("\n")
    changes = re.findall(r"^-(.*)\n(?:\+(.*)\n)?", diff, flags=re.MULTILINE)
    for gone, come in reversed(changes):
        place = len(lines) - 1 - lines[::-1].index(gone)
        lines[place : place + 1] = [come] if come else []
    path.write_text("\n".join(lines), encoding="utf-8")


def is_printed(expected: str, printed: str) -> bool:
    """Whether a line was printed; … stands for anything."""
    pattern = ".*".join(map(re.escape, expected.split("…")))
    return re.search(f"^{pattern}$", printed, flags=re.MULTILINE) is not None


@pytest.mark.parametrize("whole", [False, pytest.param(True, marks=pytest.mark.long)])
def test_it_leads_from_the_text_to_a_dataset(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, whole: bool
) -> None:
    """Publishing takes long, so the ordinary tests stop before it."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(ROOT / "seed", tmp_path / "seed")
    (tmp_path / "seed/names/cldr.tsv").write_text("# none\niso2\tname\tlocales\tlocal\n")
    (tmp_path / "seed/names/reviewed.csv").write_text("name,ruling,targets,note\n")
    (tmp_path / "seed/ledger.jsonl").unlink()  # the names above are other facts than were published
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    printed = ""
    for block in BLOCK.finditer(TUTORIAL):
        file, kind, code = block["file"], block["kind"], block["code"]
        if kind == "sh":
            if "stated publish" in code and not whole:
                return
            for command in code.splitlines():
                if command.startswith("rm "):
                    assert list((tmp_path / "practice-datasets").glob("*.sqlite")), printed
                if "serve" not in command and "preview" not in command:
                    printed = run(command)
        elif kind == "text":
            wrong = [line for line in code.splitlines() if not is_printed(line, printed)]
            assert wrong == [], printed
        elif kind == "diff":
            edit(tmp_path / file, code)
        else:
            (tmp_path / file).write_text(code, encoding="utf-8")
    assert not (tmp_path / "practice").exists()
