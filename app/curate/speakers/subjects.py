"""Which mention in a sentence is the subject of a reporting verb."""

from dataclasses import replace
from itertools import pairwise

from app.curate.speakers.appositions import named_behind
from app.curate.speakers.article import Article
from app.curate.speakers.nouns import HONOURS, is_role
from app.curate.speakers.objects import is_antecedent, is_object
from app.curate.speakers.places import is_demonym
from app.curate.speakers.roles import role_of
from app.curate.speakers.somebody import somebody_beside
from app.curate.speakers.terms import Cue, Mention, MentionKind
from app.curate.speakers.tokens import Token
from app.curate.text import Sentence

_FAR = 100


def subject_of(
    article: Article, cue: Cue, mentions: list[Mention], tokens: list[Token], sentence: Sentence
) -> tuple[float, Mention | None]:
    """The mention that is most likely the subject of a cue, and how far away it is."""
    best: tuple[float, Mention | None] = (_FAR, None)
    if cue.impersonal:
        office = _office_beside(article, cue, mentions, tokens)
        weak = office is None and " " in article.text[cue.start : cue.end]  # si legge in una nota
        return 8 * weak, Mention(cue.start, cue.start, MentionKind.unnamed, office=office)
    if cue.pronoun is not None:
        gender = None if cue.pronoun == "either" else cue.pronoun
        own_view = " " in article.text[cue.start : cue.end]  # `in her view`, not `a-t-elle`
        return -6 if own_view else 0, Mention(
            cue.start, cue.start, MentionKind.pronoun, None, gender
        )
    if mention := somebody_beside(article, cue, mentions, tokens):
        best = 1, mention
    if _is_inserted(article, cue, mentions, tokens):
        return 0, None
    if first := _subject_of_both(article, cue, mentions, tokens):
        return 1, first
    if (whoever := _whoever(article, cue, mentions, tokens)) is not None:
        return 0, whoever
    for mention in mentions:
        if mention.start < cue.end and cue.start < mention.end:
            score = _distance_in_frame(article, cue, mention, tokens)
            if score < best[0]:
                best = score, mention
            if not cue.direct or mention.end <= cue.end:
                continue
            mention = replace(mention, start=cue.end + 1)  # `da` is in `riferito da`, too
        if not _agrees(article, cue, mention, tokens):
            continue
        score = _distance_of(article, cue, mention, tokens)
        behind = mention.start > cue.end and mention.kind is not MentionKind.person
        if behind and _has_aside(article, cue, mentions, tokens):
            continue
        if score < _FAR and begins_sentence(article, cue, tokens):
            score -= 10  # Secondo Velaj il governo avrebbe promesso
        if score < best[0]:
            best = score, mention
    named = named_behind(article, best[1], mentions)
    return best[0], _author_behind(article, named, mentions, tokens)


def _subject_of_both(
    article: Article, cue: Cue, mentions: list[Mention], tokens: list[Token]
) -> Mention | None:
    """The subject with which a sentence begins, if the verb is a further one of it: `President
    Mutiso backed his minister but said`.
    """
    words = article.words
    before = [one for one in tokens if one.end <= cue.start]
    if cue.direct or not before or before[-1].lower not in words.conjunctions:
        return None
    kinds = (MentionKind.person, MentionKind.role, MentionKind.body)
    first = next((one for one in mentions if one.kind in kinds), None)
    if first is None or first.end >= before[-1].start or not _begins_with(article, tokens, first):
        return None
    between = {one.lower for one in before if one.start >= first.end}
    free = words.who.isdisjoint(between) and not is_owner(article, first, tokens)
    return first if free and not follows_preposition(article, first, tokens) else None


def _whoever(
    article: Article, cue: Cue, mentions: list[Mention], tokens: list[Token]
) -> Mention | None:
    """A word such as `those` with which a sentence begins, whose relative clause names somebody:
    `Those who know Rui Pires say`, `Wer ihn kennt, sagt`.
    """
    first = mentions[0] if mentions else None
    if first is None or cue.direct or tokens[0].lower not in article.words.whoever:
        return None
    verb = next((n for n, one in enumerate(tokens) if one.end > cue.start), 0)
    quoted = article.quotation_before(cue.start, 3) or ":" in article.text[first.end : cue.start]
    behind = next((one.lower for one in tokens if one.start >= cue.end), "")
    clause = behind in article.words.that or article.text[cue.end : cue.end + 1] == ","
    quoted |= cue.inverted and not clause  # Wer zahlt, bestimmt, sagte der Minister
    return first if first.start == tokens[0].start and verb > 2 and not quoted else None


