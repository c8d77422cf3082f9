"""Doubts about passages: where one ends, and whether somebody speaks in it."""

import re
from collections import Counter

from app.build.check.doubts.article import ArticleText
from app.build.check.doubts.found_names import words_of
from app.build.check.doubts.speakers import pronoun_speaks
from app.build.check.doubts.words import common_words, pattern, phrase
from app.build.check.locate import LocatedPassage
from app.build.findings import DoubtCode
from app.domain import phrases
from app.domain.quotation_marks import CLOSING, quotations
from app.domain.turn_labels import LABEL
from app.domain.vocabulary import Coding

_CLOSE = "".join({*CLOSING, *"".join(CLOSING.values()), *")]"})
_STOP = re.compile(rf"[.!?…]+[{re.escape(_CLOSE)}]*\s+|[。！？]+[{re.escape(_CLOSE)}]*|\s*\n\s*")
_LAST_WORD = re.compile(r"[\w.’']+$")
_ENDS = ".!?…。！？:;։؟۔।"
_BYLINE = re.compile(
    r"\s*(by|par|von|di|de|por|autor|od|від|av|af|door)\s|.*\d{1,2}[:.]\d\d|\W*\(", re.IGNORECASE
)
# 13.05 Lisbon gives a number
_TIMED = re.compile(r"[^\w\n]*\d{1,2}[:.h]\d\d(?: (?:Uhr|ore))?\W+\w+\W+\w")
_ORNAMENTS = " +*#=|•–—-"  # round a heading: +++ 13.05 Uhr: Lissabon nennt eine Zahl +++
_LONG_HEADING = 18  # words; a longer line is seldom a heading
_HEAD = 4  # passages with which a text begins
_DATELINE = re.compile(r"[^,.:;]{2,40}, [^,.:;]{0,30}\b(?:19|20)\d\d\.?")  # Torino, 11 marzo 2026
_PLACE = re.compile(r"[^\W\d_a-zß-ÿ]{2,}(?:[ /-][^\W\d_a-zß-ÿ]{2,}){0,2}\.")
_FIRST_PLACE = re.compile(r"[^\W\d_a-zß-ÿ][\w’'-]+(?:[ /][^\W\d_a-zß-ÿ][\w’'-]+){0,2}\.")
_IN_BRACKETS = re.compile(r"[(\[][\w/ .-]{2,12}[)\]]")  # (sda)
_CONTACT = re.compile(r"@\w|https?:|www\.|\+\d[\d ()/-]{7,}")
_LEAD = " ([–—-"
_NAMES = re.compile(r"\w[,/:] |\w [/|]")
_QUESTIONS = 3  # of an interview
_SAID = re.compile(r":\s*[\"“„«»‘']\s*\w")
_SHORT_SENTENCE = 6  # words; a heading with a full stop is seldom longer


def check_passages(article: ArticleText) -> None:
    """Report what is improbable in the division of a text and in the coding of its sentences."""
    for at, passage in enumerate(article.passages):
        following = article.passages[at + 1] if at + 1 < len(article.passages) else None
        _borders(article, passage, following)
        if passage.coding is Coding.heading:
            _unlike_a_heading(article, passage)
            continue
        _like_a_heading(article, passage)
        if passage.coding is Coding.statement:
            _no_comment(article, passage)
            _no_reporting_verb(article, passage)
        else:
            _reporting_verb(article, passage)


def other_language(article: ArticleText) -> str | None:
    """The code of the language in which a text seems to be, if it is not its own: its common words
    are of that language, or most sentences that are coded as statements have no reporting verb of
    its own, and half of them one of that.
    """
    if found := _by_common_words(article):
        return found
    said = [each for each in article.passages if each.coding is Coding.statement]
    own = article.language.partition("-")[0]
    if len(said) < 3 or pattern("reporting", own) is None:
        return None

    def with_verbs(language: str, *kinds: str) -> int:
        verbs = [found for kind in kinds if (found := pattern(kind, language))]
        return sum(
            any(verb.search(article.text, each.start, each.end) for verb in verbs) for each in said
        )

    if 4 * with_verbs(own, "clear", "reporting") > len(said):
        return None
    counts = {code: with_verbs(code, "clear") for code in phrases.CLEAR if code != own}
    best = max(counts, key=lambda code: counts[code])
    return best if 2 * counts[best] >= len(said) else None


def _by_common_words(article: ArticleText) -> str | None:
    """The language of which a text has many common words, and hardly any of its own language."""
    own, every = article.language.partition("-")[0], common_words()
    if own not in every:
        return None
    counts = Counter(re.findall(r"[^\W\d_]+", article.text[:_BEGINNING].casefold()))
    found = {code: sum(counts[word] for word in words) for code, words in every.items()}
    best = max(found, key=lambda code: found[code])
    return best if found[best] >= max(_COMMON, 4 * found[own] + 1) else None


