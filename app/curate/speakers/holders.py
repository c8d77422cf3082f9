"""Whom a role or a word such as `her husband` means: the people to whom it may belong."""

from collections import Counter
from collections.abc import Iterable

from app.curate.language import WORD, Language, language
from app.curate.speakers.article import Article
from app.curate.speakers.countries import country_said
from app.curate.speakers.focus import SUBJECT, in_focus, is_allowed, topic_of
from app.curate.speakers.names import find_names
from app.curate.speakers.nouns import is_ending, is_role, offices_meant
from app.curate.speakers.terms import ANONYMOUS, Mention, MentionKind, Reading, Voice
from app.domain.vocabulary import Coding


def paragraph_read(article: Article, before: list[Reading]) -> int:
    """The paragraph of the sentence that is read."""
    return article.sentences[len(before)].paragraph


def holder_of_role(
    article: Article, mention: Mention, before: list[Reading], *, certain: bool = False
) -> str:
    """Whom a role without a name means: the last speaker whom the text introduced with that role,
    or somebody else with it; nobody who is named if it is a role for another country, or if the
    text spoke of somebody without a name with that role since.
    """
    if mention.words & (article.words.kin_m | article.words.kin_f):
        return _relative(article, mention, before) or ANONYMOUS
    if mention.id and not mention.words:
        return _compatriot(article, mention, before) or ANONYMOUS
    spoke = [one.speaker for one in reversed(before) if one.speaker]
    near = [article.people[one] for one in in_focus(article, len(before)) if one in article.people]
    subject = article.people.get(subject_before(article, before, mention.gender) or "")
    people = [article.people[one] for one in spoke if one in article.people]
    called = [subject] if subject and _is_called(article, subject, mention) else []
    called += [one for one in people if _is_called(article, one, mention)]
    called += [one for one in near if _has_role(article, one, mention)]
    if certain:
        called += [one for one in near if _may_be_called(article, one, mention)]
    else:
        called += [one for one in article.people.values() if _has_role(article, one, mention)]
    if not mention.words & article.words.deputies:  # the minister is not the deputy minister
        called.sort(key=lambda one: bool(one.words & article.words.deputies))
    last = subject or speaker_in_paragraph(article, before)
    if mention.former and last and not any(one.words & article.words.former for one in called):
        called = [one for one in [last] if _may_be(article, one, mention)]
    elif called and last and last is not called[0] and last.role is None:
        far = article.named_at.get(called[0].id, -1) < first_of_paragraph(article, before)
        alike = mention.gender is None or mention.gender == last.gender
        if far and alike and not last.is_body and _may_mean(article, last, mention):
            called.insert(0, last)
    if called and last and not certain and not called[0].words & mention.words:
        far = article.named_at.get(called[0].id, -1) < first_of_paragraph(article, before)
        if far and _is_further_role(article, last, mention):
            called.insert(0, last)  # a general word: the officer
    if mention.department:
        heads = [(one, department_of(article.words, one)) for one in called]
        called = [one for one, of in heads if of == mention.department]
        called += [one for one, of in heads if of is None]
        everybody = [*people, *near, *article.people.values()]
        called = called or [one for one in everybody if _heads_it(article, one, mention)][:1]
    if not called:
        about = {one.id for one in article.events if one.weight == SUBJECT}
        office = offices_meant(article.words, mention.words)  # that of somebody introduced with it
        likely = [one for one in near if one.id in about and not (one.is_body or office)]
        nearest = [subject] if subject else likely[:1] or people[:1]
        called += [one for one in nearest if _may_mean(article, one, mention)]
        called += [one for one in people if _may_be_called(article, one, mention)]
        unknown = {one.id: one for one in people if not one.words and not one.known}
        if not called and not mention.department and len(unknown) == 1:
            called += [one for one in unknown.values() if _may_mean(article, one, mention)]
    if not called:
        of_gender = [one for one in near if mention.gender and one.gender == mention.gender]
        called = [one for one in [last, *of_gender] if one and _may_go_by(article, one, mention)][
            :1
        ]
    if not called and last and not certain and _is_further_role(article, last, mention):
        called = [last]
    if called and mention.department is None:
        called[0].learned |= set() if certain else mention.words  # so the role means them again
        called[0].gender = called[0].gender or mention.gender
    if called:
        return called[0].id if _is_newer(article, called[0], mention) else ANONYMOUS
    if not certain and not spoke and mention.kind is MentionKind.role:
        following = article.people.get(named_next(article, len(before), mention.gender) or "")
        if following and _may_have_role(article, following, mention):
            return following.id
    return ANONYMOUS


