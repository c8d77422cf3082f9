"""Doubts about who spoke, and in which role."""

import re
from collections.abc import Mapping
from functools import lru_cache

from app.build.check.checked_seed import ResolvedStatement
from app.build.check.doubts.article import ArticleText
from app.build.check.doubts.found_names import PersonMention, words_of
from app.build.check.doubts.roles import called_offices, check_role, name_of, offices_of
from app.build.check.doubts.words import pattern, phrase
from app.build.check.locate import LocatedClaim, LocatedPassage
from app.build.findings import DoubtCode
from app.build.seed.models.actors import SeedPerson
from app.domain.names import fold
from app.domain.quotation_marks import quotations
from app.domain.selectors import occurrences
from app.domain.vocabulary import Coding, SpeakerKind

_NEAR = 4  # words between a name and the verb that it is the subject of
_BEFORE_BODY = 3  # passages before a claim that may name the country of an office
_STEM = 5  # letters
_LONGEST_QUOTATION = 6  # sentences
_LONGEST_TITLE = 5  # words between an article and the verb: “the head of the government said”
_SUMS_UP = r"\b(?:that|whether|how|what|why)\b"  # between who speaks and what they say
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
            message = (
                f"the speaker is coded anonymous, and the source names {name_of(people, found)}"
            )
            file.doubt(DoubtCode.speaker_named, message, index, "speaker")
        return
    person = people.get(statement.speaker)
    if person is None:
        return
    check_role(article, index, resolved, people)
    of_body = resolved.role if person.kind is not SpeakerKind.person else None
    actor = of_body.actor if of_body else None
    if not statement.signed_for and _is_of_unnamed(article, place, person, actor):
        message = f"somebody without a name seems to say this, and not {person.name}"
        file.doubt(DoubtCode.speaker_unnamed, message, index, "speaker")
        return
    if body := _speaking_body(article, place, person) or _other_body(
        article, place, person, statement.role_as_printed or ""
    ):
        message = f"{body!r} seems to say this, and not {person.name}"
        file.doubt(DoubtCode.speaker_not_near, message, index, "speaker")
        return
    if not any(each.person == person.id for each in article.mentions):
        if _is_own_text(article, person) or _is_meant(article, place, person, resolved):
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
    other = _speaker_of_turn(article, place, person.id, people)
    if other is None:
        start, end = place.passage.start, _end_of_quotation(article, place)
        other = _other_speaker(article, start, end, person.id)
    elif other == person.id:
        return
    by_office = _by_office(article, index, place, person, people)
    if by_office == person.id:
        return
    if by_office is None and _bears(article, index, place, person.id, people):
        return
    other = by_office or other
    if other is None or _in_title(article, place, people.get(other)):
        return
    here = {each.person for each in article.mentioned(place.passage.start, place.last_passage.end)}
    own = _sums_up(article, statement.summary, person) or (
        other not in here and _is_called(article, place, statement.role_as_printed or "")
    )
    if own and not _is_only_subject(article, place, other, person.id):
        return
    message = f"{name_of(people, other)} is named nearer to these words than {person.name}"
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


def _sums_up(article: ArticleText, summary: str, person: SeedPerson) -> bool:
    """Whether a summary says that it is this person who speaks: “Merz replies that …”. Then the
    coder has read so twice, and only the sentence itself can speak against it.
    """
    if person.kind is not SpeakerKind.person:
        return False
    verb = re.search(_SUMS_UP, summary)
    head = words_of(summary[: verb.start()] if verb else summary)[:_LONGEST_TITLE]
    names = {word for name in article.people.names.get(person.id, ()) for word in name}
    return any(word.folded in names for word in head)


def _is_called(article: ArticleText, place: LocatedClaim, printed: str) -> bool:
    """Whether the printed role is in the sentence, and is no word alone, which many may have."""
    words = article.text[place.passage.start : place.last_passage.end]
    return len(printed.split()) > _SHORT_ROLE and printed in words


_SHORT_ROLE = 2  # words


