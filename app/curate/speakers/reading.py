"""Reading a text sentence by sentence: its coding, and who says it."""

import re
from collections.abc import Iterator
from dataclasses import replace

from app.curate.known import Known
from app.curate.language import WORD, Language
from app.curate.quotations import Quotation
from app.curate.speakers.article import Article
from app.curate.speakers.blocks import introduced_by, introduces
from app.curate.speakers.credit_lines import find_credit_lines
from app.curate.speakers.cues import find_cues
from app.curate.speakers.decisions import joint_decision
from app.curate.speakers.declarations import (
    authors_of,
    in_declaration,
    joint_words,
    own_words,
    signers_of,
    text_of_declaration,
)
from app.curate.speakers.focus import most_in_focus, note_events, people_named
from app.curate.speakers.forms import reported_by_form
from app.curate.speakers.holders import named_next, subject_before
from app.curate.speakers.interviews import find_turns
from app.curate.speakers.joint_texts import in_joint_text, signers_of_joint_text
from app.curate.speakers.letters import find_letter
from app.curate.speakers.mentions import find_others
from app.curate.speakers.names import find_names, note_full_names
from app.curate.speakers.people import merge_inflected
from app.curate.speakers.places import actors_named, country_of_dateline, home_of
from app.curate.speakers.quoted import are_said_words, is_after_colon, is_before_colon, is_clause
from app.curate.speakers.referents import (
    named_before,
    notice,
    speaker_of,
    spoken_through,
    statement_by,
    subject_told_of,
)
from app.curate.speakers.subjects import (
    asks_others,
    begins_clause,
    follows_preposition,
    has_other_subject,
    is_metonym,
    is_plural,
    may_lack_subject,
    reports_clause,
    reports_words,
    subject_of,
)
from app.curate.speakers.terms import ANONYMOUS, Cue, Mention, MentionKind, Reading
from app.curate.speakers.tokens import Token, words_outside_quotations
from app.curate.text import Sentence
from app.domain.vocabulary import Coding

_NEAR = 12
_SPEECH = re.compile(r"[—–](?=\S)[^—–]+\s[—–](?=[^\W\d_])")  # —Yo enseño a volver —dice
_ENDED = re.compile(r"[.!?…][\s\u00a0)\]”“\"’»«]*$|[”“\"’»«]$")
_LONGEST = 200  # words that are read of a sentence: the time grows with their square
_SURE = 100.0  # nearer than any subject


def read_article(
    text: str,
    sentences: list[Sentence],
    quotations: list[Quotation],
    words: Language,
    known: Known,
) -> Article:
    """Read a text: its people, and of each sentence the coding and who says it."""
    tokens = [
        words_outside_quotations(text, sentence, quotations, words)[:_LONGEST]
        for sentence in sentences
    ]
    article = Article(text, sentences, quotations, words, known, tokens)
    article.dateline, article.home = country_of_dateline(article), home_of(article)
    note_full_names(article)
    merge_inflected(article)
    article.credits = find_credit_lines(article)
    article.author, article.signers = authors_of(article), signers_of(article)
    article.joint = signers_of_joint_text(article)
    if article.joint:
        article.author, article.signers = (None, article.joint), article.joint
    article.declaration = text_of_declaration(article)
    article.readings = _readings(article)
    return article


def _readings(article: Article) -> list[Reading]:
    """The reading of each sentence."""
    found: list[Reading] = []
    turns = find_turns(article) or find_letter(article)
    for group in _quoted_together(article):
        if all(at in turns for at in group):
            found += [_in_turn(article, at, turns[at]) for at in group]
        else:
            found += _read_group(article, group, found)
        for at in (one for one in group if one not in article.credits):
            note_events(article, at, found[at], subject_told_of(article, at, found[:at], found[at]))
    for at, one in enumerate(found):
        if one.speaker in article.reporters:
            found[at] = Reading(Coding.narration, actors=one.actors)
    _attribute_forward(article, found)
    _narrate_last_lines(article, found)
    return found


def _narrate_last_lines(article: Article, found: list[Reading]) -> None:
    """Code the lines at the end of a text, behind its last sentence, as narration: signatures, the
    agency, who wrote it. Nothing is below them, so they are no headings.
    """
    for at in range(len(found) - 1, 0, -1):
        sentence = article.sentences[at]
        alone = sentence.paragraph != article.sentences[at - 1].paragraph
        if not alone or _ENDED.search(article.text[sentence.start : sentence.end]):
            break
        found[at] = Reading(Coding.narration, actors=found[at].actors)


