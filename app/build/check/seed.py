"""Checking a seed: every reference is known, every quotation is in its source, every position has
evidence. All findings are collected, not only the first.
"""

from datetime import date
from pathlib import Path

from app.build.check.actors import check_agencies, check_coalitions
from app.build.check.checked_seed import CheckedSeed
from app.build.check.doubts.run import check_doubts
from app.build.check.drafts import check_drafts
from app.build.check.entries import check_entries
from app.build.check.locate import locate_claim, locate_passages
from app.build.check.references import known, near, unique
from app.build.check.sentences import check_sentences
from app.build.check.settle import settle
from app.build.check.statements import StatementContext, resolve_statement, too_late
from app.build.check.texts_seen import TextsSeen
from app.build.findings import ErrorCode
from app.build.gc_pause import gc_paused
from app.build.seed.load import Seed, SourceFolder, load_source
from app.build.seed.models import SEED_LISTS
from app.build.seed.models.actors import SeedPerson
from app.domain.vocabulary import ADDED_TERMS, VOCABULARIES


def check_source(root: Path, name: str, texts: TextsSeen | None = None) -> CheckedSeed:
    """Check one source of the seed in `root`; the findings are those of its own files and of the
    lists.

    What takes all sources is left out: published ids, and how its entries go together with those of
    other sources. Its text and address are compared with what a whole check saw of all others
    (`texts`); none of them is read.
    """
    return check(load_source(root, name), only=name, texts=texts)


@gc_paused()
def check(
    seed: Seed,
    only: str | None = None,
    texts: TextsSeen | None = None,
    processes: int | None = None,
) -> CheckedSeed:
    """Check everything; errors are added to `seed.findings` and doubts to `seed.doubts`, sorted by
    file and line.

    The result is complete only if there are no errors. `only` is the source to which the check is
    limited, if nothing but it was read; then it is compared with `texts`. Without it, what is
    seen of all sources is noted there. `processes` look for doubts (see check_doubts).
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
        _check_source(seed, folder)
        file = folder.statements_file
        unique(file, [statement.id for statement in folder.statements])
        for index, statement in enumerate(folder.statements):
            if (name := folder.statement_id(statement)) in checked.resolved:
                message = f"the public id {name!r} is that of a statement of another source"
                file.report(ErrorCode.id_taken, message, index, "id")
        effective = _signatories(folder)
        for index, statement in enumerate(folder.statements):
            for key, names, defined in (
                ("about", statement.about, actors),
                ("signed_for", statement.signed_for, actors),
                ("topics", statement.topics, topics),
                ("questions", statement.questions, questions),
            ):
                for number, name in enumerate(names):
                    known(file, name, defined, key, index, key, number)
            if (signed := set(statement.signed_for)) <= actors and not signed <= effective:
                message = "this has no effect, because none of these actors is in `about`"
                file.report(ErrorCode.signed_without_effect, message, index, "signed_for")
            place = locate_claim(folder, index, passages)
            checked.resolved[folder.statement_id(statement)] = resolve_statement(
                folder, index, context, place
            )
    check_coalitions(checked, actors)
    check_entries(checked, actors, questions)
    if only is None:
        from app.build.check.tombstones import check_tombstones  # as slow as the ledger to import

        check_tombstones(checked)
    check_doubts(checked, only, texts, processes)
    check_drafts(seed)
    settle(seed, only)
    return checked


def _signatories(folder: SourceFolder) -> set[str]:
    """All who sign the joint texts of a source of which a sentence is about a signatory. Other
    sentences of the same text may be about others: it welcomes what they do.
    """
    return {
        name
        for statement in folder.statements
        if not set(statement.about).isdisjoint(statement.signed_for)
        for name in statement.signed_for
    }


def _check_source(seed: Seed, folder: SourceFolder) -> None:
    """Check the days of a source, and the line ends of its text."""
    source, file = folder.source, folder.source_file
    until = seed.dataset.published if seed.dataset else None
    compared = source.double_coded
    for where, day in (
        (("published",), source.published.earliest),
        (("accessed",), source.accessed),
        (("double_coded", "on"), compared and compared.on),
    ):
        if until and day and day > until:
            message = f"{where[-1]}: {day} is after the dataset is published, {until}"
            file.report(ErrorCode.dates_in_wrong_order, message, *where)
    if (
        source.accessed
        and source.published.earliest
        and (source.accessed < source.published.earliest)
    ):
        message = f"it was read on {source.accessed}, before it was published"
        file.report(ErrorCode.dates_in_wrong_order, message, "accessed")
    _check_named_dates(folder, until)
    sentences = {"title": source.title, "caution": source.caution, "rights": source.rights}
    check_sentences(file, (), sentences)


def _check_named_dates(folder: SourceFolder, until: date | None) -> None:
    """Report days of statements that are after the publication: each of them, or the day of
    publication, if all of them are.
    """
    source, file = folder.source, folder.source_file
    used = {each.said for each in folder.statements if isinstance(each.said, str)}
    named = {name: given for name, given in source.dates.items() if name in used}
    late = [name for name, given in named.items() if too_late(folder, given, until)]
    published, code = source.published.latest, ErrorCode.said_too_late
    if published and len(late) > 1 and len(late) == len(named):
        first = min(day for name in late if (day := named[name].earliest))
        message = f"all its statements were said after {published}, the first on {first}"
        file.report(ErrorCode.dates_in_wrong_order, message, "published")
        return
    for name in late:
        message = f"this is after its source was published, {published}"
        earliest = named[name].earliest
        if not (published and earliest and earliest > published):
            message = f"this is after the dataset was published, {until}"
        file.report(code, message, "dates", name)


def _check_people(seed: Seed, actors: set[str], people: dict[str, SeedPerson]) -> None:
    file = seed.files["people.yaml"]
    unique(file, [person.id for person in seed.people])
    items: dict[str, str] = {}
    for index, person in enumerate(seed.people):
        if person.wikidata and not person.merged_into:
            other = items.setdefault(person.wikidata, person.id)
            if other != person.id:
                message = f"{person.wikidata} is {other!r} already"
                file.report(ErrorCode.same_wikidata, message, index, "wikidata")
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
            file.report(ErrorCode.merged_person, message, index, "merged_into")


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
            message = f"{name} must define each of {', '.join(enum)} once"
            vocabularies.report(ErrorCode.wrong_value, message, name)
    for name in seed.terms.keys() - VOCABULARIES.keys():
        message = f"there is no vocabulary {name!r}"
        hint = near(name, VOCABULARIES)
        vocabularies.report(ErrorCode.unknown_name, message, name, hint=hint)


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
                message = "copy_of leads back to its own source"
                folder.source_file.report(ErrorCode.circle, message, "copy_of")
                break
            visited.append(origin.source.id)
        roots[name] = origin.source.via[-1] if origin.source.via else origin.source.id
    return roots
