"""Interviews: paragraphs that begin with who speaks, or that ask and answer."""

import re
from collections import Counter, defaultdict

from app.curate.language import WORD, Language
from app.curate.speakers.article import Article
from app.curate.speakers.blocks import says_we
from app.curate.speakers.cues import find_cues
from app.curate.speakers.ids import slug
from app.curate.speakers.names import find_names
from app.curate.speakers.nouns import is_role
from app.curate.speakers.people import add_voice
from app.curate.speakers.terms import MentionKind
from app.domain.names import fold
from app.domain.turn_labels import LABEL

_LETTER = re.compile(r"([^\W\d_]{1,10})(?:\.?[ \u00a0]?[-–—]|\.|[ \u00a0]?:)\s+")
_DASH = re.compile(r"[-–—]\s?(?=\S)")
_TAG = re.compile(r"\S [-–—](?=[^\W\d_])")  # —Que vengan —murmura Oksana
_ASKED_BY = re.compile(r"(?<=\?)\s*\([^()]{2,40}\)$")  # the reader who asks, and the town
_TURNS = 4  # labelled paragraphs of an interview

Paragraphs = dict[int, list[int]]
Turns = dict[int, str | None]
Labels = dict[int, tuple[str, int]]


def find_turns(article: Article) -> Turns:
    """The sentences of the turns of an interview: who answers, or None in a question.

    It is an interview if several paragraphs have labels such as names, letters or dashes, and those
    with one of the labels mostly ask; if only the answers have a label; or if paragraphs ask and
    answer. A paragraph behind the last turn belongs to nobody's turn.
    """
    paragraphs: Paragraphs = defaultdict(list)
    for at, sentence in enumerate(article.sentences):
        paragraphs[sentence.paragraph].append(at)
    found = (
        _turns_of_letters,
        _turns_of_dashes,
        _turns_of_labels,
        _turns_of_answers,
        _turns_of_signatures,
        _turns_without_labels,
    )
    return next((turns for find in found if (turns := find(article, paragraphs))), {})


def _turns_of_labels(article: Article, paragraphs: Paragraphs) -> Turns:
    """The turns of an interview in which questions and answers have the names of who speaks, or of
    a debate, in which only those have labels who answer each other.
    """
    labels = _labels(article, paragraphs)
    named = {
        number: _person_of_label(article, paragraphs[number], *label)
        for number, label in labels.items()
    }
    asks = _asking(article, paragraphs, labels, named)
    if not asks:
        debate = len({one for one in named.values() if one}) > 1 and all(named.values())
        turns = {at: named[number] for number in labels for at in paragraphs[number]}
        return turns if debate and len(labels) >= _TURNS - 1 else {}
    if len(labels) < _TURNS or not {label for label, _ in labels.values()} - asks:
        return {}
    turns = _turns_of_interview(article, paragraphs, labels, named, asks)
    guests = {one for one in named.values() if one and not _is_plain(article, one)}
    if len(guests) > 1 or len({one for one in named.values() if one}) > len(guests) > 0:
        _leave_out_reports(article, labels, named, asks, paragraphs, turns)
    return turns


def _leave_out_reports(
    article: Article,
    labels: Labels,
    named: Turns,
    asks: set[str],
    paragraphs: Paragraphs,
    turns: Turns,
) -> None:
    """Take what journalists report out of the turns of a transcript: it is read as news is. From a
    reporter, who has no role and never says I or we, these are all sentences; from a presenter
    those with a quotation, a decision, or somebody's name and a verb of saying.
    """
    said = ((named[number], at) for number in labels for at in paragraphs[number])
    own = {one for one, at in said if _says_i(article, at)}
    for number, (label, _) in labels.items():
        reporter = named[number]
        reports = reporter and reporter not in own and _is_plain(article, reporter)
        if label not in asks and not reports:
            continue
        for at in paragraphs[number]:
            if label not in asks or _reports(article, at):
                turns.pop(at, None)
        if reporter:
            article.reporters.add(reporter)


def _reports(article: Article, at: int) -> bool:
    """Whether a sentence of a presenter reports what others said or decided, and asks nothing."""
    sentence, tokens = article.sentences[at], article.tokens[at]
    if article.text[sentence.start : sentence.end].endswith("?"):
        return False
    decides = any(one.lower in article.words.decides for one in tokens)
    named = any(one.kind is MentionKind.person for one in find_names(article, tokens))
    says = named and any(one.says for one in find_cues(article, tokens, sentence))
    return article.has_quotation(sentence) or decides or says


