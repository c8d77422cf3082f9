"""Doubts about who spoke, and in which role."""

import re
from collections.abc import Mapping

from app.build.check.checked_seed import ResolvedStatement
from app.build.check.doubts.article import ArticleText, PersonMention, words_of
from app.build.check.doubts.words import pattern
from app.build.check.locate import LocatedClaim
from app.build.findings import DoubtCode
from app.build.seed.models.actors import SeedPerson
from app.build.seed.models.sources import SeedStatement
from app.domain.selectors import occurrences
from app.domain.vocabulary import Coding

_NEAR = 4  # words between a name and the verb that it is the subject of
_BACK = 8  # passages in which the name is looked for that a pronoun stands for


def check_speaker(
    article: ArticleText,
    index: int,
    resolved: ResolvedStatement,
    people: Mapping[str, SeedPerson],
    anonymous: set[int],
) -> None:
    """Report a speaker whom the words around a claim do not point to. `anonymous` are the numbers
    of passages from which words of unnamed speakers are taken.
    """
    statement, place = article.folder.statements[index], resolved.place
    if place is None or statement.speaker is None:
        return
    file = article.folder.statements_file
    if statement.speaker == "anonymous":
        if (found := _named_speaker(article, place, anonymous)) and not statement.signed_for:
            message = f"the speaker is coded anonymous, and the source names {_name(people, found)}"
            file.doubt(DoubtCode.speaker_named, message, index, "speaker")
        return
    person = people.get(statement.speaker)
    if person is None:
        return
    _role(article, index, statement, resolved, people)
    if not any(each.person == person.id for each in article.mentions):
        if _is_own_text(article, person):
            return
        if article.people.in_script_of(person.id, article.text) and not (
            article.people.alike(person.id, article.words)
            or any(
                each.person == person.id
                for each in article.people.mentions(article.words, article.language)
            )
        ):
            message = f"the text names {person.name} nowhere"
            way = "add the spelling of the text to people.yaml, or correct the speaker"
            file.doubt(DoubtCode.speaker_not_named, message, index, "speaker", hint=way)
        return
    other = _other_speaker(article, place.passage.start, place.last_passage.end, person.id)
    if other is None:
        return
    message = f"{_name(people, other)} is named nearer to these words than {person.name}"
    code = DoubtCode.speaker_not_near
    hint: str | None = None
    if statement.occurrence and statement.exact:
        for number, start in enumerate(occurrences(article.text, statement.exact), 1):
            around = next(
                (each for each in article.passages if each.start <= start < each.end), None
            )
            if (
                number != statement.occurrence
                and around is not None
                and _other_speaker(article, around.start, around.end, person.id) is None
            ):
                code, hint = DoubtCode.wrong_occurrence, f"did you mean `occurrence: {number}`?"
    file.doubt(code, message, index, "speaker" if hint is None else "occurrence", hint=hint)


def _is_own_text(article: ArticleText, person: SeedPerson) -> bool:
    """Whether a text seems to be the speaker's own, such as a speech: nobody names them in it."""
    source = article.folder.source
    speakers = {each.speaker for each in article.folder.statements if each.speaker}
    words = words_of(f"{source.title or ''} {source.publisher}")
    return speakers == {person.id} or any(
        each.person == person.id for each in article.people.mentions(words, article.language)
    )


def _name(people: Mapping[str, SeedPerson], person: str) -> str:
    return people[person].name if person in people else person


def subjects(article: ArticleText, start: int, end: int) -> list[str]:
    """The people in text[start:end] who are named next to a reporting verb, the nearest first."""
    mentions = article.mentioned(start, end)
    if not mentions:
        return []
    for kind in ("clear", "reporting"):
        distances: dict[str, float] = {}
        for begin, stop in article.verbs(start, end, kind):
            for each in mentions:
                if each.end <= begin:
                    distance = article.between(each.end, begin) - 0.5
                else:
                    distance = article.between(stop, each.start)
                if distance <= _NEAR:
                    distances[each.person] = min(distances.get(each.person, 99), distance)
        if distances:
            return sorted(distances, key=lambda person: distances[person])
    return []