def _attribute_forward(article: Article, found: list[Reading]) -> None:
    """Give quotations with which a paragraph begins to the one who says them in the sentence
    behind: `“This is not our war.” Nagy said this in parliament.`
    """
    for at in range(len(found) - 2, -1, -1):
        one, behind = found[at], found[at + 1]
        begins = not at or article.sentences[at - 1].paragraph != article.sentences[at].paragraph
        same = article.sentences[at + 1].paragraph == article.sentences[at].paragraph
        start = article.sentences[at].start
        dash = article.text[start] in "–—" and one.coding is Coding.narration
        whole = (not article.tokens[at] or dash) and one.coding is not Coding.heading
        if whole and begins and same and behind.speaker and behind.cue and not one.cue:
            own = not any(
                two.outer_start < article.sentences[at + 1].end
                and article.sentences[at + 1].start < two.outer_end
                for two in article.quotations
            )
            if own or one.speaker is None:
                found[at] = statement_by(article, behind.speaker, one.actors, None, None)


def _in_turn(article: Article, index: int, speaker: str | None) -> Reading:
    """The reading of a sentence of an interview."""
    actors = tuple(actors_named(article, article.tokens[index]))
    if speaker is None:
        return Reading(Coding.narration, actors=actors)
    return replace(statement_by(article, speaker, actors, None, None), in_turn=True)


def _quoted_together(article: Article) -> Iterator[list[int]]:
    """Sentences, together where a quotation runs over the border between them."""
    group: list[int] = []
    for index, sentence in enumerate(article.sentences):
        if group and not any(
            one.outer_start < article.sentences[group[-1]].end and sentence.start < one.outer_end
            for one in article.quotations
        ):
            yield group
            group = []
        group.append(index)
    if group:
        yield group


def _read_group(article: Article, group: list[int], before: list[Reading]) -> list[Reading]:
    readings = [_read_sentence(article, index, before) for index in group]
    if len(group) > 1:
        spoken = next((one for one in readings if one.coding is Coding.statement and one.cue), None)
        spoken = spoken or next((one for one in readings if one.speaker), None)
        speaker = spoken.speaker if spoken else most_in_focus(article, len(before))
        readings = [
            one
            if one.cue and one.speaker
            else Reading(Coding.statement, speaker, (), None, one.actors, None, bool(spoken))
            if one.coding is not Coding.heading
            else one
            for one in readings
        ]
    return readings