def _says_i(article: Article, at: int) -> bool:
    """Whether a sentence says I or we, also in words such as `I’m`."""
    we = article.words.we
    return any(one.lower.partition("’")[0] in we for one in article.tokens[at])


def _is_plain(article: Article, person: str) -> bool:
    """Whether the text has no role of somebody, and people.yaml does not know them."""
    voice = article.people[person]
    return not (voice.known or voice.words or voice.role)


def _asking(article: Article, paragraphs: Paragraphs, labels: Labels, named: Turns) -> set[str]:
    """The labels of those who ask: they are called so (`Presenter:`), mostly ask, or ask and have
    neither a role nor a party.
    """
    balance: Counter[str] = Counter()
    speaks = {number: named[number] or label for number, (label, _) in labels.items()}
    of_party = {speaks[number] for number in labels if _has_party(article, paragraphs[number])}
    for number, (label, _) in labels.items():
        person, who = named[number], speaks[number]
        asks = _ends_in_question(article, paragraphs[number])
        presents = not article.words.presenters.isdisjoint(label.lower().split())
        plain = person is not None and _is_plain(article, person) and person not in of_party
        balance[who] += 1 if asks else -1
        if (presents and person is None) or (asks and plain):
            balance[who] += len(labels)
    return {label for number, (label, _) in labels.items() if balance[speaks[number]] > 0}


def _has_party(article: Article, inside: list[int]) -> bool:
    """Whether a party or a role is behind the label of a paragraph: `Abg. Jane Doe (Labour):`."""
    found = LABEL.match(article.text, article.sentences[inside[0]].start)
    return found is not None and found["more"] is not None


def _turns_of_interview(
    article: Article, paragraphs: Paragraphs, labels: Labels, named: Turns, asks: set[str]
) -> Turns:
    """The turns of an interview whose labels of questions are known."""
    turns: Turns = {}
    behind: str | None = None  # who answers in the paragraph before, or is asked in it
    guest = _only_guest(labels, named, asks)
    last = max(labels)
    last += guest is not None and labels[last][0] in asks
    for number, inside in paragraphs.items():
        label, speaker = labels[number][0] if number in labels else "", None
        if label in asks:
            turns |= dict.fromkeys(inside)
            speaker = guest
        elif label:
            speaker = named[number]
            if speaker:
                turns |= dict.fromkeys(inside, speaker)
        elif behind and number <= last and not article.sentences[inside[0]].is_heading:
            speaker = None if _ends_in_question(article, inside) else behind
            turns |= dict.fromkeys(inside, speaker)
        behind = speaker
    return turns


def _only_guest(labels: Labels, named: Turns, asks: set[str]) -> str | None:
    """The only one whose label answers: then answers without a label, each behind a question, are
    theirs, too.
    """
    found = {named[number] for number, (label, _) in labels.items() if label not in asks}
    return found.pop() if len(found) == 1 else None


def _turns_of_answers(article: Article, paragraphs: Paragraphs) -> Turns:
    """The turns of an interview in which only the answers have a label: the paragraph before an
    answer asks.
    """
    labels = _labels(article, paragraphs)
    counts = Counter(label for label, _ in labels.values())
    answers = {label for label, count in counts.items() if count > 1}
    turns: Turns = {}
    asked = 0
    numbers = list(paragraphs)
    first = last = -1
    for at, number in enumerate(numbers):
        inside = paragraphs[number]
        if number not in labels or labels[number][0] not in answers:
            continue
        speaker = _person_of_label(article, inside, *labels[number])
        before = paragraphs[numbers[at - 1]] if at else []
        if not speaker or not before or numbers[at - 1] in labels:
            continue
        turns |= dict.fromkeys(before) | dict.fromkeys(inside, speaker)
        asked += _ends_in_question(article, before)
        first, last = (at if first < 0 else first), at
    if asked < 2 or 2 * asked < len(turns.keys() & {one[0] for one in paragraphs.values()}) / 2:
        return {}
    behind: str | None = None
    for at in range(first, last):  # answers of several paragraphs
        inside = paragraphs[numbers[at]]
        if inside[0] in turns:
            behind = turns[inside[0]]
        elif behind and not article.sentences[inside[0]].is_heading:
            turns |= dict.fromkeys(inside, behind)
    return turns


