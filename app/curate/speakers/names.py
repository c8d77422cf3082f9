"""The names that a sentence prints."""

import re
from collections.abc import Iterator

from app.curate.speakers.article import Article
from app.curate.speakers.bodies import find_offices, is_in_role
from app.curate.speakers.compatriots import compatriot
from app.curate.speakers.ids import slug
from app.curate.speakers.name_ends import (
    ends_name,
    is_noun_behind,
    is_whole,
    without_letters,
)
from app.curate.speakers.nouns import (
    HONOURS,
    is_body,
    is_role,
    is_short_title,
    is_unnamed,
    offices_meant,
)
from app.curate.speakers.people import (
    add_voice,
    inflected_family,
    known_name_at,
    known_person,
    note_person,
)
from app.curate.speakers.places import actor_named, is_demonym, is_seat
from app.curate.speakers.roles import role_after
from app.curate.speakers.terms import Mention, MentionKind, Voice
from app.curate.speakers.tokens import Token, find_phrases
from app.domain.names import fold

_BEFORE_APOSTROPHES = ("O", "D", "N", "M", "K", "Sh", "Ch")  # O’Neill, N’Dri, M’Baye


def note_full_names(article: Article) -> None:
    """Note everybody with a full name, wherever it is in the article."""
    article.full_names_only = True
    found = list(zip(article.sentences, article.tokens, strict=True))
    for _, tokens in sorted(found, key=lambda one: one[0].is_heading):  # headings last
        for _ in find_names(article, tokens):
            pass  # they are noted on the way
    article.full_names_only = False


def find_names(article: Article, tokens: list[Token]) -> Iterator[Mention]:
    """The people, bodies and places that a sentence names. People are added to the article's."""
    if not tokens:
        return
    yield from find_offices(article, tokens)
    for run in _name_runs(article, tokens):
        name, before = _name_and_titles(article, tokens, run)
        if name and (found := _mention_of(article, tokens, run, name, before)):
            yield found


def _name_and_titles(
    article: Article, tokens: list[Token], run: list[Token]
) -> tuple[list[Token], list[Token]]:
    """The name in words with capitals, and what of them is before it."""
    words = article.words
    if len(run) > 2 and actor_named(article, run):
        return run, []  # Central African Republic
    name, before = _without_titles(article, without_letters(run), tokens[0])
    if len(name) > 2 and _is_acronym(name[0]) and not _is_acronym(name[1]):
        name, before = name[1:], [*before, name[0]]  # le député LR Bruno Castel
    if len(name) > 2 and not before and words.department([name[0].lower]):
        name, before = name[1:], [name[0]]  # ministre de la Défense Céline Wauters
    if len(name) > 3 and name[0].lower in words.genres | words.interviews and not name[1].capital:
        name, before = name[2:], [*before, *name[:2]]  # Ritratto di Agnese Birzniece
    if len(name) > 2 and name[0] is tokens[0] and name[0].lower in words.reports:
        name, before = name[1:], [*before, name[0]]  # Parla Agnese Birzniece
    at = tokens.index(run[0])
    near = before[-1:] or tokens[max(0, at - 1) : at]
    origin = len(name) > 2 and bool(near) and near[0].lower in words.definite
    if origin and name[0].lower.endswith(words.inhabitant_ends or ("\0",)):
        name, before = name[1:], [*before, name[0]]  # l’Anversoise Hilde Verstraelen
    behind = at > 0 and tokens[at - 1].lower in words.prepositions and name[:1] == run[:1]
    if len(name) == 3 and behind and actor_named(article, name[:1]):
        name, before = name[1:], [*before, name[0]]  # ribatte da Atene Stratos Lambrinakis
    capitals = [one for one in name if one.capital]
    titled = bool(before) and is_role(words, before[-1].lower)  # Vizeministerin Trần Thị Bích Lan
    if words.compounds and len(capitals) > 3 and not titled:
        at = name.index(capitals[-2])  # Feldmanns Parteifreund Jonas Reuter
        name, before = name[at:], [*before, *name[:at]]
    if (first := _behind_party(article, tokens, run, name)) > 0:
        name, before = name[first:], [*before, *name[:first]]
    if len(name) > 2 and not before and _ends_role(article, tokens, tokens.index(run[0])):
        name, before = name[1:], name[:1]  # ministro degli Esteri Carlo Bassi
    while len(name) > 2 and not known_person(article, article.printed(name), name):
        if not name[1].capital and name[0].text.istitle() and words.inflects:
            break  # Bram de Wit
        genitive = words.inflects and bool(before) and before[-1] is not name[0]
        if not genitive and not _follows_noun_phrase(article, tokens, name[0]):
            break
        before, name = [*before, name[0]], name[1:]
        if not name[0].capital:
            before, name = [*before, name[0]], name[1:]
    return name, before


