"""What `stated verify` does: it reads an answer or a file, gets the archived texts, and says line
by line what agrees (docs/verification.md, section The command).
"""

import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

from app.build.failures import CommandError
from app.verify.answers import Found, read
from app.verify.dataset import SQLITE, DatasetFile, read_dataset
from app.verify.fetch import MOST_BYTES, Fetched, fetch
from app.verify.words import Claim, faults, inner_faults

MOST_NAMED = 200  # statements that are only named and are fetched one by one
MOST_UNPACKED = 2_000_000_000  # bytes of a zip that are read
_NOT_FOUND = 404


class Outcome(StrEnum):
    """What was found out about one thing."""

    right = "ok"
    wrong = "WRONG"
    unknown = "not checked"


@dataclass(frozen=True)
class Line:
    """One line of the report."""

    outcome: Outcome
    text: str


@dataclass
class Texts:
    """The archived texts: those that were given, and those that are fetched, each once."""

    given: Mapping[str, bytes]
    fetch: Callable[[str], Fetched] = fetch
    _fetched: dict[str, bytes | str] = field(default_factory=dict)

    def of(self, claim: Claim) -> bytes | str:
        """The archived text of a claim, or a sentence that says why there is none."""
        if claim.source in self.given:
            return self.given[claim.source]
        if not claim.base.startswith(("http://", "https://")):
            return f"give the text of {claim.source} with --text {claim.source}=FILE"
        address = f"{claim.base}/sources/{claim.source}/text"
        if address not in self._fetched:
            answer = self.fetch(address)
            self._fetched[address] = answer.body if answer.status == 200 else _why(claim, answer)
        return self._fetched[address]


def _why(claim: Claim, answer: Fetched) -> str:
    if answer.status == _NOT_FOUND:
        return (
            f"the text of {claim.source} is not given out; if you have it, give it with "
            f"--text {claim.source}=FILE"
        )
    return f"the service answered {answer.status} for the text of {claim.source}"


def verify(
    target: str, given: Mapping[str, bytes], get: Callable[[str], Fetched] = fetch
) -> Iterator[Line]:
    """The report about an address or a file. Raises CommandError if it cannot be read."""
    texts = Texts(given, get)
    if target.startswith(("http://", "https://")):
        answer = get(target)
        if answer.status != 200:
            raise CommandError(f"{target} answered {answer.status}.")
        yield from _answer(answer.body, answer.media_type, target, texts)
        return
    path = Path(target)
    if not path.is_file():
        raise CommandError(
            f"There is no file {target!r}. An address begins with http:// or https://."
        )
    with path.open("rb") as file:
        start = file.read(len(SQLITE))
    if start == SQLITE:
        yield from _dataset(read_dataset(path), given)
    elif start[:4] == b"PK\x03\x04":
        yield from _package(path, texts)
    else:
        if path.stat().st_size > MOST_BYTES:
            raise CommandError(f"{target} has more than {MOST_BYTES:,} bytes.")
        yield from _answer(path.read_bytes(), "", target, texts)


def _answer(body: bytes, media_type: str, address: str, texts: Texts) -> Iterator[Line]:
    found = read(body, media_type, address)
    if found is None:
        raise CommandError(f"{address} is neither JSON, NDJSON, CSV, a page nor a dataset file.")
    claims = [*found.claims, *_named(found, texts)]
    if not claims:
        yield Line(Outcome.unknown, "no statement with its words was found here")
    yield from _claims(claims, texts)
    known = [claim.whole.exact for claim in claims if claim.whole]
    archived = [_plain(text) for text in map(texts.of, claims) if isinstance(text, bytes)]
    for words in found.shown:
        if any(words in " ".join(exact.split()) for exact in known):
            yield Line(Outcome.right, f"the page shows words of a statement: {words!r}")
        elif any(words in text for text in archived):
            yield Line(Outcome.right, f"the page shows words of the text: {words!r}")
        else:
            outcome = Outcome.unknown if not claims else Outcome.wrong
            yield Line(outcome, f"no statement that the page links to has these words: {words!r}")


def _plain(text: bytes) -> str:
    return " ".join(text.decode("utf-8", errors="replace").split())


