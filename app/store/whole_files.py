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
MEDIA_TYPES = {
    "sqlite": "application/vnd.sqlite3",
    "zip": "application/zip",
    "ndjson": "application/x-ndjson",
}
"""The formats of whole files, in the order in which they are listed."""
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class WholeFile:
    """A file with a whole version."""

    format: str
    """The suffix of its address."""
    path: Path
    size: int
    """Bytes."""
    sha256: str
    """64 hexadecimal digits."""

    @property
    def media_type(self) -> str:
        """Its media type."""
        return MEDIA_TYPES[self.format]


def folder_of(dataset: Path) -> Path:
    """The folder of the whole files of a dataset file."""
    return dataset.with_suffix(".files")


def whole_files(dataset: Path) -> Mapping[str, WholeFile]:
    """The whole files of a dataset file by format; empty if they were not made."""
    folder = folder_of(dataset)
    try:
        listed = json.loads((folder / LIST).read_bytes())["files"]
        files = {
            name: WholeFile(
                name,
                folder / f"dataset.{name}",
                int(listed[name]["bytes"]),
                str(listed[name]["sha256"]),
            )
            for name in MEDIA_TYPES
            if name in listed
        }
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    whole = all(_SHA256.fullmatch(file.sha256) and file.path.is_file() for file in files.values())
    return files if whole else {}
