"""Ministries, governments and other bodies that speak without a named person."""

from collections.abc import Iterator
from itertools import pairwise

from app.curate.speakers.article import Article
from app.curate.speakers.ids import slug
from app.curate.speakers.nouns import (
    gender_of_phrase,
    is_body,
    is_role,
    is_said,
    is_unnamed,
    offices_meant,
)
from app.curate.speakers.people import add_voice, known_body
from app.curate.speakers.places import (
    actor_named,
    actors_named,
    country_near,
    country_owning,
    country_spoken_of,
    is_demonym,
    is_seat,
)
from app.curate.speakers.terms import Mention, MentionKind
from app.curate.speakers.tokens import Token, find_phrases
from app.domain.names import fold

_COUNTRY_OF = {
    "Kremlin": "RU",
    "White House": "US",
    "Pentagon": "US",
    "State Department": "US",
    "Downing Street": "GB",
    "Elysee": "FR",
}  # the offices of `Language.offices`, by their English names


def find_offices(article: Article, tokens: list[Token]) -> Iterator[Mention]:
    """Well-known offices (`der Kreml`). Their ids are English in each language."""
    for part in find_phrases(tokens, article.words.offices):
        if part[0].capital and not is_in_role(article, tokens, tokens.index(part[0]), [], 0):
            name, _, country = article.words.offices[tuple(one.lower for one in part)].partition(
                ":"
            )
            office = article.known.person(name) or slug(name)
            if name == "staff":  # lo Stato maggiore della Difesa
                name = article.text[part[0].start : part[-1].end]
                owned = next(iter(actors_named(article, tokens)), None)
                actor = country_spoken_of(article, tokens, part[0].start) or owned
                actor = actor or country_near(article, tokens, part[0].start)
                office = article.known.bodies.get(("staff", actor or "")) or slug(name)
            elif actor := article.known.by_code.get(country):  # Casa de Nariño
                kind, name = name, article.text[part[0].start : part[-1].end]
                body = article.known.body_id(kind, actor)
                office = article.known.person(name) or body or slug(name)
            entry = add_voice(article, office, name, office in article.known.people)
            entry.is_body = True
            entry.actor = entry.actor or article.known.by_code.get(_COUNTRY_OF.get(name, ""))
            entry.names.add(article.printed(part))
            yield Mention(part[0].start, part[-1].end, MentionKind.body, office)


def is_in_role(
    article: Article, tokens: list[Token], index: int, taken: list[Mention], nearest: int = 1
) -> bool:
    """Whether a body belongs to a role or a name before it: `président de la commission`,
    `Lars Madsen of the police union`. The role is more than `nearest` words before it.
    """
    words = article.words
    small = words.determiners | words.prepositions | words.titles
    at = index - 1
    according = {one.start for part in find_phrases(tokens, words.according_to) for one in part}
    while at >= 0 and index - at < 6 and article.touch_or_elided(tokens[at], tokens[at + 1]):
        lower = tokens[at].lower
        if tokens[at].start in according:
            return False  # par la voix de son ministère
        if lower == "s" and words.possessive_s:
            return False  # the prime minister’s office
        if _is_of_people(article, tokens, at):
            return index - at > nearest
        if any(
            one.kind is MentionKind.person and one.start <= tokens[at].start < one.end
            for one in taken
        ):
            return tokens[at + 1].lower in words.of_names | words.prepositions
        if lower not in small and not is_demonym(article, tokens[at]) and index - at > 2:
            return False
        at -= 1
    return False


def _is_of_people(article: Article, tokens: list[Token], at: int) -> bool:
    """Whether a word means people by what they are, and no text (`una nota dell’ambasciata`) or
    what is said (`lo ha comunicato il ministero`).
    """
    words, lower = article.words, tokens[at].lower
    if lower in words.signed_texts | words.papers or is_said(words, tokens, at):
        return False
    return is_role(words, lower) or is_unnamed(words, lower)


def _is_owner(article: Article, token: Token) -> bool:
    """Whether a word is a plural with the ending of an owner: `the Workers’ Union`."""
    return article.words.possessive_s and token.capital and token.lower.endswith("s")