def _has_aside(article: Article, cue: Cue, mentions: list[Mention], tokens: list[Token]) -> bool:
    """Whether a sentence begins with a name and a clause between commas, behind which its verb
    follows: `Olena Kovalska, que preside la asociación, agradeció los médicos`.
    """
    first = mentions[0] if mentions else None
    kinds = (MentionKind.person, MentionKind.body, MentionKind.unnamed, MentionKind.role)
    if first is None or first.kind not in kinds:
        return False
    if article.quotation_before(cue.start, 3) or first.end >= cue.start:
        return False
    between = article.text[first.end : cue.start]
    before = article.text[tokens[0].start : first.start]
    if "," in before:  # Sein Haus, das Ministerium, stellte klar
        return between.strip(" \u00a0") == "," and len(before.split()) < 5
    words = [one for one in tokens if one.start < first.start]
    if words and words[0].lower in article.words.determiners:
        words.pop(0)  # Le Parlement letton, la Saeima, a approuvé
        if not _is_behind_aside(article, first.end, cue, tokens):
            return False
    titled = words == role_of(article, first, tokens)
    return titled and between.startswith(",") and "," in between[1:]


def begins_sentence(article: Article, cue: Cue, tokens: list[Token]) -> bool:
    """Whether a sentence begins with words such as `according to`."""
    phrase = tuple(article.text[cue.start : cue.end].lower().split())
    first = tuple(one.lower for one in tokens[:4])
    him = any(first[: len(one)] == one for one in article.words.own_view)  # Selon lui
    begins = cue.direct and cue.start == tokens[0].start
    return begins and not him and phrase in article.words.according_to


def _author_behind(
    article: Article, subject: Mention | None, mentions: list[Mention], tokens: list[Token]
) -> Mention | None:
    """The author of a text that is the subject: `señaló una nota de Itamaraty`."""
    if subject is None or not subject.words & article.words.signed_texts:
        return subject
    found = [one for one in mentions if subject.end <= one.start and _wrote(article, one, tokens)]
    return found[0] if found else subject


def _distance_in_frame(article: Article, cue: Cue, mention: Mention, tokens: list[Token]) -> float:
    """How unlikely a mention between a German auxiliary and its participle is the subject: `Das hat
    Minister Amstad in Bern gesagt`.
    """
    between = [one for one in tokens if cue.start < one.start < mention.start]
    role = role_of(article, mention, tokens)
    between = [one for one in between if one not in role]
    weak = mention.kind in (MentionKind.place, MentionKind.group)
    if not article.words.compounds or weak or len(between) > 3 or cue.direct:
        return _FAR
    return _FAR if follows_preposition(article, mention, tokens) else 2 + len(between)


def _office_beside(
    article: Article, cue: Cue, mentions: list[Mention], tokens: list[Token]
) -> str | None:
    """The body behind a preposition from which words without a subject come: `Aus dem
    Außenministerium hieß es`, `À l’Élysée, on assure`.
    """
    for mention in mentions:
        low, high = sorted((mention.start, cue.start))
        between = [one.lower for one in tokens if low < one.start < high]
        if _wrote(article, mention, tokens):
            return mention.id
        near = [one.lower for one in tokens if one.end <= mention.start][-1:]
        of = follows_preposition(article, mention, tokens)
        of = of or not article.words.place_prepositions.isdisjoint(near)
        known = article.people.get(mention.id or "")
        body = mention.kind is MentionKind.body or (known is not None and known.is_body)
        if body and of and not article.words.subordinate.intersection(between) and len(between) < 9:
            return mention.id
    return None