def _behind_party(
    article: Article, tokens: list[Token], run: list[Token], name: list[Token]
) -> int:
    """Where a name begins behind that of a party: `la diputada de Alternativa Verde Lourdes
    Cifuentes Mora`, if the text has the family name again. 0 if no party is before it.
    """
    words, at = article.words, tokens.index(run[0])
    if words.compounds or len(name) < 4 or at < 2 or not all(one.capital for one in name):
        return 0
    of = words.of_names | words.of_speakers | words.definite
    if tokens[at - 1].lower not in of or not is_role(words, tokens[at - 2].lower):
        return 0
    if words.department([name[0].lower]):
        return 1  # ministro de Exteriores José Manuel Albares
    for index in range(2, len(name)):
        if article.text.count(name[index].text) > 1:
            return index - 1
    return max(2, len(name) - 3)


def _whole_name(article: Article, family: str) -> str | None:
    """The only person whose name ends in these two or more words: `Borg Micallef`."""
    found = [
        one.id
        for one in article.people.values()
        if not one.is_body and one.name.endswith(f" {family}")
    ]
    return found[0] if len(found) == 1 else None


def _is_acronym(token: Token) -> bool:
    """Whether a word has only capitals, as the name of a party, and is no initial."""
    return len(token.text) > 1 and token.text.isupper() and token.text.isalpha()


def _mention_of(
    article: Article, tokens: list[Token], run: list[Token], name: list[Token], before: list[Token]
) -> Mention | None:
    """The mention that a name is; None if the words mean nobody."""
    start, end = name[0].start, name[-1].end
    alone = len(name) == 1 and not article.full_names_only
    if alone and (family := inflected_family(article, name[0])):
        return Mention(start, end, MentionKind.person, family)
    if (
        article.words.compounds
        and len(name) == 3
        and not is_whole(article, tokens, name, before)
        and is_noun_behind(article, name[2], name[1])
    ):
        name, end = name[:2], name[1].end  # Armin Lang Fortschritte
    printed = article.printed(name)
    if known := known_person(article, printed, name):
        entry, at = article.known.people.get(known), tokens.index(name[0])
        if entry and entry.kind != "person" and is_in_role(article, tokens, at, []):
            return None  # il titolare della Farnesina
        return note_person(article, known, printed, True, name, tokens)
    if found := known_name_at(article, tokens, tokens.index(name[0])):
        return found
    if actor := actor_named(article, name):
        if is_seat(article, tokens, tokens.index(name[0]), printed):
            seat = add_voice(article, slug(printed), printed, False)
            seat.is_body, seat.actor = True, actor
            return Mention(start, end, MentionKind.body, seat.id)
        if compatriot(article, tokens, tokens.index(name[-1])):
            return None  # the Dane said
        return Mention(start, end, MentionKind.place, actor)
    if any(is_body(article.words, token.lower) for token in name):
        return None  # found by `mentions`
    if printed in article.known.agencies or printed in article.known.platforms:
        return None
    if name[0].lower in article.words.media or name[-1].lower in article.words.media:
        return None  # ABC Radio
    if len(name) > 1 and (whole := _whole_name(article, printed)):
        person = article.people[whole]
        return note_person(article, whole, person.name, person.known, name, tokens)
    if len(name) > 1 and _is_party(article, tokens, name):
        return None
    if len(name) > 1 and offices_meant(article.words, [name[-1].lower]):
        return None  # Fiji’s Home Affairs Minister
    family = article.families.get(fold(name[-1].text))
    if family and len(name) == 2 and name[0] is tokens[0] and _is_heading(article, name[0]):
        person = article.people[family]  # Llega Olmos
        return note_person(article, family, person.name, person.known, name[1:], tokens)
    if article.words.compounds and len(name) == 2 and (actor := actor_named(article, name[1:])):
        return Mention(name[1].start, end, MentionKind.place, actor)  # Richtung Ukraine
    titled = _is_titled(article, tokens, run, name, before)
    if len(name) > 1 and not titled and _is_what_a_role_heads(article, tokens, run, name):
        return None
    determined = _is_determined(article, tokens, run, before)
    acronym = all(token.text.isupper() and len(token.text) > 1 for token in name)
    code = name[-1].text.isupper() and len(name[-1].text) > 1
    code = code and not printed.isupper()  # Russia-1 TV
    if len(name) > 1 and not acronym and not code and (titled or not determined):
        return note_person(article, slug(printed), printed, False, name, tokens)
    if family := article.families.get(fold(name[-1].text)):
        person = article.people[family]
        return note_person(article, family, person.name, person.known, name, tokens)
    if len(name) == 1 and (one := _with_surname(article, name[0])):
        return note_person(article, one.id, one.name, one.known, name, tokens)
    if determined and _is_institution(article, tokens, name):
        body = add_voice(article, slug(printed), printed, False)
        body.is_body = True
        return Mention(start, end, MentionKind.body, body.id)
    if not alone or acronym or name[0].text.isupper():
        return None
    free = not _is_prepositioned(article, tokens, tokens.index(run[0])) and not determined
    if titled or (free and _is_beside_verb(article, tokens, name[0])):
        return note_person(article, slug(printed), printed, False, name, tokens)
    return None


