"""The console script `stated`."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from app.settings import Settings

if (
    TYPE_CHECKING
):  # a command imports what it needs when it runs, so that `serve` starts without the build
    from app.build.check.checked_seed import CheckedSeed

app = typer.Typer(
    no_args_is_help=True, add_completion=False, help="Who said what, and where each country stands."
)
screen = Console(stderr=True)

# Seconds that answers have to end in when the service is told to stop. Supervisors kill what still
# runs after ten.
DRAIN = 8

SeedFolder = Annotated[Path | None, typer.Option("--seed", help="Folder of the seed files.")]
DatasetFolder = Annotated[
    Path | None, typer.Option("--datasets", help="Folder of the dataset files.")
]


@contextmanager
def _plainly() -> Iterator[None]:
    """Say in a sentence what a full disk, a missing right or another process keeps a command from
    doing.
    """
    try:
        yield
    except Exception as error:
        from app.build.failures import sentence

        said = sentence(error)
        if said is None:
            raise
        screen.print(said, markup=False, soft_wrap=True)
        raise typer.Exit(1) from None


@contextmanager
def _alone(datasets: Path, *ledgers: Path) -> Iterator[None]:
    """Be the only one who writes into the folder of datasets, and into those of ledgers."""
    from app.build.lock import alone

    datasets.mkdir(parents=True, exist_ok=True)
    folders = [*(ledger.parent for ledger in ledgers), datasets]
    with alone(folders, lambda said: screen.print(said, markup=False, soft_wrap=True)):
        yield


def _folders(seed: Path | None, datasets: Path | None) -> tuple[Path, Path]:
    settings = Settings()
    seed = seed or settings.seed
    if not (seed / "dataset.yaml").exists():
        screen.print(f"There is no seed in {seed}: dataset.yaml is missing.", markup=False)
        raise typer.Exit(2)
    return seed, datasets or settings.datasets


def _checked(seed: Path) -> "CheckedSeed":
    from app.build.check.seed import check
    from app.build.seed.load import load

    checked = check(load(seed))
    for finding in checked.seed.findings:
        typer.echo(str(finding))
    if found := len(checked.seed.findings):
        screen.print(f"{found} finding{'s' if found > 1 else ''}; nothing was built.")
        raise typer.Exit(1)
    return checked


def _built(seed: Path, datasets: Path) -> tuple["CheckedSeed", Path]:
    from app.build.write.dataset_file import write
    from app.build.write.history import OtherHistoryError

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=screen, transient=True) as progress:
        task = progress.add_task("reading and checking the seed", total=None)
        checked = _checked(seed)
        try:
            path = write(
                checked,
                datasets,
                lambda step: progress.update(task, description=f"writing: {step}"),
            )
        except OtherHistoryError as error:
            progress.stop()
            message = (
                "was built before something else was published and tells another history: "
                "remove it and try again."
            )
            screen.print(f"{error.path} {message}", markup=False, soft_wrap=True)
            raise typer.Exit(1) from None
    return checked, path


@app.command("check")
@_plainly()
def check_command(
    seed: SeedFolder = None,
    names: Annotated[
        bool,
        typer.Option("--names", help="Print the names that mean several things or no country."),
    ] = False,
) -> None:
    """Prove the seed: every word at its place, every name known, every position backed. Reports all
    findings.
    """
    checked = _checked(_folders(seed, None)[0])
    typer.echo(
        f"The seed is sound: {len(checked.seed.folders)} sources, {len(checked.resolved)} "
        "statements, "
        f"{sum(1 for _ in checked.seed.entries())} position entries, {len(checked.seed.names)} "
        "names."
    )
    if names:
        typer.echo("Names that were ruled on (names/reviewed.csv):")
        for key in checked.seed.names:
            if key.note:
                typer.echo(f"  {key.name}: {key.target or 'no country'} ({key.note})")


@app.command()
@_plainly()
def build(seed: SeedFolder = None, datasets: DatasetFolder = None) -> None:
    """Check the seed and build its dataset file; the service does not follow yet. Prints the
    version.
    """
    seed, datasets = _folders(seed, datasets)
    with _alone(datasets):
        typer.echo(_built(seed, datasets)[1].stem)


@app.command()
@_plainly()
def publish(
    seed: SeedFolder = None,
    datasets: DatasetFolder = None,
    preview: Annotated[
        bool, typer.Option("--preview", help="Do not write into the ledger.")
    ] = False,
) -> None:
    """Build, record the version in the seed's ledger and let the service follow. Prints the
    version.

    Refuses what was published and is changed without a correction that says why.
    """
    from app.build.ledger import LEDGER, append, ledger_of
    from app.build.publish import point, prepare

    seed, datasets = _folders(seed, datasets)
    with _alone(
        datasets, *(() if preview else (ledger_of(seed),))
    ):  # before the seed is read, for the ledger is part of it
        checked, path = _built(seed, datasets)
        standing = [line.version for line in checked.seed.ledger]
        if not preview and path.stem not in standing:
            line, findings = prepare(checked, path)
            for finding in findings:
                typer.echo(str(finding))
            if findings:
                screen.print(
                    f"{len(findings)} finding{'s' if len(findings) > 1 else ''}; nothing was "
                    "published."
                )
                raise typer.Exit(1)
            append(seed, line)
            screen.print(f"{line.version} was added to {seed / LEDGER}: commit it.", markup=False)
        elif not preview and path.stem != standing[-1]:
            screen.print(
                f"{path.stem} was published before: the service goes back to it, and the "
                "ledger "
                "stays as it is."
            )
        point(datasets, path.stem)
    typer.echo(path.stem)


@app.command()
@_plainly()
def rollback(version: str, datasets: DatasetFolder = None) -> None:
    """Let the service follow back to a version that was built before."""
    from app.build.publish import NoSuchVersion, point

    try:
        point(datasets or Settings().datasets, version)
    except NoSuchVersion:
        screen.print(f"There is no dataset of the version {version}.", markup=False)
        raise typer.Exit(1) from None
    typer.echo(version)


@app.command("diff")
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
    """Say what changed from one dataset to another: one line for each position, statement, source
    or person.
    """
    import json
    from dataclasses import asdict

    from app.build.compare import NotComparable, compare, sentence

    folder = datasets or Settings().datasets
    files = [
        path if (path := folder / f"{given}.sqlite").is_file() else Path(given)
        for given in (old, new)
    ]
    try:
        if missing := [
            given for given, path in zip((old, new), files, strict=True) if not path.is_file()
        ]:
            raise NotComparable(
                f"There is no dataset {' and no dataset '.join(missing)}, neither in {folder} "
                "nor "
                "as a file."
            )
        changes = compare(*files)
    except NotComparable as error:
        screen.print(str(error), markup=False, soft_wrap=True)
        raise typer.Exit(2) from None
    if as_json:
        typer.echo(json.dumps([asdict(change) for change in changes], ensure_ascii=False, indent=2))
    for line in () if as_json else map(sentence, changes):
        typer.echo(line)


@app.command()
@_plainly()
def adopt(old: Path, datasets: DatasetFolder = None) -> None:
    """Bring a copy of an old dataset file to this release's schema, under its version. Prints the
    version.
    """
    from app.build.write.adopt import NotAdopted
    from app.build.write.adopt import adopt as bring_in

    datasets = datasets or Settings().datasets
    try:
        with _alone(datasets):
            adopted = bring_in(old, datasets)
    except NotAdopted as error:
        screen.print(str(error), markup=False, soft_wrap=True)
        raise typer.Exit(1) from None
    if adopted.was_there:
        screen.print(
            f"{adopted.path} is there already and was left alone.", markup=False, soft_wrap=True
        )
    typer.echo(adopted.version)


def _ended(*_: object) -> None:
    """End well on SIGTERM: uvicorn raises the signal again once it has stopped, and by default that
    looks like a crash.
    """
    raise SystemExit(0)


@app.command()
def serve(
    host: Annotated[str, typer.Option(envvar="HOST", help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(envvar="PORT", help="Port to listen on.")] = 8000,
    workers: Annotated[int, typer.Option(min=1, help="Processes that share the port.")] = 1,
) -> None:
    """Serve the published dataset."""
    import uvicorn

    signal.signal(signal.SIGTERM, _ended)
    if not (Settings().datasets / "current").exists():
        screen.print("No dataset is published yet: run `stated publish` first.")
        raise typer.Exit(2)
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
        http="app.edge.fast_path:FastPathProtocol",
        access_log=False,  # ours is app/accesslog.py
        timeout_graceful_shutdown=DRAIN,
    )


@app.command("import-names")
def import_names(seed: SeedFolder = None) -> None:
    """Write seed/names/cldr.tsv anew from the installed Babel (a development dependency)."""
    from app.build.seed.cldr import generate

    generate(seed or Settings().seed)


if __name__ == "__main__":
    sys.exit(app())
