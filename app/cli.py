"""The commands of the console script `stated`.

Each command imports what it needs when it runs, so that `serve` starts without the build.
"""

import errno
import os
import signal
import socket
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer
from pydantic import ValidationError

from app import RELEASE, sqlite_fault
from app.settings import (
    METRICS_FOLDER,
    PREFIX,
    Settings,
    mistakes,
    pointer_url,
    public_url,
    unknown_settings,
)
from app.usage import WRONG_ARGUMENTS, Commands, day

if TYPE_CHECKING:
    from app.build.check.checked_seed import CheckedSeed
    from app.build.findings import Finding

# Help is Markdown: in the other notation, words in square brackets would be left out.
app = typer.Typer(
    cls=Commands, no_args_is_help=True, add_completion=False, rich_markup_mode="markdown"
)

# Seconds that open requests have left when the service is told to stop. Supervisors kill a process
# that still runs after ten.
DRAIN = 8
# Seconds after which an idle connection is closed. Clients that keep one must close it earlier, or
# a request may cross with the close and fail; httpx keeps it for 5 seconds.
IDLE = 10
MOST_WORKERS = 256
LAST_PORT = 65535
FAST_PATH = "app.edge.fast_path:FastPathProtocol"

FindingForm = Literal["text", "json", "github"]
SeedFolder = Annotated[Path | None, typer.Option("--seed", help="Folder of the seed files.")]
DatasetFolder = Annotated[
    Path | None, typer.Option("--datasets", help="Folder of the dataset files.")
]
ToFolder = Annotated[
    Path | None,
    typer.Option("--to", help="Also put the file and its pointer there, for replicas."),
]


def _print(message: str) -> None:
    """Print a sentence for the operator to standard error."""
    typer.echo(message, err=True)


def _print_version(wanted: bool) -> None:
    """Print the release and stop, if `--version` was given."""
    if wanted:
        typer.echo(f"stated {RELEASE}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            callback=_print_version,
            is_eager=True,
            help="Print the version of the program and exit.",
        ),
    ] = False,
) -> None:
    """Who said what, and where countries stand."""
    if fault := sqlite_fault():
        _print(fault)
        raise typer.Exit(WRONG_ARGUMENTS)


@contextmanager
def _failures() -> Iterator[None]:
    """Turn an error that the operator can do something about, such as a full disk, into a sentence
    and an exit code. Any other error is raised as it is.
    """
    try:
        yield
    except ValidationError as error:
        if error.title != Settings.__name__:
            raise
        _print(mistakes(error))
        raise typer.Exit(WRONG_ARGUMENTS) from None
    except Exception as error:
        from app.build.failures import CommandError, sentence

        message = sentence(error)
        if message is None:
            raise
        _print(message)
        raise typer.Exit(error.exit_code if isinstance(error, CommandError) else 1) from None


@contextmanager
def _locked(datasets: Path, *ledgers: Path) -> Iterator[None]:
    """Lock the folder of datasets, which is made if it is missing, and those of ledger files."""
    from app.build.atomic import remove_drafts
    from app.build.lock import lock_folders

    datasets.mkdir(parents=True, exist_ok=True)
    with lock_folders([*(ledger.parent for ledger in ledgers), datasets], _print):
        remove_drafts(datasets)
        yield


def _folders(seed: Path | None, datasets: Path | None) -> tuple[Path, Path]:
    """The folders of the seed and of the datasets: as given, else from the settings.

    Exits with 2 if there is no seed.
    """
    settings = Settings()
    seed = seed or settings.seed
    if not (seed / "dataset.yaml").exists():
        _print(f"There is no seed in {seed}: dataset.yaml is missing.")
        raise typer.Exit(WRONG_ARGUMENTS)
    return seed, datasets or settings.datasets


