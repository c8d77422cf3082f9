"""Reporting verbs, and words such as `according to`."""

import re
from collections.abc import Iterator
from itertools import pairwise

from app.curate.language import WORD
from app.curate.speakers.article import Article
from app.curate.speakers.nouns import is_body, is_role, is_unnamed
from app.curate.speakers.places import actor_named, is_demonym
from app.curate.speakers.quoted import is_label, is_long
from app.curate.speakers.terms import Cue
from app.curate.speakers.tokens import Token, find_phrases
from app.curate.speakers.verbs import has_particle, is_verb
from app.curate.text import Sentence


def find_cues(article: Article, tokens: list[Token], sentence: Sentence) -> list[Cue]:
    """The reporting verbs of a sentence, and words such as `according to`."""
    words = article.words
    found = [
        Cue(part[0].start, part[-1].end, True, True, direct=True)
        for part in find_phrases(tokens, article.words.according_to)
    ]
    found += _cues_of_phrases(article, tokens, sentence)
    cited = list(_find_cited(article, tokens, sentence))
    found += cited
    found += _find_infinitives(article, tokens, sentence)
    found += _find_agents(article, tokens)
    for index, token in enumerate(tokens):
        lower, clitic = words.without_clitic(token.lower)
        if any(one.start <= token.start < one.end for one in cited):
            continue
        if clitic and _is_asked(article, token, sentence):
            continue  # Que pense-t-elle ?
        pronoun = _gender_of_clitic(clitic)
        inverted = _is_inverted(article, tokens, index, sentence)
        if lower in words.after_quote and _follows_words(article, tokens, index):
            found.append(Cue(token.start, token.end, True, True, direct=True))
        elif (
            (
                lower in words.reports
                or _finds(article, token, sentence)
                or _is_gesture(article, tokens, index)
            )
            and not _is_behind_auxiliary_with_pronoun(article, tokens, index)
            and not _is_perfect(article, tokens, index)
            and not _is_said_by_us(article, tokens, index)
            and is_verb(article, tokens, index, lower)
            and not _has_no_speaker(article, tokens, index, sentence)
            and not _is_done_by_no_one(article, tokens, index)
            and not _asks_for_anonymity(article, tokens, index)
            and not _is_share(article, tokens, index)
            and not _names_a_thing(article, token)
            and not _only_answers(article, tokens, index, sentence)
        ):
            says = lower in words.says
            nobody = (
                lower in words.impersonal
                or clitic == "nobody"
                or _is_said_by_nobody(article, tokens, index, sentence)
                or _is_plural_of_a_place(article, tokens, index)
            )
            found.append(Cue(token.start, token.end, says, inverted, pronoun, impersonal=nobody))
        elif (
            lower in words.participles
            and not _only_answers(article, tokens, index, sentence)
            and not _is_done_by_no_one(article, tokens, index)
            and (
                has_particle(article, tokens, index, lower)
                or (not words.compounds and article.has_quotation(sentence))
            )
            and (auxiliary := _auxiliary_of(article, tokens, index))
        ):
            at, clitic_of = auxiliary
            if at + 1 < index and tokens[at + 1].lower in words.someone:
                continue  # Hier hat jemand „Frieden“ geschrieben
            inverted = _is_inverted(article, tokens, at, sentence)
            says = not words.said or lower in words.said
            nobody = _is_plural_of_a_place(article, tokens, at)
            found.append(
                Cue(tokens[at].start, token.end, says, inverted, clitic_of, impersonal=nobody)
            )
            reported = tokens[at].lower in words.subjunctive
            if words.compounds and at < index - 1 and not reported:
                # Zuvor hatte Maier den Einsatz abgelehnt: the subject may be behind the auxiliary.
                found.append(Cue(tokens[at].start, tokens[at].end, says, True))
    return found


def _is_behind_auxiliary_with_pronoun(article: Article, tokens: list[Token], index: int) -> bool:
    """Whether a form that is also a present is a participle: `a-t-elle dit`."""
    words = article.words
    verb, clitic = words.without_clitic(tokens[index - 1].lower) if index else ("", None)
    participle = tokens[index].lower in words.participles
    return participle and clitic is not None and verb in words.auxiliaries