def _with_surname(article: Article, name: Token) -> Voice | None:
    """The only person with this word as the first of two surnames, or as a first word: Arrieta is
    Ximena Arrieta Colunga, and Kang is Kang Min-ho.
    """
    if article.full_names_only or not name.text[1:].islower():
        return None
    found = [
        one
        for one in article.people.values()
        if not one.is_body and name.text in one.name.split()[:-1]
    ]
    return found[0] if len(found) == 1 else None


def _is_heading(article: Article, word: Token) -> bool:
    """Whether a word is in a heading inside the text."""
    inside = next((one for one in article.sentences if word.start < one.end), None)
    return inside is not None and inside.is_heading and inside.start > 0


def _is_party(article: Article, tokens: list[Token], name: list[Token]) -> bool:
    """Whether a word for a party is directly before a name: `del gruppo Libera Italia`."""
    at = tokens.index(name[0])
    near = tokens[at - 1] if at else None
    party = near is not None and near.lower in article.words.parties
    words, before = article.words, tokens[max(0, at - 3) : max(0, at - 1)]
    whose = len(before) == 2 and before[1].lower in words.of_names - words.determiners_m
    if whose and near and near.text.islower() and is_role(words, before[0].lower):
        return False  # le chef de groupe Ibou Mané
    return near is not None and party and article.touch(near, name[0])


def _is_institution(article: Article, tokens: list[Token], name: list[Token]) -> bool:
    """Whether words with capitals behind an article are the subject of the verb directly behind
    them: `El Colegio Médico saludó la decisión`. Not in German, where all nouns have capitals.
    """
    at = tokens.index(name[-1]) + 1
    if article.words.compounds or article.full_names_only or len(name) < 2 or at >= len(tokens):
        return False
    verb = tokens[at]
    spoken = verb.lower in article.words.reports | article.words.auxiliaries
    plain = all(one.capital for one in name) and not _is_acronym(name[-1])
    return spoken and plain and article.touch(name[-1], verb)