_BEGINNING = 20_000  # characters of a text that show its language
_COMMON = 12  # common words of a language that a text must have at least


def _doubt(article: ArticleText, code: DoubtCode, message: str, passage: LocatedPassage) -> None:
    article.folder.source_file.doubt(code, message, "passages", passage.number - 1)


def _borders(
    article: ArticleText, passage: LocatedPassage, following: LocatedPassage | None
) -> None:
    text = article.text
    credit = _is_credit(article, text[passage.start : passage.end])
    for match in _STOP.finditer(text, passage.start, passage.end) if not credit else ():
        if match.end() < passage.end and _is_border(text, passage, match, article.language):
            words = text[match.end() : passage.end].split(None, 6)[:5]
            message = f"another sentence seems to begin in this passage: {' '.join(words)!r}"
            _doubt(article, DoubtCode.two_sentences, message, passage)
            return
    if following is None or passage.coding is Coding.heading:
        return
    if _DATELINE.fullmatch(text, passage.start, passage.end):
        return
    gap = text[passage.end : following.start]
    begins = next((char for char in text[following.start : following.end] if char.isalpha()), "")
    last = text[passage.start : passage.end].rstrip(_CLOSE + " \u00a0")[-1:]
    if _is_credit(article, text[following.start : following.end]):
        return
    if "\n" not in gap and following.coding is not Coding.heading:
        if begins.islower() and not _opens_list(text, following.start):
            message = "the next passage goes on in the same sentence: it begins with a small letter"
            _doubt(article, DoubtCode.half_sentence, message, passage)
        elif (last.isalnum() or last in ",-–—") and not _caseless(begins):
            message = "this passage has no end of a sentence, and the next one is on the same line"
            _doubt(article, DoubtCode.half_sentence, message, passage)


def _opens_list(text: str, start: int) -> bool:
    return text[start : start + 1] in "-–—•*"


def _caseless(char: str) -> bool:
    return bool(char) and char.upper() == char.lower()


def _is_label(words: str, language: str) -> bool:
    """Whether words only say whose turn in an interview begins: `Q`, `Antwort`."""
    labels = (pattern(kind, language) for kind in ("questions", "answers"))
    return any(found and found.fullmatch(words) for found in labels)


def _is_border(text: str, passage: LocatedPassage, match: re.Match[str], language: str) -> bool:
    """Whether one sentence ends and another begins at a stop in a passage."""
    rest = text[match.end() : passage.end]
    begins = next((char for char in rest if char.isalnum()), "")
    if not begins or (begins.isalpha() and not begins.isupper() and not _caseless(begins)):
        return False
    stop = match[0].strip()
    begins_text = passage.number <= _HEAD and text[passage.start - 1 : passage.start] == "\n"
    if (_FIRST_PLACE if begins_text else _PLACE).fullmatch(text, passage.start, match.start() + 1):
        return False  # BERN. The Federal Council …
    if passage.coding is Coding.heading and stop and "\n" not in match[0]:
        return False  # Send our boys? Never, says MP
    if passage.coding is Coding.narration and text[passage.end - 1] == "?":
        return False  # a question with what leads to it
    label = LABEL.match(text, passage.start)
    if _is_label(text[passage.start : match.start()], language) or (
        label and label.end() <= match.end() + 2
    ):
        return False  # M. Lebrun (opposition). – Je …
    quoted = quotations(text)
    if any(one.start <= match.start() and match.end() <= one.end for one in quoted):
        return False
    # “We know,” he said. “We wait.” is often taken for one sentence.
    if any(one.start <= passage.start + 1 < one.end for one in quoted) and any(
        one.start <= match.end() + 1 < one.end for one in quoted
    ):
        return False
    if not stop:  # a line end without a stop before it
        line = text.rfind("\n", 0, match.start()) + 1
        return match[0].count("\n") > 1 or match.start() - line < 60
    before = _LAST_WORD.search(text, passage.start, match.start())
    word = before[0].casefold() if before else ""
    closed = any(char in CLOSING or char in "”»’」" for char in stop)
    if stop[0] == "." and not closed:
        if "." in word.strip(".") or word in phrases.ABBREVIATIONS or len(word) == 1:
            return False
        if word.isdigit() and len(word) <= 2:
            return False
    return not (closed and stop[0] in "!?…")  # “Go!” he said


