"""Sentences that report words by their form, whatever their verb is: a list has never all verbs."""

import re
from collections.abc import Iterator
from itertools import pairwise

from app.curate.speakers.accounts import on_background, own_accounts
from app.curate.speakers.article import Article
from app.curate.speakers.cues import find_cues
from app.curate.speakers.decisions import behind_name, decisions, is_body_named
from app.curate.speakers.ids import slug
from app.curate.speakers.nouns import gender_of_phrase, is_compound
from app.curate.speakers.people import add_voice
from app.curate.speakers.places import actor_named, is_demonym
from app.curate.speakers.quoted import is_clause
from app.curate.speakers.subjects import follows_preposition, is_owner, subject_of
from app.curate.speakers.terms import Cue, Mention, MentionKind
from app.curate.speakers.tokens import Token, find_phrases
from app.curate.text import Sentence

_PEOPLE = (
    MentionKind.person,
    MentionKind.role,
    MentionKind.unnamed,
    MentionKind.body,
    MentionKind.pronoun,
)
_DASHES = "—–"


def reported_by_form(
    article: Article, sentence: Sentence, mentions: list[Mention], tokens: list[Token]
) -> tuple[Cue, Mention | None] | None:
    """The words that report something, and their subject; None if nothing does."""
    if cue := next(_tags(article, sentence, tokens), None):
        subject = subject_of(article, cue, mentions, tokens, sentence)[1]
        if subject is None or subject.kind is MentionKind.unnamed:  # reads a note from Ms Veleva
            people = [one for one in mentions if one.kind is MentionKind.person]
            subject = people[0] if people else subject
        return cue, subject
    found = (
        _reported_clauses,
        _purposes,
        own_accounts,
        on_background,
        decisions,
        _epithets,
        _unnamed,
        _says_one,
        _views,
        _it_says,
        _parties,
        _nouns,
        _behind_label,
        _clauses_behind_colon,
    )
    return next((one for find in found for one in find(article, sentence, mentions, tokens)), None)


def _tags(article: Article, sentence: Sentence, tokens: list[Token]) -> Iterator[Cue]:
    """A verb behind a quotation with which a sentence begins: `«Basta così», sospira un ministro`,
    `—Que vengan —murmura Oksana`. Before its subject, any verb says who speaks; where the subject
    comes first, as in English, a quotation that ends in a comma does.
    """
    text, words = article.text, article.words
    for one in article.quotations:
        begins = one.outer_start < sentence.end and sentence.start < one.outer_end
        behind = [token for token in tokens if token.start >= one.outer_end]
        introduced = text[: one.outer_start].rstrip(" \u00a0").endswith(":")
        if not begins or not behind or (len(behind) < len(tokens) and not introduced):
            continue
        gap = text[one.outer_end : behind[0].start]
        stop = text[one.end - 1]
        if gap.strip(" \u00a0,–—") or not ("," in gap or stop in ",?!…"):
            continue
        if is_clause(article, one, sentence) and (verb := _verb_of_tag(article, behind)):
            yield Cue(*verb[:2], True, not words.subject_first, verb[2])
    if text[sentence.start] in _DASHES:
        for at, token in enumerate(tokens):
            before = text[token.start - 3 : token.start]
            inside = at > 0 and (before[1:2] == " " and before[2:] in tuple(_DASHES))
            inside |= at > 0 and before[0] == before[2:] == " " and before[1] in _DASHES
            if inside and (verb := _verb_of_tag(article, tokens[at:])):
                yield Cue(*verb[:2], True, True, verb[2])


