"""Whom a mention means: the person behind a pronoun or a role without a name."""

from collections.abc import Iterable

from app.curate.speakers.article import Article
from app.curate.speakers.names import find_names
from app.curate.speakers.nouns import offices_meant
from app.curate.speakers.people import add_voice
from app.curate.speakers.subjects import follows_preposition
from app.curate.speakers.terms import ANONYMOUS, Cue, Mention, MentionKind, Reading, Voice
from app.curate.speakers.tokens import Token
from app.domain.vocabulary import Coding


def speaker_of(
    article: Article, cue: Cue, mention: Mention | None, before: list[Reading]
) -> str | None:
    """The id of the speaker that a mention means."""
    if mention is None:
        gender = _gender_of_verb(article, cue)
        last = _subject_before(article, before, gender) or last_speaker(article, before, gender)
        return last or article.last_named or _named_next(article, len(before), gender)
    if mention.kind in (MentionKind.person, MentionKind.body):
        return mention.id
    if mention.kind is MentionKind.pronoun:
        subject = _subject_before(article, before, mention.gender)
        last = subject or last_speaker(article, before, mention.gender) or article.last_named
        return last or _named_next(article, len(before), mention.gender)
    if mention.kind in (MentionKind.unnamed, MentionKind.group):
        return ANONYMOUS
    if mention.kind is MentionKind.role:
        return _holder_of_role(article, mention, before)
    if mention.id not in article.known.countries and mention.id:
        entry = add_voice(article, mention.id, article.text[mention.start : mention.end], False)
        entry.is_body, entry.actor = True, mention.id
        return mention.id
    body = f"{mention.id}-government"
    if body not in article.people and mention.id:
        entry = add_voice(
            article, body, f"Government of {mention.id}", body in article.known.people
        )
        entry.is_body, entry.actor = True, mention.id
    return body


def _holder_of_role(article: Article, mention: Mention, before: list[Reading]) -> str:
    """Whom a role without a name means: the last speaker with that role, else the last speaker;
    nobody who is named if it is a role for another country.
    """
    spoke = [one.speaker for one in reversed(before) if one.speaker]
    people = [article.people[one] for one in spoke if one in article.people]
    stems, deputies = mention.words, tuple(article.words.deputies)
    for person in people:
        same = (
            person.words & stems
            or _have_one_office(article, person.words, stems)
            or any(
                (word.endswith(stem) and not word.startswith(deputies))
                or (len(word) > 5 and word[:6] == stem[:6])
                for word in person.words
                for stem in stems
                if len(stem) > 4
            )
        )
        if same and not (mention.id and person.actor and mention.id != person.actor):
            return person.id
    for person in article.people.values():
        differs = mention.id and person.actor and mention.id != person.actor
        if person.is_body or differs:
            continue
        if person.words & stems or _have_one_office(article, person.words, stems):
            return person.id
    subject = article.people.get(_subject_before(article, before, mention.gender) or "")
    if subject and subject.actor in (None, mention.id) and not subject.role:
        return subject.id
    if not spoke and mention.kind is MentionKind.role:
        following = article.people.get(_named_next(article, len(before), mention.gender) or "")
        if following and _may_have_role(article, following, mention):
            return following.id
    if mention.id and not (people and people[0].actor == mention.id):
        return ANONYMOUS
    last = _subject_before(article, before, mention.gender) or (spoke[0] if spoke else None)
    if last is not None and last in article.people and not article.people[last].is_body:
        gender = article.people[last].gender
        if not (gender and mention.gender and gender != mention.gender):
            return last
    return ANONYMOUS


def _have_one_office(article: Article, one: Iterable[str], other: Iterable[str]) -> bool:
    """Whether the words of two roles mean the same office."""
    return bool(offices_meant(article.words, one) & offices_meant(article.words, other))


def _may_have_role(article: Article, person: Voice, mention: Mention) -> bool:
    """Whether nothing that is printed of a person is against a role."""
    if mention.id and person.actor not in (None, mention.id):
        return False
    return not person.role or _have_one_office(article, person.words, mention.words)


def _named_next(article: Article, index: int, gender: str | None) -> str | None:
    """The first person named in the next sentences, if nobody was named before."""
    for tokens in article.tokens[index + 1 : index + 4]:
        for one in find_names(article, tokens):
            person = article.people.get(one.id or "")
            if one.kind is MentionKind.person and person:
                differs = gender and person.gender and person.gender != gender
                return None if differs else person.id
    return None


def last_speaker(article: Article, before: list[Reading], gender: str | None = None) -> str | None:
    """Who spoke last, and may be meant by a pronoun of a gender."""
    for reading in reversed(before):
        if reading.speaker is None:
            continue
        person = article.people.get(reading.speaker)
        if gender and person and person.gender and person.gender != gender:
            continue
        if gender and person and person.is_body:
            continue
        return reading.speaker
    return None


def _subject_before(
    article: Article, before: list[Reading], gender: str | None = None
) -> str | None:
    """The only person in the sentence before, or the one with whose name it begins, if it is
    narration.
    """
    if not before or before[-1].coding is not Coding.narration:
        return None
    tokens = article.tokens[len(before) - 1]
    people = [one for one in find_names(article, tokens) if one.kind is MentionKind.person]
    if not people:
        return None
    first, alone = people[0], len(people) == 1
    early = sum(1 for token in tokens if token.start < first.start) <= 6
    named = article.people.get(first.id or "")
    differs = gender and named and named.gender and named.gender != gender
    if not (early or alone) or differs or follows_preposition(article, first, tokens):
        return None
    return first.id


def _gender_of_verb(article: Article, cue: Cue) -> str | None:
    """The gender of the subject that the past of a Polish or Ukrainian verb has."""
    verb = article.text[cue.start : cue.end].lower()
    if verb.endswith(article.words.verb_ends_f):
        return "f"
    return "m" if verb.endswith(article.words.verb_ends_m) else None


def named_before(
    article: Article,
    cue: Cue,
    mention: Mention | None,
    mentions: list[Mention],
    tokens: list[Token],
) -> str | None:
    """The one whom a pronoun means because the same sentence begins with the name: `Quant au
    Kremlin, il a répété`.
    """
    if mention is None or mention.kind is not MentionKind.pronoun or mention.start >= cue.end:
        return None
    kinds = (MentionKind.person, MentionKind.body)
    found = [one for one in mentions if one.end < mention.start and one.kind in kinds]
    if len(found) != 1 or mention.start == mention.end:
        return None
    begins = tokens[0].lower in article.words.as_for and found[0].start - tokens[0].start < 25
    comma = "," in article.text[found[0].end : mention.start]
    person = article.people.get(found[0].id or "")
    differs = mention.gender and person and person.gender not in (None, mention.gender)
    free = begins or not follows_preposition(article, found[0], tokens)
    return found[0].id if comma and free and not differs else None


def notice(article: Article, mentions: list[Mention]) -> None:
    """Remember the last person named, for a pronoun if nobody spoke before."""
    for mention in mentions:
        if mention.kind is MentionKind.person:
            article.last_named = mention.id


def statement_by(
    article: Article,
    speaker: str,
    actors: tuple[str, ...],
    cue: Cue | None,
    mention: Mention | None,
) -> Reading:
    """A statement of a speaker, with the role that is printed of them."""
    role = article.people[speaker].role if speaker in article.people else None
    certain = mention is not None and mention.kind in (MentionKind.person, MentionKind.body)
    return Reading(Coding.statement, speaker, (), role, actors, cue, certain)