def _wrote(article: Article, mention: Mention, tokens: list[Token]) -> bool:
    """Whether somebody is the author of a text that is named before: `si legge in una nota del
    capogruppo Vito Lomonaco`.
    """
    words = article.words
    role = role_of(article, mention, tokens)
    start = role[0].start if role else mention.start
    before = [one for one in tokens if one.end <= start][-9:]
    owned = False
    while before and before[-1].lower in (words.definite | words.possessives) - words.of_speakers:
        owned |= before.pop().lower in words.possessives
    texts = words.papers | words.declarations | words.nouns | words.anonymous | words.signed_texts
    if mention.kind not in (MentionKind.person, MentionKind.body) or len(before) < 2:
        return False
    if before[-1].lower in words.of_speakers and before[-2].lower in texts:
        return True
    if words.compounds and owned and before[-1].lower in texts:
        return True  # in einer Mitteilung ihres Ministeriums
    own = [one.lower for one in tokens if mention.start <= one.start < mention.end]
    if before[-1].lower not in words.by or not (words.papers | words.media).isdisjoint(own):
        return False  # a statement carried by the agency
    text = next((n for n, one in reversed(list(enumerate(before))) if one.lower in texts), None)
    if text is None:
        return False  # un comunicado difundido el domingo por su Ministerio
    part = before[text:]
    together = all(article.touch_or_elided(*pair) for pair in pairwise(part))
    return together and not any(one.lower in words.reports | words.who for one in part[1:-1])


def _is_inserted(article: Article, cue: Cue, mentions: list[Mention], tokens: list[Token]) -> bool:
    """Whether a verb of a language that leaves out subjects is alone between commas, or between
    one and the end of the sentence: `No discute la orden, precisó.`
    """
    if not article.words.drops_subject or cue.direct or not cue.inverted:
        return False
    sentence = next(one for one in article.sentences if cue.end <= one.end)
    before = article.text[sentence.start : cue.start].rstrip(" \u00a0")
    behind = article.text[cue.end : sentence.end].lstrip(" \u00a0")
    kinds = (MentionKind.person, MentionKind.role, MentionKind.body)
    for one in mentions:
        aside = article.text[one.end : cue.start].rstrip(" \u00a0")
        begins = one.kind in kinds and one.end < cue.start and _begins_with(article, tokens, one)
        if begins and aside.startswith(",") and len(aside) > 1:
            return False  # Zalewski, a su lado, apostilla
    return before.endswith(",") and (not behind or behind[0] in ",.")


def _begins_with(article: Article, tokens: list[Token], mention: Mention) -> bool:
    """Whether a sentence begins with a mention, or with the words of a role before it."""
    before = [one for one in tokens if one.start < mention.start]
    together = not any(one in ",;:—–" for one in article.text[tokens[0].start : mention.start])
    free = not before or before[0].lower not in article.words.prepositions
    return len(before) < 5 and together and free


def _agrees(article: Article, cue: Cue, mention: Mention, tokens: list[Token]) -> bool:
    """Whether an English verb without an ending has more than one subject: `analysts say`, and
    not the noun in `Macron’s offer`.
    """
    words = article.words
    verb = article.text[cue.start : cue.end].lower()
    if not words.bare_forms or not words.singular(verb) or mention.kind is MentionKind.pronoun:
        return True
    if mention.kind in (MentionKind.unnamed, MentionKind.group):
        return True
    before = [one.lower for one in tokens if one.end <= mention.start][-4:]
    return "and" in before