def _verb_of_tag(article: Article, behind: list[Token]) -> tuple[int, int, str | None] | None:
    """Where the verb of a tag begins and ends, and the gender of the pronoun at its end."""
    words = article.words
    at = 0
    before = words.before_verbs | words.reflexives
    while at + 1 < len(behind) and behind[at].lower in before:
        at += 1
    verb, clitic = words.without_clitic(behind[at].lower)
    if words.subject_first:
        linked = words.conjunctions | words.subordinate | words.prepositions
        return None if verb in linked else (behind[0].start, behind[0].start, None)
    if behind[at].capital or (at == 0 and clitic is None and verb in _small_words(article)):
        return None
    end = behind[at].end
    if verb in words.auxiliaries and at + 1 < len(behind):
        end = behind[at + 1].end
    return behind[0].start, end, "m" if clitic == "nobody" else clitic


def _small_words(article: Article) -> frozenset[str]:
    words = article.words
    return (
        words.starters
        | words.prepositions
        | words.determiners
        | words.conjunctions
        | words.subordinate
        | words.negations
    )


def _reported_clauses(
    article: Article, sentence: Sentence, mentions: list[Mention], tokens: list[Token]
) -> Iterator[tuple[Cue, Mention]]:
    """A verb directly behind its subject and before a word such as `that`: `la Cour relève que`."""
    words = article.words
    for mention in mentions:
        at = behind_name(article, mention, tokens)
        if at >= len(tokens) or mention.kind not in _PEOPLE:
            continue
        verb = at
        small = words.auxiliaries | words.before_verbs | words.reflexives
        while verb + 1 < len(tokens) and tokens[verb].lower in small:
            verb += 1
        near = at > 0 and article.touch(tokens[at - 1], tokens[at])
        that = tokens[verb + 1].lower if verb + 1 < len(tokens) else ""
        if not near or that not in words.that or not _may_report(article, tokens[verb]):
            continue
        if that in words.determiners and not _begins_clause(article, tokens[verb + 2 :]):
            continue
        if verb > at + 2 or follows_preposition(article, mention, tokens):
            continue
        yield Cue(tokens[at].start, tokens[verb].end, True), mention


def _purposes(
    article: Article, sentence: Sentence, mentions: list[Mention], tokens: list[Token]
) -> Iterator[tuple[Cue, Mention | None]]:
    """What somebody does something to say: `He took the floor to say that`, `Er meldete sich, um zu
    sagen, dass`.
    """
    words = article.words
    for at, verb in enumerate(tokens[1:-1], start=1):
        before = {one.lower for one in tokens[max(0, at - 2) : at]}
        near = before if words.compounds else {tokens[at - 1].lower}
        said = tokens[at + 1].lower in words.that
        if verb.lower not in words.tells or near.isdisjoint(words.purpose) or not said:
            continue
        people = [one for one in mentions if one.kind in _PEOPLE and one.end < verb.start]
        free = [one for one in people if not follows_preposition(article, one, tokens)]
        nobody = Mention(verb.start, verb.start, MentionKind.pronoun)
        if free or words.drops_subject:
            yield Cue(verb.start, verb.end, True), free[0] if free else nobody
            return


def _begins_clause(article: Article, behind: list[Token]) -> bool:
    """Whether words behind `that` are a clause and no noun: `shared that view`."""
    words = article.words
    return len(behind) > 1 and (
        behind[0].capital
        or behind[0].lower in words.determiners | words.every_pronoun | words.prepositions
        or behind[0].lower in words.starters | words.several
    )


def _may_report(article: Article, verb: Token) -> bool:
    """Whether a word before `that` may be a verb that reports something."""
    words = article.words
    other = words.knows | words.adjectives_too | words.titles | words.auxiliaries
    return (
        verb.text.islower()
        and verb.lower not in other | _small_words(article)
        and not is_demonym(article, verb)
    )