def _is_only_subject(article: ArticleText, place: LocatedClaim, other: str, person: str) -> bool:
    """Whether a sentence, or the label of its turn, says that another one speaks, and does not name
    the person.
    """
    start, end = place.passage.start, place.last_passage.end
    label = words_of(article.turn_of(start) or "")
    labelled = {each.person for each in article.people.mentions(label, article.language)}
    named = {each.person for each in article.mentioned(start, end)}
    return person not in named | labelled and other in {*subjects(article, start, end), *labelled}


def _is_own_text(article: ArticleText, person: SeedPerson) -> bool:
    """Whether a text seems to be the speaker's own, such as a speech: nobody names them in it."""
    source = article.folder.source
    speakers = {each.speaker for each in article.folder.statements if each.speaker}
    words = words_of(f"{source.title or ''} {source.publisher}")
    return speakers == {person.id} or any(
        each.person == person.id for each in article.people.mentions(words, article.language)
    )


def _end_of_quotation(article: ArticleText, place: LocatedClaim) -> int:
    """Where the last sentence of a claim ends, or, if it is in a quotation that goes on, the
    sentence in which this ends: it often says who spoke.
    """
    last = place.last_passage
    for one in quotations(article.text):
        if one.start <= last.end <= one.end:
            for passage in article.passages[last.number : last.number + _LONGEST_QUOTATION]:
                if passage.start <= one.end <= passage.end:
                    return passage.end
    return last.end


def _in_title(article: ArticleText, place: LocatedClaim, other: SeedPerson | None) -> bool:
    """Whether a sentence names an office or body only as a part of somebody's title: “the head of
    the Foreign Office said”.
    """
    ends = phrase(r"\b{}$", "of_something", article.language)
    if other is None or other.kind is SpeakerKind.person or ends is None:
        return False
    mentions = article.mentioned(place.passage.start, place.last_passage.end)
    before = [
        article.text[place.passage.start : each.start].rstrip()
        for each in mentions
        if each.person == other.id
    ]
    found = [ends.search(each) for each in before]
    # “Der” at the beginning of a sentence is not the genitive
    return bool(found) and all(each is not None and each[0].islower() for each in found)


def _is_meant(
    article: ArticleText, place: LocatedClaim, person: SeedPerson, resolved: ResolvedStatement
) -> bool:
    """Whether an office or body is meant by its country or its capital (“Moscow called it …”), or
    by a word like its name.
    """
    actor = resolved.role.actor if resolved.role else None
    if person.kind is SpeakerKind.person:
        return False
    initials = {"".join(part[0] for part in name) for name in article.people.names[person.id]}
    if any(
        word.folded in initials and article.text[word.start : word.end].isupper()
        for word in article.words_in(place.passage.start, place.last_passage.end)
    ):
        return True  # “a UN spokesman”
    if actor is None:
        return False
    # “Verteidigungsministerium” begins almost as the English name of our list ends
    stems = [part[:_STEM] for name in article.people.names.get(person.id, ()) for part in name]
    words = article.words_in(place.passage.start, place.last_passage.end)
    if any(len(stem) == _STEM and stem in word.folded for stem in stems for word in words):
        return True
    first = place.passage.number - _BEFORE_BODY
    return any(
        actor in article.countries_in(each.start, each.end)
        for each in article.passages
        if first <= each.number <= place.last_passage.number
    )


def _speaker_of_turn(
    article: ArticleText, place: LocatedClaim, person: str, people: Mapping[str, SeedPerson]
) -> str | None:
    """Who speaks in the turn of an interview in which a claim is: `person` if it may be them,
    otherwise the other one; None outside of interviews.
    """
    start, end = place.passage.start, place.last_passage.end
    label = article.turn_of(start)
    if label is None:
        return _who_answers(article, start, end, person)
    if any(
        each.person == person
        for each in article.people.mentions(article.words_in(start, end), article.language)
    ):
        return person
    near = subjects(article, start, end)
    answers = pattern("answers", article.language)
    if answers and answers.fullmatch(label):
        asked = article.interviewed
        return near[0] if near else asked if asked and asked in people else person
    named = article.people.mentions(words_of(label), article.language)
    if near:
        return near[0]
    return named[0].person if named and all(each.person != person for each in named) else person


