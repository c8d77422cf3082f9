"""`stated doctor`: checks of a deployment, each with what to do if it fails."""

import json
import os
import platform
import resource
import shutil
import sqlite3
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from app import RELEASE, sqlite_fault
from app.build.atomic import checksum_file, recorded_checksum, sha256_of
from app.build.publish import POINTER
from app.build.snapshot import open_read_only
from app.build.write.adopt import NotAdopted, identity
from app.settings import Settings
from app.store.dataset_store import NOT_FOLLOWED
from app.store.rendered import STAMP
from app.store.tables import REVISION

_LEAST_OPEN_FILES = 4096  # each connection of a client takes one, each open dataset a few
_FREE_FACTOR = 3  # a build writes a file of the same size, and the old one stays


class Severity(StrEnum):
    """How bad it is."""

    ok = "ok"
    warning = "warning"
    problem = "problem"


class Check(NamedTuple):
    """What was checked: a sentence, with what to do if it is not right."""

    severity: Severity
    sentence: str


def checks(settings: Settings) -> Iterator[Check]:
    """All checks, in the order in which an operator would make them."""
    yield from _versions()
    yield from _settings(settings)
    yield from _folder(settings.datasets)
    yield from _replica(settings)
    published = version_in_pointer(settings.datasets)
    yield _pointer(settings.datasets, published)
    for path in sorted(settings.datasets.glob("*.sqlite")):
        if not path.name.startswith("."):
            yield _file(path, published=path.stem == published)
    yield from _disk(settings.datasets)


def _versions() -> Iterator[Check]:
    fault = sqlite_fault()
    if fault:
        yield Check(Severity.problem, fault)
    found = f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    yield Check(Severity.ok, f"This is Stated {RELEASE} with {found}.")


def _settings(settings: Settings) -> Iterator[Check]:
    if not settings.public_url:
        yield Check(
            Severity.warning,
            "STATED_PUBLIC_URL is not set, so no shared cache may keep a response: set it to the "
            "address under which the public reaches the service.",
        )
    elif not settings.public_url.startswith("https://"):
        yield Check(
            Severity.warning,
            f"STATED_PUBLIC_URL is {settings.public_url}: links and embeds on https pages need "
            "https.",
        )
    else:
        yield Check(Severity.ok, f"The public address is {settings.public_url}.")
    if not settings.contact:
        yield Check(
            Severity.warning,
            "STATED_CONTACT is not set, so readers cannot report mistakes: set it to an e-mail "
            "address or a page.",
        )
    limit, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if limit != resource.RLIM_INFINITY and limit < _LEAST_OPEN_FILES:
        yield Check(
            Severity.warning,
            f"This user may have {limit:,} open files ({most:,} at most), and each connection "
            f"takes one: allow {_LEAST_OPEN_FILES:,} or more (LimitNOFILE of systemd, ulimit -n).",
        )
    else:
        yield Check(Severity.ok, f"This user may have {limit:,} open files.")


def _folder(datasets: Path) -> Iterator[Check]:
    if not datasets.is_dir():
        yield Check(
            Severity.problem,
            f"There is no folder {datasets}: set STATED_DATASETS, or run `stated publish`.",
        )
        return
    if not os.access(datasets, os.R_OK | os.X_OK):
        yield Check(Severity.problem, f"This user cannot read {datasets}: give it the right to.")
        return
    writing = "may" if os.access(datasets, os.W_OK) else "may not"
    note = "publishing needs that, and serving does not"
    yield Check(Severity.ok, f"{datasets} can be read. This user {writing} write there; {note}.")
    drafts = sorted(datasets.glob(".draft-*"))
    if drafts:
        size = sum(draft.stat().st_size for draft in drafts)
        yield Check(
            Severity.warning,
            f"{len(drafts)} drafts with {size:,} bytes are left of builds that are running or were "
            "killed: the next `stated publish` removes them.",
        )


def _replica(settings: Settings) -> Iterator[Check]:
    if not settings.follow:
        return
    try:
        reason = json.loads((settings.datasets / NOT_FOLLOWED).read_bytes())["reason"]
    except FileNotFoundError:
        yield Check(Severity.ok, f"This replica follows {settings.follow}.")
    except (OSError, ValueError, KeyError, TypeError):
        sentence = f"{settings.datasets / NOT_FOLLOWED} cannot be read: remove it."
        yield Check(Severity.warning, sentence)
    else:
        yield Check(
            Severity.problem,
            f"This replica does not follow {settings.follow}: {reason}. "
            "docs/operations.md, section Replicas, says what is refused.",
        )


def version_in_pointer(datasets: Path) -> str | None:
    """What the pointer of a folder names; None if it cannot be read."""
    try:
        return (datasets / POINTER).read_text(encoding="ascii", errors="replace").strip()[:80]
    except OSError:
        return None


def _pointer(datasets: Path, version: str | None) -> Check:
    pointer = datasets / POINTER
    if version is None:
        return Check(
            Severity.problem,
            f"There is no readable file {pointer}, so nothing is served: run `stated publish`.",
        )
    if not (datasets / f"{version}.sqlite").is_file():
        return Check(
            Severity.problem,
            f"{pointer} names {version!r}, and there is no such dataset: run `stated publish`, or "
            "`stated rollback` to a version that is there.",
        )
    return Check(Severity.ok, f"The dataset {version} is published.")


def _file(path: Path, *, published: bool) -> Check:
    name = path.name
    try:
        version, revision, stamp = identity(path)
    except NotAdopted:
        return Check(
            Severity.problem,
            f"{name} is damaged, or is no dataset: copy or build it again, or remove it.",
        )
    if version != path.stem:
        return Check(Severity.problem, f"{name} contains the dataset {version}: rename it.")
    recorded = recorded_checksum(path)
    if recorded is not None and recorded != sha256_of(path):
        return Check(
            Severity.problem,
            f"{name} is not as it was written (its SHA-256 is another one than in "
            f"{checksum_file(path).name}): copy or build it again.",
        )
    if not _is_sound(path):
        return Check(Severity.problem, f"{name} is damaged: copy or build it again.")
    if revision != REVISION:
        return Check(
            Severity.problem if published else Severity.warning,
            f"{name} has the schema {revision}, and this release reads {REVISION}: run "
            f"`stated adopt {path}`.",
        )
    if stamp != STAMP:
        return Check(
            Severity.warning,
            f"The answers in {name} were rendered by another release, so they are rendered for "
            f"each request, which is slower: run `stated adopt {path}`.",
        )
    note = "" if recorded else " It has no file with its checksum; `stated publish` writes one."
    return Check(Severity.ok, f"{name} is intact.{note}")


def _is_sound(path: Path) -> bool:
    try:
        with open_read_only(path) as connection:
            return bool(connection.execute(text("PRAGMA quick_check(1)")).scalar() == "ok")
    except DatabaseError:
        return False


def _disk(datasets: Path) -> Iterator[Check]:
    if not datasets.is_dir():
        return
    sizes = [path.stat().st_size for path in datasets.glob("*.sqlite")]
    free, needed = shutil.disk_usage(datasets).free, _FREE_FACTOR * max(sizes, default=0)
    megabytes = f"{free // 1_000_000:,} MB"
    if free < needed:
        yield Check(
            Severity.warning,
            f"{megabytes} are free in {datasets}, and publishing may need {needed // 1_000_000:,}: "
            "free some space.",
        )
    else:
        yield Check(Severity.ok, f"{megabytes} are free in {datasets}.")