def _source_name(seed: Path, given: str) -> str:
    """The name of a source's folder, which may be given by its path or a file in it. Exits with 2
    if there is none.
    """
    from app.build.seed.explain import did_you_mean

    sources = seed / "sources"
    names = os.listdir(sources) if sources.is_dir() else []
    parts = Path(given).parts
    if "sources" in parts[:-1]:
        given = parts[parts.index("sources") + 1]
    name = given.rstrip("/")
    if name not in names or not (sources / name).is_dir():
        hint = did_you_mean(name, [each for each in names if (sources / each).is_dir()])
        _print(f"There is no source {name[:60]!r} in {sources}{f': {hint}' if hint else ''}.")
        raise typer.Exit(WRONG_ARGUMENTS)
    return name


def _checked(seed: Path, *, doubts_stop: bool) -> "CheckedSeed":
    """The seed of a folder, checked. Prints all findings.

    Exits with 1 if there are errors, and with `doubts_stop` also if there are doubts that nobody
    accepted.
    """
    from app.build.check.seed import check
    from app.build.seed.load import load

    checked = check(load(seed))
    _print_findings(checked.seed.findings, "built", checked.seed.doubts, doubts_stop=doubts_stop)
    return checked


def _print_findings(
    findings: list["Finding"],
    done: str,
    doubts: Sequence["Finding"] = (),
    *,
    doubts_stop: bool = True,
    form: "FindingForm" = "text",
) -> None:
    """Print findings; exits with 1 if any of them stops. `done` is what was not done then.

    What does not stop goes to standard error, because the result goes to standard output.
    """
    import json

    from app.build.findings import as_annotation, as_json, as_lines

    every = sorted([*findings, *doubts])
    stops = bool(findings) or (doubts_stop and bool(doubts))
    if form == "json":
        typer.echo(json.dumps([as_json(each) for each in every], ensure_ascii=False, indent=2))
    else:
        lines = map(as_annotation, every) if form == "github" else as_lines(every)
        for line in lines:
            typer.echo(line, err=not stops)
    counts = [
        f"{number} {name}{'s' if number > 1 else ''}"
        for number, name in ((len(findings), "finding"), (len(doubts), "doubt"))
        if number
    ]
    if counts:
        _print(f"{' and '.join(counts)}{f'; nothing was {done}' if stops else ''}.")
        if doubts:
            _print(
                "docs/findings.md explains each code, and how to accept a doubt about something "
                "that is right."
            )
        if stops:
            raise typer.Exit(1)


def _built(seed: Path, datasets: Path, *, doubts_stop: bool = False) -> tuple["CheckedSeed", Path]:
    """Check and build a seed: the checked seed and the dataset file. Exits with 1 on errors, and
    with `doubts_stop` on doubts.
    """
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    from app.build.write.dataset_file import write

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("reading and checking the seed", total=None)
        checked = _checked(seed, doubts_stop=doubts_stop)
        path = write(
            checked,
            datasets,
            lambda step: progress.update(task, description=f"writing: {step}"),
        )
    return checked, path