def _labels(article: Article, paragraphs: Paragraphs) -> Labels:
    """The label with which a paragraph begins, and where it ends."""
    labels: Labels = {}
    words = article.words
    for number, inside in paragraphs.items():
        first = article.sentences[inside[0]]
        if number == 0 and first.is_heading:
            continue  # Gen. Lis: a mission without a mandate is a trip
        match = LABEL.match(article.text, first.start, article.sentences[inside[-1]].end)
        if match is None or not all(_is_of_label(words, one) for one in WORD.findall(match[1])):
            continue
        more = match["more"] or ""
        if not more.startswith(",") or any(
            is_role(words, one.lower()) for one in WORD.findall(more)
        ):
            labels[number] = match[1].rstrip("."), match.end(1)
    return labels


def _is_of_label(words: Language, word: str) -> bool:
    """Whether a label may have a word: with a capital, a small one, or a role (`La ministra`)."""
    small = words.name_particles | words.prepositions
    return word[:1].isupper() or word in small or is_role(words, word)


def _person_of_label(article: Article, inside: list[int], label: str, end: int) -> str | None:
    """The person whom a label names, by name, family name or initials."""
    named = [one for one in find_names(article, article.tokens[inside[0]]) if one.start < end]
    if named and any(len(one) > 1 for one in WORD.findall(label)):
        return named[0].id if named[0].kind is MentionKind.person else None
    words = [fold(one) for one in WORD.findall(label)]
    initials = [one[0] for word in words for one in re.split(r"[-.]", word) if one]
    if len(words) == 1 and label.isupper() and len(words[0]) < 4:
        initials = list(words[0])  # JM
    found = []
    for one in article.people.values():
        parts = fold(one.name).split()
        same = parts[-1:] == words[-1:] or [part[0] for part in parts] == initials
        if same and not one.is_body:
            found.append(one.id)
    found = found or _called(article, words)
    if not found and label.isupper() and 1 < len(words) < 5:
        return _new_person(article, label)
    return found[0] if len(found) == 1 else None


def _called(article: Article, words: list[str]) -> list[str]:
    """The people of whom a label has the first name, or the role: `AZLAN:`, `The Tánaiste:`."""
    small = article.words.determiners | article.words.prepositions
    kept = {one for one in words if one not in small}
    people = [one for one in article.people.values() if not one.is_body]
    first = [one.id for one in people if kept and kept.issubset(fold(one.name).split())]
    return first or [one.id for one in people if kept and kept.issubset(map(fold, one.words))]


def _new_person(article: Article, label: str) -> str | None:
    """Somebody whom only labels in capitals name: `GIULIA SERRA:`. None for a title or a paper."""
    words = article.words
    other = words.titles | words.media | words.bodies
    if any(is_role(words, one.lower()) or one.lower() in other for one in label.split()):
        return None
    name = label.title()
    known = article.known.person(name)
    person = add_voice(article, known or slug(name), name, known is not None)
    article.families.setdefault(fold(name.split()[-1]), person.id)
    return person.id


def _ends_in_question(article: Article, inside: list[int]) -> bool:
    last = article.sentences[inside[-1]]
    return article.text[last.start : last.end].rstrip(' ”»“"').endswith("?")


def _turns_of_dashes(article: Article, paragraphs: Paragraphs) -> Turns:
    """The turns of an interview in which each paragraph begins with a dash: the first one that
    asks, and then every second one.
    """
    numbers = [
        number
        for number, inside in paragraphs.items()
        if _DASH.match(article.text, article.sentences[inside[0]].start)
    ]
    texts = [
        article.text[article.sentences[paragraphs[one][0]].start : _end(article, paragraphs[one])]
        for one in numbers
    ]
    first = next((at for at, one in enumerate(texts) if one.rstrip().endswith("?")), 0)
    asked = sum(one.rstrip().endswith("?") for one in texts[first::2])
    together = bool(numbers) and numbers[-1] - numbers[first] < 2 * len(numbers)
    if len(numbers) < _TURNS or asked < 2 or 3 * asked < len(texts[first::2]) or not together:
        return {}
    if sum(bool(_TAG.search(one)) for one in texts) > 1:
        return {}
    guest = _guest_before(article, paragraphs[numbers[first]][0])
    if guest is None:
        return {}
    turns: Turns = {}
    for at, number in enumerate(numbers[first:]):
        turns |= dict.fromkeys(paragraphs[number], guest if at % 2 else None)
    return turns


