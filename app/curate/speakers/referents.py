"""Whom a mention means: the person behind a pronoun or a role without a name."""

from app.curate.speakers.article import Article
from app.curate.speakers.focus import EARLY, in_focus, is_allowed, most_in_focus, topic_of
from app.curate.speakers.holders import (
    called_so,
    department_of,
    first_of_paragraph,
    holder_of_role,
    named_next,
    paragraph_read,
    speaker_in_paragraph,
    subject_before,
)
from app.curate.speakers.mentions import find_others
from app.curate.speakers.names import find_names
from app.curate.speakers.objects import has_object_article
from app.curate.speakers.people import add_voice
from app.curate.speakers.subjects import follows_preposition, is_owner
from app.curate.speakers.terms import ANONYMOUS, Cue, Mention, MentionKind, Reading
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
            begins = mention.start == article.tokens[len(before)][0].start
            meant = bodies if begins else bodies or meant
        first = article.words.drops_subject and not mention.words and mention.gender
        own_view = cue.direct or mention.start == mention.end  # Per lui
        if before and first and not own_view:
            # Lui si schermisce: who spoke last would need no pronoun
            meant = [one for one in meant if one != before[-1].speaker] or meant
        meant = _described(article, mention, meant, before)
        if mention.words and (called := called_so(article, mention, meant)):
            return called
        last = next(iter(meant), None)
        if last in article.people and (
            speaker_in_paragraph(article, before) or subject_before(article, before) == last
        ):
            person = article.people[last]
            person.gender = person.gender or mention.gender
        last = last or named_next(article, len(before), mention.gender)
        return last or (ANONYMOUS if mention.words else None)
    if mention.kind is MentionKind.text:
        return _author_of_text(article, mention, before)
    if mention.kind in (MentionKind.unnamed, MentionKind.group):
        office = mention.office or _office_before(article, mention, before)
        if cue.impersonal:
            office = office or _office_there(article, before) or _goes_on(article, before)
        if cue.impersonal or mention.words & article.words.signed_texts:
            office = office or _author_of_text_before(article, cue, before)
        return office or ANONYMOUS
    if mention.kind is MentionKind.role:
        holder = holder_of_role(article, mention, before)
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


def _described(
    article: Article, mention: Mention, meant: list[str], before: list[Reading]
) -> list[str]:
    """Those whom a noun such as `l’intéressée` may mean, of those in focus: nobody without a name.
    The one concerned is not who spoke last, but most likely the one whom the text is about.
    """
    words = article.words
    if not mention.words:
        return meant
    meant = [one for one in meant if one != ANONYMOUS]
    if not before or mention.words.isdisjoint(words.concerned_m | words.concerned_f):
        return meant
    meant = [one for one in meant if one != before[-1].speaker] or meant
    about = topic_of(article)
    return sorted(meant, key=lambda one: about is None or one != about.id)


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
    if has_object_article(article, first, tokens):
        return None
    if first.kind is MentionKind.person:
        return first.id
    holder = holder_of_role(article, first, before, certain=True)
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
    if inside and spoke and spoke.is_body:
        return spoke.id  # „Nichts ist entschieden“, heißt es in der Mitteilung
    if not inside or not any(one.lower in texts for one in last):
        return None
    if spoke:
        return spoke.id
    named = list(find_names(article, last))
    mentions = [*named, *find_others(article, last, named)]
    kinds = (MentionKind.body, MentionKind.person)
    authors = {one.id for one in mentions if one.kind in kinds and one.id}
    return authors.pop() if len(authors) == 1 else None


def _office_before(article: Article, mention: Mention, before: list[Reading]) -> str | None:
    """The body of the sentence before for which `a spokesman` speaks, in the same paragraph."""
    if not mention.words & article.words.spokespeople or not before:
        return None
    last = speaker_in_paragraph(article, before)
    return last.id if last and last.is_body else None


def _goes_on(article: Article, before: list[Reading]) -> str | None:
    """The body that spoke in the sentence before, if words without a subject go on: `Russland lehne
    das ab, hieß es weiter.`
    """
    words, tokens = article.words, article.tokens[len(before)]
    body = speaker_in_paragraph(article, before)
    said = bool(before) and before[-1].coding is Coding.statement
    further = any(one.lower in words.further for one in tokens[-4:])
    return body.id if body and body.is_body and said and further else None


def _office_there(article: Article, before: list[Reading]) -> str | None:
    """The body of the sentence before that a word such as `dort` means: `Im Kanzleramt hört man das
    nicht gern. Gemeint sei etwas anderes, hieß es dort.`
    """
    index = len(before)
    there = any(one.lower in article.words.there for one in article.tokens[index])
    first = first_of_paragraph(article, before)
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
    if body := _body_told_of(article, mentions, tokens):
        return body
    if first and first.kind is MentionKind.role and (not people or first.start < people[0].start):
        holder = holder_of_role(article, first, before, certain=True)
        kin = first.words & (article.words.kin_m | article.words.kin_f)
        if holder != ANONYMOUS or (kin and first.start == tokens[0].start):
            return holder  # Her husband, Fergus, keeps bees
    if first and first.kind is MentionKind.pronoun and not people:
        meant = in_focus(article, index, first.gender)
        return next(iter(_described(article, first, meant, before)), None)
    if not people:
        return None
    named, alone = people[0], len(people) == 1
    early = sum(1 for token in tokens if token.start < named.start) <= EARLY
    if not (early or alone):
        return None
    if follows_preposition(article, named, tokens):
        return named.id if alone and _begins_anew(article, [*before, reading]) else None
    return named.id


def _body_told_of(article: Article, mentions: list[Mention], tokens: list[Token]) -> str | None:
    """The body with which a sentence begins, if it published something: `The Russian embassy
    published a note. It rejects …`
    """
    words = article.words
    texts = words.papers | words.declarations | words.signed_texts
    first = next((one for one in mentions if one.kind is not MentionKind.place), None)
    if first is None or first.kind is not MentionKind.body or is_owner(article, first, tokens):
        return None
    early = sum(1 for token in tokens if token.start < first.start) <= 3
    text = any(one.lower in texts for one in tokens if one.start > first.end)
    free = early and not follows_preposition(article, first, tokens)
    return first.id if free and text else None


def _first_subject(
    article: Article, mentions: list[Mention], tokens: list[Token]
) -> Mention | None:
    """The role or pronoun that is the subject of a sentence, as it is the first of its mentions."""
    kinds = (MentionKind.role, MentionKind.pronoun)
    first = mentions[0] if mentions else None
    if first is None or first.kind not in kinds or is_owner(article, first, tokens):
        return None
    early = sum(1 for token in tokens if token.start < first.start) <= EARLY
    free = not follows_preposition(article, first, tokens)
    return first if early and free and not has_object_article(article, first, tokens) else None


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
            return holder_of_role(article, first, before)  # La commandante, elle, …, dit-elle
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
        found = holder_of_role(article, one, before, certain=True) if one.words else one.id
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
    first = article.tokens[index][:4]
    if first and first[0].lower in article.words.indefinite:  # A technician on the station said
        nouns = (one.lower for one in first[1:] if one.lower not in article.words.prepositions)
        article.unnamed_at |= dict.fromkeys(nouns, index)


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