def find_body(article: Article, tokens: list[Token], index: int) -> Mention | None:
    """A ministry, a government, or another body that speaks without a named person."""
    first, last = index, index
    while (
        first
        and index - first < 3
        and (tokens[first - 1].capital or article.known.demonym(tokens[first - 1].text))
    ):
        gap = article.text[tokens[first - 1].end : tokens[first].start].strip(" \u00a0")
        if gap and not (gap in "’'" and _is_owner(article, tokens[first - 1])):
            break
        if tokens[first - 1].lower in article.words.determiners | article.words.starters:
            break
        first -= 1
    first = _adjectives_before(article, tokens, first)
    end = tokens[last].end
    last = _end_of_body(article, tokens, last)
    end = tokens[last].end
    printed = article.text[tokens[first].start : end]
    possessive = tokens[first - 2] if first > 1 and tokens[first - 1].lower == "s" else None
    if possessive is not None:
        longer = article.text[possessive.start : end]
        if article.known.person(longer) or actor_named(article, [possessive]):
            first, printed = first - 2, longer
    if article.words.compounds and tokens[last].lower[:-1] in article.words.bodies:
        printed = printed.removesuffix(article.words.genitive_end)  # des Ministeriums
    for further in range(last + 1, min(last + 5, len(tokens))):
        if article.known.person(article.text[tokens[first].start : tokens[further].end]):
            last, end = further, tokens[further].end  # Cour des comptes
            printed = article.text[tokens[first].start : end]
    if _is_country(article, tokens[first : last + 1]):
        return None  # Fédération de Russie
    person = known_body(article, printed)
    kind, whose = _office_meant(article, tokens, first, last)
    if kind and whose:
        article.offices.append((kind, whose))
    if person:
        add_voice(article, person, printed, True)
    elif kind == "embassy" and (named := _embassy_before(article, tokens, first, last)):
        person = named
    elif known := _known_of_kind(article, tokens, last, kind, whose):
        person = known
        add_voice(article, person, printed, True)
    elif kind and _is_bare(article, printed) and kind in article.bodies:
        person = article.bodies[kind]  # das Ressort
    elif printed.lower() in article.words.legations and "embassy" in article.bodies:
        person = article.bodies["embassy"]  # la stessa rappresentanza
    elif english := _english_id(article, tokens, last, kind, whose):
        person = english
        entry = add_voice(article, person, printed, person in article.known.people)
        entry.is_body, entry.actor = True, whose
    elif earlier := _body_before(article, printed):
        person = earlier
    else:
        actor = next(iter(actors_named(article, tokens[first : last + 2])), None)
        actor = actor or country_spoken_of(article, tokens, tokens[first].start)
        person = slug(printed)
        same = article.people.get(person)
        if same is not None and actor and same.actor not in (None, actor):
            person = f"{actor}-{person}"  # the foreign ministry of another country
        entry = add_voice(article, person, printed, False)
        entry.is_body = True
        if entry.actor is None:
            entry.actor = actor or country_near(article, tokens, tokens[first].start)
    if kind:
        article.bodies[kind] = person
    if first and article.people[person].gender is None:
        before = tokens[first - 1].lower
        article.people[person].gender = gender_of_phrase(article.words, before, [])
    article.people[person].names.add(article.text[tokens[first].start : end])
    return Mention(tokens[first].start, end, MentionKind.body, person)


def _embassy_before(article: Article, tokens: list[Token], first: int, last: int) -> str | None:
    """The embassy that was named before, if only `the embassy` is printed."""
    words, behind = article.words, tokens[last + 1 : last + 2]
    of = words.of_names | words.prepositions | words.before_places
    owned = bool(behind) and article.touch(tokens[last], behind[0]) and behind[0].lower in of
    owned |= first > 0 and tokens[first - 1].lower == "s"
    return None if owned or first < last else article.bodies.get("embassy")


