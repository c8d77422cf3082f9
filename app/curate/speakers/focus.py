"""Of whom a text speaks: which person a pronoun in a sentence means most likely.

Each sentence that is read leaves events: its speaker or its subject counts fully, whoever else it
names counts little, and words in quotation marks do not count. An event counts less with each
sentence behind it, and with the end of its paragraph. A pronoun, or a verb without a subject, means
the one who counts most among those whom its gender allows.
"""

from app.curate.speakers.article import Article
from app.curate.speakers.names import find_names
from app.curate.speakers.terms import ANONYMOUS, Event, Mention, MentionKind, Reading
from app.domain.vocabulary import Coding

SUBJECT, _NAMED = 1.0, 0.3
TOPIC, _LATER, OWN = 0.6, 0.2, 0.5
_PER_SENTENCE, _PER_PARAGRAPH = 0.8, 0.7
EARLY = 6  # words before a name that is still at the beginning of its sentence
_RECENT = 400  # events that are looked at, so that a long text takes no longer for each sentence


def in_focus(
    article: Article, index: int, gender: str | None = None, own: str | None = None
) -> list[str]:
    """Everybody of whom the text spoke before a sentence, and whom a gender allows: those first who
    count most. `own` is the subject with which the sentence itself begins.
    """
    weights: dict[str, float] = {}
    topic = topic_of(article)
    if topic and topic.index <= index and is_allowed(article, topic.id, gender):
        weights[topic.id] = TOPIC if _begins_paragraph(article, index) else _LATER
    if own and is_allowed(article, own, gender):
        weights[own] = max(OWN, weights.get(own, 0))
    for event in article.events[-_RECENT:]:
        one = article.people.get(event.id)
        last = event.index == index - 1 and event.weight == SUBJECT
        body = one and one.is_body and last and one.gender == gender  # die Botschaft, sie
        if event.id == ANONYMOUS and gender and _is_other_gender(article, event.index, gender):
            continue
        if event.index < index and (body or is_allowed(article, event.id, gender)):
            weight = event.weight * _PER_SENTENCE ** (index - event.index - 1)
            if article.sentences[event.index].paragraph != article.sentences[index].paragraph:
                weight *= _PER_PARAGRAPH
            weights[event.id] = max(weight, weights.get(event.id, 0))
    return sorted(weights, key=lambda one: -weights[one])


def _is_other_gender(article: Article, index: int, gender: str) -> bool:
    """Whether the somebody without a name of whom a sentence speaks has another gender."""
    kinds = (MentionKind.role, MentionKind.unnamed)
    found = (one.gender for one in article.mentions.get(index, ()) if one.kind in kinds)
    return next(found, None) not in (None, gender)


def most_in_focus(
    article: Article, index: int, gender: str | None = None, own: str | None = None
) -> str | None:
    """The one of whom the text spoke last, and whom a gender allows."""
    return next(iter(in_focus(article, index, gender, own)), None)


def topic_of(article: Article) -> Event | None:
    """Whom the article is about: the only person in its title, or the one of whom it speaks before
    anybody says anything.
    """
    if article.topic is None:
        people = people_named(article, 0)
        if len(people) == 1 and people[0].id and _is_somebody(article, people[0].id):
            article.topic = Event(0, people[0].id, TOPIC)
    return article.topic


def _is_somebody(article: Article, person: str) -> bool:
    """Whether words with capitals in a title are the name of somebody: of a known person, or of one
    with a role, or with a name that the text has again.
    """
    one = article.people[person]
    again = article.text.count(one.name.split()[-1]) > 1
    return one.known or bool(one.words) or again


def _begins_paragraph(article: Article, index: int) -> bool:
    """Whether a sentence is the first of its paragraph."""
    return article.sentences[index - 1].paragraph != article.sentences[index].paragraph


def note_events(article: Article, index: int, reading: Reading, subject: str | None) -> None:
    """Note of whom a sentence speaks that has been read; `subject` is whom it is about, if it is
    narration.
    """
    first = reading.speaker or subject
    if first:
        told = reading.coding is Coding.narration and first != ANONYMOUS
        if told and not article.events and topic_of(article) is None:
            article.topic = Event(index, first, TOPIC)
        article.events.append(Event(index, first, SUBJECT))
    if reading.coding is Coding.heading and index == 0:
        return
    for one in people_named(article, index):
        if one.id and one.id != first:
            article.events.append(Event(index, one.id, _NAMED))


def people_named(article: Article, index: int) -> list[Mention]:
    """The people whom a sentence names outside of quotations."""
    found = find_names(article, article.tokens[index])
    return [
        one
        for one in found
        if one.kind is MentionKind.person and not article.people[one.id or ""].is_body
    ]


def is_allowed(article: Article, person: str, gender: str | None) -> bool:
    """Whether a pronoun of a gender may mean somebody."""
    one = article.people.get(person)
    return not gender or one is None or (not one.is_body and one.gender in (None, gender))