def _read_sentence(article: Article, index: int, before: list[Reading]) -> Reading:
    sentence, tokens = article.sentences[index], article.tokens[index]
    actors = tuple(actors_named(article, tokens))
    if index in article.credits:
        return Reading(Coding.narration, actors=actors)
    if sentence.is_heading:
        return Reading(Coding.heading, actors=actors)
    named = list(find_names(article, tokens))
    mentions = _outermost([*named, *find_others(article, tokens, named)])
    notice(article, index, mentions)
    article.mentions[index] = mentions
    if article.declaration and (own := in_declaration(article, index, actors)):
        return own
    if joint := in_joint_text(article, index, mentions, actors, before):
        return joint
    lower = tuple(token.lower for token in tokens)
    for phrase in article.words.joint_texts:
        for at in range(len(lower)):
            if lower[at : at + len(phrase)] == phrase and actors:
                within = article.words.within & set(lower[max(0, at - 3) : at])
                if within or len(actors) > 1:
                    return Reading(Coding.statement, None, actors, None, actors)
    if own := own_words(article, index, mentions, tokens, actors):
        return own
    best: tuple[float, Cue, Mention | None] | None = None
    other: tuple[float, Cue, Mention | None] | None = None  # the best that is no `a-t-il`
    subjects: list[Mention] = []  # people who are the subjects of verbs
    tag = _behind_speech(article, sentence)
    mentions = [one for one in mentions if one.start >= tag]
    for cue in (one for one in find_cues(article, tokens, sentence) if one.start >= tag):
        distance, mention = subject_of(article, cue, mentions, tokens, sentence)
        if mention and mention.kind is MentionKind.text:
            mention = _who_speaks_of_text(mention, cue, mentions)
        weak = mention and mention.kind in (MentionKind.place, MentionKind.group)
        verb = article.text[cue.start : cue.end].lower().rpartition(" ")[2]
        spoken = cue.says or verb in article.words.greets
        spoken = spoken or reports_clause(article, cue, mention, tokens)
        meant = mention and is_metonym(article, mention, mentions, cue, sentence)
        meant = meant or spoken_through(article, mention, mentions, tokens) is not None
        if weak and mention and not (spoken or meant):
            joint = joint_words(article, mention, tokens, actors)
            if joint is None:
                continue
        if article.text[cue.start : cue.end].lower() in article.words.view_of and not begins_clause(
            article, cue, mention
        ):
            continue
        if mention and verb in article.words.questions and asks_others(article, mention, tokens):
            continue
        if mention is None and is_plural(article, cue):
            if before and before[-1].signed_for:
                return replace(before[-1], actors=actors, cue=cue)  # Si impegnano inoltre a
            if not reports_words(article, cue, tokens, sentence):
                continue
            mention = Mention(cue.start, cue.start, MentionKind.unnamed)  # Aseguran que sí
        if mention is None and (
            cue.direct
            or (cue.start == tokens[0].start and not cue.says and _is_far(article, before))
            or has_other_subject(article, cue, tokens)
            or (cue.pronoun is None and not may_lack_subject(article, cue, sentence))
        ):
            continue
        if mention and mention.kind is MentionKind.person and distance < _NEAR:
            subjects.append(mention)
        distance += _rank(article, cue, mention, sentence)
        if _begins_with_report(article, cue, mention, tokens):
            best = other = -_SURE, cue, None  # Explicó que el Gobierno ofrece …
        if best is None or distance < best[0]:
            best = distance, cue, mention
        if cue.pronoun is None and (other is None or distance < other[0]):
            other = distance, cue, mention
    if block := introduced_by(article, index, before):
        role = article.people[block].role if block in article.people else None
        return Reading(Coding.statement, block, (), role, actors, None, False, in_block=True)
    unsure = best is not None and other is not None and best[1].pronoun is not None
    if unsure and best and speaker_of(article, best[1], best[2], before) is None:
        best = other  # nobody was named yet whom the pronoun may mean
    if best is not None:
        _, cue, mention = best
        if mention and mention.kind is MentionKind.pronoun and subjects:
            mention = _named_by(article, mention, subjects) or mention
        if joint := joint_words(article, mention, tokens, actors):
            return replace(joint, cue=cue)
        mention = spoken_through(article, mention, mentions, tokens) or mention
        speaker = named_before(article, cue, mention, mentions, tokens, before)
        speaker = speaker or speaker_of(article, cue, mention, before)
        if speaker is not None:
            _note_role_before(article, index, mention, before)
            return statement_by(article, speaker, actors, cue, mention)
        if mention and mention.kind is MentionKind.pronoun and not cue.pronoun:
            last = most_in_focus(article, index)
            if last and article.has_quotation(sentence):  # words are said, whoever says them
                unsure = article.words.compounds  # `sie` may be they, or an object
                return statement_by(article, last if unsure else ANONYMOUS, actors, cue, mention)
            return _without_verb(article, index, mentions, actors, before)  # she: nobody named
    if joint := joint_decision(article, mentions, tokens, before, actors):
        return joint
    if form := reported_by_form(article, sentence, mentions, tokens):
        cue, mention = form
        speaker = speaker_of(article, cue, mention, before)
        if speaker is None and cue.pronoun is None and not article.words.drops_subject:
            speaker = ANONYMOUS
        if speaker is not None:
            return statement_by(article, speaker, actors, cue, mention)
    if intro := introduces(article, index, mentions, before):
        return replace(intro, actors=actors)
    return _without_verb(article, index, mentions, actors, before)


def _outermost(mentions: list[Mention]) -> list[Mention]:
    """Mentions in their order, without the places in names of bodies: `British ministry`."""
    bodies = [one for one in mentions if one.kind is MentionKind.body]
    kept = [
        one
        for one in mentions
        if one.kind is not MentionKind.place
        or not any(body.start <= one.start and one.end <= body.end for body in bodies)
    ]
    return sorted(kept, key=lambda one: one.start)


def _who_speaks_of_text(text: Mention, cue: Cue, mentions: list[Mention]) -> Mention:
    """The person before a verb behind which a text is named: `Sokoliuk, who was there, praised the
    text`. The text itself if there is none.
    """
    people = [
        one
        for one in mentions
        if one.kind is MentionKind.person and one.end <= cue.start < text.start
    ]
    return people[-1] if people else text


def _named_by(article: Article, pronoun: Mention, subjects: list[Mention]) -> Mention | None:
    """The person with whose deed the sentence of a pronoun begins, before a colon: `Den Vorwurf
    weist Dengler zurück: Kein Soldat gehe, versichert er.`
    """
    first = min(subjects, key=lambda one: one.start)
    person = article.people.get(first.id or "")
    colon = ": " in article.text[first.end : pronoun.start]
    differs = pronoun.gender and person and person.gender not in (None, pronoun.gender)
    return first if colon and first.end < pronoun.start and not differs else None


