"""Checking a seed: every reference is known, every quotation is in its source, every position has
evidence. All findings are collected, not only the first.
"""

from app.build.check.checked_seed import CheckedSeed, ResolvedStatement
from app.build.check.entries import check_entries
from app.build.check.locate import LocatedClaim, locate_claim, locate_passages
from app.build.check.references import date_of, known, near, unique
from app.build.check.tombstones import check_tombstones
from app.build.seed.load import Seed, SourceFolder
from app.build.seed.models import SEED_LISTS
from app.build.seed.models.actors import SeedPerson, SeedRole
from app.build.seed.models.sources import SeedStatement
from app.build.seed.yaml_file import YamlFile
from app.domain.dates import DateObject
from app.domain.vocabulary import ADDED_TERMS, VOCABULARIES, Attribution


def check(seed: Seed) -> CheckedSeed:
    """Check everything; findings are added to `seed.findings`, sorted by file and line.

    The result is complete only if there are no findings.
    """
    checked = CheckedSeed(seed)
    actors = {country.id for country in seed.countries} | {actor.id for actor in seed.actors}
    people = {person.id: person for person in seed.people}
    topics = {topic.id for topic in seed.topics}
    questions = {question.id for question in seed.questions}
    _check_people(seed, actors, people)
    _check_lists(seed, actors)
    checked.roots = _roots(seed)
    for folder in seed.folders:
        passages = checked.passages[folder.source.id] = locate_passages(folder)
        file = folder.statements_file
        unique(file, [statement.id for statement in folder.statements])
        for index, statement in enumerate(folder.statements):
            if (name := folder.statement_id(statement)) in checked.resolved:
                message = f"the public id {name!r} is that of a statement of another source"
                file.report(message, index, "id")
        for index, statement in enumerate(folder.statements):
            for key, names, defined in (
                ("about", statement.about, actors),
                ("signed_for", statement.signed_for, actors),
                ("topics", statement.topics, topics),
                ("questions", statement.questions, questions),
            ):
                for number, name in enumerate(names):
                    known(file, name, defined, key, index, key, number)
            place = locate_claim(folder, index, passages)
            checked.resolved[folder.statement_id(statement)] = _resolved(
                folder, index, people, place
            )
    check_entries(checked, actors, questions)
    check_tombstones(checked)
    for file in seed.files.values():
        seed.findings.extend(file.findings)
    seed.findings.sort()
    return checked


def _check_people(seed: Seed, actors: set[str], people: dict[str, SeedPerson]) -> None:
    file = seed.files["people.yaml"]
    unique(file, [person.id for person in seed.people])
    for index, person in enumerate(seed.people):
        unique(file, [role.id for role in person.roles], (), index, "roles")
        for number, role in enumerate(person.roles):
            if role.actor:
                known(file, role.actor, actors, "actor", index, "roles", number, "actor")
        target = person.merged_into
        if (
            target
            and known(file, target, people, "merged_into", index, "merged_into")
            and people[target].merged_into
        ):
            message = "this person is merged into another one: name that one"
            file.report(message, index, "merged_into")


def _check_lists(seed: Seed, actors: set[str]) -> None:
    """Check the actors that are no countries, the lists and the vocabularies."""
    countries = {country.id for country in seed.countries}
    file = seed.files["actors.yaml"]
    unique(file, [actor.id for actor in seed.actors], countries)
    for index, actor in enumerate(seed.actors):
        for number, member in enumerate(actor.members or []):
            known(file, member, actors, "member", index, "members", number)
    for listed in SEED_LISTS:
        if items := seed.lists[listed.table]:
            unique(seed.files[listed.file], [item.id for item in items])
    vocabularies = seed.files["vocabularies.yaml"]
    for name, enum in VOCABULARIES.items() if seed.terms else ():
        terms = [term.id for term in seed.terms.get(name, [])]
        missing = set(enum) - set(terms) - ADDED_TERMS.get(name, {}).keys()
        if missing or len(terms) != len(set(terms)) or not set(terms) <= set(enum):
            vocabularies.report(f"{name} must define each of {', '.join(enum)} once", name)
    for name in seed.terms.keys() - VOCABULARIES.keys():
        vocabularies.report(f"there is no vocabulary {name!r}", name, hint=near(name, VOCABULARIES))


def _roots(seed: Seed) -> dict[str, str]:
    """The root of each source, by source id (docs/domain.md, rule independence)."""
    folders = {folder.source.id: folder for folder in seed.folders}
    roots: dict[str, str] = {}
    for name, folder in folders.items():
        visited, origin = [name], folder
        while (original := origin.source.copy_of) and known(
            origin.source_file, original, folders, "copy_of", "copy_of"
        ):
            origin = folders[original]
            if origin.source.id in visited:
                folder.source_file.report("copy_of goes round in a circle", "copy_of")
                break
            visited.append(origin.source.id)
        roots[name] = origin.source.via or origin.source.id
    return roots


def _resolved(
    folder: SourceFolder, index: int, people: dict[str, SeedPerson], place: LocatedClaim | None
) -> ResolvedStatement:
    """Work out a statement's date, role, capacity, and its attribution to each actor."""
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
        about = dict.fromkeys(statement.about, attribution)
        return ResolvedStatement(index, place, None, statement.capacity, said, about)
    role = None
    if known(file, statement.speaker, people, "speaker", index, "speaker"):
        person = people[statement.speaker]
        if person.merged_into:
            message = f"this person was merged into {person.merged_into!r}: name that one"
            file.report(message, index, "speaker")
        role = _role(file, index, statement, person, said)
    about = {actor: _attribution(actor, role, statement) for actor in statement.about}
    capacity = statement.capacity or (role.capacity if role else None)
    return ResolvedStatement(index, place, role, capacity, said, about)


def _role(
    file: YamlFile, index: int, statement: SeedStatement, person: SeedPerson, said: DateObject
) -> SeedRole | None:
    """The role in which somebody spoke: the one that the statement names, else the only one that
    they can have held then (docs/domain.md, rule attribution).
    """
    roles = [role for role in person.roles if _may_hold(role, said)]
    if statement.role:
        ids = {role.id for role in roles}
        if not known(file, statement.role, ids, "role held at that time", index, "role"):
            return None
        return next(role for role in roles if role.id == statement.role)
    if len(roles) > 1:
        file.report(
            f"{person.name} may have spoken in several roles: name one with `role`",
            index,
            "speaker",
            hint=", ".join(role.id for role in roles),
        )
    if not roles:
        message = f"{person.name} has no role at that time in people.yaml"
        file.report(message, index, "speaker")
    return roles[0] if roles else None


def _may_hold(role: SeedRole, said: DateObject) -> bool:
    """Whether the dates allow that a role was held when something was said."""
    began = role.held_from.earliest
    ended = role.held_to.latest if role.held_to else None
    return not (began and said.latest and said.latest < began) and not (
        ended and said.earliest and said.earliest > ended
    )


def _attribution(actor: str, role: SeedRole | None, statement: SeedStatement) -> Attribution:
    if role is not None and role.actor == actor:
        return Attribution.self_
    return Attribution.collective if actor in statement.signed_for else Attribution.third_party
