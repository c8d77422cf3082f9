"""The statements and sentences that may have the words of a quotation, and what a check of it
finds.

Rare words are looked for first: those that fewer than a thousand statements have are read whole,
as long as they are few, and common ones only in intersections that begin with the rarest. So the
time of a check is bounded, and hardly grows with the number of statements.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from heapq import nsmallest
from itertools import combinations
from math import log

from sqlalchemy import (
    Connection,
    bindparam,
    column,
    literal_column,
    select,
    table,
)
from sqlmodel import col

from app.domain.names import fold
from app.domain.tokens import characters, is_run, phrase_tokens, tokens
from app.quotes import check
from app.quotes.check import Given, Hit, Part, PrintedText
from app.quotes.verdicts import Differs, WordChange
from app.statements import search
from app.statements.search_terms import term
from app.statements.search_words import with_sentences
from app.store.compiled import CompiledSelect, in_list
from app.store.listing import Row
from app.store.tables.actors import NameKey, Person
from app.store.tables.counts import COUNTED, TermCount
from app.store.tables.statements import Passage, Source, Statement

MOST_HITS = 10
_MOST_RARE = 16  # rare words of a sentence of which all statements are read
_MOST_READ = 4000  # statements of rare words; the sentences of a quotation share them
_TOGETHER = 4  # words in one intersection
_OF_SPEAKER = 3  # words that are looked for in the statements of the named speaker
_MOST_STEPS = 15_000  # of intersections: places of the rarest word, times the other words
_FEW, _FEW_FOUND = 6, 20  # words that are also looked for in their order; statements with them
_MOST_SENTENCES = 3  # of a quotation, the longest ones, each of which is looked for
_EACH = 100  # statements of one intersection
_READ = 32  # candidates whose words are read
_COMPARED = 12  # candidates that are compared word by word
_counts = CompiledSelect(
    select(col(TermCount.term), col(TermCount.statements)).where(
        in_list(col(TermCount.term), "terms")
    )
)
_statements = CompiledSelect(
    with_sentences(
        select(
            col(Statement.number),
            col(Statement.source),
            col(Statement.language),
            col(Statement.speaker),
            col(Statement.kind),
            col(Statement.passage),
            col(Statement.last_passage),
            col(Statement.start),
            col(Statement.end),
            col(Statement.exact),
            col(Statement.quoted),
        )
        .select_from(Statement)
        .where(in_list(col(Statement.number), "numbers"))
    )
)
_sentence_words = table("passage_words", column("rowid"))
_sentence_rowids = CompiledSelect(
    select(_sentence_words.c.rowid)
    .where(literal_column("passage_words").op("MATCH")(bindparam("match")))
    .order_by(_sentence_words.c.rowid)
    .limit(bindparam("limit"))
)
_sentences = CompiledSelect(
    select(
        col(Passage.search_number).label("rowid"),
        col(Passage.source),
        col(Passage.number),
        col(Passage.exact),
        col(Source.language),
    )
    .join(Source, col(Source.id) == col(Passage.source))
    .where(in_list(col(Passage.search_number), "rowids"))
)
_known_names = CompiledSelect(
    select(col(NameKey.key), col(NameKey.name), col(Person.kind))
    .outerjoin(Person, (col(NameKey.scope) == "person") & (col(Person.id) == col(NameKey.target)))
    .where(in_list(col(NameKey.key), "keys"))
)
_sources = CompiledSelect(
    select(
        col(Source.id),
        col(Source.title),
        col(Source.publisher),
        col(Source.url),
        col(Source.root),
        col(Source.caution),
    ).where(in_list(col(Source.id), "ids"))
)
_speaker_name = CompiledSelect(select(col(Person.name)).where(col(Person.id) == bindparam("id")))
Find = Callable[[str, int], list[int]]
"""The numbers of what a full-text expression finds, at most so many."""


def sources(connection: Connection, ids: Iterable[str]) -> dict[str, Row]:
    """Sources in short, by id."""
    return {row["id"]: row for row in _sources.rows(connection, ids=ids)}


def speaker_name(connection: Connection, speaker: str) -> str:
    """The name of a speaker whom the dataset has."""
    return str(_speaker_name.scalar(connection, id=speaker))


def hits(connection: Connection, text: str, speaker: str | None) -> list[Hit]:
    """What the dataset has of a quotation, the best first; at most ten. `speaker` is the id of the
    person who is said to have said it; None: anybody.
    """
    quotation = check.given(text)
    found = [
        hit
        for candidate in _candidates(connection, quotation, speaker)
        if (hit := check.compare(quotation, candidate)) and (hit := check.judge(hit, speaker))
    ]
    return _with_names(connection, check.ordered(found, MOST_HITS))


def _candidates(connection: Connection, quotation: Given, speaker: str | None) -> list[PrintedText]:
    """What may have the words of a quotation."""
    own: set[int] = set()

    def in_statements(match: str, limit: int) -> list[int]:
        return search.numbers(connection, [search.Segment(f"{{words passage}} : ({match})")], limit)

    def of_speaker(match: str, limit: int) -> list[int]:
        expression = f'({{words passage}} : ({match})) AND "{term("speaker", speaker or "")}"'
        numbers = search.numbers(connection, [search.Segment(expression)], limit)
        own.update(numbers)
        return numbers

    def in_sentences(match: str, limit: int) -> list[int]:
        return _sentence_rowids.scalars(connection, match=match, limit=limit)

    numbers: dict[int, int] = defaultdict(int)
    rowids: dict[int, int] = defaultdict(int)
    longest = sorted(check.sentences(quotation.text), key=len, reverse=True)[:_MOST_SENTENCES]
    # A sentence without words has only marks, such as an ellipsis.
    texts = [(text, words) for text in longest if (words := _words_to_find(text))]
    for text, words in texts:
        counts = dict(_counts.tuples(connection, terms=words))
        known: dict[str, int] = {}
        for find, found in ((in_sentences, rowids), (in_statements, numbers)):
            scores, known = _scores(words, counts, find, _MOST_READ // len(texts))
            for number, score in scores.items():
                if score > found[number]:
                    found[number] = score
        rarest = sorted(known, key=lambda word: (known[word], word))
        if speaker and rarest:
            # Of many statements with these words, those of the speaker matter most.
            of_speaker(" AND ".join(map(_quoted, rarest[:_OF_SPEAKER])), _EACH)
        every = len(words) <= _FEW and known.keys() >= set(words)
        if every and known[rarest[0]] * (len(words) - 1) <= _MOST_STEPS:
            # So few common words are in many statements; in this order they are in fewer.
            phrase, begins = phrase_tokens(text)
            own.update(in_statements(_quoted(" ".join(phrase)) + begins * " *", _FEW_FOUND))
    best = _best(numbers, _READ)
    if own:
        best += sorted(own, key=lambda number: (-numbers[number], number))[:_READ]
    wanted = set(tokens(quotation.text))
    statements = _of_statements(
        _likest(wanted, _statements.rows(connection, numbers=set(best)), _text_of_statement)
    )
    rows = _sentences.rows(connection, rowids=_best(rowids, _READ))
    likest = _likest(wanted, rows, lambda row: str(row["exact"]))
    return [*statements, *map(_of_sentence, likest)]


def _words_to_find(text: str) -> list[str]:
    """The words of the index for a text. The last character of a piece of a script without spaces
    is left out: in the index it is a word only at the end of a piece.
    """
    return list(
        dict.fromkeys(
            word for word in tokens(text) if not is_run(word) or len(characters(word)) > 1
        )
    ) or list(dict.fromkeys(tokens(text)))


def _scores(
    words: Sequence[str], counts: dict[str, int], find: Find, most: int
) -> tuple[dict[int, int], dict[str, int]]:
    """What has many of these words, each with the weight of those that are known to be in it (a
    rare word weighs more); and how often each word occurs that occurs at all. Rare words are read
    until they have `most` results.
    """
    scores: dict[int, int] = defaultdict(int)
    known: dict[str, int] = {}
    with_word: dict[str, set[int]] = {}
    rare = sorted((word for word in words if word not in counts), key=lambda one: (-len(one), one))
    read = 0
    for word in rare[:_MOST_RARE]:
        if read >= most:
            break
        numbers = find(_quoted(word), COUNTED)
        if numbers:
            read += len(numbers)
            known[word], with_word[word] = len(numbers), set(numbers)
            weight = _weight(len(numbers))
            for number in numbers:
                scores[number] += weight
    known |= {word: count for word, count in counts.items() if word in set(words)}
    order = sorted(known, key=lambda word: (known[word], word))
    steps = 0
    for together in _intersections(order):
        steps += known[together[0]] * (len(together) - 1)
        if steps > _MOST_STEPS and together != tuple(order[:_TOGETHER]):
            break
        numbers = find(" AND ".join(map(_quoted, together)), _EACH)
        for word in together:
            has, weight = with_word.setdefault(word, set()), _weight(known[word])
            for number in numbers:
                if number not in has:
                    has.add(number)
                    scores[number] += weight
    return scores, known


def _weight(count: int) -> int:
    """The weight of a word that so many texts have. Whole numbers have the same sum in any
    order.
    """
    return round(1_000_000 / (1 + log(1 + count)))


def _intersections(order: Sequence[str]) -> list[tuple[str, ...]]:
    """Words that are looked for together: the four rarest ones, and without each of them, because a
    word may have been changed. Those with the rarest words come first: they take less time.
    """
    rarest = tuple(order[:_TOGETHER])
    if len(rarest) < 3:
        return [rarest] if rarest else []
    return [rarest, *combinations(rarest, len(rarest) - 1)]


def _best(scores: dict[int, int], most: int) -> list[int]:
    order = nsmallest(most, ((-score, number) for number, score in scores.items()))
    return [number for _, number in order]


def _quoted(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'


def _text_of_statement(row: Row) -> str:
    return f"{row['exact'] or ''} {row['first_exact'] or ''}"


def _likest(wanted: set[str], rows: Sequence[Row], text_of: Callable[[Row], str]) -> list[Row]:
    """The rows whose texts have most of the wanted words of the index."""
    shares = [len(wanted.intersection(tokens(text_of(row)))) for row in rows]
    order = sorted(range(len(rows)), key=lambda at: -shares[at])
    return [rows[at] for at in order[:_COMPARED]]


def _of_statements(rows: Sequence[Row]) -> list[PrintedText]:
    """The candidates of statements. A quotation that goes on in the next sentence, in a statement
    of the same speaker, is in the candidate of the first one too.
    """
    return [_of_statement(row, _going_on(row, rows)) for row in rows]


def _of_statement(row: Row, quoted: Sequence[check.Words]) -> PrintedText:
    claim = check.read(row["exact"]) if row["exact"] else None
    sentence, before = None, 0
    if row["first_exact"] and row["last_exact"] and row["start"] is not None and row["exact"]:
        head = row["first_exact"][: max(row["start"] - row["first_start"], 0)]
        tail = row["last_exact"][max(row["end"] - row["last_start"], 0) :]
        if head.strip() or tail.strip():
            sentence, before = (
                check.read(f"{head}{row['exact']}{tail}"),
                len(check.read(head).folded),
            )
    return PrintedText(
        source=row["source"],
        language=row["language"],
        statement=row["number"],
        speaker=row["speaker"],
        passage=row["passage"],
        is_narration=row["kind"] == "narration",
        quoted=tuple(quoted),
        claim=claim,
        sentence=sentence,
        before_claim=before,
    )


def _going_on(row: Row, rows: Sequence[Row]) -> list[check.Words]:
    """The quotations of a statement, the last of them with what follows it in others."""
    parts = [quoted["exact"] for quoted in row["quoted"]]
    found = check.joined(parts, row["exact"])
    if not found or row["end"] is None or row["exact"] is None:
        return found
    text, end = found[-1].text, row["end"]
    last = row["quoted"][-1]["end"]
    for other in sorted(rows, key=lambda one: one["start"] or 0):
        if (
            other["source"] == row["source"]
            and other["speaker"] == row["speaker"]
            and other["quoted"]
            and other["start"] is not None
            and 0 <= other["start"] - end <= 3
            and last is not None
            and check.in_one_quotation(
                text,
                f"{row['exact'][last - row['start'] :]} "
                f"{other['exact'][: other['quoted'][0]['start'] - other['start']]}",
                other["quoted"][0]["exact"],
            )
        ):
            following = check.joined([one["exact"] for one in other["quoted"]], other["exact"])
            text = check.in_a_row(text, following[0].text)
            row, end, last = other, other["end"], other["quoted"][-1]["end"]
    return [*found[:-1], check.read(text)]


def _of_sentence(row: Row) -> PrintedText:
    return PrintedText(
        source=row["source"],
        language=row["language"],
        statement=None,
        speaker=None,
        passage=row["number"],
        is_narration=True,
        sentence=check.read(row["exact"]),
    )


def _with_names(connection: Connection, found: Sequence[Hit]) -> list[Hit]:
    """The hits, in which words that are names in this dataset count as names, also where nothing
    else shows it: nouns of German have capitals too, and a reader may type none.
    """
    different = {
        word: None
        for hit in found
        for part in hit.parts
        if part.change is not WordChange.same
        for text in (part.given, part.printed)
        for word in check.read(text).folded
        if len(word) > 3
    }
    if not different:
        return list(found)
    # The last word of the name of an office is a word like others: “defence” of a ministry.
    names = {
        row["key"]
        for row in _known_names.rows(connection, keys=list(different))
        if row["kind"] is None or fold(row["name"]) == row["key"]
    }

    def named(part: Part) -> Part:
        mine, theirs = (set(check.read(text).folded) for text in (part.given, part.printed))
        if part.change is WordChange.same or not (mine ^ theirs) & names:
            return part
        return replace(part, differs=tuple(sorted({*part.differs, Differs.name})))

    return [replace(hit, parts=tuple(map(named, hit.parts))) for hit in found]