def _other_speaker(article: ArticleText, start: int, end: int, person: str) -> str | None:
    """Another person than `person` who seems to be the speaker of text[start:end]; None if nobody
    does, or if both may be.
    """
    here = article.mentioned(start, end)
    near = subjects(article, start, end)
    if any(each.person == person for each in here):
        return near[0] if near and person not in near else None
    if near:
        return near[0]
    if here and not _pronoun_speaks(article, start, end):
        return here[0].person if here[0].start - start < 60 else None
    before = [each for each in article.passages if each.end <= start][-_BACK:]
    for passage in reversed(before):
        named: list[PersonMention] = article.mentioned(passage.start, passage.end)
        if not named or passage.coding is Coding.heading:
            continue
        if any(each.person == person for each in named):
            first = subjects(article, passage.start, passage.end)
            return first[0] if first and person not in first else None
        if passage.coding is Coding.statement:
            return (subjects(article, passage.start, passage.end) or [named[0].person])[0]
    return None


def _pronoun_speaks(article: ArticleText, start: int, end: int) -> bool:
    """Whether a pronoun is next to a reporting verb: “he said”, “sagte sie”."""
    pronouns = pattern("pronouns", article.language)
    if pronouns is None:
        return False
    outside = article.unquoted(start, end)
    places = [(start + each.start(), start + each.end()) for each in pronouns.finditer(outside)]
    return any(
        article.between(at, begin) <= 2 if at < begin else article.between(stop, at) <= 1
        for begin, stop in article.verbs(start, end)
        for at, _ in places
    )


def _named_speaker(article: ArticleText, place: LocatedClaim, anonymous: set[int]) -> str | None:
    """The person who seems to have said words that are coded as those of nobody named."""
    start, end = place.passage.start, place.last_passage.end
    near = subjects(article, start, end)
    if near:
        [mention, *_] = [each for each in article.mentioned(start, end) if each.person == near[0]]
        behind = article.text[mention.end : end]
        # “an aide to Macron said”, “sources close to the minister”
        return None if _of_somebody(article.text[start : mention.start], behind) else near[0]
    if article.mentioned(start, end) or not _pronoun_speaks(article, start, end):
        return None
    before = [each for each in article.passages if each.end <= start][-2:]
    for passage in reversed(before):
        if passage.number in anonymous:
            return None
        if passage.coding is Coding.statement:
            found = subjects(article, passage.start, passage.end)
            return found[0] if found else None
    return None


_AIDE = re.compile(
    r"(?:\b(?:to|of|for|with|close to|near|around|de|du|di|von|um|aus|proche|vicin\w+|cercan\w+|"
    r"від|od|z)\s+(?:\w+\s+){0,3})$|\b(?:aide|adviser|advisor|source|official|diplomat|spokes\w+)",
    re.IGNORECASE,
)


def _of_somebody(before: str, behind: str) -> bool:
    return bool(_AIDE.search(before) or re.match(r"[’']s?\s+(?:office|team|aide|party)", behind))


def _role(
    article: ArticleText,
    index: int,
    statement: SeedStatement,
    resolved: ResolvedStatement,
    people: Mapping[str, SeedPerson],
) -> None:
    """Report a printed role of another person, and one of another country than the role has."""
    file, printed = article.folder.statements_file, statement.role_as_printed
    if not printed:
        return
    role = resolved.role
    named = article.countries.named_in(printed, article.language)
    loosely = article.countries.named_in(printed, article.language, loosely=True)
    if role is not None and role.actor and named and role.actor not in loosely:
        message = (
            f"this role names {', '.join(sorted(named))}, and the speaker's is for {role.actor}"
        )
        file.doubt(DoubtCode.role_of_another_country, message, index, "role_as_printed")
        return
    others: set[str] = set()
    for at in occurrences(article.text, printed):
        end = at + len(printed)
        beside = [
            each
            for each in article.mentions
            if (0 <= each.start - end <= 3)
            or (0 <= at - each.end <= 8 and "," in article.text[each.end : at])
            or (at <= each.start and each.end <= end)
        ]
        if not beside or any(each.person == statement.speaker for each in beside):
            return
        others |= {each.person for each in beside}
    if others:
        names = ", ".join(sorted(_name(people, person) for person in others))
        message = f"the text gives this role to {names}"
        file.doubt(DoubtCode.role_of_another, message, index, "role_as_printed")
