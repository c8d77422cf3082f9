"""Plants slips into true codings: what curators do wrong, one slip at a time.

Each kind of slip is a function that yields the places of a coding where it can be planted. A
planted slip names the codes of which one must be found, and the file and value at which it must
be. Those of MEANING are about what sentences mean; all others can be decided from the files.
"""

import copy
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.build.check.doubts import finder as finder_module
from app.build.check.doubts.words import pattern
from app.build.check.seed import check_source
from app.build.findings import Finding
from app.build.seed import load as load_module
from app.build.seed.load import Seed
from app.build.seed.yaml_file import read_yaml
from app.domain.quotation_marks import quotations

Where = tuple[str | int, ...]
UNFINISHED = "TO" + "DO"
FILES = ("source.yaml", "statements.yaml", "positions.yaml")


@dataclass
class Coding:
    """The files of one source as plain data, and its text."""

    name: str
    source: dict[str, Any]
    statements: list[dict[str, Any]]
    positions: list[dict[str, Any]]
    text: str
    people: dict[str, dict[str, Any]]  # by id; those of the whole seed

    @property
    def language(self) -> str:
        return str(self.source["language"])

    @property
    def passages(self) -> list[dict[str, str]]:
        found: list[dict[str, str]] = self.source.get("passages", [])
        return found

    def sentence(self, number: int) -> str:
        """The words of a passage."""
        return next(iter(self.passages[number].values()))

    def coding(self, number: int) -> str:
        """The coding of a passage."""
        return next(iter(self.passages[number]))

    def passage_of(self, statement: dict[str, Any]) -> int | None:
        """The passage in which a statement's words are, if they are in exactly one."""
        inside = [
            number
            for number in range(len(self.passages))
            if statement["exact"] in self.sentence(number)
        ]
        return inside[0] if len(inside) == 1 and "occurrence" not in statement else None

    def changed(self) -> "Coding":
        """A copy that may be changed."""
        return copy.deepcopy(self)

    def replace_sentence(self, number: int, new: str) -> None:
        """Change a sentence in the text and in its passage."""
        old = self.sentence(number)
        assert self.text.count(old) == 1
        self.text = self.text.replace(old, new)
        self.passages[number][self.coding(number)] = new


@dataclass(frozen=True)
class Slip:
    """A planted slip: the changed coding, and what must be found. `raw` are changes of the written
    YAML (old, new), `files` are further files.
    """

    coding: Coding
    codes: frozenset[str]
    file: str
    where: Where
    raw: tuple[tuple[str, str, str], ...] = ()
    files: dict[str, str] = field(default_factory=dict)


def slip(coding: Coding, codes: str, file: str, *where: str | int, **more: Any) -> Slip:
    """A planted slip; `codes` are separated by spaces."""
    return Slip(coding, frozenset(codes.split()), file, where, **more)


def read(seed: Path, name: str) -> Coding:
    """The coding of one source of a seed."""
    folder = seed / "sources" / name

    def plain(path: Path) -> Any:
        return yaml.load(path.read_text(encoding="utf-8"), _Plain) if path.exists() else []

    source = plain(folder / "source.yaml")
    text = (folder / source["text"]).read_text(encoding="utf-8")
    people = {person["id"]: person for person in plain(seed / "people.yaml")}
    return Coding(
        name,
        source,
        plain(folder / "statements.yaml"),
        plain(folder / "positions.yaml"),
        text,
        people,
    )


class _Plain(yaml.SafeLoader):
    """Leaves all scalars but null as text, as the seed does."""