def _end(article: Article, inside: list[int]) -> int:
    return article.sentences[inside[-1]].end


def _turns_of_letters(article: Article, paragraphs: Paragraphs) -> Turns:
    """The turns of an interview whose labels are letters or words: `P.` and `R.`, `Frage:`."""
    words = article.words
    turns: Turns = {}
    questions = 0
    guest = None
    for inside in paragraphs.values():
        start = article.sentences[inside[0]].start
        found = _LETTER.match(article.text, start)
        label = found[1].lower() if found else ""
        if label in words.asks:
            guest = guest or _guest_before(article, inside[0])
            turns |= dict.fromkeys(inside)
            questions += 1
        elif label in words.answers and guest:
            turns |= dict.fromkeys(inside, guest)
        elif turns and inside[0] - 1 in turns and turns[inside[0] - 1] and not found:
            continue
    answered = any(turns.values())  # else the answers have other labels
    return turns if questions > 1 and guest and answered else {}


def _turns_without_labels(article: Article, paragraphs: Paragraphs) -> Turns:
    """The turns of an interview without labels: paragraphs that end in a question mark, each
    with a paragraph behind it that answers, for most of the text. In an article that answers its
    own questions, nobody says you, I or we, most answers cite somebody, and the title has no
    quotation. Two questions are enough if the text calls itself an interview.
    """
    numbers = list(paragraphs)
    asks: list[int] = []
    for at, number in enumerate(numbers):
        behind = bool(asks) and asks[-1] == at - 1  # an answer may have questions inside
        if at and _is_question(article, paragraphs[number], anywhere=bool(asks) and not behind):
            asks.append(at)
    answered = [at for at in asks if at + 1 < len(numbers) and at + 1 not in asks]
    called = bool(answered) and _is_called_interview(article, paragraphs[numbers[answered[0]]][0])
    if len(answered) < (2 if called else 3):
        return {}
    end = answered[-1] + 2
    while end + 1 < len(numbers) and (
        _says_you(article, paragraphs[numbers[end]])
        or _is_prompt(article, paragraphs[numbers[end]], paragraphs[numbers[end + 1]])
    ):
        end += 2  # a last question without a question mark
    quoted = all(_is_quoted(article, paragraphs[numbers[at + 1]]) for at in answered)
    while quoted and end + 1 < len(numbers) and _is_quoted(article, paragraphs[numbers[end + 1]]):
        end += 2
    reach = range(asks[0], end)
    inside = [at for number in numbers[reach.start : reach.stop] for at in paragraphs[number]]
    spoken = sum(_says_we_or_you(article, at) for at in inside) > 1
    others = sum(_cites_others(article, paragraphs[numbers[at + 1]]) for at in answered)
    free = article.has_quotation(article.sentences[0]) or 2 * others < len(answered)
    short = free and 4 * len(answered) >= len(numbers)
    if not (short or (spoken and (5 if called else 4) * len(answered) >= len(reach))):
        return {}
    guest = _guest_before(article, paragraphs[numbers[asks[0]]][0])
    if guest is None:
        return {}
    turns: Turns = {}
    asked = False
    for at in reach:
        goes_on = at + 1 in asks or _is_quoted(article, paragraphs[numbers[at]])
        asked = at in asks or (not asked and not goes_on)
        turns |= dict.fromkeys(paragraphs[numbers[at]], None if asked else guest)
    return turns


def _turns_of_signatures(article: Article, paragraphs: Paragraphs) -> Turns:
    """The turns of letters and answers that are signed: a line with the name of somebody whom the
    text introduces is below an answer, and a line with another name below a letter.
    """
    numbers = list(paragraphs)
    turns: Turns = {}
    first = next((at for at, one in enumerate(numbers) if _signature(article, paragraphs[one])), 0)
    end = paragraphs[numbers[first - 1]][0] if first else 0
    introduced = {one.id for tokens in article.tokens[:end] for one in find_names(article, tokens)}
    text: list[int] = []  # the sentences since the last signature or heading
    asked = answered = 0
    for number in numbers[1:]:
        inside = paragraphs[number]
        name = _signature(article, inside)
        if name and text:
            person = article.known.person(name) or slug(name)
            guest = person if person in introduced else None
            asked, answered = asked + (guest is None), answered + (guest is not None)
            turns |= dict.fromkeys(text, guest) | dict.fromkeys(inside)
            text = []
        elif article.sentences[inside[0]].is_heading and not _ends_in_question(article, inside):
            text = []
        else:
            text += inside
    return turns if asked > 1 and answered > 1 else {}