def _known_of_kind(
    article: Article, tokens: list[Token], last: int, kind: str | None, whose: str | None
) -> str | None:
    """The known body of a kind and a country. An embassy in another city is not meant."""
    known = article.known.bodies.get((kind or "", whose or ""))
    if known and kind == "embassy":
        capitals = set(article.known.capitals.values())
        meant = _english_id(article, tokens, last, kind, whose) or ""
        cities = [
            next((one for one in capitals if id_.endswith(f"-{one}")), None)
            for id_ in (known, meant)
        ]
        return known if None in cities or cities[0] == cities[1] else None
    return known


def _is_country(article: Article, name: list[Token]) -> bool:
    """Whether the word of a body begins the name of a country: `Fédération de Russie`."""
    country = actor_named(article, name) in article.known.countries
    return country and fold(article.printed(name)) not in article.known.metonyms


def _english_id(
    article: Article, tokens: list[Token], last: int, kind: str | None, whose: str | None
) -> str | None:
    """The id of a ministry, an embassy or another body whose country is known."""
    known = article.known
    if not kind or not whose:
        return None
    if kind != "embassy":
        return known.body_id(kind, whose)
    words, at = article.words, last + 1
    city = ""
    while at < len(tokens) and (
        is_demonym(article, tokens[at])
        or tokens[at].lower in words.of_names
        or (tokens[at].capital and actor_named(article, tokens[at : at + 1]) == whose)
    ):
        at += 1
    behind = tokens[at : at + 2]
    if len(behind) == 2 and behind[0].lower in words.prepositions and behind[1].capital:
        end = at + 2  # Santo Domingo
        while end < len(tokens) and tokens[end].capital and len(tokens[end].text) > 1:
            if not article.touch(tokens[end - 1], tokens[end]):
                break
            end += 1
        place = tokens[at + 1 : end]
        host = actor_named(article, place)
        city = known.capitals.get(host or "", "") or slug(article.printed(place))
    host = next((one for one in (article.dateline, article.home) if one != whose), None)
    return known.body_id(kind, whose, city or known.capitals.get(host or "", ""))


def _is_bare(article: Article, printed: str) -> bool:
    """Whether the name of a body is only a word for the office of a minister."""
    return printed.lower() in article.words.ministries


def office_spoken_for(article: Article, tokens: list[Token], index: int) -> str | None:
    """The body for which a spokesperson without a name speaks: `a Kremlin spokesman`, `ein
    Regierungssprecher`, `un portavoz del Ministerio de Defensa`. None if it is not named.
    """
    words, lower = article.words, tokens[index].lower
    if words.compounds:
        lower = next((lower[: -len(one)] for one in words.spokespeople if lower.endswith(one)), "-")
        if lower:
            return _office_in_compound(article, tokens, index, lower)
    elif lower not in words.spokespeople:
        return None
    small = words.of_names | words.of_speakers | words.determiners | words.titles
    at = index + 1
    while at < len(tokens) and at - index < 7 and _belongs_to_office(article, tokens[at], small):
        if not article.touch_or_elided(tokens[at - 1], tokens[at]):
            return None
        if found := _known_at(article, tokens, at) or _office_at(article, tokens, at):
            return found
        at += 1
    owners = [actor_named(article, [one]) for one in tokens[index + 2 : at]]
    if actor := next((one for one in owners if one in article.known.countries), None):
        return _government(article, actor)
    at = index - 1
    if words.possessive_s and at > 0 and tokens[at].lower == "s":
        at -= 1  # the prime minister’s spokesman
    elif words.possessive_s and (body := _body_before_noun(article, tokens, index)):
        return body
    return _office_at(article, tokens, at) if words.possessive_s and at >= 0 else None


def _body_before_noun(article: Article, tokens: list[Token], index: int) -> str | None:
    """The body whose name of several words is directly before a noun: `a Ministry of Defence
    spokesman`, `the UN spokesman`.
    """
    for at in range(max(0, index - 6), index - 1):
        part = tokens[at:index]
        whole = all(article.touch(*pair) for pair in pairwise(tokens[at : index + 1]))
        if whole and part[0].capital and is_body(article.words, part[0].lower):
            body = find_body(article, tokens, at)
            return body.id if body else None
    return None