def _rank(article: Article, cue: Cue, mention: Mention | None, sentence: Sentence) -> int:
    """How much less likely a verb is the one that reports the sentence: hearsay (`Oksanen avrebbe
    chiesto`) is; one with its subject between two commas
    (`, racconta un diplomatico,`) is not.
    """
    words, text = article.words, article.text
    if any(one.lower() in words.hearsay for one in text[cue.start : cue.end].split()):
        return 12
    alone = mention is not None and mention.start == mention.end == cue.start
    if alone and not (cue.impersonal or cue.pronoun) and text[cue.end : cue.end + 1] == ",":
        return -8 if text[: cue.start].rstrip().endswith(",") else 0  # …, riferiscono, …
    if mention is None or not cue.says or cue.direct or cue.pronoun or mention.start < cue.end:
        return 0
    before = text[sentence.start : cue.start].rstrip(" \u00a0")
    before = before.removesuffix(" so").rstrip()
    inserted = before.endswith(",") and "," in text[mention.end : mention.end + 25]
    verb = WORD.findall(text[cue.end : mention.start])
    return -8 if inserted and len(verb) < 3 else 0


def _behind_speech(article: Article, sentence: Sentence) -> int:
    """Where the narrator speaks again in a sentence that begins with a dash: `—Yo enseño a volver
    —dice el coronel.`
    """
    text = article.text[sentence.start : sentence.end]
    found = _SPEECH.match(text)
    return sentence.start + found.end() if found else sentence.start


def _begins_with_report(
    article: Article, cue: Cue, mention: Mention | None, tokens: list[Token]
) -> bool:
    """Whether a sentence begins with a verb without a subject, and what it reports follows."""
    words = article.words
    behind = next((one.lower for one in tokens if one.start >= cue.end), "")
    before = [one.lower for one in tokens if one.end <= cue.start]
    small = words.conjunctions | words.starters | words.negations
    return (
        words.drops_subject
        and mention is None
        and cue.says
        and not cue.direct
        and not cue.impersonal
        and behind in words.that
        and len(before) < 2
        and small.issuperset(before)
    )


def _is_far(article: Article, before: list[Reading]) -> bool:
    """Whether the sentence before neither is somebody's words nor names anybody: `E Bruxelles?
    Applaude da lontano.`
    """
    spoke = before and (before[-1].speaker or before[-1].signed_for)
    at = len(before) - 1
    return not spoke and not (
        before and people_named(article, at) and subject_before(article, before)
    )


def _note_role_before(
    article: Article, index: int, mention: Mention | None, before: list[Reading]
) -> None:
    """Note the role with which the sentence before begins for the person who is named next: `The
    leader of the opposition is on her feet. Sandra Whitlock says …`
    """
    person = article.people.get(mention.id or "") if mention else None
    if not before or before[-1].coding is not Coding.narration or person is None or person.words:
        return
    if article.sentences[index - 1].paragraph != article.sentences[index].paragraph:
        return
    tokens = article.tokens[index - 1]
    named = list(find_names(article, tokens))
    people = any(one.kind is MentionKind.person for one in named)
    for one in () if people else find_others(article, tokens, named):
        if one.kind is MentionKind.role and tokens and one.start == tokens[0].start:
            person.words |= one.words
            person.gender = person.gender or one.gender


