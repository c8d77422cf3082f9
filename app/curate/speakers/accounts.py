"""Sentences that say whose account they give, without a verb of saying."""

from collections.abc import Iterator

from app.curate.speakers.article import Article
from app.curate.speakers.subjects import follows_preposition
from app.curate.speakers.terms import Cue, Mention, MentionKind
from app.curate.speakers.tokens import Token, find_phrases
from app.curate.text import Sentence


def on_background(
    article: Article, sentence: Sentence, mentions: list[Mention], tokens: list[Token]
) -> Iterator[tuple[Cue, Mention]]:
    """What somebody says who is not named, where the text says so: `An official, speaking on
    condition of anonymity, counts seven.`
    """
    first = mentions[0] if mentions else None
    if first is None or not tokens or first.start != tokens[0].start:
        return
    if first.kind is not MentionKind.unnamed:
        return
    comma = article.text.find(",", first.end, sentence.end)
    behind = article.text.find(",", comma + 1, sentence.end)
    verb = next((one.lower for one in tokens if one.start > behind), "")
    words = article.words
    if verb in words.passive | words.being | words.auxiliaries:
        return  # A diplomat, who spoke on condition of anonymity, was less kind.
    for part in find_phrases(tokens, words.anonymity + words.background):
        if 0 < comma < part[0].start and part[-1].end <= behind:
            yield Cue(part[0].start, part[-1].end, True), first


def own_accounts(
    article: Article, sentence: Sentence, mentions: list[Mention], tokens: list[Token]
) -> Iterator[tuple[Cue, Mention]]:
    """What somebody is, has or does by their own account: `Roth hat nach eigenen Angaben …`. Where
    the sentence names nobody, it is the account of the one before.
    """
    kinds = (MentionKind.person, MentionKind.role, MentionKind.body, MentionKind.pronoun)
    for part in find_phrases(tokens, article.words.own_account):
        people = [one for one in mentions if one.kind in kinds]
        free = [one for one in people if not follows_preposition(article, one, tokens)]
        nobody = Mention(part[0].start, part[0].start, MentionKind.pronoun)
        yield Cue(part[0].start, part[-1].end, True), free[0] if free else nobody