def _distance_of(article: Article, cue: Cue, mention: Mention, tokens: list[Token]) -> float:
    """How unlikely a mention is the subject of a cue; _FAR if it cannot be."""
    if is_object(article, cue, mention, tokens):
        return _FAR
    follows = mention.start >= cue.end
    low, high = (cue.end, mention.start) if follows else (mention.end, cue.start)
    between = [token for token in tokens if low <= token.start < high]
    score: float = len(between)
    score += 4 * sum(
        1 for one in article.quotations if low <= one.outer_start and one.outer_end <= high
    )
    score += 2 * article.text[low:high].count(";")
    weak = mention.kind in (MentionKind.place, MentionKind.group)
    last = [one.lower for one in between[-2:]]
    if last[-1:] and last[-1] in article.words.definite:
        last.pop()  # bei der EU
    if cue.direct and weak and last and last[-1] in article.words.prepositions:
        return _FAR  # par la voix de son ambassadeur à Paris
    if cue.direct:
        role = role_of(article, mention, tokens)
        own = [
            one for one in between if one not in role and one.lower not in article.words.determiners
        ]
        titles = all(
            is_role(article.words, one.lower)
            or is_demonym(article, one)
            or one.lower in article.words.titles
            or one.lower in article.words.bodies
            or one.lower in article.words.prepositions
            or one.capital
            for one in own
        )
        beside = mention.kind is MentionKind.person and all(
            article.touch_or_elided(*pair) for pair in pairwise(between)
        )
        free = beside or not follows_preposition(article, mention, tokens)
        near = titles or (len(own) < 2 and free)
        return score if follows and len(between) <= 8 and near else _FAR
    if follows and article.words.subordinate & {one.lower for one in between}:
        return _FAR
    if follows and not cue.direct and ": " in article.text[low:high]:
        return _FAR  # Ricorda ancora il nome: Caio Duilio
    if not follows and _is_in_clause_of_place(article, between, cue, tokens):
        return _FAR  # Elle rentre de Varsovie, où douze pays ont parlé …
    if follows and not cue.inverted and _is_bare_plural(article, cue, mention):
        return _FAR  # Il piano prevede 250 osservatori
    listened = article.text[cue.start : cue.end].lower() in article.words.listeners
    if follows and listened and not between:
        return _FAR  # told Reuters
    if follows:
        score += -4 if cue.inverted else 6
        comma = article.text[: cue.start].rstrip().endswith(",")
        if comma and _is_tag(article, cue, mention, between, tokens):
            score -= 4 + len(between)
        first = article.words.subject_first and not comma
        role = role_of(article, mention, tokens)  # Así lo confirmó ayer el ministro X
        small = article.words.determiners | article.words.prepositions
        others = [one for one in between if one not in role and one.lower not in small]
        if not cue.inverted and (first or len(others) > 4 or _is_participle(article, cue)):
            return _FAR  # warned MPs
    elif _is_in_relative_clause(article, mention, cue, tokens):
        score += 10
    elif _is_behind_aside(article, low, cue, tokens):
        score = min(score, 2)  # Rusia, a través de su embajada, pidió
    elif article.text[low:high].strip(" \u00a0") in ("", ","):
        aside = cue.inverted and not article.words.subject_first and "," in article.text[low:high]
        score -= 1 if aside else 5  # Calvani, raccontano i presenti, non …
    elif cue.inverted:
        score += 6
    if not follows and _begins_subordinate(article, mention, tokens):
        score += 8  # Consultado sobre si el gobierno descarta …
    if weak and follows_preposition(article, mention, tokens):
        return _FAR
    if (
        (article.words.bodies_need_article or article.words.compounds or article.words.inflects)
        and mention.kind is MentionKind.body
        and follows_preposition(article, mention, tokens)
        and not is_antecedent(article, mention, cue, tokens)
    ):
        return _FAR  # recalcó tras el Consejo de Ministros
    if is_owner(article, mention, tokens) and article.text[cue.start : cue.start + 2] != "s ":
        return _FAR
    begins = next((one.lower for one in tokens if one.start == mention.start), "")
    words = article.words
    if begins in words.prepositions - words.definite - words.of_speakers - words.indefinite:
        score += 10  # con 85 militari, ha annunciato
    if follows_preposition(article, mention, tokens):
        score += 10 if mention.kind is not MentionKind.pronoun else 3
    if mention.kind in (MentionKind.place, MentionKind.group):
        score += 12
    elif mention.kind in (MentionKind.body, MentionKind.unnamed, MentionKind.role):
        score += 2
    return score if score < 40 else _FAR


def _is_behind_aside(article: Article, end: int, cue: Cue, tokens: list[Token]) -> bool:
    """Whether only what two commas enclose is between the end of a mention and a verb."""
    start = _start_of_verb(article, cue, tokens)
    between = article.text[end:start].strip(" \u00a0")
    return len(between) > 1 and between[0] == between[-1] == "," and between.count(",") == 2


def _start_of_verb(article: Article, cue: Cue, tokens: list[Token]) -> int:
    """Where a verb begins with the pronouns and negations before it: `n’en croit`."""
    words, start = article.words, cue.start
    small = words.before_verbs | words.reflexives | (words.negations - words.determiners)
    for left, right in pairwise(reversed([one for one in tokens if one.start <= start])):
        if right.lower not in small or not article.touch_or_elided(right, left):
            break
        start = right.start
    return start


