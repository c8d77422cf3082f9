"""Articles of which only the passages and who speaks in them are coded, to measure drafts.

`tests/articles/spoken/` has a file for each. Its first line is the language and the day of
publication. Every other line is a sentence: h, n or s for its coding, the speaker, the words that
are quoted (divided by ¦), and the sentence itself, with tabs between. A blank line ends a
paragraph.

All of it is invented. The coding was written before any draft was made; a few lines that broke a
rule of docs/domain.md were corrected later. The rules of drafts were then improved on these
articles, so they do not say how well a draft does with a new one.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.curate.draft import Draft, make_draft
from app.curate.known import read_known
from app.curate.language import language

FOLDER = Path(__file__).parent / "articles/spoken"
_CODINGS = {"h": "heading", "n": "narration", "s": "statement"}


@dataclass(frozen=True)
class Spoken:
    """An article: its text, and of each sentence the coding, the speaker and the quoted words."""

    code: str
    published: date
    text: str
    sentences: list[tuple[str, str, str | None, tuple[str, ...]]]


def read_spoken(path: Path) -> Spoken:
    """The article in a file."""
    first, *lines = path.read_text(encoding="utf-8").splitlines()
    code, published = first.split("\t")
    paragraphs: list[list[str]] = [[]]
    sentences = []
    for line in lines:
        if not line:
            paragraphs.append([])
            continue
        coding, speaker, quoted, sentence = line.split("\t")
        paragraphs[-1].append(sentence)
        words = tuple(quoted.split("¦")) if quoted else ()
        sentences.append((sentence, _CODINGS[coding], speaker or None, words))
    text = "\n".join(" ".join(one) for one in paragraphs if one) + "\n"
    return Spoken(code, date.fromisoformat(published), text, sentences)


def drafted(article: Spoken, seed: Path) -> Draft:
    """The draft that a curator gets."""
    words = language(article.code)
    known = read_known(seed, article.text, words)
    return make_draft(article.text, words, known, article.published)


def kept_lines(draft: Draft, article: Spoken) -> dict[str, tuple[int, int]]:
    """How many lines of a draft a person would keep, of how many (see tests/curate/test_new.py)."""
    true = {sentence: coding for sentence, coding, _, _ in article.sentences}
    mine = {sentence: coding.value for coding, sentence in draft.passages}
    same = [sentence for sentence in true if sentence in mine]
    spoken = {sentence: who for sentence, _, who, _ in article.sentences if who}
    spoken_mine: dict[str, str | None] = {}
    for claim in draft.claims:
        for sentence in mine:
            if sentence in draft.text[claim.start : claim.end]:
                spoken_mine[sentence] = claim.speaker
    quoted = {words for *_, each in article.sentences for words in each}
    quoted_mine = {words for claim in draft.claims for words in claim.quoted}
    right = sum(spoken_mine.get(sentence) == who for sentence, who in spoken.items())
    return {
        "sentences": (len(same), max(len(true), len(mine))),
        "coding": (sum(mine[one] == true[one] for one in same), len(true)),
        "speakers": (right, len(spoken.keys() | spoken_mine.keys())),
        "quotations": (len(quoted & quoted_mine), len(quoted | quoted_mine)),
    }
