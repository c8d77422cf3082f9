"""Changing a seed as a curator does, and publishing it as the commands do."""

import json
import re
from pathlib import Path

from typer.testing import CliRunner

from app.build.check.seed import check
from app.build.seed.load import load
from app.cli import app

RAPALA = "rapala-26-nations"
STATEMENTS, POSITIONS, SOURCE = (
    f"sources/{RAPALA}/{name}.yaml" for name in ("statements", "positions", "source")
)
EXCERPTS = (
    "id: {id}\ntitle: {title}\npublisher: Somebody\nurl: https://example.org/{id}\nlanguage: en\n"
    "text_access: excerpts\nrights: None of ours.\n"
)


def change(seed: Path, file: str, old: str, new: str) -> None:
    """Change the first occurrence of `old` in a file; there must be one."""
    text = (seed / file).read_text(encoding="utf-8")
    assert old in text, old
    (seed / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def line_of(seed: Path, file: str, at: str) -> int:
    """The line, from 1, of the first occurrence of `at` in a file."""
    return (seed / file).read_text(encoding="utf-8").partition(at)[0].count("\n") + 1


def add(seed: Path, file: str, text: str) -> None:
    """Write at the end of a file."""
    (seed / file).parent.mkdir(parents=True, exist_ok=True)
    with (seed / file).open("a", encoding="utf-8") as given:
        given.write(text)


def cut(seed: Path, file: str, start: str, end: str) -> None:
    """Take the first item of a file that starts so and ends before the next `end`."""
    text = (seed / file).read_text(encoding="utf-8")
    begin = text.index(start)
    stop = text.find(end, begin + len(start))
    (seed / file).write_text(text[:begin] + (text[stop:] if stop > 0 else ""), encoding="utf-8")


def quoted(text: str) -> str:
    """A text in double quotes, as YAML reads it: JSON, but for characters beyond the first
    plane.
    """
    return '"' + "".join(char if char > "\uffff" else json.dumps(char)[1:-1] for char in text) + '"'


def correct(seed: Path, kind: str, name: str, reason: str) -> None:
    """Give a correction."""
    add(
        seed,
        "corrections.yaml",
        f"- {{kind: {kind}, id: {name}, on: 2026-12-01, reason: {quoted(reason)}}}\n",
    )


def bury(seed: Path, kind: str, name: str, reason: str, instead: str = "null") -> None:
    """Give a tombstone."""
    tombstone = (
        f"kind: {kind}, id: {name}, reason: {quoted(reason)}, replaced_by: {instead}, "
        "removed_on: 2026-12-02"
    )
    add(seed, "tombstones.yaml", f"- {{{tombstone}}}\n")


def report(seed: Path, name: str, speaker: str, about: str, said: str, entry: str = "") -> None:
    """A further source, kept as an excerpt, with one statement called `says`; and what it changes
    in a position.
    """
    add(seed, f"sources/{name}/source.yaml", EXCERPTS.format(id=name, title=f"The {name}"))
    add(
        seed,
        f"sources/{name}/statements.yaml",
        f"- id: says\n  exact: It was said in the {name}.\n  speaker: {speaker}\n  about: "
        f"[{about}]\n  said: {said}\n"
        f"  questions: [peacekeeping-force]\n  summary: It is said in the {name}.\n",
    )
    if entry:
        add(
            seed,
            f"sources/{name}/positions.yaml",
            f"- id: {about}-peacekeeping-force-{entry}\n  question: peacekeeping-force\n  actor: "
            f"{about}\n"
            f"  evidence: [{{statement: {name}-says, relation: supports}}]\n  summary: As the "
            f"{name} says.\n"
            "  not_supported: More than that.\n  recorded_on: 2026-11-23\n  coded_by: Somebody\n",
        )


def stated(*arguments: str | Path) -> tuple[int, str, str]:
    """Exit code, standard output, and standard error on one line. A traceback fails the test.

    Findings are without the code and the id at the ends of their lines. Share images are drawn only
    if a test says `--images`, because they take longer than the rest.
    """
    if arguments[:1] == ("publish",) and "--images" not in arguments:
        arguments = (*arguments, "--no-images")
    result = CliRunner().invoke(app, [str(one) for one in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    printed = "\n".join(without_codes(result.stdout)).strip()
    return result.exit_code, printed, " ".join(result.stderr.split())


def without_codes(printed: str) -> list[str]:
    """The lines of printed findings without the code and id of each: “… [unknown-name macron]”."""
    return [re.sub(r" \[[a-z0-9-]+(?: [^\]]*)?\]$", "", line) for line in printed.splitlines()]


def published(seed: Path, datasets: Path, *options: str) -> str:
    """Publish; the version."""
    code, printed, said = stated("publish", "--seed", seed, "--datasets", datasets, *options)
    assert code == 0, (printed, said)
    return printed


_ACCEPTED_BY = "reason: A test., by: A test"


def accept_doubts(seed: Path) -> None:
    """Accept in place whatever the check doubts: sentences that tests invent are seldom real ones.

    An item must begin on a line of its own, or be the only one, as JSON in one line. What was
    accepted by this function before, and is not doubted any more, is taken away.
    """
    for path in (seed / "sources").glob("*/*.yaml"):
        every = path.read_text("utf-8").split("\n")
        kept = [one for one in every if _ACCEPTED_BY not in one or one.startswith("[{")]
        path.write_text("\n".join(kept), encoding="utf-8")
    lines: dict[Path, dict[int, tuple[str, list[str]]]] = {}
    checked = check(load(seed))
    for doubt in checked.seed.doubts:
        file = checked.seed.files[doubt.file.partition("/")[2]]
        where = doubt.where[: 2 if doubt.where[0] == "passages" else 1]
        if isinstance(file.data, dict) and where[0] != "passages":
            where = ("id",)
        indent = {"passages": "    ", "id": ""}.get(str(where[0]), "  ")
        codes = lines.setdefault(file.path, {}).setdefault(file.line(*where), (indent, []))[1]
        if str(doubt.code) not in codes:
            codes.append(str(doubt.code))
    for path, items in lines.items():
        text = path.read_text(encoding="utf-8").split("\n")
        for at in sorted(items, reverse=True):
            indent, codes = items[at]
            given = ", ".join(f"{{doubt: {code}, {_ACCEPTED_BY}}}" for code in codes)
            if text[at - 1].startswith("[{"):
                text[at - 1] = f"{text[at - 1].removesuffix('}]')}, accepted: [{given}]}}]"
            else:
                text.insert(at, f"{indent}accepted: [{given}]")
        path.write_text("\n".join(text), encoding="utf-8")