def _is_bare_plural(article: Article, cue: Cue, mention: Mention) -> bool:
    """Whether people without a determiner are the object of a verb in the singular."""
    words, noun = article.words, article.text[mention.start : mention.end].lower()
    bare = mention.kind is MentionKind.unnamed and " " not in noun and bool(words.plural_ends)
    return bare and noun.endswith(words.noun_plural_ends) and not is_plural(article, cue)


def _is_tag(
    article: Article, cue: Cue, mention: Mention, between: list[Token], tokens: list[Token]
) -> bool:
    """Whether a verb behind a comma has its subject directly behind it, and so reports all that is
    before it: `Il presidente ha parlato in Senato, rivela una fonte.`
    """
    if mention.kind is MentionKind.pronoun or article.words.subject_first or not cue.inverted:
        return False
    words = article.words
    known = {one.lower for one in role_of(article, mention, tokens)} | words.definite
    known |= words.possessives | words.times | words.weekdays.keys()
    near = all(one.lower in known for one in between)
    return near and (cue.says or article.quotation_before(cue.start, 3))


def _is_in_clause_of_place(
    article: Article, between: list[Token], cue: Cue, tokens: list[Token]
) -> bool:
    """Whether a clause that a word such as `where` begins is between a mention and a verb, and has
    a subject of its own and no end.
    """
    at = next((n for n, one in enumerate(between) if one.lower in article.words.where), -1)
    if at < 0:
        return False
    behind = article.text[between[at].end : cue.start]
    return "," not in behind and len(between) - at > 1


def _begins_subordinate(article: Article, mention: Mention, tokens: list[Token]) -> bool:
    """Whether a word such as `that` is before a mention and its determiner."""
    words = article.words
    at = next((at for at, one in enumerate(tokens) if one.start >= mention.start), 0) - 1
    while at > 0 and tokens[at].lower in words.determiners - words.subordinate:
        at -= 1
    return at >= 0 and tokens[at].lower in words.subordinate


def _is_participle(article: Article, cue: Cue) -> bool:
    """Whether a cue is an English participle, whose subject is before it: `telling`."""
    return article.text[cue.start : cue.end].endswith(article.words.participle_ends)


def is_owner(article: Article, mention: Mention, tokens: list[Token]) -> bool:
    """Whether an English possessive ending follows: `Lupu’s government has ruled out`."""
    behind = article.text[mention.end : mention.end + 2]
    kinds = (MentionKind.person, MentionKind.body, MentionKind.unnamed)
    named = mention.kind in kinds and article.words.possessive_s
    return named and behind in ("’s", "'s")


def _is_in_relative_clause(
    article: Article, mention: Mention, cue: Cue, tokens: list[Token]
) -> bool:
    """Whether a mention is inside what two commas enclose before a verb, and does not begin it:
    `Orlovs, who chairs the Harmony Bloc, told`.
    """
    before = article.text[: _start_of_verb(article, cue, tokens)].rstrip(" \u00a0")
    if not before.endswith(",") or mention.end >= len(before):
        return False
    comma = before.rfind(",", tokens[0].start, mention.start)
    inside = [one for one in tokens if comma < one.start < mention.start]
    role = role_of(article, mention, tokens)
    return comma >= 0 and any(one.lower not in HONOURS and one not in role for one in inside)


def follows_preposition(article: Article, mention: Mention, tokens: list[Token]) -> bool:
    """Whether a mention, with its role and determiner, follows a preposition."""
    index = next((at for at, one in enumerate(tokens) if one.start >= mention.start), 0)
    at = index - 1
    if role := role_of(article, mention, tokens):
        at = tokens.index(role[0]) - 1
    pure = article.words.prepositions - article.words.definite
    if at >= 0 and tokens[at].lower in pure and article.touch_or_elided(tokens[at], tokens[at + 1]):
        return True
    inside = at
    while inside > 0 and index - inside < 3 and tokens[inside].text.islower():
        if not article.touch_or_elided(tokens[inside], tokens[inside + 1]):
            break  # A su lado, Salgueiro
        if tokens[inside].lower in article.words.determiners:
            at = inside  # für die oppositionelle Bauernpartei
            break
        inside -= 1
    determined = at >= 1 and tokens[at].lower in article.words.determiners
    return (
        determined
        and tokens[at - 1].lower in pure
        and article.touch_or_elided(tokens[at - 1], tokens[at])
    )