def _who_answers(article: ArticleText, start: int, end: int, person: str) -> str | None:
    """Who answers in an interview without labels; None if text[start:end] is no answer, or may be
    of `person`.
    """
    if article.interview is None:
        return None
    who, answers = article.interview
    inside = any(first <= start and end <= last for first, last in answers)
    if not inside or (person != who and person in subjects(article, start, end)):
        return None
    return who


def _begins_with(article: ArticleText, start: int, actor: str | None) -> bool:
    """Whether a sentence begins with a country, which speaks then: “Caracas asked neighbours”."""
    first = article.text[start:].split(maxsplit=1)[0].strip(',“«„"')
    return actor is not None and actor in article.countries.named_in(first, article.language)


def _is_of_unnamed(
    article: ArticleText, place: LocatedClaim, person: SeedPerson, actor: str | None
) -> bool:
    """Whether somebody without a name speaks in a claim: “…, says an aide”, “according to two
    ministers”, and not “says the diplomat”, who was named before. A spokesperson without a name
    speaks for an office.
    """
    start, end = place.start, place.end
    if article.turn_of(start) is not None or article.is_answer(start):
        return False
    named = [each.person for each in article.mentioned(start, end)]
    outside = article.unquoted(start, end)
    if person.kind is not SpeakerKind.person and (person.id in named or _SPOKES.search(outside)):
        return False
    if person.id in subjects(article, start, end):
        return False
    according = pattern("according", article.language)
    for source in according.finditer(outside) if according else ():
        at = start + source.end()
        clause = re.split(r"[,;:.]", outside[source.end() :])[0][:_LONGEST_SOURCE]
        bodies = pattern("bodies", article.language)
        unnamed = _unnamed_in(article, at, at + len(clause))
        of_body = person.kind is not SpeakerKind.person and bodies and bodies.search(clause)
        if of_body and not unnamed:
            return False
        if unnamed and not article.mentioned(at, at + len(clause)):
            return True
    if named or pronoun_speaks(article, start, end) or _begins_with(article, start, actor):
        return False
    outside_verbs = [
        stop
        for begin, stop in article.verbs(start, end)
        if re.search(r"[,”»“]\s*$", article.text[start:begin])
    ]
    if any(_unnamed_in(article, stop, min(stop + _RIGHT_BEHIND, end)) for stop in outside_verbs):
        return True  # “…, assicura chi le sta vicino”
    beside = any(
        _unnamed_in(article, first, last)
        for begin, stop in article.verbs(start, end)
        for first, last in (
            (max(begin - _NEXT_TO, start), begin),
            (stop, min(stop + _NEXT_TO, end)),
        )
    )
    titles = article.titles_of(person.id, {}, -1)
    return beside and _called(article, start, end).isdisjoint(titles)


def _unnamed_in(article: ArticleText, start: int, end: int) -> bool:
    """Whether text[start:end] has people without a name, and no article before them that points to
    somebody who was named.
    """
    unnamed, impersonal = (pattern(kind, article.language) for kind in ("unnamed", "impersonal"))
    before_it = phrase(r"{}\s*$", "definite", article.language)
    if unnamed is None or before_it is None or impersonal is None:
        return False
    outside = article.unquoted(start, end)
    return any(
        not impersonal.fullmatch(found[0])
        and not before_it.search(
            article.text[max(start + found.start() - 6, 0) : start + found.start()]
        )
        for found in unnamed.finditer(outside)
    )


_RIGHT_BEHIND = 18  # characters
_LONGEST_SOURCE = 60  # characters: “according to two people who know the plans”
_SPOKES = re.compile(r"spokes|sprecher|porte-parole|portavoce|portavoz", re.IGNORECASE)