def _finds(article: Article, verb: Token, sentence: Sentence) -> bool:
    """Whether a verb such as `finds` says how somebody sees a thing: in words quoted behind it."""
    return verb.lower in article.words.finds and any(
        verb.end < one.outer_start < sentence.end and not is_label(article, one)
        for one in article.quotations
    )


def _is_gesture(article: Article, tokens: list[Token], index: int) -> bool:
    """Whether a verb such as `smiles` reports words, as it is directly behind a quotation, or only
    its subject is between: `“We are ready,” she smiles.`
    """
    if tokens[index].lower not in article.words.gestures:
        return False
    before = article.text[: tokens[index].start].rstrip(" \u00a0")
    sentence = next(one for one in article.sentences if tokens[index].start < one.end)
    dash = before.endswith(("—", "–"))
    if not dash and not any(
        sentence.start < one.outer_end <= tokens[index].start for one in article.quotations
    ):
        return False
    near = dash or article.behind_quotation(tokens[index])
    return near or (index > 0 and article.behind_quotation(tokens[index - 1]))


def _is_asked(article: Article, verb: Token, sentence: Sentence) -> bool:
    """Whether a verb with a pronoun at its end asks something, and does not tell who asks."""
    text = article.text
    asks = text[sentence.start : sentence.end].rstrip(" \u00a0\u202f").endswith("?")
    told = text[: verb.start].rstrip(" \u00a0").endswith((",", "»", "”", '"'))
    return asks and not told and not article.has_quotation(sentence)


def _is_perfect(article: Article, tokens: list[Token], index: int) -> bool:
    """Whether a German verb is a participle and no present: `hatte ihn kritisiert`."""
    words = article.words
    if not words.compounds or tokens[index].lower not in words.participles:
        return False
    found = _auxiliary_of(article, tokens, index)
    return (
        found is not None
        and found[0] < index
        and "," not in article.text[tokens[found[0]].end : tokens[index].start]
    )


def _gender_of_clitic(clitic: str | None) -> str | None:
    return "m" if clitic == "nobody" else clitic


def _cues_of_phrases(article: Article, tokens: list[Token], sentence: Sentence) -> Iterator[Cue]:
    """Verbs of several words (`made clear`), and words such as `in her view`."""
    words = article.words
    for phrases, says in ((words.says_phrases, True), (words.voices_phrases, False)):
        for part in find_phrases(tokens, phrases):
            direct = part[-1].lower in words.by | words.of_names  # `the words of`
            at = tokens.index(part[0])
            inverted = direct or (
                not words.subject_first and _is_inverted(article, tokens, at, sentence)
            )
            nobody = says and at > 0 and tokens[at - 1].lower in words.nobody
            verbs = range(max(1, at), min(at + 2, len(tokens)))
            nobody |= any(_is_plural_of_a_place(article, tokens, to) for to in verbs)
            yield Cue(part[0].start, part[-1].end, says, inverted, direct=direct, impersonal=nobody)
    on_a_thing = any(one.lower in words.so_called for one in tokens)  # en la pancarta se lee
    for part in () if on_a_thing else find_phrases(tokens, words.impersonal_phrases):
        yield Cue(part[0].start, part[-1].end, True, impersonal=True)
    for at in range(len(tokens) - 1):
        if tokens[at].lower in words.nouns and tokens[at + 1].lower in words.of_speakers:
            end = tokens[at + 1].end
            near = {one.lower for one in tokens[max(0, at - 2) : at]}
            if near & words.subordinate:
                continue  # che le parole del ministro non …
            colon = ":" in article.text[end : sentence.end]
            if colon or any(
                sentence.start < one.outer_end < end and is_long(article, one)
                for one in article.quotations
            ):
                yield Cue(tokens[at].start, end, True, True, direct=True)
    for phrase, gender in words.own_view.items():
        for part in find_phrases(tokens, [phrase]):
            yield Cue(part[0].start, part[-1].end, True, pronoun=gender or "either")