def _signature(article: Article, inside: list[int]) -> str | None:
    """The name in a paragraph that is only a name, perhaps with a place or a role behind it."""
    first, last = article.sentences[inside[0]], article.sentences[inside[-1]]
    line = article.text[first.start : last.end]
    name, _, rest = line.partition(", ")
    words = name.split()
    plain = 1 < len(words) < 5 and not line.endswith((".", "?", "!", ":")) and len(rest) < 40
    small = article.words.name_particles
    return name if plain and all(one[:1].isupper() or one in small for one in words) else None


def _is_called_interview(article: Article, index: int) -> bool:
    """Whether the text before its first question says that it is an interview."""
    words = article.words
    return any(
        not words.interviews.isdisjoint(one.lower for one in tokens)
        for tokens in article.tokens[:index]
    )


def _says_we_or_you(article: Article, index: int) -> bool:
    """Whether a sentence says I, we or you outside of quotations."""
    words = article.words
    return says_we(article, index) or any(
        (one.text if words.compounds else one.lower) in words.you for one in article.tokens[index]
    )


def _cites_others(article: Article, inside: list[int]) -> bool:
    """Whether a paragraph has a quotation inside, or a verb of saying, as the text of somebody who
    answers questions of readers has.
    """
    first, last = article.sentences[inside[0]], article.sentences[inside[-1]]
    quoted = any(first.start < one.outer_start < last.end for one in article.quotations)
    return quoted or any(
        cue.says
        for at in inside
        for cue in find_cues(article, article.tokens[at], article.sentences[at])
    )


def _says_you(article: Article, inside: list[int]) -> bool:
    """Whether a paragraph of one sentence speaks to somebody: `Russia threatens you.`"""
    words = article.words
    said = article.tokens[inside[0]][1:]
    you = any((one.text if words.compounds else one.lower) in words.you for one in said)
    return len(inside) == 1 and you


def _is_prompt(article: Article, inside: list[int], behind: list[int]) -> bool:
    """Whether a paragraph of one sentence without I or we has one behind it that says I or we."""
    heading = any(article.sentences[one[0]].is_heading for one in (inside, behind))
    answered = any(says_we(article, at) for at in behind)
    return len(inside) == 1 and not heading and not says_we(article, inside[0]) and answered


def _is_quoted(article: Article, inside: list[int]) -> bool:
    """Whether a paragraph begins with a quotation mark."""
    start = article.sentences[inside[0]].start
    return any(one.outer_start == start for one in article.quotations)


def _is_question(article: Article, inside: list[int], *, anywhere: bool) -> bool:
    """Whether a paragraph asks something, and is not inside quotation marks: it ends in a question
    mark, or is short and has one `anywhere`.
    """
    first, last = article.sentences[inside[0]], article.sentences[inside[-1]]
    text = article.text[first.start : last.end].rstrip(' ”»“"')
    text = _ASKED_BY.sub("", text)
    asks = text.endswith("?") or (anywhere and "?" in text and len(inside) < 4)
    return asks and not any(one.outer_start == first.start for one in article.quotations)


def _guest_before(article: Article, index: int) -> str | None:
    """The person named most before the first question; of several, the one named most in all of
    the text. Neither a body nor an interviewer is a guest.
    """
    others = {name for name, voice in article.people.items() if voice.is_body}
    makers = (find_names(article, article.tokens[at]) for at in article.credits)
    others |= {one.id for named in makers for one in named if one.id}
    named = [
        Counter(
            one.id
            for tokens in part
            for one in find_names(article, tokens)
            if one.kind is MentionKind.person and one.id not in others
        )
        for part in (article.tokens[:index], article.tokens[index:])
    ]
    before, after = named
    return max(before, key=lambda one: (before[one], after[one]), default=None)
