"""The whole files of a version, which `stated publish` makes beside the dataset file: where they
are, and what is known of them.

They are in a folder of their own, `<version>.files`, with a list, `files.json`. The folder appears
when all of them are whole, and never changes while its dataset is open.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

LIST = "files.json"
PACKAGE = "datapackage.json"
"""It describes the tables as Parquet."""
NAME = r"dataset\.(?:sqlite|zip|ndjson)|datapackage\.json|[a-z]{1,30}\.parquet"
"""A regular expression for the names of whole files."""
_MEDIA_TYPES = {
    "sqlite": "application/vnd.sqlite3",
    "zip": "application/zip",
    "ndjson": "application/x-ndjson",
    "json": "application/json",
    "parquet": "application/vnd.apache.parquet",
}
_NAME = re.compile(NAME)
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class WholeFile:
    """A file with a whole version, or with a whole table of it."""

    name: str
    """Its name: that of a table if it is Parquet."""
    path: Path
    size: int
    """Bytes."""
    sha256: str
    """64 hexadecimal digits."""

    @property
    def format(self) -> str:
        """The suffix of its address."""
        return self.name.rpartition(".")[2]

    @property
    def table(self) -> str | None:
        """The table that it is; None if it is no Parquet."""
        return self.name.partition(".")[0] if self.format == "parquet" else None

    @property
    def media_type(self) -> str:
        """Its media type."""
        return _MEDIA_TYPES[self.format]


def folder_of(dataset: Path) -> Path:
    """The folder of the whole files of a dataset file."""
    return dataset.with_suffix(".files")


def whole_files(dataset: Path) -> Mapping[str, WholeFile]:
    """The whole files of a dataset file by name, in their order; empty if they were not made."""
    folder = folder_of(dataset)
    try:
        listed = json.loads((folder / LIST).read_bytes())["files"]
        files = {
            name: WholeFile(name, folder / name, int(one["bytes"]), str(one["sha256"]))
            for name, one in listed.items()
            if _NAME.fullmatch(name)
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}
    whole = all(_SHA256.fullmatch(file.sha256) and file.path.is_file() for file in files.values())
    return files if whole else {}
