"""Whom a mention means: the person behind a pronoun or a role without a name."""

from collections import Counter
from collections.abc import Iterable

from app.curate.language import WORD, Language, language
from app.curate.speakers.article import Article
from app.curate.speakers.focus import EARLY, SUBJECT, in_focus, is_allowed, most_in_focus
from app.curate.speakers.mentions import find_others
from app.curate.speakers.names import find_names
from app.curate.speakers.nouns import is_ending, is_role, offices_meant
from app.curate.speakers.people import add_voice
from app.curate.speakers.subjects import follows_preposition, is_owner
from app.curate.speakers.terms import ANONYMOUS, Cue, Mention, MentionKind, Reading, Voice
from app.curate.speakers.tokens import Token, find_phrases
from app.domain.vocabulary import Coding


def speaker_of(
    article: Article, cue: Cue, mention: Mention | None, before: list[Reading]
) -> str | None:
    """The id of the speaker that a mention means."""
    if mention is None:
        gender = _gender_of_verb(article, cue) or _gender_of_subject(article, len(before))
        own = _own_subject(article, cue, before)
        last = most_in_focus(article, len(before), gender, own)
        return last or named_next(article, len(before), gender)
    if mention.kind in (MentionKind.person, MentionKind.body):
        person = article.people.get(mention.id or "")
        if person and (gender := _gender_of_verb(article, cue)):
            person.gender = gender
        return mention.id
    if mention.kind is MentionKind.pronoun:
        own = _own_subject(article, cue, before)
        meant = in_focus(article, len(before), mention.gender, own)
        if article.text[mention.start : mention.end].lower() in article.words.it:
            bodies = [one for one in meant if one in article.people and article.people[one].is_body]
            meant = bodies or meant
        if mention.words:  # L’intéressée
            meant = [one for one in meant if one != ANONYMOUS]
        last = next(iter(meant), None)
        if last and last in article.people and _speaker_in_paragraph(article, before):
            person = article.people[last]
            person.gender = person.gender or mention.gender
        last = last or named_next(article, len(before), mention.gender)
        return last or (ANONYMOUS if mention.words else None)
    if mention.kind is MentionKind.text:
        return _author_of_text(article, mention, before)
    if mention.kind in (MentionKind.unnamed, MentionKind.group):
        office = mention.office or _office_before(article, mention, before)
        if cue.impersonal:
            office = office or _office_there(article, before)
        if cue.impersonal or mention.words & article.words.signed_texts:
            office = office or _author_of_text_before(article, cue, before)
        return office or ANONYMOUS
    if mention.kind is MentionKind.role:
        holder = _holder_of_role(article, mention, before)
        office = mention.office or _office_before(article, mention, before)
        return office or holder if holder == ANONYMOUS else holder
    if mention.id not in article.known.countries and mention.id:
        entry = add_voice(article, mention.id, article.text[mention.start : mention.end], False)
        entry.is_body, entry.actor = True, mention.id
        return mention.id
    body = article.known.body_id("government", mention.id or "") or f"{mention.id}-government"
    if body not in article.people and mention.id:
        entry = add_voice(
            article, body, f"Government of {mention.id}", body in article.known.people
        )
        entry.is_body, entry.actor = True, mention.id
    return body


def _gender_of_subject(article: Article, index: int) -> str | None:
    """The gender of the pronoun with which a sentence begins: `Lei non conta niente, precisa.`"""
    first = next(iter(article.mentions.get(index, ())), None)
    begins = first is not None and first.start == article.tokens[index][0].start
    return first.gender if first and begins and first.kind is MentionKind.pronoun else None


def _own_subject(article: Article, cue: Cue, before: list[Reading]) -> str | None:
    """Whom the sentence itself has as its first subject, before the verb of saying: `La commandante
    n’a rien reçu, dit-elle.`
    """
    index = len(before)
    tokens = article.tokens[index]
    mentions = [one for one in article.mentions.get(index, ()) if one.end <= cue.start]
    kinds = (MentionKind.person, MentionKind.role)
    first = next((one for one in mentions if one.kind in kinds), None)
    if first is None or is_owner(article, first, tokens):
        return None
    early = sum(1 for token in tokens if token.start < first.start) <= EARLY
    if not early or follows_preposition(article, first, tokens):
        return None
    if first.kind is MentionKind.person:
        return first.id
    holder = _holder_of_role(article, first, before, certain=True)
    return holder if holder != ANONYMOUS else None


