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
from app.replica.pointer import (
    FILES,
    FORMAT,
    IMAGES,
    POINTER,
    Companion,
    ReplicaPointer,
    SharedFile,
    dump,
)
from app.store.share_images import images_file
from app.store.whole_files import LIST, folder_of, whole_files


def share(dataset: Path, folder: Path) -> ReplicaPointer:
    """Put a dataset file into a folder, and then the pointer to it. Returns the pointer.

    The file is complete and on the disk before the pointer names it. Files that are there already
    stay. Raises OSError if something cannot be written; then the pointer is as it was.
    """
    version, revision, renderer = identity(dataset)
    beside = companions(dataset)
    pointer = ReplicaPointer(
        format=FORMAT,
        version=version,
        published=published_in(dataset),
        sha256=sha256_of(dataset),
        size=dataset.stat().st_size,
        revision=revision,
        renderer=renderer,
        companions={
            name: SharedFile(sha256=sha256_of(path), size=path.stat().st_size)
            for name, path in beside.items()
        },
    )
    (folder / FILES).mkdir(parents=True, exist_ok=True)
    for name, path in beside.items():
        _copy(path, folder / pointer.companion(name), pointer.companions[name].sha256)
    _copy(dataset, folder / pointer.file, pointer.sha256)
    write_atomically(folder / POINTER, dump(pointer))
    return pointer


def companions(dataset: Path) -> dict[Companion, Path]:
    """The files beside a dataset file that readers use: share images, and whole files."""
    found: dict[Companion, Path] = {}
    if images_file(dataset).is_file():
        found[IMAGES] = images_file(dataset)
    if whole := whole_files(dataset):
        found[LIST] = folder_of(dataset) / LIST
        found |= {name: file.path for name, file in whole.items()}
    return found


def _copy(dataset: Path, path: Path, sha256: str) -> None:
    if path.is_file() and sha256_of(path) == sha256:
        return
    draft = path.with_name(f".{path.name}-{token_hex(8)}")
    try:
        shutil.copyfile(dataset, draft)
        with draft.open("rb") as file:
            os.fsync(file.fileno())
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)