def _epithets(
    article: Article, sentence: Sentence, mentions: list[Mention], tokens: list[Token]
) -> Iterator[tuple[Cue, Mention]]:
    """A word for somebody who was named before, with which a sentence begins, and what that person
    says: `L’édile demande que`, `La parlamentaria sostiene que`.
    """
    words = article.words
    if len(tokens) < 4 or tokens[0].lower not in words.definite:
        return
    at = 2
    while (
        at < 4
        and at < len(tokens) - 1
        and (is_demonym(article, tokens[at]) or tokens[at].lower in words.body_adjectives)
    ):
        at += 1
    noun, verb = tokens[1], tokens[at]
    things = words.papers | words.nouns | words.declarations | words.joint
    plain = noun.capital == words.compounds and noun.lower not in things | _small_words(article)
    if not plain or not _reports_something(article, sentence, tokens, at):
        return
    if not any(one.start < verb.start for one in mentions):
        gender = gender_of_phrase(words, tokens[0].lower, [])
        yield (
            Cue(verb.start, verb.end, True),
            Mention(tokens[0].start, noun.end, MentionKind.pronoun, None, gender),
        )


def _reports_something(article: Article, sentence: Sentence, tokens: list[Token], at: int) -> bool:
    """Whether a verb at a place reports a clause, a quotation, or what is behind a colon."""
    words = article.words
    that = {one.lower for one in tokens[at + 1 : at + 3]}  # ricorda però che
    if tokens[at].lower in words.reports and not words.that.isdisjoint(that):
        return True
    phrase = next(find_phrases(tokens[at:], words.voices_phrases + words.says_phrases), None)
    found = tokens[at].lower in words.reports or (phrase and phrase[0] is tokens[at])
    behind = article.text[tokens[at].end : sentence.end]
    return bool(found) and (": " in behind or article.has_quotation(sentence))


def _says_one(
    article: Article, sentence: Sentence, mentions: list[Mention], tokens: list[Token]
) -> Iterator[tuple[Cue, Mention]]:
    """A verb of saying and a word such as `one` at the end of what is said: `…, sagt einer.`"""
    words = article.words
    for verb, one in pairwise(tokens):
        behind = article.text[one.end : sentence.end]
        ends = not behind or behind[0] in ".,:"
        if verb.lower in words.says and one.lower in words.indefinite | words.several and ends:
            yield Cue(verb.start, verb.end, True), Mention(one.start, one.end, MentionKind.unnamed)


def _views(
    article: Article, sentence: Sentence, mentions: list[Mention], tokens: list[Token]
) -> Iterator[tuple[Cue, Mention]]:
    """Words that are quoted as the view of somebody: `Für Marco Feuz ist das ein «Türöffner».`"""
    if not tokens or tokens[0].lower not in article.words.quoted_view:
        return
    for mention in mentions[:1]:
        person = mention.kind in (MentionKind.person, MentionKind.role, MentionKind.body)
        near = person and mention.start < tokens[0].end + 40
        named = mention.kind is MentionKind.person and _has_copula(article, mention, tokens)
        if near and (article.has_quotation(sentence) or named):
            yield Cue(tokens[0].start, tokens[0].end, True), mention


def _has_copula(article: Article, mention: Mention, tokens: list[Token]) -> bool:
    """Whether what follows a name says how something is: `Für Lenz ist die Truppe ein Feigenblatt`,
    `Für Kolb, die den Ausschuss leitet, kommt sie zu spät`.
    """
    begins = article.text[mention.end : mention.end + 1] == ","
    for left, right in pairwise(tokens):
        if left.start < mention.start or right.lower not in article.words.copulas:
            continue
        gap = article.text[left.end : right.start]
        if right.start - mention.end < 2 or ("," in gap and begins):
            return True
    return False


