"""The pointer that replicas follow: a small JSON file that names one dataset file and says what it
must be.

It is in the folder that `stated publish --to` writes, as `current.json`, and the dataset files are
in `files/` beside it.
"""

import json
from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from app.store.whole_files import NAME

POINTER = "current.json"
FILES = "files"
FORMAT = 1
LONGEST = 8192
"""Bytes of a pointer; a longer one is refused."""


class NotFollowed(Exception):
    """Why a pointer is not followed. `reason` is a sentence for the operator, `version` the dataset
    that the pointer names, or None if it names none.
    """

    def __init__(self, reason: str, version: str | None = None) -> None:
        super().__init__(reason)
        self.reason, self.version = reason, version


Companion = Annotated[str, Field(pattern=rf"^(?:images|files\.json|{NAME})$")]
"""What may be beside a dataset file: its share images, and its whole files with their list."""
IMAGES: Companion = "images"


class SharedFile(BaseModel):
    """A companion, as it must be."""

    model_config = ConfigDict(frozen=True)

    sha256: str = Field(pattern="^[0-9a-f]{64}$")
    size: int = Field(gt=0, strict=True)


class ReplicaPointer(BaseModel):
    """What a pointer says. Keys that a later release adds are ignored."""

    model_config = ConfigDict(frozen=True)

    format: int = Field(ge=FORMAT, le=FORMAT)
    version: str = Field(pattern="^[0-9a-f]{16}$")
    published: date
    sha256: str = Field(pattern="^[0-9a-f]{64}$")
    size: int = Field(gt=0, strict=True)
    revision: str = Field(pattern="^[0-9a-z_]{1,32}$")
    """Of the schema of the file."""
    renderer: int
    """The stamp of the code that rendered the answers in the file."""

    companions: dict[Companion, SharedFile] = {}

    @property
    def file(self) -> str:
        """The path of the dataset file, from the folder of the pointer. It contains the SHA-256, so
        that the file at an address never changes.
        """
        return f"{FILES}/{self.version}-{self.sha256}.sqlite"

    def companion(self, name: Companion) -> str:
        """The path of a companion, likewise."""
        return f"{FILES}/{self.version}-{self.companions[name].sha256}.{name}"


def parse(content: bytes) -> ReplicaPointer:
    """Read a pointer. Raises NotFollowed if it is none."""
    if len(content) > LONGEST:
        raise NotFollowed(f"the pointer has more than {LONGEST:,} bytes")
    try:
        return ReplicaPointer.model_validate_json(content)
    except ValidationError:
        raise NotFollowed(
            "the pointer is not as `stated publish --to` of this release writes it"
        ) from None


def dump(pointer: ReplicaPointer) -> bytes:
    """A pointer as a file."""
    return json.dumps(pointer.model_dump(mode="json"), indent=2).encode() + b"\n"
