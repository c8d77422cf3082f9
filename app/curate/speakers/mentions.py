"""Mentions that are no names: pronouns, roles, unnamed sources, bodies."""

from collections.abc import Iterator

from app.curate.language import Language
from app.curate.speakers.article import Article
from app.curate.speakers.bodies import find_body, is_in_role, office_spoken_for
from app.curate.speakers.compatriots import compatriot
from app.curate.speakers.described import is_described
from app.curate.speakers.name_ends import is_postnominal
from app.curate.speakers.names import find_names
from app.curate.speakers.nouns import (
    gender_of_phrase,
    is_body,
    is_role,
    is_said,
    is_unnamed,
)
from app.curate.speakers.places import actors_named, is_demonym
from app.curate.speakers.roles import belongs_to_name, offices_headed
from app.curate.speakers.terms import Mention, MentionKind
from app.curate.speakers.tokens import Token, find_phrases


def find_others(article: Article, tokens: list[Token], taken: list[Mention]) -> Iterator[Mention]:
    """Pronouns, roles without a name, unnamed sources and bodies."""
    words = article.words
    yield from _find_latter(article, tokens)
    for part in find_phrases(tokens, words.of_them):
        yield Mention(part[0].start, part[-1].end, MentionKind.unnamed)
    according = {one.start for part in find_phrases(tokens, words.according_to) for one in part}
    for index, token in enumerate(tokens):
        if token.start in according or any(one.start <= token.start < one.end for one in taken):
            continue
        lower = token.lower
        if lower in words.every_pronoun:
            both = lower in words.pronouns_m and lower in words.pronouns_f
            gender = None if both else "m" if lower in words.pronouns_m else "f"
            yield Mention(token.start, token.end, MentionKind.pronoun, None, gender)
            continue
        if lower in words.it and _is_tag_of_it(article, tokens, index):
            yield Mention(token.start, token.end, MentionKind.pronoun)
            continue
        if lower in words.whoever and _is_somebody(article, tokens, index):
            yield Mention(token.start, token.end, MentionKind.unnamed)
            continue
        if country := compatriot(article, tokens, index):
            article_of = _phrase_before(article, tokens, index)[0]
            gender = gender_of_phrase(words, article_of.lower, [])
            yield Mention(article_of.start, token.end, MentionKind.role, country, gender)
            continue
        if lower in words.concerned_m | words.concerned_f:
            gender = "m" if lower in words.concerned_m else "f"
            called_so = frozenset({lower})
            yield Mention(token.start, token.end, MentionKind.pronoun, None, gender, called_so)
            continue
        if lower in words.persons_m | words.persons_f and _is_the_person(article, tokens, index):
            gender = "m" if lower in words.persons_m else "f"
            if lower in words.persons_m & words.persons_f:
                gender = gender_of_phrase(words, tokens[index - 1].lower, [])
            start = tokens[index - 1].start
            yield Mention(start, token.end, MentionKind.pronoun, None, gender, frozenset({lower}))
            continue
        if lower in words.others and _is_other(article, tokens, index):
            yield Mention(token.start, token.end, MentionKind.unnamed)
            continue
        if lower in words.adjectives_too and _is_adjective(article, tokens, index):
            continue  # ingénieurs militaires
        if is_postnominal(article, tokens, index):
            continue  # Orla Byrne TD
        if not words.compounds and is_said(words, tokens, index):
            continue  # lo ha comunicato il ministero
        before = _phrase_before(article, tokens, index)
        if is_described(article, tokens, index, before, taken):
            gender = gender_of_phrase(words, before[0].lower, [])
            epithet = frozenset({lower})
            yield Mention(before[0].start, token.end, MentionKind.pronoun, None, gender, epithet)
            continue
        following = tokens[index + 1].lower if index + 1 < len(tokens) else ""
        owned = bool(before) and before[-1].lower in words.possessives
        if lower in words.body_parts and owned and following not in words.of_names:
            continue  # shook his head
        if words.inflects and index and _is_of_body(article, tokens[index - 1], token):
            continue  # Kancelaria Premiera
        if belongs_to_name(article, tokens, index, taken):
            continue
        behind = tokens[index + 1].lower if index + 1 < len(tokens) else ""
        verb = lower in words.reports and not before and behind in words.definite and index
        if verb and not words.compounds and not words.bare_forms:
            continue  # Claes, juge l’offre
        quoted = any(0 < one.outer_start - token.end < 3 for one in article.quotations)
        object_before = bool(before) and before[-1].lower in words.object_pronouns
        if quoted and lower in words.reports and object_before:
            continue  # lui, la juge « prudente »
        determined = before[0].lower if before else ""
        span = (before[0].start if before else token.start, token.end)
        agent = _is_agent(article, tokens, index, before)
        if agent and lower in words.titles and not is_role(words, lower):  # resume la socialista
            gender = gender_of_phrase(words, determined, [lower])
            yield Mention(*span, MentionKind.pronoun, None, gender)
            continue
        if (
            lower in words.signed_texts
            and determined in words.definite
            and _is_beside_report(article, tokens, index)
        ):
            yield Mention(*span, MentionKind.text, words=frozenset({lower}))
            continue
        kin = words.kin_m if lower in words.kin_m else words.kin_f
        if lower in kin and determined in words.definite | words.possessives:
            gender = "m" if kin is words.kin_m else "f"
            yield Mention(*span, MentionKind.role, None, gender, frozenset({lower}))
            continue
        called = lower in article.called or lower in words.epithets  # secondo la studiosa
        called = agent or (called and determined in words.definite)
        owned = lower in words.ministries and determined in words.possessives
        owned = owned and not words.compounds
        if is_body(article.words, lower) or owned:
            inside = is_in_role(article, tokens, index, taken, 0 if words.inflects else 1)
            bare = words.bodies_need_article and not before and token.text.islower()
            body = None if inside or bare else find_body(article, tokens, index)
            if body:
                yield body
        elif lower in words.signers:
            yield Mention(token.start, token.end, MentionKind.group)
        elif lower in words.joint and not is_role(article.words, lower):
            if words.compounds or not (token.capital and index):
                yield Mention(token.start, token.end, MentionKind.group)
        elif lower[0].isdigit() and lower.endswith(words.age_ends):
            gender = gender_of_phrase(words, determined, [])
            if determined in words.definite:
                called_so = frozenset({lower})
                yield Mention(*span, MentionKind.pronoun, None, gender, called_so)
        elif is_role(article.words, lower) or is_unnamed(article.words, lower) or called:
            definite = determined in words.definite or determined in words.possessives
            contracted = (words.determiners_m | words.determiners_f) - words.indefinite
            definite = definite or (determined in contracted and lower in words.epithets)
            alone = not is_unnamed(article.words, lower)
            alone = alone or (lower in words.epithets and _is_known_person(article, tokens, index))
            definite = definite or (words.inflects and alone)  # no articles: `Ekspert dodał`
            plural = is_unnamed(article.words, lower) and not is_role(article.words, lower)
            plural = plural and lower not in words.epithets and not called
            kind = MentionKind.role if definite and not plural else MentionKind.unnamed
            bare = not before and not token.capital and not article.words.inflects
            if bare and not plural and index:
                kind = MentionKind.unnamed
            first = index - len(before) if before else max(0, index - 2)
            actor = next(iter(actors_named(article, tokens[first : index + 2])), None)
            prime = index > 0 and tokens[index - 1].lower in words.prime
            headed = offices_headed(article, tokens, index)
            stems = frozenset({"premier"} if prime else {lower}) | headed
            gender = gender_of_phrase(words, determined, [lower])
            department = _department_of(article, tokens, index, before)
            office = office_spoken_for(article, tokens, index)
            former = any(one.lower in words.former for one in (*before, token))
            yield Mention(*span, kind, actor, gender, stems, former, department, office)


