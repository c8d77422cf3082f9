"""The datasets that are measured: build/bench/<statements>/, made once and kept.

`python -m benchmarks.datasets 1000 10000` makes two of them.

Each is published there as `stated publish` leaves it, so STATED_DATASETS=build/bench/10000 serves
it. `made.json` beside it says how long it took and at which peak of memory. Up to 100,000
statements can be built from a seed folder (--seed), as a curator would; more are written as rows by
the same code (--rows, the default above 10,000).
"""

import argparse
import json
import os
import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from app.build.check.seed import check
from app.build.ledger import LedgerLine
from app.build.publish import POINTER, point
from app.build.seed.load import load
from app.build.write.dataset_file import write_rows
from app.settings import ROOT
from benchmarks.articles import Article, packed, unpacked
from benchmarks.corpus import Corpus
from benchmarks.corpus_rows import tables
from benchmarks.seed_folder import write_article, write_base

BENCH = ROOT / "build" / "bench"
MADE = "made.json"
SIZES = (1_000, 10_000, 100_000, 1_000_000)
_BUILD = ("migrations/versions", "app/domain", "app/store", "app/build")
_GENERATOR = (
    "words",
    "population",
    "articles",
    "corpus",
    "position_entries",
    "corpus_rows",
    "position_rows",
)


def dataset(size: int) -> Path:
    """The folder of a dataset, which must have been made."""
    folder = BENCH / str(size)
    if not (folder / POINTER).exists():
        raise SystemExit(
            f"There is no dataset of {size} statements: python -m benchmarks.datasets {size}"
        )
    return folder


def file(size: int) -> Path:
    """The dataset file itself."""
    folder = dataset(size)
    return folder / f"{(folder / POINTER).read_text().strip()}.sqlite"


def ensure(sizes: Sequence[int]) -> None:
    """Make the datasets that are missing, or that an older generator or schema made, each in a
    process of its own.
    """
    for size in sizes:
        if made(size).get("by") != _maker():
            _make(size, "--seed" if size <= 10_000 else "--rows")


def made(size: int) -> dict[str, Any]:
    """How a dataset was made; empty if it was not."""
    path = BENCH / str(size) / MADE
    found: dict[str, Any] = json.loads(path.read_text()) if path.exists() else {}
    return found


def measured(
    command: Sequence[str | Path],
    environment: dict[str, str] | None = None,
    messages: Path | None = None,
) -> dict[str, float]:
    """Run a command to its end: seconds, CPU seconds, and the peak of its resident memory in MB.
    What it writes to its standard error goes to the file `messages`, if one is given.
    """
    began = time.perf_counter()
    writing = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    pid = os.posix_spawn(
        str(command[0]),
        [str(one) for one in command],
        {**os.environ, **(environment or {})},
        file_actions=[(os.POSIX_SPAWN_OPEN, 2, str(messages), writing, 0o644)] if messages else (),
    )
    _, status, usage = os.wait4(pid, 0)
    if status:
        why = f"; see {messages}" if messages else ""
        raise SystemExit(f"failed: {' '.join(map(str, command))}{why}")
    seconds = time.perf_counter() - began
    return {
        "seconds": round(seconds, 1),
        "cpu_seconds": round(usage.ru_utime + usage.ru_stime, 1),
        "peak_mb": round(usage.ru_maxrss / 1024),
    }


def _maker() -> str:
    digest = sha256()
    for path in sorted(
        [one for name in _BUILD for one in _files(ROOT / name)]
        + [ROOT / f"benchmarks/{one}.py" for one in _GENERATOR]
    ):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _files(path: Path) -> list[Path]:
    return [path] if path.is_file() else list(path.rglob("*.py"))


