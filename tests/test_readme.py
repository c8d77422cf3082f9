"""What the README, and the documents that it leads users to, say is what happens: bash runs their
commands with the real curl, and what they show of the responses is compared.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest
from typer.main import get_command

from app.cli import app as cli
from app.settings import ROOT, Settings
from tests import pictures
from tests.fixtures import Served

README = (ROOT / "README.md").read_text(encoding="utf-8")
MOST_WORDS = 1200
# The documents whose commands are run. An example is a command and, below it, what it prints.
DOCUMENTS = ("README.md", "docs/clients.md", "docs/embedding.md", "docs/operations.md")
TEXTS = {name: (ROOT / name).read_text(encoding="utf-8") for name in DOCUMENTS}
BLOCKS = [
    (name, block)
    for name, text in TEXTS.items()
    for block in re.findall(r"^```sh\n(.+?)^```", text, flags=re.MULTILINE | re.DOTALL)
]
COMMANDS = [
    (name, line) for name, block in BLOCKS for line in re.sub(r"\\\n\s*", "", block).splitlines()
]
EXAMPLES = [
    (name, command, shown)
    for name, text in TEXTS.items()
    for command, shown in re.findall(
        r"```sh\n(curl [^\n]+)\n```\n\n```json\n(.+?)```", text, flags=re.DOTALL
    )
]
OWN = "http://127.0.0.1:8000"

# What a command is replaced by that would install, build or serve something: make says what it
# would do, Docker repeats its options, and `stated` shows its help.
REPLACED = f"""
make() {{ command make -n "$@"; }}
docker() {{ printf '%s\\n' "$@"; }}
stated() {{ {sys.executable} -m app.cli "$1" --help; }}
"""
# As if these were the user's own settings, so that the command is run as it is written. Fails on
# errors of HTTP, never waits for long, and asks no proxy.
CURLRC = 'silent\nshow-error\nfail-with-body\nnoproxy = "*"\nmax-time = 20\n'


def installed(program: str) -> str:
    """The path of a program. Without it the test is skipped; where CI is set it fails."""
    path = shutil.which(program)
    if path is None:
        if os.environ.get("CI"):
            pytest.fail(f"{program} is not installed, and CI must not go without", pytrace=False)
        pytest.skip(f"{program} is not installed")
    return path


def run(shell: str, command: str, base: str, home: Path) -> str:
    """What a shell prints for a command of a document, sent to the service at `base`.

    Real curl is used, because it sends an address as it is typed, where other clients encode it.
    """
    installed("curl")
    (home / ".curlrc").write_text(CURLRC)
    done = subprocess.run(
        [installed(shell), "-c", command.replace(OWN, base)],
        cwd=ROOT,
        env={**os.environ, "CURL_HOME": str(home), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, (command, done.stderr.decode() + done.stdout.decode())
    return done.stdout.decode()


def contains(shown: Any, sent: Any, where: str = "") -> None:
    """All that is shown must be sent; keys may be left out of objects, items may not be left out of
    lists' beginning.
    """
    if isinstance(shown, dict):
        for key, value in shown.items():
            assert key in sent, f"{where}.{key}"
            contains(value, sent[key], f"{where}.{key}")
    elif isinstance(shown, list):
        assert len(shown) <= len(sent), where
        assert bool(shown) == bool(sent), where
        for number, value in enumerate(shown):
            contains(value, sent[number], f"{where}[{number}]")
    else:
        assert shown == sent, where


def prose(text: str) -> str:
    """A Markdown document without code blocks, tables, HTML and the targets of links."""
    text = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    text = re.sub(r"^\|.*$", "", text, flags=re.MULTILINE)
    return re.sub(r"<[^>]*>|\]\([^)]*\)", " ", text)


def test_the_readme_is_short() -> None:
    """Tables and code are not counted."""
    words = [word for word in prose(README).split() if re.search(r"\w", word)]
    assert len(words) <= MOST_WORDS


def test_there_are_three_requests() -> None:
    """In the section that promises them; each with its response."""
    _, _, section = README.partition("\n## Three requests\n")
    section, _, _ = section.partition("\n## ")
    assert [command in section for name, command, _ in EXAMPLES if name == "README.md"] == [
        True
    ] * 3


@pytest.mark.parametrize(
    ("command", "shown"), [example[1:] for example in EXAMPLES], ids=[one[1] for one in EXAMPLES]
)
def test_example(served: Served, tmp_path: Path, command: str, shown: str) -> None:
    """What is shown is in the response."""
    contains(json.loads(shown), json.loads(run("bash", command, served.url, tmp_path)))


@pytest.mark.parametrize(("name", "command"), COMMANDS, ids=[" ".join(one) for one in COMMANDS])
def test_command_runs_in_bash(served: Served, tmp_path: Path, name: str, command: str) -> None:
    """Each line of each block. A command that nobody here knows is an error."""
    program = re.sub(r"^(?:[A-Z_]+=\S+ )*(?:\.venv/bin/)?", "", command).split()[0]
    assert program in ("curl", "make", "docker", "stated"), name
    text = command.replace(".venv/bin/stated", "stated").replace("stated --version", "stated check")
    printed = run("bash", text if program == "curl" else REPLACED + text, served.url, tmp_path)
    assert printed
    for setting in re.findall(r"\b(STATED_\w+)=", command):
        assert setting.removeprefix("STATED_").lower() in Settings.model_fields


@pytest.mark.parametrize("shell", ["sh", "dash", "zsh", "fish"])
def test_requests_run_in_every_shell(served: Served, tmp_path: Path, shell: str) -> None:
    """In those that are installed here."""
    if not shutil.which(shell):
        pytest.skip(f"{shell} is not installed")
    for _, command, _ in EXAMPLES:
        assert run(shell, command, served.url, tmp_path)


@pytest.mark.parametrize(
    "command", [line for name, line in COMMANDS if name == "README.md" and line.startswith("curl ")]
)
def test_requests_are_written_for_every_shell(command: str) -> None:
    """Also for those of Windows: double quotes are the only ones that all shells know, `?` and `&`
    mean something outside them, and some of these characters also inside them.
    """
    assert command.isascii()
    assert re.search(r"['$!`\\%^]", command) is None
    bare = re.sub(r'"[^"]*"', "", command)
    assert re.search(r'["?&*;<>|(){}\[\]~]', bare) is None


def test_commands_of_stated_exist() -> None:
    """Those that are named in a sentence."""
    named = {
        command
        for text in TEXTS.values()
        for command in re.findall(r"`(?:\.venv/bin/)?stated\s+([a-z-]+)", text)
    }
    assert named >= {"publish", "rollback"}
    assert named <= get_command(cli).commands.keys()  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("program", "kind", "printed"),
    [
        (sys.executable, "python", "rapala-26-nations-macron-pillar-of-guarantees | "),
        ("Rscript", "r", "declines"),
        ("node", "js", "Italian Prime Minister Giorgia Meloni confirmed that"),
    ],
)
def test_program_runs(
    served: Served, tmp_path: Path, program: str, kind: str, printed: str
) -> None:
    """Those of docs/clients.md, each where its language is installed."""
    if not shutil.which(program):
        pytest.skip(f"{program} is not installed")
    [code] = re.findall(
        rf"^```{kind}\n(.+?)^```", TEXTS["docs/clients.md"], flags=re.MULTILINE | re.DOTALL
    )
    file = tmp_path / ("program.mjs" if kind == "js" else f"program.{kind}")
    file.write_text(code.replace(OWN, served.url), encoding="utf-8")
    done = subprocess.run([program, file], capture_output=True, check=True, text=True)
    assert printed in done.stdout


def test_every_setting_is_in_the_table() -> None:
    """In docs/operations.md, with its default."""
    rows = re.findall(r"^\| `STATED_([A-Z_]+)` \| (\S+) \|", TEXTS["docs/operations.md"], re.M)
    assert len(rows) == len(dict(rows))
    fields = Settings.model_fields
    assert {name.lower() for name, _ in rows} == fields.keys()
    for name, shown in rows:
        default = fields[name.lower()].default
        if isinstance(default, Path):
            assert shown == f"`{default.relative_to(ROOT)}/`"
        else:
            assert shown == (f"`{str(default).lower()}`" if default != "" else "empty"), name


def test_numbers_of_the_readme(client: httpx.Client) -> None:
    """What it says of the dataset is what the dataset says of itself."""
    counts = client.get("/dataset").json()["counts"]
    assert f"({counts['passages']} sentences)" in README
    assert f"{counts['statements']} claims" in README
    assert counts["positions"] == 7
    assert "seven actors" in README


def test_addresses_of_the_readme_answer(client: httpx.Client) -> None:
    """Those in the table of addresses and in sentences, with a name where one goes."""
    _, _, section = README.partition("\n## Which address for what\n")
    table, _, _ = section.partition("\n## ")
    paths = re.findall(r"`(/[a-z@][^`\s]*)`", table)
    assert len(paths) >= 15
    assert "/vocabulary" in paths
    version = client.get("/dataset").json()["version"]
    for path in (*paths, *re.findall(r"`(/[a-z][^`\s<{…]*)`", prose(README))):
        if path.startswith("/statements?speker"):
            continue
        path = path.replace("{name}", "italy").replace("{id}", "rapala-26-nations")
        path = path.replace("text=…", "text=in+any+format").replace("speaker=…", "speaker=macron")
        assert client.get(path.replace("<version>", version)).status_code == 200, path
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