def _is_titled(
    article: Article, tokens: list[Token], run: list[Token], name: list[Token], before: list[Token]
) -> bool:
    """Whether a role is directly before a name."""
    if before and is_role(article.words, before[-1].lower):
        return True
    start = tokens.index(run[0])
    if not start:
        return False
    near = tokens[start - 1]
    return is_role(article.words, near.lower) and article.touch(near, name[0])


def _is_what_a_role_heads(
    article: Article, tokens: list[Token], run: list[Token], name: list[Token]
) -> bool:
    """Whether words with capitals and an article belong to a role before them: `Chief of the
    Malaysian Armed Forces`, `jefe del Comando Conjunto`.
    """
    words, at = article.words, tokens.index(run[0])
    between = run[: run.index(name[0])]
    adjectives = all(
        is_demonym(article, one)
        or (is_body(words, one.lower) and not words.department([one.lower]))  # Mando Naval
        for one in between
    )
    if words.compounds or words.inflects or at < 2 or not adjectives:
        return False
    of = tokens[at - 1].lower
    if of not in words.determiners - words.possessives:
        return False
    joined = of in words.of_names - words.definite and of not in ("de", "di", "d")
    return (joined or tokens[at - 2].lower in words.of_names) and is_in_role(
        article, tokens, tokens.index(name[0]), [], 0
    )


def _is_determined(
    article: Article, tokens: list[Token], run: list[Token], before: list[Token]
) -> bool:
    """Whether an article or another determiner is before words with capitals: `the Harmony Bloc`,
    and not `las palabras de Elena Ruiz`.
    """
    determiners = article.words.determiners - article.words.view_of - article.words.agents
    if before:
        return before[-1].lower in determiners
    start = tokens.index(run[0])
    that = start > 1 and len(run) > 1 and tokens[start - 1].lower == "das"
    if that and article.words.compounds and tokens[start - 2].lower in article.words.reports:
        return False  # Anders sieht das Georg Roth
    told = find_phrases(tokens[:start], article.words.according_to)
    if any(part[-1] is tokens[start - 1] for part in told):
        return False  # a detta di Rui Pires
    pure = article.words.prepositions - article.words.definite
    behind = start > 0 and tokens[start - 1].lower in pure
    if behind and len(run) > 1 and role_after(article, run, tokens):
        return False  # Trois questions à Jeanne Morel, ministre de la Défense
    if start > 1 and _is_named_again(article, tokens[start - 2 : start], run):
        return False  # en el camarote de Lucía Barragán
    return (
        start > 0
        and tokens[start - 1].lower in determiners
        and not (start > 1 and tokens[start - 2].lower in article.words.nouns)
        and article.touch(tokens[start - 1], run[0])
    )


def _is_named_again(article: Article, before: list[Token], name: list[Token]) -> bool:
    """Whether a name behind a noun and `de` is that of a person, as the text has the last word of
    it again alone.
    """
    words, (noun, of) = article.words, before
    genitive = of.lower in words.of_names and of.lower in ("de", "di", "d")
    plain = (
        noun.text.islower() and not is_role(words, noun.lower) and not is_body(words, noun.lower)
    )
    if not (genitive and plain and len(name) in (2, 3)) or noun.lower in words.parties:
        return False
    if not all(one.text.istitle() for one in name):
        return False
    family = re.escape(name[-1].text)
    alone = re.compile(rf"(?<!{re.escape(name[-2].text)} )(?<!{of.text} )\b{family}\b")
    return alone.search(article.text) is not None