def _named(found: Found, texts: Texts) -> Iterator[Claim]:
    """The claims of statements that an answer only names, which are fetched."""
    known = {claim.id for claim in found.claims}
    for address in list(found.statements)[:MOST_NAMED]:
        if not address.startswith(("http://", "https://")):
            continue
        answer = texts.fetch(address)
        inside = read(answer.body, answer.media_type, address) if answer.status == 200 else None
        for claim in inside.claims if inside else ():
            if claim.id not in known:
                known.add(claim.id)
                yield claim


def _claims(claims: Iterable[Claim], texts: Texts) -> Iterator[Line]:
    for claim in claims:
        inside = list(inner_faults(claim))
        yield from (Line(Outcome.wrong, f"{claim.id}: {fault}") for fault in inside)
        if claim.whole is None:
            if not inside:
                what = "no words of its source are kept, so there is nothing to verify"
                yield Line(Outcome.unknown, f"{claim.id}: {what}")
            continue
        text = texts.of(claim)
        if isinstance(text, str):
            yield Line(Outcome.unknown, f"{claim.id}: {text}")
            continue
        if claim.text_sha256 is None:
            yield Line(Outcome.unknown, f"{claim.id}: its text is in no file, so it has no hash")
            continue
        wrong = list(faults(claim, text))
        yield from (Line(Outcome.wrong, f"{claim.id}: {fault}") for fault in wrong)
        if not wrong and not inside:
            number = 1 + len(claim.quoted)
            spans = "1 span of words is" if number == 1 else f"{number} spans of words are"
            yield Line(
                Outcome.right,
                f"{claim.id}: {spans} at their place in the text {claim.text_sha256[:16]}…",
            )


def _dataset(dataset: DatasetFile, given: Mapping[str, bytes]) -> Iterator[Line]:
    texts = {**dataset.texts}
    for source, expected in dataset.left_out.items():
        if source not in given:
            continue
        digest = sha256(given[source]).hexdigest()
        if digest == expected:
            texts[source] = given[source]
        else:
            yield Line(Outcome.wrong, f"{source}: its text is {expected}, and yours is {digest}")
    missing = sorted(dataset.left_out.keys() - texts.keys())
    if missing:
        named = ", ".join(missing[:10]) + (" …" if len(missing) > 10 else "")
        yield Line(
            Outcome.unknown,
            f"the version {dataset.version} cannot be computed: the file leaves out texts that may "
            f"not be given out ({named}); give them with --text SOURCE=FILE",
        )
    else:
        computed = dataset.computed_version(texts)
        if computed == dataset.version:
            yield Line(Outcome.right, f"the facts have the version {dataset.version}")
        else:
            stated = f"the file says {dataset.version}"
            yield Line(Outcome.wrong, f"the facts have the version {computed}, and {stated}")
    yield from _claims(dataset.claims(), Texts(texts))


def _package(path: Path, texts: Texts) -> Iterator[Line]:
    """A Data Package as a zip: its checksums, then the words of its statements."""
    try:
        with zipfile.ZipFile(path) as package:
            if sum(one.file_size for one in package.infolist()) > MOST_UNPACKED:
                raise CommandError(f"{path} unpacks to more than {MOST_UNPACKED:,} bytes.")
            names = set(package.namelist())
            if not {"SHA256SUMS", "statements.csv"} <= names:
                raise CommandError(f"{path} is no package of a dataset.")
            given = {**texts.given}
            for line in package.read("SHA256SUMS").decode().splitlines():
                digest, _, name = line.partition("  ")
                body = package.read(name) if name in names else b""
                right = sha256(body).hexdigest() == digest
                what = "has the SHA-256 of SHA256SUMS" if right else "is another file"
                yield Line(Outcome.right if right else Outcome.wrong, f"{name} {what}")
                if name.startswith("texts/"):
                    given.setdefault(name.removeprefix("texts/").removesuffix(".txt"), body)
            table = package.read("statements.csv")
    except (zipfile.BadZipFile, KeyError) as error:
        raise CommandError(f"{path} is a damaged zip.") from error
    found = read(table, "text/csv", "statements.csv") or Found()
    yield from _claims(found.claims, Texts(given, _offline))


def _offline(_address: str) -> Fetched:
    """Nothing is fetched for a package: it is verified with what it contains."""
    return Fetched(_NOT_FOUND, "", b"")