def _relative(article: Article, mention: Mention, before: list[Reading]) -> str | None:
    """Whom a word such as `her husband` means: the one in focus who was introduced with it, or who
    has the family name of somebody else.
    """
    people = [
        article.people[one] for one in in_focus(article, len(before)) if one in article.people
    ]
    people = [one for one in people if not one.is_body and one.gender in (None, mention.gender)]
    for one in people:
        if mention.words & one.words:
            return one.id
    names = Counter(one.name.split()[-1] for one in article.people.values() if " " in one.name)
    return next((one.id for one in people if names[one.name.split()[-1]] > 1), None)


def called_so(article: Article, mention: Mention, people: list[str]) -> str | None:
    """Whom a noun means that no list has: the first of some people whom the text calls so; nobody
    who is named if it spoke of somebody else with this noun since. None if it calls nobody so.
    """
    voices = [article.people[one] for one in people if one in article.people]
    voices = [one for one in voices if (one.words | one.learned) & mention.words]
    if voices:
        return voices[0].id if _is_newer(article, voices[0], mention) else ANONYMOUS
    return ANONYMOUS if mention.words & article.unnamed_at.keys() else None


def _compatriot(article: Article, mention: Mention, before: list[Reading]) -> str | None:
    """Whom a word such as `the Dane` means: the one in focus whom the text calls so or gives a role
    of that country; else the one whom it is about, or somebody in focus of whom it says no country.
    """
    about = topic_of(article)
    focus = in_focus(article, len(before))
    people = [article.people[one] for one in [*focus, *article.people] if one in article.people]
    people = [one for one in people if not one.is_body and one.gender in (None, mention.gender)]
    countries = {one.id: country_said(article, one) for one in people}
    known = [one.id for one in people if countries[one.id] == mention.id]
    unknown = [one.id for one in people if countries[one.id] is None and one.id in focus]
    unknown.sort(key=lambda one: about is None or one != about.id)
    return next(iter([*known, *unknown]), None)


def department_of(words: Language, person: Voice) -> str | None:
    """The department of a minister, by the words of the role; titles in people.yaml are English."""
    return words.department(person.words) or language("en").department(person.words)


def _heads_it(article: Article, person: Voice, mention: Mention) -> bool:
    """Whether a person heads the department of the minister whom a role means, whatever the office
    is called there: the `canciller` of Mexico is its `secretaria de Relaciones Exteriores`.
    """
    words = article.words
    heads = {"minister", "chancellor"}
    deputies = words.deputies | {"deputy"}
    if not heads & offices_meant(words, mention.words) or not _may_be(article, person, mention):
        return False
    if any(one.startswith(tuple(deputies)) for one in person.words | mention.words):
        return False
    office = offices_meant(words, person.words) & (heads | {"secretary"})
    return bool(office) and department_of(words, person) == mention.department


def _may_go_by(article: Article, person: Voice, mention: Mention) -> bool:
    """Whether a rank or a calling of nobody else may mean the speaker of the paragraph, if neither
    is an office: `Verbandschef Dreesen … Der Oberst forderte`.
    """
    words = article.words
    offices = offices_meant(words, mention.words) | offices_meant(words, person.words)
    vague = bool(mention.words & words.vague)
    return not offices and not vague and _may_be(article, person, mention)


def _is_further_role(article: Article, person: Voice, mention: Mention) -> bool:
    """Whether a role that the text has given to nobody is a further one of the last speaker of the
    paragraph, as nothing is said of whom or what it is: `la diputada Ibarra … La portavoz pide`.
    """
    words = article.words
    offices = offices_meant(words, mention.words), offices_meant(words, person.words)
    vague = mention.words & (words.vague | words.relations)
    if all(offices) or vague or mention.id or mention.department or mention.office:
        return False
    if mention.gender is None or person.gender not in (None, mention.gender):
        return False
    behind = article.text[mention.end : mention.end + 30].replace("’", " ").split()
    of = bool(behind) and behind[0].lower() in words.of_names
    alone = not mention.words & article.unnamed_at.keys()
    return alone and not of and _may_be(article, person, mention)


def first_of_paragraph(article: Article, before: list[Reading]) -> int:
    """The first sentence of the paragraph that is read."""
    first, number = len(before), paragraph_read(article, before)
    while first and article.sentences[first - 1].paragraph == number:
        first -= 1
    return first


def speaker_in_paragraph(article: Article, before: list[Reading]) -> Voice | None:
    """The last speaker, if it was in the paragraph that is read."""
    reach = before[first_of_paragraph(article, before) :]
    spoke = next((one.speaker for one in reversed(reach) if one.speaker), None)
    return article.people.get(spoke or "")