def spoken_through(
    article: Article, subject: Mention | None, mentions: list[Mention], tokens: list[Token]
) -> Mention | None:
    """The one through whom a country or a body speaks: `Chile, a través de su canciller`."""
    kinds = (MentionKind.place, MentionKind.body)
    known = article.people.get(subject.id or "") if subject else None
    if subject is None or not (subject.kind in kinds or (known and known.is_body)):
        return None
    for part in find_phrases(tokens, article.words.through):
        behind = [one for one in mentions if one.start >= part[-1].end]
        spoke = (MentionKind.person, MentionKind.body, MentionKind.role)
        first = next((one for one in behind if one.kind in spoke), None)
        near = first is not None and first.start - part[-1].end < 60
        paper = first is not None and any(
            one.lower in article.words.papers
            for one in tokens
            if first.start <= one.start < first.end
        )
        if near and not paper and subject.end <= part[0].start:
            return first
    return None


def _author_of_text_before(article: Article, cue: Cue, before: list[Reading]) -> str | None:
    """Who wrote the text that the sentence before speaks of, for words such as `Darin heißt es` or
    `si legge nello stesso testo`, or a statement of nobody who is named behind one of a body.
    """
    if not before:
        return None
    words, last = article.words, article.tokens[len(before) - 1]
    sentence = article.sentences[len(before)]
    if article.sentences[len(before) - 1].paragraph != sentence.paragraph:
        return None
    here = {one.lower for one in article.tokens[len(before)]}
    texts = words.signed_texts | words.papers | words.declarations
    inside = here & words.inside_it or (cue.impersonal and here & texts)
    spoke = article.people.get(before[-1].speaker or "")
    here_named = list(find_names(article, article.tokens[len(before)]))
    bodies = [one for one in here_named if one.id and one.kind is not MentionKind.place]
    bodies = [one for one in bodies if (who := article.people.get(one.id or "")) and who.is_body]
    if not cue.impersonal and bodies:
        return bodies[-1].id  # señaló una nota de Itamaraty
    if not cue.impersonal:
        return spoke.id if spoke and spoke.is_body else None
    if not inside or not any(one.lower in texts for one in last):
        return None
    if spoke:
        return spoke.id
    named = list(find_names(article, last))
    mentions = [*named, *find_others(article, last, named)]
    kinds = (MentionKind.body, MentionKind.person)
    authors = {one.id for one in mentions if one.kind in kinds and one.id}
    return authors.pop() if len(authors) == 1 else None


def paragraph_read(article: Article, before: list[Reading]) -> int:
    """The paragraph of the sentence that is read."""
    return article.sentences[len(before)].paragraph


def _office_before(article: Article, mention: Mention, before: list[Reading]) -> str | None:
    """The body of the sentence before for which `a spokesman` speaks, in the same paragraph."""
    if not mention.words & article.words.spokespeople or not before:
        return None
    last = _speaker_in_paragraph(article, before)
    return last.id if last and last.is_body else None


def _office_there(article: Article, before: list[Reading]) -> str | None:
    """The body of the sentence before that a word such as `dort` means: `Im Kanzleramt hört man das
    nicht gern. Gemeint sei etwas anderes, hieß es dort.`
    """
    index = len(before)
    there = any(one.lower in article.words.there for one in article.tokens[index])
    first = _first_of_paragraph(article, before)
    for at in range(index - 1, max(first, index - 3) - 1, -1) if there else ():
        for one in article.mentions.get(at, ()):
            person = article.people.get(one.id or "")
            if person and person.is_body:
                return person.id
    return None


def _author_of_text(article: Article, mention: Mention, before: list[Reading]) -> str | None:
    """Whose text `the statement` is: that of the speaker of the sentence before. Else a statement
    has no named author, and a treaty no speaker.
    """
    nobody = ANONYMOUS if mention.words & article.words.anonymous else None
    if not before or not before[-1].speaker or before[-1].speaker == ANONYMOUS:
        return nobody
    near = article.sentences[len(before) - 1].paragraph >= paragraph_read(article, before) - 1
    return before[-1].speaker if near else nobody