def _speaking_body(article: ArticleText, place: LocatedClaim, person: SeedPerson) -> str | None:
    """The office or body that speaks in a claim which names nobody: “«…», balaie le cabinet”."""
    start, end = place.start, place.end
    bodies, definite = (pattern(kind, article.language) for kind in ("bodies", "definite"))
    if person.kind is not SpeakerKind.person or bodies is None or definite is None:
        return None
    if article.mentioned(start, end) or article.is_answer(start) or article.turn_of(start):
        return None
    if long := _body_before_verb(article, start, end):
        return long
    for begin, stop in article.verbs(start, end):
        before = article.words_in(start, begin)[:2]
        behind = article.words_in(stop, end)[:2]
        close = (
            before[-1:]
            and article.between(before[-1].end, begin) <= 2
            and "," not in article.text[before[-1].end : begin]  # not “The cabinet, he said, …”
        )
        quoted = re.search(r"[,”»“]\s*$", article.text[start:begin])
        for words in ([before] if close else []) + ([behind] if quoted else []):
            if len(words) < 2:
                continue
            noun = article.text[words[1].start : words[1].end]
            if definite.match(article.text, words[0].start) and bodies.fullmatch(noun):
                return noun
    return None


def _body_before_verb(article: ArticleText, start: int, end: int) -> str | None:
    """An office or body with a long name that begins a clause and is followed by a clear verb of
    saying: “À Abidjan, le ministère ivoirien des Affaires étrangères fait savoir”.
    """
    bodies, definite = (pattern(kind, article.language) for kind in ("bodies", "definite"))
    verb = next(article.verbs(start, end, "clear"), None)
    if verb is None or bodies is None or definite is None:
        return None
    outside = article.unquoted(start, verb[0])
    clause = re.split(r"[,;:.–—]", outside)[-1]
    words = clause.split()
    if len(words) > _LONGEST_TITLE + 2 or not words or not definite.match(clause.lstrip()):
        return None
    found = bodies.search(" ".join(words[:3]))
    return found[0] if found else None


def _other_body(
    article: ArticleText, place: LocatedClaim, person: SeedPerson, printed: str
) -> str | None:
    """Another office or body with which a sentence begins, and a verb of saying, that does not have
    the printed role of the body that is coded: “The Defence Ministry disputed that”.
    """
    bodies, definite = (pattern(kind, article.language) for kind in ("bodies", "definite"))
    start, end = place.passage.start, place.last_passage.end
    if person.kind is SpeakerKind.person or not printed or bodies is None or definite is None:
        return None
    words = article.words_in(start, end)[: _LONGEST_TITLE + 1]
    if fold(printed) in fold(article.text[start:end]) or not words:
        return None
    verb = next(article.verbs(start, end, "reporting"), None)
    if verb is None or not definite.match(article.text, words[0].start):
        return None
    for at, word in enumerate(words):
        name = article.text[words[0].start : word.end]
        is_body = bodies.fullmatch(article.text, word.start, word.end)
        if is_body and 0 <= article.between(word.end, verb[0]) <= 1 and word.end <= verb[0]:
            known = article.people.names.get(person.id, ())
            shared = {each.folded for each in words[1 : at + 1]}
            if not any(shared <= {*parts} for parts in known):
                return name
    return None


def _by_office(
    article: ArticleText,
    index: int,
    place: LocatedClaim,
    person: SeedPerson,
    people: Mapping[str, SeedPerson],
) -> str | None:
    """Who speaks, if a sentence names nobody but an office that people of the article have: the one
    of them who was named last, or `person`, if they have it, too.
    """
    start, end = place.passage.start, place.last_passage.end
    if person.kind is not SpeakerKind.person or article.mentioned(start, end):
        return None
    offices = called_offices(article, start, end)
    if not offices:
        return None
    if offices & offices_of(article, people[person.id], without=index):
        return person.id
    countries = article.countries.named_in(article.unquoted(start, end), article.language)
    bearers = [
        each.person
        for each in article.mentions
        if each.start < start
        if each.person in people and offices & offices_of(article, people[each.person])
        if not countries or any(role.actor in countries for role in people[each.person].roles)
    ]
    return bearers[-1] if bearers else None


