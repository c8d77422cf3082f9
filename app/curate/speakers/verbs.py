"""Whether a word that may be a reporting verb is one in its sentence."""

import re
from itertools import pairwise

from app.curate.speakers.article import Article
from app.curate.speakers.nouns import is_role, is_unnamed
from app.curate.speakers.tokens import Token

_SPLIT_INFINITIVE = re.compile(
    "(?:ab|an|auf|aus|bei|ein|fest|her|hin|mit|nach|teil|um|vor|weg|zu|zurück)zu.+n"
)


def is_verb(article: Article, tokens: list[Token], index: int, lower: str) -> bool:
    """Whether a word is a verb here, and no noun, participle or infinitive."""
    words = article.words
    token = tokens[index]
    before = tokens[index - 1] if index else None
    if token.capital and before is not None:
        return False
    reach = 3 if before is not None and before.lower.endswith(words.adverb_ends) else 2
    first = index
    while (
        first and index - first < reach and article.touch_or_elided(*tokens[first - 1 : first + 1])
    ):
        first -= 1  # not over a comma: `It is not, she adds, an invitation`
    near = {one.lower for one in tokens[first:index] if one.text.islower()}
    if before is not None and article.touch_or_elided(before, token):
        if words.compounds:
            behind = tokens[index + 1].lower if index + 1 < len(tokens) else ""
            if behind in words.not_with.get(lower, ()):
                return False
            if behind in words.negations and lower not in words.particles:
                return False  # nannte keine Zahlen
            last = tokens[-1]
            ends = last.lower in words.negations and lower not in words.kept_when_negated
            if ends and "," not in article.text[token.end : last.start]:
                return False  # Eine Frist nennt das Ministerium nicht.
            if behind in words.infinitive and lower.endswith("en"):
                return False  # eine Mehrheit finden will
            return has_particle(article, tokens, index, lower)
        if words.inflects:
            return not words.negations & {before.lower}
        past = lower.endswith(words.past_ends)  # la tachó
        dative = before.lower in words.datives and lower in words.says - words.nouns
        determined = before.lower in words.determiners - words.others and not (past or dative)
        if determined and not _is_object(article, tokens, index - 1):
            return False
        if words.passive & near or words.infinitive & near:
            return False
        negated = words.negations & near and lower not in words.kept_when_negated
        if negated and not words.compounds:
            return False
        if before.lower == "s" and article.text[before.start - 1 : before.start] in "’'":
            return False
    if {one.lower for one in tokens[index + 1 : index + 4]} & words.not_with.get(lower, set()):
        return False  # pidió la palabra
    if lower in words.asks | words.nouns and index > 1:
        around = {one.lower for one in tokens[index - 2 : index]}
        noun = before is not None and before.text.islower() and not words.compounds
        if noun and around & (words.definite | words.indefinite):
            return False  # una sola domanda
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    if following is not None and following.lower in words.passive_behind:
        return False
    verbs = words.having | words.passive | words.infinitive if words.bare_forms else frozenset()
    close = following is not None and article.touch(token, following)
    if following and close and following.lower in verbs and lower.endswith("s"):
        return False  # a noun: the Baltic states have, the reports were
    begins = index == 0 and not article.behind_quotation(token)
    if begins and words.bare_forms and not (following and following.capital):
        return False  # a participle: `Asked whether …`
    if words.bare_forms and _is_passive_participle(article, tokens, index):
        return False
    counted = before is not None and before.lower in words.several and lower.endswith("s")
    if words.bare_forms and counted:
        return False  # four questions
    if words.bare_forms and _is_after_adjective(article, tokens, index):
        return False  # without a joint answer
    bare = words.bare_forms and words.singular(lower) and before is not None
    if bare and before and before.lower in words.indefinite and article.touch(before, token):
        return False  # one reply
    if bare and before and before.lower in words.prepositions and article.touch(before, token):
        return False  # a request for comment
    return has_particle(article, tokens, index, lower)


def _is_after_adjective(article: Article, tokens: list[Token], index: int) -> bool:
    """Whether a word is a noun, because an article or a number and one adjective are before it, and
    no word for people.
    """
    words, near = article.words, tokens[max(0, index - 2) : index]
    if len(near) < 2:
        return False
    verb = tokens[index].lower
    counted = near[0].lower in words.several and verb.endswith("s")  # eleven African states
    one = near[0].lower in words.indefinite and near[1].text.islower() and words.singular(verb)
    if not (one or counted) or near[1].lower.endswith("s"):
        return False
    people = is_role(words, near[1].lower) or is_unnamed(words, near[1].lower)
    together = article.touch(*near) and article.touch(near[1], tokens[index])
    return together and not people


def _is_passive_participle(article: Article, tokens: list[Token], index: int) -> bool:
    """Whether a verb only describes the noun before it, or is a noun itself: `A company, floated by
    the ministry, is …`, `put it in writing`.
    """
    words, token = article.words, tokens[index]
    before = tokens[index - 1] if index else None
    behind = tokens[index + 1 : index + 6]
    first = index - 1 if before is not None and before.lower in words.times | words.prime else index
    if first < index and first:
        before = tokens[first - 1]  # A force, first proposed by the ministry, …
    if before is not None and article.text[before.end : tokens[first].start].strip() == ",":
        by = next((n for n, one in enumerate(behind) if one.lower in words.by), None)
        return by is not None and all(
            article.touch(*pair) for pair in pairwise([token, *behind[: by + 1]])
        )
    ends = not behind or not article.touch(token, behind[0])
    gerund = token.lower.endswith(words.participle_ends) and before is not None
    return gerund and ends and before is not None and before.lower in words.prepositions


def has_particle(article: Article, tokens: list[Token], index: int, lower: str) -> bool:
    """Whether a verb that needs another word to report something has it: `teilte … mit`."""
    particles = article.words.particles.get(lower)
    if particles is None:
        return True
    if "zu" in particles and any(_SPLIT_INFINITIVE.fullmatch(one.lower) for one in tokens[index:]):
        return True  # bat den Rat, die Motion abzulehnen
    if index and tokens[index - 1].lower in article.words.reflexives:
        return False  # se habla de otra cosa
    end = len(tokens) if article.words.compounds else index + 4
    words = article.words
    last = lower in words.participles - words.reports  # in Aussicht gestellt
    last |= words.compounds and not (  # die von einer „Provokation“ sprach
        index + 1 < len(tokens) and article.touch(tokens[index], tokens[index + 1])
    )
    begin = 0 if last or lower in words.impersonal or tokens[0].lower in particles else index + 1
    return not particles.isdisjoint({one.lower for one in tokens[begin:end]})


def _is_object(article: Article, tokens: list[Token], index: int) -> bool:
    """Whether an article is a pronoun, because it follows the subject: `Elena Marchi la
    chiama`; or because words are quoted behind the verb: `lui, la juge « prudente »`.
    """
    verb = tokens[index + 1]
    quoted = any(0 < one.outer_start - verb.end < 3 for one in article.quotations)
    if tokens[index].lower in article.words.object_pronouns and quoted:
        return True
    behind = tokens[index + 2] if index + 2 < len(tokens) else None
    pronoun = index == 0 and tokens[0].lower in article.words.cited
    if pronoun and behind and (behind.capital or behind.lower in article.words.definite):
        return article.words.drops_subject  # Lo conferma il prefetto
    return (
        index > 1
        and tokens[index].lower in article.words.object_pronouns
        and (tokens[index - 1].capital or is_unnamed(article.words, tokens[index - 1].lower))
        and article.touch(tokens[index - 1], tokens[index])
    )
