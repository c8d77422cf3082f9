"""Proving a seed: every reference known, every word at its place, every position backed. All
findings, not the first.
"""

from app.build.check.checked_seed import CheckedSeed, ResolvedStatement
from app.build.check.entries import check_entries
from app.build.check.locate import LocatedClaim, locate_claim, locate_passages
from app.build.check.references import date_of, known, near, unique
from app.build.check.tombstones import check_tombstones
from app.build.seed.load import Seed, SourceFolder
from app.build.seed.models import SeedPerson, SeedRole, SeedStatement
from app.build.seed.yaml_file import YamlFile
from app.domain.dates import DateObject
from app.domain.vocabulary import VOCABULARIES, Attribution


def check(seed: Seed) -> CheckedSeed:
    """Check everything; findings are added to `seed.findings`."""
    checked = CheckedSeed(seed)
    actors = {country.id for country in seed.countries} | {actor.id for actor in seed.actors}
    people = {person.id: person for person in seed.people}
    topics, questions = (
        {topic.id for topic in seed.topics},
        {question.id for question in seed.questions},
    )
    _top_files(seed, actors, people)
    checked.roots = _roots(seed)
    for folder in seed.folders:
        sentences = checked.passages[folder.source.id] = locate_passages(folder)
        file = folder.statements_file
        unique(file, [statement.id for statement in folder.statements])
        for index, statement in enumerate(folder.statements):
            if (name := folder.statement_id(statement)) in checked.resolved:
                file.report(
                    f"the public id {name!r} is that of a statement of another source", index, "id"
                )
        for index, statement in enumerate(folder.statements):
            for key, given, defined in (
                ("about", statement.about, actors),
                ("signed_for", statement.signed_for, actors),
                ("topics", statement.topics, topics),
                ("questions", statement.questions, questions),
            ):
                for number, name in enumerate(given):
                    known(file, name, defined, key, index, key, number)
            spoken = _spoken(folder, index, people, locate_claim(folder, index, sentences))
            checked.resolved[folder.statement_id(statement)] = spoken
    check_entries(checked, actors, questions)
    check_tombstones(checked)
    for file in [*seed.files.values()]:
        seed.findings.extend(file.findings)
    seed.findings.sort()
    return checked


def _top_files(seed: Seed, actors: set[str], people: dict[str, SeedPerson]) -> None:
    files = seed.files
    unique(
        files["actors.yaml"],
        [actor.id for actor in seed.actors],
        {country.id for country in seed.countries},
    )
    unique(files["people.yaml"], [person.id for person in seed.people])
    unique(files["questions.yaml"], [question.id for question in seed.questions])
    unique(files["topics.yaml"], [topic.id for topic in seed.topics])
    for index, person in enumerate(seed.people):
        unique(files["people.yaml"], [role.id for role in person.roles], (), index, "roles")
        for number, role in enumerate(person.roles):
            if role.actor:
                known(
                    files["people.yaml"],
                    role.actor,
                    actors,
                    "actor",
                    index,
                    "roles",
                    number,
                    "actor",
                )
        if (
            person.merged_into
            and known(
                files["people.yaml"],
                person.merged_into,
                people,
                "merged_into",
                index,
                "merged_into",
            )
            and people[person.merged_into].merged_into
        ):
            files["people.yaml"].report(
                "this person is merged into another one: name that one", index, "merged_into"
            )
    for index, actor in enumerate(seed.actors):
        for number, member in enumerate(actor.members or []):
            known(files["actors.yaml"], member, actors, "member", index, "members", number)
    vocabularies = files["vocabularies.yaml"]
    for name, enum in VOCABULARIES.items() if seed.terms else ():
        given = [term.id for term in seed.terms.get(name, [])]
        if sorted(given) != sorted(enum):
            vocabularies.report(f"{name} must define each of {', '.join(enum)} once", name)
    for name in seed.terms.keys() - VOCABULARIES.keys():
        vocabularies.report(f"there is no vocabulary {name!r}", name, hint=near(name, VOCABULARIES))


def _roots(seed: Seed) -> dict[str, str]:
    """The source or agency at the end of each source's `copy_of` and `via` chain (docs/domain.md,
    rule independence).
    """
    folders = {folder.source.id: folder for folder in seed.folders}
    roots: dict[str, str] = {}
    for name, folder in folders.items():
        seen, at = [name], folder
        while at.source.copy_of and known(
            at.source_file, at.source.copy_of, folders, "copy_of", "copy_of"
        ):
            at = folders[at.source.copy_of]
            if at.source.id in seen:
                folder.source_file.report("copy_of goes round in a circle", "copy_of")
                break
            seen.append(at.source.id)
        roots[name] = at.source.via or at.source.id
    return roots


def _spoken(
    folder: SourceFolder, index: int, people: dict[str, SeedPerson], place: LocatedClaim | None
) -> ResolvedStatement:
    file, statement = folder.statements_file, folder.statements[index]
    said = date_of(folder, file, statement.said, index, "said")
    printed = statement.role_as_printed
    if printed and folder.text is not None and printed not in folder.text:
        file.report("this role is not printed in the text", index, "role_as_printed")
    if statement.speaker is None or statement.speaker == "anonymous":
        anonymous = statement.speaker is not None
        if statement.role or (
            not anonymous and (statement.capacity or statement.quoted or printed)
        ):
            file.report("narration has no speaker, so no role, capacity or quoted words", index)
        attribution = Attribution.anonymous if anonymous else Attribution.narrator
        return ResolvedStatement(
            index,
            place,
            None,
            statement.capacity,
            said,
            dict.fromkeys(statement.about, attribution),
        )
    role = None
    if known(file, statement.speaker, people, "speaker", index, "speaker"):
        if merged := people[statement.speaker].merged_into:
            file.report(f"this person was merged into {merged!r}: name that one", index, "speaker")
        role = _role(file, index, statement, people[statement.speaker], said)
    about = {actor: _attribution(actor, role, statement) for actor in statement.about}
    return ResolvedStatement(
        index, place, role, statement.capacity or (role.capacity if role else None), said, about
    )


def _role(
    file: YamlFile, index: int, statement: SeedStatement, person: SeedPerson, said: DateObject
) -> SeedRole | None:
    """The role in which somebody spoke: the one named, else the only one that they can have held
    then.
    """
    held = [role for role in person.roles if _may_hold(role, said)]
    if statement.role:
        if not known(
            file,
            statement.role,
            {role.id for role in held},
            "role held at that time",
            index,
            "role",
        ):
            return None
        return next(role for role in held if role.id == statement.role)
    if len(held) > 1:
        file.report(
            f"{person.name} may have spoken in several roles: name one with `role`",
            index,
            "speaker",
            hint=", ".join(role.id for role in held),
        )
    if not held:
        file.report(f"{person.name} holds no role at that time in people.yaml", index, "speaker")
    return held[0] if held else None


def _may_hold(role: SeedRole, said: DateObject) -> bool:
    began = role.held_from.earliest
    ended = role.held_to.latest if role.held_to else None
    return not (began and said.latest and said.latest < began) and not (
        ended and said.earliest and said.earliest > ended
    )


def _attribution(actor: str, role: SeedRole | None, statement: SeedStatement) -> Attribution:
    if role is not None and role.actor == actor:
        return Attribution.self_
    return Attribution.collective if actor in statement.signed_for else Attribution.third_party