def _bears(
    article: ArticleText,
    index: int,
    place: LocatedClaim,
    person: str,
    people: Mapping[str, SeedPerson],
) -> bool:
    """Whether the one who speaks in a claim is called by something that `person` is: “the minister
    replied”, where nobody nearer is a minister.
    """
    if article.mentioned(place.start, place.end):
        return False
    called = _called(article, place.start, place.end)
    if not called:
        return False
    known = people.get(person)
    if known is not None and known.kind is not SpeakerKind.person:
        heads = (words_of(name)[:1] for name in (known.name, *known.other_names))
        if any(word.folded in called for head in heads for word in head):
            return True
    bearers = {each.person for each in article.mentions if each.start < place.end} | {person}
    bearing = {
        each
        for each in bearers
        if any(
            title == word or (len(word) > 5 and title.endswith(word))  # Verteidigungsministerin
            for word in called
            for title in article.titles_of(each, people, index)
        )
    }
    if person not in bearing:
        return False
    last = [each.person for each in article.mentions if each.start < place.start]
    nearest = next((each for each in reversed(last) if each in bearing), person)
    return nearest == person


def _called(article: ArticleText, start: int, end: int) -> frozenset[str]:
    """The words with a definite article before or behind a reporting verb: “the minister said”."""
    definite = pattern("definite", article.language)
    outside = article.unquoted(start, end)
    found: set[str] = set()
    if definite is None:
        return frozenset()
    for begin, stop in article.verbs(start, end):
        before = article.words_in(start, begin)[-_LONGEST_TITLE:]
        behind = article.words_in(stop, end)[:_LONGEST_TITLE]
        for words in (before, behind):
            marks = [
                at
                for at, word in enumerate(words)
                if definite.fullmatch(article.text, word.start, word.end)
                or definite.match(outside, word.start - start)
            ]
            if marks:
                found |= {word.folded for word in words[marks[0] :] if len(word.folded) > 3}
    return frozenset(found)


def subjects(article: ArticleText, start: int, end: int) -> list[str]:
    """The people in text[start:end] who are named next to a reporting verb, the nearest first."""
    mentions = _without_insertions(article, start, end)
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


def _without_insertions(article: ArticleText, start: int, end: int) -> list[PersonMention]:
    """The mentions in text[start:end] without offices in the title of a person (“the spokesman of
    the Kremlin, Dmitri Orlov”), and without who is named between two commas behind somebody else
    (“Zelensky, speaking beside Macron, said”), and without those to whom somebody speaks.
    """
    mentions = [
        each for each in article.mentioned(start, end) if not _is_addressed(article, start, each)
    ]
    left: list[PersonMention] = []
    for at, each in enumerate(mentions):
        between = article.text[each.end : mentions[at + 1].start] if at + 1 < len(mentions) else "."
        bodies = article.people.bodies
        titled = each.person in bodies and mentions[at + 1 : at + 2] != []
        if titled and mentions[at + 1].person not in bodies and _IN_TITLE.fullmatch(between):
            continue
        before = article.text[left[-1].end : each.start] if left else ""
        inserted = re.match(r",[^,.;:“„«\"]+$", before) and re.match(
            r"[^,.;:“„«\"]*,", article.text[each.end : end]
        )
        if inserted and left[-1].person != each.person and len(before.split()) > 1:
            continue
        left.append(each)
    return left


@lru_cache(maxsize=64)
def _turning_to(language: str) -> re.Pattern[str] | None:
    """What may be between a verb and those to whom somebody speaks."""
    addressed, pronouns = pattern("addressed", language), pattern("pronouns", language)
    if addressed is None or pronouns is None:
        return None
    between = rf"\s+(?:{pronouns.pattern}\s+)?{addressed.pattern}\s+"
    return re.compile(between, re.IGNORECASE)


def _is_addressed(article: ArticleText, start: int, mention: PersonMention) -> bool:
    """Whether somebody speaks to a person: “a-t-elle assuré à l’écologiste Yasmina Benhaddou”, and
    not “a assuré à la presse l’écologiste Yasmina Benhaddou”.
    """
    to, definite = _turning_to(article.language), pattern("definite", article.language)
    if to is None or definite is None:
        return False
    for _, stop in article.verbs(start, mention.start):
        found = to.match(article.text, stop, mention.start)
        title = article.words_in(found.end(), mention.start) if found else []
        titles = article.titles_of(mention.person, {}, -1)
        if found and (
            not title
            or (
                len(title) <= _LONGEST_TITLE
                and any(word.folded in titles for word in title)
                and not any(definite.match(article.text, word.start) for word in title[1:])
            )
        ):
            return True
    return False