@app.command("check")
@_failures()
def check_command(
    source: Annotated[
        str | None,
        typer.Argument(help="Check only this source: the name or path of its folder."),
    ] = None,
    seed: SeedFolder = None,
    datasets: DatasetFolder = None,
    names: Annotated[
        bool,
        typer.Option("--names", help="Print the names that mean several things or no country."),
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the findings as a list in JSON.")
    ] = False,
    github: Annotated[
        bool, typer.Option("--github", help="Print the findings as annotations of GitHub Actions.")
    ] = False,
    processes: Annotated[
        int | None,
        typer.Option(
            min=1,
            max=64,
            help="How many processes share the sources. By default as many as there are "
            "processors, if there are 1,000 sources or more.",
        ),
    ] = None,
) -> None:
    """Validate the source files: quotations, names, evidence, ledger. Prints all errors and doubts;
    docs/findings.md explains them.
    """
    from app.build.check.seed import check, check_source
    from app.build.check.texts_seen import TextsSeen
    from app.build.failures import CommandError
    from app.build.seed.load import load

    # What is published in the usual folder is of the usual seed, and of no other.
    both = seed is None or datasets is not None
    seed, datasets = _folders(seed, datasets)
    if as_json and github:
        raise CommandError("--json and --github are two forms of the same list: choose one.")
    form: FindingForm = "json" if as_json else "github" if github else "text"
    if source is not None:
        checked = check_source(seed, _source_name(seed, source), TextsSeen(datasets, seed))
        _print_findings(checked.seed.findings, "built", checked.seed.doubts, form=form)
        if form == "text":
            typer.echo(
                f"The source is sound: {len(checked.resolved)} statements. Run `stated check` "
                "before you publish: it also compares the positions of all sources."
            )
        return
    checked = check(load(seed, processes), texts=TextsSeen(datasets, seed), processes=processes)
    found = list(checked.seed.findings)
    if both and not found:
        from app.build.publish import missing_ledger

        found = missing_ledger(seed, checked.seed.ledger, datasets)
    _print_findings(found, "built", checked.seed.doubts, form=form)
    if form != "text":
        return
    typer.echo(
        f"No errors: {len(checked.seed.folders)} sources, {len(checked.resolved)} "
        f"statements, {sum(1 for _ in checked.seed.entries())} position entries, "
        f"{len(checked.seed.names)} names."
    )
    if names:
        typer.echo("Names that are decided in names/reviewed.csv:")
        for key in checked.seed.names:
            if key.note:
                typer.echo(f"  {key.name}: {key.target or 'no country'} ({key.note})")


@app.command("new")
@_failures()
def new_command(
    text: Annotated[
        Path,
        typer.Argument(help="The file with the text; with --blind, the folder of a coded source."),
    ],
    seed: SeedFolder = None,
    blind: Annotated[
        Path | None,
        typer.Option(
            "--blind", help="Draft a coded source again into this folder, for a second coder."
        ),
    ] = None,
    url: Annotated[str | None, typer.Option(help="Its address. Nothing is fetched.")] = None,
    title: Annotated[str | None, typer.Option(help="Its title; else the first heading.")] = None,
    publisher: Annotated[str | None, typer.Option(help="Who published it.")] = None,
    published: Annotated[
        str | None, typer.Option(help="When, as on the page: 2026-03-14, 2026-03 or 2026.")
    ] = None,
    language: Annotated[
        str | None, typer.Option(help="Its language, as en or fr; else it is worked out.")
    ] = None,
    id: Annotated[str | None, typer.Option("--id", help="The name of its folder.")] = None,
    add_people: Annotated[
        bool,
        typer.Option("--add-people", help="Add unknown speakers to people.yaml, as drafts."),
    ] = False,
) -> None:
    """Make the folder of a source from a text, with a draft of its coding."""
    from app.curate.new import Metadata, blind_source, new_source, summary
    from app.curate.new import add_people as add

    folder, _ = _folders(seed, None)
    if blind is not None:
        new = blind_source(folder, text, blind)
    else:
        given = Metadata(url, title, publisher, published, language, id)
        new = new_source(folder, text, given)
    for line in summary(new):
        _print(line)
    if new.people and add_people:
        add(folder, new.people)
        _print(f"{len(new.draft.unknown)} speakers were added to {folder / 'people.yaml'}.")
    elif new.people:
        _print("These speakers are not in people.yaml. Complete the entries and add them:")
        typer.echo(new.people, nl=False)