def _parties(
    article: Article, sentence: Sentence, mentions: list[Mention], tokens: list[Token]
) -> Iterator[tuple[Cue, Mention]]:
    """A party or another organisation beside its verb: `Die SVP fordert`, `La Lega chiede che`. A
    name that is no acronym may be that of a place, so words or a clause must be reported.
    """
    words = article.words
    for cue in find_cues(article, tokens, sentence):
        if cue.direct or cue.impersonal:
            continue
        that = next((one.lower for one in tokens if one.start >= cue.end), "") in words.that
        reported = cue.says or that or article.has_quotation(sentence)
        at = next(n for n, one in enumerate(tokens) if one.end > cue.start)
        behind = next((n for n, one in enumerate(tokens) if one.start >= cue.end), len(tokens))
        for name in (_name_before(article, tokens, at), _name_behind(article, tokens, behind)):
            stance = article.text[cue.start : cue.end].lower() in words.stances
            if not name or not (reported or (_is_acronym(name[0]) and not stance)):
                continue
            end = name[-1].end
            if any(one.start < end and name[0].start < one.end for one in mentions):
                continue
            printed = article.printed(name)
            voice = add_voice(article, slug(printed), printed, False)
            voice.is_body = True
            yield cue, Mention(name[0].start, name[-1].end, MentionKind.body, voice.id)


def _nouns(
    article: Article, sentence: Sentence, mentions: list[Mention], tokens: list[Token]
) -> Iterator[tuple[Cue, Mention]]:
    """A noun with an article beside a verb of saying that reports a clause, whoever it means:
    `Zu groß, befand die Truppe.`, `Le Slovaque, lui, jure que`.
    """
    words = article.words
    things = words.papers | words.nouns | words.declarations | words.signed_texts
    for cue in find_cues(article, tokens, sentence):
        at = next(n for n, one in enumerate(tokens) if one.end > cue.start)
        behind = next((n for n, one in enumerate(tokens) if one.start >= cue.end), len(tokens))
        that = behind < len(tokens) and tokens[behind].lower in words.that
        comma = article.text[: cue.start].rstrip(" \u00a0").endswith(",")
        tag = cue.inverted and comma and not that
        if not cue.says or cue.direct or cue.impersonal or not (that or tag):
            continue
        if not tag and at and tokens[at - 1].lower in words.every_pronoun:
            at -= 1  # Le Slovaque, lui, jure
        part = tokens[behind : behind + 2] if tag else tokens[:at]
        if len(part) != 2 or part[0].lower not in words.definite | words.possessives:
            continue
        small = words.titles | _small_words(article)
        if part[1].lower not in things | small and not is_compound(words, part[1].lower, things):
            yield cue, Mention(part[0].start, part[1].end, MentionKind.unnamed)


def _it_says(
    article: Article, sentence: Sentence, mentions: list[Mention], tokens: list[Token]
) -> Iterator[tuple[Cue, Mention]]:
    """The body that spoke before, in a tag: `…, it added.`"""
    words = article.words
    for subject, verb in pairwise(tokens):
        before = article.text[: subject.start].rstrip(" ")
        tag = before.endswith((",", "”", '"')) and verb.lower in words.says
        if tag and subject.lower in words.it:
            yield (
                Cue(verb.start, verb.end, True),
                Mention(subject.start, subject.end, MentionKind.pronoun),
            )


def _name_before(article: Article, tokens: list[Token], at: int) -> list[Token]:
    """The name directly before a verb; nothing if it follows a preposition."""
    words = article.words
    first = at
    while first and article.touch_or_elided(*tokens[first - 1 : first + 1]):
        inside = first < at and tokens[first - 1].lower in words.of_names | words.of_speakers
        if (
            not (tokens[first - 1].capital or inside)
            or tokens[first - 1].lower in words.determiners
        ):
            break
        first -= 1
    before = tokens[first - 1] if first else None
    determined = before is not None and before.lower in words.determiners
    if before is not None and determined and first > 1:
        free = not article.touch_or_elided(tokens[first - 2], before)
        if not free and tokens[first - 2].lower in words.prepositions | words.determiners:
            return []
    name = tokens[first:at]
    return name if _is_party(article, name, before if determined else None) else []


