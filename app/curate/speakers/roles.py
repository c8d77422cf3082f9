"""The roles that are printed beside names."""

from itertools import pairwise

from app.curate.capacities import capacity_of
from app.curate.language import Language
from app.curate.speakers.article import Article
from app.curate.speakers.nouns import HONOURS, is_body, is_role
from app.curate.speakers.places import actor_named, is_demonym
from app.curate.speakers.terms import Mention, MentionKind
from app.curate.speakers.tokens import Token
from app.domain.vocabulary import Capacity


def role_before(article: Article, name: list[Token], tokens: list[Token]) -> list[Token]:
    """The words of the role printed before a name, as `Italian Prime Minister`."""
    index = tokens.index(name[0])
    nearest = None
    for at in range(index - 1, max(index - 9, -1), -1):
        right = tokens[at + 1]
        gap = article.text[tokens[at].end : right.start]
        comma = gap.strip() == "," and at == index - 1
        if gap.strip(" \u00a0’'.-") and not comma:
            break
        if tokens[at].lower in article.words.reports:
            break
        if is_role(article.words, tokens[at].lower):
            nearest = at
            break
    if nearest is None:
        return []
    first = nearest
    while first and _belongs_to_role(article, tokens[first - 1], tokens[first]):
        first -= 1
    return tokens[first:index]


def whole_role(article: Article, role: list[Token], tokens: list[Token]) -> list[Token]:
    """The words of a role with the country that owns them, without a title such as `Sir` at its
    end; for a mere rank, what is before it and a comma: `Norway’s defence attaché, Commander`.
    """
    words = article.words
    while len(role) > 1 and len(role[-1].text) < 5 and role[-1].lower in _honorifics(words):
        role = role[:-1]
    at = tokens.index(role[0])
    if (
        at
        and article.text[tokens[at - 1].end : role[0].start].strip() == ","
        and _is_rank(article, role)
    ):
        before = role_before(article, role, tokens)
        if before and tokens.index(before[-1]) == at - 1:
            role, at = before, tokens.index(before[0])
    if at > 1 and words.possessive_s and tokens[at - 1].lower == "s":
        first = at - 2
        while (
            first and tokens[first - 1].capital and not actor_named(article, tokens[first : at - 1])
        ):
            first -= 1
        if actor_named(article, tokens[first : at - 1]):
            return tokens[first : tokens.index(role[-1]) + 1]  # Ukraine’s ambassador to Canada
    return role


def _is_rank(article: Article, role: list[Token]) -> bool:
    """Whether a role is only the rank of an officer."""
    military = capacity_of(article.printed(role), article.words) is Capacity.military
    return military and len(role) < 4


def _honorifics(words: Language) -> frozenset[str]:
    return frozenset(one for one in words.every_role if len(one) < 5) - words.short_roles


def _belongs_to_role(article: Article, token: Token, right: Token) -> bool:
    if article.text[token.end : right.start].strip(" \u00a0"):
        return False
    lower = token.lower
    return (
        lower in article.words.titles
        or lower in article.words.bodies
        or is_role(article.words, lower)
        or is_demonym(article, token)
    ) and lower not in article.words.determiners


def role_after(article: Article, name: list[Token], tokens: list[Token]) -> list[Token]:
    """The words of the role printed between commas behind a name."""
    index = tokens.index(name[-1])
    rest = tokens[index + 1 : index + 10]
    if not rest or article.text[name[-1].end : rest[0].start].strip(" ") != ",":
        return []
    role: list[Token] = []
    for token in rest:
        gap = article.text[role[-1].end : token.start] if role else ""
        if gap.strip(" \u00a0’'()") or token.lower in article.words.says:
            break
        if not role and token.lower in article.words.determiners:
            continue
        if role and token.lower in article.words.role_ends:
            break
        if not role and token.lower in article.words.relatives:
            break  # Annick Riou, dont le fils est mécanicien
        if not role and _is_verb_of_view(article, rest):
            break
        role.append(token)
    return role if any(is_role(article.words, token.lower) for token in role[:5]) else []


def _is_verb_of_view(article: Article, rest: list[Token]) -> bool:
    """Whether words behind a name begin with a verb that is also a role: `Tessier, juge le lot`."""
    verb = rest[0].lower in article.words.reports
    return verb and len(rest) > 1 and rest[1].lower in article.words.definite