def _is_of_body(article: Article, body: Token, token: Token) -> bool:
    """Whether a role belongs to the name of a body before it, in a language with cases."""
    words = article.words
    return body.capital and is_body(words, body.lower) and article.touch(body, token)


def _is_known_person(article: Article, tokens: list[Token], index: int) -> bool:
    """Whether a general word for a person means somebody who was named, in a language without
    articles: no adjective but that of a country is before it, and nobody asks for anonymity.
    """
    near = tokens[index - 1] if index else None
    alone = near is None or not article.touch(near, tokens[index]) or is_demonym(article, near)
    verb = near is not None and near.lower in article.words.reports
    return (alone or verb) and not any(find_phrases(tokens, article.words.anonymity))


def _is_beside_report(article: Article, tokens: list[Token], index: int) -> bool:
    """Whether a verb of saying is directly behind a word, or before its article: `the statement
    said`, `dice il testo`.
    """
    words = article.words
    says = words.reports | words.auxiliaries
    left, right = tokens[max(0, index - 2) : index - 1], tokens[index + 1 : index + 2]
    before = bool(left) and left[0].lower in words.reports and not words.bare_forms
    return before or (
        bool(right) and right[0].lower in says and article.touch(tokens[index], right[0])
    )


def _is_the_person(article: Article, tokens: list[Token], index: int) -> bool:
    """Whether a general word for a person has an article and nothing that says more of them: `the
    woman said`, and not `the woman from Lviv`, `die Frau des Ministers`.
    """
    words = article.words
    if not index or tokens[index - 1].lower not in words.definite:
        return False
    if not article.touch_or_elided(tokens[index - 1], tokens[index]):
        return False
    if index > 1 and tokens[index - 2].lower in words.prepositions:
        return False
    behind = tokens[index + 1] if index + 1 < len(tokens) else None
    if behind is None or not article.touch(tokens[index], behind):
        comma = article.text[tokens[index].end : tokens[index].end + 1] == ","
        relative = words.relatives | words.who | words.that
        return not (comma and behind is not None and behind.lower in relative)
    small = words.of_names | words.of_speakers | words.prepositions | words.relatives | words.who
    verb = behind.lower in words.reports | words.auxiliaries | words.before_verbs
    return verb or not (behind.capital or behind.lower in small)