_Plain.yaml_implicit_resolvers = {
    first: [(tag, regexp) for tag, regexp in resolvers if tag == "tag:yaml.org,2002:null"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


class _Quoted(yaml.SafeDumper):
    """Writes all text in double quotes, so that no slip is made by writing."""


_Quoted.add_representer(
    str, lambda dumper, value: dumper.represent_scalar("tag:yaml.org,2002:str", value, style='"')
)


def written(data: Any) -> str:
    """Data as YAML, every value on a line of its own."""
    return yaml.dump(data, Dumper=_Quoted, allow_unicode=True, sort_keys=False, width=10_000)


def lay_out(seed: Path, planted: Slip) -> None:
    """Write the files of a planted slip."""
    coding = planted.coding
    folder = seed / "sources" / coding.name
    data = (coding.source, coding.statements, coding.positions)
    for name, each in zip(FILES, data, strict=True):
        text = written(each)
        for file, old, new in planted.raw:
            if file == name:
                assert text.count(old) == 1, old
                text = text.replace(old, new)
        (folder / name).write_text(text, encoding="utf-8")
    (folder / coding.source["text"]).write_text(coding.text, encoding="utf-8")
    for name, text in planted.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def take_away(seed: Path, true: Coding, planted: Slip) -> None:
    """Put the true coding back."""
    for name in planted.files:
        (seed / "sources" / true.name / name).unlink()
    lay_out(seed, slip(true, "", ""))


def found(seed: Path, name: str) -> list[Finding]:
    """The errors and doubts of one source."""
    checked = check_source(seed, name)
    return [*checked.seed.findings, *checked.seed.doubts]


def is_found(seed: Path, planted: Slip, findings: list[Finding]) -> bool:
    """Whether one of the codes is among the findings, at the file and line of the slip."""
    path = seed / "sources" / planted.coding.name / planted.file
    for each in findings:
        if (
            each.code in planted.codes
            and each.file.endswith(f"/{planted.coding.name}/{planted.file}")
            and each.where[: len(planted.where)] == planted.where
        ):
            line = read_yaml(path, seed).line(*each.where) if each.where else each.line
            return each.line == line
    return False


Plant = Callable[[Coding], Iterator[Slip]]
SLIPS: dict[str, Plant] = {}
MEANING: set[str] = set()


def _slip(plant: Plant) -> Plant:
    SLIPS[plant.__name__] = plant
    return plant


def _meaning(plant: Plant) -> Plant:
    MEANING.add(plant.__name__)
    return _slip(plant)


# --- 1. where words are cut -----------------------------------------------------------------------


def _quoted(coding: Coding) -> Iterator[tuple[int, int, str]]:
    for index, statement in enumerate(coding.statements):
        for number, words in enumerate(statement.get("quoted") or []):
            yield index, number, words


@_slip
def quotation_cut_at_a_comma(coding: Coding) -> Iterator[Slip]:
    for index, number, words in _quoted(coding):
        if ", " in words and words.count(",") == 1:
            new = coding.changed()
            new.statements[index]["quoted"][number] = words.partition(", ")[0]
            yield slip(new, "not-in-quotation-marks", "statements.yaml", index, "quoted", number)


@_slip
def quotation_begun_late(coding: Coding) -> Iterator[Slip]:
    for index, number, words in _quoted(coding):
        first, _, rest = words.partition(" ")
        if len(rest) > 5 and not first.endswith((".", "!", "?")):
            new = coding.changed()
            new.statements[index]["quoted"][number] = rest
            yield slip(new, "not-in-quotation-marks", "statements.yaml", index, "quoted", number)


@_slip
def words_between_two_quotations(coding: Coding) -> Iterator[Slip]:
    for index, statement in enumerate(coding.statements):
        printed = quotations(statement["exact"])
        for one, other in pairwise(printed):
            between = statement["exact"][one.end + 1 : other.start - 1].strip(' ,.»«“”"')
            if len(between) > 5 and "»" not in between:
                new = coding.changed()
                new.statements[index]["quoted"] = [between]
                yield slip(new, "not-in-quotation-marks", "statements.yaml", index, "quoted", 0)


@_slip
def claim_begins_in_a_word(coding: Coding) -> Iterator[Slip]:
    for index, statement in enumerate(coding.statements):
        match = re.search(r"\w{4,}", statement["exact"])
        if match and not statement.get("quoted") and "occurrence" not in statement:
            new = coding.changed()
            new.statements[index]["exact"] = statement["exact"][match.start() + 2 :]
            yield slip(new, "cut-in-word", "statements.yaml", index, "exact")


@_slip
def claim_ends_in_a_word(coding: Coding) -> Iterator[Slip]:
    for index, statement in enumerate(coding.statements):
        if not statement.get("quoted") and "occurrence" not in statement:
            words = list(re.finditer(r"\w{4,}", statement["exact"]))
            if not words:
                continue  # “A: No.”
            new = coding.changed()
            new.statements[index]["exact"] = statement["exact"][: words[-1].end() - 2]
            yield slip(new, "cut-in-word", "statements.yaml", index, "exact")


LIMITS = {
    "en": ", but only once",
    "de": ", aber nur nach einem Beschluss",
    "fr": ", mais seulement après un vote",
    "it": ", ma solo dopo un voto",
    "es": ", pero solo tras una votación",
    "pl": ", ale tylko po głosowaniu",
    "uk": ", але лише після голосування",
}


@_slip
def claim_ends_before_its_limit(coding: Coding) -> Iterator[Slip]:
    for index, statement in enumerate(coding.statements):
        number = coding.passage_of(statement)
        limit = LIMITS.get(coding.language)
        if number is None or limit is None or not statement["exact"].endswith("."):
            continue
        if coding.sentence(number) == statement["exact"]:
            new = coding.changed()
            new.replace_sentence(number, statement["exact"].removesuffix(".") + limit + ".")
            new.statements[index]["exact"] = statement["exact"].removesuffix(".")
            yield slip(new, "limit-cut-off", "statements.yaml", index, "exact")


CONDITIONS = {
    "en": "If parliament agrees, ",
    "de": "Nur mit Mandat, so die Meldung: ",
    "fr": "Si le Parlement l’approuve, ",
    "it": "Se il Parlamento è d’accordo, ",
    "es": "Si el Parlamento lo aprueba, ",
    "pl": "Jeśli parlament się zgodzi, ",
    "uk": "Якщо парламент погодиться, ",
}


@_slip
def claim_begins_behind_its_condition(coding: Coding) -> Iterator[Slip]:
    for index, statement in enumerate(coding.statements):
        number = coding.passage_of(statement)
        condition = CONDITIONS.get(coding.language)
        if number is None or condition is None:
            continue
        if coding.sentence(number) == statement["exact"] and not statement.get("quoted"):
            new = coding.changed()
            new.replace_sentence(number, condition + statement["exact"])
            yield slip(new, "limit-cut-off", "statements.yaml", index, "exact")


# --- 2. what YAML drops ---------------------------------------------------------------------------


@_slip
def words_cut_at_a_number_sign(coding: Coding) -> Iterator[Slip]:
    for index, statement in enumerate(coding.statements):
        old = f"summary: {written(statement['summary']).strip()}"
        words = statement["summary"].split()
        if len(words) > 4 and not set(":#\"'“") & set(statement["summary"]):
            plain = " ".join([*words[:-2], "#" + words[-2], words[-1]])
            raw = ("statements.yaml", old, f"summary: {plain}")
            if written(coding.statements).count(old) == 1:
                yield slip(
                    coding.changed(), "value-cut", "statements.yaml", index, "summary", raw=(raw,)
                )


@_slip
def first_word_taken_for_a_tag(coding: Coding) -> Iterator[Slip]:
    for mark in "!&":
        for index, statement in enumerate(coding.statements[:3]):
            old = f"summary: {written(statement['summary']).strip()}"
            if set(":#\"'“") & set(statement["summary"]):
                continue
            raw = ("statements.yaml", old, f"summary: {mark}{statement['summary']}")
            if written(coding.statements).count(old) == 1:
                yield slip(
                    coding.changed(), "value-cut", "statements.yaml", index, "summary", raw=(raw,)
                )


# --- 3. who spoke ---------------------------------------------------------------------------------


def _known(coding: Coding) -> Iterator[tuple[int, dict[str, Any]]]:
    for index, statement in enumerate(coding.statements):
        if statement.get("speaker") in coding.people and not statement.get("signed_for"):
            yield index, statement


def _roles(coding: Coding, person: str) -> list[dict[str, Any]]:
    roles: list[dict[str, Any]] = coding.people[person].get("roles") or []
    return roles


@_slip
def speaker_is_another_of_the_article(coding: Coding) -> Iterator[Slip]:
    speakers = list(dict.fromkeys(statement["speaker"] for _, statement in _known(coding)))
    for index, statement in _known(coding):
        for other in speakers:
            if other != statement["speaker"] and len(_roles(coding, other)) == 1:
                new = coding.changed()
                new.statements[index]["speaker"] = other
                new.statements[index].pop("role", None)
                new.statements[index].pop("capacity", None)
                yield slip(
                    new,
                    "speaker-not-near role-of-another role-of-another-country wrong-occurrence",
                    "statements.yaml",
                    index,
                )
                break


@_slip
def speaker_is_nowhere_in_the_text(coding: Coding) -> Iterator[Slip]:
    absent = [
        person
        for person, item in coding.people.items()
        if len(_roles(coding, person)) == 1
        and item["name"].split()[-1] not in coding.text
        and item.get("kind", "person") == "person"
        and not (item.get("merged_into"))
        and item["name"].isascii()
    ]
    for index, _ in list(_known(coding))[:4]:
        for other in absent[:1]:
            new = coding.changed()
            new.statements[index]["speaker"] = other
            for key in ("role", "capacity", "role_as_printed"):
                new.statements[index].pop(key, None)
            yield slip(
                new, "speaker-not-named speaker-not-near", "statements.yaml", index, "speaker"
            )


@_slip
def named_speaker_is_anonymous(coding: Coding) -> Iterator[Slip]:
    for index, statement in _known(coding):
        number = coding.passage_of(statement)
        family = coding.people[statement["speaker"]]["name"].split()[-1]
        if number is None or family not in coding.sentence(number):
            continue
        new = coding.changed()
        new.statements[index]["speaker"] = "anonymous"
        new.statements[index].pop("role", None)
        yield slip(new, "speaker-named not-for-narration", "statements.yaml", index, "speaker")


@_slip
def printed_role_of_somebody_else(coding: Coding) -> Iterator[Slip]:
    printed = {
        statement["role_as_printed"]: statement["speaker"]
        for _, statement in _known(coding)
        if statement.get("role_as_printed")
    }
    for index, statement in _known(coding):
        for role, speaker in printed.items():
            own = statement.get("role_as_printed")
            if own and speaker != statement["speaker"] and role not in own and own not in role:
                new = coding.changed()
                new.statements[index]["role_as_printed"] = role
                yield slip(
                    new,
                    "role-of-another role-of-another-country",
                    "statements.yaml",
                    index,
                    "role_as_printed",
                )
                break


# --- 4. passages ----------------------------------------------------------------------------------


def _reports(coding: Coding, number: int) -> bool:
    """Whether a passage has a verb that may report words: then it is a statement, if anything."""
    verbs = [pattern(kind, coding.language) for kind in ("clear", "reporting")]
    return any(verb and verb.search(coding.sentence(number)) for verb in verbs)


@_slip
def narration_coded_as_a_statement(coding: Coding) -> Iterator[Slip]:
    for number in range(len(coding.passages)):
        if coding.coding(number) == "narration":
            new = coding.changed()
            new.source["passages"][number] = {"statement": coding.sentence(number)}
            claims = [
                index
                for index, statement in enumerate(coding.statements)
                if coding.passage_of(statement) == number
            ]
            if claims and _reports(coding, number):
                yield slip(new, "wrong-coding", "statements.yaml", claims[0], "exact")
            else:
                codes = "wrong-coding" if claims else "no-reporting-verb"
                yield slip(new, codes, "source.yaml", "passages", number)


@_slip
def statement_coded_as_narration(coding: Coding) -> Iterator[Slip]:
    for number in range(len(coding.passages)):
        if coding.coding(number) == "statement":
            new = coding.changed()
            new.source["passages"][number] = {"narration": coding.sentence(number)}
            claims = [
                index
                for index, statement in enumerate(coding.statements)
                if coding.passage_of(statement) == number
            ]
            if claims and not _reports(coding, number):
                yield slip(new, "wrong-coding", "statements.yaml", claims[0], "exact")
            else:
                codes = "wrong-coding" if claims else "reporting-verb"
                yield slip(new, codes, "source.yaml", "passages", number)


@_slip
def two_sentences_in_one_passage(coding: Coding) -> Iterator[Slip]:
    for number in range(len(coding.passages) - 1):
        one, other = coding.sentence(number), coding.sentence(number + 1)
        at = coding.text.find(one)
        joined = coding.text[at : coding.text.find(other, at) + len(other)]
        if "heading" in (coding.coding(number), coding.coding(number + 1)) or "\n" in joined:
            continue
        new = coding.changed()
        new.source["passages"][number : number + 2] = [{coding.coding(number): joined}]
        yield slip(new, "two-sentences", "source.yaml", "passages", number)


@_slip
def one_sentence_in_two_passages(coding: Coding) -> Iterator[Slip]:
    for number in range(len(coding.passages)):
        words = coding.sentence(number).split(" ")
        if coding.coding(number) == "heading" or len(words) < 8:
            continue
        half = len(words) // 2
        new = coding.changed()
        new.source["passages"][number : number + 1] = [
            {coding.coding(number): " ".join(words[:half])},
            {coding.coding(number): " ".join(words[half:])},
        ]
        if not any(coding.passage_of(each) == number for each in coding.statements):
            yield slip(new, "half-sentence", "source.yaml", "passages", number)


@_slip
def heading_coded_as_narration(coding: Coding) -> Iterator[Slip]:
    for number in range(len(coding.passages)):
        if coding.coding(number) == "heading":
            new = coding.changed()
            new.source["passages"][number] = {"narration": coding.sentence(number)}
            yield slip(new, "like-a-heading", "source.yaml", "passages", number)


# --- 5. quotation marks and summaries -------------------------------------------------------------


@_slip
def printed_quotation_not_coded(coding: Coding) -> Iterator[Slip]:
    for index, statement in enumerate(coding.statements):
        if statement.get("quoted"):
            new = coding.changed()
            del new.statements[index]["quoted"]
            yield slip(new, "quotation-not-coded", "statements.yaml", index)


SCARE = {
    "en": r"\b(the) (\w{5,})\b(?! \w+ing)",
    "de": r"\b(die|der|das|den) ([A-Z]\w{4,})\b",
    "fr": r"\b(la|le) (\w{5,})\b",
    "it": r"\b(la|il) (\w{5,})\b",
    "es": r"\b(la|el) (\w{5,})\b",
}
MARKS = {"de": "„“", "fr": "«»", "es": "«»", "it": "«»"}


@_meaning
def scare_quotes_coded_as_quoted(coding: Coding) -> Iterator[Slip]:
    pattern = SCARE.get(coding.language)
    for index, statement in enumerate(coding.statements if pattern else ()):
        number = coding.passage_of(statement)
        match = re.search(pattern or "", statement["exact"])
        if number is None or not match or statement.get("quoted") or "speaker" not in statement:
            continue
        opening, closing = MARKS.get(coding.language, "“”")
        marked = f"{match[1]} {opening}{match[2]}{closing}"
        exact = statement["exact"][: match.start()] + marked + statement["exact"][match.end() :]
        new = coding.changed()
        new.replace_sentence(number, coding.sentence(number).replace(statement["exact"], exact))
        new.statements[index] |= {"exact": exact, "quoted": [match[2]]}
        yield slip(new, "scare-quotes", "statements.yaml", index, "quoted", 0)


@_slip
def marks_in_a_summary(coding: Coding) -> Iterator[Slip]:
    for index, statement in enumerate(coding.statements):
        words = statement["summary"].rstrip(".").split(" ")
        new = coding.changed()
        new.statements[index]["summary"] = f"{' '.join(words[:-2])} “wholly {words[-1]}”."
        yield slip(new, "summary-quotes", "statements.yaml", index, "summary")


TURNS = (
    (" will not ", " will "),
    (" would not ", " would "),
    (" does not ", " does "),
    (" is not ", " is "),
    (" no ", " "),
    (" rules out ", " offers "),
    (" rejects ", " welcomes "),
    (" welcomes ", " rejects "),
    (" praises ", " condemns "),
    (" thanks ", " refuses to thank "),
    (" supports ", " opposes "),
    (" will ", " will not "),
    (" would ", " would not "),
    (" can ", " cannot "),
    (" could ", " could not "),
    (" is ", " is not "),
    (" are ", " are not "),
    (" has ", " has not "),
    (" asks ", " does not ask "),
    (" says that ", " denies that "),
    (" calls ", " does not call "),
)


@_meaning
def summary_turned_round(coding: Coding) -> Iterator[Slip]:
    for index, statement in enumerate(coding.statements):
        for old, new_words in TURNS:
            if old in statement["summary"]:
                rest = statement["summary"].replace(old, " ", 1)
                if old == " no " and re.search(r"\b(?:no|not|without|nobody)\b", rest):
                    break
                new = coding.changed()
                new.statements[index]["summary"] = statement["summary"].replace(old, new_words, 1)
                yield slip(new, "summary-contrary", "statements.yaml", index, "summary")
                break


SUMMARY = "summary-contrary summary-too-strong summary-of-other-words country-not-named"
"""The codes of a summary that says something else than the words of its claim."""


def _summaries(coding: Coding, changes: Iterable[tuple[str, str]], codes: str) -> Iterator[Slip]:
    """Each summary with the first of these changes (an expression, what takes its place) that it
    allows.
    """
    for index, statement in enumerate(coding.statements):
        for old, other in changes:
            summary, count = re.subn(old, other, statement["summary"], count=1)
            if count and summary != statement["summary"]:
                new = coding.changed()
                new.statements[index]["summary"] = summary
                yield slip(new, codes, "statements.yaml", index, "summary")
                break


@_meaning
def summary_with_before_for_after(coding: Coding) -> Iterator[Slip]:
    changes = ((r"(?<!not )\bbefore\b", "after"), (r"\b(?:only )?(?:after|once)\b", "before"))
    yield from _summaries(coding, changes, "summary-contrary")


@_meaning
def summary_without_its_limit(coding: Coding) -> Iterator[Slip]:
    limits = r"(?: (?:for )?|, (?:and )?)?\b(?:at (?:most|least|the (?:latest|earliest))|up to)\b"
    yield from _summaries(coding, ((limits, ""),), SUMMARY)


@_meaning
def summary_surer_than_its_words(coding: Coding) -> Iterator[Slip]:
    changes = (
        (r"\b(?:could|may|might)\b", "will"),
        (r"\b(?:suspects?|fears?) that\b", "says that"),
    )
    yield from _summaries(coding, changes, "summary-too-strong")


@_meaning
def summary_without_its_condition(coding: Coding) -> Iterator[Slip]:
    change = r",? (?:but )?(?:only )?\b(?:if|unless|provided|once|after a|as long as)\b[^.;]*"
    yield from _summaries(coding, ((change, ""),), SUMMARY)


OTHERS = (
    ("ships", "helicopters"), ("helicopters", "ships"), ("aircraft", "ships"),
    ("soldiers", "doctors"), ("troops", "observers"), ("doctors", "engineers"),
    ("engineers", "doctors"), ("observers", "soldiers"), ("instructors", "engineers"),
    ("hospital", "depot"), ("parliament", "court"), ("ceasefire", "referendum"),
    ("mandate", "invitation"), ("months", "weeks"), ("weeks", "years"), ("spring", "winter"),
    ("autumn", "summer"), ("summer", "spring"), ("June", "July"), ("October", "March"),
)  # fmt: skip


@_meaning
def summary_with_another_thing(coding: Coding) -> Iterator[Slip]:
    changes = [(rf"\b{one}\b", other) for one, other in OTHERS]
    yield from _summaries(coding, changes, SUMMARY)


OPPOSITES = (
    ("above", "below"), ("below", "above"), ("too late", "too early"), ("too early", "too late"),
    ("premature", "overdue"), ("timid", "bold"), ("support", "reject"), ("more", "less"),
    ("welcomes", "criticises"), ("unarmed", "armed"), ("open", "close"), ("strong", "weak"),
)  # fmt: skip


@_meaning
def summary_with_the_opposite(coding: Coding) -> Iterator[Slip]:
    changes = [(rf"\b{one}\b", other) for one, other in OPPOSITES]
    yield from _summaries(coding, changes, SUMMARY)


@_slip
def summary_with_another_number(coding: Coding) -> Iterator[Slip]:
    for index, statement in enumerate(coding.statements):
        number = re.search(r"\b\d[\d.,]*\b", statement["summary"])
        if number:
            new = coding.changed()
            other = str(int(re.sub(r"\D", "", number[0])) * 3 + 7)
            new.statements[index]["summary"] = statement["summary"].replace(number[0], other, 1)
            yield slip(new, "number-not-in-source", "statements.yaml", index, "summary")


@_slip
def summary_still_to_do(coding: Coding) -> Iterator[Slip]:
    for index, _ in enumerate(coding.statements[:2]):
        new = coding.changed()
        new.statements[index]["summary"] = UNFINISHED
        yield slip(new, "todo-left", "statements.yaml", index, "summary")
    for index, _ in enumerate(coding.positions[:1]):
        new = coding.changed()
        new.positions[index]["not_supported"] = UNFINISHED + ": what a reader must not conclude."
        yield slip(new, "todo-left", "positions.yaml", index, "not_supported")


# --- 6. files that are never read -----------------------------------------------------------------


@_slip
def misnamed_file(coding: Coding) -> Iterator[Slip]:
    for name in ("position.yaml", "positions.yml", "statement.yaml", "correction.yaml"):
        yield slip(coding.changed(), "never-read", name, files={name: "[]\n"})


# --- 7. contradictions ----------------------------------------------------------------------------


def _entry(coding: Coding, codes: str, key: str, **changes: Any) -> Iterator[Slip]:
    for index, entry in enumerate(coding.positions):
        if entry.get("denies"):
            continue
        new = coding.changed()
        new.positions[index] |= changes
        for item in new.positions[index]["evidence"]:
            item.pop("fields", None)
        where = (index, key) if key in new.positions[index] else (index,)
        yield slip(new, codes, "positions.yaml", *where)


@_slip
def declined_and_forces_offered(coding: Coding) -> Iterator[Slip]:
    yield from _entry(
        coding,
        "participation-contradicts",
        "participation",
        participation="declined",
        commitment="stated",
        contributions=[{"form": "ground", "status": "offered", "place": "in_ukraine"}],
    )


@_slip
def opposed_and_will_contribute(coding: Coding) -> Iterator[Slip]:
    yield from _entry(
        coding,
        "participation-contradicts",
        "participation",
        view="opposes",
        participation="will_contribute",
        commitment="stated",
    )


@_slip
def all_ruled_out_and_will_contribute(coding: Coding) -> Iterator[Slip]:
    yield from _entry(
        coding,
        "participation-contradicts",
        "participation",
        participation="will_contribute",
        commitment="stated",
        contributions=[{"form": "troops", "status": "ruled_out", "place": "in_ukraine"}],
    )


@_slip
def offered_and_ruled_out(coding: Coding) -> Iterator[Slip]:
    for planted in _entry(
        coding,
        "offered-and-ruled-out",
        "contributions",
        contributions=[
            {"form": "air", "status": "offered", "place": "in_ukraine"},
            {"form": "air", "status": "ruled_out", "place": "in_ukraine"},
        ],
    ):
        where = (*planted.where, 0)
        yield Slip(planted.coding, planted.codes, planted.file, where)


@_slip
def entry_that_sets_nothing(coding: Coding) -> Iterator[Slip]:
    keys = ("view", "participation", "commitment", "conditions", "contributions", "drops")
    for index, entry in enumerate(coding.positions):
        if entry.get("denies"):
            continue
        new = coding.changed()
        for key in keys:
            new.positions[index].pop(key, None)
        for item in new.positions[index]["evidence"]:
            item.pop("fields", None)
        yield slip(new, "changes-nothing", "positions.yaml", index)


@_meaning
def view_against_its_words(coding: Coding) -> Iterator[Slip]:
    for index, entry in enumerate(coding.positions):
        other = {"supports": "opposes", "opposes": "supports"}.get(entry.get("view", ""))
        if other:
            new = coding.changed()
            new.positions[index]["view"] = other
            yield slip(new, "stance-contrary participation-contradicts", "positions.yaml", index)


@_meaning
def participation_against_its_words(coding: Coding) -> Iterator[Slip]:
    for index, entry in enumerate(coding.positions):
        other = {
            "will_contribute": "declined",
            "open": "declined",
            "declined": "will_contribute",
            "undecided": "declined",
        }.get(entry.get("participation", ""))
        if other:
            new = coding.changed()
            new.positions[index]["participation"] = other
            yield slip(new, "stance-contrary participation-contradicts", "positions.yaml", index)


STANCE = "stance-contrary stance-too-strong"


@_meaning
def contribution_of_another_form(coding: Coding) -> Iterator[Slip]:
    forms = {"sea": "air", "air": "ground", "ground": "sea", "training": "sea", "troops": "funding"}
    for index, entry in enumerate(coding.positions):
        for number, item in enumerate(entry.get("contributions") or []):
            if other := forms.get(item["form"]):
                new = coding.changed()
                new.positions[index]["contributions"][number]["form"] = other
                yield slip(new, STANCE, "positions.yaml", index, "contributions", number)


@_meaning
def contribution_of_the_other_status(coding: Coding) -> Iterator[Slip]:
    for index, entry in enumerate(coding.positions):
        for number, item in enumerate(entry.get("contributions") or []):
            if item["status"] == "ruled_out":
                new = coding.changed()
                new.positions[index]["contributions"][number]["status"] = "offered"
                codes = f"{STANCE} participation-contradicts offered-and-ruled-out"
                yield slip(new, codes, "positions.yaml", index)


@_meaning
def conditions_left_out(coding: Coding) -> Iterator[Slip]:
    for index, entry in enumerate(coding.positions):
        if entry.get("conditions"):
            new = coding.changed()
            del new.positions[index]["conditions"]
            for item in new.positions[index]["evidence"]:
                fields = [each for each in item.get("fields", ()) if each != "conditions"]
                if item.pop("fields", None):
                    item["fields"] = fields or ["participation"]
            yield slip(new, STANCE, "positions.yaml", index)


@_meaning
def condition_that_nobody_makes(coding: Coding) -> Iterator[Slip]:
    for index, entry in enumerate(coding.positions):
        if entry.get("conditions"):
            new = coding.changed()
            new.positions[index]["conditions"] = [{"any_of": ["russian_consent"]}]
            yield slip(new, STANCE, "positions.yaml", index, "conditions")


@_meaning
def opposes_who_only_declines(coding: Coding) -> Iterator[Slip]:
    for index, entry in enumerate(coding.positions):
        if entry.get("participation") == "declined" and "view" not in entry:
            new = coding.changed()
            new.positions[index]["view"] = "opposes"
            yield slip(new, STANCE, "positions.yaml", index, "view")


# --- 8. dates -------------------------------------------------------------------------------------


def _said(coding: Coding, day: str, codes: str) -> Iterator[Slip]:
    for index, _ in enumerate(coding.statements[:3]):
        new = coding.changed()
        new.statements[index]["said"] = day
        yield slip(new, codes, "statements.yaml", index, "said")


@_slip
def said_in_2062(coding: Coding) -> Iterator[Slip]:
    yield from _said(coding, "2062-03-01", "said-too-late")


@_slip
def said_in_1926(coding: Coding) -> Iterator[Slip]:
    yield from _said(coding, "1926-03-01", "date-improbable")


@_slip
def published_in_2062(coding: Coding) -> Iterator[Slip]:
    new = coding.changed()
    new.source["published"] = "2062-01-01"
    yield slip(new, "dates-in-wrong-order", "source.yaml", "published")


@_slip
def reviewed_before_it_was_coded(coding: Coding) -> Iterator[Slip]:
    yield from _entry(
        coding,
        "dates-in-wrong-order",
        "reviewed_on",
        reviewed_by="Another person",
        reviewed_on="2019-01-01",
    )


@_slip
def reviewed_by_the_coder(coding: Coding) -> Iterator[Slip]:
    for index, entry in enumerate(coding.positions):
        new = coding.changed()
        new.positions[index] |= {
            "reviewed_by": entry["coded_by"],
            "reviewed_on": entry["recorded_on"],
        }
        yield slip(new, "reviewed-by-coder", "positions.yaml", index, "reviewed_by")


# --- 9. and 10. references ------------------------------------------------------------------------


@_slip
def evidence_off_the_question(coding: Coding) -> Iterator[Slip]:
    for index, entry in enumerate(coding.positions):
        for number, item in enumerate(entry["evidence"]):
            of = item["statement"].removeprefix(f"{coding.name}-")
            for at, statement in enumerate(coding.statements):
                if statement["id"] == of and item["relation"] == "supports":
                    new = coding.changed()
                    new.statements[at]["questions"] = []
                    yield slip(
                        new,
                        "evidence-off-question",
                        "positions.yaml",
                        index,
                        "evidence",
                        number,
                        "statement",
                    )


@_slip
def about_a_country_that_is_not_named(coding: Coding) -> Iterator[Slip]:
    for index, statement in enumerate(coding.statements):
        new = coding.changed()
        new.statements[index]["about"] = [*statement["about"], "indonesia"]
        at = len(statement["about"])
        yield slip(new, "country-not-named", "statements.yaml", index, "about", at)


@_slip
def signed_for_without_effect(coding: Coding) -> Iterator[Slip]:
    for index, statement in enumerate(coding.statements):
        if not statement.get("signed_for") and "indonesia" not in statement["about"]:
            new = coding.changed()
            new.statements[index]["signed_for"] = ["indonesia"]
            yield slip(new, "signed-without-effect", "statements.yaml", index, "signed_for")


@_meaning
def words_of_another_sentence(coding: Coding) -> Iterator[Slip]:
    """The words of a claim are those of another sentence of the text; its summary stays."""
    for index, statement in enumerate(coding.statements):
        if statement.get("quoted") or "occurrence" in statement:
            continue
        for other in coding.statements:
            if (
                other["exact"] != statement["exact"]
                and other.get("speaker") not in (None, "anonymous", statement.get("speaker"))
                and statement.get("speaker") in coding.people
                and not other.get("quoted")
            ):
                new = coding.changed()
                new.statements[index]["exact"] = other["exact"]
                codes = "summary-of-other-words speaker-not-near role-of-another summary-contrary "
                codes += "number-not-in-source country-not-named role-of-another-country"
                yield slip(new, codes, "statements.yaml", index)
                break


# --- planting all of them -------------------------------------------------------------------------


@contextmanager
def read_once(seed: Path) -> Iterator[None]:
    """Keep what is the same for all slips: the lists of the seed, and the names in them."""
    lists = load_module._lists(seed)
    names: dict[str, Any] = {}
    people: list[Any] = []

    def copied(root: Path) -> Seed:
        assert root == seed
        again = copy.copy(lists)
        again.findings, again.doubts, again.folders = [], [], []
        again.files, again.unreadable = dict(lists.files), set()
        return again

    original = finder_module.Finder.countries

    def countries(self: Any, language: str) -> Any:
        if language not in names:
            names[language] = original(self, language)
        return names[language]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(load_module, "_lists", copied)
        patch.setattr(finder_module.Finder, "countries", countries)
        patch.setattr(
            finder_module.Finder,
            "people",
            property(
                lambda self: (
                    people[0]
                    if people
                    else people.append(finder_module.People(self.seed.people)) or people[0]
                )
            ),
        )
        yield


@dataclass
class Rates:
    """How many planted slips of each kind were found."""

    planted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)

    def rate(self, meaning: bool) -> float:
        """The part that was found of the kinds about meaning, or of the others."""
        kinds = [kind for kind in self.planted if (kind in MEANING) == meaning]
        planted = sum(self.planted[kind] for kind in kinds)
        return sum(self.found[kind] for kind in kinds) / planted if planted else 1.0


def plant_all(seed: Path, names: Iterable[str], most: int | None = None) -> Rates:
    """Plant every kind of slip into the codings of these sources, at most `most` times in each."""
    rates = Rates()
    with read_once(seed):
        for name in names:
            true = read(seed, name)
            for kind, plant in SLIPS.items():
                for planted in islice(plant(true), most):
                    lay_out(seed, planted)
                    findings = found(seed, name)
                    rates.planted[kind] += 1
                    if is_found(seed, planted, findings):
                        rates.found[kind] += 1
                    else:
                        codes = ", ".join(sorted({str(each.code) for each in findings}))
                        where = "/".join(map(str, planted.where))
                        rates.missed.append(f"{kind}: {name} {planted.file} {where} ({codes})")
                    take_away(seed, true, planted)
    return rates
