"""`stated new`: a source folder with a draft of its coding, from a text file."""

import re
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from app.build.atomic import write_atomically
from app.build.failures import CommandError
from app.curate.capacities import capacity_of, capacity_of_body
from app.curate.coding import read_coding
from app.curate.draft import PENDING, Draft, DraftClaim, make_draft
from app.curate.known import read_known
from app.curate.language import Language, codes, detect, language
from app.curate.speakers.ids import roman
from app.curate.speakers.terms import ANONYMOUS, Voice
from app.curate.text import normalised
from app.curate.yaml_text import scalar, sequence
from app.domain.dates import DateObject
from app.domain.names import words as name_words
from app.domain.selectors import digest
from app.domain.vocabulary import Capacity

TEXT, ORIGINAL = "article.txt", "article.original"
_RIGHTS = (
    "The text belongs to its publisher; it is archived here so that each quotation can be checked."
)
_COPY = 0.5  # share of the long sentences of a text that a source it copies has, too
_LONG = 60  # code points of a sentence that two authors do not write by chance
_SAMPLED = 16
_LONGEST_ID = 40  # letters of the id of a role
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]+)*")
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the curator says of a source; None where nothing was given."""

    url: str | None = None
    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    language: str | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True)
class NewSource:
    """What was written: the folder, the draft, what was changed in the text, sources that have
    nearly the same text, and the entries for people.yaml.
    """

    folder: Path
    draft: Draft
    changes: list[str]
    copies: list[tuple[str, float]]
    people: str
    sha256: str


def new_source(seed: Path, file: Path, given: Metadata) -> NewSource:
    """Make the folder of a source from a text file. Nothing is fetched.

    Raises CommandError if the file is not a text, or the folder exists.
    """
    try:
        raw = file.read_bytes()
        text, changes = normalised(raw)
    except FileNotFoundError:
        raise CommandError(f"There is no file {file}.") from None
    except IsADirectoryError:
        raise CommandError(f"{file} is a folder: name the file with the text.") from None
    _check(given)
    code = given.language or detect(text)
    if code is None:
        raise CommandError(
            "The language of the text is not clear: give it with --language. "
            f"Drafts are made in {', '.join(codes())}; others are read with the words of English."
        )
    name = given.id or _name(given, text, file)
    if not _ID.fullmatch(name):
        raise CommandError(
            f"--id {name!r}: an id has small letters, digits and single hyphens, as my-source."
        )
    folder = seed / "sources" / name
    if folder.exists():
        raise CommandError(f"There is a source {folder} already: choose another id with --id.")
    return _written(seed, folder, name, raw, text, changes, code, given)


def blind_source(seed: Path, coded: Path, folder: Path) -> NewSource:
    """Draft a coded source again into another folder, for a second coder, who sees its text and
    metadata and nothing of its coding.

    Raises CommandError if there is no such source, or the folder exists.
    """
    first = read_coding(coded, seed)
    source = first.folder.source
    if folder.exists():
        raise CommandError(f"{folder} exists already: name a new folder.")
    published = source.published.value
    given = Metadata(
        source.url, source.title, source.publisher, published, source.language, source.id
    )
    raw = (coded / (source.text or TEXT)).read_bytes()
    return _written(seed, folder, source.id, raw, first.text, [], source.language, given)


def _written(
    seed: Path,
    folder: Path,
    name: str,
    raw: bytes,
    text: str,
    changes: list[str],
    code: str,
    given: Metadata,
) -> NewSource:
    """Write the folder of a source, whole or not at all."""
    words = language(code)
    published = _day(given.published)
    known = read_known(seed, f"{text}\n{given.publisher or ''}", words)
    draft = make_draft(text, words, known, published, (given.publisher, given.url))
    copies = _copies(seed, draft, name)
    people = "".join(_person(person, words) for person in draft.unknown)
    folder.mkdir(parents=True)
    try:
        (folder / TEXT).write_bytes(text.encode())
        if changes:
            (folder / ORIGINAL).write_bytes(raw)
        source = "".join(_source(name, code, given, draft, copies))
        (folder / "source.yaml").write_text(source, encoding="utf-8", newline="\n")
        statements = "".join(_statements(seed, draft))
        (folder / "statements.yaml").write_text(statements, encoding="utf-8", newline="\n")
    except BaseException:
        shutil.rmtree(folder)
        raise
    return NewSource(folder, draft, changes, copies, people, digest(text))


def add_people(seed: Path, entries: str) -> None:
    """Add entries to people.yaml; the file is replaced as a whole."""
    path = seed / "people.yaml"
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    ended = before if before.endswith("\n") or not before else before + "\n"
    write_atomically(path, (ended + entries).encode())


def _check(given: Metadata) -> None:
    """Raises CommandError for what the check of the seed would refuse."""
    _day(given.published)
    if given.language is not None and not _LANGUAGE.fullmatch(given.language):
        raise CommandError(
            f"--language {given.language!r}: a language is a code of two or three letters, as en "
            "or fr."
        )
    if given.url is not None and not _is_address(given.url):
        raise CommandError(
            f"--url {given.url!r}: an address is whole, and begins with https:// or http://."
        )
    for option, text in (("--title", given.title), ("--publisher", given.publisher)):
        if text is not None and not text.strip():
            raise CommandError(f"{option} is empty: write it, or leave the option out.")


def _is_address(url: str) -> bool:
    """Whether a text is a whole web address with a host, such as a browser opens."""
    try:
        return bool(re.match("https?://[^/]", url) and urlsplit(url).hostname)
    except ValueError:  # http://[a
        return False


def _day(given: str | None) -> date | None:
    """The last day that a date of publication allows. Raises CommandError if it is no date."""
    if given is None:
        return None
    try:
        return DateObject.model_validate(given).latest
    except ValueError:
        raise CommandError(
            f"--published {given!r}: a date is 2026-03-14, 2026-03 or 2026."
        ) from None


def _name(given: Metadata, text: str, file: Path) -> str:
    """An id from the title, else from the first line, else from the name of the file."""
    for candidate in (given.title, text.strip().split("\n", 1)[0], file.stem):
        parts = [re.sub(r"[^a-z0-9]", "", word) for word in name_words(candidate or "")]
        parts = [part for part in parts if len(part) > 2][:5]
        if len(parts) > 1:
            return "-".join(parts)
    return "new-source"


def _copies(seed: Path, draft: Draft, name: str) -> list[tuple[str, float]]:
    """Sources that have many of the long sentences of a text, and how many of them, most first."""
    long = sorted((one for _, one in draft.passages if len(one) >= _LONG), key=len)[-_SAMPLED:]
    if len(long) < 3:
        return []
    found: list[tuple[str, float]] = []
    for path in (seed / "sources").glob("*/*.txt"):
        if path.parent.name == name or path.is_symlink():
            continue
        if len(draft.text) / 4 < path.stat().st_size:
            other = path.read_text(encoding="utf-8", errors="replace")
            share = sum(one in other for one in long) / len(long)
            if share >= _COPY / 2:
                found.append((path.parent.name, share))
    return sorted(found, key=lambda one: -one[1])


def _source(
    name: str, code: str, given: Metadata, draft: Draft, copies: list[tuple[str, float]]
) -> Iterator[str]:
    title = given.title
    if title is None and draft.passages and draft.passages[0][0] == "heading":
        title = draft.passages[0][1]
    yield (
        "# A draft made by `stated new`. Read it beside the text, correct it, and remove `draft: "
        "true` when it is right.\n"
        "draft: true\n"
        f"id: {name}\n"
        f"title: {scalar(title) if title else 'null'}\n"
        f"publisher: {scalar(given.publisher or PENDING)}\n"
        f"url: {scalar(given.url or PENDING)}\n"
    )
    published = f"{{value: {given.published}, basis: page}}" if given.published else "null"
    yield f"published: {published}\naccessed: null # the day on which you read it\n"
    yield f"language: {code}\ntext: {TEXT}\ntext_access: full\nrights: {_RIGHTS}\n"
    via = f"{scalar(draft.via)} # the text names this agency: is it by it?" if draft.via else "null"
    yield f"via: {via}\n"
    best = next((one for one in copies if one[1] >= _COPY), None)
    like = ", ".join(f"{share:.0%} of its long sentences are in {one}" for one, share in copies[:3])
    comment = f" # {like}: which of them is the original?" if like else ""
    yield f"copy_of: {best[0] if best else 'null'}{comment}\n"
    if draft.dates:
        yield "dates:\n"
        for one in draft.dates:
            yield f"  {one.name}: {{value: {one.value}, basis: stated, note: "
            yield f"{scalar(one.note, flow=True)}}}\n"
    yield "passages:\n"
    for coding, sentence in draft.passages:
        yield f"  - {coding}: {scalar(sentence)}\n"


def _statements(seed: Path, draft: Draft) -> Iterator[str]:
    known = read_known(seed, "", draft.language)
    yield (
        "# Remove `draft: true` of each claim that you have checked, and the claims that do not "
        "matter.\n"
        f"# Topics: {', '.join(known.topics)}\n"
    )
    questions = known.questions if len(known.questions) == 1 else []
    if not draft.claims:
        yield "[]\n"
    for claim in draft.claims:
        yield from _claim(draft, claim, questions)


def _claim(draft: Draft, claim: DraftClaim, questions: list[str]) -> Iterator[str]:
    yield f"- id: {claim.id}\n  draft: true\n"
    exact = draft.text[claim.start : claim.end]
    yield f"  exact: {scalar(exact)}\n"
    before = draft.text.count(exact, 0, claim.start)
    if before or draft.text.find(exact, claim.end) >= 0:
        yield f"  occurrence: {before + 1}\n"
    if claim.quoted:
        yield f"  quoted: {sequence(claim.quoted)}\n"
    if claim.signed_for:
        yield f"  signed_for: {sequence(claim.signed_for)}\n"
    if claim.speaker:
        told = claim.certain or claim.named or claim.speaker == ANONYMOUS
        comment = "" if told else " # no name in this sentence"
        yield f"  speaker: {claim.speaker}{comment}\n"
    if claim.role:
        yield f"  role_as_printed: {scalar(claim.role)}\n"
    yield f"  about: {sequence(claim.about)}\n  topics: []\n"
    yield f"  questions: {sequence(questions)}\n"
    if claim.said:
        yield f"  said: {claim.said}\n"
    yield f"  summary: {PENDING}\n"


def _person(person: Voice, words: Language) -> str:
    """An entry for people.yaml, ready but for what the text does not say; a comment says what is
    only likely.
    """
    kind = "  kind: body # or office\n" if person.is_body else ""
    family = ""
    if not person.is_body and " " in person.name:
        family = f"  family_name: {scalar(person.name.rpartition(' ')[2])}\n"
    title = person.role or PENDING
    capacity = capacity_of(person.role, words)
    unsure = []
    if person.is_body:
        capacity = capacity_of_body(person.name, person.actor, words)
        if capacity is Capacity.legislature:
            unsure.append("`decides: true` too, if it decides for the state")
    elif person.actor and person.likely:
        unsure.append(f"is it {person.actor}? Only likely")
    if capacity is None:
        unsure.append("which capacity? No role is printed")
    elif capacity is Capacity.legislature and not person.is_body:
        unsure.append("or of the opposition?")
    comment = f" # {'; '.join(unsure)}" if unsure else ""
    role = (
        f"{{id: {_short_id(person.role)}, title: {scalar(title, flow=True)}, "
        f"actor: {person.actor or 'todo'}, capacity: {capacity or Capacity.other}}}{comment}"
    )
    return (
        f"- id: {person.id}\n  draft: true\n{kind}  name: {scalar(person.name)}\n{family}"
        f"  roles:\n    - {role}\n"
    )


def _short_id(role: str | None) -> str:
    """The id of a role: as many of its words as are short enough together."""
    short = ""
    for word in name_words(roman(role or "")):
        longer = f"{short}-{word}" if short else word
        if len(longer) > _LONGEST_ID:
            break
        short = longer if word.isascii() else short
    return short or "role"


def summary(new: NewSource) -> list[str]:
    """What was made and what a person does next, in sentences for the terminal."""
    codings = Counter(coding.value for coding, _ in new.draft.passages)
    counted = ", ".join(f"{number} {coding}" for coding, number in codings.most_common())
    lines = [
        f"{new.folder} was made: {len(new.draft.passages)} sentences ({counted}), "
        f"{len(new.draft.claims)} claims. SHA-256 of the text: {new.sha256}."
    ]
    if new.changes:
        lines.append(
            f"In {TEXT}, {'; '.join(new.changes)}. The file as it was given is {ORIGINAL}."
        )
    for name, share in new.copies[:3]:
        lines.append(f"{share:.0%} of its long sentences are in the source {name} too.")
    lines += [
        f"{person.id} is printed as {person.printed_as}: if that is the same person, add it to "
        "other_names in people.yaml."
        for person in new.draft.respelt
    ]
    lines.append(
        "Now read source.yaml and statements.yaml beside the text, write the summaries, and remove "
        "each `draft: true` that you have checked. `stated check` lists those that are left."
    )
    return lines