def _is_other(article: Article, tokens: list[Token], index: int) -> bool:
    """Whether a word such as `another` is the subject of the verb behind it."""
    words, behind = article.words, tokens[index + 1 : index + 2]
    before = tokens[max(0, index - 2) : index]
    if len(before) == 2 and before[1].lower in words.indefinite and article.touch(*before):
        verbs = words.reports | words.participles
        if before[0].lower in verbs and article.touch(before[1], tokens[index]):
            return False  # il a évoqué une autre formule
    if any(part[0] in behind for part in find_phrases(tokens, words.says_phrases)):
        return True
    one = tokens[index].lower in words.indefinite
    if one and words.bare_forms and behind and words.singular(behind[0].lower):
        return False  # one demand
    verbs = words.reports | words.auxiliaries | words.passive | words.reflexives
    return bool(behind) and behind[0].lower in verbs and article.touch(tokens[index], behind[0])


def _is_somebody(article: Article, tokens: list[Token], index: int) -> bool:
    """Whether a word such as `chi` begins the subject of a verb of saying: `assicura chi le sta
    vicino`, `Chi era presente racconta`.
    """
    words = article.words
    says = words.reports | words.participles
    before = article.text[: tokens[index - 1].start].rstrip(" \u00a0") if index else ""
    inserted = before.endswith((",", *'”"»’—–'))  # and not `si chiede chi pagherà`
    behind_verb = inserted and tokens[index - 1].lower in says
    sentence = next(one for one in article.sentences if tokens[index].start < one.end)
    asks = article.text[sentence.start : sentence.end].endswith("?")
    return behind_verb or (index == 0 and not asks)


def _department_of(
    article: Article, tokens: list[Token], index: int, before: list[Token]
) -> str | None:
    """The department of the minister whom a role means: `titular de Defensa`."""
    words, last = article.words, index
    of = words.of_names | words.of_speakers | words.definite
    while last + 1 < len(tokens) and article.touch_or_elided(tokens[last], tokens[last + 1]):
        last += 1
        if tokens[last].lower not in of or last - index > 3:
            break
    return words.department([one.lower for one in (*before, *tokens[index : last + 1])])