@app.command("compare")
@_failures()
def compare_command(
    first: Annotated[Path, typer.Argument(help="The folder of the first coding of a source.")],
    second: Annotated[Path, typer.Argument(help="The folder of the second one.")],
    seed: SeedFolder = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
    coder: Annotated[
        list[str] | None,
        typer.Option(
            help="Who made each coding, the first one first; a program as `Name (program)`. With "
            "two of them, the comparison is noted in the source.yaml of the first folder."
        ),
    ] = None,
    on: Annotated[
        date | None,
        typer.Option(
            parser=day, metavar="DAY", help="The day of the comparison, with --coder: 2026-03-14."
        ),
    ] = None,
) -> None:
    """Print where two codings of a source differ, and Krippendorff's alpha of each field."""
    import json

    from app.curate.coding import read_coding
    from app.curate.compare import compare_codings, note_comparison

    folder, _ = _folders(seed, None)
    mine = read_coding(first, folder)
    compared = compare_codings(mine, read_coding(second, folder))
    if coder or on:
        note_comparison(mine, compared, coder or [], on)
        _print(f"The comparison was noted in {first / 'source.yaml'}.")
    if as_json:
        typer.echo(json.dumps(compared.as_dict(), ensure_ascii=False, indent=2))
        return
    for line in (*compared.differences, "", *compared.agreement):
        typer.echo(str(line))


@app.command("reanchor")
@_failures()
def reanchor_command(
    source: Annotated[Path, typer.Argument(help="The folder of a source.")],
    text: Annotated[Path, typer.Argument(help="The text as its publisher changed it.")],
    seed: SeedFolder = None,
    write: Annotated[
        bool, typer.Option("--write", help="Put the new text and its sentences into the folder.")
    ] = False,
) -> None:
    """Find the claims of a source in its changed text. Exits with 1 if one needs a person."""
    from app.curate.changed_text import read_new_text, reanchored, report, write_new_text
    from app.curate.coding import read_coding
    from app.curate.reanchor import CERTAIN

    folder, _ = _folders(seed, None)
    coding = read_coding(source, folder)
    new = read_new_text(text)
    claims = reanchored(coding, new)
    for line in report(claims):
        typer.echo(line)
    unsure = sum(claim.fate not in CERTAIN for claim in claims)
    if write:
        write_new_text(coding, new, claims, folder)
        _print("The new text is in its place; the old one is kept beside it, as .before.")
    if unsure:
        _print(f"{unsure} of {len(claims)} claims need a person. Nothing of them was changed.")
        raise typer.Exit(1)


@app.command("preview")
@_failures()
def preview_command(
    source: Annotated[str | None, typer.Argument(help="The id of a source, or its folder.")] = None,
    seed: SeedFolder = None,
    port: Annotated[
        int, typer.Option(min=0, max=LAST_PORT, help="A port; without it, a free one.")
    ] = 0,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="Open the page in the browser.")
    ] = True,
) -> None:
    """Show a source and its coding in the browser, and again whenever a file is saved."""
    import webbrowser

    from app.curate.preview import LOOPBACK, Preview, run

    folder, _ = _folders(seed, None)
    if port:
        _check_can_listen("preview", LOOPBACK, port)
    preview = Preview(folder, port)
    address = preview.address(Path(source).name if source else None)
    _print(f"The preview is at {address} (Ctrl+C stops it).")
    if browser:
        webbrowser.open(address)
    run(preview)


@app.command()
@_failures()
def build(seed: SeedFolder = None, datasets: DatasetFolder = None) -> None:
    """Check the seed and build its dataset file, without publishing it. Prints the version."""
    seed, datasets = _folders(seed, datasets)
    with _locked(datasets):
        typer.echo(_built(seed, datasets)[1].stem)