def _find_cited(article: Article, tokens: list[Token], sentence: Sentence) -> Iterator[Cue]:
    """Verbs with which a paper or an agency cites somebody: `Die Agentur zitiert ihn mit dem Satz`,
    `L’agence cite le ministre`. The one whose words they are is the object.
    """
    words = article.words
    for at, token in enumerate(tokens):
        if token.lower not in words.cites or not article.has_quotation(sentence):
            continue
        before, behind = tokens[max(0, at - 2) : at], tokens[at + 1 : at + 2]
        near = behind if words.compounds or words.subject_first else before
        for one in reversed(near):
            if one.lower in words.cited:
                start, end = min(one.start, token.start), max(one.end, token.end)
                yield Cue(start, end, True, pronoun=words.cited[one.lower] or "either")
                return
        papers = any(one.lower in words.papers | words.media for one in tokens[:at])
        if papers or any(one.text in article.known.agencies for one in tokens[:at]):
            yield Cue(token.start, token.end, True, True, direct=True)


def _find_infinitives(article: Article, tokens: list[Token], sentence: Sentence) -> Iterator[Cue]:
    """Verbs of saying that depend on another one: `a-t-il tenu à préciser`."""
    words = article.words
    for index, token in enumerate(tokens):
        if token.lower not in words.infinitives:
            continue
        for at in range(index - 1, max(index - 4, -1), -1):
            if tokens[at].lower in words.leads:
                first = at - 1 if at else at
                verb, clitic = words.without_clitic(tokens[first].lower)
                if verb not in words.auxiliaries:
                    first, clitic = at, None
                if first and tokens[first - 1].lower in words.negations:
                    break
                inverted = _is_inverted(article, tokens, first, sentence)
                pronoun = _gender_of_clitic(clitic)
                yield Cue(tokens[first].start, token.end, True, inverted, pronoun)
                break


def _find_agents(article: Article, tokens: list[Token]) -> Iterator[Cue]:
    """What is said in the passive with the one who says it: `was rejected by the minister`."""
    words = article.words
    verbs = words.participles or words.reports
    for at, token in enumerate(tokens):
        if token.lower not in words.by:
            continue
        reach = range(at + 1, min(at + 12, len(tokens))) if words.compounds else ()
        behind = [to for to in reach if tokens[to].lower in verbs]
        before = [to for to in range(max(0, at - 4), at) if tokens[to].lower in verbs]
        if not before and not behind:
            continue
        first = before[-1] if before else at
        passive = words.passive | words.auxiliaries
        aside = before and "," in article.text[tokens[first].end : token.start]
        if not aside and any(tokens[to].lower in passive for to in range(max(0, first - 4), first)):
            verb = tokens[(before or behind)[-1]].lower
            if verb not in words.told_by_papers:
                yield Cue(token.start, token.end, False, True, direct=True)


def _is_said_by_us(article: Article, tokens: list[Token], index: int) -> bool:
    """Whether the authors of the text are the subject: `We have asked`."""
    near = {one.lower for one in tokens[max(0, index - 2) : index]}
    return bool(near & article.words.we_anywhere)


def _has_no_speaker(article: Article, tokens: list[Token], index: int, sentence: Sentence) -> bool:
    """Whether the subject is `on`, and nothing is reported: `on observe cette entente`."""
    nobody = index > 0 and tokens[index - 1].lower in article.words.nobody
    return nobody and not _is_said_by_nobody(article, tokens, index, sentence)


def _is_done_by_no_one(article: Article, tokens: list[Token], index: int) -> bool:
    """Whether the subject says that nobody does it, or somebody of whom nothing is known: `nadie en
    el muelle habla de otra cosa`, `alguien ha escrito en el muro`.
    """
    at = index - 1
    while at >= 0 and index - at < 9 and article.touch_or_elided(tokens[at], tokens[at + 1]):
        if tokens[at].lower in article.words.no_one | article.words.someone:
            return True
        at -= 1
    return False


def _asks_for_anonymity(article: Article, tokens: list[Token], index: int) -> bool:
    """Whether a verb only says that somebody is not to be named: `asked not to be named`."""
    words = article.words
    near = tokens[index + 1 : index + 7]
    return tokens[index].lower in words.voices and any(find_phrases(near, words.anonymity))