def apposition(article: Article, name: list[Token], tokens: list[Token]) -> set[str]:
    """The words of what is said of a person behind the name, with an article and between commas,
    if it is no role: `Frost, a former nurse, …`.
    """
    words, index = article.words, tokens.index(name[-1])
    rest = tokens[index + 1 : index + 7]
    if not rest or article.text[name[-1].end : rest[0].start].strip(" ") != ",":
        return set()
    if rest[0].lower not in words.definite | words.indefinite:
        return set()
    found: set[str] = set()
    for left, right in pairwise(rest):
        if not article.touch(left, right) or right.lower in words.prepositions | words.role_ends:
            break
        things = words.papers | words.nouns | words.declarations | words.titles
        if right.text.islower() and right.lower not in things:
            found.add(right.lower)
    return found


def role_of(article: Article, mention: Mention, tokens: list[Token]) -> list[Token]:
    """The words of the role printed before the name of a person."""
    name = [one for one in tokens if mention.start <= one.start < mention.end]
    return role_before(article, name, tokens) if name and mention.kind is MentionKind.person else []


def offices_headed(article: Article, tokens: list[Token], index: int) -> set[str]:
    """The office that a role has with the words behind it: `chef du gouvernement` is the prime
    minister, `titular de Defensa` the minister.
    """
    words = article.words
    if not tokens[index].lower.startswith(words.heads or ("\0",)):
        return set()
    at = index + 1
    while at < len(tokens) and (
        tokens[at].lower in words.head_of or is_demonym(article, tokens[at])
    ):
        at += 1
    if at >= len(tokens) or not all(
        article.touch_or_elided(tokens[one], tokens[one + 1]) for one in range(index, at)
    ):
        return set()
    return {office for office, of in words.headed.items() if tokens[at].lower.startswith(of)}


def _is_title_of(article: Article, token: Token, mention: Mention, between: list[Token]) -> bool:
    """Whether what a role belongs to, and a comma, are between it and a name with another title."""
    words = article.words
    text = article.text[token.end : mention.start]
    if text.count(",") != 1 or any(one in text for one in ';:.()«“"') or not between:
        return False
    comma = token.end + text.index(",")
    of = [one for one in between if one.end <= comma]
    title = [one for one in between if one.start > comma]
    known = words.titles | words.definite | HONOURS
    plain = all(is_role(words, one.lower) or one.lower in known for one in title)
    if not title and of and of[0].lower in words.of_names and len(of) < 7:
        # Per il presidente dell’Autorità portuale, Cosimo Urso, …
        return article.text[mention.end : mention.end + 1] in tuple(",.:;)")
    if not of:  # son porte-parole, le colonel Togola
        return plain and any(is_role(words, one.lower) for one in title)
    said = any(one.lower in words.reports | words.auxiliaries for one in of)
    return bool(title) and plain and 0 < len(of) < 7 and of[0].lower in words.of_names and not said


def titles_before(article: Article, mention: Mention, tokens: list[Token]) -> set[str]:
    """The roles that a comma and another title divide from a name."""
    before = [one for one in tokens if one.end <= mention.start][-9:]
    return {
        one.lower
        for at, one in enumerate(before)
        if is_role(article.words, one.lower)
        and _is_title_of(article, one, mention, before[at + 1 :])
    }


def belongs_to_name(
    article: Article, tokens: list[Token], index: int, taken: list[Mention]
) -> bool:
    """Whether the role at a place belongs to a name near it: `President Macron`,
    `la ministre des Armées, Hélène Vasseur`, `Macron, the president`.
    """
    token = tokens[index]
    for mention in taken:
        if mention.kind is not MentionKind.person or mention.id not in article.people:
            continue
        if mention.start >= token.end:
            name = [one for one in tokens if mention.start <= one.start < mention.end]
            if name and token in role_before(article, name, tokens):
                return True
            between = [one for one in tokens if token.end <= one.start < mention.start]
            body = article.people[mention.id].is_body or is_body(article.words, token.lower)
            if name and not (between or body) and article.touch(token, name[0]):
                return True  # el peruano Edgar Quispe
            titles = all(
                is_role(article.words, one.lower) or one.lower in article.words.titles | HONOURS
                for one in between
            )
            if _is_title_of(article, token, mention, between):
                return True  # il direttore della Sala stampa, padre Anselmo Ricotti
            gap = article.text[token.end : mention.start].lstrip()
            if titles and gap.startswith(",") and len(between) < 4:
                return True  # his minister, retired Adm. Rui Sequeira
        else:
            name = [one for one in tokens if mention.start <= one.start < mention.end]
            if name and token in role_after(article, name, tokens):
                return True
    return False
