"""`stated publish --to`: a folder with dataset files and their pointer, for an object store or any
server of files.
"""

import os
import shutil
from pathlib import Path
from secrets import token_hex

from app.build.atomic import sha256_of, write_atomically
from app.build.write.adopt import identity
from app.replica.check import published_in
from app.replica.pointer import FILES, FORMAT, POINTER, ReplicaPointer, dump


def share(dataset: Path, folder: Path) -> ReplicaPointer:
    """Put a dataset file into a folder, and then the pointer to it. Returns the pointer.

    The file is complete and on the disk before the pointer names it. Files that are there already
    stay. Raises OSError if something cannot be written; then the pointer is as it was.
    """
    version, revision, renderer = identity(dataset)
    pointer = ReplicaPointer(
        format=FORMAT,
        version=version,
        published=published_in(dataset),
        sha256=sha256_of(dataset),
        size=dataset.stat().st_size,
        revision=revision,
        renderer=renderer,
    )
    path = folder / pointer.file
    (folder / FILES).mkdir(parents=True, exist_ok=True)
    if not path.is_file() or sha256_of(path) != pointer.sha256:
        _copy(dataset, path)
    write_atomically(folder / POINTER, dump(pointer))
    return pointer


def _copy(dataset: Path, path: Path) -> None:
    draft = path.with_name(f".{path.name}-{token_hex(8)}")
    try:
        shutil.copyfile(dataset, draft)
        with draft.open("rb") as file:
            os.fsync(file.fileno())
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)
