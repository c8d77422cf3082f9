"""The statements and sentences that may have the words of a quotation, and what a check of it
finds.

Rare words are looked for first: those that fewer than a thousand statements have are read whole,
and common ones only in intersections that begin with the rarest. So the time of a check grows with
the number of words, and hardly with the number of statements.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from math import log

from sqlalchemy import Connection, bindparam, column, func, literal_column, select, table
from sqlmodel import col

from app.domain.tokens import characters, is_run, tokens
from app.quotes import check
from app.quotes.check import Candidate, Given, Hit, Part
from app.quotes.meaning import Differs
from app.statements import search
from app.statements.search_terms import term
from app.statements.search_words import with_sentences
from app.store.compiled import CompiledSelect, in_list
from app.store.listing import Row
from app.store.tables.actors import NameKey
from app.store.tables.counts import COUNTED, TermCount
from app.store.tables.statements import Passage, Source, Statement

MOST_HITS = 10
_MOST_RARE = 16  # rare words of which all statements are read
_MOST_TOGETHER = 8  # words in one intersection
_MOST_SENTENCES = 4  # of a quotation, each of which is looked for
_EACH = 100  # statements of one intersection
_READ = 48  # candidates whose words are read
_COMPARED = 16  # candidates that are compared word by word
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
_rowid = literal_column("passage.rowid")
_sentence_rowids = CompiledSelect(
    select(_sentence_words.c.rowid)
    .where(literal_column("passage_words").op("MATCH")(bindparam("match")))
    .order_by(_sentence_words.c.rowid)
    .limit(bindparam("limit"))
)
_sentences = CompiledSelect(
    select(
        _rowid.label("rowid"),
        col(Passage.source),
        col(Passage.number),
        col(Passage.exact),
        col(Source.language),
    )
    .join(Source, col(Source.id) == col(Passage.source))
    .where(in_list(_rowid, "rowids"))  # type: ignore[arg-type]
)
_passages = CompiledSelect(
    select(func.count()).select_from(Passage).where(col(Passage.exact).is_not(None))
)
_statement_count = CompiledSelect(
    select(func.max(col(Statement.number)))  # they are numbered from 1
)
_known_names = CompiledSelect(
    select(col(NameKey.key)).where(in_list(col(NameKey.key), "keys")).distinct()
)
Find = Callable[[str, int], list[int]]
"""The numbers of what a full-text expression finds, at most so many."""


@dataclass(frozen=True)
class Searched:
    """How many statements and sentences were searched."""

    statements: int
    passages: int


def searched(connection: Connection) -> Searched:
    """What every check searches: the words of all statements, and all archived sentences."""
    statements = _statement_count.scalar(connection) or 0
    return Searched(statements, _passages.scalar(connection))


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


def _candidates(connection: Connection, quotation: Given, speaker: str | None) -> list[Candidate]:
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

    texts = check.sentences(quotation.text)
    texts = sorted(texts, key=len, reverse=True)[:_MOST_SENTENCES] if len(texts) > 1 else []
    ways: list[Find] = [in_statements, *([of_speaker] if speaker else [])]
    numbers: dict[int, float] = defaultdict(float)
    rowids: dict[int, float] = defaultdict(float)
    for one in dict.fromkeys([quotation.text, *texts]):
        words = _words_to_find(one)
        counts = dict(_counts.tuples(connection, terms=words))
        for find in ways:
            for number, score in _scores(words, counts, find).items():
                numbers[number] = max(numbers[number], score)
        for rowid, score in _scores(words, counts, in_sentences).items():
            rowids[rowid] = max(rowids[rowid], score)
    best = _best(numbers, _READ)
    if own:
        best += _best({number: numbers[number] for number in own}, _READ)
    wanted = set(quotation.words.folded)
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


def _scores(words: Sequence[str], counts: dict[str, int], find: Find) -> dict[int, float]:
    """What has many of these words, each with the weight of those that are known to be in it; a
    rare word weighs more.
    """
    found: dict[int, set[str]] = defaultdict(set)
    known: dict[str, int] = {}
    rare = [word for word in words if word not in counts]
    for word in sorted(rare, key=lambda one: (-len(one), one))[:_MOST_RARE]:
        numbers = find(_quoted(word), COUNTED)
        if numbers:
            known[word] = len(numbers)
        for number in numbers:
            found[number].add(word)
    known |= {word: count for word, count in counts.items() if word in set(words)}
    order = sorted(known, key=lambda word: (known[word], word))
    for together in _intersections(order):
        expression = " AND ".join(map(_quoted, together))
        numbers = find(expression, _EACH)
        for number in numbers:
            found[number].update(together)
    weight = {word: 1 / (1 + log(1 + count)) for word, count in known.items()}
    return {
        number: sum(weight[word] for word in sorted(has)) for number, has in found.items() if has
    }


def _intersections(order: Sequence[str]) -> list[tuple[str, ...]]:
    """Words that are looked for together, the rarest first: all of them, and without each of the
    four rarest ones, because a word may have been changed.
    """
    if not order:
        return []
    head = order[:4]
    fewer = list(combinations(head, len(head) - 1)) if len(head) > 2 else []
    return list(dict.fromkeys([tuple(order[:_MOST_TOGETHER]), tuple(head), *fewer]))


def _best(scores: dict[int, float], most: int) -> list[int]:
    return sorted(scores, key=lambda number: (-scores[number], number))[:most]


def _quoted(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'


def _text_of_statement(row: Row) -> str:
    return f"{row['exact'] or ''} {row['first_exact'] or ''}"


def _likest(wanted: set[str], rows: Sequence[Row], text_of: Callable[[Row], str]) -> list[Row]:
    """The rows whose texts have most of the wanted words, each with its text."""
    shares = [len(wanted & set(check.read(text_of(row)).folded)) for row in rows]
    order = sorted(range(len(rows)), key=lambda at: -shares[at])
    return [rows[at] for at in order[:_COMPARED]]


def _of_statements(rows: Sequence[Row]) -> list[Candidate]:
    """The candidates of statements. A quotation that goes on in the next sentence, in a statement of
    the same speaker, is in the candidate of the first one too.
    """
    return [_of_statement(row, _going_on(row, rows)) for row in rows]


def _of_statement(row: Row, quoted: Sequence[check.Words]) -> Candidate:
    claim = check.read(row["exact"]) if row["exact"] else None
    sentence, before = None, 0
    if row["first_exact"] and row["last_exact"] and row["start"] is not None and row["exact"]:
        head = row["first_exact"][: max(row["start"] - row["first_start"], 0)]
        tail = row["last_exact"][max(row["end"] - row["last_start"], 0) :]
        if head.strip() or tail.strip():
            sentence, before = check.read(f"{head}{row['exact']}{tail}"), len(check.read(head).folded)
    return Candidate(
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
                f"{row['exact'][last - row['start'] :]} "
                f"{other['exact'][: other['quoted'][0]['start'] - other['start']]}"
            )
        ):
            following = check.joined([one["exact"] for one in other["quoted"]], other["exact"])
            text = f"{text} {following[0].text}"
            row, end, last = other, other["end"], other["quoted"][-1]["end"]
    return [*found[:-1], check.read(text)]


def _of_sentence(row: Row) -> Candidate:
    return Candidate(
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
        if part.change is not check.Change.same
        for text in (part.given, part.printed)
        for word in check.read(text).folded
        if len(word) > 3
    }
    if not different:
        return list(found)
    names = set(_known_names.scalars(connection, keys=list(different)))

    def named(part: Part) -> Part:
        mine, theirs = (set(check.read(text).folded) for text in (part.given, part.printed))
        if part.change is check.Change.same or not (mine ^ theirs) & names:
            return part
        return replace(part, differs=tuple(sorted({*part.differs, Differs.name})))

    return [replace(hit, parts=tuple(map(named, hit.parts))) for hit in found]
