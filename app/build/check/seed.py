"""Checking a seed: every reference is known, every quotation is in its source, every position has
evidence. All findings are collected, not only the first.
"""

from app.build.check.actors import check_agencies, check_coalitions
from app.build.check.checked_seed import CheckedSeed
from app.build.check.drafts import check_drafts
from app.build.check.entries import check_entries
from app.build.check.locate import locate_claim, locate_passages
from app.build.check.references import known, near, unique
from app.build.check.statements import StatementContext, resolve_statement
from app.build.check.tombstones import check_tombstones
from app.build.seed.load import Seed
from app.build.seed.models import SEED_LISTS
from app.build.seed.models.actors import SeedPerson
from app.domain.vocabulary import ADDED_TERMS, VOCABULARIES


def check(seed: Seed) -> CheckedSeed:
    """Check everything; findings are added to `seed.findings`, sorted by file and line.

    The result is complete only if there are no findings.
    """
    checked = CheckedSeed(seed)
    actors = {country.id for country in seed.countries} | {actor.id for actor in seed.actors}
    people = {person.id: person for person in seed.people}
    topics = {topic.id for topic in seed.topics}
    questions = {question.id for question in seed.questions}
    context = StatementContext(
        people,
        {country.id for country in seed.countries},
        {question.id: question.asked_from for question in seed.questions},
        seed.dataset.published if seed.dataset else None,
    )
    _check_people(seed, actors, people)
    _check_lists(seed, actors)
    check_agencies(seed)
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
            checked.resolved[folder.statement_id(statement)] = resolve_statement(
                folder, index, context, place
            )
    check_coalitions(checked, actors)
    check_drafts(seed)
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
        roots[name] = origin.source.via[-1] if origin.source.via else origin.source.id
    return roots