@app.command()
@_failures()
def publish(
    seed: SeedFolder = None,
    datasets: DatasetFolder = None,
    preview: Annotated[
        bool, typer.Option("--preview", help="Do not write into the ledger.")
    ] = False,
    first: Annotated[
        bool,
        typer.Option(
            "--first", help="Begin a new ledger, although a version is published already."
        ),
    ] = False,
    to: ToFolder = None,
    images: Annotated[
        bool | None,
        typer.Option(
            "--images/--no-images",
            help="Draw the share images too. [default: images, but not with --preview]",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Build the dataset, add it to the ledger of the seed, and switch the service to it. Prints the
    version.

    Fails if something published was changed without a correction that says why.
    """
    from app.build.failures import CommandError
    from app.build.ledger import LEDGER, append, ledger_of
    from app.build.publish import mark_preview, missing_ledger, not_compared, point, prepare

    seed, datasets = _folders(seed, datasets)
    # The lock comes before the seed is read, because the ledger is part of the seed.
    with _locked(datasets, *(() if preview else (ledger_of(seed),))):
        checked, path = _built(seed, datasets, doubts_stop=not preview)
        published = [line.version for line in checked.seed.ledger]
        if first and (preview or published):
            raise CommandError(
                f"--first begins a ledger, and {seed / LEDGER} has one already."
                if published
                else "--first begins a ledger, and --preview writes none."
            )
        missing = missing_ledger(seed, checked.seed.ledger, datasets)
        if not preview and not first:
            _print_findings(missing, "published")
        if images or (images is None and not preview):
            _draw_images(path)
        if not preview and path.stem not in published:
            line, findings = prepare(checked, path)
            _print_findings(findings, "published")
            if sentence := not_compared(checked, path):
                _print(sentence)
            append(seed, line)
            _print(f"{line.version} was added to {seed / LEDGER}: commit it.")
        elif not preview and path.stem != published[-1]:
            _print(
                f"{path.stem} was published before: the service goes back to it, and the ledger "
                "stays as it is."
            )
        if Settings().whole_files:
            from app.export.files import make_files

            make_files(path, Settings().public_url)
        only_previews = preview and not published and not missing
        mark_preview(datasets, path.stem if only_previews else None)
        point(datasets, path.stem)
        _share(path, to)
    typer.echo(path.stem)


def _share(path: Path, folder: Path | None) -> None:
    """Put a dataset file and the pointer to it into a folder for replicas, if one is given."""
    if folder is not None:
        from app.replica.share import share

        pointer = share(path, folder)
        _print(f"{folder} has {pointer.file}, and then the pointer to it, for replicas.")


def _draw_images(path: Path) -> None:
    """Draw the share images of a dataset file. Without the library that draws, say so."""
    from app.build.share_images.file import is_possible, write_images

    if not is_possible():
        _print("No share images were drawn: `pip install resvg-py` first, or use --no-images.")
        return
    from rich.console import Console

    with Console(stderr=True).status("drawing share images"):
        write_images(path)


@app.command("files")
@_failures()
def files_command(
    version: Annotated[
        str | None, typer.Argument(help="A version; without it, the one that is served.")
    ] = None,
    datasets: DatasetFolder = None,
) -> None:
    """Make the whole files of a version again: SQLite, Data Package, NDJSON, and Parquet where
    pyarrow is installed. Prints their folder.

    A running service finds files that did not exist before. If you make files again, restart the
    service.
    """
    from app.build.failures import CommandError
    from app.export.files import make_files

    settings = Settings()
    folder = datasets or settings.datasets
    current = folder / "current"
    if version is None and current.is_file():
        version = current.read_text(encoding="ascii").strip()
    path = folder / f"{version}.sqlite"
    if version is None or not path.is_file():
        raise CommandError(
            f"There is no dataset {version!r} in {folder}."
            if version is not None
            else f"No dataset is published in {folder} yet: run `stated publish` first."
        )
    with _locked(folder):
        typer.echo(make_files(path, settings.public_url, _print, again=True))


@app.command()
@_failures()
def rollback(
    version: Annotated[str, typer.Argument(help="A version in the folder of datasets.")],
    datasets: DatasetFolder = None,
    to: ToFolder = None,
) -> None:
    """Switch the service back to a version that was built before. Prints the version."""
    from app.build.publish import point

    datasets = datasets or Settings().datasets
    point(datasets, version)
    _share(datasets / f"{version}.sqlite", to)
    typer.echo(version)


@app.command("diff")
@_failures()
def diff_command(
    old: Annotated[
        str, typer.Argument(help="A version in the folder of datasets, or a dataset file.")
    ],
    new: Annotated[str, typer.Argument(help="The version or file to compare it with.")],
    datasets: DatasetFolder = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the changes as JSON, with their content.")
    ] = False,
) -> None:
    """Print what changed from one dataset to another: a line for each position, statement, source
    or person.
    """
    import json
    from dataclasses import asdict

    from app.build.compare import NotComparable, as_line, compare

    folder = datasets or Settings().datasets
    files = [
        path if (path := folder / f"{given}.sqlite").is_file() else Path(given)
        for given in (old, new)
    ]
    missing = [given for given, path in zip((old, new), files, strict=True) if not path.is_file()]
    if missing:
        raise NotComparable(
            f"There is no dataset {' and no dataset '.join(map(repr, missing))}, neither in "
            f"{folder} nor as a file."
        )
    changes = compare(*files)
    if as_json:
        typer.echo(json.dumps([asdict(change) for change in changes], ensure_ascii=False, indent=2))
    else:
        for change in changes:
            typer.echo(as_line(change))


@app.command()
@_failures()
def adopt(
    old: Annotated[Path, typer.Argument(help="The old dataset file.")],
    datasets: DatasetFolder = None,
) -> None:
    """Copy an old dataset file and bring the copy to this release's schema. Prints the version."""
    from app.build.write.adopt import adopt as adopt_file

    datasets = datasets or Settings().datasets
    with _locked(datasets):
        adopted = adopt_file(old, datasets)
    if adopted.was_there:
        _print(f"{adopted.path} is there already and was left alone.")
    typer.echo(adopted.path.stem)


@app.command("export")
@_failures()
def export_command(
    folder: Annotated[
        Path, typer.Argument(help="Where the files go; empty, or an earlier export.")
    ],
    public_url: Annotated[
        str | None,
        typer.Option(
            "--public-url",
            parser=public_url,
            metavar="URL",
            help="The address under which the files will be published.",
        ),
    ] = None,
    datasets: DatasetFolder = None,
) -> None:
    """Write the service as static files: the responses of all addresses without a query.

    Files that have the right bytes are not written again (docs/operations.md, section Static
    files).
    """
    from app.build.failures import CommandError
    from app.export.site import export

    settings = Settings()
    address = public_url if public_url is not None else settings.public_url
    if not address:
        raise CommandError("--public-url is missing: links in the files are absolute.")
    done = export(datasets or settings.datasets, folder, address, _print)
    _print(
        f"{len(done.files)} addresses; {done.written} files written, {done.kept} kept, "
        f"{done.removed} removed; {len(done.left_out)} addresses not exported."
    )
    typer.echo(folder)


@app.command("mcp")
@_failures()
def mcp_command(
    http: Annotated[
        bool, typer.Option("--http", help="Serve HTTP at /mcp, not standard input and output.")
    ] = False,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=LAST_PORT, help="Port to listen on.")] = 8001,
    allowed_host: Annotated[
        list[str] | None,
        typer.Option(help="A Host header to accept, as mcp.example. Repeat it for several."),
    ] = None,
    allowed_origin: Annotated[
        list[str] | None,
        typer.Option(help="An Origin to accept, as https://app.example. Repeat it for several."),
    ] = None,
) -> None:
    """Serve the dataset to language models (Model Context Protocol). It needs the
    package `stated[mcp]`.
    """
    from importlib.util import find_spec

    from app.build.failures import CommandError

    if find_spec("mcp") is None:
        raise CommandError("The SDK is missing: pip install 'stated[mcp]'.")
    if http:
        _check_can_listen("mcp", host, port)
    from app.export.own_service import service_of
    from app.mcp_server.server import http_app, server_of

    with service_of(Settings()) as service:
        server = server_of(service)
        if not http:
            server.run("stdio")
            return
        import uvicorn

        own = ("127.0.0.1", "localhost", "[::1]")
        hosts = [f"{name}:{port}" for name in own] + (allowed_host or [])
        origins = [f"http://{name}:{port}" for name in own] + (allowed_origin or [])
        uvicorn.run(
            http_app(server, hosts, origins),
            host=host,
            port=port,
            server_header=False,
            proxy_headers=False,
            access_log=False,
            log_level="warning",
            limit_concurrency=100,
        )


@app.command("verify")
@_failures()
def verify_command(
    target: Annotated[
        str,
        typer.Argument(
            help="An address of a service, or a file: a response (JSON, NDJSON, CSV, a page or a "
            "card), a dataset file or a whole package."
        ),
    ],
    text: Annotated[
        list[str] | None,
        typer.Option(
            help="SOURCE=FILE: the archived text of a source, if you have it. Can be repeated."
        ),
    ] = None,
) -> None:
    """Verify words against the archived texts, and the version of a dataset file
    (docs/verification.md).

    Exits with 1 if something is wrong, and with 3 if nothing is wrong and something could not be
    checked.
    """
    from app.build.failures import CommandError
    from app.verify.report import Outcome, verify

    given: dict[str, bytes] = {}
    for one in text or ():
        source, mark, path = one.partition("=")
        if not mark or not Path(path).is_file():
            raise CommandError(f"--text {one!r} is not SOURCE=FILE, or there is no such file.")
        given[source] = Path(path).read_bytes()
    counts = dict.fromkeys(Outcome, 0)
    for line in verify(target, given):
        counts[line.outcome] += 1
        typer.echo(f"{line.outcome}: {line.text}")
    _print(
        f"{counts[Outcome.right]} right, {counts[Outcome.wrong]} wrong, "
        f"{counts[Outcome.unknown]} not checked."
    )
    if counts[Outcome.wrong]:
        raise typer.Exit(1)
    if counts[Outcome.unknown]:
        raise typer.Exit(3)


@app.command("doctor")
@_failures()
def doctor_command(datasets: DatasetFolder = None) -> None:
    """Check this deployment: versions, settings, permissions, dataset files, disk. Says what to do.

    Exits with 1 if there is a problem. A warning is not a problem.
    """
    from app.build.doctor import Severity, checks

    settings = Settings()
    if datasets is not None:
        settings = settings.model_copy(update={"datasets": datasets})
    found = list(checks(settings))
    for sentence in unknown_settings(os.environ):
        typer.echo(f"warning: {sentence}")
    for severity, sentence in found:
        typer.echo(f"{severity}: {sentence}")
    if any(severity is Severity.problem for severity, _ in found):
        raise typer.Exit(1)


def _exit_normally(*_: object) -> None:
    """Exit with 0 on SIGTERM: uvicorn raises the signal again once it has stopped, and by default
    that looks like a crash.
    """
    raise SystemExit(0)


@contextmanager
def _metrics_folder(settings: Settings, workers: int) -> Iterator[None]:
    """For several workers: the folder in which they add up their metrics, empty at the start.
    prometheus_client, which each worker imports, takes it from the environment.
    """
    os.environ.pop(METRICS_FOLDER, None)
    if workers == 1:
        yield
        return
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="metrics-", dir=settings.metrics_folder) as folder:
        os.environ[METRICS_FOLDER] = folder
        yield