def _like_a_heading(article: ArticleText, passage: LocatedPassage) -> None:
    text = article.text
    line = text[passage.start : passage.end]
    before, after = text[: passage.start].rstrip(" \t"), text[passage.end :].lstrip(" \t")
    alone = (not before or before.endswith("\n")) and (not after or after.startswith("\n"))
    core = line.rstrip(_CLOSE + _ORNAMENTS)
    if not alone or not core[-1:].isalnum() or len(line.split()) > _LONG_HEADING:
        return
    if passage is article.passages[-1]:
        return  # nothing follows that it would head: an agency, or whom to ask
    if len(article.passages) == 1 or (
        passage.coding is Coding.statement and any(article.verbs(passage.start, passage.end))
    ):
        return
    if _TIMED.match(line) and any(
        each.coding is Coding.heading and _TIMED.match(text, each.start)
        for each in article.passages
    ):
        pass  # a heading of a live blog
    elif _BYLINE.match(line) or _caseless(core[-1:]) or _is_credit(article, line):
        return
    longest = _SHORT_SENTENCE * (2 if " | " in line else 1)
    of_author = 1 < passage.number <= _HEAD and len(line.split()) <= longest
    if of_author and _NAMES.search(line):
        return  # Fiona Cathcart, Defence Editor
    if passage.coding is Coding.narration and (
        (1 < passage.number <= _HEAD and _OF_AUTHOR.fullmatch(line.strip()))
        or _is_signature(article, passage)
    ):
        return  # Chronique de Claire-Lise Andrey
    message = f"this line looks like a heading, and is coded {passage.coding}"
    _doubt(article, DoubtCode.like_a_heading, message, passage)


def _is_signature(article: ArticleText, passage: LocatedPassage) -> bool:
    """Whether a line behind a paragraph only has the name of somebody, or that of a reader and a
    place: “Rosanna Tolot, Feltre”.
    """
    before = article.passages[passage.number - 2] if passage.number > 1 else None
    if before is None or before.coding is Coding.heading:
        return False
    named = article.mentioned(passage.start, passage.end)
    whole = bool(named) and named[0].start == passage.start and named[0].end == passage.end
    if whole or article.is_name_and_role(passage):
        return True
    if _SIGNED_FOR.fullmatch(article.text, passage.start, passage.end):
        return True
    title_case = article.language.partition("-")[0] == "en"
    return not title_case and bool(_SIGNED.fullmatch(article.text, passage.start, passage.end))


_NAME = r"[^\W\d_a-zß-ÿ][\w’'-]+"
_OF_AUTHOR = re.compile(
    rf"(?:[^\W\d_]+ (?:by|of|von|vom|de|di|da|por|par|del)|[^:]{{2,80}}"
    rf"(?:,? (?:by|par|por)|, (?:von|vom|de|di|da|del))) {_NAME}(?: (?:{_NAME}|de|di|von)){{1,3}}"
)
# Pour la République gabonaise : Sylvie Ndong-Mba
_SIGNED_FOR = re.compile(rf"(?:For|Pour|Für|Per|Por) [^:\n]{{3,60}}: {_NAME}(?: {_NAME}){{1,3}}")
_SIGNED = re.compile(rf"{_NAME}(?: (?:de|di|da|del|von|van|la|le|el))?(?: {_NAME}){{1,2}}, {_NAME}")


def _is_credit(article: ArticleText, line: str) -> bool:
    """Whether a line only says who made a text, or whose it is."""
    found = pattern("credits", article.language)
    return (
        "©" in line
        or bool(_CONTACT.search(line) or _IN_BRACKETS.fullmatch(line))
        or bool(found and found.match(line, len(line) - len(line.lstrip(_LEAD))))
    )


def _unlike_a_heading(article: ArticleText, passage: LocatedPassage) -> None:
    text = article.text
    line = text[passage.start : passage.end]
    after = next((each for each in article.passages if each.start >= passage.end), None)
    joined = (
        after is not None
        and after.coding is not Coding.heading
        and "\n" not in text[passage.end : after.start]
    )
    if not joined and all(
        each.coding is Coding.heading for each in article.passages[: passage.number]
    ):
        return  # a standfirst below the title
    ends = line.rstrip(_CLOSE + " ").endswith((".", "。")) and not line.endswith("..")
    last = line.rstrip(". ").rpartition(" ")[2]
    if joined or (ends and len(line.split()) > _SHORT_SENTENCE and "." not in last):
        message = "this is coded heading, and looks like a sentence"
        _doubt(article, DoubtCode.unlike_a_heading, message, passage)


