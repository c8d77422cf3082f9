"""Working out of one statement who spoke, in which role and capacity, when, and how its words
relate to each actor (docs/domain.md, rules attribution, capacity and dates).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from app.build.check.checked_seed import ResolvedStatement
from app.build.check.locate import LocatedClaim
from app.build.check.references import date_of, known
from app.build.check.sentences import check_sentences
from app.build.findings import ErrorCode
from app.build.seed.load import SourceFolder
from app.build.seed.models.actors import SeedPerson, SeedRole
from app.build.seed.models.sources import SeedStatement
from app.build.seed.yaml_file import YamlFile
from app.domain.dates import DateObject
from app.domain.vocabulary import Attribution, Basis, Capacity


@dataclass(frozen=True)
class StatementContext:
    """What statements are checked against.

    `people` by id, `countries` the ids of actors that are countries, `asked_from` the first day of
    each question, `published` the day of publication of the dataset.
    """

    people: Mapping[str, SeedPerson]
    countries: Collection[str]
    asked_from: Mapping[str, date]
    published: date | None


def resolve_statement(
    folder: SourceFolder, index: int, context: StatementContext, place: LocatedClaim | None
) -> ResolvedStatement:
    """Work out a statement's date, role, capacity, and its attribution to each actor."""
    file, statement = folder.statements_file, folder.statements[index]
    said = _said(folder, index, context)
    printed = statement.role_as_printed
    if printed and folder.text is not None and printed not in folder.text:
        message = "this role is not printed in the text"
        file.report(ErrorCode.role_not_printed, message, index, "role_as_printed")
    check_sentences(file, (index,), {"summary": statement.summary})
    role = None
    if statement.speaker in (None, "anonymous"):
        _check_unnamed(file, index, statement)
    elif known(file, statement.speaker, context.people, "speaker", index, "speaker"):
        person = context.people[statement.speaker]
        if person.merged_into:
            message = f"this person was merged into {person.merged_into!r}: name that one"
            file.report(ErrorCode.merged_person, message, index, "speaker")
        role = _role(file, index, statement, person, said)
        if role is not None:
            said = _while_in_role(said, role, _asked_from(statement, context))
    capacity = statement.capacity or (role.capacity if role else None)
    if role is not None:
        _check_capacity(file, index, role, capacity)
    about = {
        actor: _attribution(actor, statement, role, capacity, actor in context.countries)
        for actor in statement.about
    }
    return ResolvedStatement(index, place, role, capacity, said, about)


def _check_unnamed(file: YamlFile, index: int, statement: SeedStatement) -> None:
    """Report what belongs to a named speaker only."""
    anonymous, joint = statement.speaker is not None, bool(statement.signed_for)
    if statement.role or (
        not anonymous
        and (statement.role_as_printed or (not joint and (statement.capacity or statement.quoted)))
    ):
        message = "narration has no speaker, so no role, capacity or quoted words"
        file.report(ErrorCode.not_for_narration, message, index)


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
            ErrorCode.which_role,
            f"{person.name} may have spoken in several roles: name one with `role`",
            index,
            "speaker",
            hint=", ".join(role.id for role in roles),
        )
    if not roles:
        message = f"{person.name} has no role at that time in people.yaml"
        file.report(ErrorCode.no_role, message, index, "speaker", cause="people.yaml")
    return roles[0] if roles else None


def _may_hold(role: SeedRole, said: DateObject) -> bool:
    """Whether the dates allow that a role was held when something was said."""
    began = role.held_from.earliest
    ended = role.held_to.latest if role.held_to else None
    return not (began and said.latest and said.latest < began) and not (
        ended and said.earliest and said.earliest > ended
    )


_OF_STATE = (Capacity.government, Capacity.military)


def _check_capacity(file: YamlFile, index: int, role: SeedRole, capacity: Capacity | None) -> None:
    """Report a capacity that speaks for more than the role does (docs/domain.md, rule capacity)."""
    if capacity in _OF_STATE and role.capacity not in (capacity, Capacity.government):
        message = (
            f"the role {role.title!r} has the capacity {role.capacity}, so a statement in it "
            f"cannot have the capacity {capacity}"
        )
        file.report(ErrorCode.capacity_raised, message, index, "capacity")


def _attribution(
    actor: str,
    statement: SeedStatement,
    role: SeedRole | None,
    capacity: Capacity | None,
    is_country: bool,
) -> Attribution:
    """How the words of a statement relate to an actor that it is about (docs/domain.md, rule
    attribution).
    """
    if actor in statement.signed_for:
        return Attribution.collective
    if statement.speaker is None:
        return Attribution.narrator
    if statement.speaker == "anonymous":
        return Attribution.anonymous
    if role is not None and role.actor == actor:
        for_itself = not is_country and capacity is Capacity.other
        if capacity in _OF_STATE or role.decides or for_itself:
            return Attribution.self_
    return Attribution.third_party


def _said(folder: SourceFolder, index: int, context: StatementContext) -> DateObject:
    """When a statement was said, at the latest when its source was published."""
    file = folder.statements_file
    given = folder.statements[index].said
    said = date_of(folder, file, given, index, "said")
    published = folder.source.published.latest
    if isinstance(given, str) and too_late(folder, said, context.published):
        return said  # reported where the date is defined
    if context.published and said.earliest and said.earliest > context.published:
        message = f"this was said after the dataset was published, {context.published}"
        file.report(ErrorCode.said_too_late, message, index, "said")
    if published is None:
        return said
    if said.earliest and said.earliest > published:
        message = f"this was said after its source was published, {published}"
        file.report(ErrorCode.said_too_late, message, index, "said")
        return said
    return _bounded(said, None, published, f"Its source was published on {published} or before.")


def too_late(folder: SourceFolder, said: DateObject, until: date | None) -> bool:
    """Whether a date is after the publication of the source or of the dataset."""
    published = folder.source.published.latest
    days = [day for day in (published, until) if day]
    return bool(said.earliest and days and said.earliest > min(days))


def _asked_from(statement: SeedStatement, context: StatementContext) -> date | None:
    """The first day on which one of the questions of a statement was asked; None without any."""
    days = (context.asked_from[each] for each in statement.questions if each in context.asked_from)
    return min(days, default=None)


def _while_in_role(said: DateObject, role: SeedRole, asked_from: date | None) -> DateObject:
    """A date with the bounds that the speaker's role gives. The start of a role that began before
    the question was asked says nothing new.
    """
    began, ended = role.held_from.earliest, role.held_to.latest if role.held_to else None
    if began and not (asked_from and began <= asked_from):
        note = f"The speaker has been {role.title} since {began} or later."
        said = _bounded(said, began, None, note)
    if ended:
        note = f"The speaker was {role.title} until {ended} or before."
        said = _bounded(said, None, ended, note)
    return said


def _bounded(said: DateObject, earliest: date | None, latest: date | None, note: str) -> DateObject:
    """A date with a bound that follows from something else, which `note` names. A date with a value
    stays as it is coded, and so does one of which the bound says nothing new.
    """
    if said.value is not None:
        return said
    first = max(filter(None, (said.earliest, earliest)), default=None)
    last = min(filter(None, (said.latest, latest)), default=None)
    if (first, last) == (said.earliest, said.latest) or (first and last and first > last):
        return said
    notes = " ".join(filter(None, (said.note, note)))
    if first is not None and first == last:
        return DateObject.model_validate(
            {"value": first.isoformat(), "basis": Basis.derived, "note": notes}
        )
    return DateObject(earliest=first, latest=last, basis=Basis.derived, note=notes)
