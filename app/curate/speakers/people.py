"""The people and bodies of an article, as they are found."""

import re

from app.curate.known import sound
from app.curate.language import Language
from app.curate.speakers.article import Article
from app.curate.speakers.countries import country_in_role
from app.curate.speakers.nouns import gender_of_phrase, is_body
from app.curate.speakers.places import actors_named
from app.curate.speakers.roles import apposition, role_after, role_before, titles_before, whole_role
from app.curate.speakers.terms import Mention, MentionKind, Voice
from app.curate.speakers.tokens import Token
from app.domain.names import fold
from app.domain.names import words as name_words


def add_voice(article: Article, person: str, name: str, known: bool) -> Voice:
    """Somebody of the article by id, who is added if new. `known`: in people.yaml."""
    if person not in article.people:
        entry = article.known.people.get(person)
        article.people[person] = Voice(person, entry.name if entry else name, known)
        if entry is not None:
            titles = " ".join(role.title for role in entry.roles)
            article.people[person].words = set(name_words(titles))
            article.people[person].actor = next((r.actor for r in entry.roles if r.actor), None)
            article.people[person].is_body = entry.kind != "person"
    return article.people[person]


def note_person(
    article: Article, person: str, printed: str, known: bool, name: list[Token], tokens: list[Token]
) -> Mention:
    """A mention of a person, who is added to the article's with the role printed here."""
    person = article.forms.get(person, person)
    entry = add_voice(article, person, printed, known)
    if known and article.known.person(printed) is None and len(name) > 1:
        entry.printed_as = printed
    if not entry.is_body:
        article.families.setdefault(fold(name[-1].text), person)
    role = role_before(article, name, tokens)
    if not role or _is_honorific(article.words, article.text[role[0].start : role[-1].end]):
        role = role_after(article, name, tokens) or role  # Sir Alan Reeve, a former chief of staff
    if role:
        printed_role = article.printed(whole_role(article, role, tokens))
        lower = {token.lower for token in role}
        entry.words |= lower | {part for word in lower for part in re.split(r"[-‐‑]", word)}
        if entry.gender is None:
            at = tokens.index(role[0])
            determiner = tokens[at - 1].lower if at else ""
            entry.gender = gender_of_phrase(article.words, determiner, [one.lower for one in role])
            words = article.words
            given = name[0].lower if len(name) > 1 else ""
            a_woman = bool(words.given_names_f) and given.endswith(words.given_names_f)
            a_woman = a_woman and given not in words.given_names_m
            if a_woman and determiner not in words.determiners_m:
                entry.gender = "f"  # Oberst Sabine Kern
        if not _is_honorific(article.words, printed_role):
            entry.role = entry.role or printed_role
        if entry.actor is None:
            entry.actor = country_in_role(article, tokens, role)
    else:
        called = apposition(article, name, tokens)
        entry.words |= called
        article.called |= called
    _note_kin(article, entry, name, tokens)
    _note_origin(article, entry, name, tokens)
    if entry.gender is None and len(name) > 1 and article.words.given_names_f:
        given = name[0].lower
        a_woman = given.endswith(article.words.given_names_f)
        a_woman = a_woman and given not in article.words.given_names_m
        known_man = article.words.inflects or given.endswith(article.words.given_names_o)
        entry.gender = "f" if a_woman else "m" if known_man else None
    mention = Mention(name[0].start, name[-1].end, MentionKind.person, person, entry.gender)
    entry.words |= titles_before(article, mention, tokens)
    return mention


def _note_kin(article: Article, entry: Voice, name: list[Token], tokens: list[Token]) -> None:
    """Note the word for a relative with which a name is introduced: `his wife, Ana Hale`."""
    words, at = article.words, tokens.index(name[0])
    near = tokens[at - 1] if at else None
    if near is None or near.lower not in words.kin_m | words.kin_f:
        return
    if article.text[near.end : name[0].start].strip(" ,\u00a0") == "":
        entry.words.add(near.lower)
        entry.gender = entry.gender or ("m" if near.lower in words.kin_m else "f")