def _without_verb(
    article: Article,
    index: int,
    mentions: list[Mention],
    actors: tuple[str, ...],
    before: list[Reading],
) -> Reading:
    """The reading of a sentence without a reporting verb that has a subject: a quotation that
    is a sentence, or reported speech in the German subjunctive.
    """
    sentence, tokens = article.sentences[index], article.tokens[index]
    quoted = [
        one
        for one in article.quotations
        if one.outer_start < sentence.end and sentence.start < one.outer_end
    ]
    clauses = [one for one in quoted if is_clause(article, one, sentence)]
    clauses = clauses or [one for one in quoted if are_said_words(article, one)]
    people: list[Mention] = []
    kin = article.words.kin_m | article.words.kin_f
    if clauses:
        people = [
            one
            for one in mentions
            if (
                one.kind in (MentionKind.person, MentionKind.role, MentionKind.unnamed)
                and not (one.words & kin and follows_preposition(article, one, tokens))
            )
            or (one.kind is MentionKind.pronoun and is_before_colon(article, one, clauses[0]))
        ]
        whole = not any(token for token in tokens)
        if whole:
            same = index > 0 and article.sentences[index - 1].paragraph == sentence.paragraph
            near = subject_before(article, before) if same else None
            speaker = near or most_in_focus(article, len(before)) or named_next(article, index)
            if speaker:
                return Reading(Coding.statement, speaker, (), None, actors, None, False)
        elif people and _may_say(article, clauses[0], people, tokens):
            first = clauses[0].outer_start
            nearest = min(people, key=lambda one: abs(one.start - first))
            cue = Cue(first, first, True)
            speaker = speaker_of(article, cue, nearest, before)
            if speaker:
                return statement_by(article, speaker, actors, None, nearest)
    if clauses and is_after_colon(article, clauses[0]) and before:
        last = before[-1]
        same = article.sentences[index - 1].paragraph == sentence.paragraph
        if last.coding is Coding.statement and last.speaker and same and len(tokens) < 5:
            return Reading(Coding.statement, last.speaker, (), None, actors, None, False)
    if clauses and before and not people and _goes_on(article, index, clauses[0], before):
        return Reading(Coding.statement, before[-1].speaker, (), None, actors, None, False)
    subjunctive = is_subjunctive(article, tokens)
    colon = article.text.find(":", sentence.start, sentence.end)
    behind = [one for one in tokens if one.start > colon]
    if subjunctive and colon >= 0 and is_subjunctive(article, behind):
        people = [one for one in mentions if one.end <= colon and one.kind is MentionKind.person]
        if len(people) == 1 and not follows_preposition(article, people[0], tokens):
            cue = Cue(colon, colon, True)
            speaker = speaker_of(article, cue, people[0], before)
            if speaker:
                return statement_by(article, speaker, actors, None, people[0])
    asks = article.text[sentence.start : sentence.end].endswith("?")
    if subjunctive and not asks and before and before[-1].coding is Coding.narration:
        same = article.sentences[index - 1].paragraph == sentence.paragraph
        person = subject_before(article, before) if same else None
        if person and person != ANONYMOUS:
            return Reading(Coding.statement, person, (), None, actors, None, False)
    if subjunctive and not asks and before and before[-1].coding is Coding.statement:
        speaker = most_in_focus(article, len(before))
        return Reading(Coding.statement, speaker, (), None, actors, None, False)
    return Reading(Coding.narration, actors=actors)


def _goes_on(article: Article, index: int, quotation: Quotation, before: list[Reading]) -> bool:
    """Whether most of a sentence are words in marks, behind what the same person said: `Quella
    firma la deve mettere Roma, ha aggiunto. Altrimenti «ci guarderanno sfilare gli austriaci».`
    """
    same = article.sentences[index - 1].paragraph == article.sentences[index].paragraph
    said = before[-1].coding is Coding.statement and before[-1].speaker is not None
    inside = WORD.findall(article.text[quotation.start : quotation.end])
    return same and said and len(inside) > len(article.tokens[index])


def is_subjunctive(article: Article, tokens: list[Token]) -> bool:
    """Whether a form of reported speech is among words: one that is listed, or a verb with its
    ending beside a pronoun, or behind a noun and before no other one: `Es fehle an allem.`,
    `Hilfe berühre die Neutralität nicht.`
    """
    words = article.words
    goes_on = bool(tokens) and tokens[0].lower in words.further  # Außerdem müssten beide zustimmen
    listed = words.subjunctive - (words.subjunctive_too if not goes_on else frozenset())
    if any(one.lower in listed for one in tokens):
        return True
    for at, verb in enumerate(tokens) if words.subjunctive_ends else ():
        before, behind = tokens[at - 1] if at else None, tokens[at + 1 : at + 2]
        known = words.subjunctive_not | words.determiners | words.prepositions | words.starters
        known |= words.subjunctive_too
        if not verb.lower.endswith(words.subjunctive_ends) or len(verb.lower) < 4:
            continue
        past = verb.lower.endswith(words.subjunctive_not_ends)
        if past or verb.lower in known or (verb.capital and at):
            continue
        near = [one for one in (before, *behind) if one and one.lower in words.subjunctive_beside]
        if any(one.text.islower() or one is tokens[0] for one in near):
            return True
        noun = before is not None and before.capital and article.touch(before, verb)
        if noun and not (behind and behind[0].capital):
            return True
    return False


def _may_say(
    article: Article, quotation: Quotation, people: list[Mention], tokens: list[Token]
) -> bool:
    """Whether a quotation that is no sentence has a subject before it: `Brennan wants Ireland
    to be “useful, unarmed and early”`.
    """
    sentence = next(one for one in article.sentences if quotation.outer_start < one.end)
    if is_clause(article, quotation, sentence):
        return True
    return any(
        one.end <= quotation.outer_start and not follows_preposition(article, one, tokens)
        for one in people
        if one.kind in (MentionKind.person, MentionKind.unnamed)
    )