def has_other_subject(article: Article, cue: Cue, tokens: list[Token]) -> bool:
    """Whether a sentence begins with a thing as the subject of its verb: `El buque cuenta`."""
    at = next((number for number, one in enumerate(tokens) if one.start >= cue.start), 0)
    if at and tokens[0].lower in article.words.who:
        return True
    texts = article.words.signed_texts | article.words.papers
    if at > 2 and tokens[0].lower in article.words.definite and tokens[1].lower in texts:
        return cue.pronoun is None  # La carta de Kiev pedía médicos
    return (
        2 <= at <= 3
        and cue.pronoun is None
        and tokens[at - 2].lower in article.words.definite
        and tokens[at - 1].text.islower()
        and article.touch(tokens[at - 2], tokens[at - 1])
        and article.touch(tokens[at - 1], tokens[at])
    )


def may_lack_subject(article: Article, cue: Cue, sentence: Sentence) -> bool:
    """Whether a verb without a subject of its own reports words nevertheless."""
    quoted = any(
        one.outer_start < sentence.end and sentence.start < one.outer_end
        for one in article.quotations
    )
    return article.words.drops_subject or (cue.says and quoted)


def reports_words(article: Article, cue: Cue, tokens: list[Token], sentence: Sentence) -> bool:
    """Whether words are said behind a verb: a quotation, or a clause that begins with `that`; or
    around it, if it is alone between commas: `Il ministro, raccontano, tace.`
    """
    behind = [one.lower for one in tokens if one.start >= cue.end][:8]
    said = not article.words.subordinate.isdisjoint(behind)
    before = article.text[sentence.start : cue.start].rstrip(" \u00a0").endswith(",")
    inserted = before and article.text[cue.end : cue.end + 1] == ","
    return cue.says and (said or inserted or article.has_quotation(sentence))


def reports_clause(
    article: Article, cue: Cue, mention: Mention | None, tokens: list[Token]
) -> bool:
    """Whether a clause that begins with `that` is behind a verb, before any comma, and its subject
    directly before it: `Caracas pidió a sus vecinos que no presten puertos.`
    """
    if mention is None or article.text[mention.end : cue.start].strip(" \u00a0"):
        return False
    behind = [one for one in tokens if one.start >= cue.end][:7]
    that = next((one for one in behind if one.lower in article.words.that), None)
    return that is not None and "," not in article.text[cue.end : that.start]


def is_plural(article: Article, cue: Cue) -> bool:
    """Whether a verb of a language that leaves out subjects has more than one subject."""
    verb = article.text[cue.start : cue.end].lower()
    return (
        verb.endswith(article.words.plural_ends) or verb.split()[0] in article.words.plural_having
    )


def is_metonym(
    article: Article, mention: Mention, mentions: list[Mention], cue: Cue, sentence: Sentence
) -> bool:
    """Whether a place directly before a verb means its government, because words of it are quoted,
    and nobody else is named: `Kyiv welcomed “a signal”`.
    """
    if any(one.kind is MentionKind.person for one in mentions):
        return False
    near = article.text[mention.end : cue.start].strip(" \u00a0") == ""
    quoted = any(cue.end <= one.outer_start < sentence.end for one in article.quotations)
    return mention.kind is MentionKind.place and near and quoted


def asks_others(article: Article, mention: Mention, tokens: list[Token]) -> bool:
    """Whether a mention is a journalist, whose questions are no statements: `our reporter Ann Lowe
    wants to know` (docs/domain.md, rule which-kind).
    """
    near = [one for one in tokens if mention.start - 30 < one.start < mention.end][-5:]
    return any(one.lower in article.words.journalists for one in near)


def begins_clause(article: Article, cue: Cue, mention: Mention | None) -> bool:
    """Whether `for` begins a clause and a person follows it: `Para Ruiz, «no hay prisa»`."""
    before = article.text[: cue.start].rstrip(" \u00a0\n")
    free = not before or before[-1] in ".,:;!?»”—–-" or article.text[cue.start - 1] == "\n"
    kinds = (MentionKind.person, MentionKind.role, MentionKind.unnamed)
    return free and mention is not None and mention.kind in kinds
