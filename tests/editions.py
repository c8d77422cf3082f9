"""Datasets that tests change; many for little: copies of a small one, whose version and texts say
which one they are.
"""

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from app.build.check.seed import check
from app.build.seed.load import load
from app.build.write import derive
from app.build.write.dataset_file import connect, write
from app.settings import ROOT


def small_dataset(folder: Path) -> Path:
    """A dataset of the real source, without the long lists of names."""
    seed = folder / "seed"
    shutil.copytree(ROOT / "seed", seed, ignore=shutil.ignore_patterns("names", "ledger.jsonl"))
    (seed / "names").mkdir()
    (seed / "names/aliases.csv").write_text("iso2,name,kind\n")
    (seed / "names/reviewed.csv").write_text("name,ruling,targets,note\n")
    (seed / "names/cldr.tsv").write_text("# none\niso2\tname\tlocales\tlocal\n")
    checked = check(load(seed))
    assert checked.seed.findings == []
    return write(checked, folder / "datasets")


def written_anew(path: Path) -> None:
    """Let the documents in a dataset that a test has changed be written from what it says now."""
    with connect(path).connect() as connection:
        derive.documents(connection)
        connection.commit()


def edition(small: Path, folder: Path, number: int) -> str:
    """Add a dataset whose version is the edition's number, and whose texts name it. Returns the
    version.
    """
    folder.mkdir(exist_ok=True)
    version = f"{number:016x}"
    draft = Path(shutil.copy(small, folder / f".draft-{version}"))
    with closing(sqlite3.connect(draft)) as connection:
        connection.execute(
            "UPDATE dataset SET version = ?, title = ?", (version, f"Edition {number}.")
        )
        for table in ("statement", "position"):
            connection.execute(f"UPDATE {table} SET summary = ?", (f"Edition {number}.",))
        connection.execute("UPDATE actor SET official_name = ?", (f"Edition {number}.",))
        connection.commit()
    written_anew(draft)
    os.replace(draft, folder / f"{version}.sqlite")
    return version


def held_open(folder: Path) -> int:
    """How many open files of this process are datasets of a folder, also files that are deleted by
    now; needs /proc.
    """
    targets = map(Path, map(_target, Path("/proc/self/fd").iterdir()))
    return sum(
        one.parent == folder and ".sqlite" in one.name for one in targets
    )  # and not the pointer


def _target(descriptor: Path) -> str:
    try:
        return os.readlink(descriptor)
    except OSError:  # the listing of the folder itself
        return ""