def _check_can_listen(command: str, host: str, port: int) -> None:
    """Exits with 2, and a sentence, if the server of a command cannot listen at this address."""
    try:
        # As the server looks it up; a name that is no name of a host is a UnicodeError.
        [(family, *_), *_] = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        with socket.create_server((host, port), family=family):
            return
    except (OSError, UnicodeError) as error:
        _print(_why_not_listening(command, host, port, error))
        raise typer.Exit(WRONG_ARGUMENTS) from None


def _why_not_listening(command: str, host: str, port: int, error: OSError | UnicodeError) -> str:
    match error:
        case OSError(errno=errno.EADDRINUSE):
            other = port + 1 if port < LAST_PORT else port - 1
            made = f"`make serve PORT={other}`, or " if command == "serve" else ""
            return (
                f"Port {port} is in use by another program. Choose another one: {made}"
                f"`stated {command} --port {other}`."
            )
        case OSError(errno=errno.EACCES | errno.EPERM):
            return (
                f"This user has no right to port {port}. Choose one from 1024 to 65535, as in "
                "--port 8000."
            )
        case _:
            return (
                f"{host[:60]!r} is not an address of this machine. Use --host 127.0.0.1 to serve "
                "only this machine, or --host 0.0.0.0 to serve its networks."
            )