def _name_runs(article: Article, tokens: list[Token]) -> Iterator[list[Token]]:
    """Names as they are printed: words with capitals, with only spaces between, and with the
    points of initials and the small words of family names.
    """
    run: list[Token] = []
    compounds = article.words.compounds  # warf Wim Hoekema der Regierung vor
    phrases = {
        token.start for part in find_phrases(tokens, article.words.according_to) for token in part
    }
    phrases |= {
        token.start for part in find_phrases(tokens, article.words.no_names) for token in part
    }
    phrases |= {
        token.start
        for part in find_phrases(tokens, article.words.offices)
        if part[0].capital
        for token in part
    }
    for index, token in enumerate(tokens):
        if token.start in phrases:
            if run:
                yield run
            run = []
            continue
        gap = article.text[run[-1].end : token.start] if run else ""
        joins = bool(run) and (
            gap in (" ", "\u00a0", "\u202f")
            or (
                gap.strip() == "."
                and (len(run[-1].text) == 1 or is_short_title(article.words, run[-1]))
            )
            or (gap in ("’", "'") and (len(run) > 1 or run[-1].text in _BEFORE_APOSTROPHES))
        )
        following = tokens[index + 1] if index + 1 < len(tokens) else None
        if (token.capital and (joins or not run)) or (
            joins
            and token.lower in article.words.name_particles
            and not (compounds and run[-1].capital and token.lower in article.words.determiners)
            and not (compounds and following and ends_name(article, run, token, following))
            and following is not None
            and _is_capital_behind(article, tokens, index)
            and article.text[token.end : following.start] in (" ", "’", "'")
            and not is_role(article.words, run[-1].lower)
            and not is_unnamed(article.words, run[-1].lower)
            and run[-1].lower not in article.words.bodies
            and (
                len(run) > 1
                or token.lower not in article.words.weak_particles
                or _begins_apposition(article, tokens, run[0])
            )
        ):
            run.append(token)
        else:
            if run:
                yield run
            run = [token] if token.capital else []
    if run:
        yield run


def _begins_apposition(article: Article, tokens: list[Token], first: Token) -> bool:
    """Whether a comma or a role is before a word: `…, Bram de Wit, …`."""
    at = tokens.index(first)
    after_comma = article.text[: first.start].rstrip().endswith(",")
    titled = at > 0 and (
        is_role(article.words, tokens[at - 1].lower) or tokens[at - 1].text.isupper()
    )
    plain = not is_role(article.words, first.lower) and not is_body(article.words, first.lower)
    return plain and (after_comma or titled)


def _is_capital_behind(article: Article, tokens: list[Token], index: int) -> bool:
    """Whether a word with a capital follows, or another small word and one: `van den Berg`."""
    if tokens[index + 1].capital:
        return True
    further = tokens[index + 1].lower in article.words.name_particles and index + 2 < len(tokens)
    behind = tokens[index + 2] if further else None
    return (
        behind is not None
        and behind.capital
        and not behind.text.isupper()
        and not is_role(article.words, behind.lower)
        and not is_body(article.words, behind.lower)  # Karl Lang von der Universität Kiel
    )


def _without_titles(
    article: Article, run: list[Token], first: Token | None
) -> tuple[list[Token], list[Token]]:
    """A run without the titles, demonyms and small words before and the days behind the name;
    and what was before it.
    """
    words = article.words
    titles = [at for at, one in enumerate(run[:-1]) if is_role(article.words, one.lower)]
    bodies = [at for at, one in enumerate(run[:-2]) if is_body(article.words, one.lower)]
    cut = max([0, *(at + 1 for at in (*titles, *bodies))])
    before, left = run[:cut], run[cut:]
    while left:
        lower = left[0].lower
        common = lower in words.starters or (left[0] is first and lower in words.stopwords)
        elided = len(left[0].text) == 1 and article.text[left[0].end : left[0].end + 1] in "’'"
        if (
            is_role(article.words, lower)
            or lower in words.titles
            or lower in words.prepositions
            or lower in words.several
            or lower in words.every_pronoun
            or common
            or (elided and left[0].text not in "O")
            or (len(left) > 1 and left[0].text in article.known.platforms | {"X"})
            or (len(lower) > 3 and lower in words.weekdays)
            or (len(lower) > 3 and lower in words.months and not _is_given_name(article, left))
            or (len(left) > 1 and is_demonym(article, left[0]))
            or (len(left) > 1 and left[0] is first and article.known.demonym(lower))
            or (len(left) == 2 and left[0] is first and _asks_a_country(article, left))
            or _is_honour(left, before)
        ):
            before.append(left.pop(0))
        else:
            break
    days = words.weekdays.keys() | words.months.keys()
    while left and len(left[-1].text) > 3 and left[-1].lower in days:
        if len(left) > 1 and not words.months_have_capitals:
            break  # Santo Domingo
        left.pop()
    return left, before