def _note_origin(article: Article, entry: Voice, name: list[Token], tokens: list[Token]) -> None:
    """Note the noun for where somebody is from: `l’Anversoise Hilde Verstraelen`."""
    ends, at = article.words.inhabitant_ends, tokens.index(name[0])
    near = tokens[at - 1] if at else None
    plain = near is not None and near.text.istitle() and article.touch(near, name[0])
    if near and plain and ends and near.lower.endswith(ends) and len(name) > 1:
        entry.words.add(near.lower)
        article.called.add(near.lower)


def known_person(article: Article, printed: str, name: list[Token]) -> str | None:
    """The id of a known person, by a full name, another spelling of it, or a family name that
    only one known person has and no other person of the article.
    """
    if len(name) == 1 and article.full_names_only:
        return None
    if person := known_body(article, printed):
        return person
    if len(name) > 1:
        return article.known.similar_person(printed)
    key = fold(printed)
    if key in article.families:
        return None
    return article.known.family_names.get(key) or article.known.family_sounds.get(sound(printed))


def known_body(article: Article, printed: str) -> str | None:
    """The known body with a listed name. A name that is only a word such as `Opposition` means it
    where the text names its country.
    """
    person = article.known.person(printed)
    entry = article.known.people.get(person or "")
    if entry is None or " " in printed or not is_body(article.words, printed.lower()):
        return person
    actors = {role.actor for role in entry.roles if role.actor}
    named = any(actors.intersection(actors_named(article, one)) for one in article.tokens)
    return person if named or not actors & article.known.countries else None


def known_name_at(article: Article, tokens: list[Token], index: int) -> Mention | None:
    """A known person or body whose listed name begins here and has small words, too."""
    for length in (5, 4, 3, 2):
        part = tokens[index : index + length]
        if len(part) == length:
            person = article.known.person(article.text[part[0].start : part[-1].end])
            if person:
                entry = add_voice(article, person, article.known.people[person].name, True)
                kind = article.words.body_kind(article.printed(part)) if entry.is_body else None
                if kind and not article.full_names_only:
                    article.bodies[kind] = person  # the embassy that `la legación` means
                return Mention(part[0].start, part[-1].end, MentionKind.person, person)
    return None


def merge_inflected(article: Article) -> None:
    """Make forms of one name (`Adama Zaręby`) one person, under the form that is most likely
    the nominative.
    """
    if not article.words.inflects:
        return

    def likely(voice: Voice) -> tuple[int, bool, str]:
        return _nominative(article.words, voice.name)

    forms: dict[str, list[str]] = {}
    for one in sorted(article.people.values(), key=likely):
        if one.is_body:
            continue
        base = next((key for key in forms if _same_name(article.people[key].name, one.name)), None)
        forms.setdefault(base or one.id, []).append(one.id)
    for base, others in forms.items():
        for other in others:
            article.forms[other] = base
            if other != base and not article.people[other].known:
                article.people[base].words |= article.people[other].words
                article.people[base].actor = (
                    article.people[base].actor or article.people[other].actor
                )
                article.people[base].role = article.people[base].role or article.people[other].role
                del article.people[other]
    article.families = {fold(article.people[one].name.rpartition(" ")[2]): one for one in forms}


def inflected_family(article: Article, name: Token) -> str | None:
    """The person whose family name this is a form of."""
    if not article.words.inflects:
        return None
    found = [
        one.id
        for one in article.people.values()
        if not one.is_body and _same_name(one.name.rpartition(" ")[2], name.text)
    ]
    return found[0] if len(found) == 1 else None


def _nominative(words: Language, name: str) -> tuple[int, bool, str]:
    """How likely a form of a name is not the nominative."""
    return len(name), name.endswith(words.case_ends), name


def _same_name(one: str, other: str) -> bool:
    """Whether two names may be forms of one name in a language with cases."""
    first, second = one.split(), other.split()
    if len(first) != len(second):
        return False
    for left, right in zip(first, second, strict=True):
        shorter = min(len(left), len(right))
        stem = max(2, shorter - (2 if shorter > 4 else 1))
        if abs(len(left) - len(right)) > 3 or left[:stem] != right[:stem]:
            return False
    return True


def _is_honorific(words: Language, role: str) -> bool:
    plain = role.rstrip(".").lower()
    return len(plain) <= 4 and plain not in words.short_roles