def _is_interview(article: ArticleText) -> bool:
    """Whether several paragraphs are questions, or the turns of an interview have labels: what is
    said between them is said without a verb.
    """
    if article.turns or article.interview:
        return True
    asked = [
        each
        for each in article.passages
        if each.coding is Coding.narration
        and article.text[each.start : each.end].endswith("?")
        and article.text[each.end : each.end + 1] in ("", "\n")
    ]
    return len(asked) >= _QUESTIONS


def _no_comment(article: ArticleText, passage: LocatedPassage) -> None:
    """Report a statement that only says that somebody said nothing."""
    no_comment = pattern("no_comment", article.language)
    outside = article.unquoted(passage.start, passage.end)
    found = no_comment.search(outside) if no_comment else None
    if found is None or any(
        passage.start <= one.start < passage.end and one.end - one.start > 15
        for one in quotations(article.text)
    ):
        return
    rest = outside[: found.start()] + outside[found.end() :]
    clear = pattern("clear", article.language)
    if clear is None or not clear.search(rest):
        message = f"this is coded statement, and says that nobody commented: {found[0]!r}"
        _doubt(article, DoubtCode.no_comment, message, passage)


def _no_reporting_verb(article: ArticleText, passage: LocatedPassage) -> None:
    text = article.text
    if pattern("reporting", article.language) is None:
        return
    if _is_interview(article):
        if _asks(article, passage):
            question = "this is coded statement, and seems to be a question of the interview"
            _doubt(article, DoubtCode.no_reporting_verb, question, passage)
        return
    if (
        text[passage.start] in "–—-"
        or text[passage.end - 1] == ":"
        or _SAID.search(text, passage.start, passage.end)
    ):
        return
    if (
        _is_introduced(article, passage)
        or _gives_words_of(article, passage)
        or _is_reported(article, passage)
        or article.signed_by(passage.start)
    ):
        return
    quoted = [
        one
        for one in quotations(article.text)
        if one.start < passage.end and passage.start < one.end and one.end - one.start > 15
    ]
    covered = sum(min(one.end, passage.end) - max(one.start, passage.start) for one in quoted)
    if covered * 2 > passage.end - passage.start:
        return
    message = None
    if next(article.verbs(passage.start, passage.end), None) is None:
        message = "this is coded statement, and has no word that says that somebody said it"
    elif _is_unused(article, passage):
        message = "no claim is taken from this statement, and it names nobody who says something"
    if message:
        _doubt(article, DoubtCode.no_reporting_verb, message, passage)


def _asks(article: ArticleText, passage: LocatedPassage) -> bool:
    """Whether a passage of an interview is a paragraph of its own from which no claim is taken, and
    turns to the guest: by a word for them (“you”), or with a question.
    """
    line = article.text[passage.start : passage.end]
    if label := article.turn_of(passage.start):
        return _is_of_interviewer(article, passage, label)
    to_guest = pattern("to_guest", article.language)
    return (
        article.is_answer(passage.start)
        and [passage] in article.paragraphs
        and not _has_claim(article, passage)
        and bool(line.endswith("?") or (to_guest and to_guest.search(line)))
    )


def _is_of_interviewer(article: ArticleText, passage: LocatedPassage, label: str) -> bool:
    """Whether a passage is in a turn of somebody who asks, and does not quote others: all other
    passages of the label are narration; or most are, the label names nobody whom we know, no claim
    is taken from the passage, and it is a question, or says of nobody that they said it.
    """
    start, end = passage.start, passage.end
    others = [
        each.coding
        for each in article.passages
        if each is not passage and article.turn_of(each.start) == label
    ]
    asks = article.text[start:end].endswith("?")
    is_quoted = any(one.start < end and start < one.end for one in quotations(article.text))
    says = any(article.verbs(start, end))
    if len(others) >= _QUESTIONS and set(others) == {Coding.narration}:
        return asks or not (is_quoted and says)
    if 2 * others.count(Coding.narration) <= len(others) or _has_claim(article, passage):
        return False
    if article.people.mentions(words_of(label), article.language):
        return False
    return asks or not (is_quoted or says)


def _has_claim(article: ArticleText, passage: LocatedPassage) -> bool:
    """Whether a claim is taken from a passage."""
    line = article.text[passage.start : passage.end]
    taken = [each.exact for each in article.folder.statements if each.exact]
    return any(exact in line or line in exact for exact in taken)


def _is_reported(article: ArticleText, passage: LocatedPassage) -> bool:
    """Whether a passage behind a statement goes on in a form that shows reported speech."""
    reported = pattern("reported", article.language)
    before = article.passages[passage.number - 2] if passage.number > 1 else None
    return (
        reported is not None
        and before is not None
        and before.coding is Coding.statement
        and bool(reported.search(article.unquoted(passage.start, passage.end)))
    )