def _name_behind(article: Article, tokens: list[Token], at: int) -> list[Token]:
    """The name with its article directly behind a verb: `forderte die SVP`."""
    words = article.words
    if at < 1 or at + 1 >= len(tokens) or tokens[at].lower not in words.definite:
        return []
    near = article.touch(tokens[at - 1], tokens[at]) and not words.subject_first
    name = tokens[at + 1 : at + 2]
    return name if near and _is_acronym(name[0]) else []


def _is_acronym(word: Token) -> bool:
    """Whether a word has only capitals, or more than one: `SVP`, `AfD`."""
    capitals = sum(char.isupper() for char in word.text)
    return len(word.text) > 1 and word.text.isalpha() and (word.text.isupper() or capitals > 1)


def _is_party(article: Article, name: list[Token], determiner: Token | None) -> bool:
    """Whether words may be the name of a party: an acronym, a name with an article, or a name that
    the text has elsewhere, too. In German, where all nouns have capitals, only acronyms.
    """
    words = article.words
    if not name or len(name) > 4:
        return False
    if not name[0].capital or is_demonym(article, name[0]):
        return False
    if _is_acronym(name[0]):
        return len(name) == 1
    if words.compounds or actor_named(article, name):
        return False
    if determiner is not None:
        return True
    again = re.findall(rf"[\w,] {re.escape(article.printed(name))}\b", article.text)
    return bool(again) and name[0].lower not in words.starters


def _behind_label(
    article: Article, sentence: Sentence, mentions: list[Mention], tokens: list[Token]
) -> Iterator[tuple[Cue, Mention]]:
    """A quotation behind a colon, and the body from which it comes: `Dal ministero, una riga
    soltanto: «Nessun impegno»`.
    """
    for one in article.quotations:
        inside = sentence.start <= one.outer_start < sentence.end
        colon = article.text[: one.outer_start].rstrip(" \u00a0")
        if not inside or not colon.endswith(":"):
            continue
        for mention in mentions:
            body = is_body_named(article, mention) and mention.end <= len(colon)
            begins = tokens[0].start + 12 > mention.start
            if body and begins and follows_preposition(article, mention, tokens):
                yield Cue(len(colon), len(colon), True), mention


def _clauses_behind_colon(
    article: Article, sentence: Sentence, mentions: list[Mention], tokens: list[Token]
) -> Iterator[tuple[Cue, Mention]]:
    """What somebody says in a clause behind a colon, whatever the words before it are: `Il a posé
    une condition : que Moscou accepte.`, `Sie hat eine Bedingung: dass Kiew zustimmt.`
    """
    colon = article.text.find(":", sentence.start, sentence.end)
    behind = next((one for one in tokens if one.start > colon), None)
    if colon < 0 or behind is None or behind.lower not in article.words.that:
        return
    for mention in mentions:
        if mention.end > colon or mention.kind not in _PEOPLE:
            break
        owner = is_owner(article, mention, tokens)
        if not owner and not follows_preposition(article, mention, tokens):
            yield Cue(colon, colon, True), mention
            return


def _unnamed(
    article: Article, sentence: Sentence, mentions: list[Mention], tokens: list[Token]
) -> Iterator[tuple[Cue, Mention]]:
    """Somebody of whom the text says more before it reports the words: `A technician, who asked not
    to be named, said that`.
    """
    words = article.words
    if not tokens or tokens[0].lower not in words.indefinite | words.several:
        return
    who = next((n for n, one in enumerate(tokens) if one.lower in words.who and n < 9), None)
    if who is None or who < 2 or any(one.lower in words.papers for one in tokens[:who]):
        return
    comma = article.text.rfind(",", tokens[who].end, tokens[-1].end)
    for at in range(who + 2, len(tokens)):
        before = article.text[tokens[at - 1].end : tokens[at].start].strip()
        if before == "," and tokens[at].lower in words.says and comma > 0:
            subject = Mention(tokens[0].start, tokens[who - 1].end, MentionKind.unnamed)
            yield Cue(tokens[at].start, tokens[at].end, True), subject