def _may_mean(article: Article, person: Voice, mention: Mention) -> bool:
    """Whether a role may mean the one named before, of whom the text says no other role."""
    if not _may_be(article, person, mention):
        return False
    if _may_be_called(article, person, mention):
        return True
    words = article.words
    if not words.epithets:
        return True
    about = article.topic is not None and article.topic.id == person.id
    known = about and article.events[-1].id == person.id and not person.words
    vague = any(word in words.vague for word in mention.words)
    vague = vague and not (known and mention.words.isdisjoint(article.unnamed_at))
    printed = {one.lower() for one in WORD.findall(person.role or "")}
    printed |= {one for one in person.words if len(one) > 4 or one in words.short_roles}
    printed -= words.relations
    return not vague and not any(is_role(words, one) for one in printed)


def _may_be(article: Article, person: Voice, mention: Mention) -> bool:
    """Whether neither country nor gender is against a person."""
    other = mention.id and person.actor not in (None, mention.id)
    differs = person.gender and mention.gender and person.gender != mention.gender
    return not (person.is_body or other or differs)


def _is_called(article: Article, person: Voice, mention: Mention) -> bool:
    """Whether a role may mean a speaker, by the words that are printed of them."""
    words, stems = article.words, mention.words
    if not _may_be(article, person, mention):
        return False
    deputies = tuple(words.deputies)
    if _is_premier_only(article, person, mention):
        return False
    return bool(
        (person.words | person.learned) & stems
        or _have_one_office(article, person.words, stems)
        or any(
            (word.endswith(stem) and not word.startswith(deputies))
            or (len(word) > 5 and word[:6] == stem[:6])
            for word in person.words
            for stem in stems
            if len(stem) > 4
        )
    )


def _is_premier_only(article: Article, person: Voice, mention: Mention) -> bool:
    """Whether a role is that of a minister, and a person is a prime minister."""
    words = article.words
    other = offices_meant(words, mention.words)
    return other == {"minister"} and offices_meant(words, person.words) == {"premier"}


def _may_be_called(article: Article, person: Voice, mention: Mention) -> bool:
    """Whether a general word such as `diplomat` may mean a person with another role."""
    listed = article.words.epithets
    return _may_be(article, person, mention) and any(
        part in word
        for general, parts in listed.items()
        if any(_means(article.words, stem, general) for stem in mention.words)
        for part in parts
        for word in person.words | person.learned
    )


def _means(words: Language, stem: str, general: str) -> bool:
    """Whether a word is a general one for people, also for a woman or at the end of a compound."""
    return any(
        one == general or is_ending(words, one, general)
        for one in (stem, stem.removesuffix(words.suffix_f))
    )


def _has_role(article: Article, person: Voice, mention: Mention) -> bool:
    """Whether somebody who has not spoken yet was introduced with a role."""
    if not _may_be(article, person, mention) or _is_premier_only(article, person, mention):
        return False
    return bool(person.words & mention.words) or _have_one_office(
        article, person.words, mention.words
    )


def _is_newer(article: Article, person: Voice, mention: Mention) -> bool:
    """Whether the text named a person since it last spoke of somebody without a name who has the
    role: `a diplomat`.
    """
    unnamed = max((article.unnamed_at.get(word, -1) for word in mention.words), default=-1)
    return unnamed < 0 or unnamed <= article.named_at.get(person.id, -1)


def _have_one_office(article: Article, one: Iterable[str], other: Iterable[str]) -> bool:
    """Whether the words of two roles mean the same office."""
    return bool(offices_meant(article.words, one) & offices_meant(article.words, other))


def _may_have_role(article: Article, person: Voice, mention: Mention) -> bool:
    """Whether nothing that is printed of a person is against a role."""
    if mention.id and person.actor not in (None, mention.id):
        return False
    return not person.role or _have_one_office(article, person.words, mention.words)


def named_next(article: Article, index: int, gender: str | None = None) -> str | None:
    """The first person named in the next sentences, if nobody was named before."""
    following = [at for at in range(index + 1, len(article.tokens)) if at not in article.credits]
    for at in following[:3]:
        for one in find_names(article, article.tokens[at]):
            person = article.people.get(one.id or "")
            if one.kind is MentionKind.person and person:
                differs = gender and person.gender and person.gender != gender
                return None if differs else person.id
    return None


def subject_before(
    article: Article, before: list[Reading], gender: str | None = None
) -> str | None:
    """Whom the sentence before is about, if it is narration or a heading inside the text."""
    if not before or before[-1].coding is Coding.statement:
        return None
    return next(
        (
            one.id
            for one in article.events
            if one.index == len(before) - 1 and one.weight == SUBJECT
            if is_allowed(article, one.id, gender)
        ),
        None,
    )