def _no_traces() -> str | None:
    """What is missing to send traces, as a sentence."""
    from importlib.util import find_spec

    if find_spec("opentelemetry.sdk") is None:
        return "STATED_TRACES needs a package that is missing: pip install 'stated[traces]'."
    if not any(os.environ.get(f"OTEL_EXPORTER_OTLP_{name}ENDPOINT") for name in ("", "TRACES_")):
        return (
            "STATED_TRACES needs to know where to send traces: set OTEL_EXPORTER_OTLP_ENDPOINT to "
            "the address of a collector, such as http://127.0.0.1:4318."
        )
    return None


@app.command()
@_failures()
def serve(
    host: Annotated[str, typer.Option(envvar="HOST", help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(envvar="PORT", min=1, max=LAST_PORT, help="Port to listen on.")
    ] = 8000,
    workers: Annotated[
        int, typer.Option(min=1, max=MOST_WORKERS, help="Processes that share the port.")
    ] = 1,
    fast_path: Annotated[
        bool | None,
        typer.Option(
            "--fast-path/--no-fast-path",
            help="Send cached responses directly from the HTTP protocol. [default: fast-path]",
            show_default=False,
        ),
    ] = None,
    follow: Annotated[
        str | None,
        typer.Option(
            "--follow",
            parser=pointer_url,
            metavar="URL",
            help="Be a replica: fetch the datasets that the pointer at this address names.",
        ),
    ] = None,
    allow_rollback: Annotated[
        bool,
        typer.Option(
            "--allow-rollback", help="As a replica, also take a dataset that was published earlier."
        ),
    ] = False,
) -> None:
    """Serve the published dataset, or that of another server (`--follow`)."""
    import uvicorn

    signal.signal(signal.SIGTERM, _exit_normally)
    if follow is not None:  # in the environment, because each worker reads the settings there
        os.environ[f"{PREFIX}FOLLOW"] = follow
    if allow_rollback:
        os.environ[f"{PREFIX}ALLOW_ROLLBACK"] = "true"
    settings = Settings()
    for sentence in unknown_settings(os.environ):
        _print(sentence)
    if settings.traces and (problem := _no_traces()):
        _print(problem)
        raise typer.Exit(2)
    if settings.follow:
        from app.replica.follow import start

        start(settings)
    elif not (settings.datasets / "current").exists():
        _print("No dataset is published yet: run `stated publish` first.")
        raise typer.Exit(WRONG_ARGUMENTS)
    _check_can_listen("serve", host, port)
    use_fast_path = settings.fast_path if fast_path is None else fast_path
    with _metrics_folder(settings, workers):
        uvicorn.run(
            "app.asgi:from_environment",
            factory=True,
            host=host,
            port=port,
            workers=workers,
            server_header=False,
            date_header=True,
            proxy_headers=False,
            lifespan="on",
            http=FAST_PATH if use_fast_path else "httptools",
            ws="none",  # the service has no WebSocket routes
            access_log=False,  # see app/observability/access_log.py
            timeout_keep_alive=IDLE,
            timeout_graceful_shutdown=DRAIN,
        )


if __name__ == "__main__":
    sys.exit(app())
