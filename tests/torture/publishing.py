"""Publishing that is killed, doubled, or has no space: the seed and the datasets stay consistent,
and the next publication works.
"""

import errno
import os
import random
import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path

from app.build.atomic import recorded_checksum, sha256_of
from app.build.ledger import read
from app.settings import ROOT
from tests.fixtures import bare_seed
from tests.publishing import correct
from tests.torture.running import Options, Result

MUST = (
    "200 kills of `publish`, 50 pairs of publishers at once, no space at each write: never "
    "inconsistent, and the next publication works"
)
KILLS, PAIRS = 200, 50
# Run in the process of `stated`: the n-th opening for writing or renaming below the folder fails.
FULL = """
import os, runpy, sys
folder, number = sys.argv[1], int(sys.argv[2])
seen = 0
def full(event, arguments):
    global seen
    if event == "open":
        path, mode, flags = arguments
        if not (flags or 0) & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            return
    elif event == "os.rename":
        path = arguments[1]
    else:
        return
    if isinstance(path, (str, os.PathLike)) and os.fspath(path).startswith(folder):
        seen += 1
        if seen == number:
            raise OSError(28, "No space left on device", os.fspath(path))
sys.addaudithook(full)
sys.argv = ["stated", *sys.argv[3:]]
runpy.run_module("app.cli", run_name="__main__")
"""


def start(
    seed: Path, datasets: Path, *before: str, most: int | None = None
) -> subprocess.Popen[str]:
    """`stated publish` in a process of its own; no file of it may have more than `most` bytes."""

    def limit() -> None:
        if most is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    arguments = ["publish", "--seed", str(seed), "--datasets", str(datasets)]
    return subprocess.Popen(
        [sys.executable, *(before or ("-m", "app.cli")), *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        preexec_fn=limit,
    )


class Published:
    """A seed that is changed and published again and again."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.seed, self.datasets = bare_seed(folder), folder / "datasets"
        self._file = self.seed / "people.yaml"
        self._people = self._file.read_text()
        self._number = 0
        self.problems: list[str] = []
        self.publish("the first one")

    def change(self) -> None:
        """Change something that was published, with a correction."""
        self._number += 1
        new = f"name: Maria {self._number} Zakharova"
        self._file.write_text(self._people.replace("name: Maria Zakharova", new))
        correct(self.seed, "person", "maria-zakharova", f"Change {self._number}.")

    def publish(self, when: str) -> None:
        """Publish, which must work, and check what is there."""
        publishing = start(self.seed, self.datasets)
        printed, said = publishing.communicate(timeout=300)
        if publishing.returncode:
            self.problems.append(f"{when}: the next publication: {said.strip()[-200:]}")
        elif (self.datasets / "current").read_text().strip() != printed.strip():
            self.problems.append(f"{when}: the pointer names another version")
        self.check(when, is_last=True)

    def check(self, when: str, *, is_last: bool = False) -> None:
        """The ledger is whole and has no version twice; the pointer names an intact file."""
        lines, findings = read(self.seed)
        versions = [line.version for line in lines]
        if findings or len(versions) != len(set(versions)):
            self.problems.append(f"{when}: the ledger: {findings or versions}")
        pointer = self.datasets / "current"
        if not pointer.exists():
            if is_last:
                self.problems.append(f"{when}: there is no pointer")
            return
        path = self.datasets / f"{pointer.read_text().strip()}.sqlite"
        if not path.exists() or recorded_checksum(path) not in (None, sha256_of(path)):
            self.problems.append(f"{when}: the pointer names a file that is not intact")
        if is_last and [*self.datasets.glob(".draft-*")]:
            self.problems.append(f"{when}: drafts are left")


def run(options: Options) -> Result:
    """All three kinds. Kills take half of the time, pairs a quarter, writes the rest."""
    chance = random.Random(options.seed)
    began = time.monotonic()
    one = Published(options.folder / "seed")
    took = time.monotonic() - began

    def before(share: float) -> bool:
        return time.monotonic() - began < options.minutes * 60 * share

    kills = pairs = full = 0
    while kills < KILLS and before(0.5):
        one.change()
        publishing = start(one.seed, one.datasets)
        try:
            # More often at the end, where the files are written.
            publishing.communicate(timeout=took * chance.betavariate(3, 1.5))
        except subprocess.TimeoutExpired:
            publishing.kill()
            publishing.communicate()
        kills += 1
        one.check(f"kill {kills}")
        if kills % 10 == 0 or not before(0.5):
            one.publish(f"kill {kills}")
    one.publish("the kills")
    while pairs < PAIRS and before(0.75):
        one.change()
        both = [start(one.seed, one.datasets) for _ in range(2)]
        ended = [each.communicate(timeout=300) for each in both]
        pairs += 1
        if any(each.returncode for each in both):
            said = " | ".join(error.strip()[-200:] for _, error in ended)
            one.problems.append(f"pair {pairs}: {said}")
        one.check(f"pair {pairs}", is_last=True)
    # No space: at the n-th file that is opened for writing or renamed, until it works; and for
    # SQLite, which opens its own files, by a limit on the size of a file.
    number, worked = 0, False
    while not worked and before(0.95) and number < 40:
        number += 1
        one.change()
        where = str(one.seed.parent)
        publishing = start(one.seed, one.datasets, "-c", FULL, where, str(number))
        _, said = publishing.communicate(timeout=300)
        worked = publishing.returncode == 0
        if not worked:
            full += 1
            if "Traceback" in said or "No space" not in said:
                one.problems.append(f"write {number}: {said.strip()[-300:]}")
        one.check(f"write {number}")
        one.publish(f"write {number}")
    file = one.datasets / f"{(one.datasets / 'current').read_text().strip()}.sqlite"
    for part in (0.02, 0.3, 0.7, 0.99):
        one.change()
        publishing = start(one.seed, one.datasets, most=int(file.stat().st_size * part))
        _, said = publishing.communicate(timeout=300)
        full += 1
        if publishing.returncode == 0 or "Traceback" in said:
            one.problems.append(f"{part:.0%} of a file: {said.strip()[-300:]}")
        one.check(f"{part:.0%} of a file")
    one.publish("the last one")
    if one.problems:
        (options.folder / "problems").write_text("\n".join(one.problems))
    shutil.rmtree(one.datasets)
    writes = f"{'each of ' * worked}{full - 4} writes"
    figure = (
        f"{kills} kills, {pairs} pairs, {full} times no space "
        f"({errno.errorcode[28]} at {writes}, and 4 sizes of a file): "
        f"{len(one.problems)} problems"
    )
    return Result(figure, not one.problems and worked and kills >= KILLS and pairs >= PAIRS)