def _names_a_thing(article: Article, verb: Token) -> bool:
    """Whether only a name is quoted behind a verb: `a mission that soldiers call “Safe Sea”`."""
    return any(
        0 <= one.outer_start - verb.end <= 2 and is_label(article, one)
        for one in article.quotations
    )


def _only_answers(article: Article, tokens: list[Token], index: int, sentence: Sentence) -> bool:
    """Whether a verb says that somebody answers, and not what: `She answered our questions.`"""
    words, verb = article.words, tokens[index]
    if verb.lower not in words.answered | words.needs_words or article.has_quotation(sentence):
        return False
    before = article.text[sentence.start : verb.start].rstrip(" \u00a0")
    left = tokens[index - 1] if index else verb
    helping = left.lower in words.auxiliaries  # a répondu Rui Pires
    if left.lower in words.every_pronoun or helping or words.without_clitic(left.lower)[1]:
        before = article.text[sentence.start : left.start].rstrip(" \u00a0")  # a-t-il poursuivi
    if words.subject_first and not tokens[index + 1 :] and _is_told_before(article, tokens, index):
        return False  # The money was there, Mr Pires replied.
    behind = {
        one.lower
        for one in tokens[index + 1 :]
        if not is_role(words, one.lower) and (words.compounds or not one.capital)
    }
    near = tokens[index + 1].lower if tokens[index + 1 :] else ""
    aside = len(tokens) > 2 and tokens[1].capital and "," in before[:-1]  # Jeanne Morel, ministre,
    tag = before.endswith(",") and near not in words.prepositions and (behind or not aside)
    around = ":" in article.text[verb.end : sentence.end] or tag
    said = words.subordinate | words.negations
    first = {one.lower for one in tokens[index + 1 : index + 3]}  # con un «no», with a no
    literal = verb.lower in words.needs_words  # a glissé un dessin dans une caisse
    around = around or (literal and before.endswith(","))  # she added, and only once …
    free = behind.isdisjoint(said) and (literal or first.isdisjoint(words.indefinite))
    return not around and free and len(behind) < 12


def _is_told_before(article: Article, tokens: list[Token], index: int) -> bool:
    """Whether only a subject is between the last comma and a verb, and a clause is before it."""
    before = article.text[tokens[0].start : tokens[index].start]
    comma = tokens[0].start + before.rfind(",")
    clause = [one for one in tokens[:index] if one.start < comma]
    subject = [one for one in tokens[:index] if one.start > comma]
    return "," in before and len(clause) > 3 and 0 < len(subject) < 6 and subject[0].capital


def _is_share(article: Article, tokens: list[Token], index: int) -> bool:
    """Whether the subject is a share of people who were asked: `54 percent support a mission`."""
    words, verb = article.words, tokens[index]
    clause = re.split(r"[,;:]\s", article.text[tokens[0].start : verb.start])[-1]
    return re.search(r"\d ?%", clause) is not None or any(
        one.lower() in words.percent for one in WORD.findall(clause)
    )


def _is_said_by_nobody(
    article: Article, tokens: list[Token], index: int, sentence: Sentence
) -> bool:
    """Whether the subject is a word such as `on`, and words are reported: `on assure que`."""
    if not index or tokens[index - 1].lower not in article.words.nobody:
        return False
    behind = {one.lower for one in tokens[index + 1 : index + 3]}  # on reconnaît toutefois que
    infinitive = article.words.having | article.words.negations  # on dit n’avoir rien reçu
    says = tokens[index].lower in article.words.says
    said = article.words.subordinate | (infinitive if says else set())
    colon = says and article.text[tokens[index].end :].lstrip(" \u00a0\u202f").startswith(":")
    return bool(behind & said) or colon or article.has_quotation(sentence)  # on relativise : …


