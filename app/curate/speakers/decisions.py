"""Decisions, votes and signatures, which a record keeps as statements (docs/domain.md, rule
which-kind).
"""

from collections.abc import Iterator

from app.curate.speakers.appositions import named_behind
from app.curate.speakers.article import Article
from app.curate.speakers.subjects import follows_preposition
from app.curate.speakers.terms import Cue, Mention, MentionKind, Reading
from app.curate.speakers.tokens import Token, find_phrases
from app.curate.text import Sentence
from app.domain.vocabulary import Coding


def decisions(
    article: Article, sentence: Sentence, mentions: list[Mention], tokens: list[Token]
) -> Iterator[tuple[Cue, Mention]]:
    """A decision, vote or signature of a body beside its verb, which a record keeps as its
    statement (docs/domain.md, rule which-kind): `Parliament has approved the mission.`
    """
    for part in find_phrases(tokens, article.words.assent):
        behind = [one for one in mentions if part[-1].end <= one.start < part[-1].end + 12]
        if part[0] is tokens[0] and behind and is_body_named(article, behind[0]):
            yield Cue(part[0].start, part[-1].end, True), behind[0]  # Via libera del Senato
    for mention in mentions:
        if not is_body_named(article, mention) or follows_preposition(article, mention, tokens):
            continue
        at = behind_name(article, mention, tokens)
        first = next(n for n, one in enumerate(tokens) if one.start >= mention.start)
        while first and tokens[first - 1].lower in article.words.determiners:
            first -= 1
        for verb in (first - 1, at):
            end = _end_of_decision(article, tokens, verb)
            if end is not None and _touches(article, tokens[verb], mention):
                yield Cue(tokens[verb].start, tokens[end].end, True), mention
        later = _behind_adverbials(article, tokens, _behind_aside(article, tokens, at))
        end = _end_of_decision(article, tokens, later) if later > at else None
        if end is not None:
            named = named_behind(article, mention, mentions) or mention
            yield Cue(tokens[later].start, tokens[end].end, True), named


def _behind_aside(article: Article, tokens: list[Token], at: int) -> int:
    """The place behind what two commas enclose: `The Senate, after nine hours, voted`."""
    if not 0 < at < len(tokens) or article.text[tokens[at - 1].end] != ",":
        return at
    for further in range(at + 1, min(at + 12, len(tokens))):
        if article.text[tokens[further - 1].end] == ",":
            return further
    return at


def _behind_adverbials(article: Article, tokens: list[Token], at: int) -> int:
    """The place behind words for the time: `The Saeima on Thursday evening approved`."""
    words = article.words
    small = words.times | words.prepositions | words.definite | words.weekdays.keys()
    small |= words.months.keys()
    while 0 < at < len(tokens) and (tokens[at].lower in small or tokens[at].text.isdigit()):
        if not article.touch_or_elided(tokens[at - 1], tokens[at]):
            break
        at += 1
    return at


def is_body_named(article: Article, mention: Mention) -> bool:
    """Whether a mention is a body, perhaps one of people.yaml."""
    person = article.people.get(mention.id or "")
    return mention.kind is MentionKind.body or (person is not None and person.is_body)


def behind_name(article: Article, mention: Mention, tokens: list[Token]) -> int:
    """The place of the first word behind a name and what belongs to it: `of Uruguay`."""
    words = article.words
    at = next((n for n, one in enumerate(tokens) if one.start >= mention.end), len(tokens))
    of = words.of_names | words.of_speakers
    while (
        0 < at < len(tokens) - 1
        and tokens[at].lower in of
        and article.touch_or_elided(tokens[at - 1], tokens[at])
    ):
        at += 2
    return at


def _end_of_decision(article: Article, tokens: list[Token], verb: int) -> int | None:
    """The last word of a verb of a decision that begins at a place; None if there is none."""
    words = article.words
    if not 0 <= verb < len(tokens):
        return None
    if words.compounds and tokens[-1].lower == "ab":
        return None  # stimmt kommende Woche ab
    if tokens[verb].lower in words.votes and _has_day(article, tokens[verb:]):
        return None  # votes on 3 December
    if tokens[verb].lower in words.decides or _assents(article, tokens[verb:]):
        return verb
    reach = len(tokens) if words.compounds else verb + 4
    helped = tokens[verb].lower in words.auxiliaries | words.having
    found = range(verb + 1, min(reach, len(tokens))) if helped else range(0)
    end = next((n for n in found if tokens[n].lower in words.decides), verb)
    other = words.passive | words.negations
    return end if end > verb and not any(one.lower in other for one in tokens[verb:end]) else None


def _has_day(article: Article, tokens: list[Token]) -> bool:
    """Whether words have a day of a month or one to come, and no result of a vote."""
    words = article.words
    day = any(
        one.lower in words.months
        and (len(one.text) > 3)
        and one.capital == words.months_have_capitals
        for one in tokens
    )
    numbers = [one for one in tokens if one.text.isdigit()]
    return (day or any(one.lower in words.future for one in tokens[1:3])) and len(numbers) < 2


def _assents(article: Article, behind: list[Token]) -> bool:
    """Whether words begin with a verb for giving assent, perhaps with its auxiliary: `gave the
    green light`, `hat dem Plan den Segen erteilt`.
    """
    words = article.words
    part = behind[: len(behind) if words.compounds else 9]
    helped = part[0].lower in words.auxiliaries | words.having
    if not any(one.lower in words.grants for one in (part if helped else part[:1])):
        return False
    if any(one.lower in words.negations for one in part):
        return False
    return any(find_phrases(part, words.assent))


def _touches(article: Article, verb: Token, mention: Mention) -> bool:
    """Whether no comma is between a verb and its subject."""
    low, high = sorted((verb.start, mention.start))
    return not set(article.text[low:high]) & set(",;:")


def joint_decision(
    article: Article,
    mentions: list[Mention],
    tokens: list[Token],
    before: list[Reading],
    actors: tuple[str, ...],
) -> Reading | None:
    """What several countries signed or decided together, or what a text says of its signatories."""
    places = [one for one in mentions if one.kind is MentionKind.place]
    signed = next((one.signed_for for one in reversed(before) if one.signed_for), ())
    if signed and _says_the_text(article, tokens):
        return Reading(Coding.statement, None, signed, None, actors)
    if len(places) < 2:
        return None
    for last in range(1, len(places)):
        at = next((n for n, one in enumerate(tokens) if one.start >= places[last].end), len(tokens))
        if _end_of_decision(article, tokens, at) is not None:
            signed = tuple(dict.fromkeys(one.id for one in places[: last + 1] if one.id))
            return Reading(Coding.statement, None, signed, None, actors)
    return None


def _says_the_text(article: Article, tokens: list[Token]) -> bool:
    """Whether the subject is a text that was signed, or those who signed it: `The text adds that`,
    `The signatories promise`.
    """
    words = article.words
    if not tokens or tokens[0].lower not in words.determiners:
        return False
    for at in range(1, min(4, len(tokens))):
        if tokens[at].lower in words.signers:
            return True
        if tokens[at].lower in words.signed_texts:
            return at + 1 < len(tokens) and tokens[at + 1].lower in words.reports
    return False