def _holder_of_role(
    article: Article, mention: Mention, before: list[Reading], *, certain: bool = False
) -> str:
    """Whom a role without a name means: the last speaker whom the text introduced with that role,
    or somebody else with it; nobody who is named if it is a role for another country, or if the
    text spoke of somebody without a name with that role since.
    """
    if mention.words & (article.words.kin_m | article.words.kin_f):
        return _relative(article, mention, before) or ANONYMOUS
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
    last = subject or _speaker_in_paragraph(article, before)
    if mention.former and last and not any(one.words & article.words.former for one in called):
        called = [one for one in [last] if _may_be(article, one, mention)]
    elif called and last and last is not called[0] and last.role is None:
        far = article.named_at.get(called[0].id, -1) < _first_of_paragraph(article, before)
        alike = mention.gender is None or mention.gender == last.gender
        if far and alike and not last.is_body and _may_mean(article, last, mention):
            called.insert(0, last)
    if mention.department:
        heads = [(one, department_of(article.words, one)) for one in called]
        called = [one for one, of in heads if of == mention.department]
        called += [one for one, of in heads if of is None]
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


def department_of(words: Language, person: Voice) -> str | None:
    """The department of a minister, by the words of the role; titles in people.yaml are English."""
    return words.department(person.words) or language("en").department(person.words)


def _may_go_by(article: Article, person: Voice, mention: Mention) -> bool:
    """Whether a rank or a calling of nobody else may mean the speaker of the paragraph, if neither
    is an office: `Verbandschef Dreesen … Der Oberst forderte`.
    """
    words = article.words
    offices = offices_meant(words, mention.words) | offices_meant(words, person.words)
    vague = bool(mention.words & words.vague)
    return not offices and not vague and _may_be(article, person, mention)


def _first_of_paragraph(article: Article, before: list[Reading]) -> int:
    """The first sentence of the paragraph that is read."""
    first, number = len(before), paragraph_read(article, before)
    while first and article.sentences[first - 1].paragraph == number:
        first -= 1
    return first


def _speaker_in_paragraph(article: Article, before: list[Reading]) -> Voice | None:
    """The last speaker, if it was in the paragraph that is read."""
    reach = before[_first_of_paragraph(article, before) :]
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
    vague = any(word in words.vague for word in mention.words)
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
        if any(stem == general or is_ending(article.words, stem, general) for stem in mention.words)
        for part in parts
        for word in person.words
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
    for tokens in article.tokens[index + 1 : index + 4]:
        for one in find_names(article, tokens):
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


def subject_told_of(
    article: Article, index: int, before: list[Reading], reading: Reading
) -> str | None:
    """Whom a sentence that is no statement is about: the one with whom it begins, or the only
    person in it.
    """
    if reading.coding is Coding.statement or (index == 0 and reading.coding is Coding.heading):
        return None
    tokens = article.tokens[index]
    mentions = article.mentions.get(index) or list(find_names(article, tokens))
    if _begins_with_unnamed(article, index, mentions):
        return ANONYMOUS
    people = [
        one
        for one in mentions
        if one.kind is MentionKind.person and not is_owner(article, one, tokens)
    ]
    first = _first_subject(article, mentions, tokens)
    if first and first.kind is MentionKind.role and (not people or first.start < people[0].start):
        holder = _holder_of_role(article, first, before, certain=True)
        if holder != ANONYMOUS:
            return holder
    if first and first.kind is MentionKind.pronoun and not people:
        return most_in_focus(article, index, first.gender)
    if not people:
        return None
    named, alone = people[0], len(people) == 1
    early = sum(1 for token in tokens if token.start < named.start) <= EARLY
    if not (early or alone):
        return None
    if follows_preposition(article, named, tokens):
        return named.id if alone and _begins_anew(article, [*before, reading]) else None
    return named.id


def _first_subject(
    article: Article, mentions: list[Mention], tokens: list[Token]
) -> Mention | None:
    """The role or pronoun that is the subject of a sentence, as it is the first of its mentions."""
    kinds = (MentionKind.role, MentionKind.pronoun)
    first = mentions[0] if mentions else None
    if first is None or first.kind not in kinds or is_owner(article, first, tokens):
        return None
    early = sum(1 for token in tokens if token.start < first.start) <= EARLY
    return first if early and not follows_preposition(article, first, tokens) else None


def _begins_anew(article: Article, before: list[Reading]) -> bool:
    """Whether nobody spoke in the paragraph of the last sentence that was read."""
    at = len(before) - 1
    number = article.sentences[at].paragraph
    while at >= 0 and article.sentences[at].paragraph == number:
        if before[at].speaker:
            return False
        at -= 1
    return True


def _begins_with_unnamed(article: Article, index: int, mentions: list[Mention]) -> bool:
    """Whether somebody without a name is the subject of a sentence: `A Romanian official, who
    spoke on condition of anonymity, was less diplomatic.`
    """
    tokens = article.tokens[index]
    if not tokens or tokens[0].lower not in article.words.indefinite:
        return False
    if any(one.kind is MentionKind.person and one.start - tokens[0].start < 25 for one in mentions):
        return False  # Einer von ihnen, Taras Hnatjuk, …
    others = mentions if index in article.mentions else find_others(article, tokens, mentions)
    return any(one.kind is MentionKind.unnamed and one.start == tokens[0].start for one in others)