def _known_at(article: Article, tokens: list[Token], at: int) -> str | None:
    """The known body whose name of several words begins at a place."""
    for length in range(7, 1, -1):
        part = tokens[at : at + length]
        known = article.known.person(article.printed(part)) if len(part) == length else None
        if known and article.known.people[known].kind != "person":
            return add_voice(article, known, article.printed(part), True).id
    return None


def _belongs_to_office(article: Article, token: Token, small: frozenset[str]) -> bool:
    """Whether a word behind that of a spokesperson may be one of the name of their office."""
    words, lower = article.words, token.lower
    nouns = is_body(words, lower) or is_role(words, lower)
    return nouns or token.capital or lower in small or is_demonym(article, token)


def _office_at(article: Article, tokens: list[Token], index: int) -> str | None:
    """The body that a word means: itself, the office of the head of state or government, or the
    government of a country.
    """
    words, token = article.words, tokens[index]
    phrases = [part for part in find_phrases(tokens, words.offices) if token in part]
    if phrases:
        name = words.offices[tuple(one.lower for one in phrases[0])]
        return article.known.person(name) or slug(name)
    if is_body(words, token.lower):
        body = find_body(article, tokens, index)
        return body.id if body else None
    meant = offices_meant(words, {one.lower for one in tokens[max(0, index - 1) : index + 1]})
    kinds = {"premier": "premier", "chancellor": "premier", "president": "presidency"}
    kind = next((kinds[one] for one in sorted(meant) if one in kinds), None)
    if kind:
        named = actors_named(article, tokens[max(0, index - 2) : index + 3])
        actor = next(iter(named), None) or country_near(article, tokens, token.start)
        return article.known.bodies.get((kind, actor or ""))
    for length in (4, 3, 2):
        part = tokens[index : index + length]
        name = article.printed(part)
        whole = len(part) == length and part[0].capital and part[-1].capital
        if whole and (known := article.known.person(name)):
            return known if article.known.people[known].kind != "person" else None
        if whole and (actor := actor_named(article, part)) and " " in name:
            seat = add_voice(article, slug(name), name, False)  # Palazzo Chigi
            seat.is_body, seat.actor = True, actor
            return seat.id
    if known := article.known.person(token.text):
        return known if article.known.people[known].kind != "person" else None
    actor = actor_named(article, [token])
    if actor and is_seat(article, tokens, index, token.text):
        seat = add_voice(article, slug(token.text), token.text, False)
        seat.is_body, seat.actor = True, actor
        return seat.id
    return None


def _office_in_compound(
    article: Article, tokens: list[Token], index: int, first: str
) -> str | None:
    """The body of a German compound: `Regierungssprecher`, `Kremlsprecher`."""
    noun = first.removesuffix("s").removesuffix("-")
    if name := article.words.offices.get((noun,)):
        return article.known.person(name) or slug(name)
    kind, place = article.words.body_kind(noun), tokens[index].start
    named = actors_named(article, tokens[max(0, index - 1) : index])
    actor = next(iter(named), None) or country_near(article, tokens, place)
    if noun in article.words.ministries and article.offices:
        kind, actor = article.offices[-1]
    if kind == "government" and actor:
        return _government(article, actor)
    return article.known.bodies.get((kind or "", actor or ""))


def _government(article: Article, actor: str | None) -> str | None:
    """The id of the government of a country, which is added to the article's bodies."""
    if actor is None:
        return None
    body = article.known.body_id("government", actor) or f"{actor}-government"
    entry = add_voice(article, body, f"Government of {actor}", body in article.known.people)
    entry.is_body, entry.actor = True, actor
    return body


