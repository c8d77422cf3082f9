"""What every command says about wrong arguments: one sentence of ours that says what to do, and
never the words of a library, a traceback or a usage line.
"""

import re
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from app.cli import app

COMMANDS: dict[str, Any] = get_command(app).commands  # type: ignore[attr-defined]
OPTIONS = [
    (name, param)
    for name, command in COMMANDS.items()
    for param in command.params
    if param.param_type_name == "option"
]
# Words of the libraries and of Python, which mean nothing to an operator.
FOREIGN = re.compile(
    r"Invalid value|Usage:|Error:|Errno|Traceback|No such|not a valid (?:int|bool|float|date)|"
    r"[Pp]ydantic|[Tt]yper|[Cc]lick|[Uu]vicorn|NoneType|validation error|Input should|unexpected "
    r"extra|unable to parse|codec|[A-Z]\w+Error|requires an argument|encoding with"
)


def is_plain(said: str) -> bool:
    """Whether this is a sentence, or a few, of ours."""
    return said.endswith(".") and len(said) < 500 and not FOREIGN.search(said)


def refused(*arguments: str | Path) -> str:
    """What is said about wrong arguments; nothing is printed as a result."""
    result = CliRunner().invoke(app, [str(one) for one in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert (result.exit_code, result.stdout) == (2, ""), result.stderr
    said = result.stderr.strip()
    assert is_plain(said), said
    return said


def written(param: Any) -> str:
    """An option as it is written: the long form."""
    return max(param.opts, key=len)


def required(command: Any) -> list[str]:
    """A value for each argument that a command needs."""
    return ["x" for one in command.params if one.param_type_name == "argument" and one.required]


@pytest.fixture(autouse=True)
def nothing_published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong argument never gets as far as a folder of the repository."""
    for name in ("SEED", "DATASETS"):
        monkeypatch.setenv(f"STATED_{name}", str(tmp_path / name.lower()))
    for name in ("HOST", "PORT"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize("name", COMMANDS)
def test_an_option_that_does_not_exist(name: str) -> None:
    assert refused(name, "--nothing-like-this").startswith(
        f"There is no option '--nothing-like-this' of stated {name}. `stated {name} --help`"
    )
    for param in COMMANDS[name].params:
        if param.param_type_name == "option":
            option = written(param)
            said = refused(name, f"{option[:-1]}{option[-1] * 2}")
            assert f"Did you mean {option}?" in said


@pytest.mark.parametrize(
    ("name", "param"), OPTIONS, ids=[f"{name} {written(param)}" for name, param in OPTIONS]
)
def test_an_option_without_its_value_or_with_one_that_it_does_not_take(
    name: str, param: Any
) -> None:
    if param.is_flag:
        said = refused(name, f"{written(param)}=yes")
        assert said.startswith(f"{written(param)} takes no value: write it alone.")
    else:
        said = refused(name, written(param))
        assert said.startswith(f"{written(param)} needs a value after it")
    assert f"`stated {name} --help`" in said


def wrong_values() -> Iterator[Any]:
    """Each option that takes no text or path, with values that it does not take."""
    for name, param in OPTIONS:
        option = written(param)
        if option in ("--port", "--workers"):
            rules = {
                "abc": "must be a whole number",
                "": "must be a whole number",
                "8000.5": "must be a whole number",
                "80 00": "must be a whole number",
                "-1": "must be at least",
                "99999": "must be at most",
                "9" * 5000: "must be a",
            }
        elif option == "--on":
            rules = dict.fromkeys(("abc", "2026", "2026-02-30", ""), "must be a day like")
        elif option == "--follow":
            rules = dict.fromkeys(("abc", "http://data.example/current.json"), "must be the add")
        elif option == "--public-url":
            rules = dict.fromkeys(("abc", "ftp://x", "https://é.example"), "must be like https://")
        else:
            continue
        for value, rule in rules.items():
            yield pytest.param(name, option, value, rule, id=f"{name} {option} {value[:10]}")


@pytest.mark.parametrize(("name", "option", "value", "rule"), [*wrong_values()])
def test_a_value_that_breaks_the_rule(name: str, option: str, value: str, rule: str) -> None:
    said = refused(name, *required(COMMANDS[name]), option, value)
    assert re.match(rf"'.*' is not a valid value of {option}: it {rule}", said), said


def test_a_value_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "abc")
    assert refused("serve").startswith(
        "'abc' is not a valid value of the environment variable PORT: it must be a whole number."
    )


@pytest.mark.parametrize("name", [name for name in COMMANDS if required(COMMANDS[name])])
def test_an_argument_is_missing(name: str) -> None:
    first = next(one for one in COMMANDS[name].params if one.param_type_name == "argument")
    assert refused(name).startswith(f"{first.name.upper()} is missing: {first.help}")


@pytest.mark.parametrize("name", COMMANDS)
def test_too_many_arguments(name: str) -> None:
    said = refused(name, *["x"] * 9)
    assert re.match(rf"stated {name} takes (only options|[A-Z]+)", said)
    assert "more than that was given" in said


def test_a_command_that_does_not_exist() -> None:
    assert refused("serv").startswith("There is no command 'serv'. Did you mean serve?")
    assert refused("\x1b[31mred").startswith("There is no command '\\x1b[31mred'.")
    assert len(refused("x" * 5000)) < 200
    assert refused("--nothing").startswith("There is no option '--nothing' of stated.")
    assert refused("--").startswith("The command is missing.")


@pytest.mark.parametrize(
    "host", ["not an address", "no-such-host.invalid", "192.0.2.1", "256.1.1.1", "a" * 300, "é..x"]
)
def test_an_address_that_is_none_of_this_machine(
    launch: Path, monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    monkeypatch.setenv("STATED_DATASETS", str(launch.parent))
    said = refused("serve", "--host", host, "--port", "8123")
    assert "is not an address of this machine. Use --host 127.0.0.1" in said


def test_a_port_in_use_names_the_command() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        said = refused("preview", "--port", port, "--no-browser", "--seed", "seed")
        assert f"Port {port} is in use by another program." in said
        assert "`stated preview --port" in said


CODED = "seed/sources/rapala-26-nations"
JUDGED = [  # what only the command itself can judge, and a word of what it says
    ("check nope --seed seed", "There is no source 'nope'"),
    ("check --json --github --seed seed", "choose one"),
    ("check --seed {file}", "There is no seed in"),
    ("new {none} --seed seed", "There is no file"),
    ("new {folder} --seed seed", "is a folder: name the file"),
    ("new {empty} --seed seed", "The file is empty"),
    ("new {file} --seed seed --published abc", "a date is 2026-03-14"),
    ("new {file} --seed seed --language klingon", "as en or fr"),
    ("new {file} --seed seed --language en --url abc", "begins with https://"),
    ("new {file} --seed seed --language en --id ../x", "small letters"),
    ("new {file} --seed seed --language en --title=", "--title is empty"),
    ("new {none} --seed seed --blind {folder}/x", "There is no folder"),
    ("compare {none} {none} --seed seed", "There is no folder"),
    ("compare {file} {file} --seed seed", "There is no folder"),
    ("compare {coded} {coded} --seed seed --coder x", "name two different coders"),
    ("reanchor {none} {file} --seed seed", "There is no folder"),
    ("reanchor {coded} {none} --seed seed", "There is no file"),
    ("build --seed {none}", "There is no seed in"),
    ("build --seed seed --datasets {file}", "it is a file, not a folder"),
    ("build --seed seed --datasets {long}", "the name is too long"),
    ("publish --seed {none}", "There is no seed in"),
    ("files nope", "There is no dataset 'nope'"),
    ("files", "No dataset is published in"),
    ("files {long}", "the name is too long"),
    ("rollback nope", "run `stated publish` first"),
    ("rollback nope --datasets {datasets}", "It has "),
    ("diff nope {none}", "There is no dataset 'nope'"),
    ("diff {file} {file}", "is not a dataset of this service"),
    ("adopt {none}", "There is no file"),
    ("adopt {file}", "is no dataset of this service"),
    ("export {folder}", "--public-url is missing"),
    ("export {file} --public-url https://a.example --datasets {datasets}", "is a file, not a fold"),
    ("verify nope", "There is no file 'nope'"),
    ("verify {empty}", "is neither JSON"),
    ("verify http://[::1", "look whether the address is right"),
    ("verify http://127.0.0.1:99999/", "look whether the address is right"),
    ("verify ftp://x", "begins with http://"),
    ("verify {file} --text abc", "is not SOURCE=FILE"),
    ("mcp --http --host nowhere.invalid", "is not an address of this machine"),
    ("serve", "run `stated publish` first"),
]


@pytest.mark.parametrize(("line", "said"), JUDGED, ids=[line for line, _ in JUDGED])
def test_what_a_command_finds_wrong_itself(
    launch: Path, tmp_path: Path, line: str, said: str
) -> None:
    places = {
        "file": "a.txt",
        "empty": "empty",
        "folder": "folder",
        "none": "none",
        "long": "x" * 999,
    }
    made = {name: str(tmp_path / path) for name, path in places.items()}
    made |= {"coded": CODED, "datasets": str(launch.parent)}
    Path(made["file"]).write_text("He said no.\n", encoding="utf-8")
    Path(made["empty"]).touch()
    Path(made["folder"]).mkdir()
    arguments = [one.format_map(made) for one in line.split()]
    result = CliRunner().invoke(app, arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert (result.exit_code in (1, 2), result.stdout) == (True, ""), result.stderr
    assert said in result.stderr
    assert is_plain(result.stderr.strip()), result.stderr