_IN_TITLE = re.compile(r",?\s+(?:\w+\s+){0,2}")


def _other_speaker(article: ArticleText, start: int, end: int, person: str) -> str | None:
    """Another person than `person` who seems to be the speaker of text[start:end]; None if nobody
    does, or if both may be.
    """
    here = [
        each for each in article.mentioned(start, end) if not _is_addressed(article, start, each)
    ]
    near = subjects(article, start, end)
    if not here and article.text[start] in _DASHES:
        return _alternating(article, start, person)
    if not here and _of_the_other(article, start, end):
        return None
    if any(each.person == person for each in here):
        return near[0] if near and person not in near else None
    if near:
        return near[0]
    if here and not pronoun_speaks(article, start, end):
        if titled := _behind_title(article, start, end, here):
            return titled
        return here[0].person if here[0].start - start < 60 else None
    before = [each for each in article.passages if each.end <= start][-_BACK:]
    for passage in reversed(before):
        named: list[PersonMention] = article.mentioned(passage.start, passage.end)
        if not named and passage == before[-1] and _spoke_in(article, passage, person):
            return None
        if not named or passage.coding is Coding.heading:
            continue
        if any(each.person == person for each in named):
            first = subjects(article, passage.start, passage.end)
            return first[0] if first and person not in first else None
        if passage.coding is Coding.statement:
            return (subjects(article, passage.start, passage.end) or [named[0].person])[0]
    return None


def _spoke_in(article: ArticleText, passage: LocatedPassage, person: str) -> bool:
    """Whether a passage in which somebody is called by a title, and nobody by name, is coded as the
    words of a person: “The commander has only received a form, she says.” Then those go on.
    """
    line = article.text[passage.start : passage.end]
    called = _called(article, passage.start, passage.end)
    return bool(called) and any(
        each.speaker == person and each.exact and (each.exact in line or line in each.exact)
        for each in article.folder.statements
    )


def _behind_title(
    article: ArticleText, start: int, end: int, here: list[PersonMention]
) -> str | None:
    """Who is named behind a long title that follows a quotation and its verb: “«…», wrote the
    ambassador to the Holy See, Halyna Stetsko”.
    """
    closed = [one.end for one in quotations(article.text) if start <= one.start < one.end <= end]
    for begin, stop in article.verbs(start, end):
        if not any(at <= begin and article.between(at, begin) <= _BEHIND_QUOTE for at in closed):
            continue
        first = next((each for each in here if each.start >= stop), None)
        title = article.text[stop : first.start] if first else ""
        if first and _TITLE.fullmatch(title) and len(title.split()) <= _TITLE_WORDS:
            return first.person
    return None


_BEHIND_QUOTE = 2  # words between a quotation and its verb
_TITLE = re.compile(r"[^.,;:!?“”„«»\"]+, ")
_TITLE_WORDS = 14


def _alternating(article: ArticleText, start: int, person: str) -> str | None:
    """Who speaks in a turn of a dialogue with dashes that names nobody: whoever spoke in the turn
    before the last one. None if it may be `person`.
    """
    spoke: list[str] = []
    for passage in reversed([each for each in article.passages if each.end <= start][-_BACK:]):
        named = subjects(article, passage.start, passage.end)
        spoke += [each for each in named[:1] if each not in spoke]
    return None if len(spoke) < 2 or person in spoke[:2] else spoke[1]


def _of_the_other(article: ArticleText, start: int, end: int) -> bool:
    """Whether a sentence begins with a word for whom the one before did not have as its subject,
    and a verb: “The latter replied”, “Die antwortete”.
    """
    latter = pattern("latter", article.language)
    found = latter.match(article.text, start) if latter else None
    return found is not None and any(
        0 < begin - found.end() <= 2 for begin, _ in article.verbs(start, end)
    )