def _is_honour(left: list[Token], before: list[Token]) -> bool:
    """Whether a word is an honour before a full name. `Sri` and `Tan` are names, too, so another
    honour must be beside them.
    """
    if len(left) < 3 or left[0].lower not in HONOURS:
        return False
    beside = {left[1].lower, before[-1].lower if before else ""}
    return left[0].lower not in ("sri", "tan") or not HONOURS.isdisjoint(beside)


def _is_given_name(article: Article, left: list[Token]) -> bool:
    """Whether a month is the first name of somebody, in a language that writes months in small
    letters: `Julio Sarasola`.
    """
    return len(left) > 1 and not article.words.months_have_capitals and left[1].text[1:].islower()


def _asks_a_country(article: Article, run: list[Token]) -> bool:
    """Whether a question begins with a verb and a country: `¿Enviará Chile gente?`"""
    sentence = next(one for one in article.sentences if run[0].start < one.end)
    question = article.text[sentence.start : sentence.end].endswith("?")
    return question and actor_named(article, run[1:]) is not None


def _follows_noun_phrase(article: Article, tokens: list[Token], first: Token) -> bool:
    """Whether the first of three words with capitals is a noun of German, or a genitive of
    Polish and Ukrainian: `ihr Koalitionspartner Dirk Hansen`, `minister Ukrainy Jan Nowak`.
    """
    at = tokens.index(first)
    if not at or not article.touch(tokens[at - 1], first):
        return article.words.compounds and len(first.text) > 9 and "-" not in first.text
    near = tokens[at - 1]
    if article.words.compounds and len(first.text) > 9 and "-" not in first.text:
        return True
    if article.words.compounds:
        small = near.lower in article.words.determiners | article.words.possessives
        adjective = near.text.islower() and near.lower.endswith(article.words.adjective_ends)
        adjective = adjective and near.lower not in article.words.reports  # spottete Lieke
        return small or (adjective and near.lower not in article.words.prepositions)
    titled = is_role(article.words, near.lower) or near.lower in article.words.titles
    return article.words.inflects and titled


def _is_prepositioned(article: Article, tokens: list[Token], index: int) -> bool:
    """Whether a word follows a preposition, or a noun of which it is the genitive: `в Оттаві`,
    `Міністерство оборони України`.
    """
    words, near = article.words, tokens[index - 1].lower if index else ""
    if words.inflects and near in words.titles:
        return True
    return near in words.prepositions and near not in words.agents


def _is_beside_verb(article: Article, tokens: list[Token], name: Token) -> bool:
    """Whether a single name is next to a verb of saying, as in `Trump said`. Not in German,
    where every noun has a capital.
    """
    at = tokens.index(name)
    if at == 0 and (is_unnamed(article.words, name.lower) or not _is_a_name(article, name)):
        return False
    if at and tokens[at - 1].lower in article.words.several:
        return False  # eleven African states
    beside = [tokens[to] for to in (at - 1, at + 1) if 0 <= to < len(tokens)]
    return not article.words.compounds and any(
        one.lower in article.words.says
        and article.touch(*((one, name) if one.start < name.start else (name, one)))
        for one in beside
    )


def _is_a_name(article: Article, word: Token) -> bool:
    """Whether the first word of a sentence is a name and not `Economists`: it is no plural, or
    has a capital in the middle of another sentence.
    """
    inside = re.search(rf"[\w,] {re.escape(word.text)}\b", article.text)
    plain = not word.lower.endswith("s") and not article.words.inflects
    return plain or inside is not None


def _ends_role(article: Article, tokens: list[Token], index: int) -> bool:
    """Whether a word with a capital ends a role: a preposition and a role are before it."""
    return (
        index > 1
        and tokens[index - 1].lower in article.words.prepositions
        and is_role(article.words, tokens[index - 2].lower)
        and article.touch(tokens[index - 2], tokens[index - 1])
    )
