"""What somebody meets who has just got the repository: the list of commands, the line that says
what to open, the progress of the installation, and the version.
"""

import os
import re
import socket
import subprocess
from pathlib import Path

import pytest
from typer.main import get_command

from app import RELEASE
from app.cli import app as cli
from app.settings import ROOT
from tests.publishing import stated

MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def make(*arguments: str) -> str:
    """What make prints, as if no other make had started the tests."""
    return subprocess.run(
        ["make", "--no-print-directory", *arguments],
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if name != "MAKEFLAGS"},
        check=True,
        capture_output=True,
        text=True,
    ).stdout


def test_make_alone_lists_the_commands() -> None:
    """Each with a line that says what it does, and nothing is installed or served."""
    listed = make()
    assert listed == make("help")
    [phony] = re.findall(r"^\.PHONY: (.+)$", MAKEFILE, flags=re.MULTILINE)
    assert re.findall(r"^  make (\w+) +\S.+$", listed, flags=re.MULTILINE) == phony.split()
    assert "Start with: make serve" in listed


@pytest.mark.parametrize(
    ("options", "address"),
    [
        ((), "http://127.0.0.1:8000"),
        (("HOST=192.0.2.1", "PORT=80"), "http://192.0.2.1:80"),
        (("HOST=0.0.0.0", "PORT=9000"), "http://localhost:9000"),
    ],
)
def test_serve_says_what_to_open(options: tuple[str, ...], address: str) -> None:
    """The last thing before the service starts, with the version of the dataset explained."""
    *_, said, served = make("-n", "serve", "HOST=127.0.0.1", "PORT=8000", *options).splitlines()
    assert served.endswith("stated serve")
    shown = re.fullmatch(r'echo "Dataset (.+) built\. Open (\S+) \(.+\)\."', said)
    assert shown
    assert shown[2] == address


def test_stray_files_are_no_prerequisites(tmp_path: Path) -> None:
    """Also those with names that make reads as something else."""
    for name in ("seed/sources/a-b", "app", "migrations"):
        (tmp_path / name).mkdir(parents=True)
    kept = ["app/x.py", "seed/a.yaml", "seed/sources/a-b/text.txt"]
    stray = ["app/copy of x.py", "seed/Screenshot 2026-01-01.txt", "seed/a:b.txt", "seed/50%.txt"]
    for name in [*kept, *stray, "seed/$(x).txt", "seed/é.txt", "seed/#1.txt"]:
        (tmp_path / name).touch()
    more = tmp_path / "more.mk"
    more.write_text(f"include {ROOT}/Makefile\nshow:\n\t@echo $(sort $(SEED) $(CODE))\n")
    assert make("-C", str(tmp_path), "-f", str(more), "show").split() == kept


def test_line_ends_are_those_of_the_repository() -> None:
    """Also where git converts them: the version of a dataset depends on every byte."""
    tracked = subprocess.run(
        ["git", "ls-files", "--eol"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.splitlines()
    if not tracked:
        pytest.skip("this is no clone")
    fixed = re.compile(r"attr/(-text|text(=auto)? eol=lf)\s")
    assert [line for line in tracked if not fixed.search(line)] == []


def test_installing_shows_its_progress(tmp_path: object) -> None:
    """Pip reports what it downloads and installs; only the quick last step is quiet."""
    commands = make("-n", "serve", f"VENV={tmp_path}/none")
    [long] = re.findall(r"^.+ -m pip .*--require-hashes.*$", commands, flags=re.MULTILINE)
    assert "quiet" not in long


def test_building_the_dataset_is_announced(tmp_path: object) -> None:
    """It takes longer than people wait without a word."""
    commands = make("-n", "serve", f"STATED_DATASETS={tmp_path}/none")
    assert re.search(r"Building the dataset.*\n.*stated publish", commands)


def test_help_has_every_word() -> None:
    """Also those in square brackets, which mean something to the library that prints it."""
    for name, command in get_command(cli).commands.items():  # type: ignore[attr-defined]
        texts = [command.help, *(getattr(one, "help", None) for one in command.params)]
        bracketed = re.findall(r"\w*\[[^\]]*\]", " ".join(text or "" for text in texts))
        shown = re.sub(r"\W+", " ", stated(name, "--help")[1]) if bracketed else ""
        for words in bracketed:
            assert re.sub(r"\W+", " ", words).strip() in shown, (name, words)


def test_a_port_in_use_is_said(launch: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STATED_DATASETS", str(launch.parent))
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = (
            f"Port {port} is in use by another program. Choose another one: "
            f"`make serve PORT={port + 1}`, or `stated serve --port {port + 1}`."
        )
        assert stated("serve", "--port", str(port)) == (2, "", said)


def test_version_of_the_program() -> None:
    """`stated --version`, as other programs have it."""
    assert stated("--version") == (0, f"stated {RELEASE}", "")