def pronoun_speaks(article: ArticleText, start: int, end: int) -> bool:
    """Whether a pronoun is next to a reporting verb: “he said”, “sagte sie”."""
    pronouns = pattern("pronouns", article.language)
    if pronouns is None:
        return False
    outside = article.unquoted(start, end)
    possessive = pattern("possessives", article.language)
    places = [
        (start + each.start(), bool(possessive and possessive.fullmatch(each[0])))
        for each in pronouns.finditer(outside)
    ]
    return any(
        article.between(at, begin) <= 2
        if at < begin
        else article.between(stop, at) <= 1 and not his
        for begin, stop in article.verbs(start, end)
        for at, his in places
    )


def _named_speaker(article: ArticleText, place: LocatedClaim, anonymous: set[int]) -> str | None:
    """The person who seems to have said words that are coded as those of nobody named."""
    start, end = place.passage.start, place.last_passage.end
    near = subjects(article, start, end)
    unnamed = pattern("unnamed", article.language)
    label = article.turn_of(start)
    named = article.people.mentions(words_of(label), article.language) if label else []
    if named and not near and not (unnamed and unnamed.search(article.unquoted(start, end))):
        return named[0].person
    if near:
        [mention, *_] = [each for each in article.mentioned(start, end) if each.person == near[0]]
        behind = article.text[mention.end : end]
        if _unnamed_speaks(article, start, end):
            return None
        # “an aide to Macron said”, “sources close to the minister”
        if _of_somebody(article.text[start : mention.start], behind):
            return None
        possessed = re.match(r"[’']s?\s+", behind)
        if possessed and unnamed and unnamed.match(behind, possessed.end()):
            return None
        return near[0]
    if unnamed and unnamed.search(article.unquoted(start, end)):
        return None  # “the president, according to one of his advisers, thinks …”
    if mentioned := article.mentioned(start, end):
        first = mentioned[0]
        only = {each.person for each in mentioned} == {first.person}
        clear = next(article.verbs(start, end, "clear"), None)
        around = (article.text[start : first.start], article.text[first.end : end])
        return first.person if only and clear and not _of_somebody(*around) else None
    if not pronoun_speaks(article, start, end):
        return None
    before = [each for each in article.passages if each.end <= start][-2:]
    for passage in reversed(before):
        if passage.number in anonymous or (
            unnamed and unnamed.search(article.unquoted(passage.start, passage.end))
        ):
            return None
        if passage.coding is Coding.statement:
            found = subjects(article, passage.start, passage.end)
            return found[0] if found else None
    return None


def _unnamed_speaks(article: ArticleText, start: int, end: int) -> bool:
    """Whether somebody without a name is next to a reporting verb: “dicono i presenti”, and not
    “said that officials”.
    """
    unnamed, that = pattern("unnamed", article.language), pattern("that", article.language)
    if unnamed is None:
        return False
    first = unnamed.search(article.text, start, min(start + _NEXT_TO, end))
    if first and not article.mentioned(start, first.end()):
        return True  # “Chi ha parlato con Salvemagno lo descrive …”
    for begin, stop in article.verbs(start, end):
        found = unnamed.search(article.text, stop, min(stop + _NEXT_TO, end))
        if found and not (that and that.search(article.text, begin, found.start())):
            return True
        if unnamed.search(article.text, max(begin - _NEXT_TO, start), begin):
            return True
    return False


_NEXT_TO = 25  # characters
_DASHES = "—–"
_AIDE = re.compile(
    r"(?:\b(?:to|of|for|with|close to|near|around|de|du|di|von|um|aus|proche|vicin\w+|cercan\w+|"
    r"від|od|z)\s+(?:\w+\s+){0,3})$|\b(?:aides?|advis[eo]rs?|sources?|officials?|diplomats?|spokes\w+)\b",
    re.IGNORECASE,
)


def _of_somebody(before: str, behind: str) -> bool:
    return bool(_AIDE.search(before) or re.match(r"[’']s?\s+(?:office|team|aide|party)", behind))