def _is_unused(article: ArticleText, passage: LocatedPassage) -> bool:
    """Whether no claim is taken from a passage, and it neither names nor quotes anybody, nor has a
    verb that always means that somebody spoke. Of statements, only one in a hundred is not used.
    """
    line = article.text[passage.start : passage.end]
    taken = [each.exact for each in article.folder.statements if each.exact]
    return (
        bool(taken)
        and not any(exact in line or line in exact for exact in taken)
        and not article.mentioned(passage.start, passage.end)
        and not pronoun_speaks(article, passage.start, passage.end)
        and next(article.verbs(passage.start, passage.end, "clear"), None) is None
        and not any(passage.start <= one.start < passage.end for one in quotations(article.text))
    )


def _is_introduced(article: ArticleText, passage: LocatedPassage) -> bool:
    """Whether a passage belongs to a quotation in a block of its own, behind a colon."""
    for before in article.passages[passage.number - 2 :: -1][:_BLOCK] if passage.number > 1 else ():
        if article.text[before.start : before.end].endswith(":"):
            return True
        verb = next(article.verbs(before.start, before.end, "clear"), None)
        if before.coding is not Coding.statement or verb is not None:
            return False
    return False


def _gives_words_of(article: ArticleText, passage: LocatedPassage) -> bool:
    """Whether a passage has words that are coded as quoted, or somebody before a colon: “witterte
    dahinter „den ersten Schritt“”, “in the minister’s words: a request and a truce”.
    """
    line = article.text[passage.start : passage.end]
    unnamed = pattern("unnamed", article.language)
    for statement in article.folder.statements:
        if any(len(words.split()) >= _QUOTED and words in line for words in statement.quoted):
            return True
        if statement.exact and (statement.exact in line or line in statement.exact):
            if statement.signed_for:
                return True
            if statement.speaker == "anonymous":
                return bool(unnamed and unnamed.search(line))
            if statement.speaker and _is_named(article, passage, statement.speaker):
                return True
    colon = line.find(": ") if ": " in line else line.find(" :")
    if colon < 0:
        return False
    before = article.words_in(passage.start, passage.start + colon)
    if article.mentioned(passage.start, passage.start + colon):
        return True
    speakers = {each.speaker for each in article.folder.statements if each.speaker} - {"anonymous"}
    titles = (article.titles_of(each, {}, -1) for each in sorted(speakers))
    return any(word.folded in found for found in titles for word in before)


def _is_named(article: ArticleText, passage: LocatedPassage, speaker: str) -> bool:
    """Whether a passage names the speaker of its claim: it says then that they do or want what the
    claim is about (“The Federal Council adopted the message”).
    """
    return any(each.person == speaker for each in article.mentioned(passage.start, passage.end))


_QUOTED = 3  # words; fewer may be a name for a thing
_BLOCK = 8  # sentences of a quotation without marks


_NOT_YET = {
    # A verb behind one of these reports that something was not said.
    "en": r"(?:not|never|yet|n[’']t|without|if|whether|to|be|been|was|were|is|are|being)\W+"
    r"(?:\w+\W+)?$",
    "de": r"(?:nicht|nie|ob|kein\w*|wurde\w*|worden)\W+(?:\w+\W+)?$",
}


def _reporting_verb(article: ArticleText, passage: LocatedPassage) -> None:
    language = article.language.partition("-")[0]
    if article.interview and any(
        passage in paragraph and all(each.coding is Coding.narration for each in paragraph)
        for paragraph in article.paragraphs
    ):
        return  # a question
    for start, end in article.verbs(passage.start, passage.end, "clear"):
        before = article.text[passage.start : start]
        behind_event = pattern("background", article.language)
        if behind_event and behind_event.search(before):
            continue  # “It comes weeks after the minister vowed …”
        if (negated := _NOT_YET.get(language)) and re.search(negated, before, re.IGNORECASE):
            continue
        near = [
            each
            for each in article.mentioned(passage.start, passage.end)
            if article.between(each.end, start) <= 4 or article.between(end, each.start) <= 4
        ]
        pronouns = phrase(r"{}\W+$", "pronouns", article.language)
        pronoun = pronouns and pronouns.search(before)
        quoted = any(
            passage.start <= one.start and one.end <= passage.end and one.end - one.start > 15
            for one in quotations(article.text)
        )
        if near or pronoun or quoted:
            verb = article.text[start:end]
            message = f"this is coded narration, and says that somebody spoke: {verb!r}"
            _doubt(article, DoubtCode.reporting_verb, message, passage)
            return