def _make(size: int, how: str) -> None:
    folder, maker = BENCH / str(size), _maker()
    shutil.rmtree(folder, ignore_errors=True)
    print(f"making {size} statements ({how[2:]}) …", file=sys.stderr)
    steps = BENCH / f"steps-{size}.json"
    steps.unlink(missing_ok=True)
    if how == "--seed":
        _write_seed(size)
        stated = Path(sys.executable).with_name("stated")
        # The words of the corpus mean nothing, so the build has thousands of doubts about them.
        took = measured(
            [stated, "build", "--seed", BENCH / f"seed-{size}", "--datasets", folder],
            messages=BENCH / f"build-{size}.log",
        )
        point(folder, next(folder.glob("*.sqlite")).stem)
        shutil.rmtree(BENCH / f"seed-{size}")
    else:
        measured([sys.executable, "-m", "benchmarks.datasets", "--invent", str(size)])
        took = measured([sys.executable, "-m", "benchmarks.datasets", "--write", str(size)])
        _invented(size).unlink()
    found = {"by": maker, "how": how[2:], **took, "mb": round(file(size).stat().st_size / 1e6)}
    if steps.exists():
        found["steps"] = json.loads(steps.read_text())
        steps.unlink()
    (folder / MADE).write_text(json.dumps(found, indent=1))
    print(json.dumps(found), file=sys.stderr)
    (BENCH / "READY").write_text(
        "".join(f"{one}\t{made(one)}\n" for one in SIZES if made(one).get("by") == maker)
    )


def _write_seed(size: int) -> None:
    folder = BENCH / f"seed-{size}"
    shutil.rmtree(folder, ignore_errors=True)
    corpus = Corpus(size, ROOT / "seed")
    write_base(corpus, ROOT / "seed", folder)
    for group in corpus.days():
        for article in group:
            write_article(article, folder)


def _invented(size: int) -> Path:
    """The file of the articles of a corpus. They are invented before the build, which is timed."""
    return BENCH / f"invented-{size}"


def _invent(size: int) -> None:
    with _invented(size).open("wb") as to:
        for group in Corpus(size, ROOT / "seed").days():
            body = packed(group)
            to.write(len(body).to_bytes(8) + body)


def _articles(size: int) -> Iterator[list[Article]]:
    with _invented(size).open("rb") as given:
        while length := int.from_bytes(given.read(8)):
            yield unpacked(given.read(length))


def _write_rows(size: int, folder: Path) -> Path:
    """Write a dataset file from rows; it is the only version, and its list of changes is empty."""
    base = BENCH / f"base-{size}"
    shutil.rmtree(base, ignore_errors=True)
    corpus = Corpus(size, ROOT / "seed")
    write_base(corpus, ROOT / "seed", base)
    checked = check(load(base))
    assert not checked.seed.findings, checked.seed.findings[:3]
    shutil.rmtree(base)
    about = checked.seed.dataset
    assert about is not None
    taken: dict[str, float] = {}
    last = ["seed", time.perf_counter()]

    def progress(step: str) -> None:
        now = time.perf_counter()
        step = (
            "rows"
            if step not in ("schema", "indexes", "documents", "search", "version", "history")
            else step
        )
        taken[str(last[0])] = round(taken.get(str(last[0]), 0) + now - float(last[1]), 2)
        last[:] = [step, now]

    def past(_: object, version: str) -> list[LedgerLine]:
        nothing: dict[str, Any] = {
            "ids": {},
            "tombstones": [],
            "corrections": [],
            "facts": {},
            "changes": [],
        }
        return [LedgerLine(version=version, published=about.published, **nothing)]

    path = write_rows(tables(_articles(size), checked), folder, past, progress)
    progress("end")
    (BENCH / f"steps-{size}.json").write_text(json.dumps(taken))
    return path


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("sizes", type=int, nargs="+")
    how = parser.add_mutually_exclusive_group()
    for option in ("--seed", "--rows", "--write", "--invent", "--prove"):
        how.add_argument(option, action="store_true")
    arguments = parser.parse_args()
    BENCH.mkdir(parents=True, exist_ok=True)
    for size in arguments.sizes:
        if arguments.invent:
            _invent(size)
        elif arguments.write:
            path = _write_rows(size, BENCH / str(size))
            point(path.parent, path.stem)
        elif arguments.prove:
            _make(size, "--seed")
            _invent(size)
            path = _write_rows(size, BENCH / "proof")
            _invented(size).unlink()
            assert path.stem == file(size).stem, (
                f"{path.stem} from rows, {file(size).stem} from the seed"
            )
            print(f"{size}: {path.stem} both ways")
            shutil.rmtree(BENCH / "proof")
            (BENCH / f"steps-{size}.json").unlink()
        elif arguments.seed or arguments.rows:
            _make(size, "--seed" if arguments.seed else "--rows")
        else:
            ensure([size])


if __name__ == "__main__":
    main()
