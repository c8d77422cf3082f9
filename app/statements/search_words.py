"""The words that somebody looks for: which words of the index they mean, and where they are in a
text.

A word also means its other forms, by the stems of the languages of the statements, and the words in
which it is beside an apostrophe (“Ukraine’s”, “l’Ukraine”). A phrase in quotation marks means
exactly these words in this order. So does a piece of a script without spaces.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, Select, and_, func, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from app.domain.names import words
from app.domain.tokens import (
    Piece,
    is_run,
    parts_at_apostrophes,
    phrase_tokens,
    pieces_of,
    tokens,
)
from app.statements.stems import stem_keys
from app.store.compiled import CompiledSelect, in_list
from app.store.listing import Row
from app.store.tables.actors import Person
from app.store.tables.counts import LanguageCount, WordForm
from app.store.tables.statements import Passage, Statement

FIELDS = ("words", "summary", "speaker", "passage")
"""The texts in which words are looked for: columns of the search index."""

_MOST_ALTERNATIVES = 300  # words of the index in one expression, besides those that were given
_QUOTED = re.compile(r"[\"“”„«»]([^\"“”„«»]*)[\"“”„«»]|(\S+)")
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_forms = CompiledSelect(
    select(col(WordForm.key), col(WordForm.word))
    .where(in_list(col(WordForm.key), "keys"))
    .order_by(col(WordForm.key), col(WordForm.word))
)
_languages = CompiledSelect(
    select(col(LanguageCount.language), col(LanguageCount.statements)).order_by(
        col(LanguageCount.statements).desc(), col(LanguageCount.language)
    )
)
InARow = tuple[frozenset[str], ...]  # what may stand at each of some places in a row


@dataclass(frozen=True)
class SearchUnit:
    """A word or a phrase that must occur."""

    text: str
    """As it was written, without quotation marks."""
    exact: str
    """The expression of FTS5 for it as it was written, however it is spelled."""
    widened: str
    """The expression that also finds its other forms."""
    in_a_row: tuple[InARow, ...]
    """What to mark in a text: any of these."""
    tokens: tuple[str, ...] = ()
    """Tokens of the index, any of which the widened expression needs; none for a phrase."""
    phrase: tuple[str, ...] = ()
    """The tokens of a phrase, in a row."""
    begins: bool = False
    """Whether the last token of the phrase is only the beginning of one."""
    is_phrase: bool = False
    loose: str = ""
    """The widened expression without phrases, for an index that has no places."""


@dataclass(frozen=True)
class SearchQuery:
    """All that must occur in one statement: each unit in any of its texts."""

    units: tuple[SearchUnit, ...]

    @cached_property
    def expression(self) -> str:
        """The expression of FTS5 that finds the statements."""
        return _in_fields(_joined(" AND ", (unit.widened for unit in self.units)))

    @cached_property
    def passage_expression(self) -> str:
        """The expression of FTS5 that finds the sentences that belong to no statement. Their index
        has no places: `has_phrases` says of each whether it has the phrases.
        """
        return _joined(" AND ", (unit.loose or unit.widened for unit in self.units))

    @cached_property
    def is_exact_in_passages(self) -> bool:
        """Whether `passage_expression` needs no other check."""
        return not any(unit.phrase for unit in self.units)

    def has_phrases(self, text: str) -> bool:
        """Whether a text has each phrase."""
        have = tokens(text)
        return all(_has_phrase(have, unit) for unit in self.units if unit.phrase)

    @cached_property
    def exact_expression(self) -> str:
        """The same without other forms."""
        return _in_fields(_joined(" AND ", (unit.exact for unit in self.units)))

    @cached_property
    def _tokens(self) -> frozenset[str]:
        return frozenset(token for unit in self.units for token in unit.tokens)

    def is_in(self, text: str) -> bool:
        """Whether a text has any of the words or phrases."""
        have = tokens(text)
        if not self._tokens.isdisjoint(have):
            return True
        return any(_has_phrase(have, unit) for unit in self.units if unit.phrase)

    @property
    def single_token(self) -> str | None:
        """The only token that is looked for; None if there are several."""
        only = self.units[0].widened
        token = only[1:-1]
        alone = len(self.units) == 1 and only == f'"{token}"'
        return token if alone and " " not in token and '"' not in token else None

    @cached_property
    def _beginnings(self) -> dict[str, list[InARow]]:
        """What to mark, by what it begins with."""
        found: defaultdict[str, list[InARow]] = defaultdict(list)
        for row in dict.fromkeys(row for unit in self.units for row in unit.in_a_row if row):
            for choice in row[0]:
                found[choice].append(row)
        return dict(found)

    def places_in(self, text: str) -> list[tuple[int, int]]:
        """The places in a text that this query finds, in order; none overlap."""
        pieces = pieces_of(text)
        found = [
            (pieces[first].start, pieces[first + len(row) - 1].end)
            for first, piece in enumerate(pieces)
            for row in self._beginnings.get(piece.folded, ())
            if _is_at(row, pieces, first)
        ]
        merged: list[tuple[int, int]] = []
        for start, end in sorted(found):
            if merged and start < merged[-1][1]:
                merged[-1] = merged[-1][0], max(end, merged[-1][1])
            else:
                merged.append((start, end))
        return merged


def languages(connection: Connection) -> list[str]:
    """The languages of the statements and of our summaries, the most common one first."""
    return _languages.scalars(connection)


def search_query(connection: Connection, q: str) -> SearchQuery | None:
    """What the words of a user mean in this dataset; None if there is no word.

    Every token is folded and then quoted, so that nothing in it is read as an operator of FTS5.
    """
    given = [(phrase, True) if phrase else (word, False) for phrase, word in _QUOTED.findall(q)]
    given = [(text, is_phrase) for text, is_phrase in given if words(text)]
    if not given:
        return None
    known = languages(connection)
    keys = {
        text: _keys(known, text) for text, is_phrase in given if not is_phrase and _is_word(text)
    }
    wanted = {key for exact, stems in keys.values() for key in (*exact, *stems)}
    found: defaultdict[str, list[str]] = defaultdict(list)
    for row in _forms.rows(connection, keys=sorted(wanted)) if wanted else ():
        found[row["key"]].append(row["word"])
    most = max(_MOST_ALTERNATIVES // len(given), 1)

    def unit(text: str, is_phrase: bool) -> SearchUnit:
        if is_phrase or text not in keys:
            return _phrase(text, is_phrase)
        if len(words(text)) > 1:
            return _compound(text, keys[text][1], found, most)
        return _word(text, keys[text], found, most)

    return SearchQuery(tuple(dict.fromkeys(unit(*each) for each in given)))


def _is_word(text: str) -> bool:
    """Whether a text has words with other forms: neither an abbreviation with full stops nor a
    script without spaces.
    """
    found = words(text)
    return (len(found) == 1 or all(len(word) > 1 for word in found)) and not any(
        is_run(piece.folded) for piece in pieces_of(text)
    )


def _keys(known: Iterable[str], text: str) -> tuple[list[str], list[str]]:
    """The keys of `word_form` for a word: those of the words with it beside an apostrophe, and
    those of its stems. A text like “front-line” has the keys of each of its words.
    """
    raw = _EDGES.sub("", text)
    alone = [raw, *_main_part(raw)]
    if len(found := words(text)) > 1:
        alone = found
    beside = [f"'{''.join(words(word))}" for word in alone]
    stems = {key for word in alone for language in known for key in stem_keys(language, word)}
    return beside, sorted(stems)


def _main_part(raw: str) -> list[str]:
    """The longest word of its own in a word with an apostrophe."""
    return sorted(parts_at_apostrophes(raw), key=len)[-1:]


def _word(
    text: str,
    keys: tuple[Sequence[str], Sequence[str]],
    known: Mapping[str, Sequence[str]],
    most: int,
) -> SearchUnit:
    """The unit of one word. With an apostrophe beside it, it is still the word that was given."""
    beside, stems = keys
    given = [*words(text), *_main_part(_EDGES.sub("", text))]
    exact = [*given, *[word for key in beside for word in known.get(key, ())][:most]]
    forms = [word for key in stems for word in known.get(key, ()) if word not in exact][:most]
    exact, every = list(dict.fromkeys(exact)), list(dict.fromkeys([*exact, *forms]))
    widened = _any_of(every)
    return SearchUnit(text, _any_of(exact), widened, ((frozenset(every),),), tokens=tuple(every))


def _compound(
    text: str, stems: Sequence[str], known: Mapping[str, Sequence[str]], most: int
) -> SearchUnit:
    """The unit of words that are joined by a sign, like “front-lines”: these words in a row, or any
    form of each.
    """
    phrase = _phrase(text, is_phrase=False)
    families = []
    for word in words(text):
        own = [key for key in stems if key in stem_keys(key.partition(":")[0], word)]
        forms = [form for key in own for form in known.get(key, ())]
        families.append(list(dict.fromkeys([word, *forms]))[:most])
    each = " AND ".join(f"({_any_of(family)})" for family in families)
    each_word = tuple(dict.fromkeys(word for family in families for word in family))
    # They are marked in a row, and each alone.
    in_a_row = (tuple(map(frozenset, families)), *((frozenset(family),) for family in families))
    widened = f"({phrase.exact}) OR ({each})"
    return SearchUnit(text, phrase.exact, widened, in_a_row, tokens=each_word, loose=each)


def _phrase(text: str, is_phrase: bool) -> SearchUnit:
    found, begins = phrase_tokens(text)
    expression = _quoted(" ".join(found)) + (" *" if begins else "")
    in_a_row = tuple(frozenset([piece.folded]) for piece in pieces_of(text))
    return SearchUnit(
        text,
        expression,
        expression,
        (in_a_row,),
        phrase=tuple(found),
        begins=begins,
        is_phrase=is_phrase,
        loose=" AND ".join(map(_quoted, found)) + (" *" if begins else ""),
    )


def _has_phrase(have: list[str], unit: SearchUnit) -> bool:
    *first, last = unit.phrase
    for place in range(len(have) - len(first)):
        end = have[place + len(first)]
        if (end.startswith(last) if unit.begins else end == last) and (
            have[place : place + len(first)] == first
        ):
            return True
    return False


def rest_of_sentences(row: Row) -> str:
    """What the sentences of a claim have before and after it; empty if they are not archived. `row`
    has `start` and `end` of the claim, and `first_exact`, `first_start`, `last_exact` and
    `last_start` of the sentences in which it begins and ends.
    """
    if row["first_exact"] is None or row["last_exact"] is None or row["start"] is None:
        return ""
    before = row["first_exact"][: max(row["start"] - row["first_start"], 0)]
    after = row["last_exact"][max(row["end"] - row["last_start"], 0) :]
    return f"{before} {after}".strip()


def with_sentences(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """A SELECT from `statement`, with what `rest_of_sentences` needs of its sentences."""
    first, last = aliased(Passage), aliased(Passage)
    source, begins = col(Statement.source), col(Statement.passage)
    ends = func.coalesce(col(Statement.last_passage), begins)
    return (
        query.add_columns(
            col(first.exact).label("first_exact"),
            col(first.start).label("first_start"),
            col(last.exact).label("last_exact"),
            col(last.start).label("last_start"),
        )
        .outerjoin(first, and_(col(first.source) == source, col(first.number) == begins))
        .outerjoin(last, and_(col(last.source) == source, col(last.number) == ends))
    )


_texts = CompiledSelect(
    with_sentences(
        select(
            col(Statement.number),
            col(Statement.exact),
            col(Statement.summary),
            col(Statement.start),
            col(Statement.end),
            col(Person.name),
            col(Person.other_names),
        )
        .select_from(Statement)
        .outerjoin(Person, col(Person.id) == col(Statement.speaker))
        .where(in_list(col(Statement.number), "numbers"))
    )
)


def fields_of(
    connection: Connection, query: SearchQuery, numbers: Iterable[int]
) -> dict[int, list[str]]:
    """The texts of each of these statements in which the words are: names of FIELDS, by number."""
    found = {}
    for row in _texts.rows(connection, numbers=numbers):
        speaker = " ".join([row["name"] or "", *(row["other_names"] or ())])
        texts = (row["exact"] or "", row["summary"], speaker, rest_of_sentences(row))
        found[row["number"]] = [
            field for field, text in zip(FIELDS, texts, strict=True) if query.is_in(text)
        ]
    return found


def _is_at(row: InARow, pieces: list[Piece], first: int) -> bool:
    """Whether what is looked for begins at a piece. Characters of a script without spaces must
    touch each other.
    """
    if first + len(row) > len(pieces):
        return False
    for place, choices in enumerate(row, first):
        piece = pieces[place]
        if piece.folded not in choices:
            return False
        before = pieces[place - 1]
        if place > first and piece.in_run and before.in_run and before.end != piece.start:
            return False
    return True


def _in_fields(expression: str) -> str:
    return f"{{{' '.join(FIELDS)}}} : ({expression})"


def _joined(operator: str, expressions: Iterable[str]) -> str:
    return operator.join(f"({expression})" for expression in expressions)


def _any_of(tokens: Iterable[str]) -> str:
    return " OR ".join(map(_quoted, tokens))


def _quoted(phrase: str) -> str:
    return '"' + phrase.replace('"', '""') + '"'