def _office_meant(
    article: Article, tokens: list[Token], first: int, last: int
) -> tuple[str | None, str | None]:
    """The kind of a body, and its country: `the ministry` is that of the minister who was named
    last.
    """
    words, place = article.words, tokens[first].start
    end = last
    verbs = words.reports | words.auxiliaries | words.passive
    while end + 1 < len(tokens) and end - last < 3 and not words.compounds:
        touches = article.touch(tokens[end], tokens[end + 1])
        if not touches or tokens[end + 1].lower in verbs:
            break
        end += 1  # Affaires étrangères
    printed = article.text[place : tokens[last].end]
    kind = words.body_kind(printed) or words.body_kind(article.text[place : tokens[end].end])
    if kind is None:
        bare = tokens[last].lower in words.ministries or tokens[first].lower in words.ministries
        if bare and not article.offices and article.bodies:
            return next(reversed(article.bodies)), None
        return article.offices[-1] if bare and article.offices else (None, None)
    of = last + 1 < len(tokens) and tokens[last + 1].lower in words.of_names
    owned = next(iter(actors_named(article, tokens[first : last + 2 + of])), None)
    if kind == "commission":
        return (kind, "european-union") if tokens[last].capital else (None, None)
    if owned is None and kind != "embassy" and tokens[last + 1 : last + 2]:
        near = tokens[last + 1].lower in words.prepositions | words.place_prepositions
        place_behind = tokens[last + 2 : last + 4] if near else []
        if place_behind and place_behind[0].capital:  # Verteidigungsministerium in Laibach
            owned = next(iter(actors_named(article, place_behind)), None)
    if owned is None and first > 1 and tokens[first - 1].lower == "s" and words.possessive_s:
        owned = actor_named(article, [tokens[first - 2]])
    if owned is None and first and tokens[first - 1].lower in words.possessives:
        owned = country_owning(article, tokens, place)
    owned = owned or country_spoken_of(article, tokens, place)
    if owned is None:
        owned = next((of for one, of in reversed(article.offices) if one == kind), None)
    return kind, owned or country_near(article, tokens, place)


def _adjectives_before(article: Article, tokens: list[Token], first: int) -> int:
    """Where the name of a body begins that has a country and small words before its noun:
    `the Polish foreign ministry`.
    """
    at = first
    if tokens[first].capital and not article.words.compounds:
        return first  # the opposition Workers’ Union
    while at and tokens[at - 1].lower in article.words.titles and first - at < 3:
        at -= 1
    if at < first and tokens[at].lower in article.words.starters:
        return first
    if at < first and not (at and is_demonym(article, tokens[at - 1])):
        determined = at > 0 and tokens[at - 1].lower in article.words.definite | {
            "s",
            *article.words.possessives,
        }
        gaps = [article.text[one.end : one.end + 1] for one in tokens[at:first]]
        return at if determined and set(gaps) == {" "} else first
    if at and at < first:
        near = [tokens[one].end for one in range(at - 1, first)]
        gaps = [article.text[end : tokens[at + n].start] for n, end in enumerate(near)]
        if all(gap in (" ", "\u00a0") for gap in gaps):
            return at - 1
    return first


def _body_before(article: Article, printed: str) -> str | None:
    """The body of the article whose longer name ends in these words."""
    ending = f" {printed.lower()}"
    found = [
        one.id
        for one in article.people.values()
        if one.is_body and (f" {one.name.lower()}").endswith(ending) and one.name != printed
    ]
    return found[-1] if found else None


def _end_of_body(article: Article, tokens: list[Token], last: int) -> int:
    """The last word of a body's name: `ministère des Affaires`, `Cancillería rusa`."""
    for at in (last + 1, last + 2, last + 3):
        if at >= len(tokens) or not article.touch_or_elided(tokens[at - 1], tokens[at]):
            break
        if article.words.inflects and tokens[at].lower in article.words.titles:
            further = at + 1 < len(tokens) and tokens[at + 1].lower in article.words.titles
            return at + further  # Міністерство закордонних справ
        definite = tokens[at - 1].lower in article.words.definite and at == last + 3
        definite = definite and tokens[at - 2].lower in article.words.of_names
        of = (tokens[at - 1].lower in article.words.of_names and at == last + 2) or definite
        if of and tokens[at].capital:
            while at + 1 < len(tokens) and tokens[at + 1].capital:
                if not article.touch(tokens[at], tokens[at + 1]):
                    break
                at += 1
            return at
        adjectives = article.words.adjectives_too | article.words.body_adjectives
        if at == last + 1 and tokens[at].lower in adjectives:
            return at  # Marina militare
        if at == last + 1 and is_demonym(article, tokens[at]):
            return _end_of_body(article, tokens, at)  # ministère allemand de la Défense
    return last