def _is_tag_of_it(article: Article, tokens: list[Token], index: int) -> bool:
    """Whether a word such as `it` is the subject of a tag at the end: `…, it said.`"""
    behind = tokens[index + 1 : index + 2]
    comma = article.text[: tokens[index].start].rstrip().endswith(",")
    if index == 0 and tokens[0].lower in article.words.it - {"they"}:
        return bool(behind) and behind[0].lower in article.words.reports  # It rejects …
    return comma and bool(behind) and behind[0].lower in article.words.says


def _is_agent(article: Article, tokens: list[Token], index: int, before: list[Token]) -> bool:
    """Whether a word is one for people by what they do, directly beside a verb of saying: `«Sí»,
    dice el hostelero`.
    """
    words, token = article.words, tokens[index]
    if not before or before[0].lower not in words.definite or len(before) > 1:
        return False
    things = words.papers | words.nouns | words.declarations
    partisan = token.lower in words.titles and _is_one_partisan(words, before[0], token)
    person = token.lower.endswith(words.agent_ends) or partisan
    behind = tokens[index + 1] if index + 1 < len(tokens) else None
    if words.compounds and behind and behind.capital and article.touch(token, behind):
        return False  # die Kieler Forscherin
    if not person or token.lower in things or is_body(words, token.lower):
        return False
    if token.capital != words.compounds and not (partisan and words.subject_first):
        return False
    at = tokens.index(before[0])
    says = words.says | words.participles
    left = tokens[at - 1] if at and article.touch(tokens[at - 1], tokens[at]) else None
    right = tokens[index + 1] if index + 1 < len(tokens) else None
    first = tokens[at - 2] if left is not None and at > 1 else None
    if left is not None and left.lower in words.participles and first is not None:
        left = first if first.lower in words.auxiliaries else left  # a résumé la socialiste
    if left is not None and _is_behind_words(article, left):
        return left.lower in says | words.auxiliaries
    return (
        right is not None
        and article.touch(token, right)
        and (right.lower in words.reports or right.lower in words.auxiliaries)
    )


def _is_one_partisan(words: Language, determiner: Token, noun: Token) -> bool:
    """Whether a word for the view of a party means one person: `la socialista`, `der Grüne`, `the
    Conservative`, and not the party: `die Linke`.
    """
    if words.compounds:
        return noun.lower.endswith("e") and (determiner.lower, noun.lower) != ("die", "linke")
    return noun.capital == words.subject_first


def _is_behind_words(article: Article, verb: Token) -> bool:
    """Whether a quotation mark or a dash is before a verb."""
    before = article.text[: verb.start].rstrip(" \u00a0")
    return article.behind_quotation(verb) or before.endswith(("—", "–"))


def _is_adjective(article: Article, tokens: list[Token], index: int) -> bool:
    """Whether a word for people is an adjective, because a noun is directly before it."""
    if not index or not article.touch(tokens[index - 1], tokens[index]):
        return False
    words, before = article.words, tokens[index - 1]
    small = words.determiners | words.several | words.starters | words.prepositions | words.titles
    noun = before.text.islower() or is_body(words, before.lower)
    return noun and before.lower not in small


def _find_latter(article: Article, tokens: list[Token]) -> Iterator[Mention]:
    """Words such as `ce dernier`, which mean the person named last in the sentence before."""
    for part in find_phrases(tokens, article.words.latter):
        at = article.tokens.index(tokens)
        named = list(find_names(article, article.tokens[at - 1])) if at else []
        people = [one for one in named if one.kind is MentionKind.person]
        if people:
            last = people[-1].id
            yield Mention(part[0].start, part[-1].end, MentionKind.person, last)


def _phrase_before(article: Article, tokens: list[Token], index: int) -> list[Token]:
    """The words of a noun phrase before its noun, from the determiner on."""
    for at in range(index - 1, max(index - 5, -1), -1):
        gap = article.text[tokens[at].end : tokens[at + 1].start]
        verb = tokens[at].lower in article.words.reports and not article.words.compounds
        if gap.strip(" \u00a0’'") or verb:
            break
        if tokens[at].lower in article.words.determiners:
            return tokens[at:index]
    return []