def _gender_of_verb(article: Article, cue: Cue) -> str | None:
    """The gender of the subject that the past of a Polish or Ukrainian verb has."""
    verb = article.text[cue.start : cue.end].lower()
    if verb.endswith(article.words.verb_ends_f):
        return "f"
    return "m" if verb.endswith(article.words.verb_ends_m) else None


def named_before(
    article: Article,
    cue: Cue,
    mention: Mention | None,
    mentions: list[Mention],
    tokens: list[Token],
    before: list[Reading],
) -> str | None:
    """The one whom a pronoun means because the same sentence begins with the name: `Quant au
    Kremlin, il a répété`.
    """
    if mention is not None and mention.kind is not MentionKind.pronoun:
        return None
    if subject := _subject_before_colon(article, cue, mention, mentions, tokens, before):
        return subject
    if mention is None or mention.start >= cue.end:
        return None
    first = mentions[0] if mentions else mention
    if first.kind is MentionKind.role and first.start == tokens[0].start and len(mentions) > 1:
        beside = article.text[first.end : mentions[1].start].strip(" \u00a0") == ","
        if beside and mentions[1].kind is MentionKind.pronoun and mention.gender == first.gender:
            return _holder_of_role(article, first, before)  # La commandante, elle, …, dit-elle
    unnamed = first.kind is MentionKind.unnamed and first.start == tokens[0].start
    if unnamed and first.end < mention.start and tokens[0].lower in article.words.indefinite:
        return ANONYMOUS  # A diplomat, who said that he was not authorised, …
    kinds = (MentionKind.person, MentionKind.body)
    every = [one for one in mentions if one.end < mention.start and one.kind in kinds]
    found = [one for one in every if one.kind is MentionKind.person] or every
    if len(found) != 1 or mention.start == mention.end:
        return None
    begins = tokens[0].lower in article.words.as_for and found[0].start - tokens[0].start < 25
    if found[0].kind is MentionKind.body and article.words.bare_forms and not begins:
        return None  # Her country has no army, she adds
    comma = "," in article.text[found[0].end : mention.start]
    person = article.people.get(found[0].id or "")
    differs = mention.gender and person and person.gender not in (None, mention.gender)
    free = begins or not follows_preposition(article, found[0], tokens)
    return found[0].id if comma and free and not differs else None


def _subject_before_colon(
    article: Article,
    cue: Cue,
    mention: Mention | None,
    mentions: list[Mention],
    tokens: list[Token],
    before: list[Reading],
) -> str | None:
    """The subject of the clause before a colon, behind which somebody speaks whom no name means:
    `Choc se encoge de hombros: para contar minas, dice, …`
    """
    colon = article.text.rfind(":", tokens[0].start, cue.start)
    gender = mention.gender if mention else None
    kinds = (MentionKind.person, MentionKind.body, MentionKind.role)
    for one in mentions:
        if one.end > colon or one.kind not in kinds or is_owner(article, one, tokens):
            continue
        if follows_preposition(article, one, tokens):
            continue
        found = _holder_of_role(article, one, before, certain=True) if one.words else one.id
        if found and is_allowed(article, found, gender):
            return found
    return None


def notice(article: Article, index: int, mentions: list[Mention]) -> None:
    """Remember who is named or meant in a sentence, for pronouns and roles behind it."""
    for mention in mentions:
        if mention.kind is MentionKind.person and mention.id:
            article.named_at[mention.id] = index
            person = article.people.get(mention.id)
            kind = department_of(article.words, person) if person else None
            actor = person and (person.actor or article.dateline)
            if kind and actor:
                article.offices.append((kind, actor))
        elif mention.kind is MentionKind.unnamed:
            article.unnamed_at |= dict.fromkeys(mention.words, index)


def statement_by(
    article: Article,
    speaker: str,
    actors: tuple[str, ...],
    cue: Cue | None,
    mention: Mention | None,
) -> Reading:
    """A statement of a speaker, with the role that is printed of them."""
    role = article.people[speaker].role if speaker in article.people else None
    certain = mention is not None and mention.kind in (MentionKind.person, MentionKind.body)
    return Reading(Coding.statement, speaker, (), role, actors, cue, certain)