def _is_plural_of_a_place(article: Article, tokens: list[Token], index: int) -> bool:
    """Whether a verb in the plural has no subject but a place: `У міністерстві повідомили`,
    `Desde Moncloa explican`.
    """
    words = article.words
    plural = tokens[index].lower.endswith(words.place_ends)
    if not plural or tokens[0].lower not in words.place_prepositions:
        return False
    if not words.inflects:
        near = tokens[index - 1]
        begin = 2 if tokens[1].lower in words.definite else 1  # En la Casa de Nariño reconocen
        name = [one for one in tokens[begin:index] if one.lower not in words.of_names]
        apart = (
            index < 7
            and bool(name)
            and name[0].capital
            and not (begin == 1 and len(name) > 1 and name[1].capital)
        )
        return apart or (index in (2, 3) and (near.capital or is_body(words, near.lower)))
    between = tokens[1:index]
    return any(is_body(words, one.lower) for one in between) and all(
        one.text.islower()
        or is_body(words, one.lower)
        or is_demonym(article, one)
        or actor_named(article, [one])
        or near.lower in words.place_prepositions
        for near, one in pairwise(tokens[:index])
    )


def _auxiliary_of(
    article: Article, tokens: list[Token], index: int
) -> tuple[int, str | None] | None:
    """The auxiliary verb of a participle: its place, and the pronoun inside it."""
    words = article.words
    reach = 30 if words.compounds else 5
    for at in range(index - 1, max(index - reach, -1), -1):
        lower = tokens[at].lower
        kept = tokens[index].lower in words.kept_when_negated
        negated = lower in words.negations and not kept
        if lower in words.passive or (negated and not words.compounds):
            return None
        verb, clitic = words.without_clitic(lower)
        if verb in words.auxiliaries:
            if (
                words.drops_subject
                and at
                and tokens[at - 1].lower in words.negations - {kept and tokens[at - 1].lower}
            ):
                return None
            near = at - 1  # le ministre s’en est félicité
            if near > 0 and tokens[near].lower in words.before_verbs - words.reflexives:
                near -= 1
            reflexive = near >= 0 and tokens[near].lower in words.reflexives
            if verb in words.being and not reflexive:
                return None
            return at, _gender_of_clitic(clitic)
    following = tokens[index + 1].lower if index + 1 < len(tokens) else ""
    if words.compounds and following in words.auxiliaries:
        return index, None
    return None


def _follows_words(article: Article, tokens: list[Token], index: int) -> bool:
    """Whether a word such as `so` follows what is said, and the speaker follows it."""
    if article.behind_quotation(tokens[index]):
        return True
    comma = article.text[: tokens[index].start].rstrip().endswith(",")
    behind = tokens[index + 1 : index + 4]
    while behind and not behind[0].capital and article.words.compounds:
        small = behind[0].lower in article.words.definite | article.words.possessives
        if not small and not is_demonym(article, behind[0]):
            return False
        behind = behind[1:]  # so der deutsche Botschafter
    return comma and bool(behind) and behind[0].capital


def _is_inverted(article: Article, tokens: list[Token], index: int, sentence: Sentence) -> bool:
    """Whether a verb comes before its subject: it follows a quotation or a comma, or begins."""
    words, start = article.words, tokens[index].start
    between = article.text[sentence.start : start].rstrip(" \u00a0")
    near = tokens[index - 1] if index else None
    if near and near.lower in words.before_verbs and article.touch_or_elided(near, tokens[index]):
        between = between.rpartition(" ")[0].rstrip(" ,") + ("," if "," in between[-8:] else "")
    if near and near.lower in words.before_verbs and between.endswith(":"):
        return not words.subject_first  # : lo ha annunciato ieri il ministro
    if near and near.lower in words.as_told and not words.subject_first:
        between = article.text[sentence.start : near.start].rstrip(" \u00a0")
        return between.endswith(",") or not between  # según anunció la ministra
    if not between or between[-1] in "“”\"»«’‘'":
        return True
    if between[-1] in ",–—-":
        behind = tokens[index + 1] if index + 1 < len(tokens) else None
        named = (
            behind is not None
            and behind.capital
            and not behind.text.isupper()  # told AAP
            and tokens[index].lower not in words.listeners
            and not (is_unnamed(words, behind.lower) and not is_role(words, behind.lower))
            and not is_demonym(article, behind)
            and actor_named(article, [behind]) is None
        )
        return not words.subject_first or article.quotation_before(start, 3) or named
    return False
