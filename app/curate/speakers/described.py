"""Nouns that mean somebody of whom the text speaks and that no list has: `die Magistratin`, `the
Londoner`, `l’ancienne chirurgienne`.
"""

from app.curate.language import Language
from app.curate.speakers.article import Article
from app.curate.speakers.nouns import is_body, is_compound, is_role, is_unnamed
from app.curate.speakers.places import actor_named, is_demonym
from app.curate.speakers.terms import Mention
from app.curate.speakers.tokens import Token

_LONGEST = 4  # words of what a noun has behind it: `la locataire de Brienne`


def is_described(
    article: Article, tokens: list[Token], index: int, before: list[Token], taken: list[Mention]
) -> bool:
    """Whether a noun with an article means one person, because it is the subject of a verb of
    saying: directly behind the verb in the tag of a quotation or clause, or directly before it. A
    former calling (`the former pilot`) may be the subject of any verb.
    """
    words, token = article.words, tokens[index]
    if not before or before[0].lower not in words.definite or len(before) > 3:
        return False
    if not all(_is_adjective(words, one) for one in before[1:]):
        return False
    if is_demonym(article, token) or not _may_be_person(article, tokens, index):
        return False
    at = tokens.index(before[0])
    former = _is_former(words, before, token)
    return _is_in_tag(article, tokens, at, index, taken) or _is_before_verb(
        article, tokens, at, index, former
    )


def _is_adjective(words: Language, token: Token) -> bool:
    """Whether a word between an article and a noun may be an adjective."""
    if token.capital or token.lower in words.reports | words.auxiliaries:
        return False
    if words.subject_first or words.compounds:
        return True
    return token.lower in words.former | words.titles


def _is_former(words: Language, before: list[Token], token: Token) -> bool:
    """Whether a noun names what somebody was: `l’ex seminarista`, `der frühere Lehrer`."""
    return any(one.lower in words.former for one in before) or token.lower.startswith("ex-")


def _may_be_person(article: Article, tokens: list[Token], index: int) -> bool:
    """Whether a noun may mean one person, and no role that a list has."""
    words, token = article.words, tokens[index]
    lower = token.lower
    capital = words.compounds or _is_inhabitant(article, token)
    if token.capital != capital or (is_role(words, lower) and not words.compounds):
        return False
    if is_unnamed(words, lower) or lower in words.joint or lower in words.several:
        return False
    if lower in words.times or lower in words.weekdays or lower in words.months:
        return False
    small = words.stopwords | words.determiners | words.before_verbs | words.datives
    small |= words.every_pronoun | words.reflexives | words.prepositions | words.auxiliaries
    if lower in small | words.reports | words.titles | words.kin_m | words.kin_f:
        return False
    things = words.papers | words.nouns | words.declarations | words.signed_texts | words.media
    things |= words.ideas
    return not (is_body(words, lower) or is_compound(words, lower, things) or lower in things)


def _is_inhabitant(article: Article, token: Token) -> bool:
    """Whether a word with a capital may be a noun for somebody by a town: `le Flamand`, `the
    Londoner`.
    """
    words = article.words
    if not token.capital or token.text.isupper() or actor_named(article, [token]):
        return False
    return bool(words.inhabitant_ends) and token.lower.endswith(words.inhabitant_ends)


def _is_in_tag(
    article: Article, tokens: list[Token], at: int, index: int, taken: list[Mention]
) -> bool:
    """Whether a verb of saying is directly before a noun phrase, and the words that it reports are
    before the verb: `„Nein“, so die Magistratin.`, `Atene, ha annunciato l’ospite, fornirà`.
    """
    words = article.words
    verb = tokens[at - 1] if at else None
    if verb is None or not article.touch_or_elided(verb, tokens[at]):
        return False
    first = tokens[at - 2] if at > 1 and verb.lower in words.participles else verb
    quoted = article.quotation_before(first.start, 3)
    if words.subject_first and not quoted:
        return False
    if verb.lower not in words.after_quote:
        start = article.text[: first.start].rstrip(" \u00a0")
        said = verb.lower in words.says | words.participles | words.gestures
        if not said or not start.endswith((",", "—", "–", *'”»“"')):
            return False
        if start.endswith(",") and _begins_with_subject(article, tokens, taken, len(start)):
            return False  # Le colonel, Ousmane Diop, a confirmé le départ
    if article.text[tokens[index].end : tokens[index].end + 1] in (*",.:;!?", ""):
        return True
    behind = tokens[index + 1 : index + 2]
    small = words.prepositions | words.of_names | words.conjunctions | words.who | words.times
    return quoted and bool(behind) and behind[0].lower in small


def _begins_with_subject(
    article: Article, tokens: list[Token], taken: list[Mention], comma: int
) -> bool:
    """Whether a sentence begins with somebody and only what two commas enclose, or one comma, is
    between them and the verb behind a comma: `La ministre, en visite à Gand, a confirmé`.
    """
    words, named = article.words, False
    for at, token in enumerate(tokens):
        if token.start >= comma or token.lower in words.reports | words.auxiliaries:
            return False
        named |= is_role(words, token.lower) or is_body(words, token.lower)
        named |= any(one.start <= token.start < one.end for one in taken)
        if article.text[token.end] == ",":
            between = article.text[token.end + 1 : comma - 1]
            title = tokens[at + 1].lower in words.definite | words.titles | words.every_role
            return named and at > 0 and between.count(",") <= title
    return False


def _is_before_verb(
    article: Article, tokens: list[Token], at: int, index: int, former: bool
) -> bool:
    """Whether a noun phrase begins a clause, and a verb of saying is directly behind it, or behind
    what belongs to it.
    """
    words = article.words
    begins = at == 0 or article.text[: tokens[at].start].rstrip(" \u00a0").endswith((",", ":"))
    begins = begins or tokens[at - 1].lower in words.conjunctions
    behind = tokens[index + 1 : index + 2 + _LONGEST]
    if not begins and not article.behind_quotation(tokens[at]):
        return False
    left = tokens[index]
    verbs = words.reports if former else words.says
    for number, one in enumerate(behind):
        if not article.touch_or_elided(left, one):
            return False
        if one.lower in verbs:
            return True
        if one.lower in words.auxiliaries:
            after = tokens[index + 2 + number : index + 5 + number]
            return any(two.lower in words.participles for two in after)
        small = words.reflexives | words.before_verbs | words.negations
        if number == 0 and one.lower not in words.of_names | small | words.prepositions:
            return False
        left = one
    return False
